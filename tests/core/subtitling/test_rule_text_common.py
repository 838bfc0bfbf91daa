"""Subtitle Edit's common errors as our rules and fixes see them, in English; what looks like one and is none stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from picturelock import profiles
from picturelock.cues import Captions, Cue, plain
from picturelock.subtitling.fixes.run import mend, select
from picturelock.subtitling.judge import judge
from picturelock.subtitling.subject import Subject
from picturelock.times import FrameRate, Span

RATE = FrameRate(24)


def subject(*texts: str, kind: str = "sub", gap: int = 2, frames: int = 130) -> Subject:
    """Captions for Netflix, two frames apart, with time enough to be read."""
    step = frames + gap
    cues = tuple(
        Cue(Span(RATE.time_of(step * at), RATE.time_of(step * at + frames)), plain(text), str(at + 1))
        for at, text in enumerate(texts)
    )
    return Subject(Captions(cues, "en", kind=kind), profiles.load("netflix-en"), RATE, "a.srt")  # type: ignore[arg-type]


def rules(held: Subject) -> set[str]:
    return {finding.rule.removeprefix("captions.") for finding in judge(held)}


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("He came.Then he left.", "missing-space", "He came. Then he left."),
        ("Hey.You there.", "missing-space", "Hey. You there."),
        ("Hey?you there", "missing-space", "Hey? You there"),
        ("Name:John is here", "missing-space", "Name: John is here"),
        ("Hi,I am", "missing-space", "Hi, I am"),
        ("Okay,12 men", "missing-space", "Okay, 12 men"),
        ("don ' t go", "space-before", "don't go"),
        ("I 'm here", "space-before", "I'm here"),
        ("“ Hello ”", "space-before", "“Hello”"),
        ('" Hello "', "space-before", '"Hello"'),
        ("Get out of here, Jeff\n! The ship is burning in there!", "space-before", None),
        ("Hi,, you", "stray-mark", "Hi, you"),
        ("What?. Yes", "stray-mark", "What? Yes"),
        ("Hello there\n-", "stray-mark", "Hello there"),
        ("''Hello''", "doubled-apostrophe", '"Hello"'),
        ("sighs] Look out!", "unpaired-bracket", "[sighs] Look out!"),
        ("What do i care", "lower-case-i", "What do I care"),
        ("It is late. we go.", "sentence-case", "It is late. We go."),
        ("Hi John! - Hi Ida!", "dash-inline", "-Hi John!\n-Hi Ida!"),
        ("- No, stand\nby, Tom. - Do you\nthink they saw it?", "dash-inline", "-No, stand by, Tom.\n-Do you think they saw it?"),
        (">> Robert: Hi there!", "dash-alone", "Robert: Hi there!"),
        ("Wait -", "interruption", "Wait--"),
        ("The earth is fIat", "misread", "The earth is flat"),
        ("Will thIs do", "misread", "Will this do"),
        ("D0n't go", "misread", "Don't go"),
        ("â™ª sweet dreams", "mojibake", "♪ sweet dreams"),
        ("H\u0435llo", "false-letter", "Hello"),
        ("Cafe\u0301", "false-letter", "Café"),
        ("\ufb01ne", "false-letter", "fine"),
        ("Ｈｅｌｌｏ", "false-letter", "Hello"),
        ("Hi\n\nthere", "empty-line", "Hi there"),
    ],
)  # fmt: skip
def test_a_common_error_is_found_and_mended(text: str, rule: str, expected: str | None) -> None:
    held = subject(text)
    assert rule in rules(held)
    mended = mend(held, select(words=True))
    assert rule not in {finding.rule.removeprefix("captions.") for finding in mended.findings}
    if expected is not None:
        assert mended.captions.cues[0].text == expected
    again = mend(Subject(mended.captions, held.profile, RATE, "a.srt"), select(words=True))
    assert again.captions == mended.captions


@pytest.mark.parametrize(
    "text",
    [
        "Visit http://film.tv/a:b or mail@Film.tv", "std::move", "It is 12:30, on 10,000 feet", "a:b, x,y", "Tom &amp;Jerry",
        "the boys' shirts", "rock 'n' roll", "the letter 's' is", 'He said "no" and "yes".',
        "Wait… and then", "Hello\n…there", "-Yes.\n-No.", "He came. — And left", "McIntyre and MacIntosh", "R2D2 and 0x0f",
        "\u041d\u0435", "5 \u03bcm", "こんにちは！", "a) tea\nb) milk", "-5", "It is in-house. Twenty-one",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_left(text: str) -> None:
    minded = {
        "missing-space", "space-before", "stray-mark", "unpaired-bracket", "dash-inline", "misread", "false-letter", "dash-alone",
    }  # fmt: skip
    assert not minded & rules(subject(text))


@pytest.mark.parametrize(
    ("texts", "gap", "found"),
    [
        (("I thought…", "…that he left."), 2, True),
        (("I thought…", "…that he left."), 25, False),
        (("I thought…", "…That he left."), 2, False),
        (("I thought", "…that he left."), 2, False),
        (("I thought…", "-…that he left.\n-No."), 2, False),
    ],
)
def test_an_ellipsis_is_said_once(texts: tuple[str, ...], gap: int, found: bool) -> None:
    held = subject(*texts, gap=gap)
    assert ("continued-ellipsis" in rules(held)) is found
    assert mend(held, select()).captions.cues[1].text == texts[1]  # two people may speak: only a person hears that


def test_two_who_speak_too_much_for_two_lines_get_a_caption_each() -> None:
    mended = mend(subject("- What do you see? - Only\nmy reflection. Must be\nsome kind of one-way glass."), select())
    assert [cue.text for cue in mended.captions.cues] == [
        "What do you see?",
        "Only my reflection.\nMust be some kind of one-way glass.",
    ]
    assert mended.findings == ()


def test_a_scanned_i_is_not_made_a_capital_l() -> None:
    assert mend(subject("It is late. l'm going."), select()).captions.cues[0].text == "It is late. l'm going."


def test_the_second_of_two_captions_closes_no_quotation_of_the_first() -> None:
    base = subject('He said "no.')
    (cue,) = base.captions.cues
    twice = Subject(Captions((cue, replace(cue, id="2")), "en"), base.profile, RATE, "a.srt")
    mended = mend(twice, select())
    assert len(mended.captions.cues) == 1
    assert [finding.rule for finding in mended.findings] == ["captions.unpaired-quote"]


def test_a_caption_that_is_too_fast_still_makes_room_for_the_next() -> None:
    """By two frames; where it is not too fast yet, the gap stays and is told."""
    held = subject("This is far too much text for such a short while", "He saw me too.", gap=0, frames=30)
    first, second = mend(held, select()).captions.cues
    assert RATE.nearest(second.span.start - first.span.end) == 2
    assert {"gap", "reading-speed"} <= rules(held)
