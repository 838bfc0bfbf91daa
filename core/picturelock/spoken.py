"""What is said in a cut, word by word on record time: the words that captions are made from and accessibility is judged by."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from picturelock.cut import Cut, Shot
from picturelock.cutmap import CutMap, MappedWord, audible, union
from picturelock.findings import Fact, Finding, Place
from picturelock.speech import Transcript, Word
from picturelock.times import Flicks, Span, from_ms

SAME_MOMENT: Flicks = from_ms(300)
"""How far apart two microphones' transcripts may put the start of one word."""
SAME_SPEECH = 3, 5
"""Two sources are one speech where at least this fraction of the shorter one's words is also in the other."""
ONE_SPEECH = "Picturelock: what several microphones hear at the same time is captioned once"
BACKWARDS = "Picturelock: speech that runs backwards has no words"

_ROUGH_TOOLS = ("pocketsphinx",)
_ROUGH_MARKS = ("fixture", "rough")
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = frozenset({"ja", "zh", "yue", "th", "lo", "km", "my"})


@dataclass(frozen=True, slots=True)
class RecordWord:
    """A word that is heard in the cut."""

    text: str
    span: Span
    """In record time, clipped to its shot."""
    language: str
    """Of its segment, else of its transcript; "und" where nobody said."""
    source: str
    """`Source.key`."""
    shot: str
    """`Shot.id`."""
    confidence: float | None = None
    speaker: str | None = None


def spoken(
    cut: Cut, transcripts: Mapping[str, Transcript], language: str | None = None
) -> tuple[tuple[RecordWord, ...], tuple[Finding, ...]]:
    """Every audible word in order of record time, of one language or of all (`speaks` says which words those are).

    transcripts: by `Source.key`. What one source puts on several tracks at once counts once. Where two sources say the
    same words at the same time, one is taken ("captions.merged-sources"). Reversed speech is nobody's words
    ("captions.reverse-speech").
    """
    shots = audible(cut)
    cutmap = CutMap.of_shots(shots)
    heard: dict[tuple[str, str, Span, int], RecordWord] = {}
    reversed_words: Counter[str] = Counter()
    for source in cutmap.sources:
        said: Counter[tuple[str, str, Span]] = Counter()
        for tongue, words in _by_language(transcripts.get(source)).items():
            if language is not None and not speaks(tongue, language):
                continue
            for mapped in cutmap.map_words(source, words):
                if mapped.piece.reverse:
                    reversed_words[mapped.piece.shot] += 1
                else:
                    word = _record_word(mapped, tongue)
                    # Words without a length may share their text and time: those of one shot all count.
                    said[word.shot, word.text, word.span] += 1
                    heard.setdefault((source, word.text, word.span, said[word.shot, word.text, word.span]), word)
    by_id = {shot.id: shot for shot in shots}
    kept, merged = _merge(sorted(heard.values(), key=_order), {shot.source.key: shot.source.name for shot in shots})
    return tuple(kept), (*merged, *_reverse_findings(reversed_words, by_id))


def speaks(spoken_language: str, wanted: str) -> bool:
    """True where speech of one language belongs in captions of another tag: "fr" holds "fr-ca"; "und" belongs everywhere."""
    a, b = spoken_language.lower().split("-"), wanted.lower().split("-")
    if "und" in (a[0], b[0]):
        return True
    return a[0] == b[0] and (len(a) == 1 or len(b) == 1 or a[1] == b[1])


def is_rough(transcript: Transcript) -> bool:
    """True where a transcript's words are guesses that nobody has read: a rough recogniser's, or a stand-in model's.

    A parameter "rough" or "fixture" of its provenance marks it, unless its value is "no".
    """
    made = transcript.provenance
    marked = any(name in _ROUGH_MARKS and value not in ("", "no") for name, value in made.parameters)
    return not made.reviewed and (marked or made.tool in _ROUGH_TOOLS)


def rough_shots(cut: Cut, transcripts: Mapping[str, Transcript]) -> tuple[Shot, ...]:
    """The first shot that is heard of each source whose transcript is rough."""
    first: dict[str, Shot] = {}
    for shot in audible(cut):
        transcript = transcripts.get(shot.source.key)
        if transcript is not None and is_rough(transcript):
            first.setdefault(shot.source.key, shot)
    return tuple(first.values())


def _by_language(transcript: Transcript | None) -> dict[str, list[Word]]:
    """A transcript's words in order of time, by language."""
    found: dict[str, list[Word]] = defaultdict(list)
    for segment in transcript.segments if transcript else ():
        language = transcript.language if transcript and segment.language == "und" else segment.language
        found[language].extend(segment.words)
    for words in found.values():
        words.sort(key=lambda word: word.span.start + word.span.end)
    return found


def _record_word(mapped: MappedWord, language: str) -> RecordWord:
    word, piece = mapped.word, mapped.piece
    return RecordWord(word.text, word.span, language, piece.source, piece.shot, word.confidence, word.speaker)


def _order(word: RecordWord) -> tuple[Flicks, Flicks, str]:
    """Words of one shot at one moment stay in their transcript's order."""
    return word.span.start, word.span.end, word.shot


def _merge(words: list[RecordWord], names: Mapping[str, str]) -> tuple[list[RecordWord], list[Finding]]:
    """Leave out what a second source says at the same time as a first."""
    runs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        runs[word.source, word.shot].append(index)
    dropped: dict[int, tuple[str, str]] = {}
    active: list[list[int]] = []
    for run in runs.values():  # in order of their first word
        start = words[run[0]].span.start
        active = [other for other in active if words[other[-1]].span.end > start]
        for other in active:
            if words[other[0]].source != words[run[0]].source:
                _drop_double(words, other, run, dropped)
        active.append(run)
    return [word for index, word in enumerate(words) if index not in dropped], _merge_findings(words, dropped, names)


def _drop_double(words: Sequence[RecordWord], a: list[int], b: list[int], dropped: dict[int, tuple[str, str]]) -> None:
    """If two runs say the same where they overlap, enter the words of the poorer one in `dropped`."""
    start = max(words[a[0]].span.start, words[b[0]].span.start) - SAME_MOMENT
    end = min(words[a[-1]].span.start, words[b[-1]].span.start) + SAME_MOMENT
    both = [[i for i in _between(words, run, start, end) if i not in dropped] for run in (a, b)]
    twins = _twins(words, *both)
    if not twins or len(twins) * SAME_SPEECH[1] < min(map(len, both)) * SAME_SPEECH[0]:
        return
    better, poorer = sorted(both, key=lambda run: (-len(run), -sum(words[i].confidence or 0 for i in run), run[0]))
    twin = {i for pair in twins for i in pair}
    heard = union(words[i].span for i in better)
    for index in poorer:
        if index in twin or _is_covered(words[index].span, heard):
            dropped[index] = (words[better[0]].source, words[index].source)


def _between(words: Sequence[RecordWord], run: list[int], start: Flicks, end: Flicks) -> list[int]:
    """The part of a run whose words start in [start, end]."""
    first = bisect_left(run, start, key=lambda i: words[i].span.start)
    return run[first : bisect_right(run, end, lo=first, key=lambda i: words[i].span.start)]


def _twins(words: Sequence[RecordWord], a: list[int], b: list[int]) -> list[tuple[int, int]]:
    """Pairs of one word in both runs, in order; each word is used once. Cost: the words, and those near each of them."""
    pairs: list[tuple[int, int]] = []
    next_b = 0
    for i in a:
        start = words[i].span.start
        while next_b < len(b) and words[b[next_b]].span.start < start - SAME_MOMENT:
            next_b += 1
        for at in range(next_b, len(b)):
            j = b[at]
            if words[j].span.start > start + SAME_MOMENT:
                break
            if letters(words[i].text) == letters(words[j].text):
                pairs.append((i, j))
                next_b = at + 1
                break
    return pairs


def _is_covered(span: Span, heard: Sequence[Span]) -> bool:
    """True where another hearing has words at the middle of this one, so that this is a mishearing of them."""
    middle = (span.start + span.end) // 2
    at = bisect_right(heard, middle, key=lambda other: other.start) - 1
    return at >= 0 and middle < heard[at].end


def letters(text: str) -> str:
    """A word without case and punctuation: what two hearings of it share."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def parts(text: str, language: str) -> list[str]:
    """What two writings of a text share: "L'Été," gives l, ete. Languages written without spaces come sign by sign."""
    plain = text.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join([sign for sign in decomposed if not unicodedata.combining(sign)])
    found: list[str] = _WORD.findall(plain)
    return list("".join(found)) if language.lower().split("-")[0] in _UNSPACED else found


def _merge_findings(
    words: Sequence[RecordWord], dropped: Mapping[int, tuple[str, str]], names: Mapping[str, str]
) -> list[Finding]:
    by_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, pair in dropped.items():
        by_pair[pair].append(index)
    findings = []
    for (kept, left_out), indices in sorted(by_pair.items()):
        span = Span(min(words[i].span.start for i in indices), max(words[i].span.end for i in indices))
        facts: dict[str, Fact] = {"kept": names[kept], "dropped": names[left_out], "words": len(indices)}
        place = Place(record=span, source=names[left_out])
        findings.append(Finding("captions.merged-sources", "info", place, facts, ONE_SPEECH))
    return findings


def _reverse_findings(counts: Counter[str], shots: Mapping[str, Shot]) -> list[Finding]:
    return [
        Finding(
            "captions.reverse-speech",
            "info",
            Place(record=shots[shot].record_span, track=shots[shot].track, shot=shot, source=shots[shot].source.name),
            {"clip": shots[shot].name, "words": count},
            BACKWARDS,
        )
        for shot, count in sorted(counts.items())
    ]
