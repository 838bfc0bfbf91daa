"""Lines, labels, music, italics, colours and places."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

import pytest
from picturelock import profiles, registry
from picturelock.cues import Captions, Cue, Kind, Placement, Run, plain
from picturelock.findings import Finding
from picturelock.profiles import Convention
from picturelock.subtitling.fixes.run import mend, select
from picturelock.subtitling.subject import Subject
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
BRACKETS = {"sound_label": "[sound]", "speaker_label": "[Name]"}
MODULES = ("labels", "lines", "style")


def subject(language: str, *cues: Cue | str, kind: Kind = "sdh", **says: str) -> Subject:
    style = {name: Convention(name, text, "A guide, read 2026-11-22", True) for name, text in says.items()}
    profile = replace(profiles.load("picturelock"), style=MappingProxyType(style))
    made = tuple(
        replace(
            cue if isinstance(cue, Cue) else Cue(Span(0, 0), plain(cue)),
            span=Span(RATE.time_of(90 * at), RATE.time_of(90 * at + 88)),
        )
        for at, cue in enumerate(cues)
    )  # fmt: skip
    return Subject(Captions(made, language, kind), profile, RATE, "a.srt")


def found(given: Subject) -> list[Finding]:
    return [one for name in MODULES for one in registry.load(f"picturelock.subtitling.rules.text_{name}:check")(given)]


def rules(given: Subject) -> list[str]:
    return [one.rule.removeprefix("captions.") for one in found(given)]


@pytest.mark.parametrize(
    ("text", "rule", "better"),
    [
        ("This is the\nend.", "one-line", "This is the end."),
        ("-Yes.\n-No.", None, ""),
        ("[music]\nHello.", None, ""),
        ("We had never seen a\ntown so far off.", "one-line", "We had never seen a town so far off."),
        ("We had never seen a\ntown so far away from it.", "line-break", "We had never seen a town\nso far away from it."),
        ("We had never seen a town\nso far away from the sea.", None, ""),
        ("The man who lived in the old house was\ngone.", "line-break", "The man who lived\nin the old house was gone."),
        ("Hello,\nmy very old and dear friend from overseas.", None, ""),
        ("It was an extra-\nordinarily long day for all of us.", None, ""),
        ("One line only.", None, ""),
    ],
)  # fmt: skip
def test_lines(text: str, rule: str | None, better: str) -> None:
    given = subject("en", text)
    assert rules(given) == ([rule] if rule else [])
    done = mend(given, select(["lines"]))
    assert done.captions.cues[0].text == (better or text)


def test_lines_in_two_styles_stay_apart() -> None:
    two = Cue(Span(0, 0), ((Run("This is the", italic=True),), (Run("end."),)))
    assert rules(subject("en", two)) == []


def test_a_line_that_is_too_long_is_broken_and_too_much_is_split() -> None:
    long = "She walked along the shore for an hour, and then went home again."
    done = mend(subject("en", long), select(["lines"]))
    assert done.captions.cues[0].text == "She walked along the shore for an hour,\nand then went home again."
    much = f"{long} He had seen the boats, and the birds were gone from the bay."
    given = subject("en", Cue(Span(0, 0), ((Run(much[:40]), Run(much[40:], italic=True)),)))
    given = replace(
        given,
        captions=replace(given.captions, cues=(replace(given.captions.cues[0], span=Span(0, RATE.time_of(174))),)),
    )
    split = mend(given, select(["split"])).captions.cues
    assert len(split) == 2
    assert " ".join(cue.text for cue in split).replace("\n", " ") == much
    frames = [(RATE.nearest(cue.span.start), RATE.nearest(cue.span.end)) for cue in split]
    assert frames[0][0] == 0 and frames[1][1] == 174 and frames[1][0] - frames[0][1] == 2
    assert split[1].lines[0][0].italic and not split[0].lines[0][0].italic
    assert max(len(line) for cue in split for line in cue.plain_lines) <= 42


def test_what_is_too_short_to_split_is_left() -> None:
    given = subject("en", "x " * 90)
    brief = replace(given.captions.cues[0], span=Span(0, RATE.time_of(30)))
    given = replace(given, captions=replace(given.captions, cues=(brief,)))
    assert mend(given, select(["split"])).changes == ()


@pytest.mark.parametrize(
    ("says", "kind", "text", "expected", "mended"),
    [
        ({"sound_label": "[sound]"}, "sdh", "(door slams)", ["sound-label"], "[door slams]"),
        ({"sound_label": "[sound]"}, "sub", "(door slams)", [], "(door slams)"),
        ({"sound_label": "[sound]"}, "sdh", "[door slams]", [], "[door slams]"),
        ({"sound_label": "(SOUND)"}, "sdh", "[DOOR SLAMS]", ["sound-label"], "(DOOR SLAMS)"),
        ({"sound_label": "[SOUND]"}, "sdh", "[door slams]", ["label-case"], "[door slams]"),
        ({"sound_label": "[sound]"}, "sdh", "He left (so he said) at once.", [], "He left (so he said) at once."),
        (BRACKETS, "sdh", "(sighs) I know.", ["sound-label"], "[sighs] I know."),
        (BRACKETS, "sdh", "(Sighs) I know.", ["sound-label"], "[Sighs] I know."),
        (BRACKETS, "sdh", "(man) I know.", ["speaker-label"], "[man] I know."),
        (BRACKETS, "sdh", "Wait (laughs) for me.", ["sound-label"], "Wait [laughs] for me."),
        (BRACKETS, "sdh", "I know. (door slams)", ["sound-label"], "I know. [door slams]"),
        (BRACKETS, "sdh", "It was (I think) here.", [], "It was (I think) here."),
        (BRACKETS, "sdh", "[sighs] I know (laughs)", ["sound-label"], "[sighs] I know [laughs]"),
        (BRACKETS, "sub", "Wait (laughs) for me.", [], "Wait (laughs) for me."),
        ({"speaker_label": "[NAME]"}, "sdh", "MARY: Hello.", ["speaker-label"], "[MARY] Hello."),
        ({"speaker_label": "NAME:"}, "sdh", "[MARY] Hello.", ["speaker-label"], "MARY: Hello."),
        ({"speaker_label": "[Name]"}, "sdh", "(Mary) Hello.", ["speaker-label"], "[Mary] Hello."),
        ({"speaker_label": "none"}, "sdh", "[Mary] Hello.", ["label-case"], "[Mary] Hello."),
        ({"speaker_label": "colour"}, "sdh", "[Mary] Hello.", [], "[Mary] Hello."),
        ({"music": "♪ text ♪"}, "sdh", "♪La la", ["music-notes"], "♪ La la ♪"),
        ({"music": "♪ text ♪"}, "sdh", "♪ La la\nla la ♪", [], "♪ La la\nla la ♪"),
        ({"music": "♪ text ♪"}, "sdh", "♫ La ♫", ["music-notes"], "♪ La ♪"),
        ({"music": "♪ text ♪"}, "sdh", "♪ La ♪\n♪ lo ♪", [], "♪ La ♪\n♪ lo ♪"),
        ({"music": "♪ text ♪"}, "sdh", "♪♪", [], "♪♪"),
        ({"music": "♪ text ♪"}, "sdh", "We are #1", [], "We are #1"),
        ({"music": "# text #"}, "sdh", "♪ La ♪", ["music-notes"], "# La #"),
        ({"music": "♪ text"}, "sdh", "♪ La ♪", ["music-notes"], "♪ La"),
        ({}, "sdh", "(door)\n♫ MARY: Hello.", [], "(door)\n♫ MARY: Hello."),
    ],
)  # fmt: skip
def test_labels_and_music(says: dict[str, str], kind: Kind, text: str, expected: list[str], mended: str) -> None:
    given = subject("en", text, kind=kind, **says)
    assert rules(given) == expected
    assert mend(given, select(["labels", "music"])).captions.cues[0].text == mended


def test_italics_where_there_are_none() -> None:
    cue = Cue(Span(0, 0), ((Run("Hello "), Run("there", italic=True)),))
    assert rules(subject("en", cue, italics="no")) == ["italics"]
    assert rules(subject("en", cue, italics="yes")) == [] == rules(subject("en", cue))
    done = mend(subject("en", cue, italics="no"), select(["italics"])).captions.cues[0]
    assert done.text == "Hello there" and not any(run.italic for run in done.lines[0])


@pytest.mark.parametrize(
    ("scheme", "colour", "expected"),
    [
        ("bbc", "yellow", []), ("bbc", "#00ff00", []), ("bbc", "red", ["colour"]), ("sme", "#FF0000", []),
        ("none", "white", []), ("none", "cyan", ["colour"]), ("sme", "orange", ["colour"]), ("bbc", "no colour", []),
    ],
)  # fmt: skip
def test_colours(scheme: str, colour: str, expected: list[str]) -> None:
    assert rules(subject("en", Cue(Span(0, 0), ((Run("Hello", color=colour),),)), colours=scheme)) == expected


@pytest.mark.parametrize(
    ("allowed", "placement", "expected"),
    [
        ("top or bottom", None, []),
        ("top or bottom", Placement(edge="top"), []),
        ("top or bottom", Placement(edge="middle"), ["position"]),
        ("top or bottom", Placement(Fraction(1, 2)), ["position"]),
        ("bottom", Placement(edge="top"), ["position"]),
        ("bottom", Placement(Fraction(9, 10)), []),
        ("any", Placement(edge="middle"), []),
    ],
)
def test_position(allowed: str, placement: Placement | None, expected: list[str]) -> None:
    assert rules(subject("en", Cue(Span(0, 0), plain("Hello"), placement=placement), position=allowed)) == expected


def test_a_tag_without_its_other_half() -> None:
    loose = Cue(Span(0, 0), ((Run("Hello"), Run("", tags=(("srt.raw", "</i>"),))),))
    kept = Cue(Span(0, 0), ((Run("Hello"), Run("", tags=(("srt.raw", "{\\an8}"),))),))
    assert rules(subject("en", loose, kept)) == ["loose-tag"]
    done = mend(subject("en", loose, kept), select(["loose-tags"])).captions.cues
    assert [len(cue.lines[0]) for cue in done] == [1, 2]
