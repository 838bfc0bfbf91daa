"""Transcribing a media file: once, and stored as it is heard, so that whatever breaks it off loses nothing that was heard.

A window of some minutes is committed as a whole, since only then its words can be screened. Until then what the engine
gives is kept as its draft, piece by piece (up to 30 s of speech): a run taken up again hears the first piece that is missing.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, replace
from pathlib import Path

from picturelock.energy import Meter
from picturelock.engines.base import UNDECIDED, Engine, primary
from picturelock.errors import InputError, UnknownName
from picturelock.findings import Finding, Place
from picturelock.host import Progress, silent
from picturelock.library import Library, TranscriptKey
from picturelock.library.runs import Run
from picturelock.library.store import ROUGH
from picturelock.media.audio import audio_duration, read_audio
from picturelock.media.probe import MediaInfo, probe
from picturelock.speech import Provenance, Segment, Transcript
from picturelock.times import Flicks, Span
from picturelock.transcription.hallucinations import screen
from picturelock.transcription.windows import LIMITS, Limits, Window, cut_windows

AUTO = "auto"
STAGE = "transcribe"
SURE = 0.5
"""Probability from which on a detected language is taken for the whole file."""


@dataclass(frozen=True, slots=True)
class TranscribeResult:
    """A transcript, and what is to be said of it."""

    transcript: Transcript
    findings: tuple[Finding, ...]
    cached: bool
    """It was in the library already."""
    seconds: float
    """Wall-clock seconds of this call."""


def transcribe(
    path: Path,
    engine: Engine,
    library: Library,
    *,
    language: str = AUTO,
    stream: int = 0,
    per_window_language: bool = False,
    progress: Progress = silent,
    limits: Limits = LIMITS,
) -> TranscribeResult:
    """The words of one audio stream, from the library where it has them under the file's fingerprint, else recognised.

    A run that was broken off goes on behind the last piece that was heard. The language, if not given, is that of the first
    window in which somebody speaks and the engine is sure (`SURE`); windows before it are heard each in its likeliest.
    With `per_window_language` each decides for itself. `progress` is told media time. Raises InputError for a file
    without (such) sound, or one that is damaged; UsageError for a language that the engine does not know.
    """
    began = time.monotonic()
    info = probe(path)
    _check_stream(info, stream)
    language = _checked(language, engine)
    job = _Job(path, info, engine, library, language, stream, per_window_language, progress, limits)
    transcript = library.transcript(job.key)
    cached = transcript is not None
    if transcript is None:
        transcript = job.make()
    job.tell(job.total)
    findings = (*job.cautions(), *(replace(finding, place=job.place) for finding in library.dropped(job.key)))
    return TranscribeResult(transcript, findings, cached, time.monotonic() - began)


class _Job:
    """The transcription of one stream, from its key to its end."""

    def __init__(
        self,
        path: Path,
        info: MediaInfo,
        engine: Engine,
        library: Library,
        language: str,
        stream: int,
        per_window_language: bool,
        progress: Progress,
        limits: Limits,
    ) -> None:
        self.path, self.info, self.engine, self.library = path, info, engine, library
        self.stream, self.progress, self.limits = stream, progress, limits
        self.began = time.monotonic()  # of the work that is not stored yet
        self.meter = Meter(graphics=any("cuda" in value for _, value in engine.parameters))
        self.per_window = per_window_language and language == AUTO
        self.asked = None if language == AUTO else language
        self.total = audio_duration(path, stream) or info.duration
        self.place = Place(file=str(path), source=path.name)
        settings = {
            "language": self.asked or ("per-window" if self.per_window else AUTO),
            "window_s": f"{limits.target_s}/{limits.cap_s}",
        }
        parameters = tuple(sorted((*engine.parameters, *settings.items())))
        self.key = TranscriptKey(info.fingerprint, engine.name, engine.weights, parameters, stream)

    def make(self) -> Transcript:
        """Go on until the run is done, by this process or another."""
        run = self.library.open_run(self.key)
        while not run.done:
            if self._go_on(run):
                self._finish(self.library.run(run.id))
            run = self.library.run(run.id)
        transcript = self.library.transcript(self.key)
        if transcript is None:
            raise InputError("was changed while it was in use: a transcript has gone.", file=self.library.path)
        return transcript

    def cautions(self) -> tuple[Finding, ...]:
        rule = self._caution()
        evidence = {"file": self.path.name, "engine": self.engine.name}
        return (Finding(rule, "warning", self.place, evidence, source="Picturelock"),) if rule else ()

    def _caution(self) -> str:
        return self.engine.caution(self.path.stem, self.total)

    def tell(self, done: Flicks) -> None:
        self.progress(STAGE, min(done, self.total), self.total, self.path.name)

    def _go_on(self, run: Run) -> bool:
        """Hear the windows that are missing. False where another process was faster on one: look again, then go on."""
        self.tell(run.end)
        self.began = time.monotonic()
        blocks = read_audio(self.path, self.stream, start=run.end)
        for window in cut_windows(blocks, self.limits, start=run.end, index=run.windows):
            now = self.library.run(run.id)
            if now.windows != window.index or now.done:
                return False
            segments, dropped = screen(self._hear(window, now), window.samples, window.start)
            placed = [_shifted(segment, window.start) for segment in segments]
            seconds = time.monotonic() - self.began
            if not self.library.commit_window(run.id, window.index, window.span, placed, dropped, seconds):
                return False
            self.began = time.monotonic()
            self.meter.tick()
        return True

    def _hear(self, window: Window, run: Run) -> list[Segment]:
        language = self.asked
        if language is None and not self.per_window:
            language = run.language or self._decide(window, run)
            if language == UNDECIDED:
                self.tell(window.span.end)
                return []

        draft = self.library.draft(run.id, window.index)
        heard, kept, until = list(draft.segments), len(draft.segments), draft.until
        self.tell(window.start + until)

        def on_progress(done: Flicks) -> None:
            nonlocal kept, until
            if done > until:
                self._keep(run, window, Span(until, done), heard[kept:])
                kept, until = len(heard), done
            self.tell(window.start + done)

        for segment in self.engine.recognise(window.samples, language, on_progress, until):
            heard.append(segment)
        return heard

    def _keep(self, run: Run, window: Window, span: Span, segments: list[Segment]) -> None:
        now = time.monotonic()
        if self.library.add_draft(run.id, window.index, span, segments, now - self.began):
            self.began = now

    def _decide(self, window: Window, run: Run) -> str:
        """The language of the file, if this window is sure of it; else that of the window only."""
        language, probability = self.engine.detect(window.samples)
        return self.library.decide_language(run.id, language) if probability >= SURE else language

    def _finish(self, run: Run) -> None:
        language = run.language or self.asked
        if language is None:
            heard = self.library.languages(run.id)
            language = max(heard, key=lambda code: heard[code], default=UNDECIDED)
        if language != UNDECIDED:
            self.library.decide_language(run.id, language)
        caution = self._caution()
        made = Provenance(
            kind="transcript",
            origin="machine",
            tool=self.engine.name,
            version=self.engine.version,
            weights=self.engine.weights,
            # What is no real transcript says so wherever it goes: captions made from it must not look like others.
            parameters=tuple(sorted((*self.key.parameters, *((("rough", caution),) if caution else ())))),
            inputs=(self.info.fingerprint,),
            made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            seconds=round(run.seconds, 3),
            energy=self.meter.energy(run.seconds),
        )
        self.library.finish(run.id, made, ROUGH if caution else None)


def _shifted(segment: Segment, by: Flicks) -> Segment:
    words = tuple(replace(word, span=Span(word.span.start + by, word.span.end + by)) for word in segment.words)
    return replace(segment, words=words)


def _check_stream(info: MediaInfo, stream: int) -> None:
    if not info.audio:
        raise InputError("holds no sound, so there is nothing to transcribe.", file=info.path)
    if not 0 <= stream < len(info.audio):
        streams = f"{len(info.audio)} audio stream{'s' if len(info.audio) > 1 else ''}"
        raise InputError(f"has no audio stream {stream}: it has {streams}, counted from 0.", file=info.path)


def _checked(language: str, engine: Engine) -> str:
    """The language asked for, in lower case. Raises UnknownName for one that the engine cannot know."""
    language = language.replace("_", "-").lower()
    if language != AUTO and engine.languages is not None and primary(language) not in engine.languages:
        raise UnknownName(f"language of {engine.name}", language, (AUTO, *engine.languages))
    return language
