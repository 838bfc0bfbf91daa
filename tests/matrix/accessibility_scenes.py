"""A film in which two people talk, with captions, a described mix and a description script: what accessibility is judged on.

Forty-eight seconds at 25 fps: six shots of eight seconds, A001 and B002 in turn; in each somebody speaks from its second 1 to
its second 4, and then nobody does. The description stands from second 4.5 to 7.5 of each shot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from matrix.base import SPEECHLESS, Scene
from picturelock.library import Library
from picturelock.media import ffmpeg
from picturelock.transcription.imports import import_transcript

ORDER, CAPTIONS, MASTER = "picturelock.toml", "captions/v2.en.srt", "master/v2.mov"
MIX, SCRIPT = "described/mix.wav", "described/script.srt"
SHOT, SECONDS = 8, 48
PEOPLE = ("Anna", "Bea")
LINES = (
    "We walked along the river again",
    "Nobody told me about the letter",
    "My brother keeps the garden open",
    "Then write to him before winter",
    "There was snow upon every roof",
    "Let us carry those chairs inside",
)
"""What is heard, shot by shot."""
UNUSED = (
    "This sentence never reached people",
    "Another passage was removed last week",
    "Those pictures belong to strangers",
    "Perhaps the ending felt far too long",
    "Every rehearsal began with loud music",
)
"""What A001 says at 10 and 30 s, and B002 at 0, 20 and 40 s, which the cut does not use."""
_READ = 'source = "house", read = 2026-11-22'
_CODING = {"vcodec": "libx264", "pix_fmt": "yuv420p", "preset": "ultrafast"}
_PICTURES = {"A": "testsrc2=size=128x72:rate=25:duration=64", "B": "testsrc=size=128x72:rate=25:duration=64"}

VOICE_ON = "gte(mod(t,8),1)*lt(mod(t,8),4)"
TOLD_ON = "gte(mod(t,8),4.5)*lt(mod(t,8),7.5)"
VOICE = f"0.0708*sin(2*PI*997*t)*(0.6+0.4*sin(2*PI*2.3*t))*{VOICE_ON}+0.004*sin(2*PI*200*t)"
TOLD = f"0.05*sin(2*PI*440*t)*{TOLD_ON}"
DESCRIBED = f"{VOICE}+{TOLD}"


def spec(sections: Mapping[str, Mapping[str, str]], layout: str = "") -> str:
    """A destination of the house. sections: what is said by section and name, as TOML has it: `requirement = "required"`."""
    lines = ['title = "House"\nkind = "broadcaster"\n']
    for section, entries in sections.items():
        lines.append(f"[{section}]\n")
        lines += [f"{name} = {{ {said}, {_READ} }}\n" for name, said in entries.items()]
    return "".join(lines) + layout


def wants(*names: str, **sections: Mapping[str, str]) -> str:
    """A destination that requires these of `[accessibility]`, and more."""
    required = dict.fromkeys(names or ("captions",), 'requirement = "required"')
    return spec({"accessibility": required, **sections})


def destined(scene: Scene, text: str) -> None:
    """The production goes to a destination of its own."""
    scene.write("specs/house.toml", text)
    if 'spec = "ebu-r128"' in scene.text(ORDER):
        scene.replace(ORDER, 'spec = "ebu-r128"', 'spec = "house"')


def talk(
    text: str = "", *more: Callable[[Scene], object], captions: str = "", languages: Sequence[str] = ("en", "en")
) -> Callable[[Scene], None]:
    """The talking film instead of the silent one, for a destination. languages: that A001 and B002 speak."""

    def prepare(scene: Scene) -> None:
        scene.replace("picturelock.toml", SPEECHLESS, "")
        _media(scene)
        _transcripts(scene, languages)
        scene.write("cuts/v2.edl", edl(0))
        scene.write(CAPTIONS, captions or srt(cues()))
        destined(scene, text or wants("captions"))
        for change in more:
            change(scene)

    return prepare


def edl(late: int, order: Sequence[int] = range(6)) -> str:
    """The cut, each shot beginning so many seconds later in its source."""
    lines = ["TITLE: v2", "FCM: NON-DROP FRAME", ""]
    for place, number in enumerate(order):
        reel, start = ("A001", "B002")[number % 2], 10 * number + late
        source, record = f"{_label(start)} {_label(start + SHOT)}", f"{_label(place * 8)} {_label(place * 8 + 8)}"
        lines += [f"{place + 1:03}  {reel}     V     C        {source} {record}", f"* FROM CLIP NAME: {reel}.mov"]
    return "\n".join(lines) + "\n"


def cues(lines: Sequence[str] = LINES, named: bool = True) -> list[tuple[float, float, str]]:
    """A caption for each shot."""
    return [
        (SHOT * number + 1, SHOT * number + 4, f"[{PEOPLE[number % 2]}] {line}" if named else line)
        for number, line in enumerate(lines)
    ]


def srt(listed: Sequence[tuple[float, float, str]]) -> str:
    """Captions as a file."""
    blocks = (f"{n}\n{_clock(a)} --> {_clock(b)}\n{text}\n" for n, (a, b, text) in enumerate(listed, start=1))
    return "\n".join(blocks)


def description(events: Sequence[tuple[float, float, str]] = ()) -> str:
    """The description script: one event in the gap of each shot."""
    usual = [(SHOT * n + 4.5, SHOT * n + 7.5, f"The woman looks at door {n}") for n in range(6)]
    return srt(events or usual)


def sound(scene: Scene, name: str, *waves: str, seconds: float = SECONDS, rate: int = 48_000, **options: Any) -> Path:
    """A file of sound by its formulas, one for each channel; also one that replaces another."""
    path = scene.root / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    layout = {1: "mono", 2: "stereo", 4: "4.0", 6: "5.1"}[len(waves)]
    formula = "|".join(waves).replace(",", "\\,")
    made = ffmpeg.generated(f"aevalsrc={formula}:s={rate}:d={seconds}:c={layout}")
    ffmpeg.render([made], path, time_limit_s=60, **{"acodec": "pcm_s24le", **options})
    return path


def mix(*waves: str, **options: Any) -> Callable[[Scene], object]:
    """A fault or a preparation: the described mix, made in another way."""
    return lambda scene: sound(scene, MIX, *(waves or (DESCRIBED, DESCRIBED)), **options)


def filed(kind: str, file: str, language: str = "en") -> Callable[[Scene], None]:
    """A further file of the delivery."""
    entry = f'[[files]]\nkind = "{kind}"\nfile = "{file}"\nlanguage = "{language}"\n'
    return lambda scene: scene.before(ORDER, "[delivery]\n", entry)


def master(scene: Scene, *waves: str, picture: str = "", **options: Any) -> None:
    """Another master in place of the good one."""
    path = scene.root / MASTER
    path.unlink(missing_ok=True)
    chosen = waves or (VOICE, VOICE)
    layout = {2: "stereo", 4: "4.0"}[len(chosen)]
    formula = "|".join(chosen).replace(",", "\\,")
    inputs = [
        ffmpeg.generated(picture or film()),
        ffmpeg.generated(f"aevalsrc={formula}:s=48000:d={SECONDS}:c={layout}"),
    ]
    coding = {**_CODING, "acodec": "pcm_s24le", "timecode": "00:00:00:00", **options}
    ffmpeg.render(inputs, path, time_limit_s=120, **coding)


def film() -> str:
    """The picture of the cut, as a graph of filters."""
    parts = [
        f"{_PICTURES['AB'[n % 2]]},trim=start={10 * n}:end={10 * n + SHOT},setpts=PTS-STARTPTS[p{n}]" for n in range(6)
    ]
    return ";".join(parts) + ";" + "".join(f"[p{n}]" for n in range(6)) + "concat=n=6:v=1:a=0"


def _media(scene: Scene) -> None:
    """Made once for all scenes of a run, beside the first of them, and linked."""
    shelf = scene.root.parents[1] / "talking-film"
    made = Scene(shelf)
    if not (shelf / "made").exists():
        for name in ("media", "master", "described"):
            (shelf / name).mkdir(parents=True, exist_ok=True)
        for name, key in (("A001.mov", "A"), ("B002.mov", "B")):
            path = shelf / "media" / name
            path.unlink(missing_ok=True)
            inputs = [ffmpeg.generated(_PICTURES[key]), ffmpeg.generated("sine=frequency=300:sample_rate=48000:d=64")]
            ffmpeg.render(inputs, path, time_limit_s=120, acodec="pcm_s16le", timecode="00:00:00:00", **_CODING)
        master(made)
        sound(made, MIX, DESCRIBED, DESCRIBED)
        (shelf / "made").touch()
    for name in ("media/A001.mov", "media/B002.mov", MASTER, MIX):
        path = scene.root / name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        path.hardlink_to(shelf / name)


def _transcripts(scene: Scene, languages: Sequence[str]) -> None:
    said = [(10 * n + 1, 10 * n + 4, line, n % 2) for n, line in enumerate(LINES)]
    said += [(start, start + 3, line, who) for (start, who), line in zip(_PLACES, UNUSED, strict=True)]
    for who, name in enumerate(("A001.mov", "B002.mov")):
        own = sorted(entry for entry in said if entry[3] == who)
        text = "".join(
            f"{_clock(a)[:-4]}.000 --> {_clock(b)[:-4]}.000\n<v {PEOPLE[who]}>{line}\n\n" for a, b, line, _ in own
        )
        scene.write("said.vtt", f"WEBVTT\n\n{text}")
        with Library(scene.root / "library") as library:
            import_transcript(scene.root / "said.vtt", scene.root / "media" / name, library, languages[who])
    (scene.root / "said.vtt").unlink()


_PLACES = ((11, 0), (31, 0), (1, 1), (21, 1), (41, 1))


def _label(seconds: int) -> str:
    return f"00:{seconds // 60:02}:{seconds % 60:02}:00"


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"00:{whole // 60:02}:{whole % 60:02},{round(1000 * (seconds - whole)):03}"
