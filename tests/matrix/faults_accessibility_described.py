"""Faults of described video and of its script."""

from __future__ import annotations

import re

from matrix.accessibility_plants import (
    DELIVERY,
    GRAPHIC,
    LAYOUT,
    LIMITS,
    change,
    described,
    events,
    fault,
    french,
    ordered_mix,
    picture_mix,
    without,
)
from matrix.accessibility_scenes import (
    DESCRIBED,
    MIX,
    ORDER,
    SCRIPT,
    TOLD,
    VOICE,
    description,
    filed,
    master,
    mix,
    sound,
    spec,
    talk,
    wants,
)
from matrix.base import Fault

BILINGUAL = change('languages = ["en"]', 'languages = ["en", "fr"]')


def later(seconds: float) -> str:
    """The described mix, later by so much."""
    return re.sub(r"\bt\b", f"(t-({seconds}))", DESCRIBED)


# Made and judged once for all the faults that are planted in them.
PLAIN = described()
IN_TWO = talk(
    wants("described_video"),
    french,
    BILINGUAL,
    filed("described-video", MIX),
    filed("described-video", "described/fr.wav", "fr"),
    lambda s: sound(s, "described/fr.wav", f"0.99*({DESCRIBED})", f"0.99*({DESCRIBED})"),
)
LAID = talk(wants("described_video", audio={}) + LAYOUT, lambda s: master(s, VOICE, VOICE, DESCRIBED, DESCRIBED))

FAULTS: tuple[Fault, ...] = (
    # described video
    fault(
        "described-missing",
        "no described video where it is required",
        talk(wants("described_video"), filed("described-video", MIX)),
        without(ORDER, "[[files]]", DELIVERY),
    ),
    fault(
        "described-uncaptioned",
        "described in a language that has no captions",
        talk("", french, change('languages = ["en"]', 'languages = ["en", "fr"]'), filed("described-video", MIX, "fr")),
        without(ORDER, '[[captions]]\nlanguage = "fr"', "[[files]]"),
        also="accessibility.captions-missing",
    ),
    fault("described-mute", "a described film without sound", PLAIN, picture_mix(mute=True)),
    fault("described-duration", "a second too short", PLAIN, mix(seconds=47)),
    fault(
        "described-start",
        "its clock begins a second late",
        described("", mix(write_bext=1, metadata="time_reference=0")),
        mix(write_bext=1, metadata="time_reference=48000"),
    ),
    fault("described-channels", "mono beside a stereo film", PLAIN, mix(DESCRIBED)),
    fault("described-sample-rate", "at the rate of a compact disc", PLAIN, mix(rate=44_100)),
    fault(
        "described-frame-rate",
        "a described film at another frame rate",
        PLAIN,
        picture_mix(r=24),
        also="accessibility.described-duration",
    ),
    fault(
        "described-tag",
        "tagged as another language",
        described("", ordered_mix("described/mix.mka", **{"metadata:s:a:0": "language=eng"})),
        lambda s: sound(s, "described/mix.mka", DESCRIBED, DESCRIBED, **{"metadata:s:a:0": "language=deu"}),
    ),
    fault(
        "described-language",
        "described in a language of no version",
        PLAIN,
        lambda s: s.write(
            ORDER, s.text(ORDER).replace(f'file = "{MIX}"\nlanguage = "en"', f'file = "{MIX}"\nlanguage = "de"')
        ),
        also="accessibility.described-uncaptioned",
    ),
    fault(
        "described-late",
        "the described mix is a second late",
        PLAIN,
        mix(*[re.sub(r"\bt\b", "(t-1)", DESCRIBED)] * 2),
    ),
    fault(
        "described-slips",
        "late from its second half on",
        PLAIN,
        mix(*[f"if(lt(t,24),{DESCRIBED},{later(1)})"] * 2),
        "described-slips-late",
    ),
    fault(
        "described-slips-early",
        "half a second early in its last third",
        PLAIN,
        mix(*[f"if(lt(t,32),{DESCRIBED},{later(-0.5)})"] * 2),
    ),
    fault("described-frames-late", "three frames late", PLAIN, mix(later(0.12), later(0.12)), "described-late"),
    fault("described-early", "half a second early", PLAIN, mix(later(-0.5), later(-0.5))),
    fault("described-drift", "at another speed", PLAIN, mix(*[re.sub(r"\bt\b", "(t*0.99)", DESCRIBED)] * 2)),
    fault(
        "described-swapped",
        "the description in the film, and the film in the described mix",
        PLAIN,
        lambda s: (mix(VOICE, VOICE)(s), master(s, DESCRIBED, DESCRIBED)),
    ),
    fault(
        "described-swapped-channels",
        "main and described channels of the master exchanged",
        LAID,
        lambda s: master(s, DESCRIBED, DESCRIBED, VOICE, VOICE),
        "described-swapped",
    ),
    fault("described-channel-silent", "a dead channel in the file", PLAIN, mix(DESCRIBED, "0")),
    fault("described-phase", "a channel turned over", PLAIN, mix(DESCRIBED, f"-1*({DESCRIBED})")),
    fault(
        "described-without-dialogue",
        "the description over music and effects",
        PLAIN,
        mix(*[f"{TOLD}+0.004*sin(2*PI*200*t)"] * 2),
        "described-alone",
    ),
    fault(
        "described-other-balance",
        "another balance of the main mix, without description",
        PLAIN,
        mix(*[VOICE.replace("0.004", "0.008")] * 2),
        "described-identical",
    ),
    fault(
        "described-noise",
        "the main mix and noise",
        PLAIN,
        mix(*[f"{VOICE}+0.02*(random(0)-0.5)"] * 2),
        "described-identical",
    ),
    fault(
        "described-stops",
        "description in the first gap only",
        talk(wants("described_video"), filed("described-video", MIX)),
        mix(*[f"{VOICE}+{TOLD}*lt(t,8)"] * 2),
    ),
    fault(
        "described-language-missing",
        "a film in two languages, described in one",
        IN_TWO,
        change('[[files]]\nkind = "described-video"\nfile = "described/fr.wav"\nlanguage = "fr"\n', ""),
    ),
    fault(
        "described-language-unsaid",
        "a film in two languages, and a description that does not say its own",
        IN_TWO,
        change('file = "described/fr.wav"\nlanguage = "fr"\n', 'file = "described/fr.wav"\n'),
    ),
    fault("described-alone", "the description without the film", PLAIN, mix(TOLD, TOLD)),
    fault("described-identical", "the main mix delivered twice", PLAIN, mix(VOICE, VOICE)),
    fault(
        "described-identical-channels",
        "described channels of the master that hold the main mix",
        LAID,
        lambda s: master(s, VOICE, VOICE, VOICE, VOICE),
        "described-identical",
    ),
    fault(
        "description-over-dialogue",
        "description over what somebody says",
        PLAIN,
        mix(*[f"{DESCRIBED}+0.2*sin(2*PI*500*t)*between(t,17.5,19.5)"] * 2),
    ),
    fault(
        "described-silence",
        "a hole in the described mix",
        PLAIN,
        mix(*[f"({DESCRIBED})*(1-between(t,17,20))"] * 2),
    ),
    fault(
        "described-dropouts",
        "a drop-out in the described mix",
        PLAIN,
        mix(*[f"({DESCRIBED})*(1-between(t,18,18.1))"] * 2),
    ),
    fault(
        "described-loudness",
        "the described mix is far too loud",
        described(spec({"limits": LIMITS, "accessibility": {"described_video": 'requirement = "required"'}})),
        mix(*[f"4*({DESCRIBED})"] * 2),
    ),
    fault(
        "described-peak",
        "the described mix clips",
        described(spec({"limits": LIMITS, "accessibility": {"described_video": 'requirement = "required"'}})),
        mix(*[f"{DESCRIBED}+0.92*between(t,5,5.0004)"] * 2),
    ),
    # the description script
    fault(
        "script-missing",
        "no script where it is required",
        PLAIN,
        without(ORDER, '[[files]]\nkind = "description-script"', DELIVERY),
    ),
    fault(
        "script-empty",
        "a script without a description",
        PLAIN,
        lambda s: s.write(SCRIPT, "1\n00:00:05,000 --> 00:00:07,000\n \n"),
        "script-empty",
        "files.empty captions.no-cues captions.empty",
    ),
    fault(
        "script-unwritten",
        "a template that nobody filled in",
        PLAIN,
        lambda s: s.write(SCRIPT, description([(a, b, "[9 words EN, 9 mots FR]") for a, b, _ in events()])),
    ),
    fault(
        "script-overlap",
        "two descriptions at once",
        PLAIN,
        lambda s: s.write(SCRIPT, description(sorted([*events(), (14.0, 15.4, "A dog runs by")]))),
    ),
    fault(
        "script-beyond-cut",
        "a description after the end",
        PLAIN,
        lambda s: s.write(SCRIPT, description([*events(), (48.5, 51.0, "The end of the film")])),
    ),
    fault(
        "script-language",
        "a script in another language",
        PLAIN,
        lambda s: s.write(
            ORDER, s.text(ORDER).replace(f'file = "{SCRIPT}"\nlanguage = "en"', f'file = "{SCRIPT}"\nlanguage = "de"')
        ),
    ),
    fault(
        "script-out-of-place",
        "a script that counts from another start",
        PLAIN,
        lambda s: s.write(SCRIPT, description([(a + 4, b + 4, t) for a, b, t in events()[:5]])),
    ),
    fault(
        "script-over-dialogue",
        "one description over dialogue",
        PLAIN,
        lambda s: s.write(SCRIPT, description([(1.5, 4.4, "The woman sits"), *events()[1:]])),
    ),
    fault(
        "script-too-fast",
        "a description that nobody can speak in its time",
        PLAIN,
        lambda s: s.write(
            SCRIPT,
            description(
                [
                    (
                        4.5,
                        7.5,
                        "The woman looks at the door, goes to the window, opens it wide, and leans out to see who might be there",
                    ),
                    *events()[1:],
                ]
            ),
        ),
    ),
    fault(
        "script-text-unread",
        "text in the picture that nobody reads out",
        described("", lambda s: s.append(ORDER, GRAPHIC)),
        lambda s: s.write(SCRIPT, description(events()[2:])),
    ),
    fault(
        "script-unheard",
        "a description that the mix does not have",
        PLAIN,
        mix(*[f"{VOICE}+{TOLD}*(1-between(t,20,24))"] * 2),
    ),
    fault(
        "script-mostly-unheard",
        "half of the script was never recorded",
        PLAIN,
        mix(*[f"{VOICE}+{TOLD}*(lt(t,12)+gte(t,36))"] * 2),
    ),
    fault(
        "script-unheard-channels",
        "a description that the described channels of the master do not have",
        talk(
            wants("described_video", audio={}) + LAYOUT,
            lambda s: master(s, VOICE, VOICE, DESCRIBED, DESCRIBED),
            filed("description-script", SCRIPT),
            lambda s: s.write(SCRIPT, description()),
        ),
        lambda s: master(s, VOICE, VOICE, *[f"{VOICE}+{TOLD}*(1-between(t,20,24))"] * 2),
        "script-unheard",
    ),
)
