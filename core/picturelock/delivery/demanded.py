"""Which specification or profile asks for what a finding says: a channel that never named a house is not blamed for its guide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from picturelock import profiles
from picturelock.errors import InputError, UnknownName
from picturelock.findings import Finding
from picturelock.production import Dossier
from picturelock.report import spec_words
from picturelock.specs import Spec
from picturelock.wording import say


def demanded_in(dossier: Dossier, language: str) -> Callable[[Finding], str]:
    """For the findings on a dossier: who asks for it, in words; "" for a rule of ours, which holds in every delivery."""
    spec = dossier.spec
    said = _said(spec) if spec is not None else {}
    by_file = {dossier.production.relative(order.file): order.profile for order in dossier.production.captions}
    sources = {name: _sources(name, dossier) for name in dict.fromkeys(by_file.values())}

    def demanded(finding: Finding) -> str:
        profile = by_file.get(finding.place.file, "")
        if finding.rule.startswith("captions.") and finding.source in sources.get(profile, ()):
            return _profile(profile, spec, language)
        if spec is not None and finding.source in said:
            return _spec(spec, said[finding.source], language)
        if "rules" in finding.evidence and finding.rule.startswith("ai-use."):
            asked = spec.asks("ai.rules") if spec is not None else None
            if spec is not None and asked is not None and finding.evidence["rules"] in asked.values:
                return _spec(spec, spec.said_by.get("ai.rules", spec.id), language)
            return say("demanded_production", language)
        return ""

    return demanded


def _said(spec: Spec) -> Mapping[str, str]:
    """Whose rules it hands on, and the id of the spec that says so."""
    found = {limit.source: spec.said_by.get(name, spec.id) for name, limit in spec.by_name.items()}
    found |= {asked.source: spec.said_by.get(name, spec.id) for name, asked in spec.asked.items()}
    return found | {one.source: spec.said_by.get("layout", spec.id) for layout in spec.layouts for one in layout}


def _spec(spec: Spec, by: str, language: str) -> str:
    title = spec_words.title(spec, language)
    return (
        title if by == spec.id else say("demanded_via", language, title=title, other=spec_words.title_of(by, language))
    )


def _profile(name: str, spec: Spec | None, language: str) -> str:
    title = spec_words.value("captions.profile", name, language)
    asked = spec.asks("captions.profile") if spec is not None else None
    if spec is not None and asked is not None and name in asked.values:
        return say("demanded_profile_of", language, title=title, id=name, spec=spec_words.title(spec, language))
    return say("demanded_profile", language, title=title, id=name)


def _sources(name: str, dossier: Dossier) -> frozenset[str]:
    with suppress(UnknownName, InputError):
        profile = profiles.load(name, dossier.production.profiles)
        said = [limit.source for limit in profile.limits()] + [way.source for way in profile.style.values()]
        return frozenset(source for source in said if not source.startswith("Picturelock"))
    return frozenset()
