"""Captions of transcripts that nothing was fitted on, against every profile: what is not kept, and whether it is said why.

    python benchmarks/heldout.py [--profile NAME ...]

Each test section of `benchmarks/data` is a transcript: its sentences are spoken at a speed of their own (13 to 26 characters a
second), with pauses, by one or two people, over picture cuts that lie anywhere. It is captioned as `picturelock caption` does, at
23.976, 25 and 29.97 frames a second, for every profile, and judged twice: by all the product's checks, which are also told
what was said and when the picture cuts, and by `heldout_judges`, which knows nothing of the product. A limit that is not kept
counts as explained where the captions came with a reason ("captions.why-...") for that caption, or the one before or after
it where it is about both. Exit status 1 if one is not.

No other checker in Python judges these limits: pysubs2, pysrt, webvtt-py and ttconv read and write captions, no more.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "core"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from heldout_judges import Shown, judged  # noqa: E402
from picturelock import profiles  # noqa: E402
from picturelock.cues import Captions  # noqa: E402
from picturelock.cut import Cut, Shot, ShotKind, Source  # noqa: E402
from picturelock.findings import Finding  # noqa: E402
from picturelock.speech import Provenance, Segment, Transcript, Word  # noqa: E402
from picturelock.spoken import RecordWord, spoken  # noqa: E402
from picturelock.subtitling.caption import caption_cut, picture_cuts  # noqa: E402
from picturelock.subtitling.judge import judge  # noqa: E402
from picturelock.subtitling.subject import Subject  # noqa: E402
from picturelock.times import FLICKS_PER_SECOND, FrameRate, Span, from_ms  # noqa: E402
from segmentation_data import DATA, LANGUAGES  # noqa: E402
from segmentation_scores import Sentence  # noqa: E402

RATES = (FrameRate(24000, 1001), FrameRate(25), FrameRate(30000, 1001))
MANNERS = ((14, 2), (13, 1), (17, 1), (19, 2), (21, 1), (26, 1))
"""Characters a second, and people who speak, of the sections in the order of their file."""
MADE = Provenance("transcript", "imported", "benchmarks/heldout.py", "1")
ABOUT_TIME = frozenset(
    f"captions.{what}"
    for what in (
        "reading-speed", "reading-time", "too-short", "line-length", "gap", "close-gap", "build-time", "not-built", "late-in",
        "in-after-cut", "in-before-cut", "out-after-cut", "out-before-cut", "out-on-cut", "crosses-cut", "leads-cut",
    )
)  # fmt: skip
"""Findings that speech alone excuses; any other is a fault of ours."""
IN_THE_WORDS = frozenset({"captions.glyph"})
"""What is there before anything is divided: line 21 has no œ."""


@dataclass(frozen=True)
class Talk:
    """One transcript, spoken."""

    name: str
    language: str
    words: tuple[Word, ...]
    cuts: tuple[int, ...]
    """Milliseconds."""

    def transcript(self) -> Transcript:
        return Transcript("talk", (Segment(self.words, self.language),), MADE, language=self.language)

    def cut(self, rate: FrameRate) -> Cut:
        """The cut in which it is heard, whole, over its pictures."""
        last = rate.ceil(max(word.span.end for word in self.words)) + 50
        frames = sorted({rate.nearest(from_ms(ms)) for ms in self.cuts})
        edges = [0, *(frame for frame in frames if 0 < frame < last), last]
        pictures = [_shot("video", "V1", a, b, rate) for a, b in pairwise(edges)]
        return Cut(self.name, rate, (_shot("audio", "A1", 0, last, rate), *pictures), duration=rate.time_of(last))


def _shot(kind: ShotKind, track: str, first: int, end: int, rate: FrameRate) -> Shot:
    span = Span(rate.time_of(first), rate.time_of(end))
    source = Source("talk", fingerprint="talk")
    return Shot(f"{track}:{first}", track, kind, "talk", source, span, span)


def talks() -> Iterator[Talk]:
    """The test sections of both languages."""
    for language in LANGUAGES:
        text = (DATA / f"segmentation.{language}.txt").read_text(encoding="utf-8")
        tests = [part.splitlines() for part in text.split("\n# ") if part.startswith("test: ")]
        for number, (title, *lines) in enumerate(tests):
            sentences = [Sentence.parse(line) for line in lines if line.strip()]
            yield _said(f"{language}, {title[6:]}", language, sentences, *MANNERS[number % len(MANNERS)])


def _said(name: str, language: str, sentences: Sequence[Sentence], cps: int, people: int) -> Talk:
    dice = random.Random(name)
    words: list[Word] = []
    cuts: list[int] = []
    at = 400.0
    for sentence in sentences:
        speaker = dice.choice(("ANNA", "PAUL")[:people])
        for text in sentence.words:
            length = 1000 * (len(text) + 1) / cps * dice.uniform(0.8, 1.2)
            words.append(Word(text, Span(from_ms(round(at)), from_ms(round(at + length))), 0.9, speaker))
            at += length + (dice.choice((0, 0, 40, 250)) if text[-1] in ",;:" else 0)
        at += dice.choice((0, 60, 300, 900, 3000))
        cuts.append(round(at) + dice.randrange(-700, 700))
    cuts += [dice.randrange(round(at)) for _ in range(round(at / 5000))]
    return Talk(name, language, tuple(words), tuple(sorted(ms for ms in cuts if ms > 0)))


def captioned(talk: Talk, profile: str, rate: FrameRate) -> tuple[Captions, Cut, tuple[Finding, ...], list[Finding]]:
    """Captions of a talk, its cut, what the product said while it made them, and what all its checks say of them after."""
    own, cut, said = profiles.load(profile), talk.cut(rate), {"talk": talk.transcript()}
    captions, told = caption_cut(cut, said, own, talk.language)
    heard, _ = spoken(cut, said, talk.language)
    speech = [word.span for word in heard]
    subject = Subject(captions, own, rate, end=cut.duration, cuts=picture_cuts(cut), words=heard, speech=speech)
    return captions, cut, told, list(judge(subject))


def unexplained(talk: Talk, profile: str, rate: FrameRate) -> tuple[Counter[str], list[str]]:
    """How often each limit was not kept, by whoever says so; and those for which no reason was given."""
    captions, cut, told, found = captioned(talk, profile, rate)
    given = {one.place.cue for one in told if one.rule.startswith("captions.why-")}
    known = {(one.rule, one.place.cue) for one in told}
    cuts = [Fraction(cut, FLICKS_PER_SECOND) for cut in picture_cuts(cut)]
    shown = list(_shown(captions, spoken(cut, {"talk": talk.transcript()}, talk.language)[0]))
    ours = [one for one in found if one.severity != "info" and one.rule not in IN_THE_WORDS]
    said = [(f"ours: {one.rule}", one.place.cue, one.rule in ABOUT_TIME) for one in ours]
    fps = Fraction(rate.num, rate.den)
    said += [(f"independent: {name}", cue, True) for name, cue in judged(shown, profile, fps, cuts)]
    numbers = {cue.id: number for number, cue in enumerate(captions.cues)}
    counts: Counter[str] = Counter()
    left: list[str] = []
    for what, cue, excusable in said:
        counts[what] += 1
        at = numbers.get(cue, -9)
        own = [one.id for one in captions.cues[max(0, at - 1) : at + 2]] if what.endswith(("gap", "cut")) else [cue]
        late = what.endswith("late") and ("captions.late", cue) in known
        if not (late or (excusable and given & set(own))):
            text = " / ".join(captions.cues[at].plain_lines) if cue in numbers else ""
            left.append(f"{profile}, {rate.label}, {talk.name}: {what}, caption {cue}: {text}")
    return counts, left


def _shown(captions: Captions, words: Sequence[RecordWord]) -> Iterator[Shown]:
    """The captions with what is said in each: their words are looked for among those heard, for some are edited."""
    written = [(_plain(text), number) for number, cue in enumerate(captions.cues) for text in cue.text.split()]
    heard = [_plain(word.text) for word in words]
    own: dict[int, list[RecordWord]] = {}
    blocks = SequenceMatcher(None, [text for text, _ in written], heard, autojunk=False).get_matching_blocks()
    for first, at, count in blocks:
        for step in range(count):
            own.setdefault(written[first + step][1], []).append(words[at + step])
    for number, cue in enumerate(captions.cues):
        said = own.get(number, [])
        times = (said[0].span.start, said[-1].span.end) if said else (cue.span.start, cue.span.end)
        start, end, first_said, last_said = (
            Fraction(time, FLICKS_PER_SECOND) for time in (cue.span.start, cue.span.end, *times)
        )
        lines = tuple(line for line in cue.plain_lines if line.strip())
        yield Shown(cue.id, start, end, lines, (first_said, last_said), len({word.speaker for word in said}))


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def pairs(names: Sequence[str]) -> Iterator[tuple[str, Talk]]:
    """Every profile with every talk in one of its languages."""
    every = list(talks())
    for name in names:
        spoken_in = profiles.load(name).languages
        yield from ((name, talk) for talk in every if not spoken_in or talk.language in spoken_in)


def main() -> int:
    """See the top of this file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profile", nargs="*", default=list(profiles.names()))
    order = parser.parse_args()
    totals: dict[str, Counter[str]] = {}
    left: list[str] = []
    for name, talk in pairs(order.profile):
        for rate in RATES:
            counts, own = unexplained(talk, name, rate)
            totals.setdefault(name, Counter()).update(counts)
            left += own
    for name, counts in totals.items():
        print(f"{name}: {', '.join(f'{what} {count}' for what, count in sorted(counts.items())) or 'everything kept'}")
    print(f"\n{len(left)} without a reason", *left, sep="\n  ")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
