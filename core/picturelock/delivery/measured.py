"""The table of what was asked and what was measured, in words, with what the verdict says of each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from picturelock.delivery.demands import MADE, lines
from picturelock.findings import Finding, Verdict
from picturelock.production import Dossier
from picturelock.qc.measured import Measure
from picturelock.report import spec_words
from picturelock.report.cells import Cell, Word
from picturelock.report.page import Table
from picturelock.specs import UNITS
from picturelock.wording import decimal, quantity, say, terms

COLUMNS = ("measure", "asked", "measured", "state")
STATES = (
    "unmet", "unjudged", "unmeasured", "doubt", "waived", "warned", "explained", "met", "moot", "made", "open",
)  # fmt: skip
"""What fails comes first. unmet: an error. unjudged: its check gave no answer. unmeasured: asked, and not measured. doubt:
unmet, and the limit is unconfirmed. waived, warned: as it says. explained: beyond the limit, and the cut has it so. moot: cannot
apply at this frame rate. made: the package makes it. open: measured, and not asked for."""
_UNDER = {"loudness": "loudness_tolerance", "dialogue_loudness": "dialogue_tolerance"}
_OWN = ("loudness", "true_peak", "loudness_range_highest", "level_lowest", "level_highest")
"""Limits whose name says "at most", and whose measure has a name of its own."""
_ABOUT = ("tag", "paper", "deliverable")
_NAMED = frozenset({"duration", "first_frame", "last_frame", "captions"})


def measured_of(dossier: Dossier, verdict: Verdict) -> list[dict[str, Any]]:
    """For programs: each line with what is asked, what was measured and its state. Amounts as specs write them."""
    found = []
    for one, said in _sorted(dossier, verdict):
        entry = {"name": one.name, "asked": _asked(one, dossier), "measured": one.value if one.value != MADE else ""}
        entry |= {"of": one.of, "language": one.language, "state": said}
        told: dict[str, Any] = {key: value for key, value in entry.items() if value}
        found.append(told if _confirmed(one, dossier) else told | {"confirmed": False})
    return found


def measured_table(dossier: Dossier, verdict: Verdict, language: str) -> Table:
    """For people."""
    said = _said(dossier, language)
    rows: list[tuple[Cell, ...]] = []
    for one, found in _sorted(dossier, verdict):
        asked = _worded_asked(one, said, language) or Word("unknown")
        if isinstance(asked, str) and not _confirmed(one, dossier):
            asked = f"{asked} ({say('unconfirmed', language)})"
        shown = Word(f"measured_{found}")
        rows.append((_name(one, language), asked, _value(one, verdict, language), shown))
    return Table(COLUMNS, tuple(rows))


def _sorted(dossier: Dossier, verdict: Verdict) -> list[tuple[Measure, str]]:
    told = [(one, state(one, dossier, verdict)) for one in lines(dossier)]
    return sorted(told, key=lambda item: STATES.index(item[1]))


def state(one: Measure, dossier: Dossier, verdict: Verdict) -> str:
    """One of STATES."""
    run = next((run for run in verdict.ran if run.check == f"picturelock.{one.check}:check"), None)
    if run is None or run.problem:
        return "unjudged"
    found = _found(one, verdict)
    if any(finding.severity == "error" and finding.waived is None for finding in found):
        return "unmet"
    if any(finding.waived is not None for finding in found):
        return "waived"
    warned = [finding for finding in found if finding.severity == "warning"]
    if warned:
        return "doubt" if any(finding.unconfirmed for finding in warned) else "warned"
    if one.value == MADE:
        return "made"
    if not _asked(one, dossier):
        return "open"
    if any(finding.evidence.get("meant") is True for finding in found):
        return "explained"
    if run.idle or (one.check.startswith("qc.") and not one.value):
        return "unmeasured"
    return "moot" if one.moot else "met"


def _found(one: Measure, verdict: Verdict) -> list[Finding]:
    """The findings about it. Of several programmes each has its own, by its channels."""
    if one.name == "captions":
        return [finding for finding in verdict.findings if finding.place.file == one.of and _of_captions(finding)]
    own = [finding for finding in verdict.findings if any(_is_of(finding.rule, rule) for rule in one.rules)]
    if one.tag:
        own = [finding for finding in own if all(finding.evidence.get(key, one.tag) == one.tag for key in _ABOUT)]
    heard = one.check == "qc.loudness"
    return [finding for finding in own if not heard or finding.evidence.get("channels", one.of) == one.of]


def _is_of(rule: str, wanted: str) -> bool:
    return rule.startswith(wanted) if wanted.endswith("-") else rule == wanted


def _of_captions(finding: Finding) -> bool:
    return finding.rule.startswith("captions.")


def _confirmed(one: Measure, dossier: Dossier) -> bool:
    spec = dossier.spec
    if spec is None:
        return True
    if one.name == "layout":
        return not spec.layouts or spec.layouts[0][0].confirmed
    asked = spec.asks(one.name) or spec.by_name.get(one.name)
    return asked is None or asked.confirmed


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
    if one.name == "accessibility.text_contrast" and "contrast" in said:
        return f"{text}, {said['contrast'][0]}"
    return f"{text} ± {around[0]}" if around else text


def _value(one: Measure, verdict: Verdict, language: str) -> Cell:
    if not one.value or one.value == MADE:
        return Word("unknown")
    if one.name == "captions":
        return say("measured_events", language, count=int(one.value), code=one.language)
    if one.name == "layout":
        return ", ".join(spec_words.carried(word, language) for word in one.value.split(", "))
    if one.name == "first_frame":  # the check saw it elsewhere
        found = [str(finding.evidence["found"]) for finding in _found(one, verdict) if "found" in finding.evidence]
        return found[0] if found else one.value
    if one.name in UNITS:
        text = quantity(one.value, language)
        return decimal(text, language) if text == one.value else text
    if one.name.startswith("accessibility.") and one.name.partition(".")[2] in ("captions", "sdh"):
        return ", ".join(spec_words.value("captions.languages", word, language) for word in one.value.split(", "))
    if one.name.startswith("rights."):
        return terms(one.value, language)
    return ", ".join(spec_words.value(one.name, word, language) for word in one.value.split(", "))


def _name(one: Measure, language: str) -> str:
    if one.name in _NAMED:
        label = say(f"measured_{one.name}", language, file=one.of)
    elif one.name == "layout":
        label = spec_words.label("audio.layout", language)
    elif one.name in _OWN:
        label = say(f"measured_{one.name}", language)
    else:
        label = spec_words.label(one.name, language)
        section = one.name.partition(".")[0]
        if section in ("audio", "captions", "rights", "papers", "ai", "deliverables"):
            label = say("spec_entry", language, label=spec_words.section(section, language), value=label)
    return say("measured_channels", language, label=label, channels=one.of) if one.check == "qc.loudness" else label
