"""Translated units as captions: cut into captions again for the profile, or caption for caption in the times they had.

Captions in which two people speak, each a sentence or more of their own, captions that hold nothing but labels or song, and
captions that are up at the same time keep their time in any case. Everything between two such captions is divided by `split`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from picturelock.cues import Captions, Cue, Kind, Line, Run
from picturelock.findings import Finding
from picturelock.profiles import Limit, Limits, Profile
from picturelock.subtitling.editorial.manner import Manner
from picturelock.subtitling.segmentation.split import split
from picturelock.subtitling.segmentation.voices import COLOUR, EN_DASH
from picturelock.subtitling.translate.units import Unit, crossing
from picturelock.subtitling.translate.words import divided, set_lines, words_over
from picturelock.subtitling.typography import EditedWord, Token, count_characters, runs, tokens
from picturelock.times import Flicks, FrameRate, Span

_WORDED = re.compile(r"\w")
_SOMEONE = "\x00"  # opens what stands for the name of a speaker whom nobody named
_TABLE = ("reading_table", "reading_tolerance", "reading_beyond")
_PEOPLE = 8  # more than ever answer each other within a breath; `split` compares every voice with every other
_CROWDED = "captions.overlapping-speech"
"""What only `split` can say; the rest is judged once all captions are there."""

_READING = frozenset({"max_cps", "max_cps_child", "max_wpm", "max_wpm_child", "min_per_word", *_TABLE})

Said = tuple[Unit, str]
"""A unit and its translation, written as the house writes."""


@dataclass(frozen=True, slots=True)
class House:
    """For whom it is written."""

    profile: Profile
    manner: Manner
    language: str
    rate: FrameRate
    kind: Kind = "sub"

    @property
    def limits(self) -> Limits:
        return self.profile.at(self.rate, self.kind)

    def tokens(self, words: Sequence[EditedWord]) -> list[Token]:
        return tokens(words, self.manner.spacing, self.manner.characters)


def retimed(captions: Captions, said: Sequence[Said], house: House) -> tuple[list[Cue], list[Finding]]:
    """The translation divided into captions again. The captions are on whole frames."""
    own = _kept(captions.cues, said, house)
    made = [replace(captions.cues[number], lines=lines) for number, lines in own.items()]
    found: list[Finding] = []
    for part, hasty, until in _stretches(said, frozenset(own), captions.cues, house):
        cues, told = _divided(part, house, hasty, until)
        made += cues
        found += told
    made.sort(key=lambda cue: (cue.span.start, cue.span.end))
    return _like(made, captions.cues, own), found


def one_to_one(captions: Captions, said: Sequence[Said], house: House) -> tuple[list[Cue], list[Cue]]:
    """The translation in the captions that there were, and those of them that found no word and went into the one before."""
    texts: list[list[Said]] = [[] for _ in captions.cues]
    for unit, text in said:
        sizes = [max(1, piece.span.duration) for piece in unit.pieces]
        for piece, part in zip(unit.pieces, divided(text, unit.pieces, sizes, house.language), strict=True):
            if part:
                texts[piece.cue].append(
                    (replace(unit, pieces=(piece,), dash=unit.dash and piece.cue == unit.first), part)
                )
    made: list[Cue] = []
    merged: list[Cue] = []
    for cue, own in zip(captions.cues, texts, strict=True):
        if own:
            made.append(replace(cue, lines=_styled(_lines(own, house), cue)))
        elif cue.text.strip() and made:
            merged.append(cue)
            made[-1] = replace(made[-1], span=Span(made[-1].span.start, max(made[-1].span.end, cue.span.end)))
        else:
            made.append(cue)
    return made, merged


def _kept(cues: Sequence[Cue], said: Sequence[Said], house: House) -> dict[int, tuple[Line, ...]]:
    """The lines of the captions that keep their time, by number."""
    crossed = crossing(cues)
    touching: dict[int, list[Said]] = {}
    for one in said:
        for piece in one[0].pieces:
            touching.setdefault(piece.cue, []).append(one)
    kept: dict[int, tuple[Line, ...]] = {}
    for number, own in touching.items():
        if any(unit.first != unit.last for unit, _ in own):
            continue
        if number in crossed or not any(unit.kind in ("speech", "name") and _WORDED.search(text) for unit, text in own):
            kept[number] = _styled(_lines(own, house), cues[number])
        elif own[0][0].several and house.manner.dual:
            lines = _lines(own, house)
            if len(lines) == 2 and _fit(lines, house):
                kept[number] = _styled(lines, cues[number])
    return kept


def _fit(lines: Sequence[Line], house: House) -> bool:
    widest = house.limits.max_characters or 1_000_000
    return all(count_characters("".join(run.text for run in line)) <= widest for line in lines)


def _lines(own: Sequence[Said], house: House) -> list[Line]:
    """The lines of one caption: each who speaks begins a new one, and so does each label that stands alone."""
    limits = house.limits
    turns: dict[int, list[Said]] = {}
    for unit, text in own:
        turns.setdefault(unit.turn, []).append((unit, text))
    several = len(turns) > 1
    opening = _dash(own, house) if several else ""
    lines: list[Line] = []
    for turn in turns.values():
        words = [word for unit, text in turn for word in words_over(unit, text, house.language, None)]
        opens = opening or (_dash(own, house) if turn[0][0].dash else "")
        room = limits.max_characters - len(opens) if limits.max_characters else None
        most = 1 if several else limits.max_lines
        for at, line in enumerate(set_lines(house.tokens(words), room, most)):
            own_runs = runs(line)
            lines.append((replace(own_runs[0], text=opens + own_runs[0].text), *own_runs[1:]) if at == 0 else own_runs)
    return lines


def _dash(own: Sequence[Said], house: House) -> str:
    """What opens the line of one of two people."""
    if house.manner.dual != COLOUR:
        return house.manner.dual
    return "" if len({unit.look for unit, _ in own}) > 1 else EN_DASH


def _stretches(
    said: Sequence[Said], own: frozenset[int], cues: Sequence[Cue], house: House
) -> Iterator[tuple[list[Said], bool, Flicks | None]]:
    """What is divided together, whether it cannot be read in its time, and the start of what comes after it.

    A stretch ends where a caption keeps its time, and where what can be read in its time meets what cannot. Units that share
    a caption stay together.
    """
    blocks: list[tuple[list[Said], bool]] = []  # and whether a caption that keeps its time comes before
    after_kept = False
    for one in said:
        unit = one[0]
        if unit.first == unit.last and unit.first in own:
            after_kept = True
            continue
        if blocks and not after_kept and unit.first == blocks[-1][0][-1][0].last:
            blocks[-1][0].append(one)
        else:
            blocks.append(([one], after_kept))
        after_kept = False
    fixed = sorted(cues[number].span.start for number in own)
    parts: list[tuple[list[Said], bool]] = []
    for block, parted in blocks:
        hasty = _is_hasty(block, house)
        if parts and not parted and parts[-1][1] == hasty:
            parts[-1][0].extend(block)
        else:
            parts.append((list(block), hasty))
    for number, (part, hasty) in enumerate(parts):
        start = part[0][0].span.start
        following = [other[0][0].span.start for other, _ in parts[number + 1 : number + 2]]
        at = bisect_left(fixed, start)
        yield part, hasty, min([*following, *fixed[at : at + 1]], default=None)


def _is_hasty(block: Sequence[Said], house: House) -> bool:
    """True for text that cannot be read in the time it has, however it is divided."""
    characters = sum(count_characters(text) for _, text in block)
    words = sum(text.count(" ") + 1 for _, text in block)
    return house.limits.reading_time(characters, words) > _end(block) - block[0][0].span.start


def _end(said: Sequence[Said]) -> Flicks:
    return max(unit.span.end for unit, _ in said)


def _divided(said: Sequence[Said], house: House, hasty: bool, until: Flicks | None) -> tuple[list[Cue], list[Finding]]:
    words: list[EditedWord] = []
    for (unit, text), speaker in zip(said, _speakers(said), strict=True):
        words += _dashed(words_over(unit, text, house.language, speaker), unit, said, house)
    end = None if until is None else max(until - house.limits.min_gap, _end(said))
    # Where nothing can be read in time, how well it reads decides: the words run evenly in any case.
    profile = _unhurried(house.profile) if hasty else house.profile
    made, found = split(words, profile, house.rate, house.language, kind=house.kind, end=end)
    cues = [
        replace(cue, speaker=None if (cue.speaker or "").startswith(_SOMEONE) else cue.speaker) for cue in made.cues
    ]
    return cues, [one for one in found if one.rule == _CROWDED]


def _unhurried(profile: Profile) -> Profile:
    """A profile without its limits of reading."""
    return replace(profile, general=_slow(profile.general), sdh=_slow(profile.sdh), forced=_slow(profile.forced))


def _slow(limits: Mapping[str, Limit]) -> Mapping[str, Limit]:
    return {name: limit for name, limit in limits.items() if name not in _READING}


def _dashed(words: list[EditedWord], unit: Unit, said: Sequence[Said], house: House) -> list[EditedWord]:
    """The words, opened by the dash that the source had before somebody who speaks alone in a caption."""
    opening = _dash(said, house) if unit.dash else ""
    return [replace(words[0], text=opening + words[0].text), *words[1:]] if opening and words else words


def _speakers(said: Sequence[Said]) -> Iterator[str | None]:
    """Who says each unit; where dashes part people whom nobody named, each turn is someone else's."""
    number, told = 0, any(unit.several or unit.dash for unit, _ in said)
    before: Unit | None = None
    for unit, _ in said:
        parted = unit.several or unit.dash or (before is not None and before.several)
        if parted and (before is None or (unit.first, unit.turn) != (before.first, before.turn)):
            number += 1
        before = unit
        yield unit.speaker or (f"{_SOMEONE}{number % _PEOPLE}" if told else None)


def _like(made: Sequence[Cue], cues: Sequence[Cue], own: dict[int, tuple[Line, ...]]) -> list[Cue]:
    """The captions, numbered, each standing where the caption stood that it shares most time with."""
    starts = [cue.span.start for cue in cues]
    longest = max((cue.span.duration for cue in cues), default=0)
    kept = {cues[number].span for number in own}
    taken: set[int] = set()
    found: list[Cue] = []
    for number, cue in enumerate(made, start=1):
        first = bisect_left(starts, cue.span.start - longest)
        near = range(first, bisect_left(starts, cue.span.end))
        source = max(near, key=lambda at: _shared(cues[at].span, cue.span), default=None)
        if source is None or cue.span in kept:
            found.append(replace(cue, id=str(number)))
            continue
        model = cues[source]
        extras = () if source in taken else model.extras
        taken.add(source)
        found.append(
            replace(
                cue, id=str(number), lines=_styled(cue.lines, model), region=model.region, align=model.align,
                placement=model.placement, style=model.style, extras=extras,
            )
        )  # fmt: skip
    return found


def _shared(a: Span, b: Span) -> Flicks:
    return min(a.end, b.end) - max(a.start, b.start)


def _styled(lines: Sequence[Line], source: Cue) -> tuple[Line, ...]:
    """Lines with what all text of a source caption has, and a translation can have too: bold, a background, a voice."""
    texts = [run for line in source.lines for run in line if run.text.strip()]
    common = {(run.bold, run.underline, run.background, run.tags) for run in texts}
    if len(common) != 1:
        return tuple(lines)
    bold, underline, background, tags = common.pop()
    return tuple(tuple(_with(run, bold, underline, background, tags) for run in line) for line in lines)


def _with(run: Run, bold: bool, underline: bool, background: str | None, tags: tuple[tuple[str, str], ...]) -> Run:
    return replace(run, bold=bold, underline=underline, background=background, tags=tags)
