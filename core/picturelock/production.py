"""A production as a folder: `picturelock.toml`, and everything that the checks of a delivery look at.

    schema = "picturelock/production-1"
    title = "The Letter"
    languages = ["en", "fr"]                 # spoken in the film
    cut = "cuts/letter_v2.otio"
    media = ["media"]                        # folders searched for rushes
    [[captions]]
    language = "en"
    kind = "sdh"                             # sub, sdh or forced
    profile = "netflix-en"                   # `picturelock profiles list`
    file = "captions/letter_v2.en.srt"
    reviewed_by = "A. Tremblay"              # the person who read them, once someone has
    reviewed_on = 2026-11-02
    [rights]
    ledger = "rights/clearances.toml"
    [delivery]
    spec = "ebu-r128"                        # `picturelock spec list`
    master = "master/letter_v2.mov"
    territories = ["CA", "FR"]               # ISO 3166
    media = ["broadcast", "vod"]
    start = 2026-12-01                       # the window in which it will be shown
    end = 2028-11-30

Paths are relative to the file and may not leave its folder, except those of `media` and `library`.
"""

from __future__ import annotations

import datetime as dt
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from picturelock.cues import KINDS, Captions, Kind
from picturelock.cut import Cut
from picturelock.errors import InputError
from picturelock.findings import Finding
from picturelock.media.probe import MediaInfo
from picturelock.speech import Provenance, Transcript
from picturelock.times import FrameRate

FILE = "picturelock.toml"
SCHEMA = "picturelock/production-1"
MAX_BYTES = 1_000_000  # a hand-written file; anything larger is something else

_KEYS = {
    "schema",
    "title",
    "languages",
    "cut",
    "rate",
    "media",
    "library",
    "glossary",
    "captions",
    "rights",
    "delivery",
}
_CAPTION_KEYS = {"language", "kind", "profile", "file", "origin", "reviewed_by", "reviewed_on"}
_RIGHTS_KEYS = {"ledger"}
_DELIVERY_KEYS = {"spec", "master", "territories", "media", "start", "end", "handles"}


@dataclass(frozen=True, slots=True)
class CaptionOrder:
    """One caption track that the delivery must hold."""

    language: str
    kind: Kind
    profile: str
    file: Path
    """Absolute; it may not exist yet."""
    origin: str = ""
    """"human" where a person declares to have written it without a machine; else "" and the file's provenance decides."""
    reviewed_by: str = ""
    reviewed_on: str = ""
    """ISO date."""


@dataclass(frozen=True, slots=True)
class DeliveryOrder:
    """Where, when and how the film will be shown."""

    spec: str = "ebu-r128"
    master: Path | None = None
    territories: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    start: dt.date | None = None
    end: dt.date | None = None
    handles: int = 0
    """Frames of media that each clip must have beyond its edges; 0 = none asked for."""


@dataclass(frozen=True, slots=True)
class Production:
    """What `picturelock.toml` says."""

    root: Path
    title: str
    languages: tuple[str, ...]
    cut: Path
    media: tuple[Path, ...]
    captions: tuple[CaptionOrder, ...]
    ledger: Path | None
    delivery: DeliveryOrder
    rate: FrameRate | None = None
    library: Path | None = None

    @property
    def file(self) -> Path:
        return self.root / FILE

    def relative(self, path: Path) -> str:
        """A path as reports show it: relative to the production where it lies inside, with forward slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


@dataclass(frozen=True, slots=True)
class CaptionTrack:
    """A caption file of the delivery, read."""

    order: CaptionOrder
    captions: Captions | None
    """None where the file is missing or could not be read: `findings` says which."""
    findings: tuple[Finding, ...] = ()
    provenance: Provenance | None = None
    """What its sidecar says of who or what made it; None without one."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything the checks of one delivery look at, read once. Checks are functions `(Dossier) -> Iterable[Finding]`."""

    production: Production
    cut: Cut
    """Its sources are located: path, fingerprint, start, available and rate are filled where the media was found."""
    media: Mapping[str, MediaInfo]
    """By `Source.key`; a source without an entry is offline."""
    transcripts: Mapping[str, Transcript]
    """By `Source.key`: the preferred transcript of each source, where there is one."""
    captions: tuple[CaptionTrack, ...]
    master: MediaInfo | None
    """None where no master is named or it could not be read: `findings` says so."""
    findings: tuple[Finding, ...] = ()
    """What was noticed while reading all this."""
    inputs: tuple[Path, ...] = ()
    """Every file that was read, for the verdict's hashes."""
    today: dt.date = field(default_factory=lambda: dt.datetime.now(dt.UTC).date())


def load(path: Path) -> Production:
    """Read a production from its folder or its `picturelock.toml`. Raises InputError naming the key at fault."""
    file = path / FILE if path.is_dir() else path
    data = read_toml(file)
    return _Reader(file.resolve()).production(data)


def read_toml(file: Path) -> dict[str, Any]:
    """A TOML file that a person wrote. Raises InputError if it is missing, huge, not UTF-8 or not TOML."""
    try:
        facts = file.stat()
        if not stat.S_ISREG(facts.st_mode):  # a pipe or a device would block, or never end
            raise InputError("is not an ordinary file; expected a short file written by hand.", file=file)
        if facts.st_size > MAX_BYTES:
            raise InputError(f"is larger than {MAX_BYTES // 1000} kB; expected a short file written by hand", file=file)
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError("does not exist.", file=file, hint="`picturelock init` writes one.") from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=file) from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text.", file=file, place=f"byte {error.start}") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"is not valid TOML: {error}.", file=file) from error


class _Reader:
    """Reads tables with errors that name the key, what was found and what was expected."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.root = file.parent

    def production(self, data: Mapping[str, Any]) -> Production:
        self._known(data, _KEYS, "")
        if data.get("schema", SCHEMA) != SCHEMA:
            raise self._wrong("schema", f"is {data['schema']!r}", f"expected {SCHEMA!r}, or a newer Picturelock")
        rights, delivery = self._table(data, "rights"), self._table(data, "delivery")
        self._known(rights, _RIGHTS_KEYS, "rights.")
        self._known(delivery, _DELIVERY_KEYS, "delivery.")
        library = self._text(data, "library", "")
        return Production(
            root=self.root,
            title=self._text(data, "title"),
            languages=self._texts(data, "languages"),
            cut=self._inside(self._text(data, "cut"), "cut"),
            media=tuple((self.root / folder).resolve() for folder in self._texts(data, "media")),
            captions=self._captions(data),
            ledger=self._inside(rights["ledger"], "rights.ledger") if "ledger" in rights else None,
            delivery=self._delivery(delivery),
            rate=self._rate(data),
            library=(self.root / library).resolve() if library else None,
        )

    def _captions(self, data: Mapping[str, Any]) -> tuple[CaptionOrder, ...]:
        entries = data.get("captions", [])
        if not isinstance(entries, list):
            raise self._wrong("captions", "is not a list of tables", "expected [[captions]], one for each track")
        return tuple(self._caption(entry, f"captions[{number}].") for number, entry in enumerate(entries, start=1))

    def _caption(self, entry: Any, where: str) -> CaptionOrder:
        if not isinstance(entry, dict):
            raise self._wrong(where.rstrip("."), "is not a table", "expected [[captions]], one for each track")
        self._known(entry, _CAPTION_KEYS, where)
        kind = self._text(entry, "kind", "sub", where)
        if kind not in KINDS:
            raise self._wrong(where + "kind", f"is {kind!r}", f"expected one of {', '.join(KINDS)}")
        return CaptionOrder(
            language=self._text(entry, "language", None, where),
            kind=kind,
            profile=self._text(entry, "profile", None, where),
            file=self._inside(self._text(entry, "file", None, where), where + "file"),
            origin=self._text(entry, "origin", "", where),
            reviewed_by=self._text(entry, "reviewed_by", "", where),
            reviewed_on=str(entry.get("reviewed_on", "")),
        )

    def _delivery(self, entry: Mapping[str, Any]) -> DeliveryOrder:
        master = self._text(entry, "master", "", "delivery.")
        handles = entry.get("handles", 0)
        if not isinstance(handles, int) or isinstance(handles, bool) or handles < 0:
            raise self._wrong("delivery.handles", f"is {handles!r}", "expected a count of frames, such as 12")
        start, end = self._date(entry, "start"), self._date(entry, "end")
        if start and end and end < start:
            raise self._wrong("delivery.end", f"is {end}, before delivery.start", "expected the last day of the window")
        return DeliveryOrder(
            spec=self._text(entry, "spec", "ebu-r128", "delivery."),
            master=self._inside(master, "delivery.master") if master else None,
            territories=self._texts(entry, "territories", "delivery."),
            media=self._texts(entry, "media", "delivery."),
            start=start,
            end=end,
            handles=handles,
        )

    def _rate(self, data: Mapping[str, Any]) -> FrameRate | None:
        if "rate" not in data:
            return None
        try:
            return FrameRate.parse(data["rate"])
        except (ValueError, TypeError) as error:
            raise self._wrong("rate", str(error), "expected a frame rate such as 25 or 23.976") from None

    def _date(self, entry: Mapping[str, Any], key: str) -> dt.date | None:
        value = entry.get(key)
        if value is None:
            return None
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self._wrong(f"delivery.{key}", f"is {value!r}", "expected a date without quotes, such as 2026-12-01")
        return value

    def _inside(self, value: Any, key: str) -> Path:
        try:
            path = (self.root / str(value)).resolve()
        except (OSError, RuntimeError, ValueError):  # a link to itself, a NUL
            raise self._wrong(key, f"is {value!r}, which is no path", "expected a path inside the folder") from None
        if not path.is_relative_to(self.root):
            raise self._wrong(key, f"is {value!r}, which leaves the production's folder", "expected a path inside it")
        return path

    def _text(self, entry: Mapping[str, Any], key: str, default: str | None = None, where: str = "") -> str:
        value = entry.get(key, default)
        if value is None:
            raise self._wrong(where + key, "is missing", "expected text")
        if not isinstance(value, str):
            raise self._wrong(where + key, f"is {value!r}", "expected text in quotes")
        return value

    def _texts(self, entry: Mapping[str, Any], key: str, where: str = "") -> tuple[str, ...]:
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(where + key, f"is {value!r}", 'expected a list of texts, such as ["en", "fr"]')
        return tuple(value)

    def _table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = data.get(key, MappingProxyType({}))
        if not isinstance(value, Mapping):
            raise self._wrong(key, "is not a table", f"expected [{key}]")
        return value

    def _known(self, entry: Mapping[str, Any], known: set[str], where: str) -> None:
        for key in entry:
            if key not in known:
                raise self._wrong(
                    where + key, "is not a key that we know", f"expected one of {', '.join(sorted(known))}"
                )

    def _wrong(self, key: str, found: str, expected: str) -> InputError:
        return InputError(f"{found}; {expected}.", file=self.file, place=key)
