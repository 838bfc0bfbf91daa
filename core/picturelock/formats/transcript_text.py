"""Transcripts as plain text (.txt), for reading and for paper edits: written, never read back.

Captions of one speaker that follow each other closely become a paragraph. The timecoded kind puts in and out before each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from picturelock.cues import Captions, Cue
from picturelock.errors import UsageError
from picturelock.formats.base import WRITE_ONLY, Findings, extra, lost
from picturelock.formats.clock import fields
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, Timecode, to_ms

_PAUSE = 2 * FLICKS_PER_SECOND  # a longer one begins a paragraph
_LONGEST = 30 * FLICKS_PER_SECOND  # of a timecoded paragraph: an editor must find the place
_DASHES = ("-", "–", "—")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one speaker says without a longer pause."""

    span: Span
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class TranscriptText:
    """A transcript as plain text."""

    name: str = "transcript"
    timecoded: bool = False
    suffixes: tuple[str, ...] = (".txt",)
    directions = WRITE_ONLY
    timecode = True

    def read(self, text: str, file: Path) -> tuple[Captions, Findings]:  # noqa: ARG002
        """Raises UsageError: a text has no times to read."""
        raise UsageError(f"{file} is a transcript, which is written here and not read.", hint="Read SRT or WebVTT.")

    def write(self, captions: Captions) -> tuple[str, Findings]:
        """See `Format.write`. Times are timecode where the captions have a rate, else hours to milliseconds."""
        out = [title, ""] if (title := extra(captions, "title")) else []
        for one in paragraphs(captions.cues, _LONGEST if self.timecoded else None):
            said = f"{label(one.speaker, captions.language)}{one.text}"
            if self.timecoded:
                said = f"[{moment(one.span.start, captions)} – {moment(one.span.end, captions)}] {said}"
            out += [said, ""]
        return "\n".join(out), lost(self.name, +count_losses(captions, self.timecoded))


TRANSCRIPT = TranscriptText()
TIMECODED = TranscriptText("timecoded transcript", timecoded=True)


def paragraphs(cues: Sequence[Cue], longest: Flicks | None = None) -> Iterator[Paragraph]:
    """Captions joined while one speaker goes on; lines that begin with dashes are speakers of their own."""
    now: Paragraph | None = None
    for cue in cues:
        for text in _turns(cue):
            speaker = cue.speaker or ""
            joins = (
                now is not None
                and now.speaker == speaker
                and cue.span.start - now.span.end < _PAUSE
                and not text.startswith(_DASHES)
                and not now.text.startswith(_DASHES)
                and (longest is None or cue.span.end - now.span.start <= longest)
            )
            if now is not None and joins:
                end = max(now.span.end, cue.span.end)
                now = Paragraph(Span(now.span.start, end), speaker, f"{now.text} {text}")
                continue
            if now is not None:
                yield now
            now = Paragraph(cue.span, speaker, text)
    if now is not None:
        yield now


def _turns(cue: Cue) -> list[str]:
    """The text of a caption: one piece, or one for each line where all begin with a dash."""
    lines = [" ".join(line.split(" ")).strip() for line in cue.plain_lines if line.strip()]
    if len(lines) > 1 and all(line.startswith(_DASHES) for line in lines):
        return lines
    return [" ".join(lines)] if lines else []


def label(speaker: str, language: str) -> str:
    """What stands before a speaker's words: "CLAIRE: ", in French with a no-break space."""
    if not speaker:
        return ""
    space = "\u00a0" if language.startswith("fr") else ""
    return f"{speaker}{space}: "


def moment(time: Flicks, captions: Captions) -> str:
    """A time as the programme's timecode, or as hours to milliseconds where no rate is known."""
    if captions.rate is not None:
        return str(Timecode.at(captions.start + time, captions.rate, captions.drop))
    hours, minutes, seconds, rest = fields(max(0, to_ms(captions.start + time)))
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def count_losses(captions: Captions, timed: bool) -> Counter[str]:
    """What a transcript leaves out."""
    losses: Counter[str] = Counter()
    losses["timing"] = 0 if timed else len(captions.cues)
    losses["positions"] = sum(cue.placement is not None or cue.region is not None for cue in captions.cues)
    losses["notes"] = sum(1 for cue in captions.cues for name, _ in cue.extras if name == "note")
    losses["rich-text"] = sum(
        any(
            run.italic or run.bold or run.underline or run.color or run.background for line in cue.lines for run in line
        )
        for cue in captions.cues
    )
    return losses
