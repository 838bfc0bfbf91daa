"""Other ways to set the same words in captions: small peers, written after the rules that their makers document.

Every one takes a sentence's words, the characters of a line and the language, and gives breaks as `Sentence` has them.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def greedy(words: Sequence[str], width: int, _language: str) -> Breaks:
    """The longest line that fits, then the next one; two lines make a caption.

    So do Whisper's and whisperX's writers of captions with --max_line_width and --max_line_count 2, within a sentence.
    """
    breaks: Breaks = {}
    filled = lines = 0
    for at, word in enumerate(words):
        if filled and filled + 1 + len(word) > width:
            lines += 1
            breaks[at - 1] = "b" if lines % 2 == 0 else "l"
            filled = 0
        filled += len(word) + (1 if filled else 0)
    return breaks


def subtitle_edit(words: Sequence[str], width: int, _language: str) -> Breaks:
    """Subtitle Edit's "split long lines" and "auto-br": text longer than two lines is split, at a sentence's or clause's end
    near its middle if there is one, else at the space nearest to the middle; a caption wider than a line breaks at the
    punctuation, else at the space, nearest to the middle that leaves both lines within the width.
    """
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    breaks: Breaks = {}
    parts = [(0, len(words))]
    while parts:
        first, end = parts.pop()
        length = starts[end] - starts[first] - 1
        if length <= width or end - first == 1:
            continue
        middle = (starts[first] + starts[end]) / 2
        joints = range(first + 1, end)
        fits = [at for at in joints if max(starts[at] - starts[first], starts[end] - starts[at]) - 1 <= width]
        near = sorted(fits or joints, key=lambda at: abs(starts[at] - middle))
        marked = [
            at for at in near if words[at - 1].endswith((*ENDS, *PAUSES)) and abs(starts[at] - middle) < length / 5
        ]
        at = (marked or near)[0]
        breaks[at - 1] = "l" if fits else "b"
        if not fits:
            parts += [(first, at), (at, end)]
    return breaks


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
