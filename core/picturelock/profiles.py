"""Profiles: the limits that captions keep, as data (`profiles/ID.toml`). No limit is a literal in code.

    title = "Netflix, English"
    extends = "netflix"                      # what this file does not name
    languages = ["en"]

    [limits]
    max_cps = { limit = "20 cps", source = "whose rule, where", read = 2026-09-26 }
    [sdh]                                    # where subtitles for the deaf and hard of hearing differ; [forced] likewise
    max_cps = { limit = "20 cps", source = "...", status = "unconfirmed" }
    [style]
    dual_speaker = { says = "-Text", source = "...", read = 2026-11-22 }
    spacing = { says = "fr-FR", source = "...", status = "unconfirmed" }       # French punctuation
    [facts]                                  # shown to people; nothing is judged by it
    live_lag = { limit = "6 s", source = "...", read = 2026-11-22 }

An entry without a source, or with neither the date it was read nor a status, is refused. A production keeps its own in its
folder `profiles`; they extend ours, or each other, by name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from picturelock import catalogue
from picturelock.catalogue import EntryError, Limit, Quantity, read_table
from picturelock.cues import KINDS, Kind
from picturelock.errors import InputError, UnknownName
from picturelock.limits import FACTS, UNITS, Limits, limits_at, read_limits, require_coherent
from picturelock.times import FrameRate

__all__ = (
    "CONVENTIONS", "FACTS", "FOLDER", "NAMES", "UNITS", "Audience", "Convention", "Limit", "Limits", "Profile",
    "Quantity", "from_toml", "load", "names", "own_names",
)  # fmt: skip

NAMES: tuple[str, ...] = (
    "netflix", "netflix-en", "netflix-fr", "netflix-fr-ca",
    "bbc", "bbc-online", "bbc-online-vertical", "bbc-broadcast",
    "crtc-en", "crtc-fr", "charte-sme", "arte", "prime-video", "prime-video-fr", "dcmp",
    "youtube", "social-9x16", "ebu-tt-d", "cea-608", "cea-608-fr", "teletext", "picturelock",
)  # fmt: skip
"""Every profile of ours, as people are shown them; the tests compare it with the folder."""

_CANADA, _QUEBEC, _FRANCE = ("crtc-en",), ("crtc-fr",), ("charte-sme",)
_HOUSES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("cbc", "ctv", "global", "globaltv", "citytv", "tvo", "crtc", "cab"), _CANADA),
        "cbcradiocanada": ("crtc-en", "crtc-fr"),
        **dict.fromkeys(("radiocanada", "src", "icitele", "tva", "noovo", "telequebec", "tfo", "unistv"), _QUEBEC),
        **dict.fromkeys(("francetv", "francetelevisions", "france2", "france3", "france4", "france5"), _FRANCE),
        **dict.fromkeys(("tf1", "m6", "canal", "canalplus", "tv5", "tv5monde", "lcp", "csa", "arcom"), _FRANCE),
        "tv5unis": ("crtc-fr", "charte-sme"), "tv5quebec": _QUEBEC, "artetv": ("arte",),
        "amazon": ("prime-video", "prime-video-fr"),
        **dict.fromkeys(("itv", "channel4", "c4", "sky", "ofcom"), ("bbc-broadcast",)),
        **dict.fromkeys(("instagram", "tiktok", "reels", "shorts"), ("social-9x16",)),
        "rtbf": ("teletext", "ebu-tt-d"), "rts": ("teletext", "ebu-tt-d"), "pbs": ("cea-608", "dcmp"), "fcc": ("cea-608",),
        "iplayer": ("bbc-online",), "eia608": ("cea-608",), "cea608fr": ("cea-608-fr",),
    }
)  # fmt: skip
"""What people ask for by the name of a house or a regulator, without signs, and the profiles nearest to what it asks for."""

FOLDER = "profiles"
"""Where a production keeps its own, beside its `picturelock.toml`."""
MOST_OWN = 1000
"""Profiles in a production's folder."""
MOST_PARENTS = 16
"""Profiles of a production that extend each other in a row."""

Audience = Literal["adult", "child"]

CONVENTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "spacing": ("fr-FR", "fr-CA"),
        "dual_speaker": ("-Text", "- Text", "– Text", ">> Text", "colour", "none"),
        "ellipsis": ("…", "..."),
        "interruption": ("--", "…", "...", "—", "–"),
        "numbers": ("1-10", "1-9", "figures", "any"),
        "sound_label": ("[sound]", "(sound)", "[SOUND]", "(SOUND)", "SOUND"),
        "speaker_label": ("[Name]", "[NAME]", "(Name)", "(NAME)", "NAME:", "Name:", "colour", "none"),
        "music": ("♪ text ♪", "♫ text ♫", "♪ text", "# text #"),
        "characters": ("any", "netflix", "latin", "cea-608", "teletext"),
        "italics": ("yes", "no"),
        "colours": ("none", "bbc", "sme"),
        "position": ("any", "top or bottom", "bottom"),
        "straddling": ("as spoken", "avoid"),
    }
)
"""The conventions there are, and what each may say.

spacing: of French punctuation. dual_speaker: how the lines of two people in one caption open. interruption: what ends a line
that is cut off. numbers: which are written in words. characters: the set that the carrier holds. colours: the scheme that
colours follow. straddling: of a picture cut that speech goes over, by a caption.
"""

_KEYS = ("title", "extends", "languages", "limits", "sdh", "forced", "style", "facts")
_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class Convention:
    """How a client wants something written, whose rule it is, and when it was read there."""

    name: str
    """As in `CONVENTIONS`."""
    text: str
    """One of what `CONVENTIONS` allows."""
    source: str
    confirmed: bool


def _none() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Profile:
    """The limits of one client or platform."""

    id: str
    title: str
    languages: tuple[str, ...]
    """Primary languages it was written for; empty = any."""
    general: Mapping[str, Limit]
    sdh: Mapping[str, Limit]
    """Where SDH differs."""
    style: Mapping[str, Convention] = field(default_factory=_none)
    """By name; what the client does not state is left out."""
    forced: Mapping[str, Limit] = field(default_factory=_none)
    """Where forced narratives differ."""
    facts: Mapping[str, Limit] = field(default_factory=_none)
    """As in `FACTS`: shown, not judged."""
    extends: str = ""
    """The id of the profile that the rest comes from, or ""."""

    @property
    def spacing(self) -> str:
        """French punctuation spacing: "fr-FR", "fr-CA", or "" where the profile says nothing of it."""
        return self.says("spacing")

    def says(self, convention: str) -> str:
        """What the profile says of a convention, or "" where it says nothing. Raises KeyError for one there is not."""
        if convention not in CONVENTIONS:
            raise KeyError(convention)
        found = self.style.get(convention)
        return found.text if found else ""

    def limits(self) -> Iterator[Limit]:
        """Every limit that something is judged by, as people are shown them."""
        for name in UNITS:
            yield from (table[name] for table in (self.general, self.sdh, self.forced) if name in table)

    def unconfirmed(self) -> int:
        """How many of its limits and conventions can only warn."""
        return sum(not limit.confirmed for limit in self.limits()) + sum(
            not way.confirmed for way in self.style.values()
        )

    def at(self, rate: FrameRate, kind: Kind = "sub", audience: Audience = "adult") -> Limits:
        """The limits that hold for one kind of captions at a frame rate; times are exact, not whole frames."""
        return limits_at(self.held(kind), rate, audience)

    def held(self, kind: Kind) -> Mapping[str, Limit]:
        """The limits that hold for one kind of captions, by name."""
        return {**self.general, **(self.sdh if kind == "sdh" else self.forced if kind == "forced" else {})}


def names(own: Path | None = None) -> tuple[str, ...]:
    """The ids of all profiles: ours, then those of a production's folder. Raises InputError for a folder that cannot be used."""
    return (*NAMES, *own_names(own))


def own_names(own: Path | None) -> tuple[str, ...]:
    """The ids of a production's own profiles: the names of the `.toml` files in its folder, if it has one.

    Raises InputError where the folder cannot be read, or where one bears the name of one of ours.
    """
    if own is None:
        return ()
    try:
        if not own.exists():
            return ()
        found = sorted(file.stem for file in own.iterdir() if file.suffix == ".toml" and not file.name.startswith("."))
    except OSError as error:
        reason = f"cannot be read: {error.strerror}; expected a folder of profiles."
        raise InputError(reason, file=own) from error
    for name in found:
        if name.lower() in NAMES:
            raise InputError(
                f"bears the name of one of Picturelock's own profiles, {name.lower()}, and nobody could tell which is meant.",
                file=own / f"{name}.toml",
                hint=f'Give it another name; `extends = "{name.lower()}"` in it takes over everything that it does not change.',
            )
    if len(found) > MOST_OWN:
        raise InputError(f"holds more than {MOST_OWN} profiles.", file=own)
    return tuple(found)


def load(profile_id: str, own: Path | None = None) -> Profile:
    """A profile by its id. own: the production's folder of profiles, where it has one.

    Raises UnknownName, listing those there are, and InputError for a file of the production that cannot stand.
    """
    known = names(own)
    if profile_id not in known:
        error = UnknownName("caption profile", profile_id, known)
        if meant := _HOUSES.get(re.sub(r"[^a-z0-9]", "", profile_id.lower()[:60])):
            error.hint = f"Did you mean {' or '.join(meant)}?"
        raise error
    return _ours(profile_id) if own is None or profile_id in NAMES else _theirs(profile_id, own, ())


@cache
def _ours(profile_id: str) -> Profile:
    text = files("picturelock").joinpath(FOLDER, f"{profile_id}.toml").read_text(encoding="utf-8")
    return from_toml(profile_id, tomllib.loads(text))


def _theirs(profile_id: str, own: Path, children: tuple[str, ...]) -> Profile:
    """A production's own profile. children: those that led to it by extending, the first one first."""
    file, path = own / f"{profile_id}.toml", (*children, profile_id)
    data = catalogue.read_toml(file)

    def parent(name: str) -> Profile:
        if name in path:
            raise EntryError("extends", f"leads back to itself: {' → '.join((*path, name))}")
        if len(path) >= MOST_PARENTS:
            raise EntryError("extends", f"makes a chain of more than {MOST_PARENTS} profiles")
        known = names(own)
        if name not in known:
            raise EntryError("extends", f"is {name!r:.60}, and there is no such profile; known: {', '.join(known)}")
        return _ours(name) if name in NAMES else _theirs(name, own, path)

    try:
        return from_toml(profile_id, data, parent)
    except EntryError as error:
        hint = "`picturelock profiles show netflix-en` shows a whole profile; docs/profiles.md says how to write one."
        raise InputError(f"{error.reason}.", file=file, place=error.key, hint=hint) from None


def from_toml(profile_id: str, data: Mapping[str, Any], parent: Callable[[str], Profile] = load) -> Profile:
    """A profile from its file's tables. Raises EntryError naming the key at fault. parent: finds what it extends."""
    if "spacing" in data:
        where = '[style]: spacing = { says = "fr-CA", source = "...", read = 2026-11-22 }'
        raise EntryError("spacing", f"stands alone, without a source; it belongs under {where}")
    catalogue.require_keys(data, _KEYS, "a profile")
    title, extends = data.get("title"), data.get("extends")
    if not isinstance(title, str) or not title.strip():
        raise EntryError("title", "is missing; expected what people call this profile, in quotes")
    if extends is not None and not isinstance(extends, str):
        raise EntryError("extends", f"is {extends!r:.60}; expected the id of a profile, in quotes")
    base = parent(extends) if extends is not None else Profile(profile_id, title, (), _none(), _none())
    profile = Profile(
        id=profile_id,
        title=title.strip(),
        languages=_languages(data) if "languages" in data else base.languages,
        general=_over(base.general, read_limits(read_table(data, "limits"))),
        sdh=_over(base.sdh, read_limits(read_table(data, "sdh"), "sdh.")),
        forced=_over(base.forced, read_limits(read_table(data, "forced"), "forced.")),
        style=_over(base.style, {name: _convention(name, entry) for name, entry in read_table(data, "style").items()}),
        facts=_over(base.facts, {name: _fact(name, entry) for name, entry in read_table(data, "facts").items()}),
        extends=extends or "",
    )
    for kind in KINDS:
        require_coherent(profile.held(kind), "" if kind == "sub" else f"{kind}.")
    return profile


def _over(base: Mapping[str, _Entry], own: Mapping[str, _Entry]) -> Mapping[str, _Entry]:
    return MappingProxyType({**base, **own})


def _languages(data: Mapping[str, Any]) -> tuple[str, ...]:
    value = data["languages"]
    if not isinstance(value, list) or not all(
        isinstance(item, str) and item.isascii() and item.isalpha() for item in value
    ):
        raise EntryError("languages", f'is {value!r:.60}; expected a list of primary languages, such as ["en", "fr"]')
    return tuple(item.lower() for item in value)


def _fact(name: str, entry: Any) -> Limit:
    return catalogue.read_limit(name, entry, FACTS, "facts.")


def _convention(name: str, entry: Any) -> Convention:
    key = f"style.{name}"
    if name not in CONVENTIONS:
        raise EntryError(key, f"is not a convention; expected one of {', '.join(CONVENTIONS)}")
    says, source, confirmed = catalogue.read_sourced(key, entry, "says")
    if says not in CONVENTIONS[name]:
        raise EntryError(key, f"says {says!r:.60}; expected one of {', '.join(map(repr, CONVENTIONS[name]))}")
    return Convention(name, says, source, confirmed)
