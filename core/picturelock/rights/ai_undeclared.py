"""Of AI use: do sources in the cut say themselves that a machine made them, and does nobody declare it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picturelock.findings import Fact, Finding, Place, Severity
from picturelock.rights.ai_elements import Placed, speaks_of
from picturelock.rights.ai_marks import Mark, marks
from picturelock.rights.ai_places import seconds
from picturelock.rights.sources import Use

SOURCE = "Picturelock, house convention: what a file says of its own origin is declared"


def check(uses: Sequence[Use], elements: Sequence[Placed]) -> Iterator[Finding]:
    """Findings about each source that carries a mark."""
    for mark in marks(uses):
        if mark.problem:
            yield _finding(mark, "mark-unreadable", "warning", reason=mark.problem)
            continue
        if not mark.generated:
            continue
        facts: dict[str, Fact] = {
            "types": ", ".join(sorted(mark.generated)),
            "mark": mark.kind,
            "generator": mark.generator,
        }
        declared = [item for item in elements if speaks_of(item, mark.use)]
        if not declared:
            yield _finding(mark, "undeclared-mark", "error", **facts)
        elif not any(item.generated for item in declared):
            said = declared[0].element
            yield _finding(
                mark, "mark-contradicts", "error", **facts, element=said.name, source_type=said.digital_source
            )


def _finding(mark: Mark, what: str, severity: Severity, /, **facts: Fact) -> Finding:
    use = mark.use
    place = Place(
        record=use.spans[0] if use.spans else None, track=use.first.track, shot=use.first.id, source=use.label
    )
    known: dict[str, Fact] = {"source": use.label, "seconds": seconds(use.duration)}
    return Finding(f"ai-use.{what}", severity, place, known | facts, SOURCE)
