"""Text to a model's tokens and back, with the tokenizer that lies in its folder."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from picturelock.engines.translator_models import SENTENCE_PIECES, TOKENIZER
from picturelock.errors import InputError, SetupError


class Pieces(Protocol):
    """A tokenizer; special tokens are the caller's."""

    def split(self, text: str) -> list[str]:
        """The tokens of a sentence of the source language."""

    def join(self, tokens: Sequence[str]) -> str:
        """The text of tokens of the target language."""


def load(folder: Path) -> Pieces:
    """The tokenizer of a model. Raises InputError for one that is broken, SetupError where its library is missing."""
    if (folder / TOKENIZER).is_file():
        return _Fast(folder / TOKENIZER)
    file = next(folder / name for name in SENTENCE_PIECES if (folder / name).is_file())
    beside = folder / "target.spm"
    if file.name == SENTENCE_PIECES[0] and not beside.is_file():
        raise InputError("is missing beside source.spm.", file=beside, hint="Copy the whole model folder again.")
    return _SentencePieces(file, beside if file.name == SENTENCE_PIECES[0] else file)


class _Fast:
    """`tokenizer.json`, read by the library `tokenizers`."""

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer

        try:
            self._tokenizer: Any = Tokenizer.from_file(str(file))
            self._tokenizer.no_truncation()
            self._tokenizer.no_padding()
        except Exception as error:  # the library raises bare Exceptions
            raise InputError(f"is not a tokenizer: {error}.", file=file, hint="Copy the model folder again.") from error

    def split(self, text: str) -> list[str]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).tokens)

    def join(self, tokens: Sequence[str]) -> str:
        ids = [self._tokenizer.token_to_id(token) for token in tokens]
        return str(self._tokenizer.decode([number for number in ids if number is not None], skip_special_tokens=True))


class _SentencePieces:
    """SentencePiece models, read by the library `sentencepiece` if it is installed."""

    def __init__(self, source: Path, target: Path) -> None:
        try:
            sentencepiece = import_module("sentencepiece")  # not a dependency: few models need it
        except ModuleNotFoundError as error:
            raise SetupError(
                f"The model in {source.parent} comes with {source.name}, and sentencepiece is not installed.",
                hint="Run `pip install sentencepiece`, or put the model's tokenizer.json into its folder.",
            ) from error
        self._source, self._target = (self._load(sentencepiece, file) for file in (source, target))

    @staticmethod
    def _load(library: Any, file: Path) -> Any:
        try:
            return library.SentencePieceProcessor(model_file=str(file))
        except (OSError, RuntimeError) as error:
            raise InputError("is not a SentencePiece model.", file=file, hint="Copy the model folder again.") from error

    def split(self, text: str) -> list[str]:
        return list(self._source.encode(text, out_type=str))

    def join(self, tokens: Sequence[str]) -> str:
        return str(self._target.decode(list(tokens)))
