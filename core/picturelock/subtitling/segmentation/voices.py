"""People who speak at once: whose words are whose, and what of them two lines of one caption can hold.

A voice is a source, or a named speaker in it. Where voices speak over each other, each one's words are gathered into
phrases of a line at most; two phrases that truly overlap become one caption with a line for each, opened by a dash. What
does not fit beside them comes after, as late as reading needs, and is a finding.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from picturelock.findings import Fact, Finding, Place
from picturelock.profiles import Limits
from picturelock.subtitling.bonds import MOST
from picturelock.subtitling.grammar import break_costs, ends_sentence
from picturelock.subtitling.typography import PLAIN, Look, Token, count_characters, dash, runs
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, from_ms, nearest

PHRASE_PAUSE: Flicks = from_ms(500)
"""Silence that ends a phrase where several speak."""
AT_ONCE: Flicks = from_ms(1000)
"""Phrases are at once where they share this much, or half of the shorter one; less is one taking over from the other."""
WAITS: Flicks = from_ms(500)
"""A caption that is later than this is not kept waiting for the shortest duration of the one before."""
CROWD = "Picturelock: a caption has two lines, one for each of two people who speak at once"

COLOUR = "colour"
DASH = "-"
"""What opens each turn where the Charte SME is kept: two people's lines open with their own."""
EN_DASH = "– "
"""BBC, Subtitle Guidelines: an en dash opens a speaker's line where colour cannot tell two people apart."""

Voice = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class _Phrase:
    tokens: tuple[Token, ...]
    start: Flicks
    end: Flicks
    crowded: bool = False
    """It was said over others and found no line beside them."""

    @property
    def voice(self) -> Voice:
        return voice(self.tokens[0])

    @property
    def text(self) -> str:
        return " ".join(token.text for token in self.tokens)

    def at_once(self, other: _Phrase) -> bool:
        shared = min(self.end, other.end) - max(self.start, other.start)
        shorter = min(self.end - self.start, other.end - other.start)
        return shared > 0 and (shared >= AT_ONCE or 2 * shared >= shorter)

    def join(self, other: _Phrase) -> _Phrase:
        return replace(self, tokens=(*self.tokens, *other.tokens), end=max(self.end, other.end))


def voice(token: Token) -> Voice:
    return token.source, token.speaker


def by_voice(
    tokens: Sequence[Token],
    limits: Limits,
    spacing: str,
    opening: str | None = None,
    count: Callable[[str], int] = count_characters,
) -> tuple[list[Token], list[Finding]]:
    """Tokens in the order in which they can be captioned, and the speech for which there was no line at its time.

    tokens: in order of record time. Where nobody speaks over another they come back as they are. opening: what each of
    two people's lines opens with, as `Manner.dual`; None = as their language does. count: of the characters of a text.
    """
    clusters = list(_clusters(tokens))
    if all(len({voice(token) for token in cluster}) == 1 for cluster in clusters):
        return list(tokens), []
    placed = _Placed(limits, spacing, opening, count)
    found: list[Finding] = []
    for cluster in clusters:
        found += _together(_phrases(cluster, placed), placed)
    return placed.tokens, found


def _clusters(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Stretches that are captioned apart: one voice's words, or all words of voices that speak over each other."""
    cluster: list[Token] = []
    latest: dict[Voice, Flicks] = {}
    for token in tokens:
        own = voice(token)
        over = any(end > token.span.start for other, end in latest.items() if other != own)
        # A word between two of another voice's belongs to the same stretch: it is told from the words around it.
        goes_on = own in latest and token.span.start - latest[own] < PHRASE_PAUSE
        if cluster and not over and not (goes_on and len(latest) > 1) and list(latest) != [own]:
            yield cluster
            cluster, latest = [], {}
        cluster.append(token)
        latest[own] = max(latest.get(own, 0), token.span.end)
    if cluster:
        yield cluster


def _phrases(tokens: Sequence[Token], placed: _Placed) -> list[_Phrase]:
    """Each voice's words in phrases of one line, in order of their start."""
    voices: dict[Voice, list[Token]] = {}
    for token in tokens:
        voices.setdefault(voice(token), []).append(token)
    found: list[_Phrase] = []
    for words in voices.values():
        first = 0
        for at in range(1, len(words) + 1):
            if at == len(words) or _phrase_ends(words[at - 1], words[at]):
                found += _lines(words[first:at], placed)
                first = at
    return sorted(found, key=lambda phrase: (phrase.start, phrase.end))


def _phrase_ends(a: Token, b: Token) -> bool:
    return ends_sentence(a.text, a.language) or b.span.start - a.span.end >= PHRASE_PAUSE or a.language != b.language


def _lines(tokens: Sequence[Token], placed: _Placed) -> Iterator[_Phrase]:
    """One sentence in pieces that fit a line with its dash, broken where it hurts least in the second half of each."""
    widest, count = placed.room(tokens[0]), placed.count
    while tokens:
        at, width = 0, -1
        while at < len(tokens) and width + 1 + count(tokens[at].text) <= widest:
            width += 1 + count(tokens[at].text)
            at += 1
        at = max(at, 1)
        if at < len(tokens) and at > 1:
            near = tokens[: at + MOST]
            costs = break_costs([token.text for token in near], [token.language for token in near])
            at = min(range(max(1, (at + 1) // 2), at + 1), key=lambda n: (costs[n - 1], -n))
        yield _phrase(tokens[:at])
        tokens = tokens[at:]


def line_room(token: Token, limits: Limits, spacing: str, opening: str | None) -> int:
    """Characters that a line of two has for its words, beside what it opens with."""
    return (limits.max_characters or 1_000_000) - len(_opens(token, spacing, opening))


def _opens(token: Token, spacing: str, opening: str | None) -> str:
    """The longest that a line of two may open with."""
    return dash(token.language, spacing) if opening is None else EN_DASH if opening == COLOUR else opening


def dual_lines(
    lines: Sequence[Sequence[Token]], span: Span, number: int, spacing: str, opening: str | None
) -> Iterator[Token]:
    """The two lines of a caption in which two people speak, one token each. Colours need no dash where they differ."""
    told = opening == COLOUR and lines[0][0].look != lines[1][0].look
    for line in lines:
        first = line[0]
        dashed = "" if told else _opens(first, spacing, opening)
        line = [token for token in line if not (dashed and token.role == "name" and token.text == DASH)]
        parts = _parts(line, dashed)
        yield replace(
            first,
            text=dashed + " ".join(token.text for token in line),
            span=span,
            said=line[0].span.start if first.said is None else first.said,
            dual=number,
            look=parts[0][1] if len(parts) == 1 else PLAIN,
            parts=parts if len(parts) > 1 else (),
            role="speech",
        )


def _parts(line: Sequence[Token], dashed: str) -> tuple[tuple[str, Look], ...]:
    """A line's text in stretches of one look; the dash belongs to the first."""
    whole = runs(line)
    found = [(run.text, Look(run.italic, run.color)) for run in whole]
    return ((dashed + found[0][0], found[0][1]), *found[1:])


def _phrase(tokens: Sequence[Token]) -> _Phrase:
    return _Phrase(tuple(tokens), tokens[0].span.start, max(token.span.end for token in tokens))


def _together(phrases: Sequence[_Phrase], placed: _Placed) -> Iterator[Finding]:
    """Place phrases one after the other, two at once on two lines."""
    queue = deque(phrases)
    while queue:
        first = queue.popleft()
        near = [phrase for phrase in _starting(queue, first.end) if first.at_once(phrase)]
        second = next((other for other in near if placed.fits(first, other)), None)
        if second is not None:
            queue.remove(second)
            first, second = placed.absorb(first, second, queue)
        pair = (first, second) if second is not None else (first,)
        end = max(phrase.end for phrase in pair)
        out = [one for one in _starting(queue, end) if any(one.voice != p.voice and p.at_once(one) for p in pair)]
        out = [one for one in out if second is None or one.voice not in {p.voice for p in pair}]
        for one in out:
            if not one.crowded:
                queue[queue.index(one)] = replace(one, crowded=True)
                yield _crowded(one, {p.voice for p in pair})
        placed.add(*pair)


def _starting(queue: deque[_Phrase], before: Flicks) -> list[_Phrase]:
    found = []
    for phrase in queue:  # in order of start
        if phrase.start >= before:
            break
        found.append(phrase)
    return found


def _crowded(phrase: _Phrase, others: set[Voice]) -> Finding:
    place = Place(record=Span(phrase.start, phrase.end), shot=phrase.tokens[0].shot)
    facts: dict[str, Fact] = {"text": phrase.text, "voices": len(others) + 1}
    return Finding("captions.overlapping-speech", "warning", place, facts, CROWD)


class _Placed:
    """Tokens in the order of their captions. One that cannot come at its time is moved behind what must be read first."""

    def __init__(
        self, limits: Limits, spacing: str, opening: str | None, count: Callable[[str], int] = count_characters
    ) -> None:
        self.tokens: list[Token] = []
        self.count = count
        self._limits, self._spacing, self._opening = limits, spacing, opening
        self._duals = 0
        self._free: Flicks = 0
        """When the caption before has been read."""
        self._moved = False

    def fits(self, first: _Phrase, second: _Phrase) -> bool:
        """True where two phrases can be the two lines of a caption."""
        lines = self._limits.max_lines or 2
        apart = first.voice != second.voice
        return lines >= 2 and apart and self._fits_line(first) and self._fits_line(second)

    def absorb(self, first: _Phrase, second: _Phrase, queue: deque[_Phrase]) -> tuple[_Phrase, _Phrase]:
        """Two phrases with what the same two say before they have ended, as far as the lines hold it."""
        pair = {first.voice: first, second.voice: second}
        while True:
            end = max(phrase.end for phrase in pair.values())
            following = next((one for one in _starting(queue, end) if one.voice in pair), None)
            if following is None:
                break
            joined = pair[following.voice].join(following)
            longest = self._limits.max_duration
            if not self._fits_line(joined) or (longest and max(end, joined.end) - first.start > longest):
                break
            pair[following.voice] = joined
            queue.remove(following)
        return pair[first.voice], pair[second.voice]

    def room(self, token: Token) -> int:
        """Characters that the line of somebody who says a word has for it."""
        return line_room(token, self._limits, self._spacing, self._opening)

    def _fits_line(self, phrase: _Phrase) -> bool:
        return self.count(phrase.text) <= self.room(phrase.tokens[0])

    def add(self, *phrases: _Phrase) -> None:
        """One phrase, or two that are said at once, first come first."""
        start, end = min(phrase.start for phrase in phrases), max(phrase.end for phrase in phrases)
        moved = start
        if self._moved or any(phrase.crowded for phrase in phrases):
            moved = max(start, self._free)
        dual = len(phrases) == 2
        if dual:
            self._duals += 1
            span = Span(moved, max(end, moved))
            lines = [phrase.tokens for phrase in phrases]
            self.tokens += dual_lines(lines, span, self._duals, self._spacing, self._opening)
        else:
            by = moved - start
            self.tokens += [
                replace(token, span=token.span.shift(by), said=token.span.start) if by else token
                for token in phrases[0].tokens
            ]
        self._moved = dual or moved > start
        # Who speaks faster than one can read is not waited for: the delay would grow with every phrase.
        limits, spoken = self._limits, end - start
        if dual and moved - start < WAITS:
            spoken = max(spoken, limits.min_duration or 0) + limits.min_gap
        characters = sum(self.count(phrase.text) for phrase in phrases)
        reading = nearest(characters * FLICKS_PER_SECOND / limits.max_cps) if limits.max_cps else spoken
        self._free = moved + min(spoken, max(reading, limits.min_duration or 0))
