"""The tables of docs/specs.md against the specs themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from picturelock import specs, wording
from picturelock.specs.vocabulary import NAME_FIELDS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "specs.md"
TEXT = PAGE.read_text(encoding="utf-8")
COLUMNS = ("picture", "sound", "loudness", "captions", "description", "elements", "papers", "rights", "AI", "naming")


def part(name: str) -> str:
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    return TEXT[TEXT.index(begin) + len(begin) : TEXT.index(end)].strip()


def column(spec: specs.Spec, name: str) -> list[bool]:
    """Of each thing that a spec itself, or a rule that it extends, says in a column: is it confirmed? Our own is left out."""
    sections = {
        "picture": ("picture",), "sound": ("audio",), "captions": ("captions",), "papers": ("papers",),
        "elements": ("deliverables",), "rights": ("rights",), "AI": ("ai",), "naming": ("naming",),
    }  # fmt: skip
    said = {asked.name: asked.confirmed for asked in spec.entries() if spec.said_by[asked.name] != "picturelock"}
    if name == "loudness":
        return [one.confirmed for one in spec.limits() if one.name in ("loudness", "dialogue_loudness", "true_peak")]
    if name == "description":
        return [said[key] for key in ("accessibility.described_video",) if key in said]
    found = [sure for key, sure in said.items() if key.partition(".")[0] in sections[name]]
    if name == "captions":
        found += [said[key] for key in ("accessibility.captions", "accessibility.sdh") if key in said]
    if name == "sound":
        found += [layout[0].confirmed for layout in spec.layouts]
    return found


def sign(found: list[bool]) -> str:
    return "not known" if not found else "?" if not any(found) else "·" if all(found) else "· ?"


def destinations() -> Iterator[str]:
    yield f"| id | {' | '.join(COLUMNS)} |"
    yield "|---" * (len(COLUMNS) + 1) + "|"
    for name in specs.NAMES:
        spec = specs.load(name)
        if spec.kind != specs.KINDS[0]:
            yield f"| `{name}` | {' | '.join(sign(column(spec, one)) for one in COLUMNS)} |"


def every() -> Iterator[str]:
    yield "| id | for | kind | extends | asks for | unconfirmed |"
    yield "|---" * 6 + "|"
    for name in specs.NAMES:
        spec = specs.load(name)
        parents = ", ".join(f"`{one}`" for one in spec.extends)
        yield f"| `{name}` | {spec.title} | {spec.kind} | {parents} | {spec.count()} | {spec.unconfirmed()} |"


@pytest.mark.parametrize(("name", "rows"), [("specs", every), ("destinations", destinations)])
def test_the_table_is_what_the_specs_say(name: str, rows: object) -> None:
    assert callable(rows)
    written = list(rows())
    assert part(name).splitlines() == written, "\n".join(written)


def test_every_thing_that_may_be_asked_is_in_the_page() -> None:
    for section, forms in specs.SECTIONS.items():
        row = re.search(rf"^\| `\[{section}\]` \| (.*) \|", TEXT, re.M)
        assert row, section
        named = set(re.findall(r"`([\w-]+)`", row[1]))
        assert named >= set(forms), (section, set(forms) - named)
    limits = re.search(r"^\| `\[limits\]` \| (.*) \|", TEXT, re.M)
    assert limits and set(re.findall(r"`(\w+)`", limits[1])) >= set(specs.UNITS)
    assert all(f"`{{{field}}}`" in TEXT for field in NAME_FIELDS)


def test_the_example_of_the_page_stands(tmp_path: Path) -> None:
    example = re.search(r"```toml\n([\s\S]+?)```", TEXT)
    assert example
    file = tmp_path / "maison.toml"
    file.write_text(example[1], encoding="utf-8")
    spec, faults = specs.inspect(file)
    assert faults == () and spec is not None and spec.extends and spec.layouts


def test_kinds_are_told_as_the_command_tells_them() -> None:
    assert set(wording.table("en", "ui")["spec_kinds"]) == set(specs.KINDS)
