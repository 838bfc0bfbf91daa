"""`test --hosts`: installs editing systems that are not ours, lets each open what we write, and notes what it showed."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree  # of our own pytest

from words import say

PACKAGES = {
    "ges-launch-1.0": (
        "ges1.0-tools", "gir1.2-ges-1.0", "python3-gst-1.0", "gstreamer1.0-libav", "gstreamer1.0-plugins-good",
        "gstreamer1.0-plugins-base", "gstreamer1.0-plugins-bad",
    ),
    "openshot-qt": ("openshot-qt",),
    "melt": ("melt",),
    "kdenlive": ("kdenlive",),
    "xvfb-run": ("xvfb",),
    "dbus-run-session": ("dbus", "dbus-x11"),
}  # fmt: skip
"""Debian's and Ubuntu's packages, by the program that they bring."""
GES = ("opentimelineio>=0.18,<0.19", "otio-xges-adapter==1.0.0", "defusedxml>=0.7")
"""For the Python that GES starts, which is the system's."""
BLENDER = "bpy==4.5.*"
BLENDER_PYTHON = (3, 11)
BEGIN, END = "<!-- results -->", "<!-- end of results -->"
HEAD = "| Date | Host | Version | What it opened | Frames right | |\n|---|---|---|---|---|---|\n"


def run(root: Path, python: Path, rest: list[str]) -> int:
    """Install what can be, try all hosts, and rewrite the table in docs/hosts.md; 1 where one showed a wrong frame."""
    _install_programs()
    folder = root / ".venv-hosts"
    folder.mkdir(exist_ok=True)
    env = dict(os.environ, PICTURELOCK_HOSTS="1")
    if ges := _ges_packages(folder / "ges", python):
        env["PICTURELOCK_HOSTS_GES"] = str(ges)
    with tempfile.TemporaryDirectory() as temporary:
        results = Path(temporary) / "results.jsonl"
        env["PICTURELOCK_HOSTS_RESULTS"] = str(results)
        command = [str(python), "-m", "pytest", "tests/hosts", "--ignore-glob=*test_blender*", *rest]
        failed = subprocess.call(command, cwd=root, env=env)
        rows = [json.loads(line) for line in results.read_text("utf-8").splitlines()] if results.exists() else []
        if blender := _blender_python(folder / "blender", python):
            report = Path(temporary) / "blender.xml"
            files = sorted(str(path) for path in (root / "tests" / "hosts").glob("test_blender*.py"))
            command = [str(blender), "-m", "pytest", *files, f"--junitxml={report}", *rest]
            failed = subprocess.call(command, cwd=root, env=env) or failed
            rows += _blender_rows(blender, report)
    write_table(root / "docs" / "hosts.md", rows)
    return 1 if failed else 0


def _install_programs() -> None:
    """The hosts that apt has, where we may; else the command that a person would type."""
    missing = sorted({name for program, names in PACKAGES.items() for name in _missing(program, names)})
    if not missing:
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(say("hosts_apt", packages=", ".join(missing)), flush=True)
        quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        subprocess.call(["apt-get", "update", "-qq"], env=quiet)
        subprocess.call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], env=quiet)
    else:
        print(say("hosts_missing", packages=" ".join(missing)), flush=True)


def _missing(program: str, names: Iterable[str]) -> list[str]:
    """What a host still lacks: a program that is there may want a part that is not (GES: the typelib of its Python)."""
    if not shutil.which("dpkg-query"):
        return [] if shutil.which(program) else list(names)
    asked = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev}\n", *names]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    there = {line.split()[0] for line in told.splitlines() if line.split()[1:] == ["ii"]}
    return [name for name in names if name not in there]


def _ges_packages(folder: Path, python: Path) -> Path | None:
    """OpenTimelineIO for the system's Python, in a folder; None where there is none, or it cannot be fetched."""
    system = Path("/usr/bin/python3")
    if (folder / "otio_xges_adapter").is_dir():
        return folder
    if not system.exists() or not shutil.which("ges-launch-1.0"):
        return None
    asked = "import sys; print('%d.%d' % sys.version_info[:2])"
    version = subprocess.run([system, "-I", "-c", asked], capture_output=True, text=True, check=False).stdout.strip()
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(folder)]
    done = subprocess.call([*command, "--python-version", version, "--only-binary", ":all:", *GES])
    return folder if done == 0 else None


def _blender_python(folder: Path, python: Path) -> Path | None:
    """A Python with Blender in it, and our packages behind it; None where Blender has none for this version."""
    made = folder / "bin" / "python"
    if (folder / "ready").exists():
        return made
    if sys.version_info[:2] != BLENDER_PYTHON or os.name == "nt":
        print(say("hosts_no_blender", version="%d.%d" % BLENDER_PYTHON), flush=True)
        return None
    venv.EnvBuilder(with_pip=True, symlinks=True, clear=True).create(folder)
    if subprocess.call([str(made), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", BLENDER]):
        return None
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    ours, theirs = (
        subprocess.run([which, "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
        for which in (python, made)
    )
    # Behind Blender's own: it needs the NumPy that it came with.
    Path(theirs, "picturelock.pth").write_text(f"import site; site.addsitedir({ours!r})\n", encoding="utf-8")
    (folder / "ready").touch()
    return made


def _blender_rows(python: Path, report: Path) -> list[dict[str, object]]:
    """One row: how many of the adapter's tests passed."""
    if not report.exists():
        return []
    suite = next(ElementTree.parse(report).iter("testsuite"))
    total = int(suite.get("tests", 0)) - int(suite.get("skipped", 0))
    good = total - int(suite.get("failures", 0)) - int(suite.get("errors", 0))
    if total == 0:
        return []
    asked = "import bpy; print(bpy.app.version_string)"
    done = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
    version = (done.stdout.strip().splitlines() or ["?"])[-1].removesuffix(" LTS")
    what = "its sequencer, and the add-on"
    return [{"host": "Blender", "version": version, "what": what, "right": good, "total": total, "remark": "tests"}]


def write_table(page: Path, rows: Iterable[dict[str, object]]) -> None:
    """Put results into the page's table; what was not tried now keeps its older row."""
    text = page.read_text(encoding="utf-8")
    head, _, after = text.partition(BEGIN)
    table, _, tail = after.partition(END)
    kept = {}
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 6 and cells[0][:2] == "20":
            kept[cells[1], cells[3], cells[5]] = line
    today = datetime.date.today().isoformat()
    for row in rows:
        share = f"{row['right']}/{row['total']}"
        cells = [today, str(row["host"]), str(row["version"]), str(row["what"]), share, str(row["remark"])]
        kept[cells[1], cells[3], cells[5]] = "| " + " | ".join(cells) + " |"
    lines = "".join(kept[key] + "\n" for key in sorted(kept))
    page.write_text(f"{head}{BEGIN}\n{HEAD}{lines}{END}{tail}", encoding="utf-8")
