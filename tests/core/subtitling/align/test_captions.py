"""Captions brought back in step, against a programme of which every word and every caption's place is known."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picturelock import profiles
from picturelock.cues import Captions, Cue, plain
from picturelock.errors import InputError
from picturelock.spoken import RecordWord
from picturelock.subtitling.align.captions import MODES, Aligned, align
from picturelock.times import FrameRate, Span, from_seconds, to_seconds

PAL = FrameRate(25)
LIMITS = profiles.load("picturelock").at(PAL)
SMALL = [
    "the",
    "a",
    "to",
    "of",
    "and",
    "I",
    "you",
    "it",
    "is",
    "that",
    "in",
    "we",
    "he",
    "she",
    "was",
    "for",
    "on",
    "not",
]


@dataclass(frozen=True)
class World:
    """Words with their seconds; captions with theirs, and where each belongs (None: its speech was cut out)."""

    words: list[tuple[str, float, float]]
    captions: list[tuple[str, float, float]]
    truth: list[float | None]

    def timed(self, change: Callable[[float], float]) -> World:
        return replace(self, captions=[(text, change(a), change(b)) for text, a, b in self.captions])

    def removed(self, first: int, end: int) -> World:
        """Captions [first, end) and all that is said from the first of them on are cut out of the programme."""
        low, high = self.starts[first], self.starts[end]

        def moved(at: float) -> float:
            return at if at < low else at - (high - low)

        words = [(text, moved(a), moved(b)) for text, a, b in self.words if not low <= a < high]
        truth = [
            None if first <= n < end else at if at is None or n < first else at - (high - low)
            for n, at in enumerate(self.truth)
        ]
        return replace(self, words=words, truth=truth)

    def inserted(self, before: int, seconds: float) -> World:
        """So much is put in before what a caption says."""
        low = self.starts[before]
        words = [(text, a + seconds * (a >= low), b + seconds * (a >= low)) for text, a, b in self.words]
        truth = [at if at is None or n < before else at + seconds for n, at in enumerate(self.truth)]
        return replace(self, words=words, truth=truth)

    def misheard(self, percent: int) -> World:
        chance = random.Random(3)
        words = []
        for text, a, b in self.words:
            lot = 100 * chance.random()
            if lot >= percent / 3:
                words.append((f"x{text}" if lot < percent else text, a + chance.gauss(0, 0.03), b))
        return replace(self, words=sorted(words, key=lambda word: word[1]))

    @property
    def starts(self) -> list[float]:
        """Where captions belong, of a programme of which nothing was cut out yet."""
        return [at for at in self.truth if at is not None]


def programme(count: int = 120, seed: int = 1, habit: float = 0.0) -> World:
    chance = random.Random(seed)
    rare = ["".join(chance.choice("bdfgklmnprstv") + chance.choice("aeiou") for _ in range(3)) for _ in range(900)]
    words, captions, truth, at = [], [], [], 5.0
    for _ in range(count):
        texts = ["Yes."] if chance.random() < 0.08 else [chance.choice(SMALL) if chance.random() < 0.5 else
                 chance.choice(rare) for _ in range(chance.randint(3, 11))]  # fmt: skip
        start = at
        for text in texts:
            words.append((text, at, at + 0.1 + 0.05 * len(text)))
            at = words[-1][2] + 0.02
        begun = start + chance.gauss(0, habit) if habit else start
        captions.append((" ".join(texts), begun, at + 0.2))
        truth.append(begun)
        at += chance.choice((0.3, 0.5, 1.0, 3.0))
    return World(words, captions, truth)


def run(world: World, mode: str = "auto", rate: FrameRate | None = PAL, **options: object) -> Aligned:
    words = [
        RecordWord(text, Span(from_seconds(max(0.0, a)), from_seconds(max(0.0, a, b))), "en", "take", "A1:1")
        for text, a, b in world.words
    ]
    cues = [
        Cue(Span(from_seconds(max(0.0, a)), from_seconds(max(0.1, b))), plain(text), str(number))
        for number, (text, a, b) in enumerate(world.captions, start=1)
    ]
    return align(Captions(tuple(cues), "en"), words, mode, rate=rate, limits=LIMITS, **options)  # type: ignore[arg-type]


def off_ms(done: Aligned, world: World) -> list[float]:
    pairs = zip(done.events, world.truth, strict=True)
    return sorted(abs(to_seconds(e.after.start) - at) * 1000 for e, at in pairs if e.after and at is not None)


def rules(done: Aligned) -> list[str]:
    return [finding.rule.partition(".")[2] for finding in done.findings]


def test_what_is_in_step_is_left_alone() -> None:
    done = run(programme(habit=0.1))
    assert (done.found, rules(done)) == ("in-step", ["align-in-step"])
    assert all(event.before == event.after for event in done.events)


def test_everything_late_by_frames_is_said_and_undone_exactly() -> None:
    world = programme().timed(lambda at: at + 37 / 25)
    done = run(world)
    assert (done.found, rules(done)) == ("offset", ["align-late"])
    assert done.findings[0].evidence["amount"] == "37 f"
    assert max(off_ms(done, world)) < 1
    early = run(programme().timed(lambda at: at - 1))
    assert rules(early) == ["align-early"]


@pytest.mark.parametrize(
    ("made", "runs"), [("25", "24"), ("25", "23.976"), ("24", "25"), ("23.976", "24"), ("29.97", "30"), ("30", "25")]
)
def test_a_speed_of_another_frame_rate_is_recognised_and_exact(made: str, runs: str) -> None:
    a, b = FrameRate.parse(made), FrameRate.parse(runs)
    ratio = Fraction(a.num * b.den, a.den * b.num)
    world = programme(400).timed(lambda at: float(at / ratio) + 0.7)
    done = run(world, rate=b)
    assert (done.found, done.pieces[0].line.ratio) == ("drift", ratio)
    told = next(f for f in done.findings if f.rule == "captions.align-speed").evidence
    assert (told["made"], told["runs"]) == (a.label, b.label)
    assert max(off_ms(done, world)) < 5


def test_a_drift_of_no_known_speed_is_measured() -> None:
    world = programme(400).timed(lambda at: at * 1.0123 - 0.5)
    done = run(world)
    assert done.found == "drift" and "align-drift" in rules(done)
    assert off_ms(done, world)[-1] < 60


@pytest.mark.parametrize("wrong", [0, 25])
@pytest.mark.parametrize("name", ["cut", "put in", "both", "adverts"])
def test_a_programme_changed_in_the_middle_comes_in_pieces(name: str, wrong: int) -> None:
    whole = programme(200, habit=0.08)
    world = {
        "cut": whole.removed(90, 97),
        "put in": whole.inserted(60, 8.2).timed(lambda at: at + 3),
        "both": whole.removed(130, 137).inserted(50, 4.0),
        "adverts": whole.inserted(150, 90).inserted(60, 120).timed(lambda at: at * 24 / 25),
    }[name].misheard(wrong)
    done = run(world)
    assert done.found == "pieces" and len(done.pieces) == (3 if name in ("both", "adverts") else 2)
    off = off_ms(done, world)
    assert off[len(off) // 2] < 40 and off[int(len(off) * 0.95)] < 80
    joints = [rule for rule in rules(done) if rule in ("align-put-in", "align-taken-out")]
    wanted = {"cut": "o", "put in": "i", "both": "io", "adverts": "ii"}[name]
    assert joints == [{"i": "align-put-in", "o": "align-taken-out"}[sign] for sign in wanted]
    gone = {n for n, at in enumerate(world.truth) if at is None}
    missing = {n for n, event in enumerate(done.events) if event.state == "missing"}
    assert gone == missing if not wrong else gone <= missing


def test_what_was_cut_out_is_kept_and_listed_or_dropped_when_asked() -> None:
    world = programme(120).removed(60, 66)
    kept, dropped = run(world), run(world, drop_missing=True)
    assert rules(kept).count("align-missing") == 6 and len(kept.captions.cues) == 120
    assert rules(dropped).count("align-dropped") == 6 and len(dropped.captions.cues) == 114
    text = {cue.id: cue.text for cue in kept.captions.cues}
    assert all(text[str(n)] == caption[0] for n, caption in enumerate(world.captions, start=1))
    starts = [cue.span.start for cue in kept.captions.cues]
    assert starts == sorted(starts)


def test_habits_of_a_persons_timing_are_kept() -> None:
    world = programme(150, habit=0.15).timed(lambda at: at + 2)
    done = run(world)
    moves = {event.after.start - event.before.start for event in done.events if event.after}
    assert len(moves) == 1
    assert all(e.after and e.after.duration == e.before.duration for e in done.events)


def test_each_caption_at_its_own_words() -> None:
    chance = random.Random(8)
    world = programme(150)
    world = replace(world, captions=[(text, a + chance.uniform(-1, 1), b + 1) for text, a, b in world.captions])
    world = replace(world, captions=sorted(world.captions, key=lambda caption: caption[1]))
    by_text = {text: at for (text, _, _), at in zip(programme(150).captions, programme(150).starts, strict=True)}
    done = run(world, "words")
    assert done.found == "words" and rules(done)[0] == "align-words"
    near = [cue for cue in done.captions.cues if cue.text != "Yes."]
    off = sorted(abs(to_seconds(cue.span.start) - by_text[cue.text]) for cue in near)
    assert off[int(len(off) * 0.95)] < 0.05
    spans = [cue.span for cue in done.captions.cues]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert sum(span.duration >= LIMITS.min_duration for span in spans if LIMITS.min_duration) > 100


def test_unevenly_timed_captions_are_told_where_one_shift_cannot_help() -> None:
    chance = random.Random(8)
    world = programme(150)
    world = replace(world, captions=[(text, a + chance.uniform(-1.9, 1.9), b) for text, a, b in world.captions])
    world = replace(world, captions=[(text, a, max(a + 1, b)) for text, a, b in world.captions])
    assert "align-uneven" in rules(run(world, "offset"))


def test_repeated_sentences_do_not_lead_astray() -> None:
    world = programme(60)
    at, words, captions = 500.0, list(world.words), list(world.captions)
    for text in ["Yes.", "No.", "Yes.", "Yes.", "What?"] * 10:
        words.append((text, at, at + 0.3))
        captions.append((text, at, at + 1))
        at += 2
    world = World(words, captions, [a for _, a, _ in captions]).timed(lambda at: at + 5)
    done = run(world)
    assert done.found == "offset" and max(off_ms(done, world)) < 1


def test_numbers_elisions_labels_and_sounds_are_read_kindly() -> None:
    text = "il a vingt et un ans et l ai vu à la gare à 9 heures avec quatre-vingts valises"
    heard = text.split()
    words = [
        RecordWord(w, Span(from_seconds(n), from_seconds(n + 0.5)), "fr", "t", "A1:1") for n, w in enumerate(heard)
    ]
    texts = ["PAUL : Il a 21 ans,", "[une porte claque]", "– et l’ai vu à la gare", "À neuf heures, avec 80 valises. ♪"]
    cues = [
        Cue(Span(from_seconds(a + 3), from_seconds(a + 5)), plain(t)) for a, t in zip((0, 5, 6, 12), texts, strict=True)
    ]
    done = align(Captions(tuple(cues), "fr"), words, rate=PAL)
    assert [event.percent for event in done.events] == [100, 0, 100, 100]


def test_one_caption_is_enough_if_its_words_are_not_chance() -> None:
    world = programme(40)
    one = replace(world, captions=[(world.captions[9][0], 100.0, 102.0)], truth=[world.truth[9]])
    assert off_ms(run(one), one)[0] < 1
    with pytest.raises(InputError, match="in common"):
        run(replace(world, captions=[("Yes.", 1.0, 2.0)], truth=[None]))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["Où as-tu mis la lettre", "que mon père t'a donnée ?", "Je ne sais pas."], "no words in common"),
        (["♪ ♪", "[rain]", "(thunder)"], "holds no words"),
        ([], "holds no words"),
    ],
)
def test_what_shares_no_words_is_refused_in_a_sentence(texts: list[str], said: str, mode: str) -> None:
    captions = [(text, 2.0 * n, 2.0 * n + 1) for n, text in enumerate(texts)]
    with pytest.raises(InputError, match=said):
        run(replace(programme(30), captions=captions, truth=[None] * len(texts)), mode)
    with pytest.raises(InputError, match="nobody is heard"):
        run(replace(programme(3), words=[]), mode)


def test_phrases_of_another_text_are_no_order() -> None:
    world, chance = programme(300), random.Random(6)
    texts = [text for text, _, _ in world.captions if len(text.split()) > 4]
    picked = sorted(chance.sample(range(len(texts)), 40))
    captions = [(texts[at], chance.uniform(0, 900), 0.0) for at in picked]
    at = sorted(start for _, start, _ in captions)
    other = replace(world, captions=[(text, a, a + 1) for (text, _, _), a in zip(captions, at, strict=True)])
    with pytest.raises(InputError, match="at random"):
        run(replace(other, truth=[None] * 40))


def test_edited_captions_are_found_by_the_words_they_keep() -> None:
    chance = random.Random(4)
    world = programme(150, habit=0.1).timed(lambda at: at + 1.5)
    shorter = [(" ".join(w for w in t.split() if chance.random() > 0.35) or "Yes.", a, b) for t, a, b in world.captions]
    world = replace(world, captions=shorter)
    done = run(world)
    assert done.found == "offset" and max(off_ms(done, world)) < 60


@pytest.mark.parametrize("label", ["23.976", "25", "29.97", "60"])
def test_no_caption_has_negative_time_or_a_new_overlap(label: str) -> None:
    world = programme(80).removed(0, 6).timed(lambda at: at + 0.2)
    done = run(world, rate=FrameRate.parse(label))
    spans = [cue.span for cue in done.captions.cues]
    assert all(0 <= span.start < span.end for span in spans)
    heard = [e.after for e in done.events if e.state != "missing" and e.after]
    assert all(a.end <= b.start for a, b in pairwise(heard))
    assert sum(event.state == "missing" for event in done.events) == 6


def test_five_thousand_captions_are_linear_time() -> None:
    def seconds(count: int) -> float:
        world = programme(count).inserted(count // 2, 8).timed(lambda at: at * 24 / 25)
        began = time.process_time()
        done = run(world)
        assert done.found == "pieces"
        return time.process_time() - began

    small, large = seconds(1000), seconds(5000)
    assert large < 12 * small and large < 10


def test_hostile_sizes_do_not_hang() -> None:
    words = [("go", n / 10, n / 10 + 0.05) for n in range(8000)]
    captions = [("go go go go", n * 2.0, n * 2.0 + 1) for n in range(2000)]
    with pytest.raises(InputError):
        run(World(words, captions, [None] * 2000))


TEXTS = st.lists(
    st.sampled_from(["Yes.", "go on", "", "[x]", "où est-il ?", "the letter my father gave", "21"]), max_size=12
)


@given(TEXTS, TEXTS, st.sampled_from(MODES), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_whatever_comes_is_aligned_or_refused(texts: list[str], heard: list[str], mode: str, seed: int) -> None:
    chance = random.Random(seed)
    times = sorted(chance.choice((0.0, 1.0, 1.0, 400_000.0, chance.uniform(0, 90))) for _ in texts)
    captions = [(text, at, at + chance.choice((0, 0.01, 2))) for text, at in zip(texts, times, strict=True)]
    said = [word for text in heard for word in text.split()]
    words = sorted((word, at := chance.uniform(0, 60), at + chance.choice((0, 0.3))) for word in said)
    words.sort(key=lambda word: word[1])
    try:
        done = run(World(words, captions, [None] * len(texts)), mode, chance.choice((None, PAL)), drop_missing=True)
    except InputError:
        return
    starts = [cue.span.start for cue in done.captions.cues]
    assert starts == sorted(starts) and min(starts) >= 0 and len(done.events) == len(texts)
