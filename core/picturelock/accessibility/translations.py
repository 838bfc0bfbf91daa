"""Whether a translation holds anything: its words cannot be compared with what is said, but they can be counted, and what reads
alike in all languages (numbers, names) is heard near where it is written.

The shares are ours: no rule gives any. A translation of which more than half says one and the same, or that has less than a
fifth of the words that are heard, is a placeholder. One whose names and numbers are mostly heard elsewhere is of another
version, or in another order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from picturelock.accessibility.labels import has_sound, said, said_parts
from picturelock.cues import Cue
from picturelock.findings import Fact, Finding, Place
from picturelock.spoken import RecordWord, letters
from picturelock.times import Flicks, Span, from_seconds

HELD = "Picturelock, house convention: a translation says what is said, where it is said; the shares are Picturelock's"
AROUND: Flicks = from_seconds(5)
"""How far from where it is heard a name may be written."""
_FEWEST_CAPTIONS = 5
_FEWEST_WORDS = 20
_LEAST_SHARE = 5
"""One word in so many that are heard."""
_FEWEST_NAMES = 4
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
    texts = [(text, cue) for text, cue in texts if text or not has_sound(cue)]
    written = sum(len(text.split()) for text, _ in texts)
    if not texts:
        return None
    common, same = Counter(text for text, _ in texts).most_common(1)[0]
    repeated = len(texts) >= _FEWEST_CAPTIONS and 2 * same > len(texts)
    if not repeated and not (len(words) >= _FEWEST_WORDS and written * _LEAST_SHARE < len(words)):
        return None
    first = next(cue for text, cue in texts if text == common)
    facts: dict[str, Fact] = {
        "language": language,
        "written": written,
        "heard": len(words),
        "captions": len(texts),
        "same": same,
        "text": " ".join(first.text.split())[:120],
    }
    return Finding("accessibility.translation-hollow", "error", Place(file=file, cue=first.id), facts, HELD)


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
    yield Finding("accessibility.translation-elsewhere", "error", place, facts, HELD)


def _telling(words: Sequence[RecordWord]) -> Mapping[str, list[Flicks]]:
    """When numbers and names are heard: words within a sentence that have a capital, and that are not heard all the time."""
    found: dict[str, list[Flicks]] = {}
    opening = True
    for word in words:
        token = word.text.strip("\"'«»“”‘’().,;:!?… -–—\u00a0")
        if _tells(token) and (token.isdecimal() or not opening):
            found.setdefault(letters(token), []).append(word.span.start)
        opening = word.text.rstrip().endswith(_ENDS)
    return {text: times for text, times in found.items() if len(times) <= _OFTEN}


def _tells(token: str) -> bool:
    return (token.isdecimal() and len(token) > 1) or (
        len(token) >= _SHORTEST and token[0].isupper() and token.isalpha()
    )
