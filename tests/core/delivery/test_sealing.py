"""Sealing any folder: the first generation, later ones, and never what is already wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from picturelock.delivery.manifest import seal
from picturelock.delivery.sealing import seal_folder
from picturelock.delivery.verify import verify as verify_all
from picturelock.errors import InputError, OutputError, UsageError
from picturelock.findings import Finding
from picturelock.wording import LANGUAGES, fix, message

MADE = "2026-11-22T04:15:33+00:00"


def verify(folder: Path) -> tuple[Finding, ...]:
    """What is wrong; that a file manager left something is not."""
    return tuple(one for one in verify_all(folder) if one.rule != "package.left-behind")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in {"a/é.mov": b"one", "b.mov": b"two", ".DS_Store": b"x"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_first_generation_and_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    sealed = seal_folder(Path(folder.name), made=MADE, name="Été", lists=("md5", "xxh64"))
    assert sealed.findings == () and sealed.files == 4 and len(sealed.new) == 4
    assert verify(folder) == ()
    (folder / "c.mov").write_bytes(b"three")
    again = seal_folder(folder, made=MADE, algorithms=("xxh64",))
    assert again.new == ("c.mov",) and again.files == 5 and verify(folder) == ()
    assert [path.name[:5] for path in sorted((folder / "ascmhl").glob("*.mhl"))] == ["0001_", "0002_"]
    assert sorted(path.name for path in (folder / "ascmhl").iterdir())[-1] == "ascmhl_chain.xml"


@pytest.mark.parametrize("what", ["altered", "missing", "manifest", "stray in the history"])
def test_what_is_wrong_is_not_sealed(folder: Path, what: str) -> None:
    sealed = seal_folder(folder, made=MADE)
    assert sealed.manifest is not None
    (folder / "new.mov").write_bytes(b"new")
    if what == "altered":
        (folder / "b.mov").write_bytes(b"twO")
    elif what == "missing":
        (folder / "b.mov").unlink()
    elif what == "manifest":
        sealed.manifest.write_bytes(b"")
    else:
        (folder / "ascmhl" / "note.txt").touch()
    before = sorted((folder / "ascmhl").iterdir())
    refused = seal_folder(folder, made=MADE, lists=("md5",))
    assert refused.manifest is None and any(one.severity == "error" for one in refused.findings)
    assert sorted((folder / "ascmhl").iterdir()) == before and not (folder / "checksums.md5").exists()


def test_a_list_that_was_there_is_held_to(folder: Path) -> None:
    (folder / "sums.md5").write_text("0" * 32 + "  b.mov\n")
    assert [one.rule for one in seal_folder(folder, made=MADE).findings] == ["package.altered"]
    (folder / "sums.md5").write_text("b8a9f715dbb64fd5c56e7783c6820a61  b.mov\n")
    sealed = seal_folder(folder, made=MADE)
    assert sealed.manifest is not None and "sums.md5" in sealed.new and verify(folder) == ()


def test_links_pipes_and_twins_are_not_sealed(folder: Path) -> None:
    (folder / "link").symlink_to("/etc/hostname")
    (folder / "linked").symlink_to("/etc")
    os.mkfifo(folder / "pipe")
    refused = seal_folder(folder, made=MADE)
    assert refused.manifest is None and not (folder / "ascmhl").exists()
    assert [(one.rule, one.place.file) for one in refused.findings] == [
        ("package.not-a-file", name) for name in ("link", "linked", "pipe")
    ]


def test_names_that_travel_badly_are_said(folder: Path) -> None:
    for name in ("CON.mov", "a?.mov", "B.mov"):
        (folder / name).write_bytes(b"x")
    sealed = seal_folder(folder, made=MADE)
    assert sealed.manifest is not None
    assert [(one.rule, one.severity, one.place.file) for one in sealed.findings] == [
        ("package.unsafe-name", "warning", "CON.mov"),
        ("package.unsafe-name", "warning", "a?.mov"),
        ("package.same-name", "warning", "b.mov"),
    ]
    assert all(message(one, language) and fix(one, language) for one in sealed.findings for language in LANGUAGES)


@pytest.mark.parametrize("name", [b"\x1b[31mred", b"\xff\xfe.mov", b"two\nlines"])
def test_names_that_no_manifest_can_hold(folder: Path, name: bytes) -> None:
    with open(os.fsencode(folder) + b"/" + name, "wb"):  # noqa: PTH123
        pass
    refused = seal_folder(folder, made=MADE, lists=("md5",))
    assert refused.manifest is None and [one.rule for one in refused.findings] == ["package.unsafe-name"]
    assert not (folder / "ascmhl").exists() and not (folder / "checksums.md5").exists()


def test_nothing_bags_and_nowhere(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nothing to seal"):
        seal_folder(tmp_path, made=MADE)
    with pytest.raises(InputError):
        seal_folder(tmp_path / "nowhere", made=MADE)
    (tmp_path / "data").mkdir()
    (tmp_path / "bagit.txt").touch()
    with pytest.raises(UsageError, match="bag"):
        seal_folder(tmp_path, made=MADE)


def test_a_list_is_never_overwritten(folder: Path) -> None:
    (folder / "checksums.md5").write_text("mine")
    with pytest.raises(OutputError, match="never overwritten"):
        seal_folder(folder, made=MADE, lists=("md5",))
    assert (folder / "checksums.md5").read_text() == "mine"


def test_a_generation_that_cannot_be_written_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ascmhl import chain_xml_parser

    def fail(*given: object) -> None:
        raise OSError(28, "No space left on device")

    seal_folder(folder, made=MADE)
    before = {path.name: path.read_bytes() for path in (folder / "ascmhl").iterdir()}
    monkeypatch.setattr(chain_xml_parser, "write_chain", fail)
    with pytest.raises(OutputError, match="room"):
        seal_folder(folder, made=MADE)
    assert {path.name: path.read_bytes() for path in (folder / "ascmhl").iterdir()} == before and verify(folder) == ()


def test_histories_within_are_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "card").mkdir()
    (tmp_path / "card" / "1.mov").write_bytes(b"1")
    seal_folder(tmp_path / "card", made=MADE)
    (tmp_path / "report.txt").write_bytes(b"r")
    (tmp_path / "card" / "1.mov").write_bytes(b"2")
    assert seal_folder(tmp_path, made=MADE).manifest is None
    (tmp_path / "card" / "1.mov").write_bytes(b"1")
    sealed = seal_folder(tmp_path, made=MADE)
    assert sealed.manifest is not None, sealed.findings
    assert verify(tmp_path) == () and verify(tmp_path / "card") == ()
    assert len(list((tmp_path / "card" / "ascmhl").glob("*.mhl"))) == 2


def test_the_manifest_names_no_computer(folder: Path) -> None:
    manifest = seal(folder, {"b.mov": "xxh128:" + "0" * 32}, name="x\x00y", made=MADE)
    assert (
        "<hostname>undisclosed</hostname>" in manifest.read_text() and "<comment>xy</comment>" in manifest.read_text()
    )


def killed(folder: Path, at: str, *, lists: tuple[str, ...] = ()) -> None:
    """Seal in a process that ends, as if it were killed, when it comes to a function of ascmhl."""
    from ascmhl import chain_xml_parser, hashlist_xml_parser

    child = os.fork()
    if not child:
        module = chain_xml_parser if at == "write_chain" else hashlist_xml_parser
        setattr(module, at, lambda *given: os._exit(9))
        seal_folder(folder, made=MADE, lists=lists)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.skipif(not hasattr(os, "fork"), reason="not proven: this system cannot fork")
@pytest.mark.parametrize("at", ["write_chain", "write_hash_list"])
@pytest.mark.parametrize("generation", [1, 2])
def test_a_seal_that_was_killed_is_told_and_gone_on_with(folder: Path, at: str, generation: int) -> None:
    if generation == 2:
        seal_folder(folder, made=MADE)
    killed(folder, at, lists=("md5",))
    found = verify(folder)
    told = [one for one in found if one.rule == "package.unfinished-seal"]
    strays = {path.name for path in (folder / "ascmhl").glob(f"000{generation}_*.mhl")}
    assert {Path(one.place.file).name for one in told} >= strays | {".ascmhl_chain.xml.part", "checksums.md5"}
    assert not any(one.rule == "package.unexpected" for one in found)
    sealed = seal_folder(folder, made=MADE, lists=("md5",))
    assert sealed.manifest is not None and len(sealed.cleared) == len(told), sealed.findings
    assert verify(folder) == () and sealed.manifest.name.startswith(f"000{generation}_")
    assert not list(folder.rglob(".*.part"))


def test_what_is_wrong_is_said_before_anything_is_taken_away(folder: Path) -> None:
    seal_folder(folder, made=MADE)
    (folder / "ascmhl" / ".ascmhl_chain.xml.part").touch()
    (folder / "ascmhl" / "0002_x.mhl").write_bytes(b"x")
    (folder / "b.mov").write_bytes(b"altered")
    assert seal_folder(folder, made=MADE).manifest is None
    assert (folder / "ascmhl" / "0002_x.mhl").exists()


def test_a_mark_never_takes_away_a_history_whose_chain_is_gone(folder: Path) -> None:
    seal_folder(folder, made=MADE)
    seal_folder(folder, made=MADE)
    (folder / "ascmhl" / "ascmhl_chain.xml").rename(folder / "ascmhl" / ".ascmhl_chain.xml.part")
    assert seal_folder(folder, made=MADE).manifest is None
    assert len(list((folder / "ascmhl").glob("*.mhl"))) == 2
