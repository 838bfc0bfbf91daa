"""Final Cut Pro 7 XML that nobody meant well with, or that is something else: one clear InputError each, quickly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest
from picturelock.errors import InputError, UsageError
from picturelock.timeline.fcp7 import xml
from picturelock.timeline.read import read_cut

HEAD = '<?xml version="1.0"?><!DOCTYPE xmeml><xmeml version="5">'
RATE = "<rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>"
CLIP = (
    "<clipitem><name>a</name><start>0</start><end>10</end><in>0</in><out>10</out>"
    '<file id="f"><name>a.mov</name></file></clipitem>'
)


def sequence(inner: str, id_: str = "s1") -> str:
    return (
        f'<sequence id="{id_}"><name>{id_}</name>{RATE}<media><video><track>{inner}</track></video></media></sequence>'
    )


def nest(of: str, at: int = 0) -> str:
    return f'<clipitem><start>{at}</start><end>{at + 5}</end><in>0</in><out>5</out><sequence id="{of}"/></clipitem>'


def refused(folder: Path, text: str | bytes, reason: str, seconds: float = 5) -> InputError:
    path = folder / "cut.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = perf_counter()
    with pytest.raises(InputError, match=reason) as caught:
        read_cut(path)
    assert perf_counter() - before < seconds
    assert caught.value.file == path
    return caught.value


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE xmeml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><xmeml>&b;</xmeml>'
    refused(tmp_path, bomb, "declares entities")
    refused(
        tmp_path, '<!DOCTYPE xmeml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xmeml>&x;</xmeml>', "declares entities"
    )
    refused(tmp_path, '<!DOCTYPE xmeml SYSTEM "file:///etc/passwd"><xmeml version="5"/>', "holds no sequence|declares")


def test_what_is_no_xmeml(tmp_path: Path) -> None:
    assert ".fcpxml" in refused(tmp_path, '<fcpxml version="1.10"/>', "holds <fcpxml>; expected <xmeml>").hint
    assert "captions" in refused(tmp_path, '<tt xmlns="http://www.w3.org/ns/ttml"/>', "holds <tt>").hint
    assert "Premiere" in refused(tmp_path, "<html>404</html>", "holds <html>").hint
    for text in (
        "",
        "hello",
        "<xmeml>",
        '<?xml version="1.0" encoding="nonsense"?><xmeml/>',
        b"\x00\x00\x00\x20ftypqt  ",
    ):
        refused(tmp_path, text, "not well-formed")


def test_nothing_to_show(tmp_path: Path) -> None:
    refused(tmp_path, f"{HEAD}</xmeml>", "holds no sequence")
    refused(tmp_path, f'{HEAD}<clip id="a"><name>x</name></clip></xmeml>', "holds no sequence")
    refused(tmp_path, f"{HEAD}{sequence('')}</xmeml>", "holds no clips")


def test_no_rate(tmp_path: Path) -> None:
    path = tmp_path / "cut.xml"
    path.write_text(f"{HEAD}{sequence(CLIP).replace(RATE, '')}</xmeml>")
    with pytest.raises(UsageError, match="does not say a frame rate"):
        read_cut(path)


def test_sequences_that_contain_themselves(tmp_path: Path) -> None:
    refused(tmp_path, f"{HEAD}{sequence(nest('s1'))}</xmeml>", "contains itself")
    other = sequence(nest("s1"), "s2")
    inner = nest("s2").replace('<sequence id="s2"/>', other)
    refused(tmp_path, f"{HEAD}{sequence(inner)}</xmeml>", "contains itself")


def test_nests_without_end(tmp_path: Path) -> None:
    opened = "".join(f'<sequence id="s{i}">{RATE}<media><video><track><clipitem>' for i in range(20_000))
    refused(tmp_path, HEAD + opened, "levels deep")
    chain = "".join(sequence(nest(f"s{i + 1}"), f"s{i}") for i in range(150)) + sequence(CLIP, "s150")
    refused(tmp_path, f"{HEAD}<bin><children>{chain}</children></bin></xmeml>", "sequences deep in others")


def test_nests_that_open_into_millions(tmp_path: Path) -> None:
    levels = "".join(
        sequence("".join(nest(f"s{i + 1}", 5 * at) for at in range(10)), f"s{i}") for i in range(10)
    ) + sequence(CLIP, "s10")
    refused(tmp_path, f"{HEAD}<bin><children>{levels}</children></bin></xmeml>", r"open into [\d,]{7,} clips")


def test_nests_that_open_into_nothing_millions_of_times(tmp_path: Path) -> None:
    """Thirty levels of ten, with nothing but a gap on the last: no clip, and no end of looking for one."""
    levels = "".join(
        sequence("".join(nest(f"s{i + 1}", 5 * at) for at in range(10)), f"s{i}") for i in range(30)
    ) + sequence("", "s30")
    refused(tmp_path, f"{HEAD}<bin><children>{levels}</children></bin></xmeml>", r"open into [\d,]{7,} clips")


def test_what_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(tmp_path, f'{HEAD}<sequence id="{"x" * 20_000_000}"/></xmeml>', "a tag of more than 8 MB")
    many = " ".join(f"a{i}='1'" for i in range(200))
    refused(tmp_path, f"{HEAD}<sequence {many}/></xmeml>", "hundreds of attributes")
    monkeypatch.setattr(xml, "DIALECT", replace(xml.DIALECT, max_elements=1000, max_bytes=25_000_000))
    refused(tmp_path, f"{HEAD}{'<a/>' * 2000}</xmeml>", "more than 1,000 elements")
    monkeypatch.setattr(xml, "DIALECT", replace(xml.DIALECT, max_bytes=1_000_000))
    refused(tmp_path, b" " * 2_000_000, "is 2 MB")


def test_names_without_end_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "cut.xml"
    path.write_text(f"{HEAD}{sequence(CLIP.replace('<name>a</name>', '<name>' + 'x' * 10**6 + '</name>'))}</xmeml>")
    assert len(read_cut(path)[0].shots[0].name) <= 300


@pytest.mark.parametrize("tag", ["start", "end", "in", "out"])
@pytest.mark.parametrize("value", ["", "x", "-7", "1e99", "nan", "99999999999999", "0.5", "-1"])
def test_frames_that_mean_nothing(tmp_path: Path, tag: str, value: str) -> None:
    path = tmp_path / "cut.xml"
    old = "0" if tag in ("start", "in") else "10"
    path.write_text(HEAD + sequence(CLIP.replace(f"<{tag}>{old}<", f"<{tag}>{value}<")) + "</xmeml>")
    try:
        cut, _ = read_cut(path)
    except InputError as error:
        assert str(error)
    else:
        assert all(0 <= shot.record_span.start < shot.record_span.end for shot in cut.shots)


def test_too_many_keyframes(tmp_path: Path) -> None:
    keys = "".join(f"<keyframe><when>{i}</when><value>{i}</value></keyframe>" for i in range(30_000))
    graph = f"<parameter><parameterid>graphdict</parameterid>{keys}</parameter>"
    held = f"<filter><effect><effectid>timeremap</effectid>{graph}</effect></filter></clipitem>"
    refused(tmp_path, HEAD + sequence(CLIP.replace("</clipitem>", held)) + "</xmeml>", "more than 20,000 keyframes")


def test_a_truncated_file(tmp_path: Path) -> None:
    text = f"{HEAD}{sequence(CLIP)}</xmeml>"
    for length in range(0, len(text) - 1, 37):
        refused(tmp_path, text[:length], "not well-formed")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_cut(tmp_path / "missing.xml")
    (tmp_path / "folder.xml").mkdir()
    with pytest.raises(InputError, match="no file"):
        read_cut(tmp_path / "folder.xml")
