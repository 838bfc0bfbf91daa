from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from picturelock import specs, wording
from picturelock.accessibility.coverage import check
from picturelock.cues import Captions, Cue, Kind, plain
from picturelock.cut import Cut, Shot, Source
from picturelock.findings import Finding
from picturelock.media.probe import AudioStream, MediaInfo
from picturelock.production import CaptionOrder, CaptionTrack, DeliveryOrder, Dossier, Production
from picturelock.speech import Provenance, Segment, Transcript, Word
from picturelock.times import FrameRate, Span, from_ms

RATE = FrameRate(25)
MADE = Provenance("transcript", "machine", "test", "1")
ROOT = Path("/film").resolve()
ELSEWHERE = {
    name
    for part in ("accessibility.tracks.toml", "accessibility.described.toml")
    for name in tomllib.loads(files("picturelock").joinpath("wording", "en", part).read_text(encoding="utf-8"))
}
"""Rules of the other checks of accessibility."""

Build = Callable[..., Dossier]


def transcript(language: str, *starts_ms: int, source: str = "x") -> Transcript:
    """One word of 400 ms at each start; its text is its start."""
    words = tuple(Word(str(start), Span(from_ms(start), from_ms(start + 400))) for start in starts_ms)
    return Transcript(source, (Segment(words, language),) if words else (), MADE, language=language)


def track(
    language: str, *spans_ms: tuple[int, int], kind: Kind = "sub", missing: bool = False, text: str = "x"
) -> CaptionTrack:
    cues = tuple(
        Cue(Span(from_ms(start), from_ms(end)), plain(text), str(n)) for n, (start, end) in enumerate(spans_ms, 1)
    )
    order = CaptionOrder(language, kind, "netflix-en", ROOT / f"{language}.{kind}.srt")
    return CaptionTrack(order, None if missing else Captions(cues, language, kind))


def info(name: str, sound: bool = True) -> MediaInfo:
    audio = (AudioStream(0, "pcm_s16le", 48_000, 1, "mono"),) if sound else ()
    return MediaInfo(Path(name), "wav", from_ms(60_000), (), audio, None, name, 1)


@pytest.fixture
def build() -> Build:
    def make(
        tracks: tuple[CaptionTrack, ...],
        said: Mapping[str, Transcript],
        languages: tuple[str, ...] = ("en",),
        media: Mapping[str, MediaInfo] | None = None,
        spec: str = "ebu-r128",
    ) -> Dossier:
        """Each source is a shot of 30 s, one after the other, in order of name."""
        names = sorted({*said, *(media or {})})
        length = from_ms(30_000)
        shots = tuple(
            Shot(
                f"A1:{n}",
                "A1",
                "audio",
                name,
                Source(name, fingerprint=name),
                Span(0, length),
                Span(n * length, (n + 1) * length),
            )
            for n, name in enumerate(names)
        )
        orders = tuple(one.order for one in tracks)
        production = Production(ROOT, "T", languages, ROOT / "cut.otio", (), orders, None, DeliveryOrder(spec))
        cut = Cut("cut", RATE, shots, duration=len(names) * length)
        return Dossier(
            production,
            cut,
            media if media is not None else {name: info(name) for name in names},
            said,
            tracks,
            None,
            spec=specs.load(spec) if spec in specs.NAMES else None,
        )

    return make


def found(dossier: Dossier) -> list[Finding]:
    """All findings but those about the text of captions, which in most tests here is only "x"."""
    return [one for one in check(dossier) if one.rule != "accessibility.caption-differs"]


def rules(dossier: Dossier) -> list[str]:
    return [one.rule.removeprefix("accessibility.") for one in found(dossier)]


def test_all_covered(build: Build) -> None:
    assert rules(build((track("en", (1000, 3000)),), {"a": transcript("en", 1000, 1500, 2000)})) == []


@pytest.mark.parametrize(
    ("text", "cue", "covered"),
    [
        ("x", (0, 1201), True),
        ("x", (0, 1200), False),
        ("x", (1200, 2000), True),
        ("x", (1201, 2000), False),
        ("He said: 1000!", (0, 701), True),
        ("He said: 1000!", (0, 700), False),
        ("He said: 1000!", (1700, 2000), True),
        ("He said: 1000!", (1701, 2000), False),
    ],
)
def test_on_screen_at_the_middle_of_a_word_or_near_it_and_saying_it(
    build: Build, text: str, cue: tuple[int, int], covered: bool
) -> None:
    # The word "1000" has its middle at 1200 ms.
    assert (rules(build((track("en", cue, text=text),), {"a": transcript("en", 1000)})) == []) is covered


def test_a_short_caption_that_is_gone_between_two_others_is_noticed(build: Build) -> None:
    said = {"a": transcript("en", 1000, 1500, 2000)}
    assert rules(build((track("en", (900, 1420), (1500, 1920), (2000, 2500)),), said)) == []
    (one,) = found(build((track("en", (900, 1420), (2000, 2500)),), said))
    assert one.evidence["text"] == "1500"


def test_one_finding_for_each_stretch(build: Build) -> None:
    said = {"a": transcript("en", 1000, 1500, 10_000, 10_500, 11_000, 13_000, 20_000, 29_000)}
    dossier = build((track("en", (900, 2000), (19_800, 20_600)),), said)
    first, second = found(dossier)
    assert first.place.record == Span(from_ms(10_000), from_ms(13_400))
    assert dict(first.evidence) == {"language": "en", "text": "10000 10500 11000 13000", "words": 4, "seconds": 3.4}
    assert (second.evidence["text"], second.severity, second.place.file) == ("29000", "error", "en.sub.srt")


def test_each_language_covers_its_own_speech(build: Build) -> None:
    said = {"a": transcript("en", 1000), "b": transcript("fr", 1000)}
    both = build((track("en", (900, 2000)), track("fr", (30_900, 32_000))), said, ("en", "fr"))
    assert rules(both) == []
    crossed = build((track("fr", (900, 2000)), track("en", (30_900, 32_000))), said, ("en", "fr"))
    assert rules(crossed) == ["speech-uncaptioned"] * 2


def test_a_language_without_captions_is_one_finding_not_one_for_each_sentence(build: Build) -> None:
    said = {"a": transcript("en", 1000), "b": transcript("fr", 1000, 12_000, 25_000)}
    (one,) = found(build((track("en", (900, 2000)),), said, ("en", "fr")))
    assert (one.rule, dict(one.evidence)) == ("accessibility.captions-missing", {"language": "fr", "words": 3})


def test_speech_in_a_language_that_nobody_declared(build: Build) -> None:
    said = {"a": transcript("en", 1000), "b": transcript("de", 1000)}
    (one,) = found(build((track("en", (900, 2000)),), said))
    assert (one.rule, one.evidence["language"]) == ("accessibility.speech-uncaptioned", "de")
    assert one.place.file == "en.sub.srt"


def test_speech_in_a_language_that_no_track_has_is_covered_in_time_by_every_track(build: Build) -> None:
    said = {"a": transcript("en", 1000), "b": transcript("fr", 1000), "c": transcript("de", 1000)}
    own = {"en": (900, 2000), "fr": (30_900, 32_000)}
    german = (60_500, 61_000)
    both = (track("en", own["en"], german), track("fr", own["fr"], german))
    assert rules(build(both, said, ("en", "fr"))) == []
    (one,) = found(build((both[0], track("fr", own["fr"])), said, ("en", "fr")))
    assert (one.evidence["language"], one.place.file) == ("de", "fr.sub.srt")
    (alone,) = found(build((), {"c": said["c"]}, ()))
    assert (alone.evidence["language"], alone.place.file) == ("de", "")


@pytest.mark.parametrize("blank", ["", " "])
def test_an_empty_track_of_a_language_that_nobody_speaks_is_an_error(build: Build, blank: str) -> None:
    said = {"a": transcript("en", 1000, 1500)}
    fr = track("fr", (900, 2000), text=blank) if blank else track("fr")
    (one,) = found(build((track("en", (900, 2000)), fr), said, ("en", "fr")))
    assert (one.rule, one.severity, one.place.file) == ("accessibility.track-empty", "error", "fr.sub.srt")
    assert dict(one.evidence) == {"language": "fr", "words": 2}
    assert rules(build((track("en"), track("fr")), {"a": transcript("en")}, ("en", "fr"))) == []
    assert rules(build((track("en", (900, 2000)), track("fr", kind="forced")), said)) == []


def test_a_track_in_a_language_that_nobody_speaks_translates_all_speech(build: Build) -> None:
    said = {"a": transcript("en", 1000, 1500, 10_000)}
    en = track("en", (900, 2000), (10_000, 11_000))
    assert rules(build((en, track("fr", (900, 1201), (10_300, 11_000))), said, ("en", "fr"))) == []
    (one,) = found(build((en, track("fr", (900, 2000))), said, ("en", "fr")))
    assert (one.rule, one.evidence["text"], one.evidence["language"]) == (
        "accessibility.speech-uncaptioned", "10000", "en",
    )  # fmt: skip


def test_forced_narratives_are_no_captions(build: Build) -> None:
    assert rules(build((track("en", (900, 2000), kind="forced"),), {"a": transcript("en", 1000)})) == [
        "captions-missing"
    ]


def test_a_missing_file_is_left_to_the_check_of_captions(build: Build) -> None:
    assert rules(build((track("en", missing=True),), {"a": transcript("en", 1000)})) == []


def test_empty_captions_cover_nothing(build: Build) -> None:
    assert rules(build((track("en"),), {"a": transcript("en", 1000)})) == ["track-empty"]


def test_sdh_where_the_spec_asks_for_it(build: Build) -> None:
    said = {"a": transcript("en", 1000)}
    (one,) = found(build((track("en", (900, 2000)),), said, spec="cbc-radio-canada"))
    assert one.rule == "accessibility.sdh-required" and "CRTC" in one.source
    assert rules(build((track("en", (900, 2000), kind="sdh"),), said, spec="cbc-radio-canada")) == []


def test_what_an_unknown_spec_asks_is_told_by_the_one_who_reads_it(build: Build) -> None:
    assert rules(build((track("en", (900, 2000)),), {"a": transcript("en", 1000)}, spec="nowhere")) == []


def test_speech_that_nobody_transcribed_cannot_be_judged(build: Build) -> None:
    media = {"a": info("a"), "b": info("b"), "silent": info("silent", sound=False)}
    (one,) = found(build((track("en", (900, 2000)),), {"a": transcript("en", 1000)}, media=media))
    assert (one.rule, one.severity, one.place.source) == ("accessibility.no-transcript", "error", "b")


def test_a_source_known_to_be_without_speech_is_fine(build: Build) -> None:
    assert rules(build((track("en", (900, 2000)),), {"a": transcript("en", 1000), "b": transcript("en")})) == []


@pytest.mark.parametrize(
    ("patterns", "told"), [((), "no-transcript"), (("B",), "speechless"), (("[bc]",), "speechless")]
)
def test_a_source_may_be_declared_to_be_without_speech(build: Build, patterns: tuple[str, ...], told: str) -> None:
    media = {"a": info("a"), "b": info("b")}
    film = build((track("en", (900, 2000)),), {"a": transcript("en", 1000)}, media=media)
    film = replace(film, production=replace(film.production, speechless=patterns))
    assert rules(film) == [told]
    hidden = build((), {"a": transcript("en", 1000)}, languages=())
    hidden = replace(hidden, production=replace(hidden.production, speechless=("a",)))
    assert rules(hidden) == ["speech-uncaptioned"]  # what is known to be said is said


def test_a_pattern_that_takes_every_source_is_for_the_one_who_signs(build: Build) -> None:
    media = {name: info(name) for name in ("a.mov", "b.mov", "c.wav")}
    film = build((track("en", (900, 2000)),), {}, media=media)
    for patterns, more in ((("*.mov", "c.wav"), []), (("?.*",), [("speechless-all", "warning", 3)])):
        judged = found(replace(film, production=replace(film.production, speechless=patterns)))
        told = [(one.rule.removeprefix("accessibility."), one.severity, one.evidence["sources"]) for one in judged]
        assert told == [("speechless", "info", 3), *more]


def test_one_word_beside_a_caption_of_its_sentence_needs_no_other(build: Build) -> None:
    words = ["Well", "we", "walked", "along", "the", "river.", "No!"]
    spans = [Span(from_ms(1000 + 400 * n), from_ms(1380 + 400 * n)) for n in range(len(words))]
    said = {"a": Transcript("x", (Segment(tuple(map(Word, words, spans)), "en"),), MADE, language="en")}
    film = build((track("en", (1400, 3400), text="We walked along the river."),), said)
    (one,) = found(film)
    assert (one.rule, one.evidence["text"]) == ("accessibility.speech-uncaptioned", "No!")


@pytest.mark.parametrize(
    ("spec", "source"), [("ebu-r128", "Picturelock"), ("crtc", "CRTC"), ("france-televisions", "Loi 2005-102")]
)
def test_the_rule_that_is_named_is_the_destinations_own(build: Build, spec: str, source: str) -> None:
    said = {"a": transcript("en", 1000, 9000)}
    findings = found(build((track("en", (900, 2000), kind="sdh"),), said, spec=spec))
    (one,) = [one for one in findings if one.rule == "accessibility.speech-uncaptioned"]
    assert one.source.startswith(source) and one.severity == "error" and not one.unconfirmed
    assert "WCAG" not in one.source


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_finding_can_be_said(build: Build, language: str) -> None:
    media = {"a": info("a"), "b": info("b")}
    said = {"a": transcript("en", 1000)}
    findings = [
        *found(build((track("en", (9000, 9900)),), said, ("en", "fr"), media, "cbc-radio-canada")),
        *found(build((), said, spec="nowhere")),
    ]
    guessed = replace(said["a"], provenance=replace(MADE, tool="pocketsphinx"))
    findings += check(build((track("en"),), {"a": guessed}))
    findings += check(build((track("en", (900, 2000)),), said))
    worded = {name for name in wording.table(language, "accessibility") if name not in ELSEWHERE}
    assert {one.rule.removeprefix("accessibility.") for one in findings} == worded
    for one in findings:
        assert wording.message(one, language) and wording.title(one.rule, language) and wording.fix(one, language)
        assert one.source


@pytest.mark.parametrize(
    ("words", "language", "text"),
    [
        (1, "en", "1 word (en, 0.4 s) has no caption: “9”"),
        (2, "en", "2 words (en, 0.4 s) have no caption: “9”"),
        (1, "fr", "1 mot (en, 0,4 s) n’a pas de sous-titre : « 9 »"),
        (2, "fr", "2 mots (en, 0,4 s) n’ont pas de sous-titre : « 9 »"),
    ],
)
def test_numbers_agree(words: int, language: str, text: str) -> None:
    facts = {"words": words, "language": "en", "seconds": 0.4, "text": "9"}
    finding = Finding("accessibility.speech-uncaptioned", "error", evidence=facts)
    assert " ".join(wording.message(finding, language).split()) == " ".join(text.split())


def test_a_declared_language_that_nobody_speaks_is_not_said_to_be_spoken(build: Build) -> None:
    (one,) = found(build((track("en", (900, 2000)),), {"a": transcript("en", 1000)}, ("en", "es")))
    assert "speaks" not in wording.message(one, "en") and "0 words of the film are in it" in wording.message(one, "en")
    assert "0 mot du film y est dit" in wording.message(one, "fr")


def test_a_rough_transcript_is_no_silent_basis(build: Build) -> None:
    guessed = replace(transcript("en", 1000), provenance=replace(MADE, tool="pocketsphinx", version="5.1"))
    (one,) = found(build((track("en", (900, 2000)),), {"a": guessed}))
    assert (one.rule, one.severity, one.place.source) == ("accessibility.rough-transcript", "warning", "a")
    assert one.evidence["tool"] == "pocketsphinx 5.1"
