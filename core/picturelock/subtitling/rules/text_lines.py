"""How a caption is set in lines: on one where it fits, broken at the grammar's joints, the longer line below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from picturelock.findings import Finding
from picturelock.subtitling.grammar import line_break_cost
from picturelock.subtitling.rules.text_base import clip
from picturelock.subtitling.segmentation.layout import Layout, Setting
from picturelock.subtitling.subject import Event, Subject
from picturelock.subtitling.typography import Token
from picturelock.times import Span

NETFLIX = "Netflix, Timed Text Style Guide: General Requirements, 4, read 2026-11-22"

BOUND = 8.0
"""What a break costs (`grammar.line_break_cost`) that splits what belongs together."""

_TOP_HEAVY = 2  # times as long as the line below
_SHORT_TOP = 2  # words that are too few for a line above a longer one
_CLEARLY = 3.0  # how much less a break must cost to be called better
_APART = re.compile(r"^[-–—‐−>♪♫#\[(]|[\])♪♫#]$|\w[-‐‑]$")
"""Lines that do not run on: two people, labels, songs, a word that is broken at its hyphen."""
_MOST = 200  # characters of a caption that is set again; no screen holds more


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. Only where there is a better way, and it is in the evidence."""
    for event in subject.events:
        if len(event.widths) > 1 and not overfull(event, subject):
            rule = _fault(event, subject)
            text = better(event, subject) if rule else None
            if text is not None:
                facts = {"found": clip(event.text), "expected": clip(text)}
                if rule == "one-line":
                    yield subject.remark("one-line", event, "info", NETFLIX, **facts)
                elif rule == "line-break":
                    yield subject.remark("line-break", event, "info", NETFLIX, **facts)
                else:
                    yield subject.remark("line-balance", event, "info", NETFLIX, **facts)


def overfull(event: Event, subject: Subject) -> bool:
    """True where a line is too long or there are too many."""
    limits, widths = subject.limits, event.widths
    return bool(widths) and (
        bool(limits.max_characters and max(widths) > limits.max_characters)
        or bool(limits.max_lines and len(widths) > limits.max_lines)
    )


def runs_on(event: Event) -> bool:
    """True where lines are one text: not two people's, no labels, in one style."""
    return not any(_APART.search(line.strip()) for line in event.lines) and not _styled_apart(event)


def better(event: Event, subject: Subject) -> str | None:
    """The caption's words in better lines, or at all in lines where it has too much; None where there are none."""
    full = overfull(event, subject)
    if not (full or (len(event.widths) > 1 and _fault(event, subject))):
        return None
    if event.characters > _MOST or not runs_on(event):
        return None
    words = " ".join(event.lines).split(" ")
    limits = subject.limits
    tokens = [Token(word, Span(0, 0), subject.language) for word in words]
    layout = Layout(tokens, limits.max_characters or _MOST, limits.max_lines or len(event.lines), count=subject.count)
    setting = layout.set(0, len(tokens))
    if setting is None or not (full or _better(setting, layout, event)):
        return None
    edges = (0, *setting.breaks, len(tokens))
    texts = [" ".join(words[a:b]) for a, b in pairwise(edges)]
    fits = not limits.max_characters or all(layout.width(a, b) <= limits.max_characters for a, b in pairwise(edges))
    return "\n".join(texts) if fits else None


def _fault(event: Event, subject: Subject) -> str:
    """What could be better set, seen at a glance; "" where nothing is."""
    widths, most, lines = event.widths, subject.limits.max_characters or _MOST, event.lines
    if len(widths) == 2 and widths[0] + widths[1] < most and _one_if_it_fits(subject):
        return "one-line"
    if max(line_break_cost(a, b, subject.language) for a, b in pairwise(lines)) >= BOUND:
        return "line-break"
    if len(widths) == 2 and (widths[0] >= _TOP_HEAVY * widths[1] or _few_above(lines, widths)):
        return "line-balance"
    return ""


def _one_if_it_fits(subject: Subject) -> bool:
    """Netflix' guide asks for it, and so do we in our own profile; other clients leave it to the person who breaks the lines."""
    whose = subject.limits.by_name.get("max_lines")
    return whose is None or whose.source.startswith(("Netflix", "Picturelock"))


def _few_above(lines: tuple[str, ...], widths: tuple[int, ...]) -> bool:
    return widths[1] >= _TOP_HEAVY * widths[0] and len(lines[0].split()) <= _SHORT_TOP


def _better(setting: Setting, layout: Layout, event: Event) -> bool:
    """Fewer lines, or lines that cost clearly less."""
    counts = list(accumulate(len(line.split(" ")) for line in event.lines))
    own = counts[:-1]
    if len(setting.breaks) != len(own):
        return len(setting.breaks) < len(own)
    if len(own) > 1:
        return (
            sum(
                layout.break_costs[at - 1] - layout.break_costs[new - 1]
                for at, new in zip(own, setting.breaks, strict=True)
            )
            >= _CLEARLY
        )
    cost = layout.break_costs[own[0] - 1] + layout.cost_of_shape(0, own[0], counts[-1])
    return setting.cost <= cost - _CLEARLY


def _styled_apart(event: Event) -> bool:
    """True where lines are in different styles: they are told apart by it."""
    styles = {
        (run.italic, run.color, run.background, run.tags)
        for line in event.cue.lines
        for run in line[:1]
        if run.text.strip()
    }
    return len(styles) > 1
