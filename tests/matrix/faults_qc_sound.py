"""Faults of a master's sound: loudness, channels, silence, phase, drop-outs; and policies."""

from __future__ import annotations

from matrix.base import Fault, Scene
from matrix.qc_scenes import LED, TONE, house, led, of_qc, remake, stereo, wave
from picturelock import registry
from picturelock.dossier import collect
from picturelock.findings import Finding, found
from picturelock.library import Library
from picturelock.production import load
from picturelock.transcription.imports import import_transcript

_PROGRAMMES = '[[layout]]\nprogrammes = [{}]\nsource = "house"\nread = 2026-11-22\n'
_DESCRIBED = _PROGRAMMES.format(
    '{ channels = [1, 2], carries = "stereo" }, { channels = [3, 4], carries = "described-video" }'
)
_RESERVED = _PROGRAMMES.format('{ channels = [1, 2], carries = "stereo" }, { channels = [3, 4], carries = "silence" }')
_SURROUND = _PROGRAMMES.format('{ channels = [1, 2, 3, 4, 5, 6], carries = "5.1" }')
_TWICE = _PROGRAMMES.format('{ channels = [1, 2], carries = "stereo" }, { channels = [3, 4], carries = "stereo" }')
_SEVEN = _PROGRAMMES.format('{ channels = [1, 2, 3, 4, 5, 6, 7, 8], carries = "7.1" }')
_LOW = "0.02*sin(2*PI*60*t)"
_AT_TARGET = 0.04305
"""Of each of five channels: together they come to -23 LUFS."""


_TOLD = "0.0453*(1+1.2*between(mod(t,4),1,2.5))*sin(2*PI*1003*t)"
"""The described mix: as loud, with somebody over it twice, in another sound."""


def _loud(decibels: float) -> str:
    return f"{0.0708 * 10 ** (decibels / 20):.5f}*sin(2*PI*997*t)"


def _mono(*waves: str) -> tuple[str, ...]:
    """A mono stream for each wave."""
    return tuple(wave(one, "mono") for one in waves)


def _surround(*order: str) -> str:
    """Six channels in an order; "." is one of the five full ones, "-" the low one."""
    waves = [_LOW if sign == "-" else f"{_AT_TARGET}*sin(2*PI*{700 + 40 * at}*t)" for at, sign in enumerate(order)]
    return wave("|".join(waves), "5.1")


def _seven(level: float = 0.0369) -> str:
    """Eight channels; at this level the seven full ones come to -23 LUFS."""
    waves = [f"{level}*sin(2*PI*{700 + 40 * at}*t)" for at in range(8)]
    waves[3] = _LOW
    return wave("|".join(waves), "7.1")


def _gated(condition: str) -> str:
    return f"{TONE}*({condition})"


def _spoken(scene: Scene) -> None:
    """Dialogue is asked at -23, and both sources have a transcript that speaks for three seconds each."""
    dialogue = {"dialogue_loudness": "-23 LUFS", "dialogue_tolerance": "2 LU"}
    house(limits=dialogue, loudness="10 LU")(scene)
    for name, start in (("A001.mov", 0), ("B002.mov", 1)):
        lines = f"1\n00:00:0{start}:000 --> 00:00:0{start + 3}:900\nwe speak here and we go on and on\n"
        scene.write("said.srt", lines.replace(":000", ",000").replace(":900", ",900"))
        with Library(scene.root / "library") as library:
            import_transcript(scene.root / "said.srt", scene.root / "media" / name, library, "en")


def _untranscribed(scene: Scene) -> None:
    for file in scene.root.glob("library*"):
        file.unlink()


def _of_master(scene: Scene) -> list[Finding]:
    """The checks of the master alone: what is said is in no caption here."""
    dossier = collect(load(scene.root))
    return [one for entry in registry.CHECKS if ".qc." in entry for one in found(registry.load(entry)(dossier))]


def _mxf_policy(scene: Scene) -> None:
    scene.write(
        "policy.xml",
        '<?xml version="1.0"?><policy type="and" name="House">'
        '<rule name="Format is MXF" value="Format" tracktype="General" occurrence="*" operator="=">MXF</rule></policy>',
    )


def _policed(scene: Scene) -> None:
    house(order='policies = ["policy.xml"]')(scene)
    scene.write(
        "policy.xml",
        '<?xml version="1.0"?><policy type="and" name="House">'
        '<rule name="Width" value="Width" tracktype="Video" occurrence="*" operator="=">128</rule></policy>',
    )


_VOICE = _loud(4)
_PEAKS = f"{TONE}+0.93*between(t,4,4.0004)"

FAULTS: tuple[Fault, ...] = (
    of_qc("too-loud", "two units too loud", remake(sound=stereo(_loud(2), _loud(2))), "loudness-integrated"),
    of_qc("too-quiet", "two units too quiet", remake(sound=stereo(_loud(-2), _loud(-2))), "loudness-integrated"),
    of_qc("true-peak", "a click at full scale", remake(sound=stereo(_PEAKS, _PEAKS)), "true-peak"),
    of_qc(
        "short-term",
        "three loud seconds in a quiet film",
        remake(sound=stereo(*[f"{TONE}*(0.4+1.5*between(t,3,6.2))"] * 2)),
        "loudness-short-term",
        "loudness-integrated loudness-range",
    ),
    of_qc(
        "loudness-range",
        "from a whisper to a shout",
        remake(sound=stereo(*[f"{TONE}*if(lt(t,4),0.12,1.18)"] * 2)),
        "loudness-range",
        "loudness-integrated",
    ),
    of_qc("mute", "the mix is silence", remake(sound=stereo("0", "0")), "loudness-silent", "silence programme-silent"),
    of_qc("silence", "two seconds of silence", remake(sound=stereo(*[_gated("1-between(t,3,5)")] * 2)), "silence"),
    of_qc("out-of-phase", "the right side is inverted", remake(sound=stereo(TONE, f"-{TONE}")), "phase"),
    of_qc(
        "drop-out",
        "thirty milliseconds of nothing",
        remake(sound=stereo(*[_gated("1-between(t,3.0101,3.0401)")] * 2)),
        "dropout",
    ),
    of_qc(
        "drop-to-hiss",
        "thirty milliseconds of next to nothing",
        remake(sound=stereo(*[f"{_gated('1-between(t,3.0101,3.0401)')}+0.00002*sin(2*PI*5000*t)"] * 2)),
        "dropout",
    ),
    of_qc(
        "under-run",
        "512 of every 4096 samples are gone, for a second",
        remake(sound=stereo(*[_gated("gt(gte(mod(n,4096),512)+1-between(t,3,4),0)")] * 2)),
        "dropout",
    ),
    of_qc(
        "gated",
        "music cut in eighths",
        remake(sound=stereo(*[f"1.6*{_gated('lt(mod(t,0.25),0.12)')}"] * 2)),
        "gated-sound",
        "loudness-integrated",
    ),
    of_qc(
        "side-dies",
        "the right side is gone after half the film",
        remake(sound=stereo(TONE, f"{TONE}*lt(t,4)")),
        "channel-drops",
        "loudness-integrated",
    ),
    of_qc(
        "second-pauses",
        "the second mix is not there for three seconds",
        remake(sound=_mono(TONE, TONE, *[f"1.15*{_TOLD}*(1-between(t,2,5))"] * 2)),
        "silence",
        "loudness-integrated",
        layout=_TWICE,
        made={"sound": _mono(TONE, TONE, _TOLD, _TOLD)},
    ),
    of_qc(
        "surround-phase",
        "the right front of 5.1 is the left one inverted",
        remake(sound=_surround(*"...-..").replace(f"|{_AT_TARGET}*sin(2*PI*740*t)", f"|-{_AT_TARGET}*sin(2*PI*700*t)")),
        "phase",
        layout=_SURROUND,
        made={"sound": _surround(*"...-..")},
    ),
    of_qc(
        "seven-one",
        "7.1, too loud",
        remake(sound=_seven(0.05)),
        "loudness-integrated",
        layout=_SEVEN,
        made={"sound": _seven()},
    ),
    *(
        of_qc(f"leader-{name}", f"after bars and tone, {what}", remake(**led(*sides)), rule, also, **LED)
        for name, what, sides, rule, also in (
            ("side", "the right side is missing", (f"1.4142*{TONE}", "0"), "channel-silent", ""),
            ("mute", "nothing", ("0", "0"), "programme-silent", "loudness-silent silence"),
            ("loud", "two units too loud", (_loud(2), _loud(2)), "loudness-integrated", ""),
        )
    ),
    of_qc("one-side", "the right side is missing", remake(sound=stereo(f"1.4142*{TONE}", "0")), "channel-silent"),
    of_qc(
        "missing-track",
        "the second pair is not there",
        remake(),
        "channels-missing",
        "loudness-unmeasured",
        layout=_DESCRIBED,
        made={"sound": _mono(TONE, TONE, _TOLD, _TOLD)},
    ),
    of_qc(
        "description-silent",
        "the described mix is silence",
        remake(sound=_mono(TONE, TONE, "0", "0")),
        "programme-silent",
        "loudness-silent",
        layout=_DESCRIBED,
        made={"sound": _mono(TONE, TONE, _TOLD, _TOLD)},
    ),
    of_qc(
        "description-loud",
        "the described mix is too loud",
        remake(sound=_mono(TONE, TONE, f"1.4*{_TOLD}", f"1.4*{_TOLD}")),
        "loudness-integrated",
        layout=_DESCRIBED,
        made={"sound": _mono(TONE, TONE, _TOLD, _TOLD)},
    ),
    of_qc(
        "not-silent",
        "sound where silence is reserved",
        remake(sound=_mono(TONE, TONE, TONE, "0")),
        "channel-not-silent",
        layout=_RESERVED,
        made={"sound": _mono(TONE, TONE, "0", "0")},
    ),
    of_qc("unasked", "two more channels with sound", remake(sound=_mono(TONE, TONE, TONE, TONE)), "channels-unasked"),
    of_qc("spare", "two more channels, silent", remake(sound=_mono(TONE, TONE, "0", "0")), "channels-spare"),
    of_qc(
        "channel-order",
        "film order where television order is asked",
        remake(sound=_surround(*".....-")),
        "channel-order",
        "loudness-integrated",
        layout=_SURROUND,
        made={"sound": _surround(*"...-..")},
    ),
    of_qc(
        "sound-late",
        "the sound begins two seconds late",
        remake(late=2),
        "sound-starts-late",
        "silence sound-ends-late dropout",
    ),
    Fault(
        "qc.dialogue",
        "the dialogue is too loud",
        remake(sound=stereo(_VOICE, _VOICE)),
        "qc.dialogue-loudness",
        prepare=_spoken,
        judge=_of_master,
    ),
    Fault(
        "qc.no-transcript",
        "nobody knows where somebody speaks",
        _untranscribed,
        "qc.dialogue-unmeasured",
        prepare=_spoken,
        judge=_of_master,
    ),
    Fault(
        "qc.policy",
        "a rule of a MediaConch policy is broken",
        _mxf_policy,
        "qc.policy",
        prepare=_policed,
        needs="mediaconch",
    ),
    Fault(
        "qc.policy-unjudged",
        "the policy is no policy",
        lambda scene: scene.write("policy.xml", "<nothing"),
        "qc.policy-unjudged",
        prepare=_policed,
        needs="mediaconch",
    ),
)
