"""The manifest: every change to a package is found, and a hostile manifest leads nowhere."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from picturelock.delivery.build import build
from picturelock.delivery.copying import copy_verified, write_verified
from picturelock.delivery.manifest import seal
from picturelock.delivery.plan import plan
from picturelock.delivery.verify import verify
from picturelock.errors import InputError, OutputError
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
        name: write_verified(data, folder / name).main
        for name, data in {"a/é.txt": b"one", "empty": b"", "b": b"two"}.items()
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
    (small / "a" / "Thumbs.db").write_bytes(b"x")
    found = verify(small)
    assert {(one.rule, one.severity) for one in found} == {("package.left-behind", "warning")} and len(found) == 2


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_a_folder_called_like_what_file_managers_leave_hides_nothing(small: Path, name: str) -> None:
    (small / "a" / name).mkdir()
    (small / "a" / name / "other master.mov").write_bytes(b"x")
    assert rules(verify(small)) == [("package.unexpected", f"a/{name}/other master.mov")]


def test_every_bit_of_the_history_counts(small: Path) -> None:
    for file in sorted((small / "ascmhl").iterdir()):
        whole = file.read_bytes()
        for at in range(0, len(whole), 1 if file.suffix == ".xml" else 97):
            bit = 1 << at % 8
            file.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
            found = verify(small)
            assert any(one.severity == "error" for one in found), (file.name, at, bit)
        file.write_bytes(whole)
    assert verify(small) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [("<hashlist ", "<!-- moved by a courier --><hashlist "), ("  <path>", "\t<path>"), ("\n", "\r\n"),
     ('sequencenr="1"', 'sequencenr="7"'), ("<c4>", "<creationdate>2031-01-01</creationdate><c4>")],
)  # fmt: skip
def test_a_change_of_the_chain_that_says_nothing_is_told(small: Path, old: str, new: str) -> None:
    chain = small / "ascmhl" / "ascmhl_chain.xml"
    chain.write_bytes(chain.read_bytes().replace(old.encode(), new.encode()))
    assert rules(verify(small)) == [("package.chain-touched", "ascmhl/ascmhl_chain.xml")]


def test_a_chain_that_another_tool_wrote_last_need_not_be_as_ours(small: Path) -> None:
    reseal(small, ">picturelock</tool>", ">other</tool>")
    chain = small / "ascmhl" / "ascmhl_chain.xml"
    chain.write_text(chain.read_text(encoding="utf-8").replace("\n", ""), encoding="utf-8")
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
        ("package.missing", "report.json"),
        ("package.not-a-file", "timeline/v2.edl"),
        ("package.unexpected", "ascmhl/note.txt"),
        ("package.unexpected", "folder"),
        ("package.unexpected", "master/extra.wav"),
    ]


def test_accents_may_be_encoded_anew_by_a_copy(small: Path) -> None:
    (small / "a" / "é.txt").rename(small / "a" / unicodedata.normalize("NFD", "é.txt"))
    assert verify(small) == ()


TWINS = [unicodedata.normalize(form, "a/é.txt") for form in ("NFC", "NFD")]


@pytest.fixture
def twins(tmp_path: Path) -> Path:
    """A package with two files whose names differ by the encoding of an accent only."""
    folder = tmp_path / "twins"
    (folder / "a").mkdir(parents=True)
    hashes = {name: write_verified(str(number).encode(), folder / name).main for number, name in enumerate(TWINS)}
    if len(list((folder / "a").iterdir())) < 2:
        pytest.skip("not proven: this disk keeps no such names apart")
    seal(folder, hashes, name="x", made="2026-11-22T04:15:33+00:00")
    return folder


@pytest.mark.parametrize("name", TWINS)
def test_each_of_two_twins_is_compared(twins: Path, name: str) -> None:
    same = ("package.twin-names", TWINS[0])
    assert rules(verify(twins)) == [same]
    (twins / name).write_bytes(b"another")
    assert rules(verify(twins)) == [("package.altered", name), same]
    (twins / name).unlink()
    assert rules(verify(twins)) == [("package.missing", name), same]


def test_a_twin_that_was_put_in(small: Path) -> None:
    try:
        with (small / TWINS[1]).open("xb") as file:
            file.write(b"one")
    except FileExistsError:
        pytest.skip("not proven: this disk keeps no such names apart")
    assert rules(verify(small)) == [("package.unexpected", TWINS[1]), ("package.twin-names", TWINS[0])]
    (small / TWINS[0]).unlink()
    assert verify(small) == ()
    (small / TWINS[1]).write_bytes(b"two")
    assert rules(verify(small)) == [("package.altered", TWINS[0])]


def test_a_later_generation_may_encode_accents_anew(small: Path) -> None:
    from ascmhl.hasher import hash_file

    home = small / "ascmhl"
    (manifest,) = home.glob("*.mhl")
    second = home / "0002_again.mhl"
    second.write_text(manifest.read_text(encoding="utf-8").replace(*TWINS), encoding="utf-8")
    chain = home / "ascmhl_chain.xml"
    entry = (
        f'  <hashlist sequencenr="2">\n    <path>{second.name}</path>\n    <c4>{hash_file(str(second), "c4")}</c4>\n'
        "  </hashlist>\n"
    )
    text = chain.read_text(encoding="utf-8")
    chain.write_text(text.replace("</ascmhldirectory>", f"{entry}</ascmhldirectory>"), encoding="utf-8")
    assert verify(small) == ()


@pytest.mark.parametrize("name", ["b", "extra", ".DS_Store", "ascmhl/ascmhl_chain.xml"])
@pytest.mark.parametrize("what", ["link", "pipe"])
def test_only_ordinary_files_are_opened(small: Path, name: str, what: str) -> None:
    (small / name).unlink(missing_ok=True)
    if what == "pipe":
        os.mkfifo(small / name)  # whoever opens it to read waits for ever
    else:
        (small / name).symlink_to(small / "empty")
    ((rule, file),) = rules(verify(small))
    assert file == name
    if name == "b":
        assert rule == "package.not-a-file"
    elif name.startswith("ascmhl"):
        assert rule in ("package.no-manifest", "package.manifest-altered")
    else:
        assert rule == "package.unexpected"


def test_a_listed_file_is_compared_whatever_it_is_called(tmp_path: Path) -> None:
    seal(
        tmp_path,
        {".DS_Store": write_verified(b"1", tmp_path / ".DS_Store").main},
        name="x",
        made="2026-11-22T04:15:33+00:00",
    )
    assert verify(tmp_path) == ()
    (tmp_path / ".DS_Store").write_bytes(b"2")
    assert rules(verify(tmp_path)) == [("package.altered", ".DS_Store")]


def test_a_manifest_that_lists_nothing(small: Path) -> None:
    (manifest,) = (small / "ascmhl").glob("*.mhl")
    text = manifest.read_text(encoding="utf-8")
    reseal(small, text[text.index("<hashes>") : text.index("</hashes>")], "<hashes>")
    assert rules(verify(small)) == [("package.empty-manifest", "ascmhl/ascmhl_chain.xml")]


def test_nothing_cannot_be_sealed(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nothing to seal"):
        seal(tmp_path, {}, name="x", made="2026-11-22T04:15:33+00:00")
    assert list(tmp_path.iterdir()) == []


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
    assert (
        copy_verified(source, tmp_path / "y").main
        == full_hash(source)
        == write_verified(source.read_bytes(), tmp_path / "z").main
    )


def test_other_tools_read_it(small: Path) -> None:
    from ascmhl.history import MHLHistory

    history = MHLHistory.load_from_path(str(small))
    assert history.latest_generation_number() == 1
    entry = history.find_original_hash_entry_for_path("b")
    assert entry is not None and f"xxh128:{entry.hash_string}" == full_hash(small / "b")
    assert history.hash_lists[0].creator_info.host_name == "undisclosed"
