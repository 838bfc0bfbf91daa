from __future__ import annotations

import io
import logging
from fractions import Fraction
from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, Placement, Run, plain
from picturelock.errors import InputError, UsageError
from picturelock.formats.stl.charset import decode, encode
from picturelock.formats.stl.format import STL, STL_TELETEXT
from picturelock.times import FLICKS_PER_SECOND, Flicks, FrameRate, Span

FILE = Path("film.stl")
PAL = FrameRate(25)
SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "captions"
FRENCH = "àâäæçéèêëîïôöœùûüÿ ÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ « cœur » ’ “ ” — ; ! ?"


def at(first: int, last: int) -> Span:
    return Span(PAL.time_of(first), PAL.time_of(last))


def cue(number: int, text: str, **known: object) -> Cue:
    return Cue(at(100 * number, 100 * number + 50), plain(text), str(number), **known)  # type: ignore[arg-type]


def captions(*cues: Cue, **known: object) -> Captions:
    return Captions(cues, **{"rate": PAL, "language": "fr", **known})  # type: ignore[arg-type]


def through_ttconv(data: bytes) -> list[tuple[Fraction, Fraction, str]]:
    """What another reader finds: start and end in seconds, and the text with one space for any."""
    from ttconv import model
    from ttconv.stl.reader import to_model

    def text(element: model.ContentElement) -> str:
        if isinstance(element, model.Br):
            return "\n"
        if isinstance(element, model.Text):
            return str(element.get_text())
        return "".join(text(child) for child in element)

    logging.disable(logging.ERROR)
    try:
        document = to_model(io.BytesIO(data))
    finally:
        logging.disable(logging.NOTSET)
    body = document.get_body()
    found = [element for element in body.dfs_iterator() if element.get_begin() is not None]
    return sorted((part.get_begin(), part.get_end(), text(part).strip("\n")) for part in found)


def seconds(time: Flicks) -> Fraction:
    return Fraction(time, FLICKS_PER_SECOND)


def test_every_french_letter_is_read_back_by_another_reader() -> None:
    given = captions(cue(1, FRENCH), cue(3, "L’œuvre\n— Où ça ?"), cue(5, "Ça, c’est « naïf »"))
    for written in (STL.write_bytes(given), STL_TELETEXT.write_bytes(given)):
        data, losses = written
        assert [loss.evidence.get("what") for loss in losses] in ([], ["row-length"])
        expected = [(seconds(one.span.start), seconds(one.span.end), one.text) for one in given.cues]
        assert through_ttconv(data) == expected
        assert [one.text for one in STL.read_bytes(data, FILE)[0].cues] == [one.text for one in given.cues]


def test_the_first_block_says_what_it_must() -> None:
    start = PAL.time_of(3600 * 25)
    given = captions(cue(1, "Un"), cue(2, "x" * 250), start=start, language="fr-ca", extras=(("title", "La Lettre"),))
    data, _ = STL.write_bytes(given)
    assert len(data) == 1024 + 4 * 128
    assert data[:16] == b"850STL25.010000F"
    assert data[16:25] == b"La Lettre"
    assert data[238:251] == b"0000400002001"
    assert data[251:255] == b"4023" and data[255:256] == b"1"
    assert data[256:272] == b"0100000001000400" and data[272:277] == b"11CAN"
    assert [data[1024 + 128 * n + 3] for n in range(4)] == [0xFF, 0, 1, 0xFF]
    assert STL.read_bytes(data, FILE)[0].start == start


def test_an_accent_is_never_parted_from_its_letter() -> None:
    text = "a" * 111 + "é" * 60
    data, _ = STL.write_bytes(captions(cue(1, text)))
    blocks = [data[at : at + 128] for at in range(1024, len(data), 128)]
    assert all(not 0xC1 <= block[16:].rstrip(b"\x8f")[-1] <= 0xCF for block in blocks)
    assert STL.read_bytes(data, FILE)[0].cues[0].text == text


@pytest.mark.parametrize("sign", "œŒæÆÿŸ«»’“”—çé♪½ﬁ"[:-1])
def test_a_character_is_itself_again(sign: str) -> None:
    code = encode(sign, "00")
    assert code is not None and decode(code, "00") == sign


def test_what_the_set_lacks_is_written_like_it_and_said() -> None:
    data, losses = STL.write_bytes(captions(cue(1, "Bon… 10 € – ǎ 漢\u202f!")))
    assert STL.read_bytes(data, FILE)[0].cues[0].text == "Bon... 10 EUR - a ?\u00a0!"
    said = {loss.evidence["character"]: loss.evidence["replacement"] for loss in losses}
    assert said == {"…": "...", "€": "EUR", "–": "-", "ǎ": "a", "漢": "?"}
    assert all(loss.source.startswith("EBU Tech 3264") for loss in losses)
    assert {(loss.rule, loss.severity) for loss in losses if loss.evidence["character"] in "漢ǎ…"} == {
        ("captions.no-equal", "error"),
        ("captions.transliterated", "warning"),
        ("captions.transliterated", "info"),
    }


def test_other_alphabets_have_their_own_set() -> None:
    for text, charset in (("Привет", b"01"), ("Γειά σου", b"03"), ("שלום", b"04")):
        data, losses = STL.write_bytes(captions(cue(1, text)))
        assert data[12:14] == charset and losses == ()
        assert STL.read_bytes(data, FILE)[0].cues[0].text == text


def test_colours_boxes_and_styles() -> None:
    runs = (Run("Il dit "), Run("oui", color="#ffff00"), Run(" et part", italic=True))
    given = captions(Cue(at(100, 200), (runs, (Run("tout", background="#0000ff"),)), "1"))
    open_data, open_losses = STL.write_bytes(given)
    assert open_losses == ()
    back = STL.read_bytes(open_data, FILE)[0].cues[0]
    assert [(run.text.strip(), run.color, run.italic) for run in back.lines[0]] == [
        ("Il dit", None, False),
        ("oui", "yellow", False),
        ("et part", None, True),
    ]
    assert back.lines[1] == (Run("tout", background="blue"),)
    data, losses = STL_TELETEXT.write_bytes(given)
    assert {str(loss.evidence["what"]) for loss in losses} == {"italics"}
    assert data[1024 + 16 :].startswith(
        b"\x0d\x0b\x0bIl dit\x03oui\x07et part\x0a\x0a\x8a\x8a\x0d\x04\x1d\x07\x0b\x0btout"
    )


def test_a_colour_never_tears_a_word() -> None:
    given = captions(Cue(at(100, 200), ((Run("bon"), Run("jour", color="red"), Run(" à tous", color="red")),), "1"))
    data, losses = STL.write_bytes(given)
    assert STL.read_bytes(data, FILE)[0].cues[0].text == "bonjour à tous"
    assert {str(loss.evidence["what"]) for loss in losses} == {"colors"}


@pytest.mark.parametrize("row", range(1, 24))
def test_every_row_comes_back(row: int) -> None:
    data, _ = STL.write_bytes(captions(cue(1, "Un\nDeux")))
    moved = data[:1024] + data[1024:1037] + bytes([row]) + data[1038:]
    read, _ = STL.read_bytes(moved, FILE)
    again, losses = STL.write_bytes(read)
    assert again[1037] == row and losses == ()


def test_a_caption_that_was_moved_since_is_written_where_it_stands() -> None:
    read, _ = STL.read_bytes(
        STL.write_bytes(captions(cue(1, "Un", placement=Placement(Fraction(1, 2), "bottom"))))[0], FILE
    )
    top = Captions((Cue(read.cues[0].span, read.cues[0].lines, "1", None, None, Placement(edge="top"),
                        extras=read.cues[0].extras),), rate=PAL)  # fmt: skip
    assert STL.write_bytes(top)[0][1037] == 1


def test_comments_and_cumulative_sets_survive() -> None:
    given = captions(
        cue(1, "Un", extras=(("stl.cs", "1"),)),
        cue(2, "Deux", extras=(("stl.cs", "3"),)),
        cue(3, "Trois", extras=(("note", "à voir"),)),
    )
    data, losses = STL.write_bytes(given)
    assert losses == () and [data[1024 + 128 * n + 15] for n in range(4)] == [0, 0, 1, 0]
    assert STL.read_bytes(data, FILE)[0].cues == given.cues
    assert [text for _, _, text in through_ttconv(data) if text in ("Un", "Deux")] == ["Un", "Deux"]


def test_only_its_two_rates_are_written() -> None:
    with pytest.raises(UsageError, match=r"counts 25 or 29\.97 frames a second; these captions are at 23\.976"):
        STL.write_bytes(captions(cue(1, "x"), rate=FrameRate(24000, 1001)))
    with pytest.raises(UsageError, match="have no rate"):
        STL.write_bytes(captions(cue(1, "x"), rate=None))
    ntsc = FrameRate(30000, 1001)
    one = Cue(Span(ntsc.time_of(1800), ntsc.time_of(1830)), plain("x"), "1")
    data, losses = STL.write_bytes(Captions((one,), rate=ntsc))
    assert data[3:11] == b"STL30.01" and data[1029:1033] == bytes([0, 1, 0, 0]) and losses == ()
    dropped, losses = STL.write_bytes(Captions((one,), rate=ntsc, drop=True))
    assert dropped[1029:1033] == bytes([0, 1, 0, 2])
    assert [loss.evidence["what"] for loss in losses] == ["drop-frame"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not EBU STL"),
        (b"850STL25.01", "ends within the first block"),
        (b"$FontName = Arial\r\n00:00:01:00,00:00:02:00,Hello\r\n", "is Spruce STL, which is text"),
        (b"00:00:01:00 , 00:00:02:00 , Hello\r\n", "is Spruce STL, which is text"),
        (b"\x7fELF" + bytes(2000), "is not EBU STL"),
    ],
)
def test_what_is_no_ebu_stl_is_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        STL.read_bytes(data, FILE)


def test_a_file_that_breaks_off_says_so() -> None:
    data, _ = STL.write_bytes(captions(cue(1, "Un"), cue(2, "Deux"), cue(3, "Trois")))
    read, findings = STL.read_bytes(data[:-60], FILE)
    assert [one.text for one in read.cues] == ["Un", "Deux"]
    assert [(found.rule, found.severity) for found in findings] == [("captions.truncated", "error")]


def test_impossible_times_are_found_and_their_captions_kept() -> None:
    data = bytearray(STL.write_bytes(captions(cue(1, "Un")))[0])
    data[1029:1037] = bytes([25, 70, 70, 99, 1, 0, 0, 0])
    read, findings = STL.read_bytes(bytes(data), FILE)
    assert len(read.cues) == 1 and read.cues[0].span.duration == 0
    assert {found.rule for found in findings} == {"captions.bad-time", "captions.reversed-times"}


def test_no_public_sample_loses_a_word_another_reader_finds() -> None:
    files = sorted(SAMPLES.glob("ebu-stl-*/*.stl"))
    if not files:
        pytest.skip("not proven: the public caption samples are not on this machine")
    assert len(files) == 27
    for file in files:
        read, _ = STL.read_bytes(file.read_bytes(), file)
        ours = {"".join(one.text.split()) for one in read.cues}
        theirs = {"".join(text.split()) for _, _, text in through_ttconv(file.read_bytes())}
        joined = "".join(sorted(ours))
        assert all(text in joined or text in ours for text in theirs), file.name
        writer = STL_TELETEXT if dict(read.extras).get("stl.DSC") in ("1", "2") else STL
        again, losses = writer.write_bytes(read)
        assert STL.read_bytes(again, file)[0].cues == read.cues, file.name
        assert {str(loss.evidence["what"]) for loss in losses} <= {"row-length"}, file.name
