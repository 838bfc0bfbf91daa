"""Reading a spec: what cannot be trusted is refused, all of it at once, and a production's own are held to the same."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest
from picturelock import specs
from picturelock.catalogue import EntryError
from picturelock.delivery import lists
from picturelock.errors import InputError, UnknownName
from picturelock.media.scan import model as scan
from picturelock.specs.places import line_of
from picturelock.specs.reader import read_all
from picturelock.specs.vocabulary import CHECKSUMS, MEASURES

READ = dt.date(2026, 9, 26)
GOOD: dict[str, Any] = {"limit": "-23 LUFS", "source": "somebody", "read": READ}
TOLERANCE: dict[str, Any] = {"limit": "0.5 LU", "source": "somebody", "status": "unconfirmed"}


def one_of(*values: str) -> dict[str, Any]:
    return {"one_of": list(values), "source": "somebody", "read": READ}


def made(**tables: Any) -> specs.Spec:
    return specs.from_toml("x", {"title": "X", **tables})


def test_unknown_name() -> None:
    with pytest.raises(UnknownName, match="ebu-r128"):
        specs.load("ebu-r127")
    with pytest.raises(UnknownName):
        specs.load("../profiles/netflix")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"source": ""}, "no source"),
        ({"source": None}, "source"),
        ({"read": None}, "needs either read"),
        ({"status": "unconfirmed"}, "needs either read"),
        ({"read": "2026-09-26"}, "needs either read"),
        ({"limit": "-23"}, "not a limit"),
        ({"limit": "loud LUFS"}, "not a limit"),
        ({"limit": "-23 dBTP"}, "expected LUFS"),
        ({"note": "x"}, "note"),
    ],
)
def test_a_limit_that_cannot_be_trusted_is_refused(change: dict[str, Any], complaint: str) -> None:
    entry = {key: value for key, value in (GOOD | change).items() if value is not None}
    with pytest.raises(ValueError, match=complaint):
        made(limits={"loudness": entry, "loudness_tolerance": TOLERANCE})


def listed(name: str) -> dict[str, Any]:
    return {"all_of": [name], "source": "somebody", "read": READ}


def test_what_may_be_measured_and_summed_is_what_we_make() -> None:
    assert MEASURES == scan.MEASURES and set(CHECKSUMS) == set(lists.WRITTEN)
    for section, key in (("qc", "measures"), ("package", "checksums")):
        with pytest.raises(EntryError, match="expected one of"):
            made(**{section: {key: listed("bogus")}})


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ('[naming]\ncase = {{ one_of = ["upper"], {0} }}', False),
        ('[papers]\nrating = {{ requirement = "optional", {0} }}', False),
        ('[papers]\ncue-sheet = {{ requirement = "required", {0} }}', False),
        ('[papers]\nrating = {{ requirement = "advisory", {0} }}', False),
        ('[limits]\ntrue_peak = {{ limit = "-1 dBTP", source = "s", status = "unconfirmed" }}', False),
        ('extends = "youtube"\n[naming]\ncase = {{ one_of = ["upper"], {0} }}', False),
        ('[papers]\nrating = {{ requirement = "required", {0} }}', True),
        ('[rights]\nmedia = {{ all_of = ["vod"], {0} }}', True),
        ('extends = "ebu-r128"', True),
    ],
)
def test_a_spec_that_asks_nothing_is_none(tmp_path: Path, text: str, stands: bool) -> None:
    (tmp_path / "x.toml").write_text('title = "X"\n' + text.format('source = "somebody", read = 2026-09-26'))
    _, faults = specs.inspect(tmp_path / "x.toml")
    assert (not faults) == stands
    if stands:
        assert specs.load("x", tmp_path)
    else:
        with pytest.raises(InputError, match="nothing that can close the gate"):
            specs.load("x", tmp_path)


@pytest.mark.parametrize(
    ("tables", "complaint"),
    [
        ({"limits": {"brightness": GOOD}}, "not a limit"),
        ({"limit": {}}, "not a key"),
        ({"limits": []}, r"expected a table, \[limits\]"),
        ({"limits": {"loudness": GOOD}}, "has no loudness_tolerance"),
        ({"limits": {"dialogue_loudness": GOOD}}, "has no dialogue_tolerance"),
        ({"title": " "}, "title is missing"),
        ({"kind": "shop"}, "expected one of recommendation"),
        ({"extends": 3}, "expected the id of a spec"),
        ({"extends": []}, "expected the id of a spec"),
        ({"extends": "nowhere"}, "not a spec that we know"),
        ({"picture": {"hat": one_of("x")}}, "not a thing to ask for"),
        ({"picture": {"codec": one_of("ProRes")}}, "as FFmpeg spells it"),
        ({"picture": {"codec": one_of()}}, "one_of"),
        ({"picture": {"codec": one_of("prores", "prores")}}, "one thing twice"),
        ({"picture": {"raster": one_of("1080p")}}, "1920x1080"),
        ({"picture": {"rate": one_of("24000/1001")}}, "23.976"),
        ({"picture": {"scan": one_of("interlaced")}}, "interlaced-top"),
        ({"picture": {"chroma": one_of("422")}}, "4:2:2"),
        ({"picture": {"timecode_start": one_of("1:00")}}, "10:00:00:00"),
        ({"audio": {"sample_rate": one_of("48k")}}, "hertz"),
        ({"rights": {"territories": {"all_of": ["Canada"], "source": "s", "read": READ}}}, "ISO 3166"),
        ({"captions": {"languages": {"all_of": ["French"], "source": "s", "read": READ}}}, "language tag"),
        ({"package": {"layout": one_of("zip")}}, "bagit"),
        ({"accessibility": {"sdh": {"requirement": "maybe", "source": "s", "read": READ}}}, "required, advisory"),
        ({"naming": {"pattern": {"text": "{titel}", "source": "s", "read": READ}}}, "no field"),
        ({"naming": {"pattern": {"text": "{version}", "source": "s", "read": READ}}}, "does not name {title}"),
        ({"naming": {"pattern": {"text": "{title", "source": "s", "read": READ}}}, "braces of its own"),
        ({"naming": {"pattern": {"text": "../{title}", "source": "s", "read": READ}}}, "letters, figures"),
        ({"naming": {"pattern": {"text": ".{title}", "source": "s", "read": READ}}}, "neither begins"),
        ({"layout": {}}, "list of tables"),
        ({"layout": [{"programmes": [], "source": "s", "read": READ}]}, "no programmes"),
        ({"layout": [{"programmes": [{"channels": [0], "carries": "mono"}], "source": "s", "read": READ}]}, "1 to 64"),
        ({"layout": [{"programmes": [{"channels": [True], "carries": "mono"}], "source": "s", "read": READ}]}, "1 to 64"),
        ({"layout": [{"programmes": [{"channels": [1], "carries": "noise"}], "source": "s", "read": READ}]}, "carries"),
        ({"layout": [{"programmes": [{"channels": [1], "hat": 1}], "source": "s", "read": READ}]}, "hat"),
        ({"layout": [{"programmes": [{"channels": [1], "carries": "mono"}], "source": "s"}]}, "needs either read"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused(tables: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        made(**tables)


def test_limits_that_nothing_can_keep_together_are_refused() -> None:
    low, high = GOOD | {"limit": "50 Mb/s"}, GOOD | {"limit": "40 Mb/s"}
    with pytest.raises(EntryError, match="leaves bit_rate_highest below"):
        made(limits={"bit_rate_lowest": low, "bit_rate_highest": high})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("true_peak", "99 dBTP"),
        ("black_longest", "90000 s"),
        ("out_of_range", "100 %"),
        ("phase_lowest", "-1 correlation"),
        ("level_lowest", "-20 %"),
        ("window_years", "0 years"),
    ],
)
def test_a_limit_that_nothing_could_break_is_refused(name: str, text: str) -> None:
    with pytest.raises(EntryError, match="which no delivery could break"):
        made(limits={name: GOOD | {"limit": text}})


CONTRAST = {"contrast": GOOD | {"limit": "4.5:1"}}
REQUIRED = {"requirement": "required", "source": "somebody", "read": READ}


@pytest.mark.parametrize(
    ("tables", "complaint"),
    [
        ({"limits": CONTRAST}, "contrast has no accessibility.text_contrast"),
        ({"accessibility": {"text_contrast": REQUIRED}}, "text_contrast has no contrast"),
        ({"limits": {"loudness_tolerance": TOLERANCE}}, "loudness_tolerance has no loudness"),
        ({"qc": {"measures": listed("interlace")}}, "qc.measures has no picture.scan"),
    ],
)
def test_what_nobody_could_judge_alone_is_refused(tables: dict[str, Any], complaint: str) -> None:
    with pytest.raises(EntryError, match=complaint):
        made(**tables)
    whole = made(
        limits=CONTRAST,
        accessibility={"text_contrast": REQUIRED},
        qc={"measures": listed("interlace")},
        picture={"scan": one_of("progressive")},
    )
    assert whole.by_name["contrast"].amount * 2 == 9 and not whole.closes_nothing()


def test_every_fault_is_found_at_once() -> None:
    tables = {
        "title": "",
        "colour": 1,
        "limits": {"hat": GOOD},
        "picture": {"codec": one_of("X"), "rate": one_of("25")},
    }
    spec, faults = read_all("x", tables)
    assert [fault.key for fault in faults] == ["colour", "limits.hat", "picture.codec", "title"]
    assert spec.asks("picture.rate") is not None, "what is right is read on"


def test_where_a_thing_is_said() -> None:
    text = (
        'title = "x"\nextends = "y"\n# [picture]\n[limits]\nloudness = { limit = "1 LUFS" }\n[picture]\n"codec" = 1\n'
        "[[layout]]\nsource = 1\n[[layout]]\nsource = 2\n[naming.pattern]\ntext = 1\n[papers]\n"
    )
    found = {key: line_of(text, key) for key in ("title", "extends", "limits.loudness", "picture.codec", "layout[2]")}
    assert found == {"title": 1, "extends": 2, "limits.loudness": 5, "picture.codec": 7, "layout[2]": 10}
    assert line_of(text, "naming.pattern") == 12 and line_of(text, "papers.rating") is None
    assert line_of("picture = { codec = 1 }", "picture.codec") == 1
    assert line_of('limits.loudness = { limit = "x" }', "limits.loudness") == 1


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    folder.mkdir()
    return folder


def write(own: Path, name: str, text: str) -> Path:
    file = own / f"{name}.toml"
    file.write_text(f'title = "{name}"\n{text}', encoding="utf-8")
    return file


def test_a_productions_own_extend_ours_and_each_other(own: Path) -> None:
    write(
        own,
        "Maison",
        'extends = ["ebu-r128", "cnc"]\n[limits]\ntrue_peak = { limit = "-3 dBTP", source = "memo", read = 2026-05-04 }',
    )
    write(own, "nuit", 'extends = "Maison"\nkind = "broadcaster"')
    spec = specs.load("nuit", own)
    assert spec.extends == ("Maison", "ebu-r128", "cnc") and spec.kind == "broadcaster"
    assert spec.said_by["true_peak"] == "Maison" and spec.by_name["true_peak"].text == "-3 dBTP"
    assert spec.said_by["loudness"] == "ebu-r128" and spec.wants("papers.carbon-report") == "required"
    assert specs.names(own)[-2:] == ("Maison", "nuit") and specs.own_names(own / "nowhere") == ()
    assert specs.load("ebu-r128", own) == specs.load("ebu-r128")


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        ({"a": 'extends = "a"'}, "leads back to itself: a → a"),
        ({"a": 'extends = "b"', "b": 'extends = ["ebu-r128", "c"]', "c": 'extends = "a"'}, "a → b → c → a"),
        ({"a": 'extends = "../b"'}, "no such spec"),
        ({"a": 'extends = "b"', "b": "kind = 1"}, "kind"),
        ({"a": "[limits]\nhat = 1"}, "not a limit"),
        ({"a": "title = 2"}, "not valid TOML"),
        ({f"s{n}": f'extends = "s{n + 1}"' for n in range(20)} | {"s20": "", "a": 'extends = "s0"'}, "more than 16"),
    ],
)
def test_an_own_spec_that_cannot_stand_is_said_to_be_so(own: Path, files: dict[str, str], complaint: str) -> None:
    for name, text in files.items():
        write(own, name, text)
    with pytest.raises(InputError, match=complaint):
        specs.load("a", own)


def test_the_name_of_one_of_ours_is_taken(own: Path) -> None:
    write(own, "Netflix", "")
    for name in ("netflix", "ebu-r128"):
        with pytest.raises(InputError, match="bears the name"):
            specs.load(name, own)
    assert any("bears the name" in fault.reason for fault in specs.inspect(own / "Netflix.toml")[1])


def test_specs_that_all_extend_each_other_are_read_once_each(own: Path) -> None:
    for n in range(1, 7):
        parents = ", ".join(f'"s{n}{letter}"' for letter in "ab")
        for letter in "ab":
            write(own, f"s{n - 1}{letter}", f"extends = [{parents}]")
    for letter in "ab":
        write(own, f"s6{letter}", 'extends = "ebu-r128"')
    write(own, "top", 'extends = ["s0a", "s0b"]')
    began = time.monotonic()
    spec = specs.load("top", own)
    assert len(spec.extends) == 15 and time.monotonic() - began < 5


def test_inspecting_a_file(own: Path) -> None:
    fault = specs.inspect(write(own, "a", "kind = "))[1][0]
    assert fault.line == 2 and "not valid TOML" in fault.reason
    spec, faults = specs.inspect(write(own, "a", 'extends = "b"\n[picture]\ncodec = 3\n'))
    assert [(one.line, one.key) for one in faults] == [(2, "extends"), (4, "picture.codec")]
    write(own, "b", "kind = 1")
    spec, faults = specs.inspect(own / "a.toml")
    assert spec is None and faults[-1].line == 2 and "cannot stand" in faults[-1].reason
    with pytest.raises(InputError, match="cannot be read"):
        specs.inspect(own / "nowhere.toml")
    (own / "big.toml").write_text("#" * 200_000, encoding="utf-8")
    with pytest.raises(InputError, match="larger"):
        specs.inspect(own / "big.toml")


def test_a_file_of_nothing_but_faults_is_told_in_part_and_quickly(own: Path) -> None:
    file = write(own, "a", "\n".join(f"k{number}=1" for number in range(9000)))
    began = time.monotonic()
    assert len(specs.inspect(file)[1]) == 100 and time.monotonic() - began < 5


def test_what_is_left_unsaid() -> None:
    spec = made(picture={"codec": one_of("prores")})
    left = spec.unsaid()
    assert "codec" not in left["picture"] and "raster" in left["picture"] and "layout" in left["audio"]
    assert len(left["limits"]) == len(specs.UNITS)


@pytest.mark.parametrize("hostile", ["{" * 5000, "{title}" * 100, "[" * 9000 + "]" * 9000, "\x00", "é" * 10_000])
def test_hostile_text_is_refused_quickly(hostile: str) -> None:
    began = time.monotonic()
    for section, key, form in (("naming", "pattern", "text"), ("picture", "profile", "one_of")):
        entry = {form: hostile if form == "text" else [hostile], "source": "s", "read": READ}
        with pytest.raises(EntryError):
            made(**{section: {key: entry}})
    assert time.monotonic() - began < 1
