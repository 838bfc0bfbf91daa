"""imscJS in a browser, which shares nothing with us, shows what was written: text, places, colours, italics, and no complaint.

Runs where Chromium is installed and PICTURELOCK_IMSCJS names imscJS's imsc.all.min.js (from the npm package "imsc").
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
from fractions import Fraction
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from picturelock.cues import Captions, Cue, Placement, Run, plain
from picturelock.formats.ttml.ebu_tt_d import EBU_TT_D
from picturelock.formats.ttml.imsc import IMSC
from picturelock.times import FrameRate, Span

FILM = FrameRate(24000, 1001)
PAGE = """<!DOCTYPE html><meta charset="utf-8"><div id="screen" style="position:relative;width:1280px;height:720px"></div>
<pre id="seen"></pre><script src="imsc.js"></script><script id="ttml" type="text/plain">TTML</script><script>
const said = [], tell = kind => message => { said.push(kind + ": " + message); return false; };
const told = {info: tell("info"), warn: tell("warn"), error: tell("error"), fatal: tell("fatal")};
const screen_ = document.getElementById("screen");
function words(element) {
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  return {text: element.textContent, left: box.left - screen_.offsetLeft, right: box.right - screen_.offsetLeft,
    top: box.top - screen_.offsetTop, bottom: box.bottom - screen_.offsetTop, color: style.color, slant: style.fontStyle};
}
const source = new TextDecoder().decode(Uint8Array.from(atob(document.getElementById("ttml").textContent), c => c.charCodeAt(0)));
const model = imsc.fromXML(source, told);
const shown = TIMES.map(time => {
  screen_.textContent = "";
  imsc.renderHTML(imsc.generateISD(model, time, told), screen_, null, 720, 1280, false, told);
  return [...screen_.querySelectorAll("span")].filter(e => e.textContent.trim() && !e.querySelector("span")).map(words);
});
document.getElementById("seen").textContent = JSON.stringify({said, shown});
</script>"""


def browser() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None or not Path(os.environ.get("PICTURELOCK_IMSCJS", "")).is_file():
        pytest.skip("not proven: Chromium and imscJS are not on this machine")
    return found


def seen(ttml: str, times: list[float], folder: Path) -> tuple[list[str], list[list[dict[str, Any]]]]:
    """What imscJS says, and the pieces of text that are on screen at each time."""
    chromium = browser()
    shutil.copy(os.environ["PICTURELOCK_IMSCJS"], folder / "imsc.js")
    page = PAGE.replace("TTML", base64.b64encode(ttml.encode()).decode(), 1).replace("TIMES", json.dumps(times), 1)
    (folder / "page.html").write_text(page, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", "--dump-dom"]
    command = [chromium, *options, (folder / "page.html").as_uri()]
    dumped = subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode()
    match = re.search(r'<pre id="seen">(.*?)</pre>', dumped, re.DOTALL)
    assert match is not None and match[1], dumped[:2000]
    found = json.loads(unescape(match[1]))
    return found["said"], found["shown"]


def captions() -> Captions:
    italic = (Run("« L’été "), Run("où", italic=True), Run(" Noël naît\u00a0»"))
    places = [
        ((italic, *plain("œuvre & <cœur>")), None, None),
        (((Run("rouge", color="#ff0000"),),), Placement(edge="top"), None),
        (plain("à gauche"), Placement(Fraction(1, 2), "middle", Fraction(1, 5), Fraction(2, 5)), "left"),
        (plain("à droite"), None, "right"),
    ]
    return Captions(
        tuple(
            Cue(Span(FILM.time_of(48 * n), FILM.time_of(48 * n + 48)), lines, str(n), placement=place, align=align)
            for n, (lines, place, align) in enumerate(places)
        ),
        "fr",
        rate=FILM,
    )


def letters(text: str) -> str:
    """Without white space: imscJS makes an element of a line break, and of spaces around it."""
    return "".join(text.split())


@pytest.mark.parametrize("form", [IMSC, EBU_TT_D], ids=["imsc", "ebu-tt-d"])
def test_a_browser_shows_what_was_written(form: Any, tmp_path: Path) -> None:
    given = captions()
    # A player asks at the time of the frame: the caption is there, and the one before gone.
    times = [48 * n * 1001 / 24000 for n in range(len(given.cues))]
    said, shown = seen(form.write(given)[0], times, tmp_path)
    assert [message for message in said if not message.startswith("info")] == []
    for cue, pieces in zip(given.cues, shown, strict=True):
        assert letters("".join(piece["text"] for piece in pieces)) == letters(cue.text)
    bottom, top, left, right = shown
    assert [piece["slant"] for piece in bottom if piece["text"].strip() == "où"] == ["italic"]
    assert all(piece["slant"] == "normal" for piece in bottom if "Noël" in piece["text"])
    middle = (min(piece["left"] for piece in bottom) + max(piece["right"] for piece in bottom)) / 2
    assert abs(middle - 640) < 40 and 540 < bottom[-1]["bottom"] < 690
    assert top[0]["color"] == "rgb(255, 0, 0)" and 20 < top[0]["top"] < 130
    assert abs(left[0]["left"] - 256) < 25 and abs((left[0]["top"] + left[0]["bottom"]) / 2 - 360) < 25
    assert abs(right[0]["right"] - 1152) < 25
