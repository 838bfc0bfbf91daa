"""A production on disk whose files a package is made of. Its media need not play: packaging does not look inside."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from picturelock import registry
from picturelock.cues import Captions
from picturelock.cut import Cut, Shot, Source
from picturelock.delivery.build import build
from picturelock.delivery.plan import delivered, judged_files, plan
from picturelock.findings import CheckRun, Finding, Place, Verdict
from picturelock.formats.sidecar import write_sidecar
from picturelock.media.fingerprint import full_hash
from picturelock.production import CaptionOrder, CaptionTrack, DeliveryOrder, Dossier, Person, Production
from picturelock.speech import Provenance
from picturelock.times import FrameRate, Span
from picturelock.waivers import keys, signoff

RATE = FrameRate(25)
LEDGER = """\
[[clearance]]
asset = "*"
kind = "footage"
owner = "X"
territories = "WORLD"
media = "all"
end = "perpetual"
evidence = "rights/p.pdf"
"""


@pytest.fixture
def dossier(tmp_path: Path) -> Dossier:
    return dossier_in(tmp_path / "La Lettre é")


@pytest.fixture
def make_verdict(dossier: Dossier) -> Callable[..., Verdict]:
    def make(*findings: Finding, ran: int = len(registry.CHECKS)) -> Verdict:
        return verdict_on(dossier, *findings, ran=ran)

    return make


@pytest.fixture(scope="session")
def verdict_of() -> Callable[[Dossier], Verdict]:
    """What checking a production gives, if nothing is wrong with it."""
    return verdict_on


@pytest.fixture(scope="session")
def made_dossier() -> Callable[[Path], Dossier]:
    """A production in a folder that is not there yet."""
    return dossier_in


@pytest.fixture(scope="session")
def signed_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Dossier]:
    """A package that A. Tremblay signed, to be copied; beside it the key, "at.pem", and the production."""
    home = tmp_path_factory.mktemp("signed")
    person = Person("A. Tremblay", "producer", keys.make(home / "at.pem"))
    dossier = dossier_in(home / "La Lettre é")
    dossier = replace(dossier, production=replace(dossier.production, people=(person,)))
    verdict = verdict_on(dossier)
    said = signoff.statement(verdict, dossier.production)
    start = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
    signoff.sign(dossier.production, said, person, keys.read(home / "at.pem", str), start)
    return build(plan(dossier, verdict), verdict, home / "out"), dossier


def dossier_in(root: Path) -> Dossier:
    files = {
        "picturelock.toml": b'title = "x"\n',
        "cuts/v2.edl": b"TITLE: v2\n",
        "master/été.mov": b"m" * 9_000_000,
        "captions/fr.srt": "1\n00:00:00,000 --> 00:00:01,000\nÀ bientôt.\n".encode(),
        "rights/clearances.toml": LEDGER.encode(),
        "rights/p.pdf": b"paper",
    }
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    order = CaptionOrder(
        "fr", "sdh", "netflix-fr", root / "captions/fr.srt", reviewed_by="A. Tremblay", reviewed_on="2026-11-21"
    )
    made = Provenance("captions", "machine", "faster-whisper", "1.2", made="2026-11-20T10:00:00+00:00")
    write_sidecar(order.file, made)
    span = Span(0, RATE.time_of(50))
    shot = Shot("V1:1", "V1", "video", "A.mov", Source("A.mov"), span, span)
    delivery = DeliveryOrder(master=root / "master/été.mov", territories=("CA",), media=("vod",))
    production = Production(
        root, "La Lettre", ("fr",), root / "cuts/v2.edl", (), (order,), root / "rights/clearances.toml", delivery
    )
    return Dossier(
        production,
        Cut("v2.edl", RATE, (shot,), duration=span.end),
        {},
        {},
        (CaptionTrack(order, Captions(()), provenance=made),),
        None,
        inputs=(root / "picturelock.toml", root / "cuts/v2.edl"),
        today=dt.date(2026, 11, 22),
    )


def verdict_on(dossier: Dossier, *findings: Finding, ran: int = len(registry.CHECKS)) -> Verdict:
    inputs = {dossier.production.relative(path): full_hash(path) for path in judged_files(dossier)}
    runs = tuple(CheckRun(check, 0.1) for check in registry.CHECKS[:ran])
    verdict = Verdict(registry.CHECKS, runs, findings, inputs, "2026-11-22T04:15:33+00:00", "ebu-r128")
    return replace(verdict, delivers=delivered(dossier, verdict))


@pytest.fixture
def ascmhl() -> Callable[..., int]:
    """ASC MHL's own tools, as exit codes; in this process, as their command line asks a server for updates on import."""
    from ascmhl import commands
    from click.testing import CliRunner

    tools = {"verify": commands.verify, "diff": commands.diff, "create": commands.create}

    def run(command: str, folder: Path, *options: str) -> int:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return CliRunner().invoke(tools[command], [str(folder), *options]).exit_code

    return run


@pytest.fixture
def note() -> Finding:
    facts = {"asset": "Z*", "entry": "entry 1", "owner": "X"}
    return Finding("rights.unused-entry", "info", Place(record=Span(0, RATE.time_of(5))), facts)
