"""`test --hosts`: what is noted of a run. The hosts themselves are tried by the run."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installers"))
try:
    import hosts
finally:
    sys.path.pop(0)


def row(host: str, what: str, right: int, remark: str = "") -> dict[str, object]:
    return {"host": host, "version": "1.2", "what": what, "right": right, "total": 120, "remark": remark}


def test_a_run_rewrites_the_rows_of_what_it_tried(tmp_path: Path) -> None:
    page = tmp_path / "hosts.md"
    page.write_text("# Proof\n\n<!-- results -->\n<!-- end of results -->\n\nMore.\n", encoding="utf-8")
    hosts.write_table(page, [row("melt", "`.mlt`", 119), row("GES", "`.otio`", 120, "theirs")])
    hosts.write_table(page, [row("melt", "`.mlt`", 120)])
    today = datetime.date.today().isoformat()
    assert page.read_text(encoding="utf-8") == (
        f"# Proof\n\n<!-- results -->\n{hosts.HEAD}| {today} | GES | 1.2 | `.otio` | 120/120 | theirs |\n"
        f"| {today} | melt | 1.2 | `.mlt` | 120/120 |  |\n<!-- end of results -->\n\nMore.\n"
    )


def test_the_page_has_a_place_for_them() -> None:
    text = (ROOT / "docs" / "hosts.md").read_text(encoding="utf-8")
    assert text.count(hosts.BEGIN) == text.count(hosts.END) == 1


def test_failed_and_broken_tests_of_blender_do_not_count(tmp_path: Path) -> None:
    report = tmp_path / "blender.xml"
    assert hosts._blender_rows(Path(sys.executable), report) == []
    report.write_text(
        '<testsuites><testsuite tests="10" skipped="2" failures="1" errors="1"/></testsuites>', encoding="utf-8"
    )
    (found,) = hosts._blender_rows(Path(sys.executable), report)
    assert (found["right"], found["total"]) == (6, 8)
