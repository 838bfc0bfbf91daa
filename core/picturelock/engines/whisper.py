"""faster-whisper: any Whisper model in CTranslate2 format, on the CPU or on a GPU."""

from __future__ import annotations

import ctypes
import hashlib
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from picturelock.engines import hearing, models
from picturelock.engines.about import About, read_about
from picturelock.engines.base import LEAST_CONFIDENCE, NOT_SPEECH, RATE, UNDECIDED, OnProgress, Samples, primary
from picturelock.engines.words import Piece, in_order, join, spread
from picturelock.errors import InputError, SetupError, UnknownName, UsageError
from picturelock.host import Progress, silent
from picturelock.media.fingerprint import full_hash
from picturelock.speech import Segment
from picturelock.times import Flicks, from_samples

NAME = "faster-whisper"
TEMPERATURES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
GPU_BATCH = 8

# Whisper's own limits (openai/whisper transcribe.py, 2022): beyond them a decoding is taken for failed, or for silence.
_MOST_COMPRESSION = 2.4
_LEAST_LOG_PROBABILITY = -1.0

_NO_SPEECH = 0.6

_DETECT_STRETCHES = 4  # of 30 s; the first that is surer than half decides, else their majority


class WhisperEngine:
    """Speech to words with faster-whisper.

    Speech is found first (Silero), joined without the silence, and cut at silences into pieces of up to 30 s; a piece
    whose decoding looks failed is decoded once more at rising temperatures. On the CPU pieces go one by one: int8
    decoding of 4 or 8 at once took as much processor time as of 1 (measured: 20.4 and 23.7 s against 19.4 s for two
    minutes with a model of Whisper-small's shape), and progress and Ctrl-C would wait for all of them. Plain sequential
    decoding took 31 s: it goes over the ends of its windows twice. A GPU takes `GPU_BATCH` at once. Decoding at a
    temperature draws lots, the same ones from the loading of the model on: a piece that needs it can come out otherwise
    where pieces before it were heard by another process.

    model: as `models.find` takes it. device: "auto", "cpu" or "cuda". compute_type: CTranslate2's name, None = int8 on
    the CPU, float16 on a GPU. batch: pieces at once. vad=False hears everything, silence too. max_new_tokens: per
    piece, for timing. hotwords: names and terms to expect, parted by commas; the model keeps 223 tokens of them. The model is
    loaded on first use.
    """

    def __init__(
        self,
        model: str | Path = "small",
        device: str = "auto",
        compute_type: str | None = None,
        batch: int | None = None,
        beam_size: int = 5,
        vad: bool = True,
        *,
        temperatures: Sequence[float] = TEMPERATURES,
        max_new_tokens: int | None = None,
        hotwords: str = "",
        threads: int = 0,
        allow_download: bool = True,
        progress: Progress = silent,
    ) -> None:
        if device not in ("auto", "cpu", "cuda"):
            raise UnknownName("device", device, ("auto", "cpu", "cuda"))
        self.folder = models.find(model, allow_download, progress)
        models.check_settings(self.folder / "config.json")
        self.device = device if device != "auto" else ("cuda" if cuda_devices() else "cpu")
        self.compute_type = compute_type or ("float16" if self.device == "cuda" else "int8")
        self.batch = batch or (GPU_BATCH if self.device == "cuda" else 1)
        self.beam_size = beam_size
        self.vad = vad
        self.temperatures = tuple(temperatures)
        self.max_new_tokens = max_new_tokens
        self.hotwords = " ".join(hotwords.split())
        self._threads = threads
        self._heard: tuple[Samples, Samples, list[hearing.Stretch]] | None = None

    @property
    def name(self) -> str:
        return NAME

    @property
    def version(self) -> str:
        import ctranslate2
        import faster_whisper

        return f"{faster_whisper.__version__} (ctranslate2 {ctranslate2.__version__})"

    @cached_property
    def weights(self) -> str:
        """Of `model.bin`, and of the settings beside it: the same weights with another tokenizer write other words."""
        beside = hashlib.sha256()
        for name in ("config.json", "preprocessor_config.json", "tokenizer.json", "vocabulary.json", "vocabulary.txt"):
            if (self.folder / name).is_file():
                beside.update((self.folder / name).read_bytes())
        return f"{full_hash(self.folder / 'model.bin')}+{beside.hexdigest()[:16]}"

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        options = {
            "beam_size": str(self.beam_size),
            "compute_type": self.compute_type,
            "condition_on_previous_text": "no",
            "temperatures": " ".join(map(str, self.temperatures)),
            "vad": hearing.MODEL if self.vad else "no",
        }
        if self.batch > 1:
            options["batch"] = str(self.batch)
        if self.max_new_tokens is not None:
            options["max_new_tokens"] = str(self.max_new_tokens)
        if self.hotwords:
            options["hotwords"] = self.hotwords
        return tuple(sorted(options.items()))

    @property
    def languages(self) -> frozenset[str] | None:
        return None

    def caution(self, media: str, duration: Flicks) -> str:
        return "transcription.fixture-model" if self._about.name and not self._about.knows(media, duration) else ""

    def fixture_notice(self, language: str) -> str:
        return self._about.notices.get(language) or self._about.notices.get("en", "")

    def detect(self, samples: Samples) -> tuple[str, float]:
        samples, stretches = self._hear(samples)
        if not stretches:
            return UNDECIDED, 0.0
        if not self._model.model.is_multilingual:
            return "en", 1.0
        spoken = hearing.Speech(samples, stretches).samples[: _DETECT_STRETCHES * hearing.LONGEST_S * RATE]
        language, probability, _ = self._run(
            self._model.detect_language,
            spoken,
            language_detection_segments=_DETECT_STRETCHES,
            language_detection_threshold=0.5,
        )
        return str(language), float(probability)

    def recognise(
        self, samples: Samples, language: str | None, on_progress: OnProgress, since: Flicks = 0
    ) -> Iterator[Segment]:
        language = self.detect(samples)[0] if language is None else self._known(language)
        samples, stretches = self._hear(samples)
        end = from_samples(len(samples), RATE)
        if stretches:
            speech = hearing.Speech(samples, stretches)
            cuts = [cut for cut in speech.pieces() if speech.done(cut[1]) > since]
            for at in range(0, len(cuts), self.batch):
                for pieces, cut in self._decoded(speech, cuts[at : at + self.batch], primary(language)):
                    until = min(speech.done(cut[1]), end)
                    words = in_order(join(pieces, primary(language)), since, until)
                    if words:
                        yield Segment(words, language)
                    since = until
                on_progress(since)  # not inside a batch: a run taken up again makes the same batches
        on_progress(end)

    def _decoded(
        self, speech: hearing.Speech, cuts: Sequence[hearing.Stretch], language: str
    ) -> Iterator[tuple[list[Piece], hearing.Stretch]]:
        """The words of each stretch of the joined speech, decoded all at once and by themselves."""
        from faster_whisper import BatchedInferencePipeline

        clips = [{"start": (start + 0.5) / RATE, "end": (end + 0.5) / RATE} for start, end in cuts]
        pipeline = BatchedInferencePipeline(self._model)  # a new one: it remembers where the last word ended
        heard, _ = self._run(
            pipeline.transcribe, speech.samples, clip_timestamps=clips, batch_size=len(clips),
            temperature=self.temperatures[0], **self._options(language),
        )  # fmt: skip
        segments = list(_guarded(heard, self))
        for cut in cuts:
            seek = int(cut[0] / RATE * self._model.frames_per_second)
            own = [segment for segment in segments if segment.seek == seek]
            if len(self.temperatures) > 1 and any(
                _looks_failed(segment) for segment in own if not _is_silence(segment)
            ):
                yield self._decoded_again(speech, cut, language), cut
            else:
                yield [piece for segment in own for piece in _texts(segment, speech, 0)], cut

    def _decoded_again(self, speech: hearing.Speech, cut: hearing.Stretch, language: str) -> list[Piece]:
        start, end = cut
        heard, _ = self._run(
            self._model.transcribe, speech.samples[start:end], temperature=list(self.temperatures), vad_filter=False,
            condition_on_previous_text=False, **self._options(language),
        )  # fmt: skip
        return [piece for segment in _guarded(heard, self) for piece in _texts(segment, speech, start)]

    def _options(self, language: str) -> Mapping[str, Any]:
        return {
            "language": language,
            "beam_size": self.beam_size,
            "word_timestamps": True,
            "max_new_tokens": self.max_new_tokens,
            "hotwords": self.hotwords or None,
        }

    def _hear(self, samples: Samples) -> tuple[Samples, list[hearing.Stretch]]:
        """The samples made sound, and where somebody speaks; the last answer is kept, since `detect` comes before `recognise`."""
        if self._heard is None or self._heard[0] is not samples:
            clean = hearing.sound(samples)
            self._heard = (samples, clean, hearing.find_speech(clean) if self.vad else hearing.slices(0, len(clean)))
        return self._heard[1], self._heard[2]

    def _known(self, language: str) -> str:
        language = language.replace("_", "-").lower()
        known = self._model.supported_languages
        if primary(language) not in known:
            if known == ["en"]:
                hint = "Use a model whose name does not end in .en."
                raise UsageError(f"This model knows English only, not {language!r}.", hint=hint)
            raise UnknownName("language", language, known)
        return language

    @cached_property
    def _model(self) -> Any:
        import ctranslate2
        from faster_whisper import WhisperModel

        ctranslate2.set_random_seed(1)  # a second decoding draws lots: let it draw the same ones
        try:
            return WhisperModel(
                str(self.folder), device=self.device, compute_type=self.compute_type, cpu_threads=self._threads
            )
        except (RuntimeError, ValueError) as error:
            raise self._broken(error) from error
        except Exception as error:  # the tokenizer library raises bare Exceptions
            raise InputError(f"cannot be loaded as a Whisper model: {_first_line(error)}.", file=self.folder) from error

    def _run(self, work: Any, *args: Any, **options: Any) -> Any:
        try:
            return work(*args, **options)
        except RuntimeError as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> Exception:
        text = _first_line(error)
        if self.device == "cuda":
            hint = "Use --device cpu, or install NVIDIA's CUDA 12 libraries (cuBLAS)."
            return SetupError(f"The GPU cannot be used: {text}.", hint=hint)
        return InputError(
            f"cannot be used as a Whisper model: {text}.", file=self.folder, hint="Copy the model folder again."
        )

    @cached_property
    def _about(self) -> About:
        return read_about(self.folder)


def cuda_devices() -> int:
    """How many NVIDIA GPUs can be used; 0 also where their driver is present and the CUDA libraries are not."""
    import ctranslate2

    try:
        count = int(ctranslate2.get_cuda_device_count())
    except RuntimeError:
        return 0
    return count if count and _loads("cublas64_12.dll" if sys.platform == "win32" else "libcublas.so.12") else 0


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _guarded(segments: Any, engine: WhisperEngine) -> Iterator[Any]:
    """The segments, decoded as they are asked for; errors of the library in our words."""
    source = iter(segments)
    while (segment := engine._run(next, source, None)) is not None:
        yield segment


def _is_silence(segment: Any) -> bool:
    """True for what Whisper itself takes for no speech, though it wrote words for it."""
    return bool(segment.no_speech_prob > _NO_SPEECH and segment.avg_logprob < _LEAST_LOG_PROBABILITY)


def _looks_failed(segment: Any) -> bool:
    return bool(segment.compression_ratio > _MOST_COMPRESSION or segment.avg_logprob < _LEAST_LOG_PROBABILITY)


def _texts(segment: Any, speech: hearing.Speech, offset: int) -> list[Piece]:
    """The bits of a segment in the time of the whole array. offset: of the segment's clock, in samples.

    A segment can come without words (the alignment found none): its text is then spread over it.
    """
    doubted = _is_silence(segment)
    if segment.words:
        return [
            Piece(
                word.word,
                speech.span(offset + word.start * RATE, offset + word.end * RATE),
                NOT_SPEECH if doubted else max(LEAST_CONFIDENCE, float(word.probability)),
            )
            for word in segment.words
        ]
    texts = segment.text.split()
    span = speech.span(offset + segment.start * RATE, offset + segment.end * RATE)
    confidence = NOT_SPEECH if doubted else max(LEAST_CONFIDENCE, math.exp(min(0.0, segment.avg_logprob)))
    return [Piece(" " + piece.text, piece.span, confidence) for piece in spread(texts, span)]


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
