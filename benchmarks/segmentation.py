"""How near our captions come to a person's: boundary F1 and Sigma beside simpler ways, and how fast and how linear we are.

    python benchmarks/segmentation.py [FILE|FOLDER ...] [--language en] [--speed]

Without arguments: the test sections of `benchmarks/data`, which were written for this project and on which nothing is fitted.
Otherwise captions of your own: .srt and .vtt files, or texts with a sentence on each line and <eol> and <eob> at the ends of
its lines and captions (as MuST-Cinema has them); other files of a folder are passed over. What is measured is said in
`segmentation_scores`; Sigma there equals EvalSubtitle's for the same files.

Everyone gets the same words sentence by sentence, lines of 42 characters, two to a caption. The words of a text have no times:
ours are given an even 14 characters a second, at which no limit of the profile is in the way, so that only the choice of
breaks is judged. --speed times whole tracks of 2,000 to 100,000 words with pauses, picture cuts and all rules, in CPU seconds, in
profiles of two and of three lines; and words of one letter that take no time, which no recogniser makes.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "core"))

from picturelock import profiles  # noqa: E402
from picturelock.cues import Captions  # noqa: E402
from picturelock.spoken import RecordWord  # noqa: E402
from picturelock.subtitling.segmentation import syntax  # noqa: E402
from picturelock.subtitling.segmentation.split import split  # noqa: E402
from picturelock.times import FrameRate, Span, from_ms  # noqa: E402
from segmentation_data import read, reference  # noqa: E402
from segmentation_peers import (  # noqa: E402
    Breaks,
    longest_fit,
    small_dp,
    stable_ts,
    subtitle_edit,
    subtitle_edit_commas,
    whisperx,
    whisperx_processor,
)
from segmentation_scores import Sentence, scores  # noqa: E402

WIDTH, CPS, FPS = 42, 14, FrameRate(25)
PROFILE = "netflix"
PEERS: dict[str, Callable[[Sequence[str], int, str], Breaks]] = {
    "longest fit (Whisper)": longest_fit,
    "whisperX, its writers": whisperx,
    "whisperX, SubtitlesProcessor": whisperx_processor,
    "stable-ts, default regrouping": stable_ts,
    "Subtitle Edit": subtitle_edit,
    "Subtitle Edit, early at commas": subtitle_edit_commas,
    "small dynamic programme": small_dp,
}


def spoken(words: Sequence[str], language: str, start_ms: int = 0) -> list[RecordWord]:
    """Words at an even speed, without pauses."""
    found, at = [], float(start_ms)
    for word in words:
        after = at + 1000 * (len(word) + 1) / CPS
        found.append(RecordWord(word, Span(from_ms(round(at)), from_ms(round(after))), language, "a", "A1:1"))
        at = after
    return found


def ours(words: Sequence[str], _width: int, language: str) -> Breaks:
    """The product's division, as breaks after the words that were put in."""
    captions, _ = split(spoken(words, language), profiles.load(PROFILE), FPS, language)
    return breaks_of(captions, words)


def breaks_of(captions: Captions, words: Sequence[str]) -> Breaks:
    """Places are found by counting letters and signs: spaces may differ where French has none that break."""
    ends, count = {}, 0
    for at, word in enumerate(words):
        count += _signs(word)
        ends[count] = at
    breaks, count = {}, 0
    for cue in captions.cues:
        for number, line in enumerate(cue.plain_lines, start=1):
            count += _signs(line)
            if count in ends:
                breaks[ends[count]] = "b" if number == len(cue.lines) else "l"
    breaks.pop(len(words) - 1, None)
    return breaks


def _signs(text: str) -> int:
    return sum(not sign.isspace() for sign in text)


def table(name: str, sentences: Sequence[Sentence], language: str) -> None:
    """Print one text's scores."""
    words = sum(len(one.words) for one in sentences)
    print(
        f"\n{name}: {len(sentences)} sentences, {words} words, {sum(len(one.breaks) for one in sentences)} inner breaks"
    )
    print(f"{'':32}   F1   captions  lines   with ends   Sigma")
    model = syntax.used(language)
    for who, way in {**PEERS, f"ours{f', {model}' if model else ', no model'}": ours}.items():
        found = [Sentence(one.words, way(one.words, WIDTH, language)) for one in sentences]
        got = scores(sentences, found)
        print(
            f"{who:32} {got.f1:5.3f}   {got.captions:5.3f}   {got.lines:5.3f}    {got.with_ends:5.3f}     {got.sigma:5.1f}"
        )


def track(words: int, seed: int = 7) -> tuple[list[RecordWord], list[int]]:
    """A long talk of reference sentences with pauses, and picture cuts every few seconds."""
    dice, sentences = random.Random(seed), reference("en", "test")
    found: list[RecordWord] = []
    at = 0
    while len(found) < words:
        found += spoken(dice.choice(sentences).words, "en", at)
        at = found[-1].span.end // from_ms(1) + dice.choice((0, 80, 300, 700, 2500))
    cuts, time = [], 0
    while time < at:
        time += dice.randrange(800, 7000)
        cuts.append(from_ms(time))
    return found[:words], cuts


def speed() -> None:
    """Print words a second for tracks of growing length: the same for all where the cost is linear."""
    print("\nprofile               words     CPU s   words/s    (25 fps, all rules; no model)")
    for name in ("netflix-en", "bbc-online-vertical", "cea-608"):
        for count in (2_000, 20_000, 100_000):
            words, cuts = track(count)
            timed(name, name, words, cuts)
        for count in (2_000, 8_000):
            letters = [RecordWord("a", Span(0, 0), "en", "a", "A1:1")] * count
            timed(f"{name}, letters", name, letters, [])


def timed(label: str, profile: str, words: Sequence[RecordWord], cuts: Sequence[int]) -> None:
    """Print what one track costs."""
    began = process_time()
    split(words, profiles.load(profile), FPS, "en", cuts=cuts)
    taken = process_time() - began
    print(f"{label:28} {len(words):7}  {taken:6.2f}  {len(words) / taken:8.0f}", flush=True)


def main() -> None:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--language", default="")
    parser.add_argument("--speed", action="store_true")
    order = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.processor() or platform.machine()}")
    for name, language, sentences in read(order.files, order.language):
        table(name, sentences, language)
    if order.speed:
        speed()


if __name__ == "__main__":
    main()
