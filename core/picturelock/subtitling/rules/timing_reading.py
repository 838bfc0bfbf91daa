"""Reading time by words per minute, by time for each word, or by a table; characters per second are judged by `limits`."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.subtitling.rules.timing_frames import count_words
from picturelock.subtitling.subject import Event, Subject
from picturelock.times import FLICKS_PER_SECOND, divide_ceil, to_seconds


def check(subject: Subject) -> Iterator[Finding]:
    """Captions that stay for less than the profile's reading time. One that runs too many characters is not repeated."""
    reading = Reading(subject)
    if not reading.by_words:
        return
    limits, frame = subject.limits, subject.rate.frame
    for event in subject.events:
        if event.frames <= 0 or not event.lines:
            continue
        words = count_words(event.text)
        needed = limits.reading_time(event.characters, words)
        if event.frames * frame >= needed:
            continue
        limit = limits.reading_limit(event.characters, words)
        if limit != "max_cps" and not reading.too_many_characters(event):
            yield subject.finding(
                "reading-time",
                event,
                limit,
                seconds=round(to_seconds(event.frames * frame), 2),
                needed_seconds=round(to_seconds(needed), 2),
                words=words,
                characters=event.characters,
            )


class Reading:
    """How many frames a caption needs to be read."""

    def __init__(self, subject: Subject) -> None:
        limits = subject.limits
        self._limits, self._frame = limits, subject.rate.frame
        self.by_words = bool(limits.max_wpm or limits.min_per_word or limits.reading_table)
        """False where the profile counts characters per second only, or nothing."""

    def needed(self, event: Event) -> int:
        """The least whole number of frames."""
        words = count_words(event.text) if self.by_words else 0
        return divide_ceil(self._limits.reading_time(event.characters, words), self._frame)

    def too_many_characters(self, event: Event) -> bool:
        """True where characters per second are too many by themselves, which another rule says."""
        cps = self._limits.max_cps
        if not cps:
            return False
        rate = FLICKS_PER_SECOND * cps.denominator
        return event.characters * rate > cps.numerator * event.frames * self._frame
