"""Other ways to set the same words in captions: small programs of our own, after the rules that public tools follow.

Every one takes a sentence's words, the characters of a line and the language, and gives breaks as `Sentence` has them. The
tools' code was read on 2026-11-22 (openai/whisper and m-bain/whisperX, `utils.py`; m-bain/whisperX, `SubtitlesProcessor.py`;
jianfch/stable-ts, `result.py`; SubtitleEdit/subtitleedit, libse: `SplitLongLinesHelper`, `Utilities.AutoBreakLine`,
`TextSplit`); none of it is here. Left out is what the words of one sentence do not have: times, speakers, tags, dialogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil, floor

Breaks = dict[int, str]

LINKS = {
    "en": """and or but nor so because although though while when where if that which who whose what how as than to of in on at
    by for with from into about after before through between under over without until since""",
    "fr": """et ou mais ni car donc or que qu' qui quand lorsque puisque parce pendant si comme de à en dans par pour sur sous
    avec sans chez vers avant après depuis entre dont où au aux du des afin""",
}
TIED = {
    "en": """a an the my your his her its our their this that these those of to in on at by for with from i you he she it we they
    is are was were be been have has had do does did will would can could shall should may might must not very and or but""",
    "fr": """le la les un une des du de à au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
    je tu il elle on nous vous ils elles est sont était a ont ai ne pas très et ou mais en dans par pour sur avec sans""",
}
ENDS, PAUSES = (".", "?", "!", "…"), (",", ";", ":", "—", "-", ")", "»", "”", '"')
CONJUNCTIONS = {
    "en": "and or but nor so yet for as if when while because although though since unless until before after that which who "
    "where how what than whether",
    "fr": "et ou mais ni donc si quand lorsque comme que puisque parce avant après pendant dès où",
}
"""Ours: what kind of words SubtitlesProcessor lists."""
NARROW, WIDE = frozenset("ijltfr.,;:!?'’|()[] -"), frozenset("mwMW—…%")


def longest_fit(words: Sequence[str], width: int, _language: str) -> Breaks:
    """Whisper's writers with --max_line_width and --max_line_count 2: the longest line that fits, two to a caption."""
    return _fill(words, width, 1)


def whisperx(words: Sequence[str], width: int, _language: str) -> Breaks:
    """whisperX's writers with the same options: its words bear no spaces, so these are not counted and lines are wider.

    It does not stop at the end of a sentence either; here every sentence is given to it apart.
    """
    return _fill(words, width, 0)


def _fill(words: Sequence[str], width: int, space: int) -> Breaks:
    breaks: Breaks = {}
    filled = lines = 0
    for at, word in enumerate(words):
        if filled and filled + space + len(word) > width:
            lines += 1
            breaks[at - 1] = "b" if lines % 2 == 0 else "l"
            filled = 0
        filled += len(word) + (space if filled else 0)
    return breaks


def whisperx_processor(words: Sequence[str], width: int, language: str) -> Breaks:
    """whisperX's SubtitlesProcessor: captions of one line, ended at a comma or before a conjunction where 30 characters stand
    before and after, else halfway back from where the line is full. It counts a space after some words and not after others.
    """
    least, conjunctions = 30, set(CONJUNCTIONS.get(language, "").split())
    breaks: Breaks = {}
    begun = filled = 0
    left = sum(map(len, words))
    for at, word in enumerate(words):
        before, filled, left = filled, filled + len(word) + 1, left - len(word) - 1
        room = before >= least and left >= least
        if filled >= width:
            if before >= least:
                middle = floor((begun + at) / 2 + 0.5)
                breaks[middle] = "b"
                begun = middle + 1
                filled = sum(map(len, words[begun : at + 1]))
        elif room and word.endswith(","):
            breaks[at], begun, filled = "b", at + 1, 0
        elif room and word.lower() in conjunctions:
            breaks[at - 1], begun, filled = "b", at, len(word) + 1
    breaks.pop(len(words) - 1, None)
    return breaks


def stable_ts(words: Sequence[str], width: int, _language: str) -> Breaks:
    """stable-ts' default regrouping (sentences; those of 50 characters at every comma; those above 70 evenly), then lines:
    `sl=WIDTH++++++1`, evenly again. Evenly means as near to equal parts as words allow, wider than the limit if need be.
    """
    sentences = [at for at, word in enumerate(words[:-1]) if word.endswith((".", "?", "。", "？"))]
    parts: list[tuple[int, int]] = []
    for first, end in _between(0, len(words), sentences):
        long = sum(len(word) + 1 for word in words[first:end]) >= 50
        commas = [at for at in range(first, end - 1) if words[at].endswith((",", "，"))]
        for a, b in _between(first, end, commas if long else []):
            parts += _between(a, b, _evenly(words, a, b, 70))
    breaks = {end - 1: "b" for _, end in parts}
    for first, end in parts:
        breaks |= dict.fromkeys(_evenly(words, first, end, width), "l")
    breaks.pop(len(words) - 1, None)
    return breaks


def _between(first: int, end: int, last: Sequence[int]) -> list[tuple[int, int]]:
    """The parts of [first, end) whose last words are given."""
    return list(pairwise(sorted({first, *(at + 1 for at in last), end})))


def _evenly(words: Sequence[str], first: int, end: int, most: int) -> list[int]:
    """The last words of all parts but the last, where the words are too many for one."""
    sums = list(accumulate(len(word) + 1 for word in words[first:end]))
    parts = ceil(sums[-1] / most)
    nearest = (min(range(len(sums) - 1), key=lambda at: abs(sums[at] - n * sums[-1] / parts)) for n in range(1, parts))
    return [first + at for at in nearest] if end - first > 1 else []


def subtitle_edit(words: Sequence[str], width: int, language: str, *, commas: bool = False) -> Breaks:
    """Subtitle Edit's "split long lines", as often as it has something to do, and "auto br", by its Netflix profile.

    Text longer than two lines, or that no break brings into two, is parted at the space nearest to its middle. A caption wider
    than a line breaks at the end of a sentence if both lines fit (first run only), else where its lines are most alike in
    pixels; if the upper one is wider there, at the place nearest to a lower one wider by a tenth. commas: an option that it has.
    """
    breaks: Breaks = {}
    parts = [(0, len(words), True)]
    while parts:
        first, end, early = parts.pop()
        if len(" ".join(words[first:end])) <= width or end - first == 1:
            continue
        at, fits = _auto_break(words, first, end, width, language, [ENDS] * early + [(",",)] * commas)
        breaks[at - 1] = "l" if fits else "b"
        if not fits:
            parts += [(first, at, False), (at, end, False)]
    return breaks


def _auto_break(
    words: Sequence[str], first: int, end: int, width: int, language: str, early: Sequence[tuple[str, ...]]
) -> tuple[int, bool]:
    """The word that the second line begins with, and True where both fit. early: marks to break at, the first before others."""
    halves = {at: (" ".join(words[first:at]), " ".join(words[at:end])) for at in range(first + 1, end)}
    allowed = [at for at in halves if _can_break(words[at - 1], words[at], language)] or list(halves)
    fits = [at for at in allowed if max(map(len, halves[at])) <= width]
    if not fits:
        return min(allowed, key=lambda at: abs(len(halves[at][0]) - len(halves[at][1]))), False
    pixels = {at: (_pixels(halves[at][0]), _pixels(halves[at][1])) for at in fits}

    def uneven(at: int, lower: float = 0.0) -> float:
        """How far the lines are from their mean; lower: share by which the lower one is to be wider than it."""
        top, bottom = pixels[at]
        mean = (top + bottom - _pixels(" ")) / 2
        return abs(mean * (1 - lower) - top) + abs(mean * (1 + lower) - bottom)

    marked = ([at for at in fits if words[at - 1].rstrip("\"'").endswith(marks)] for marks in early)
    ends = next((found for found in marked if found), [])
    best = min(ends or fits, key=uneven)
    if not ends and pixels[best][1] + 2 <= pixels[best][0]:
        best = min(fits, key=lambda at: uneven(at, 0.05))
    return best, True


def _can_break(before: str, after: str, language: str) -> bool:
    return before.lower() not in ("mr.", "dr.") and not (language == "fr" and after.startswith(("?", "!", ".")))


def _pixels(text: str) -> float:
    """About what a proportional font of 12 pixels takes."""
    return sum(3.3 if sign in NARROW else 10.0 if sign in WIDE else 8.0 if sign.isupper() else 6.7 for sign in text)


def subtitle_edit_commas(words: Sequence[str], width: int, language: str) -> Breaks:
    """Subtitle Edit with "break early at comma" on."""
    return subtitle_edit(words, width, language, commas=True)


def small_dp(words: Sequence[str], width: int, language: str) -> Breaks:
    """A dynamic programme with punctuation and function words, as one writes it in an afternoon."""
    tied, links = set(TIED.get(language, "").split()), set(LINKS.get(language, "").split())
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)

    def joint(at: int) -> float:
        """The cost of a break before word `at`."""
        if at == len(words) or words[at - 1].endswith(ENDS):
            return 0.0
        if words[at - 1].endswith(PAUSES):
            return 1.0
        left, right = words[at - 1].lower(), words[at].lower()
        return 5.0 + 6.0 * (left in tied or left.endswith(("'", "’"))) - 2.5 * (right in links)

    def setting(first: int, end: int) -> tuple[float, int] | None:
        """Cost of a caption, and the word that its second line begins with (0 = it has one line)."""
        length = starts[end] - starts[first] - 1
        if length <= width or end == first + 1:
            return 0.0, 0
        found = None
        for at in range(first + 1, end):
            top, bottom = starts[at] - starts[first] - 1, starts[end] - starts[at] - 1
            if max(top, bottom) <= width:
                cost = 1.0 + joints[at] + 3.0 * abs(top - bottom) / length
                found = min(found, (cost, at)) if found else (cost, at)
        return found

    joints = [0.0, *(joint(at) for at in range(1, len(words) + 1))]
    best, choice = [0.0] * (len(words) + 1), [(0, 0)] * (len(words) + 1)
    for first in range(len(words) - 1, -1, -1):
        best[first] = float("inf")
        for end in range(first + 1, len(words) + 1):
            set_as = setting(first, end)
            if set_as is None:
                break
            cost = 3.0 + set_as[0] + joints[end] + best[end]
            if cost < best[first]:
                best[first], choice[first] = cost, (end, set_as[1])
    breaks: Breaks = {}
    first = 0
    while first < len(words):
        end, line = choice[first]
        breaks |= {line - 1: "l"} if line else {}
        breaks[end - 1] = "b"
        first = end
    breaks.pop(len(words) - 1, None)
    return breaks
