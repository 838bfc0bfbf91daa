"""Every rule of a profile over a caption file, against reading that file with pysrt; and whether it grows in a straight line.

    python benchmarks/checks.py [--cues 100000] [--profile netflix-en]

The file is made up: sentences of everyday words in one and two lines, times on frames, and in one caption of fifty a
fault of the kinds that people make. 100,000 captions last longer than a day of timecode, and each one after that is a
finding more: growth is measured within the day. pysrt 1.1 only parses it; the check is everything in
`registry.CAPTION_RULES`, from captions in memory to findings. CPU seconds of this process, best of three, so that
other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "core"))

import pysrt  # noqa: E402
from picturelock import profiles  # noqa: E402
from picturelock.cues import Captions, Cue, plain  # noqa: E402
from picturelock.formats.srt import SRT  # noqa: E402
from picturelock.subtitling.judge import judge  # noqa: E402
from picturelock.subtitling.subject import Subject  # noqa: E402
from picturelock.times import FrameRate, Span  # noqa: E402

T = TypeVar("T")
RATE = FrameRate(25)
SENTENCES = {
    "en": (
        "I never thought we would get here.",
        "Nobody told me for a whole week\nthat she had left already.",
        "Where did you put the letter?",
        "He walked along the shore for an hour,\nand then he went home again.",
        "It was the first time in my life.",
        "We can talk about it tomorrow,\nif you still want to know why.",
        "Come in, please.",
        "That is not what I said, and you know it.",
    ),
    "fr": (
        "Je n’ai jamais pensé qu’on y arriverait.",
        "Personne ne m’a dit de la semaine\nqu’elle était déjà partie.",
        "Où as-tu mis la lettre\u00a0?",
        "Il a marché une heure sur la plage,\npuis il est rentré chez lui.",
        "Entrez, je vous prie.",
        "On peut en parler demain,\nsi vous voulez encore savoir.",
        "Ce n’est pas ce que j’ai dit\u00a0!",
        "C’était la première fois de ma vie.",
    ),
}
FAULTS: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace(" ", "  ", 1),
    lambda text: text.rstrip(".?!") + "..",
    lambda text: "- " + text,
    lambda text: text.replace("\n", " "),
    lambda text: text.upper(),
    lambda text: text + " 3 fois",
    lambda text: text.replace("é", "Ã©").replace("e", "e ,", 1),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cues", type=int, default=100_000)
    parser.add_argument("--profile", nargs="*", default=["netflix-en", "netflix-fr"])
    args = parser.parse_args()
    for name in args.profile:
        measure(name, args.cues)


def measure(profile_id: str, count: int) -> None:
    profile = profiles.load(profile_id)
    language = "fr" if "fr" in profile.languages else "en"
    slow: dict[int, float] = {}
    few, many = count // 10, 4 * count // 10
    for cues in (few, many, count):
        captions = Captions(tuple(made_up(cues, language)), language, rate=RATE)
        text, _ = SRT.write(captions)
        _, reading = timed(lambda text=text: pysrt.from_string(text))  # type: ignore[misc]
        found, checking = timed(lambda captions=captions: list(judge(Subject(captions, profile, RATE))))  # type: ignore[misc]
        slow[cues] = checking / cues
        print(f"{profile_id}, {cues} captions: checked in {checking:.2f} s, {cues / checking:,.0f} captions a second;")
        print(f"    pysrt reads them in {reading:.2f} s: the check takes {checking / reading:.2f} times as long")
        print(f"    {len(found)} findings of {len(Counter(one.rule for one in found))} rules")
    print(f"{profile_id}: four times the captions take {many * slow[many] / (few * slow[few]):.1f} times as long\n")


def made_up(count: int, language: str) -> Iterator[Cue]:
    chance, at, text = random.Random(1), 0, ""
    for number in range(1, count + 1):
        text = chance.choice([one for one in SENTENCES[language] if one != text])
        if chance.random() < 0.02:
            text = chance.choice(FAULTS)(text)
        frames = max(30, len(text) * 3 // 2)
        yield Cue(Span(RATE.time_of(at), RATE.time_of(at + frames)), plain(text), str(number))
        at += frames + 2


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """The answer, and the shortest of three runs in CPU seconds."""
    times: list[float] = []
    for _ in range(3):
        began = process_time()
        answer = work()
        times.append(process_time() - began)
    return answer, min(times)


if __name__ == "__main__":
    main()
