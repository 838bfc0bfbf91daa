"""How near a segmentation comes to a person's: boundary F1 and Sigma, for texts whose words are the same.

A text is a list of sentences; a sentence is (words, breaks): after which words a line ("l") or a caption ("b") ends. The
end of a sentence is given to everyone and counts for nobody in F1 ("inner" breaks only); Sigma counts it, as its paper does.

Sigma: Karakanta, Buet, Cettolo and Yvon, "Evaluating Subtitle Segmentation for End-to-end Generation Systems", LREC 2022.
BLEU over the text with its breaks as words, divided by the highest BLEU that a text of those words with that share of breaks
could have; 100 = the person's own breaks. BLEU is SacreBLEU's: corpus level, 4-grams, tokenised as mteval-v13a does.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

ORDER = 4
MARKS = {"l": "µ", "b": "§"}
"""Signs that stand for breaks in BLEU: the tokeniser leaves them whole."""
_TOKENISE = (
    (re.compile(r"([\{-\~\[-\` -\&\(-\+\:-\@\/])"), r" \1 "),
    (re.compile(r"([^0-9])([\.,])"), r"\1 \2 "),
    (re.compile(r"([\.,])([^0-9])"), r" \1 \2"),
    (re.compile(r"([0-9])(-)"), r"\1 \2 "),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, and the breaks after some of them; the last word always ends a caption."""

    words: tuple[str, ...]
    breaks: Mapping[int, str]
    """Index of the word to "l" or "b"; the last word is left out."""

    @classmethod
    def parse(cls, tagged: str) -> Sentence:
        """From a line such as "Where did you put <eol> the letter? <eob>"."""
        words: list[str] = []
        breaks: dict[int, str] = {}
        for part in tagged.replace("<eol>", " <eol> ").replace("<eob>", " <eob> ").strip().split(" "):
            if not part:
                continue
            if part not in ("<eol>", "<eob>"):
                words.append(part)
            elif words:
                breaks[len(words) - 1] = part[3]
        breaks.pop(len(words) - 1, None)
        return cls(tuple(words), breaks)

    @property
    def tagged(self) -> str:
        """The reverse of `parse`."""
        ends = {**self.breaks, len(self.words) - 1: "b"}
        return " ".join(word + (f" <eo{ends[i]}>" if i in ends else "") for i, word in enumerate(self.words))


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares are 0..1, Sigma 0..100."""

    precision: float
    recall: float
    f1: float
    """Of all inner breaks, whichever kind."""
    captions: float
    """F1 of the ends of captions alone."""
    lines: float
    """F1 of the ends of lines alone."""
    with_ends: float
    """F1 of all breaks, with the ends of the sentences, which everyone gets right."""
    sigma: float


def scores(reference: Sequence[Sentence], found: Sequence[Sentence]) -> Scores:
    """One segmentation against the reference. Raises ValueError where the words are not the same."""
    for a, b in zip(reference, found, strict=True):
        if a.words != b.words:
            raise ValueError(f"the words differ: {' '.join(a.words)[:60]!r} and {' '.join(b.words)[:60]!r}")
    precision, recall, both = _prf(reference, found, "lb")
    ends = len(reference)
    right = ends + sum(len(a.breaks.keys() & b.breaks.keys()) for a, b in zip(reference, found, strict=True))
    total = 2 * ends + sum(len(one.breaks) for one in (*reference, *found))
    return Scores(
        precision, recall, both, _prf(reference, found, "b")[2], _prf(reference, found, "l")[2],
        2 * right / total if total else 1.0, sigma(reference, found),
    )  # fmt: skip


def _prf(reference: Sequence[Sentence], found: Sequence[Sentence], kinds: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the breaks of some kinds; 1 where there are none to find and none were found."""
    right = wanted = given = 0
    for a, b in zip(reference, found, strict=True):
        true = {at for at, kind in a.breaks.items() if kind in kinds}
        ours = {at for at, kind in b.breaks.items() if kind in kinds}
        right, wanted, given = right + len(true & ours), wanted + len(true), given + len(ours)
    precision, recall = right / given if given else 1.0, right / wanted if wanted else 1.0
    return precision, recall, 2 * right / (wanted + given) if wanted + given else 1.0


def sigma(reference: Sequence[Sentence], found: Sequence[Sentence]) -> float:
    """See the top of this module; also for texts whose words differ."""
    plain, _ = bleu([one.words for one in reference], [one.words for one in found])
    precise, penalty = bleu([_marked(one) for one in reference], [_marked(one) for one in found])
    alpha = sum(len(one.breaks) + 1 for one in found) / sum(len(one.words) for one in found)
    below = (1.0, *plain)  # an n-gram with a break inside is at best right as often as the (n - 1)-gram without
    bounds = [
        ((1 - (n - 1) * alpha) * plain[n - 1] + n * alpha * below[n - 1]) / (1 + alpha) for n in range(1, ORDER + 1)
    ]
    bound = penalty * _mean(bounds)
    return 100 * penalty * _mean(precise) / bound if bound else 0.0


def _marked(sentence: Sentence) -> list[str]:
    ends = {**sentence.breaks, len(sentence.words) - 1: "b"}
    return [part for i, word in enumerate(sentence.words) for part in (word, MARKS.get(ends.get(i, ""), "")) if part]


def bleu(reference: Iterable[Iterable[str]], found: Iterable[Iterable[str]]) -> tuple[list[float], float]:
    """Precisions of 1- to 4-grams and the brevity penalty, all 0..1."""
    right, given = [0] * ORDER, [0] * ORDER
    length = wanted = 0
    for theirs, ours in zip(reference, found, strict=True):
        a, b = tokenise(" ".join(theirs)), tokenise(" ".join(ours))
        wanted, length = wanted + len(a), length + len(b)
        for n in range(1, ORDER + 1):
            true, own = _grams(a, n), _grams(b, n)
            given[n - 1] += sum(own.values())
            right[n - 1] += sum((true & own).values())
    penalty = 1.0 if length >= wanted else math.exp(1 - wanted / length) if length else 0.0
    return _smoothed(right, given), penalty


def _smoothed(right: Sequence[int], given: Sequence[int]) -> list[float]:
    """SacreBLEU's "exp" smoothing: the first order without a hit counts half a hit, the next a quarter."""
    precisions, smooth = [], 1.0
    for hits, total in zip(right, given, strict=True):
        smooth *= 1 if hits or not total else 2
        precisions.append((hits or 1 / smooth) / total if total else 0.0)
    return precisions


def _mean(shares: Sequence[float]) -> float:
    """Geometric mean."""
    return math.exp(sum(map(math.log, shares)) / len(shares)) if all(share > 0 for share in shares) else 0.0


def _grams(tokens: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[at : at + n]) for at in range(len(tokens) - n + 1))


def tokenise(text: str) -> list[str]:
    """As mteval-v13a does: punctuation apart, but for points and commas inside numbers."""
    text = f" {text} "
    for pattern, replacement in _TOKENISE:
        text = pattern.sub(replacement, text)
    return text.split()
