from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from picturelock import profiles, wording
from picturelock.cues import Captions, Cue, plain
from picturelock.cut import Cut, Shot, Source
from picturelock.dossier import of_captions
from picturelock.errors import InputError, UsageError
from picturelock.findings import Finding
from picturelock.library import Library
from picturelock.production import CaptionOrder, CaptionTrack, DeliveryOrder, Dossier, GraphicOrder, Production
from picturelock.profiles import Profile
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.subtitling.checks import Around, check
from picturelock.times import FrameRate, Span, Timecode, from_ms

RATE = FrameRate(25)
HOUR = Timecode.parse("01:00:00:00", RATE).time
MADE = Provenance("transcript", "machine", "test", "1")
_SAID = "Where did you put the letter my father gave you I left it on the kitchen table beside the clock"
TALK = _SAID.split()


def shot(number: int, source: str, start: int, end: int, kind: str = "video") -> Shot:
    span = Span(RATE.time_of(start), RATE.time_of(end))
    where = Source(source, fingerprint=source)
    return Shot(f"{kind}:{number}", kind[0].upper() + "1", kind, source, where, Span(0, span.duration), span)  # type: ignore[arg-type]


def transcript(source: str, language: str = "en", tool: str = "test") -> Transcript:
    words = tuple(Word(text, Span(from_ms(400 * n), from_ms(400 * n + 350))) for n, text in enumerate(TALK))
    return Transcript(source, (Segment(words, language),), replace(MADE, tool=tool), language=language)


def cue(start: int, end: int, text: str, name: str) -> Cue:
    return Cue(Span(RATE.time_of(start), RATE.time_of(end)), plain(text), name)


def dossier(root: Path, *cues: Cue, profile: str = "netflix-en", language: str = "en", **more: object) -> Dossier:
    order = CaptionOrder(language, "sdh", profile, root / "a.srt")
    production = Production(root, "T", ("en",), root / "cut.otio", (), (order,), None, DeliveryOrder())
    shots = (
        shot(1, "one", 0, 250),
        shot(2, "two", 250, 500),
        shot(1, "one", 0, 250, "audio"),
        shot(2, "two", 250, 500, "audio"),
    )
    cut = Cut("cut", RATE, shots, start=HOUR, duration=RATE.time_of(500))
    tracks = (CaptionTrack(order, Captions(cues, language, "sdh")),)
    found = Dossier(production, cut, {}, {}, tracks, None)
    return replace(found, **more)  # type: ignore[arg-type]


def rules(given: Dossier) -> list[tuple[str, str]]:
    return [(one.rule.removeprefix("captions."), one.place.cue) for one in check(given)]


def test_the_cuts_of_the_picture_are_judged(tmp_path: Path) -> None:
    given = dossier(tmp_path, cue(253, 320, "Nobody.", "1"), profile="netflix-en")
    assert ("in-after-cut", "1") in rules(given)


def test_silence_is_judged_only_where_it_is_known(tmp_path: Path) -> None:
    late = cue(400, 450, "Nobody says this.", "1")
    known = {"one": transcript("one"), "two": Transcript("two", (), MADE)}
    assert ("unspoken", "1") in rules(dossier(tmp_path, late, transcripts=known))
    assert ("unspoken", "1") not in rules(dossier(tmp_path, late, transcripts={"one": known["one"]}))
    assert ("unspoken", "1") not in rules(dossier(tmp_path, late))


def test_guessed_words_are_not_held_against_captions(tmp_path: Path) -> None:
    sure = Around.of(dossier(tmp_path, transcripts={"one": transcript("one")}))
    rough = Around.of(dossier(tmp_path, transcripts={"one": transcript("one", tool="pocketsphinx")}))
    assert sure.words and sure.speech and not rough.words and rough.speech is None


def test_a_translation_is_not_held_against_the_words(tmp_path: Path) -> None:
    around = Around.of(dossier(tmp_path, transcripts={"one": transcript("one")}))
    profile = around.subject(Captions((), "fr"), _profile())
    assert profile.words is None and profile.speech and profile.cuts == (RATE.time_of(250),)
    assert around.subject(Captions((), "en-GB"), _profile()).words


def _profile() -> Profile:
    return profiles.load("netflix-en")


def test_graphics_of_the_production(tmp_path: Path) -> None:
    given = dossier(tmp_path, cue(20, 80, "Over it.", "1"))
    zones = (
        GraphicOrder("01:00:01:00", "01:00:02:00", 0.7, 1.0, "title"),
        GraphicOrder("01:00:01:30", "01:00:02:00", 0.7, 1.0, "nowhere"),
        GraphicOrder("01:00:03:00", "01:00:02:00", 0.7, 1.0),
    )
    found = list(check(replace(given, production=replace(given.production, graphics=zones))))
    wrong = [one for one in found if one.rule == "captions.graphics-time"]
    assert [one.evidence["name"] for one in wrong] == ["nowhere", "01:00:03:00"]
    assert {(one.severity, one.place.file) for one in wrong} == {("error", "picturelock.toml")}
    assert [one.place.cue for one in found if one.rule == "captions.over-graphic"] == ["1"]
    for language in wording.LANGUAGES:
        assert all(wording.message(one, language) and wording.fix(one, language) for one in found)


OWN = 'title = "Ours"\nextends = "netflix-en"\n[limits]\nmax_lines = { limit = "1 lines", source = "Us", read = 2026-11-22 }\n'


def test_a_profile_of_the_production(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "ours.toml").write_text(OWN)
    given = dossier(tmp_path, cue(0, 80, "Two\nlines.", "1"), profile="ours")
    assert ("lines", "1") in rules(given)
    (tmp_path / "profiles" / "ours.toml").write_text("title = 3\n")
    (one,) = check(given)
    assert (one.rule, one.severity, one.place.file) == ("captions.profile-unreadable", "error", "profiles/ours.toml")
    assert "title" in str(one.evidence["reason"])
    (tmp_path / "profiles" / "ours.toml").unlink()
    (gone,) = check(given)
    assert gone.rule == "captions.unknown-profile" and gone.evidence["file"] == "a.srt"


SRT = "1\n00:00:01,000 --> 00:00:03,000\nSeraphin is here.\n"
EDL = "TITLE: v2\nFCM: NON-DROP FRAME\n\n001  A001     V     C        00:00:00:00 00:00:04:00 01:00:00:00 01:00:04:00\n"


def file_of(folder: Path, text: str = SRT) -> Path:
    file = folder / "captions" / "a.srt"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file


def production(folder: Path) -> Production:
    (folder / "g.toml").write_text('[[term]]\ntext = "Séraphine"\nkind = "name"\nvariants = ["Seraphin"]\n')
    zones = (GraphicOrder("01:00:01:00", "01:00:02:00", 0.7, 1.0, "title"),)
    return Production(
        folder, "T", (), folder / "c.edl", (), (), None, DeliveryOrder(), glossary=folder / "g.toml", graphics=zones
    )


def names(found: list[Finding]) -> set[str]:
    return {one.rule.removeprefix("captions.") for one in found}


def test_one_file_beside_its_production_and_its_cut(tmp_path: Path) -> None:
    file, cut = file_of(tmp_path), tmp_path / "v2.edl"
    cut.write_text(EDL)
    alone = of_captions(file, "en", "netflix-en", RATE)
    assert names(list(check(alone))) == set()
    around = of_captions(file, "en", "netflix-en", RATE, around=production(tmp_path))
    assert names(list(check(around))) == {"name-spelling"}
    library = tmp_path / "library.sqlite"
    Library(library).close()
    whole = of_captions(file, "en", "netflix-en", RATE, cut, (), library, production(tmp_path))
    assert names(list(check(whole))) == {"name-spelling", "over-graphic"}
    assert {one.place.file for one in check(whole)} == {"captions/a.srt"}


def test_one_file_without_a_rate_or_with_a_broken_glossary(tmp_path: Path) -> None:
    file = file_of(tmp_path)
    with pytest.raises(UsageError, match="--rate"):
        of_captions(file, "en", "netflix-en", None)
    around = production(tmp_path)
    (tmp_path / "g.toml").write_text("x")
    with pytest.raises(InputError, match="TOML"):
        of_captions(file, "en", "netflix-en", RATE, around=around)
