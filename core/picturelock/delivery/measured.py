"""The table of what was measured, in words, with what the verdict says of each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from picturelock.findings import Finding, Verdict
from picturelock.production import Dossier
from picturelock.qc.measured import Measure, measures
from picturelock.report import spec_words
from picturelock.report.cells import Cell, Word
from picturelock.report.page import Table
from picturelock.wording import quantity, say

COLUMNS = ("measure", "asked", "measured", "state")
_UNDER = {"loudness": "loudness_tolerance"}
_LIMITS = ("loudness", "true_peak", "loudness_range_highest", "level_lowest", "level_highest")


def measured_of(dossier: Dossier, verdict: Verdict) -> list[dict[str, Any]]:
    """For programs: each measure with what is asked, what was measured and its state. Amounts as specs write them."""
    found = []
    for one in measures(dossier):
        entry = {"name": one.name, "asked": _asked(one, dossier), "measured": one.value, "of": one.of}
        found.append({**entry, "language": one.language, "state": state(one, dossier, verdict)})
    return [{key: value for key, value in entry.items() if value} for entry in found]


def measured_table(dossier: Dossier, verdict: Verdict, language: str) -> Table:
    """For people."""
    said = _said(dossier, language)
    rows: list[tuple[Cell, ...]] = []
    for one in measures(dossier):
        shown = Word(f"measured_{state(one, dossier, verdict)}")
        asked = _worded_asked(one, said, language) or Word("unknown")
        rows.append((_name(one, language), asked, _value(one, verdict, language), shown))
    return Table(COLUMNS, tuple(rows))


def state(one: Measure, dossier: Dossier, verdict: Verdict) -> str:
    """ "met", "unmet", "waived", "doubt" (unmet, and the limit is unconfirmed), "warned", "unjudged" or "open" (not asked)."""
    run = next((run for run in verdict.ran if run.check == f"picturelock.{one.check}:check"), None)
    if run is None or run.problem:
        return "unjudged"
    errors = _found(one, verdict)
    if any(finding.severity == "error" and finding.waived is None for finding in errors):
        return "unmet"
    if any(finding.waived is not None for finding in errors):
        return "waived"
    warned = [finding for finding in errors if finding.severity == "warning"]
    if warned:
        return "doubt" if any(finding.unconfirmed for finding in warned) else "warned"
    return "met" if _asked(one, dossier) and not run.idle else "open"


def _found(one: Measure, verdict: Verdict) -> list[Finding]:
    """The findings about it. Of several programmes each has its own, by its channels."""
    if one.name == "captions":
        return [finding for finding in verdict.findings if finding.place.file == one.of and _of_captions(finding)]
    own = [finding for finding in verdict.findings if finding.rule in one.rules]
    heard = one.check == "qc.loudness"
    return [finding for finding in own if not heard or finding.evidence.get("channels", one.of) == one.of]


def _of_captions(finding: Finding) -> bool:
    return finding.rule.startswith("captions.")


def _asked(one: Measure, dossier: Dossier) -> str:
    spec = dossier.spec
    if spec is None:
        return one.asked
    if one.name == "layout":
        return "; ".join(
            ", ".join(f"{'-'.join(map(str, p.channels))} {p.carries}" for p in layout) for layout in spec.layouts
        )
    asked = spec.asks(one.name)
    if asked is not None:
        return ", ".join(asked.values)
    limit = spec.by_name.get(one.name)
    around = spec.by_name.get(_UNDER.get(one.name, ""))
    return (limit.text + (f" ± {around.text}" if around else "")) if limit else one.asked


def _said(dossier: Dossier, language: str) -> Mapping[str, Sequence[str]]:
    """What the spec says, in words, by name; several audio layouts stand under one."""
    found: dict[str, list[str]] = {}
    if dossier.spec is not None:
        for _, entries in spec_words.sections(dossier.spec, language):
            for said in entries:
                found.setdefault(said.name, []).append(said.text)
    return found


def _worded_asked(one: Measure, said: Mapping[str, Sequence[str]], language: str) -> str | None:
    if one.name == "captions":
        return spec_words.value("captions.profile", one.asked, language)
    if one.name not in said:
        return spec_words.value(one.name, one.asked, language) if one.asked else None
    text = say("measured_or", language).join(said[one.name])
    around = said.get(_UNDER.get(one.name, ""))
    return f"{text} ± {around[0]}" if around else text


def _value(one: Measure, verdict: Verdict, language: str) -> str | None:
    if not one.value:
        return None
    if one.name == "captions":
        return say("measured_events", language, count=int(one.value), code=one.language)
    if one.name == "layout":
        return ", ".join(spec_words.carried(word, language) for word in one.value.split(", "))
    if one.name == "first_frame":  # the check saw it elsewhere
        found = [str(finding.evidence["found"]) for finding in _found(one, verdict) if "found" in finding.evidence]
        return found[0] if found else one.value
    return quantity(one.value, language) if one.name in _LIMITS else spec_words.value(one.name, one.value, language)


def _name(one: Measure, language: str) -> str:
    if one.name in ("duration", "first_frame", "last_frame", "captions"):
        label = say(f"measured_{one.name}", language, file=one.of)
    elif one.name == "layout":
        label = spec_words.label("audio.layout", language)
    elif one.name in _LIMITS:
        label = say(f"measured_{one.name}", language)
    else:
        label = spec_words.label(one.name, language)
    return say("measured_channels", language, label=label, channels=one.of) if one.check == "qc.loudness" else label
