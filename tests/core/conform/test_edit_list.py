from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.conform.edit_list import read_edit_list
from picturelock.conform.events import conform
from picturelock.cues import Captions, Cue, plain
from picturelock.errors import InputError
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
SAMPLES = Path(__file__).parents[3].parent / "shared/samples/captions/tt-edit-list-scf/tests"


def edits(*pairs: tuple[str, str]) -> str:
    inner = "".join(f"<edit><in>{a}</in><out>{b}</out></edit>" for a, b in pairs)
    return f'<?xml version="1.0"?><editlist>{inner}</editlist>'


def test_two_stretches_of_a_programme_close_up(tmp_path: Path) -> None:
    path = tmp_path / "liste d’été.xml"
    path.write_text(edits(("00:00:02:00", "00:00:10:00"), ("00:00:15:00", "00:00:20:00")), encoding="utf-8")
    old, new = read_edit_list(path, RATE)
    assert RATE.nearest(new.duration) == 13 * 25

    def cue(first: float, end: float) -> Cue:
        return Cue(Span(RATE.time_of(int(first * 25)), RATE.time_of(int(end * 25))), plain("x"))

    done = conform(Captions((cue(0, 1), cue(1, 4), cue(5, 6), cue(9, 12), cue(16, 18), cue(20, 22))), old, new)
    where = [[(RATE.nearest(c.span.start), RATE.nearest(c.span.end)) for c in event.cues] for event in done.events]
    assert where == [[], [(0, 50)], [(75, 100)], [(175, 200)], [(225, 275)], []]
    assert [event.state for event in done.events] == ["dropped", "trimmed", "moved", "trimmed", "moved", "dropped"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not XML"),
        ("<a/>", "expected <editlist>"),
        ("<editlist/>", "holds no edit"),
        (edits(("1", "2")), "edit 1"),
        (edits(("00:00:02:30", "00:00:10:00")), "edit 1"),
        (edits(("00:00:10:00", "00:00:02:00")), "ends before it starts"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><editlist>&a;</editlist>', "is not XML that can be read"),
        ("<editlist>" + "<a>" * 200_000, "is not XML"),
    ],
)
def test_what_is_no_edit_list_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "list.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_edit_list(path, RATE)


def test_the_public_lists_are_read() -> None:
    lists = sorted((SAMPLES / "test_editlists").glob("*.xml"))
    if not lists:
        pytest.skip("not proven: the public edit lists are not here")
    lengths = [RATE.nearest(read_edit_list(path, RATE)[1].duration) for path in lists]
    assert lengths == [2437, 45000, 325, 425]
