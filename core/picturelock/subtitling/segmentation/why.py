"""Why a limit was not kept: next to each finding on a caption's time or width, what in the speech did not allow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picturelock.findings import Fact, Finding, Place
from picturelock.subtitling.segmentation.divide import Part, turns
from picturelock.subtitling.segmentation.layout import Layout
from picturelock.subtitling.segmentation.timing import Timing
from picturelock.subtitling.subject import Event, Subject
from picturelock.subtitling.typography import Token
from picturelock.times import Span, to_seconds

SAID = "Picturelock: a limit that the speech does not allow is not broken without saying why"
_TIME = frozenset({"captions.reading-speed", "captions.reading-time", "captions.too-short"})
_SHOT = frozenset(
    f"captions.{what}"
    for what in ("in-after-cut", "in-before-cut", "out-after-cut", "out-before-cut", "out-on-cut", "close-gap", "gap")
)
_BOUNDS = {
    "next": "captions.why-next",
    "end": "captions.why-end",
    "longest": "captions.why-longest",
    "linger": "captions.why-linger",
}


class Why:
    """Explains findings on captions by the words that they were made of."""

    def __init__(
        self, subject: Subject, chosen: Sequence[Part], tokens: Sequence[Token], layout: Layout, timing: Timing
    ) -> None:
        self._subject, self._tokens, self._layout, self._timing = subject, tokens, layout, timing
        self._parts = {
            event.cue.id: (event, part[0], part[1]) for event, part in zip(subject.events, chosen, strict=True)
        }
        self._given: set[tuple[str, str]] = set()

    def reasons(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """The findings, each that has a reason followed by it; one reason is given once for a caption."""
        for finding in findings:
            yield finding
            if finding.place.cue not in self._parts:
                continue
            event, first, end = self._parts[finding.place.cue]
            reason = self._reason(finding.rule, event, first, end)
            if reason is not None and (reason.rule, event.cue.id) not in self._given:
                self._given.add((reason.rule, event.cue.id))
                yield reason

    def _reason(self, rule: str, event: Event, first: int, end: int) -> Finding | None:
        if rule in _TIME:
            return self._time(event, first, end)
        if rule == "captions.line-length":
            return self._width(event, first, end)
        if rule in _SHOT:
            span = Span(self._tokens[first].span.start, max(token.span.end for token in self._tokens[first:end]))
            facts = {"seconds": round(to_seconds(span.duration), 2), "frames": event.frames}
            return self._finding("captions.why-shot", event, **facts)
        return None

    def _time(self, event: Event, first: int, end: int) -> Finding:
        """What keeps a caption from staying longer, and how fast its words are spoken."""
        tokens, rate = self._tokens, self._subject.rate
        pushed = event.start - self._timing.starts[first]
        if pushed > 0:
            return self._finding("captions.why-crowded", event, late_frames=pushed)
        rule = _BOUNDS[self._timing.bound(first, end)]
        if rule == "captions.why-next" and turns(tokens[end - 1], tokens[end]):
            rule = "captions.why-speakers"
        spoken = max(token.span.end for token in tokens[first:end]) - tokens[first].span.start
        seconds = max(to_seconds(spoken), to_seconds(rate.frame))
        facts: dict[str, Fact] = {
            "spoken_cps": round(event.characters / seconds, 1),
            "available_seconds": round(to_seconds(rate.time_of(event.frames)), 2),
        }
        return self._finding(rule, event, **facts)

    def _width(self, event: Event, first: int, end: int) -> Finding | None:
        """The word that is wider than a line by itself."""
        widest = max((token.text for token in self._tokens[first:end]), key=self._subject.count)
        width = self._subject.count(widest)
        if width <= self._layout.max_characters:
            return None
        return self._finding("captions.why-word", event, text=widest, characters=width)

    def _finding(self, rule: str, event: Event, **facts: Fact) -> Finding:
        cue = event.cue
        return Finding(
            rule, "info", Place(record=self._subject.span(event), cue=cue.id), {"cue": cue.id, **facts}, SAID
        )
