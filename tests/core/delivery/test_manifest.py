"""The manifest: every change to a package is found, and a hostile manifest leads nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from picturelock.delivery.build import build
from picturelock.delivery.copying import copy_hashed, write_hashed
from picturelock.delivery.manifest import seal, verify
from picturelock.delivery.plan import plan
from picturelock.errors import InputError
from picturelock.findings import Finding, Verdict
from picturelock.media.fingerprint import full_hash
from picturelock.production import Dossier
from picturelock.wording import LANGUAGES, fix, message, title


@pytest.fixture
def package(dossier: Dossier, make_verdict: Callable[..., Verdict], tmp_path: Path) -> Path:
    verdict = make_verdict()
    return build(plan(dossier, verdict), verdict, tmp_path / "out")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    (folder / "a").mkdir(parents=True)
    hashes = {
        name: write_hashed(data, folder / name) for name, data in {"a/é.txt": b"one", "empty": b"", "b": b"two"}.items()
    }
    seal(folder, hashes, name="Café & <fils>", made="2026-11-22T04:15:33+00:00")
    return folder


def rules(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    for finding in findings:
        assert finding.severity == "error"
        assert all(title(finding.rule, lang) and message(finding, lang) and fix(finding, lang) for lang in LANGUAGES)
    return [(finding.rule, finding.place.file) for finding in findings]


def reseal(folder: Path, old: str, new: str) -> None:
    """Alter the manifest, and the chain with it, as someone would who knows how."""
    from ascmhl.hasher import hash_file

    (manifest,) = (folder / "ascmhl").glob("*.mhl")
    before = hash_file(str(manifest), "c4")
    text = manifest.read_text(encoding="utf-8")
    assert old in text
    manifest.write_text(text.replace(old, new), encoding="utf-8")
    chain = folder / "ascmhl" / "ascmhl_chain.xml"
    chain.write_text(
        chain.read_text(encoding="utf-8").replace(before, hash_file(str(manifest), "c4")), encoding="utf-8"
    )


def test_a_fresh_package_is_intact(package: Path, small: Path) -> None:
    assert verify(package) == () and verify(small) == ()
    (small / ".DS_Store").touch()
    assert verify(small) == ()


def test_every_change_is_found(package: Path) -> None:
    (package / "captions" / "fr.srt").write_bytes(b"1")
    (package / "report.json").unlink()
    (package / "master" / "extra.wav").touch()
    (package / "timeline" / "v2.edl").unlink()
    (package / "timeline" / "v2.edl").symlink_to("/etc/hostname")
    (package / "folder").symlink_to("/etc")
    (package / "ascmhl" / "note.txt").touch()
    assert sorted(rules(verify(package))) == [
        ("package.altered", "captions/fr.srt"),
        ("package.altered", "timeline/v2.edl"),
        ("package.missing", "report.json"),
        ("package.unexpected", "ascmhl/note.txt"),
        ("package.unexpected", "folder"),
        ("package.unexpected", "master/extra.wav"),
    ]


def test_accents_may_be_encoded_anew_by_a_copy(small: Path) -> None:
    (small / "a" / "é.txt").rename(small / "a" / unicodedata.normalize("NFD", "é.txt"))
    assert verify(small) == ()


def test_no_manifest(small: Path, tmp_path: Path) -> None:
    assert rules(verify(tmp_path)) == [("package.no-manifest", "ascmhl/ascmhl_chain.xml")]
    chain = small / "ascmhl" / "ascmhl_chain.xml"
    chain.write_text('<?xml version="1.0" encoding="UTF-8"?>\n<ascmhldirectory xmlns="urn:ASC:MHL:DIRECTORY:v2.0"/>')
    assert rules(verify(small)) == [("package.no-manifest", "ascmhl/ascmhl_chain.xml")]
    with pytest.raises(InputError):
        verify(tmp_path / "nowhere")


def test_a_manifest_that_was_touched(small: Path) -> None:
    (manifest,) = (small / "ascmhl").glob("*.mhl")
    text = manifest.read_bytes()
    manifest.write_bytes(text + b"\n")
    assert rules(verify(small)) == [("package.manifest-altered", f"ascmhl/{manifest.name}")]
    manifest.unlink()
    assert rules(verify(small)) == [("package.manifest-missing", f"ascmhl/{manifest.name}")]


@pytest.mark.parametrize(
    "path", ["../../../etc/hostname", "/etc/hostname", "a/../../x", "C:\\x", "..\\x", "\\\\server\\x", "ascmhl/x.mhl"]
)
def test_a_path_that_leaves_the_package_is_not_opened(small: Path, path: str) -> None:
    reseal(small, ">b<", f">{path}<")
    ((rule, _),) = rules(verify(small))
    assert rule == "package.unsafe-path"


@pytest.mark.parametrize("name", ["../../evil.mhl", "/etc/hostname", "sub/x.mhl", "passwd", "..\\x.mhl"])
def test_a_chain_that_leaves_the_package(small: Path, name: str) -> None:
    chain = small / "ascmhl" / "ascmhl_chain.xml"
    chain.write_text(re.sub(r"<path>.*</path>", lambda _: f"<path>{name}</path>", chain.read_text()))
    assert rules(verify(small)) == [("package.unsafe-path", "ascmhl/ascmhl_chain.xml")]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\0" * 100,
        b"not xml",
        b"<ascmhldirectory><hashlist/></ascmhldirectory>",
        b"<ascmhldirectory><hashlist><path/><c4/></hashlist></ascmhldirectory>",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>',
        '<?xml version="1.0" encoding="UTF-16"?><x/>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="UTF-7"?><x/>',
        b"<a>" * 100_000,
    ],
)
def test_hostile_chains(small: Path, text: bytes) -> None:
    (small / "ascmhl" / "ascmhl_chain.xml").write_bytes(text)
    ((rule, _),) = rules(verify(small))
    assert rule in ("package.manifest-altered", "package.no-manifest", "package.unsafe-path")


@pytest.mark.parametrize(
    ("old", "new"),
    [("<xxh128", "<wat"), ("xxh128", "wat"), ("</hashes>", ""), ("<hashes>", "<!DOCTYPE x><hashes>")],
)
def test_hostile_manifests(small: Path, old: str, new: str) -> None:
    reseal(small, old, new)
    ((rule, _),) = rules(verify(small))
    assert rule == "package.manifest-altered"


def test_the_hash_is_the_one_that_verdicts_hold(tmp_path: Path) -> None:
    source = tmp_path / "x"
    source.write_bytes(bytes(range(256)) * 40_000)
    assert copy_hashed(source, tmp_path / "y") == full_hash(source) == write_hashed(source.read_bytes(), tmp_path / "z")


def test_other_tools_read_it(small: Path) -> None:
    from ascmhl.history import MHLHistory

    history = MHLHistory.load_from_path(str(small))
    assert history.latest_generation_number() == 1
    entry = history.find_original_hash_entry_for_path("b")
    assert entry is not None and f"xxh128:{entry.hash_string}" == full_hash(small / "b")
    assert history.hash_lists[0].creator_info.host_name == "undisclosed"
