"""Fits the costs of `core/picturelock/subtitling/joints` to the sections marked "tune" of `benchmarks/data`.

    python benchmarks/segmentation_fit.py [--rounds 30] [--hold 0.003] [--write]

An averaged structured perceptron: every tuning sentence is divided with the costs as they are; what the division that was
found is made of becomes dearer, what the reference is made of cheaper. --hold pulls every cost back to where it stood when it
was written by hand (`data/segmentation.start.toml`), so that what the few sentences say nothing of stays as it was. Printed
are F1 on parts of the tuning sentences that were left out (five parts in turn) and on all of them; the test sections are
not read. --write puts the fitted costs into the files, rounded to 0.1.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "core"))

from picturelock.subtitling import grammar  # noqa: E402
from picturelock.subtitling.segmentation import layout  # noqa: E402
from picturelock.subtitling.segmentation.layout import SHORT, SHORT_LINE, Layout, Shape  # noqa: E402
from picturelock.subtitling.typography import Token  # noqa: E402
from picturelock.times import Span  # noqa: E402
from segmentation_data import DATA, reference  # noqa: E402
from segmentation_scores import Sentence, scores  # noqa: E402

LANGUAGES = ("en", "fr")
WIDTH, LINES = 42, 2
FOLDS = 5
MARGIN = 2.0
"""A break that the reference does not have is this much cheaper while learning, so that the right one wins clearly."""
STEP = 0.1
SMALLEST = {
    "second_line": 0.0,
    "unbalanced": 1.0,
    "top_heavy": 1.5,
    "lone_word": 1.0,
    "short": 0.5,
    "short_line": 0.0,
    "cue": 0.5,
    "mark_inside": 0.0,
    "plain_end": 0.0,
}
Costs = dict[tuple[str, str], float]
"""By language ("" for those of shape) and name."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence of the tuning part."""

    language: str
    sentence: Sentence

    @property
    def tokens(self) -> list[Token]:
        return [Token(word, Span(0, 0), self.language) for word in self.sentence.words]


def as_shipped() -> Costs:
    """The costs as the product has them."""
    found: Costs = {("", name): cost for name, cost in asdict(layout.shape()).items()}
    for language in LANGUAGES:
        found.update({(language, name): cost for name, cost in grammar.table(language).costs.items()})
    return found


def by_hand() -> Costs:
    """The costs that fitting starts from."""
    data = tomllib.loads((DATA / "segmentation.start.toml").read_text(encoding="utf-8"))
    found = as_shipped() | {("", name): cost for name, cost in data["shape"].items()}
    for language in LANGUAGES:
        for section, costs in data[language].items():
            kind = "" if section == "between" else f"{section} "
            found.update({(language, f"{kind}{name}"): cost for name, cost in costs.items()})
    return found


def use(costs: Costs) -> Shape:
    """Make the product divide with these costs."""
    for language in LANGUAGES:
        own = grammar.table(language).costs
        assert isinstance(own, dict)
        own.update({name: cost for (of, name), cost in costs.items() if of == language})
    return Shape(**{name: cost for (of, name), cost in costs.items() if not of})


def divide(example: Example, shape: Shape, margin: float = 0.0) -> Sentence:
    """The best division, by the product's own layout, of words that have no times."""
    tokens = example.tokens
    own = Layout(tokens, WIDTH, LINES, own=shape)
    if margin:
        wrong = enumerate(own.break_costs)
        own.break_costs = tuple(cost - margin * (i not in example.sentence.breaks) for i, cost in wrong)
    count = len(tokens)
    best, choice = [float("inf")] * count + [0.0], [(count, ())] * count
    for first in range(count - 1, -1, -1):
        for end in range(first + 1, count + 1):
            setting = own.set(first, end)
            if setting is None:
                break
            cost = shape.cue + setting.cost + own.cost_after(end) + best[end]
            if cost <= best[first]:
                best[first], choice[first] = cost, (end, setting.breaks)
    breaks, at = {}, 0
    while at < count:
        end, lines = choice[at]
        breaks.update({line - 1: "l" for line in lines})
        breaks[end - 1] = "b"
        at = end
    breaks.pop(count - 1)
    return Sentence(example.sentence.words, breaks)


def parts(example: Example, divided: Sentence, shape: Shape) -> dict[tuple[str, str], float]:
    """How much of each cost a division is made of."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    words, language = divided.words, example.language
    own = Layout(example.tokens, WIDTH, LINES, own=shape)
    roles = [grammar.role(word, language) for word in words]
    for at in divided.breaks:
        if roles[at].mark != "end":
            for name, share in grammar.table(language).names(roles[at], roles[at + 1], at > 0):
                found[language, name] += share
    first, line = 0, 0
    for at, kind in sorted({**divided.breaks, len(words) - 1: "b"}.items()):
        if kind == "l":
            line = at + 1
            continue
        found["", "plain_end"] += at < len(words) - 1 and not roles[at].mark
        for name, share in _shape(own, first, line if line > first else None, at + 1):
            found["", name] += share
        first = at + 1
    return found


def _shape(own: Layout, first: int, line: int | None, end: int) -> Iterator[tuple[str, float]]:
    yield "cue", 1.0
    yield "short", max(0, SHORT - own.width(first, end)) / SHORT
    if line is not None:
        top, bottom = own.width(first, line), own.width(line, end)
        yield "second_line", 1.0
        yield "short_line", max(0, SHORT_LINE - min(top, bottom)) / SHORT_LINE
        yield "mark_inside", own.marks_inside(first, line, end)
        yield "unbalanced", abs(bottom - top) / max(bottom, top)
        yield "top_heavy", max(0, top - bottom) / top
        lone = end - first > 3 and own.is_plain(line - 1) and 1 in (line - first, end - line)
        yield "lone_word", float(lone)


def fit(examples: Sequence[Example], start: Costs, rounds: int, hold: float) -> Costs:
    """The average of the costs over all steps."""
    now, total, steps = dict(start), dict.fromkeys(start, 0.0), 0
    for _ in range(rounds):
        for example in examples:
            shape = use(now)
            found = divide(example, shape, MARGIN)
            change = defaultdict(float, parts(example, found, shape))
            for name, share in parts(example, example.sentence, shape).items():
                change[name] -= share
            for name, share in change.items():
                if name in now:
                    floor = SMALLEST.get(name[1], -20.0) if not name[0] else -20.0
                    now[name] = max(floor, now[name] + STEP * share)
            steps += 1
            for name in now:
                now[name] += hold * STEP * (start[name] - now[name])
                total[name] += now[name]
    return {name: cost / steps for name, cost in total.items()}


def f1(examples: Sequence[Example], costs: Costs) -> float:
    shape = use(costs)
    return scores([one.sentence for one in examples], [divide(one, shape) for one in examples]).f1


def left_out(examples: Sequence[Example], start: Costs, rounds: int, hold: float) -> float:
    """Mean F1 on each fifth, fitted on the others."""
    found = []
    for fold in range(FOLDS):
        own = [one for at, one in enumerate(examples) if at % FOLDS == fold]
        others = [one for at, one in enumerate(examples) if at % FOLDS != fold]
        found.append(f1(own, fit(others, start, rounds, hold)))
    return sum(found) / FOLDS


def write(costs: Costs) -> None:
    """Put fitted costs into the files, one number at a time, so that comments and order stay."""
    folder = Path(layout.__file__).parent / "joints"
    _put(folder / "shape.toml", {f" {name}": cost for (of, name), cost in costs.items() if not of})
    for language in LANGUAGES:
        _put(folder / f"{language}.toml", {name: cost for (of, name), cost in costs.items() if of == language})


def _put(path: Path, costs: Mapping[str, float]) -> None:
    section, lines = "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        section = line.strip("[]") if line.startswith("[") else section
        entry = re.fullmatch(r'"?([\w ]+?)"?( = )-?\d+\.\d+', line)
        if entry:
            name = entry[1] if section == "between" else f"{section} {entry[1]}"
            line = line[: entry.end(2)] + f"{costs[name]:.1f}".replace("-0.0", "0.0")
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--hold", type=float, default=0.003)
    parser.add_argument("--write", action="store_true")
    order = parser.parse_args()
    examples = [Example(language, one) for language in LANGUAGES for one in reference(language, "tune")]
    print(f"tuning sentences   {len(examples)}")
    print(f"as shipped, on all F1 {f1(examples, as_shipped()):.3f}")
    start = by_hand()
    print(f"by hand, on all    F1 {f1(examples, start):.3f}")
    print(f"fitted, left out   F1 {left_out(examples, start, order.rounds, order.hold):.3f}")
    fitted = {name: round(cost, 1) for name, cost in fit(examples, start, order.rounds, order.hold).items()}
    print(f"fitted, on all     F1 {f1(examples, fitted):.3f}")
    if order.write:
        write(fitted)


if __name__ == "__main__":
    main()
