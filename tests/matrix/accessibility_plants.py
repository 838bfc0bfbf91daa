"""How faults of accessibility are planted in the talking film, and what its clean version needs for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from unittest.mock import patch

from matrix.accessibility_scenes import (
    CAPTIONS,
    DESCRIBED,
    LINES,
    MASTER,
    MIX,
    ORDER,
    SCRIPT,
    VOICE,
    cues,
    description,
    destined,
    filed,
    film,
    master,
    sound,
    spec,
    srt,
    talk,
    wants,
)  # fmt: skip
from matrix.base import LEDGER, TONE, Fault, Scene, judge, make_master
from picturelock.dossier import collect
from picturelock.findings import Finding
from picturelock.formats.sidecar import write_sidecar
from picturelock.library import Library
from picturelock.production import load
from picturelock.speech import Provenance
from picturelock.transcription.imports import import_transcript

Change = Callable[[Scene], object]
FRENCH = [
    (1.0, 4.0, "[Anna] Nous avons longé le fleuve"),
    (9.0, 12.0, "[Bea] Personne ne m’a parlé de ça"),
    (17.0, 20.0, "[Anna] Mon frère ouvre le jardin"),
    (25.0, 28.0, "[Bea] Écris-lui avant l’hiver"),
    (33.0, 36.0, "[Anna] La neige couvrait les toits"),
    (41.0, 44.0, "[Bea] Rentrons donc ces chaises"),
]
FRENCH_TRACK = """\
[[captions]]
language = "fr"
kind = "sdh"
profile = "netflix-fr"
file = "captions/v2.fr.srt"
origin = "human"
"""
DELIVERY = "[delivery]\n"
LIMITS = {
    "loudness": 'limit = "-25 LUFS"',
    "loudness_tolerance": 'limit = "3 LU"',
    "true_peak": 'limit = "-1 dBTP"',
}
GRAPHIC = (
    '[[graphics]]\nstart = "00:00:01:00"\nend = "00:00:03:00"\ntop = 0.0\nbottom = 0.25\nname = "Montréal, 1958"\n'
)
BRIGHT, FAINT = "235", "52"
LOUD_MUSIC = f"{VOICE}+0.03*sin(2*PI*300*t)*gte(t,28)*lt(t,40)"
LAYOUT = """\
[[layout]]
programmes = [{ channels = [1, 2], carries = "stereo" }, { channels = [3, 4], carries = "described-video" }]
source = "house"
read = 2026-11-22
"""
SPOILT = (
    "accessibility.speech-uncaptioned accessibility.caption-differs captions.unspoken "
    "accessibility.captions-late accessibility.captions-early"
)
FORCED_TRACK = (
    FRENCH_TRACK.replace('"fr"', '"en"').replace('"sdh"', '"forced"').replace("-fr", "-en").replace("v2.fr", "fn")
)
PLAIN_TRACK = FORCED_TRACK.replace('"forced"', '"sub"').replace("fn.srt", "sub.srt")
SRT_ONLY = {"format": 'one_of = ["srt"]'}


def fault(
    name: str,
    what: str,
    prepare: Change | None,
    plant: Change,
    rule: str = "",
    also: str = "",
    by: Change | None = None,
    needs: str = "",
) -> Fault:
    """rule: where it is not the fault's own name. also: further rules, whole."""
    return Fault(
        f"accessibility.{name}",
        what,
        plant,
        rule if "." in rule else f"accessibility.{rule or name}",
        frozenset(also.split()),
        prepare,
        by or judge,  # type: ignore[arg-type]
        needs,
    )


def french(scene: Scene) -> None:
    """A second track, which translates."""
    scene.write("captions/v2.fr.srt", srt(FRENCH))
    scene.before(ORDER, DELIVERY, FRENCH_TRACK)


def forced(*listed: tuple[float, float, str]) -> Change:
    """A track of forced narratives."""

    def plant(scene: Scene) -> None:
        scene.write("captions/fn.srt", srt(listed))
        if FORCED_TRACK not in scene.text(ORDER):
            scene.before(ORDER, DELIVERY, FORCED_TRACK)

    return plant


def translated(*listed: tuple[float, float, str]) -> Change:
    """Other French captions."""
    return lambda scene: scene.write("captions/v2.fr.srt", srt(listed))


def plain_beside(scene: Scene) -> None:
    """Plain subtitles beside the captions for the deaf."""
    scene.write("captions/sub.srt", srt(cues(named=False)))
    scene.before(ORDER, DELIVERY, PLAIN_TRACK)


def as_webvtt(scene: Scene) -> None:
    """The captions in another format."""
    scene.write("captions/v2.en.vtt", "WEBVTT\n\n" + scene.text(CAPTIONS).replace(",", "."))
    scene.replace(ORDER, CAPTIONS, "captions/v2.en.vtt")


def music(scene: Scene) -> None:
    """A piece of music under the first half of the film, and the pictures' own sound beside it."""
    from picturelock.media import ffmpeg

    tone = ffmpeg.generated("sine=frequency=220:sample_rate=48000:d=24")
    ffmpeg.render([tone], scene.root / "media" / "MUS_01.wav", time_limit_s=60, acodec="pcm_s16le")
    cut = scene.text("cuts/v2.edl").replace("     V     C", "     B     C")
    under = (
        "007  MUS      A2    C        00:00:00:00 00:00:24:00 00:00:00:00 00:00:24:00\n* FROM CLIP NAME: MUS_01.wav\n"
    )
    scene.write("cuts/v2.edl", cut + under)
    cleared = LEDGER.split("\n\n")[0].replace("A001*", "MUS_01*")
    scene.append("rights/clearances.toml", f"\n{cleared}\n")


def speechless(scene: Scene) -> None:
    """The music is declared to be without speech."""
    scene.before(ORDER, 'cut = "cuts/v2.edl"', 'speechless = ["MUS_*.wav"]\n')


def captions(*listed: tuple[float, float, str]) -> Change:
    return lambda scene: scene.write(CAPTIONS, srt(listed))


def script(*events: tuple[float, float, str]) -> Change:
    return lambda scene: scene.write(SCRIPT, description(events))


def change(old: str, new: str, file: str = ORDER) -> Change:
    return lambda scene: scene.replace(file, old, new)


def without(file: str, start: str, until: str) -> Change:
    """A passage of a file, left out."""

    def plant(scene: Scene) -> None:
        text = scene.text(file)
        at = text.index(start)
        scene.write(file, text[:at] + text[text.index(until, at) :])

    return plant


def shifted(by: float, factor: float = 1.0) -> Change:
    return captions(*((a * factor + by, b * factor + by, text) for a, b, text in cues()))


def made(tool: str, sources: Sequence[str], **parameters: str) -> Change:
    """The record of the captions' making. sources: media files that they were made from."""

    def plant(scene: Scene) -> None:
        dossier = collect(load(scene.root))
        known = {shot.source.name: shot.source.fingerprint for shot in dossier.cut.shots}
        inputs = tuple(known[name] for name in sources)
        record = Provenance("captions", "imported", tool, "1", "", tuple(parameters.items()), inputs)
        write_sidecar(scene.root / CAPTIONS, replace(record, made="2026-11-20T10:00:00+00:00"))

    return plant


def rough(scene: Scene) -> None:
    """The words were only guessed."""
    for file in scene.root.glob("library*"):
        file.unlink()
    record = Provenance("transcript", "machine", "pocketsphinx", "5.1")
    for name, who in (("A001.mov", 0), ("B002.mov", 1)):
        said = [(10 * n + 1, 10 * n + 4, line) for n, line in enumerate(LINES) if n % 2 == who]
        scene.write("said.srt", srt(said))
        write_sidecar(scene.root / "said.srt", replace(record, kind="transcript"))
        with Library(scene.root / "library") as library:
            import_transcript(scene.root / "said.srt", scene.root / "media" / name, library, "en")
    for file in scene.root.glob("said.srt*"):
        file.unlink()


def untranscribed(scene: Scene) -> None:
    """A library that knows nothing."""
    for file in scene.root.glob("library*"):
        file.unlink()
    with Library(scene.root / "library"):
        pass


def together(first: Change, *more: Change) -> Change:
    def plant(scene: Scene) -> None:
        for one in (first, *more):
            one(scene)

    return plant


def described(text: str = "", *more: Change) -> Change:
    """The talking film with a described mix and its script."""
    files = (filed("described-video", MIX), filed("description-script", SCRIPT), script())
    return talk(text or wants("described_video", "description_script"), *files, *more)


def ordered_mix(name: str, *waves: str, **options: object) -> Change:
    """The described mix in another file, ordered under its name."""

    def plant(scene: Scene) -> None:
        sound(scene, name, *(waves or (DESCRIBED, DESCRIBED)), **options)
        scene.replace(ORDER, MIX, name)

    return plant


def picture_mix(**options: object) -> Change:
    """A whole described master instead of a mix; without waves it has no sound."""

    def plant(scene: Scene) -> None:
        from picturelock.media import ffmpeg

        path = scene.root / "described" / "film.mov"
        muted = ffmpeg.generated("testsrc=size=128x72:rate=25:duration=48")
        inputs = [muted] if options.pop("mute", False) else [muted, _told()]
        coding = {"vcodec": "libx264", "pix_fmt": "yuv420p", "preset": "ultrafast", "acodec": "pcm_s24le"}
        if len(inputs) == 1:
            del coding["acodec"]
        ffmpeg.render(inputs, path, time_limit_s=60, timecode="00:00:00:00", **{**coding, **options})
        scene.replace(ORDER, MIX, "described/film.mov")

    return plant


def _told() -> object:
    from picturelock.media import ffmpeg

    wave = DESCRIBED.replace(",", "\\,")
    return ffmpeg.generated(f"aevalsrc={wave}|{wave}:s=48000:d=48:c=stereo")


def text_in(luma: str, ground: str = "16") -> str:
    """The film with bars as high as letters in its upper quarter while the graphic is named."""
    where = "between(T,0.99,3.01)*lt(Y,18)"
    bars = f"if(between(Y,5,12)*lt(mod(X,6),3),{luma},{ground})"
    planes = f"lum='if({where},{bars},lum(X,Y))':cb='if({where},128,cb(X,Y))':cr='if({where},128,cr(X,Y))'"
    return f"{film()}[f];[f]geq={planes}"


def titled(luma: str) -> Change:
    return lambda scene: master(scene, picture=text_in(luma))


CONTRAST = spec(
    {"limits": {"contrast": 'limit = "4.5:1"'}, "accessibility": {"text_contrast": 'requirement = "required"'}}
)


def flashing(scene: Scene) -> None:
    """The silent film flashes white five times a second, over all of its first shot."""
    from matrix import qc_scenes

    flash = f"{qc_scenes.FILM}[f];[f]geq=lum='if(lt(T,4)*lt(mod(N,5),2),235,if(lt(T,4),16,lum(X,Y)))':cb=128:cr=128"
    qc_scenes.master(scene, picture=flash)


def to_house(text: str) -> Change:
    return lambda scene: destined(scene, text)


def without_library(scene: Scene) -> list[Finding]:
    """Judged where the optional package is not installed."""
    with patch("picturelock.media.scan.flashes.installed", return_value=False):
        return judge(scene)


def again(scene: Scene) -> None:
    """The same film, as a file that was never measured."""
    (scene.root / MASTER).unlink()
    with_tone = TONE.replace("997", "996")
    with patch("matrix.base.TONE", with_tone):
        make_master(scene)


def events() -> list[tuple[float, float, str]]:
    """The usual descriptions."""
    return [(8 * n + 4.5, 8 * n + 7.5, f"The woman looks at door {n}") for n in range(6)]


def _said(scene: Scene, name: str, text: str, language: str = "en") -> None:
    """Another transcript of one source instead of all that it has."""
    scene.write("said.vtt", f"WEBVTT\n\n{text}")
    with Library(scene.root / "library") as library:
        import_transcript(scene.root / "said.vtt", scene.root / "media" / name, library, language)
    (scene.root / "said.vtt").unlink()


def quiet(scene: Scene) -> None:
    """A001 says nothing in its third shot."""
    lines = "".join(f"00:00:{10 * n + 1:02}.000 --> 00:00:{10 * n + 4:02}.000\n<v Anna>{LINES[n]}\n\n" for n in (0, 2))
    untranscribed_of(scene, lines)


def two_voices(scene: Scene) -> None:
    """The first line of A001 is said by two people."""
    first = "00:00:01.000 --> 00:00:02.500\n<v Anna>We walked along\n\n00:00:02.500 --> 00:00:04.000\n<v Carl>the river again\n\n"
    rest = "".join(f"00:00:{10 * n + 1:02}.000 --> 00:00:{10 * n + 4:02}.000\n<v Anna>{LINES[n]}\n\n" for n in (2, 4))
    untranscribed_of(scene, first + rest)


def untranscribed_of(scene: Scene, anna: str) -> None:
    """The library anew, with other words of A001."""
    untranscribed(scene)
    _said(scene, "A001.mov", anna)
    bea = "".join(f"00:00:{10 * n + 1:02}.000 --> 00:00:{10 * n + 4:02}.000\n<v Bea>{LINES[n]}\n\n" for n in (1, 3, 5))
    _said(scene, "B002.mov", bea)


BOTH = 'all_of = ["en", "fr"]'
TWO = (1.0, 4.0, "-We walked along\n-the river again")
