"""What holds of every file that is written in CEA-608, whatever the captions; and what no file can break."""

from __future__ import annotations

import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock.cues import Captions, Cue, Placement, Run
from picturelock.errors import InputError
from picturelock.formats.cea608.codes import COLORS, RATE
from picturelock.formats.cea608.mcc import MCC
from picturelock.formats.cea608.scc import SCC
from picturelock.formats.cea608.text import KNOWN, transliterate
from picturelock.formats.replacements import Replacements
from picturelock.times import Span, Timecode

FILE = Path("film.scc")
_SIGNS = st.sampled_from("abcXYZ éçœÀ«»’…!?.,;:-0123456789\u00a0\u202f♪&/½ËïÍß{}'\"—你")
_WORD = st.text(_SIGNS, min_size=1, max_size=12).filter(lambda text: text.strip() != "")


@st.composite
def lines(draw: st.DrawFn) -> tuple[Run, ...]:
    return tuple(
        Run(text, draw(st.booleans()), False, draw(st.booleans()), draw(st.sampled_from([None, *COLORS])))
        for text in draw(st.lists(_WORD, min_size=1, max_size=3))
    )


@st.composite
def captions(draw: st.DrawFn) -> Captions:
    cues: list[Cue] = []
    end = 0
    for number in range(1, draw(st.integers(1, 6)) + 1):
        start = end + draw(st.integers(0, 90))
        end = start + draw(st.integers(1, 60))
        text = tuple(draw(st.lists(lines(), min_size=1, max_size=4)))
        place = draw(st.sampled_from([None, Placement(edge="top"), Placement(edge="middle")]))
        align = draw(st.sampled_from([None, "left", "right"]))
        span = Span(RATE.time_of(start), RATE.time_of(end))
        cues.append(Cue(span, text, str(number), placement=place, align=align))
    return Captions(tuple(cues), rate=RATE, start=RATE.time_of(300), drop=draw(st.booleans()))


def sent(text: str) -> list[tuple[int, bytes]]:
    """The frame and the bytes of each line."""
    rows = [line.split("\t") for line in text.split("\n")[1:] if line]
    return [(Timecode.parse(label, RATE).frames, bytes.fromhex(words)) for label, words in rows]


@settings(deadline=None, max_examples=250)
@given(captions())
def test_one_word_a_frame_odd_parity_and_codes_twice(track: Captions) -> None:
    bursts = sent(SCC.write(track)[0])
    free = 300
    for frame, words in bursts:
        assert frame >= free
        free = frame + len(words) // 2
        assert all(byte.bit_count() % 2 for byte in words)
    stream = [words[at : at + 2] for _, words in bursts for at in range(0, len(words), 2)]
    at = 0
    while at < len(stream):
        code = 0x10 <= stream[at][0] & 0x7F <= 0x1F
        single_erase = stream[at] == b"\x94\x2c"  # where the frames allow no more
        assert not code or stream[at : at + 2] == [stream[at]] * 2 or single_erase
        at += 1 + (code and stream[at : at + 2] == [stream[at]] * 2)


@settings(deadline=None, max_examples=250)
@given(captions())
def test_what_is_read_back_is_what_was_written_after_transliteration(track: Captions) -> None:
    text, told = SCC.write(track)
    read, noted = SCC.read(text, FILE)
    left_out = {found.place.cue for found in told if found.rule == "captions.not-built"}
    wanted = [_bare(cue.text) for cue in track.cues if cue.id not in left_out]
    assert [_bare(cue.text.replace("\n", " ")) for cue in read.cues] == wanted
    assert {found.rule for found in noted} == (set() if wanted else {"captions.no-cues"})
    for earlier, later in pairwise(read.cues):
        assert earlier.span.start < earlier.span.end <= later.span.start
    unmoved = {"captions.build-time", "captions.not-built", "captions.no-blank", "captions.erase-late"}
    if not unmoved & {found.rule for found in told}:
        start = RATE.time_of(300)
        longer = [max(cue.span.end, cue.span.start + 2 * RATE.frame) for cue in track.cues]
        starts = [cue.span.start + start for cue in track.cues]
        assert [cue.span.start for cue in read.cues] == starts
        nexts = [*starts[1:], 1 << 62]
        assert [cue.span.end for cue in read.cues] == [
            min(end + start, n) for end, n in zip(longer, nexts, strict=True)
        ]


def _bare(text: str) -> str:
    """Without the spaces at the ends of lines, and as rows are broken anywhere, without double ones and breaks."""
    written = transliterate(text.replace("\n", " "), Replacements()).replace("’", "'")
    return "".join(written.split())


@settings(deadline=None, max_examples=250)
@given(captions())
def test_reading_and_writing_again_changes_nothing(track: Captions) -> None:
    first, _ = SCC.read(SCC.write(track)[0], FILE)
    text, told = SCC.write(first)
    again, _ = SCC.read(text, FILE)
    assert (again.cues, {found.rule for found in told} - {"captions.rows", "captions.lost"}) == (first.cues, set())


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=40))
def test_transliteration_gives_only_signs_that_are_there_and_counts_each(text: str) -> None:
    replacements = Replacements()
    assert KNOWN.issuperset(transliterate(text, replacements))
    if not KNOWN.issuperset(text):
        assert replacements.counts or transliterate(text, Replacements()) != text
    assert transliterate(written := transliterate(text, Replacements()), again := Replacements()) == written
    assert again.counts == {}


_HOSTILE = st.text(st.sampled_from("0123456789abcdef94202c2f2e2526ad:; \t\n"), max_size=120) | st.lists(
    st.integers(0, 0xFFFF), max_size=60
).map(lambda found: " ".join(f"{word:04x}" for word in found))


@settings(deadline=None, max_examples=400)
@given(st.lists(_HOSTILE, max_size=4))
def test_no_words_crash_it_and_times_never_overlap(rest: list[str]) -> None:
    text = "Scenarist_SCC V1.0\n" + "\n".join(f"00:00:0{n}:00\t{words}" for n, words in enumerate(rest))
    try:
        read, _ = SCC.read(text, FILE)
    except InputError as error:
        assert str(FILE) in str(error)
        return
    spans = [cue.span for cue in read.cues]
    assert all(span.start < span.end for span in spans)
    assert all(span == other or span.end <= other.start for span, other in pairwise(spans))
    SCC.write(read)


_CODES = [
    "9420", "9429", "9425", "942f", "942c", "94ae", "9421", "94ad", "9426", "9470", "91d0", "97a1",
    "91ae", "9120", "9137", "92a1", "13a4", "1c20", "1cd0", "15a0", "942a", "8080", "80c1", "c111",
    "10a1",
]  # fmt: skip
_WORDS = st.one_of(
    st.sampled_from(_CODES),
    st.sampled_from(_CODES).map(lambda word: f"{word} {word}"),
    st.integers(0x2020, 0x7F7F).map(lambda word: f"{word:04x}"),
)


@settings(deadline=None, max_examples=400)
@given(st.lists(_WORDS, min_size=1, max_size=40).map(" ".join))
def test_words_of_one_line_mean_what_they_mean_one_by_one(words: str) -> None:
    """Lines are read by the run; this holds it against reading by the word."""
    header = "Scenarist_SCC V1.0\n\n"
    single = [f"{Timecode(30 + at, RATE)}\t{word}" for at, word in enumerate(words.split())]
    whole, _ = SCC.read(f"{header}00:00:01:00\t{words}\n", FILE)
    assert SCC.read(header + "\n".join(single), FILE)[0].cues == whole.cues


@settings(deadline=None, max_examples=300)
@given(st.lists(st.text(st.sampled_from("0123456789ABCDEFGHIOQRSTUZ57T52S571F4372F9"), max_size=80), max_size=5))
def test_no_packet_crashes_the_reader_of_mcc(packets: list[str]) -> None:
    body = "\n".join(f"00:00:00:0{n}\t{packet}" for n, packet in enumerate(packets))
    with suppress(InputError):  # where no packet is whole
        MCC.read(f"File Format=MacCaption_MCC V1.0\n\nTime Code Rate=30DF\n\n{body}\n", FILE)


def test_long_lines_and_endless_repainting_stay_quick() -> None:
    start = time.process_time()
    SCC.read("Scenarist_SCC V1.0\n00:00:01:00\t" + "c1c1 " * 400_000, FILE)
    SCC.read("Scenarist_SCC V1.0\n00:00:01:00\t" + "9429 9470 c1c1 " * 50_000, FILE)
    SCC.read("Scenarist_SCC V1.0\n00:00:01:00\t9420 9420 9470 9470 " + "c1c1 9421 9421 " * 50_000, FILE)
    SCC.read("Scenarist_SCC V1.0\n00:00:01:00\t9420 9420 9470 9470 " + "9120 9120 c1c1 " * 50_000, FILE)
    assert time.process_time() - start < 20
