"""CTranslate2: any Marian, OPUS-MT, NLLB, M2M-100, mBART-50 or MADLAD-400 model that lies converted in a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from picturelock.engines import translator_models as models
from picturelock.engines import translator_pieces
from picturelock.engines.base import OnTranslated, primary
from picturelock.engines.translator_languages import Tongues
from picturelock.engines.whisper import cuda_devices
from picturelock.errors import InputError, SetupError, UnknownName, UsageError
from picturelock.media.fingerprint import full_hash

NAME = "ctranslate2"
BATCH = 16
"""Sentences at once: what Ctrl-C waits for."""
MOST_TOKENS = 384
"""Of a sentence; Marian models have places for 512, and no sentence of a film is that long."""


class CTranslate2Translator:
    """Machine translation on the CPU or on a GPU; nothing leaves the machine, nothing is downloaded.

    model: as `translator_models.find` takes it, for two languages. device: "auto", "cpu" or "cuda". compute_type:
    CTranslate2's name, None = int8 on the CPU, float16 on a GPU. Decoding is a beam search: the same sentences give the
    same translations. A model cannot be told terms: the caller sees to them.
    """

    def __init__(
        self,
        model: str | Path | None = None,
        source: str = "en",
        target: str = "fr",
        device: str = "auto",
        compute_type: str | None = None,
        beam_size: int = 4,
        threads: int = 0,
    ) -> None:
        if device not in ("auto", "cpu", "cuda"):
            raise UnknownName("device", device, ("auto", "cpu", "cuda"))
        self.folder = models.find(model, source, target)
        self.device = device if device != "auto" else ("cuda" if cuda_devices() else "cpu")
        self.compute_type = compute_type or ("float16" if self.device == "cuda" else "int8")
        self.beam_size = beam_size
        self._threads = threads
        self._settings = models.settings_of(self.folder)

    @property
    def name(self) -> str:
        return NAME

    @property
    def version(self) -> str:
        import ctranslate2

        return str(ctranslate2.__version__)

    @cached_property
    def weights(self) -> str:
        """Of `model.bin`, and of the settings, vocabularies and tokenizers beside it."""
        beside = hashlib.sha256()
        names = (models.SETTINGS, models.TOKENIZER, *models.SENTENCE_PIECES, "target.spm")
        for file in (*(self.folder / name for name in names), *models.vocabulary_files(self.folder)):
            if file.is_file():
                beside.update(file.read_bytes())
        return f"{full_hash(self.folder / models.WEIGHTS)}+{beside.hexdigest()[:16]}"

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        options = {
            "beam_size": str(self.beam_size),
            "compute_type": self.compute_type,
            "disable_unk": "yes",
            "model": self.folder.name,
        }
        return tuple(sorted(options.items()))

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]] | None:
        codes = self._tongues.codes
        if self._tongues.source_named:
            return frozenset((a, b) for a in codes for b in codes if a != b)
        pair = models.pair_of(self.folder)
        if codes:  # many targets, and nobody says from what
            return None
        return frozenset({pair}) if pair else None

    def writes(self, target: str) -> str:
        return target if self._tongues.has(target) else primary(target)

    def translate(
        self,
        sentences: Sequence[str],
        source: str,
        target: str,
        terms: Sequence[tuple[str, str]],  # noqa: ARG002 - the model cannot be told
        on_progress: OnTranslated,
    ) -> tuple[str, ...]:
        self._require(source, target)
        opening, prefix = self._named(source, target)
        ending = [] if self._settings.add_end or self._settings.end not in self._vocabulary else [self._settings.end]
        done: list[str] = []
        for first in range(0, len(sentences), BATCH):
            pieces = [self._pieces.split(text) for text in sentences[first : first + BATCH]]
            fits = [bool(tokens) and len(tokens) <= MOST_TOKENS for tokens in pieces]
            batch = [[*opening, *tokens, *ending] for tokens, fit in zip(pieces, fits, strict=True) if fit]
            heard = iter(self._decoded(batch, prefix))
            done += [next(heard) if fit else "" for fit in fits]
            on_progress(tuple(done))
        return tuple(done)

    def _decoded(self, batch: Sequence[Sequence[str]], prefix: Sequence[str]) -> list[str]:
        if not batch:
            return []
        try:
            results = self._model.translate_batch(
                batch, target_prefix=[list(prefix)] * len(batch) if prefix else None, beam_size=self.beam_size,
                max_input_length=0, max_decoding_length=MOST_TOKENS, disable_unk=True,
            )  # fmt: skip
        except (RuntimeError, ValueError) as error:
            raise self._broken(error) from error
        special = {*prefix, self._settings.end, self._settings.unknown}
        texts = ([token for token in result.hypotheses[0] if token not in special] for result in results)
        return [" ".join(self._pieces.join(tokens).split()) for tokens in texts]

    def _named(self, source: str, target: str) -> tuple[list[str], list[str]]:
        """What opens the source and what opens the translation, so that the model knows the languages."""
        into = self._tongues.token(target)
        if into is None:
            return [], []
        if not self._tongues.source_named:
            return [into], []
        return [str(self._tongues.token(source))], [into]

    def _require(self, source: str, target: str) -> None:
        """Raise UsageError for languages that the model does not know."""
        wanted, pairs, codes = (primary(source), primary(target)), self.pairs, self._tongues.codes
        if (pairs is not None and wanted not in pairs) or (codes and wanted[1] not in codes):
            known = sorted(pairs or ())
            told = ", ".join(f"{a} → {b}" for a, b in known[:6]) if len(known) <= 6 else ", ".join(sorted(codes))
            told = told or ", ".join(sorted(codes))
            raise UsageError(
                f"The model in {self.folder.name} does not translate {source} into {target}; it knows {told}.",
                hint="Name a model for these languages with --model.",
            )

    @cached_property
    def _pieces(self) -> translator_pieces.Pieces:
        return translator_pieces.load(self.folder)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return models.vocabulary(models.vocabulary_files(self.folder)[0])

    @cached_property
    def _tongues(self) -> Tongues:
        files = models.vocabulary_files(self.folder)
        return Tongues(frozenset().union(*(models.vocabulary(file) for file in files)))

    @cached_property
    def _model(self) -> Any:
        import ctranslate2

        try:
            return ctranslate2.Translator(
                str(self.folder), device=self.device, compute_type=self.compute_type, intra_threads=self._threads
            )
        except (RuntimeError, ValueError) as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> Exception:
        text = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        if self.device == "cuda":
            return SetupError(f"The GPU cannot be used: {text}.", hint="Use --device cpu.")
        return InputError(
            f"cannot be used as a translation model: {text}.", file=self.folder, hint="Copy the model folder again."
        )
