"""Faults of captions, of captions for the deaf, of text in the picture and of flashes."""

from __future__ import annotations

from matrix.accessibility_plants import (
    BOTH,
    BRIGHT,
    CONTRAST,
    DELIVERY,
    FAINT,
    FRENCH,
    GRAPHIC,
    LOUD_MUSIC,
    SPOILT,
    SRT_ONLY,
    TWO,
    again,
    as_webvtt,
    captions,
    change,
    fault,
    flashing,
    forced,
    french,
    made,
    music,
    plain_beside,
    quiet,
    rough,
    shifted,
    speechless,
    titled,
    to_house,
    together,
    translated,
    two_voices,
    untranscribed,
    without,
    without_library,
)
from matrix.accessibility_scenes import CAPTIONS, LINES, ORDER, PEOPLE, UNUSED, cues, edl, master, srt, talk, wants
from matrix.base import Fault

SOUNDS = ((44.6, 45.8, "[a door closes]"), (46.4, 47.6, "[wind]"))
LEGIBLE = talk(CONTRAST, titled(BRIGHT), lambda s: s.append(ORDER, GRAPHIC))

FAULTS: tuple[Fault, ...] = (
    # captions
    fault(
        "captions-missing",
        "a language of the film has no captions",
        talk("", french, change('languages = ["en"]', 'languages = ["en", "fr"]')),
        without(ORDER, '[[captions]]\nlanguage = "fr"', DELIVERY),
    ),
    fault(
        "captions-none",
        "no captions where they are required",
        to_house(wants("captions")),
        together(change('languages = ["en"]', "languages = []"), without(ORDER, "[[captions]]", "[rights]")),
    ),
    fault(
        "captions-language",
        "a language that the destination wants has no captions",
        talk(wants("captions", captions={"languages": BOTH}), french),
        without(ORDER, '[[captions]]\nlanguage = "fr"', DELIVERY),
    ),
    fault(
        "version-uncaptioned",
        "a language version goes out without captions",
        talk(),
        change(DELIVERY, '[delivery]\nlanguages = ["en", "es"]\n'),
    ),
    fault(
        "captions-profile",
        "ordered by a profile that the destination does not take",
        talk(wants("captions", captions={"profile": 'one_of = ["netflix"]'})),
        change('profile = "netflix-en"', 'profile = "picturelock"'),
    ),
    fault(
        "captions-format",
        "in a format that the destination does not take",
        talk(wants("captions", captions=SRT_ONLY)),
        as_webvtt,
    ),
    fault(
        "captions-format-sdh",
        "plain subtitles in the format asked for, the captions for the deaf in another",
        talk(wants("captions", "sdh", captions=SRT_ONLY), plain_beside),
        as_webvtt,
        "captions-format",
    ),
    fault(
        "begin-late", "captions of the second reel only", talk(), captions(*cues()[5:]), "captions-begin-late", SPOILT
    ),
    fault("end-early", "captions of the first reel only", talk(), captions(*cues()[:1]), "captions-end-early", SPOILT),
    fault(
        "track-empty",
        "a caption file without captions",
        talk(),
        lambda s: s.write(CAPTIONS, ""),
        "track-empty",
        "captions.no-cues captions.unreadable",
    ),
    fault("speech-uncaptioned", "one line is not captioned", talk(), captions(*cues()[:2], *cues()[3:])),
    fault(
        "caption-differs",
        "a caption says something else",
        talk(),
        captions(*cues()[:2], (17.0, 20.0, "[Anna] Quite another thing entirely"), *cues()[3:]),
    ),
    fault("no-transcript", "nobody knows what is said", talk(), untranscribed),
    fault(
        "music-undeclared",
        "a piece of music of which nobody said that nobody speaks in it",
        talk("", music, speechless),
        change('speechless = ["MUS_*.wav"]\n', ""),
        "no-transcript",
    ),
    fault(
        "reel-late",
        "the captions of the second half are late by 1.2 seconds",
        talk(),
        captions(*cues()[:3], *[(a + 1.2, b + 1.2, text) for a, b, text in cues()[3:]]),
        "captions-late",
    ),
    fault(
        "reel-early",
        "the captions of the last third are early by 2.4 seconds",
        talk(),
        captions(*cues()[:4], *[(a - 2.4, b - 2.4, text) for a, b, text in cues()[4:]]),
        "captions-early",
    ),
    fault(
        "translation-late",
        "a translation is late by three seconds",
        talk("", french),
        translated(*((a + 3, b + 3, text) for a, b, text in FRENCH)),
        "captions-late",
    ),
    fault(
        "translation-hollow",
        "a translation that says “TODO” for every line",
        talk("", french),
        translated(*((a, b, "TODO") for a, b, _ in FRENCH)),
    ),
    fault(
        "forced-full",
        "the whole dialogue as forced narratives",
        talk("", forced((46.0, 47.0, "PARIS, 1987"))),
        forced(*cues()),
    ),
    fault("rough-transcript", "what is said was only guessed", talk(), rough, "rough-transcript"),
    fault(
        "offset",
        "all captions are late by one and a half seconds",
        talk(),
        shifted(1.5),
        "captions.offset-late",
        SPOILT,
    ),
    fault(
        "other-speed",
        "captions of the film at 24 frames a second",
        talk(),
        shifted(0, 25 / 24),
        "captions.other-speed",
        SPOILT,
    ),
    fault(
        "other-version",
        "captions of the version before",
        talk("", lambda s: s.write("cuts/v1.edl", edl(0, (1, 0, 3, 2, 5, 4)))),
        captions(*[(8 * n + 1, 8 * n + 4, f"[{PEOPLE[k % 2]}] {LINES[k]}") for n, k in enumerate((1, 0, 3, 2, 5, 4))]),
        "other-version",
        f"{SPOILT} captions.offset-early captions.offset-late",
    ),
    fault(
        "removed-words",
        "captions of passages that were cut out",
        talk(),
        captions(*cues()[:3], (25.0, 28.0, f"[Bea] {UNUSED[2]}"), (33.0, 36.0, f"[Anna] {UNUSED[0]}"), cues()[5]),
        "removed-words",
        SPOILT,
    ),
    fault(
        "conformed-elsewhere",
        "the record names another cut",
        talk("", made("picturelock conform captions", ("A001.mov", "B002.mov"), conformed_to="v2.edl")),
        made("picturelock conform captions", ("A001.mov", "B002.mov"), conformed_to="v1.edl"),
    ),
    fault(
        "sources-since",
        "made before a source came in",
        talk("", made("picturelock caption", ("A001.mov", "B002.mov"))),
        made("picturelock caption", ("A001.mov",)),
    ),
    # captions for the deaf
    fault(
        "sdh-required",
        "subtitles where captions for the deaf are required",
        talk(wants("sdh")),
        change('kind = "sdh"', 'kind = "sub"'),
    ),
    fault(
        "sdh-none",
        "nothing for the deaf at all",
        to_house(wants("sdh")),
        together(change('languages = ["en"]', "languages = []"), without(ORDER, "[[captions]]", "[rights]")),
    ),
    fault(
        "sdh-plain", "captions for the deaf without a single label", talk(wants("sdh")), captions(*cues(named=False))
    ),
    fault(
        "sdh-one-label",
        "captions for the deaf with one aside, a time of day, dashes and what somebody told",
        talk(wants("sdh")),
        captions(
            (1.0, 4.0, "-We walked along\n-the river again"),
            (9.0, 12.0, "At 8:30 nobody told me:\nabout the letter"),
            *cues(named=False)[2:],
            (45.0, 47.0, "(wind)"),
        ),
        "sdh-plain",
    ),
    fault(
        "speaker-differs",
        "one caption names somebody else",
        talk(),
        captions((1.0, 4.0, cues()[0][2].replace("Anna", "Bea")), *cues()[1:]),
    ),
    fault(
        "speakers-exchanged",
        "two people have changed names",
        talk(),
        captions(*((a, b, f"[{PEOPLE[n % 2 == 0]}] {LINES[n]}") for n, (a, b, _) in enumerate(cues()))),
    ),
    fault(
        "sound-uncaptioned",
        "twelve seconds of music that no caption names",
        talk(
            wants("sdh"),
            lambda s: master(s, LOUD_MUSIC, LOUD_MUSIC),
            lambda s: quiet(s),
            captions(*cues()[:4], (29.0, 31.0, "[slow music plays]"), cues()[5]),
        ),
        captions(*cues()[:4], cues()[5]),
    ),
    fault(
        "speakers-unmarked",
        "six turns, and never a name",
        talk("", captions(*cues(), *SOUNDS)),
        captions(*cues(named=False), *SOUNDS),
    ),
    fault(
        "speakers-mixed",
        "two people in one caption",
        talk("", lambda s: two_voices(s), captions(TWO, *cues()[1:])),
        captions((1.0, 4.0, "We walked along\nthe river again"), *cues()[1:]),
    ),
    fault(
        "foreign-unmarked",
        "lines in another language look like all others",
        talk(
            captions=srt(
                [(a, b, t if n % 2 == 0 else t.replace("[Bea]", "[German]")) for n, (a, b, t) in enumerate(cues())]
            ),
            languages=("en", "de"),
        ),
        captions(*[(a, b, t if n % 2 == 0 else LINES[n]) for n, (a, b, t) in enumerate(cues())]),
    ),
    # the picture
    fault(
        "text-contrast",
        "grey text on black",
        LEGIBLE,
        titled(FAINT),
    ),
    fault(
        "text-unclear",
        "a text that is to be legible stands over a picture as busy as it is",
        LEGIBLE,
        change(GRAPHIC, GRAPHIC.replace("00:00:01:00", "00:00:10:00").replace("00:00:03:00", "00:00:12:00")),
    ),
    fault(
        "graphics-undeclared",
        "legible text is required and none is named",
        LEGIBLE,
        lambda s: s.write(ORDER, s.text(ORDER).replace(GRAPHIC, "")),
    ),
    fault(
        "flashes",
        "five flashes a second over the whole picture",
        to_house(wants("flashes")),
        flashing,
        "flashes",
        "qc.picture-differs qc.picture-swapped",
        needs="iris_pse_detection",
    ),
    fault(
        "flashes-unmeasured",
        "a test of flashes is required and its library is not there",
        to_house(wants("flashes")),
        again,
        "unmeasured",
        by=without_library,
        needs="iris_pse_detection",
    ),
)
