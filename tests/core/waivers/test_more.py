"""Waivers on disk, withdrawn, in gaps, of rights, and many of them."""

from __future__ import annotations

from dataclasses import replace

from picturelock import wording
from picturelock.findings import Finding, Place
from picturelock.times import Span
from picturelock.waivers.apply import Applied
from picturelock.waivers.waiver_file import read_waiver
from waiver_desk import Desk

EARLIER = """\
TITLE: v2
FCM: NON-DROP FRAME

001  B002     V     C        00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00
* FROM CLIP NAME: B002.mov
002  A001     V     C        00:00:00:00 00:00:04:00 00:00:01:00 00:00:05:00
* FROM CLIP NAME: A001.mov
003  B002     V     C        00:00:01:00 00:00:05:00 00:00:05:00 00:00:09:00
* FROM CLIP NAME: B002.mov
"""
AGAIN = (
    EARLIER
    + """\
004  A001     V     C        00:00:00:00 00:00:04:00 00:00:09:00 00:00:13:00
* FROM CLIP NAME: A001.mov
"""
)


def said(applied: Applied) -> list[str]:
    for finding in applied.said:
        assert wording.message(finding, "fr") and wording.message(finding, "en")
    return [finding.rule for finding in applied.said]


def test_what_is_written_is_read_again(desk: Desk) -> None:
    odd = 'a "quoted" \\ line,\n é ♪ \x7f \t end'
    facts = {"text": odd, "share": 0.1, "flag": True, "big": 2**70}
    waiver = desk.waive(replace(desk.finding(), evidence=facts))
    assert read_waiver(desk.root / waiver.file, desk.dossier().production) == waiver
    assert waiver.signed().startswith(b"picturelock/waiver-1\n{")


def test_a_gap_is_known_by_what_is_beside_it(desk: Desk) -> None:
    gap = EARLIER.replace("00:00:05:00 00:00:09:00", "00:00:06:00 00:00:10:00")
    desk.edit("cuts/v2.edl", lambda _: gap)
    rate = desk.dossier().cut.rate
    place = Place(record=Span(rate.time_of(125), rate.time_of(150)), track="V1")
    finding = Finding("continuity.gap", "error", place, {"gap_frames": 25})
    desk.waive(finding)
    assert desk.apply(finding).findings[0].waived
    desk.edit(
        "cuts/v2.edl", lambda text: text.replace("00:00:01:00 00:00:05:00 00:00:06", "00:00:01:01 00:00:05:01 00:00:06")
    )
    assert not desk.apply(finding).findings[0].waived


def test_a_right_is_waived_for_what_was_used_and_for_no_more(desk: Desk) -> None:
    """A rights finding points at the first use of a source; a use more, elsewhere, was not waived."""
    desk.edit("picturelock.toml", lambda text: text.replace('"post supervisor"', '"producer"'))
    rate = desk.dossier().cut.rate
    place = Place(record=Span(rate.time_of(0), rate.time_of(100)), source="A001.mov", shot="V1:1")
    finding = Finding("rights.territory", "error", place, {"missing": "FR"})
    desk.waive(finding)
    assert desk.apply(finding).findings[0].waived
    desk.edit(
        "cuts/v2.edl",
        lambda text: (
            text
            + AGAIN.partition("004")[2].join(("003", "")).replace("00:00:09:00 00:00:13:00", "00:00:08:00 00:00:12:00")
        ),
    )
    applied = desk.apply(finding)
    assert not applied.findings[0].waived and said(applied) == ["waivers.shots-changed"]


def test_a_thousand_waivers_and_a_long_cut_cost_little(desk: Desk) -> None:
    import time

    waiver = desk.waive(desk.finding())
    text = (desk.root / waiver.file).read_text(encoding="utf-8")
    for number in range(300):
        (desk.root / f"waivers/copy-{number}.toml").write_text(text, encoding="utf-8")
    start = time.monotonic()
    applied = desk.apply(desk.finding(), *(desk.finding(start=at, end=at + 5) for at in range(100)))
    assert sum(bool(one.waived) for one in applied.findings) == 1 and time.monotonic() - start < 20
