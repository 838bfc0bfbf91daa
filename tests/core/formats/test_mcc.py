"""MacCaption: packets taken apart, and the captions in them as ffmpeg sees them too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from picturelock.cues import Captions
from picturelock.errors import InputError, UsageError
from picturelock.formats.cea608.mcc import MCC
from picturelock.formats.files import read_captions
from picturelock.formats.srt import SRT
from picturelock.media import ffmpeg
from picturelock.times import FrameRate, Timecode

FILE = Path("film.mcc")
SAMPLE = Path(__file__).resolve().parents[4] / "shared/samples/captions/mcc/BigBuckBunny_256x144-24fps.mcc"
HEAD = "File Format=MacCaption_MCC V1.0\n\n// a note\n\nUUID=x\nTime Code Rate={rate}\n\n"


def packet(*triplets: str, rate: int = 4, timecode: bool = False) -> str:
    """A whole packet of ancillary data, as hexadecimal digits."""
    data = bytes.fromhex("".join(triplets))
    inner = bytes.fromhex("71C0000000") if timecode else b""
    inner += bytes((0x72, 0xE0 | len(triplets))) + data
    flags = 0x43 | (0x80 if timecode else 0)
    body = bytes((0x96, 0x69, len(inner) + 11, rate << 4 | 0xF, flags, 0, 0)) + inner + bytes((0x74, 0, 0))
    body += bytes((-sum(body) % 256,))
    whole = bytes((0x61, 0x01, len(body))) + body
    return (whole + bytes((sum(whole) % 256,))).hex().upper()


def film(rate: str, *lines: tuple[str, str]) -> str:
    return HEAD.format(rate=rate) + "".join(f"{timecode}\t{data}\n" for timecode, data in lines)


POP_ON = ("FC9420", "FC9420", "FC94AE", "FC94AE", "FC9470", "FC9470", "FCC1C2", "FC942F", "FC942F")
ERASE = ("FC942C", "FC942C")


def one(rate: str = "30DF", code: int = 4) -> str:
    words = [(f"00:00:01:{n:02}", packet(word, "FE0102", rate=code)) for n, word in enumerate(POP_ON)]
    return film(rate, *words, ("00:00:03:00", packet(*ERASE, rate=code)))


@pytest.mark.parametrize(
    ("label", "code", "rate", "drop"),
    [
        ("30DF", 4, FrameRate(30000, 1001), True),
        ("30", 4, FrameRate(30000, 1001), False),
        ("30", 5, FrameRate(30), False),
        ("24", 1, FrameRate(24000, 1001), False),
        ("24", 2, FrameRate(24), False),
        ("25", 3, FrameRate(25), False),
        ("60DF", 7, FrameRate(60000, 1001), True),
    ],
)
def test_the_rate_is_what_the_packets_say(label: str, code: int, rate: FrameRate, drop: bool) -> None:
    captions, findings = MCC.read(one(label, code), FILE)
    assert (captions.rate, captions.drop, findings) == (rate, drop, ())
    assert [cue.text for cue in captions.cues] == ["AB"]
    start = Timecode.parse("00:00:01:07", rate, drop).time
    assert (captions.cues[0].span.start, captions.cues[0].span.end) == (
        start,
        Timecode.parse("00:00:03:00", rate, drop).time,
    )


def test_several_words_in_a_frame_and_letters_for_bytes() -> None:
    whole = packet(*POP_ON, "FA0000", "FA0000", "FA0000", "FD8080", timecode=True)
    short = re.sub("^6101", "T", whole).replace("9669", "S", 1).replace("FA0000" * 3, "I").replace("FD8080", "R")
    assert {"T", "S", "I", "R"} <= set(short)
    captions, findings = MCC.read(film("24", ("00:00:01:00", short), ("00:00:02:00", packet(*ERASE))), FILE)
    assert [cue.text for cue in captions.cues] == ["AB"] and findings == ()


def test_words_of_line_21_alone() -> None:
    lines = [(f"00:00:01:{n:02}", f"61020380{word[2:]}00") for n, word in enumerate(POP_ON)]
    sums = [(label, data[:-2] + f"{sum(bytes.fromhex(data[:-2])) % 256:02X}") for label, data in lines]
    captions, findings = MCC.read(film("30", *sums, ("00:00:03:00", packet(*ERASE, rate=5))), FILE)
    assert [cue.text for cue in captions.cues] == ["AB"] and findings == ()


def test_the_second_field_is_read_where_the_first_is_empty() -> None:
    second = [word.replace("FC94", "FD15").replace("FCC1", "FDC1") for word in POP_ON]
    captions, findings = MCC.read(film("30", ("00:00:01:00", packet(*second)), ("00:00:02:00", packet("FD152C"))), FILE)
    assert [cue.text for cue in captions.cues] == ["AB"]
    assert "captions.no-cues" not in [found.rule for found in findings]


@pytest.mark.parametrize("own_codes", [True, False])
def test_captions_of_the_second_field_are_counted_where_the_first_is_read(own_codes: bool) -> None:
    lines = []
    for n, word in enumerate(POP_ON):
        other = "FD" + (word[2:].replace("94", "15", 1) if own_codes else word[2:])
        lines.append((f"00:00:01:{n:02}", packet(word, other)))
    erase = [packet(*ERASE, *("FD" + ("15" if own_codes else "94") + "2C",) * 2)]
    captions, findings = MCC.read(film("30", *lines, ("00:00:03:00", erase[0])), FILE)
    assert [cue.text for cue in captions.cues] == ["AB"]
    assert [(found.rule, dict(found.evidence)) for found in findings] == [
        ("captions.other-channel", {"channel": "CC3", "count": 1, "read": "CC1"})
    ]


@pytest.mark.parametrize("damaged", ["61XY", "610152", "6101"])
def test_a_file_without_a_whole_packet_names_line_and_reason(damaged: str) -> None:
    with pytest.raises(InputError, match="cut short or is not hexadecimal") as caught:
        MCC.read(film("30", ("00:00:01:00", damaged), ("00:00:01:01", damaged)), FILE)
    assert "line 8" in str(caught.value)


def test_captions_for_digital_receivers_alone_are_said() -> None:
    captions, findings = MCC.read(film("30", ("00:00:01:00", packet("FF0101", "FE4142"))), FILE)
    assert captions.cues == ()
    assert [(found.rule, found.evidence["count"]) for found in findings] == [("captions.only-708", 2)]


def test_damage_is_named_by_line() -> None:
    good = packet(*POP_ON)
    wrong_sum = good[:-2] + ("00" if good[-2:] != "00" else "01")
    text = film(
        "30", ("00:00:01:00", wrong_sum), ("00:00:01:01", good[:30]), ("00:00:01:02", "61XY"), ("00:00:99:00", good)
    )
    _, findings = MCC.read(text, FILE)
    assert [(found.rule, found.place.line) for found in findings][:4] == [
        ("captions.checksum", 8),
        ("captions.bad-packet", 9),
        ("captions.bad-packet", 10),
        ("captions.bad-block", 11),
    ]


def test_it_is_only_read_and_only_if_it_is_one() -> None:
    with pytest.raises(UsageError, match="not written"):
        MCC.write(Captions(()))
    with pytest.raises(InputError, match="not MacCaption"):
        MCC.read("Scenarist_SCC V1.0\n", FILE)


def test_the_public_file_names_its_second_field(tmp_path: Path) -> None:
    if not SAMPLE.is_file():
        pytest.skip("not proven: the public caption samples are not on this machine")
    target = tmp_path / "second.srt"
    source = ffmpeg.source(SAMPLE, formats=("mcc",), data_field="second")
    ffmpeg.run(ffmpeg.write(source, target, format="srt"), time_limit_s=60)
    theirs, _ = SRT.read(target.read_text(encoding="utf-8"), target)
    _, findings = read_captions(SAMPLE)
    (other,) = [found for found in findings if found.rule == "captions.other-channel"]
    assert (other.evidence["channel"], other.evidence["read"]) == ("CC3", "CC1")
    # Rows far apart are captions of their own here, and one to ffmpeg.
    assert int(str(other.evidence["count"])) >= len(theirs.cues) == 13


def test_the_public_file_is_read_as_ffmpeg_reads_it(tmp_path: Path) -> None:
    if not SAMPLE.is_file():
        pytest.skip("not proven: the public caption samples are not on this machine")
    target = tmp_path / "seen.srt"
    source = ffmpeg.source(SAMPLE, formats=("mcc",), data_field="first")
    ffmpeg.run(ffmpeg.write(source, target, format="srt"), time_limit_s=60)
    theirs, _ = SRT.read(target.read_text(encoding="utf-8"), target)
    captions, _ = read_captions(SAMPLE)

    def lines(track: Captions) -> list[list[str]]:
        return [
            [line.replace("\\h", " ").replace("’", "'").strip() for line in cue.text.split("\n")] for cue in track.cues
        ]

    assert lines(captions) == lines(theirs)
    # ffmpeg takes "24" for 24/1, where the packets say 23.976: the frames are the same.
    film_rate = FrameRate(24)
    assert captions.rate == FrameRate(24000, 1001)
    starts = [film_rate.nearest(cue.span.start) for cue in theirs.cues]
    assert [captions.rate.nearest(cue.span.start) for cue in captions.cues] == starts
