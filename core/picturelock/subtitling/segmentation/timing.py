"""When a caption comes and goes, in whole frames of the cut.

In: the frame in which its first word starts; near a picture cut (the profile's cut zone) on the cut, or a whole zone before
it where that is nearer. Out: the end of the last word, rounded up, and the profile's linger; later where reading speed and
shortest duration ask for it and silence allows (reading speed: no longer than the profile lets a caption stay after its
speech); a second where the profile names no shortest duration and nothing is in the way; before a picture cut in the zone,
by the gap; up to the next caption where the gap would be shorter than close_gap. Never over the next caption's gap.

After Netflix, Subtitle Timing Guidelines, 1 and 2 (read 2026-11-22). Which of the two places before a cut is the nearer one
is decided as in Netflix' own checks: the last quarter of the zone is drawn back, the rest goes on the cut.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from picturelock.profiles import Limits
from picturelock.subtitling.grammar import ends_sentence
from picturelock.subtitling.segmentation.sending import about
from picturelock.subtitling.typography import Token
from picturelock.times import Flicks, FrameRate, divide_ceil, from_ms

FOREVER = 1 << 60  # frames
_HEARD = from_ms(120)  # shorter silences belong to the words
_BREATH = from_ms(400)  # as good as half a comma
_SEEN = from_ms(
    1000
)  # Picturelock's own: a caption of a word or two may stay so long, where its profile names no least
_PULL = 3  # coming early weighs as three times as late
_NO_WORDS = frozenset("-–—♪♫#")

Bound = Literal["next", "end", "longest", "linger"]


@dataclass(frozen=True, slots=True)
class Window:
    """What the speech leaves to one caption; all in frames."""

    start: int
    spoken_end: int
    latest: int
    """The last frame at which it may end: the next caption's gap, the longest duration, the end of the cut."""
    needed: int
    """Duration that reading speed and shortest duration ask for."""
    unread: int
    """How much of what reading speed asks for cannot be had."""
    short: int
    """How much of the shortest duration cannot be had; far more where there is no time at all."""


def count_words(text: str) -> int:
    """Words as reading rates count them: dashes and music signs are none."""
    words = text.split()
    return len(words) - sum(map(_NO_WORDS.__contains__, words))


class Timing:
    """Times for any run of the tokens. Minima are rounded up to whole frames, maxima down."""

    def __init__(
        self,
        tokens: Sequence[Token],
        limits: Limits,
        rate: FrameRate,
        cuts: Sequence[Flicks],
        end: Flicks | None,
        straddling: str = "",
    ) -> None:
        """end: of the cut. straddling: as in `CONVENTIONS`; "" = as spoken."""
        self._rate, self._limits = rate, limits
        self._frames: dict[tuple[int, int], int] = {}
        self._words = (0, *accumulate(count_words(token.text) for token in tokens))
        self._shortest = rate.ceil(limits.min_duration or 0)
        self._seen = 0 if limits.min_duration else rate.nearest(_SEEN)
        self._longest = rate.floor(limits.max_duration) if limits.max_duration else FOREVER
        self._linger = rate.floor(limits.linger)
        stays = limits.linger or limits.hang
        self._stays = rate.floor(stays) if stays else None  # how long after its speech a caption may be read
        self.gap = rate.ceil(limits.min_gap)
        self._close = max(rate.nearest(limits.close_gap), self.gap)
        self._zone = rate.nearest(limits.cut_zone)
        self._cuts = sorted({rate.nearest(cut) for cut in cuts})
        self._end = rate.floor(end) if end else FOREVER
        self._leads: dict[tuple[int, int], int] = {}
        self.bytes_per_frame = limits.bytes_per_frame
        """Of a channel on which a caption must be sent before it can be shown; None = it is there at once."""
        self._said = [rate.floor(token.span.start) for token in tokens]
        self._ends = [rate.ceil(token.span.end) for token in tokens]
        self.starts: Sequence[int] = [self._in(frame) for frame in self._said]
        """The frame at which a caption comes that begins with a token."""
        rests = [1.0] * len(self._cuts) if straddling == "avoid" else self._rests(tokens)
        self._rested = (0.0, *accumulate(rests))

    def _in(self, frame: int) -> int:
        at = bisect_right(self._cuts, frame)
        before = self._cuts[at - 1] if at else -FOREVER
        if frame - before < self._zone:
            return before
        if at == len(self._cuts) or self._cuts[at] - frame >= self._zone:
            return frame
        after = self._cuts[at]
        back = after - self._zone
        free = back == before or back - before >= self._zone
        return back if back >= 0 and free and _PULL * (frame - back) < after - frame else after

    def longest_reached(self, first: int, end: int) -> bool:
        """True where tokens [first, end) are spoken for longer than a caption may stay."""
        return self._ends[end - 1] - self.starts[first] > self._longest

    def pause(self, index: int) -> Flicks:
        """Silence after a token; below zero where the next one starts earlier."""
        return self._rate.time_of(self._said[index + 1] - self._ends[index])

    def lull(self, index: int) -> float:
        """How far the silence after a token is a pause: 0 to 1."""
        return min(1.0, max(0, self.pause(index) - _HEARD) / (_BREATH - _HEARD))

    def _rests(self, tokens: Sequence[Token]) -> list[float]:
        """How far speech rests at each picture cut: 1 in a pause or at a sentence's end, 0 where somebody goes on speaking."""
        rests = [0.0] * len(self._cuts)
        for index in range(len(tokens) - 1 if rests else 0):
            comes, said = self.starts[index + 1], self._said[index + 1]
            first = bisect_left(self._cuts, min(self._ends[index], comes))
            for cut in range(first, bisect_right(self._cuts, max(comes, said))):
                ends = ends_sentence(tokens[index].text, tokens[index].language)
                rests[cut] = max(rests[cut], 1.0 if ends else self.lull(index))
        return rests

    def straddled(self, first: int, end: int) -> float:
        """Picture cuts well inside the caption of tokens [first, end) that it should not stay over, while they are spoken."""
        start, last = self.starts[first] + max(self._zone, 1), self._ends[end - 1] - max(self._zone, 1)
        return max(0.0, self._rested[bisect_right(self._cuts, last)] - self._rested[bisect_left(self._cuts, start)])

    def comes_on_cut(self, index: int) -> bool:
        """True where a caption that begins with a token comes with a new picture."""
        at = bisect_left(self._cuts, self.starts[index])
        return at < len(self._cuts) and self._cuts[at] == self.starts[index]

    def window(self, first: int, end: int, characters: int) -> Window:
        """What tokens [first, end) may have as one caption."""
        start, spoken_end = self.starts[first], max(self._ends[first:end])
        latest = min(self._until_next(end), self._end, start + self._longest)
        reading = self._reading(characters, self._words[end] - self._words[first])
        # Reading speed may keep a caption a while after its speech; the shortest duration must be kept in any case.
        readable = latest if self._stays is None else min(latest, max(spoken_end, start) + self._stays)
        unread, short = max(0, reading - (readable - start)), max(0, self._shortest - (latest - start))
        wanted = max(self._shortest, min(reading, readable - start))
        return Window(start, spoken_end, latest, wanted, unread, short + 100 * max(0, 1 - (latest - start)))

    def lead(self, characters: int, lines: int) -> int:
        """About how long before a caption the one before it must come, so that it can be sent; 0 where it is there at once."""
        per_frame = self.bytes_per_frame
        if per_frame is None:
            return 0
        if (characters, lines) not in self._leads:
            self._leads[characters, lines] = self._rate.ceil(about(characters, lines, per_frame))
        return self._leads[characters, lines]

    def bound(self, first: int, end: int) -> Bound:
        """What keeps the caption of tokens [first, end) from staying longer."""
        start, spoken_end = self.starts[first], max(self._ends[first:end])
        stays = FOREVER if self._stays is None else max(spoken_end, start) + self._stays
        bounds: tuple[tuple[int, Bound], ...] = (
            (self._until_next(end), "next"), (self._end, "end"), (start + self._longest, "longest"), (stays, "linger")
        )  # fmt: skip
        held = min(bounds, key=lambda bound: bound[0])
        return held[1] if held[0] < FOREVER else "linger"

    def _until_next(self, end: int) -> int:
        return self.starts[end] - self.gap if end < len(self.starts) else FOREVER

    def _reading(self, characters: int, words: int) -> int:
        known = self._frames.get((characters, words))
        if known is None:
            known = divide_ceil(self._limits.reading_time(characters, words), self._rate.frame)
            self._frames[characters, words] = known
        return known

    def out(self, window: Window, next_start: int | None) -> int:
        """The frame at which a caption goes."""
        out = self._out(window, next_start)
        short = self._seen > out - window.start
        return self._into_silence(window, out, FOREVER if next_start is None else next_start) if short else out

    def _into_silence(self, window: Window, out: int, following: int) -> int:
        """Later than its words ask for, so far as nobody waits and no picture cut is near."""
        stays = window.latest if self._stays is None else max(window.spoken_end, window.start) + self._stays
        target = min(window.start + self._seen, window.latest, stays)
        if following - target < self._close:
            target = window.latest if window.latest <= stays else min(target, following - self._close)
        at = bisect_left(self._cuts, out)
        if at < len(self._cuts) and target > self._cuts[at] - max(self._zone, 1):
            by_cut = self._cuts[at] - self.gap
            target = by_cut if by_cut <= min(window.latest, stays) else self._cuts[at] - self._zone
            if self.gap < following - target < self._close:
                return out
        return max(out, target)

    def _out(self, window: Window, next_start: int | None) -> int:
        read = window.start + window.needed
        floor = max(window.spoken_end, read)
        following = FOREVER if next_start is None else next_start
        if following - floor < self._close:
            return self._up_to(window, floor, following)
        target = min(max(floor, window.spoken_end + self._linger), window.latest)
        placed = self._by_cut(window, read, target)
        left = placed != target and following - placed > self._close
        return placed if left or following - placed >= self._close else self._up_to(window, floor, following)

    def _up_to(self, window: Window, floor: int, following: int) -> int:
        """As late as the next caption lets it; where the longest duration forbids that, early enough for a gap."""
        early = following - self._close
        if window.latest < following - self.gap and floor <= early:
            return min(early, window.latest)
        return window.latest

    def _by_cut(self, window: Window, read: int, target: int) -> int:
        """A frame at which no next caption waits, moved to where it may stand beside picture cuts."""
        first = bisect_right(self._cuts, max(window.spoken_end - self._zone, window.start))
        for cut in self._cuts[first : bisect_left(self._cuts, target + max(self._zone, 1))]:
            if read <= cut - self.gap <= window.latest:
                return cut - self.gap
            if cut - self._zone < target < cut + self._zone:
                later = cut + self._zone
                return later if later <= window.latest else target
        return target
