"""Faults of the further files of a delivery: papers and elements that are not what they are listed as."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from matrix.base import SRT, TONE, Fault, Scene
from matrix.rights_scenes import LEDGER, ORDER, Change, judge, listed, paper, several, swap
from picturelock.media import ffmpeg

INSURED = several(paper("rights/insurance.txt", "Policy 12, all risks."), listed("insurance", "rights/insurance.txt"))
SAID = several(paper("said.txt", "MARIE: Here it is."), listed("transcript", "said.txt"))
TITLED = several(INSURED, paper("rights/chain.txt", "From A to B."), listed("chain-of-title", "rights/chain.txt"))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60) + b"IEND\xaeB`\x82"
KEY = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAg\n-----END"


def data(name: str, content: bytes) -> Change:
    def write(scene: Scene) -> None:
        (scene.root / name).write_bytes(content)

    return write


def copied(source: str, target: str) -> Change:
    return lambda scene: shutil.copyfile(scene.root / source, scene.root / target)


def sound(name: str, wave: str) -> Change:
    """Sound alone, by its formula."""

    def write(scene: Scene) -> None:
        path: Path = scene.root / name
        path.unlink(missing_ok=True)
        made = ffmpeg.generated(f"aevalsrc={wave}|{wave}:s=48000:d=8")
        ffmpeg.render([made], path, time_limit_s=60, acodec="pcm_s24le")

    return write


def _silent(scene: Scene) -> None:
    """A film without sound in the place of the mix."""
    (scene.root / "me.wav").unlink()
    made = ffmpeg.generated("testsrc=size=128x72:rate=25:duration=1")
    ffmpeg.render([made], scene.root / "silent.mov", time_limit_s=60, vcodec="libx264", pix_fmt="yuv420p")
    (scene.root / "silent.mov").rename(scene.root / "me.wav")


TEXTLESS = several(copied("media/B002.mov", "textless.mov"), listed("textless", "textless.mov"))
EFFECTS = several(sound("me.wav", TONE.replace("997", "440")), listed("music-effects", "me.wav"))
STILL = several(data("still.png", PNG), listed("stills", "still.png"))


FRENCH = several(
    paper("captions/v2.fr.srt", SRT.replace("a steady tone", "un son tenu").replace("the tone goes on", "le son dure")),
    lambda scene: scene.before(
        ORDER,
        "[rights]",
        '[[captions]]\nlanguage = "fr"\nkind = "sdh"\nprofile = "netflix-fr-ca"\nfile = "captions/v2.fr.srt"\norigin = "human"\n',
    ),
    swap(ORDER, 'languages = ["en"]', 'languages = ["en", "fr"]'),
)


def captions_of(name: str, what: str, plant: Change) -> Fault:
    return Fault(f"captions-{name}", what, plant, "captions.same-file", prepare=FRENCH)


def of_files(name: str, what: str, plant: Callable[[Scene], object], rule: str, prepare: Change) -> Fault:
    return Fault(f"files-{name}", what, plant, f"files.{rule}", prepare=prepare, judge=judge)


FAULTS: tuple[Fault, ...] = (
    of_files(
        "same-as-master",
        "the textless element is the master",
        copied("master/v2.mov", "textless.mov"),
        "same",
        TEXTLESS,
    ),
    of_files(
        "same-paper",
        "one paper proves two things",
        paper("rights/chain.txt", "Policy 12,\nall risks. "),
        "same",
        TITLED,
    ),
    of_files(
        "captions-as-paper",
        "a caption file is listed as the insurance",
        swap(ORDER, "rights/insurance.txt", "captions/v2.en.srt"),
        "same",
        INSURED,
    ),
    of_files(
        "own-order", "picturelock.toml is listed as a paper", swap(ORDER, "rights/insurance.txt", ORDER), "own", INSURED
    ),
    of_files("own-ledger", "the ledger is listed as the transcript", swap(ORDER, "said.txt", LEDGER), "own", SAID),
    of_files(
        "own-cut",
        "the cut is listed as the insurance",
        swap(ORDER, "rights/insurance.txt", "cuts/v2.edl"),
        "own",
        INSURED,
    ),
    of_files("key", "a private key is listed as the transcript", paper("said.txt", KEY), "private-key", SAID),
    of_files(
        "key-store",
        "a PKCS #12 store is listed as a paper",
        data("rights/insurance.txt", bytes.fromhex("30820a1602010330820a") + bytes(2000)),
        "private-key",
        INSURED,
    ),
    of_files("blank", "a paper of one line break", paper("rights/insurance.txt", " \n"), "empty", INSURED),
    of_files(
        "no-document",
        "a paper that nobody can read",
        data("rights/insurance.txt", bytes(range(256))),
        "not-document",
        INSURED,
    ),
    of_files(
        "pdf-cut", "a PDF that breaks off", data("rights/insurance.txt", b"%PDF-1.7\n1 0 obj"), "unreadable", INSURED
    ),
    of_files(
        "no-still", "a text is listed as a still", paper("still.png", "Marie, at the window."), "not-picture", STILL
    ),
    of_files(
        "no-film", "a sound is listed as the textless element", sound("textless.mov", TONE), "no-picture", TEXTLESS
    ),
    of_files("no-sound", "music and effects without sound", _silent, "no-sound", EFFECTS),
    captions_of(
        "one-file", "one caption file in two languages", swap(ORDER, "captions/v2.fr.srt", "captions/v2.en.srt")
    ),
    captions_of(
        "copied", "the captions of one language are a copy of the other's", paper("captions/v2.fr.srt", SRT + "\n")
    ),
    of_files(
        "mixed", "music and effects that are the whole mix", sound("me.wav", TONE), "music-effects-mixed", EFFECTS
    ),
)
