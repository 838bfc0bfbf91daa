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
    fault("described-mute", "a described film without sound", described(), picture_mix(mute=True)),
    fault("described-duration", "a second too short", described(), mix(seconds=47)),
    fault(
        "described-start",
        "its clock begins a second late",
        described("", mix(write_bext=1, metadata="time_reference=0")),
        mix(write_bext=1, metadata="time_reference=48000"),
    ),
    fault("described-channels", "mono beside a stereo film", described(), mix(DESCRIBED)),
    fault("described-sample-rate", "at the rate of a compact disc", described(), mix(rate=44_100)),
    fault(
        "described-frame-rate",
        "a described film at another frame rate",
        described(),
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
        described(),
        lambda s: s.write(
            ORDER, s.text(ORDER).replace(f'file = "{MIX}"\nlanguage = "en"', f'file = "{MIX}"\nlanguage = "de"')
        ),
        also="accessibility.described-uncaptioned",
    ),
    fault(
        "described-late",
        "the described mix is a second late",
        described(),
        mix(*[re.sub(r"\bt\b", "(t-1)", DESCRIBED)] * 2),
    ),
    fault("described-alone", "the description without the film", described(), mix(TOLD, TOLD)),
    fault("described-identical", "the main mix delivered twice", described(), mix(VOICE, VOICE)),
    fault(
        "described-identical-channels",
        "described channels of the master that hold the main mix",
        talk(wants("described_video", audio={}) + LAYOUT, lambda s: master(s, VOICE, VOICE, DESCRIBED, DESCRIBED)),
        lambda s: master(s, VOICE, VOICE, VOICE, VOICE),
        "described-identical",
    ),
    fault(
        "description-over-dialogue",
        "description over what somebody says",
        described(),
        mix(*[f"{DESCRIBED}+0.2*sin(2*PI*500*t)*between(t,17.5,19.5)"] * 2),
    ),
    fault(
        "described-silence",
        "a hole in the described mix",
        described(),
        mix(*[f"({DESCRIBED})*(1-between(t,17,20))"] * 2),
    ),
    fault(
        "described-dropouts",
        "a drop-out in the described mix",
        described(),
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
        described(),
        without(ORDER, '[[files]]\nkind = "description-script"', DELIVERY),
    ),
    fault(
        "script-empty",
        "a script without a description",
        described(),
        lambda s: s.write(SCRIPT, "1\n00:00:05,000 --> 00:00:07,000\n \n"),
        "script-empty",
        "files.empty captions.no-cues captions.empty",
    ),
    fault(
        "script-overlap",
        "two descriptions at once",
        described(),
        lambda s: s.write(SCRIPT, description(sorted([*events(), (14.0, 15.4, "A dog runs by")]))),
    ),
    fault(
        "script-beyond-cut",
        "a description after the end",
        described(),
        lambda s: s.write(SCRIPT, description([*events(), (48.5, 51.0, "The end of the film")])),
    ),
    fault(
        "script-language",
        "a script in another language",
        described(),
        lambda s: s.write(
            ORDER, s.text(ORDER).replace(f'file = "{SCRIPT}"\nlanguage = "en"', f'file = "{SCRIPT}"\nlanguage = "de"')
        ),
    ),
    fault(
        "script-out-of-place",
        "a script that counts from another start",
        described(),
        lambda s: s.write(SCRIPT, description([(a + 4, b + 4, t) for a, b, t in events()[:5]])),
    ),
    fault(
        "script-over-dialogue",
        "one description over dialogue",
        described(),
        lambda s: s.write(SCRIPT, description([(1.5, 4.4, "The woman sits"), *events()[1:]])),
    ),
    fault(
        "script-too-fast",
        "a description that nobody can speak in its time",
        described(),
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
        described(),
        mix(*[f"{VOICE}+{TOLD}*(1-between(t,20,24))"] * 2),
    ),
)
