"""Whether a translation holds anything: its words cannot be compared with what is said, but they can be counted, and what reads
alike in all languages (numbers, names) is heard near where it is written.

The shares are ours: no rule gives any. A translation of which more than half says one and the same, or that has less than a
fifth of the words that are heard, is a placeholder; songs count with what is sung. One whose names and numbers are mostly heard
elsewhere is of another version, or in another order: an error where three quarters of them are, three different ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from picturelock.accessibility.labels import has_sound, is_voiced, said, said_parts
from picturelock.accessibility.shown import Shown, middle_of
from picturelock.cues import Cue
from picturelock.findings import Fact, Finding, Place
from picturelock.spoken import RecordWord, letters, parts
from picturelock.times import Flicks, Span, from_seconds

HELD = "Picturelock, house convention: a translation says what is said, where it is said; the shares are Picturelock's"
AROUND: Flicks = from_seconds(5)
"""How far from where it is heard a name may be written."""
_FEWEST_CAPTIONS = 5
_FEWEST_WORDS = 20
_LEAST_SHARE = 5
"""One word in so many that are heard."""
_FEWEST_NAMES = 4
_DIFFERENT = 3
_OFTEN = 5
"""What is heard more often is everywhere."""
_SHORTEST = 4
_TOKEN = re.compile(r"[^\W_]+")
_ENDS = (".", "!", "?", "…", ":", "»", "”")


def judge(cues: Sequence[Cue], words: Sequence[RecordWord], language: str, file: str) -> Iterator[Finding]:
    """One track that translates `words`: one finding at most."""
    hollow = _hollow(cues, words, language, file)
    if hollow is not None:
        yield hollow
    else:
        yield from _elsewhere(cues, words, file)


def _hollow(cues: Sequence[Cue], words: Sequence[RecordWord], language: str, file: str) -> Finding | None:
    texts = [(" ".join(said_parts(cue, language)), cue) for cue in cues]
    sounds = [cue for text, cue in texts if not text and has_sound(cue)]
    texts = [(text, cue) for text, cue in texts if text or not has_sound(cue)]
    if not texts:
        return None
    common, same = Counter(text for text, _ in texts).most_common(1)[0]
    first = next(cue for text, cue in texts if text == common)
    place, quoted = Place(file=file, cue=first.id), " ".join(first.text.split())[:120]
    facts: dict[str, Fact]
    if len(texts) >= _FEWEST_CAPTIONS and 2 * same > len(texts):
        facts = {"language": language, "captions": len(texts), "same": same, "text": quoted}
        return Finding("accessibility.translation-repeated", "error", place, facts, HELD)
    written = sum(len(text.split()) for text, _ in texts)
    written += sum(len(parts(cue.text, language)) for cue in sounds if is_voiced(cue))
    named = Shown([cue for cue in sounds if not is_voiced(cue)])
    heard = sum(not named.at(middle_of(word)) for word in words)
    if heard < _FEWEST_WORDS or written * _LEAST_SHARE >= heard:
        return None
    facts = {"language": language, "written": written, "heard": heard, "text": quoted}
    return Finding("accessibility.translation-hollow", "error", place, facts, HELD)


def _elsewhere(cues: Sequence[Cue], words: Sequence[RecordWord], file: str) -> Iterator[Finding]:
    heard = _telling(words)
    judged, strangers = 0, []
    for cue in cues:
        around = Span(max(0, cue.span.start - AROUND), cue.span.end + AROUND)
        for token in dict.fromkeys(_TOKEN.findall(said(cue))):
            times = heard.get(letters(token)) if _tells(token) else None
            if times:
                judged += 1
                if not any(around.contains(time) for time in times):
                    strangers.append((cue, token))
    if judged < _FEWEST_NAMES or 2 * len(strangers) <= judged:
        return
    cue, token = strangers[0]
    facts: dict[str, Fact] = {"names": judged, "elsewhere": len(strangers), "name": token}
    place = Place(file=file, record=cue.span, cue=cue.id)
    sure = 4 * len(strangers) >= 3 * judged and len({letters(one) for _, one in strangers}) >= _DIFFERENT
    yield Finding("accessibility.translation-elsewhere", "error" if sure else "warning", place, facts, HELD)


def _telling(words: Sequence[RecordWord]) -> Mapping[str, list[Flicks]]:
    """When numbers and names are heard, unless that is all the time. A name has a capital within a sentence, once at least."""
    found: dict[str, list[Flicks]] = {}
    opening, names = True, set()
    for word in words:
        token = word.text.strip("\"'«»“”‘’().,;:!?… -–—\u00a0")
        if _tells(token):
            found.setdefault(letters(token), []).append(word.span.start)
            if token.isdecimal() or not opening:
                names.add(letters(token))
        opening = word.text.rstrip().endswith(_ENDS)
    found = {text: times for text, times in found.items() if text in names}
    return {text: times for text, times in found.items() if len(times) <= _OFTEN}


def _tells(token: str) -> bool:
    return (token.isdecimal() and len(token) > 1) or (
        len(token) >= _SHORTEST and token[0].isupper() and token.isalpha()
    )
