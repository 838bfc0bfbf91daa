"""Finding a translation model on this machine: a folder in CTranslate2 format with its tokenizer. Nothing is downloaded.

Looked for in this order: the path itself; the folder of that name in PICTURELOCK_MODELS; the cache of the Hugging Face hub.
Without a name, the first model in PICTURELOCK_MODELS that knows the two languages.
"""

from __future__ import annotations

import json
import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from picturelock.engines.base import primary
from picturelock.engines.models import ENVIRONMENT
from picturelock.engines.translator_languages import code_of
from picturelock.errors import InputError, SetupError
from picturelock.textfile import read_json

WEIGHTS, SETTINGS = "model.bin", "config.json"
VOCABULARIES = ("shared_vocabulary", "source_vocabulary", "target_vocabulary")
TOKENIZER = "tokenizer.json"
SENTENCE_PIECES = ("source.spm", "sentencepiece.bpe.model", "sentencepiece.model", "spiece.model", "spm.model")
"""In the order in which they are looked for; the first is for the source language only, and `target.spm` is beside it."""
MOST_VOCABULARY_BYTES = 64_000_000
MOST_SETTINGS_BYTES = 1_000_000

_KIND = "TransformerSpec"
_PAIR = re.compile(
    r"(?:^|[-_.])([a-z]{2,3})[-_]([a-z]{2,3})(?:$|[-_.](?:ct2|ctranslate2|int8|float16|base|big)\b)", re.I
)
_HINT = (
    "Put one into a folder, in CTranslate2 format: {files}. It is made with `ct2-transformers-converter --model NAME "
    "--output_dir FOLDER --copy_files FILES`; FILES are, for OPUS-MT, source.spm target.spm tokenizer_config.json; for NLLB, "
    "tokenizer.json tokenizer_config.json; for M2M-100 and mBART-50, sentencepiece.bpe.model tokenizer_config.json.\n"
    f"Name the folder with --model FOLDER, or put it into the folder that {ENVIRONMENT} names.\n"
    "Or use a language model that runs on this machine: --engine endpoint --endpoint http://127.0.0.1:PORT --model NAME."
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What `config.json` says of the model's special tokens."""

    end: str
    add_end: bool
    """The library adds the end token to the source by itself."""
    unknown: str


def find(name: str | Path | None, source: str, target: str) -> Path:
    """The folder of a model. Raises InputError for a folder that is no translation model, SetupError where there is none."""
    if name is None:
        return _any(source, target)
    path = Path(name).expanduser()
    meant = (
        isinstance(name, Path) or path.is_absolute() or str(name).startswith((".", "~")) or (path / WEIGHTS).is_file()
    )
    if meant or path.is_file():
        return checked(path)
    for folder in _folders():
        if (folder / name).is_dir():
            return checked(folder / name)
    if path.is_dir():
        return checked(path)
    cached = _cached(str(name))
    if cached is None:
        raise SetupError(f"The translation model {name} is not on this machine.", hint=_hint())
    return checked(cached)


def checked(folder: Path) -> Path:
    """The folder, if a translation model is in it. Raises InputError naming what is missing."""
    if not folder.is_dir():
        raise InputError("is not a folder; expected one that holds a translation model.", file=folder, hint=_hint())
    missing = [file for file in (WEIGHTS, SETTINGS) if not (folder / file).is_file()]
    missing += [] if vocabulary_files(folder) else ["shared_vocabulary.json"]
    missing += [] if _tokenizers(folder) else ["tokenizer.json (or source.spm and target.spm)"]
    if missing:
        raise InputError(f"is not a translation model: {', '.join(missing)} missing.", file=folder, hint=_hint())
    kind = kind_of(folder / WEIGHTS)
    if kind != _KIND:
        what = f"a model of the kind {kind}" if kind else "not in CTranslate2 format"
        raise InputError(f"is {what}; expected a translation model.", file=folder / WEIGHTS, hint=_hint())
    return folder.resolve()


def kind_of(weights: Path) -> str:
    """What the header of a `model.bin` says that it is, as CTranslate2 names it; "" where there is no such header."""
    try:
        with weights.open("rb") as file:
            head = file.read(6)
            version, length = struct.unpack("<IH", head) if len(head) == 6 else (0, 0)
            name = file.read(length - 1) if 0 < version < 100 and 1 < length < 100 else b""
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=weights) from error
    return name.decode("ascii") if name.isascii() and name.decode("ascii").isalnum() else ""


def settings_of(folder: Path) -> Settings:
    """The model's settings. Raises InputError."""
    data = read_json(folder / SETTINGS, MOST_SETTINGS_BYTES, "the settings of a translation model")
    if not isinstance(data, dict):
        raise InputError("is not a table of settings.", file=folder / SETTINGS, hint="Copy the model folder again.")
    return Settings(
        end=str(data.get("eos_token") or "</s>"),
        add_end=bool(data.get("add_source_eos")),
        unknown=str(data.get("unk_token") or "<unk>"),
    )


def vocabulary_files(folder: Path) -> list[Path]:
    """The vocabularies that the model has, that of the source first."""
    named = (folder / f"{name}.{suffix}" for name in VOCABULARIES for suffix in ("json", "txt"))
    return [file for file in named if file.is_file()]


def vocabulary(file: Path) -> frozenset[str]:
    """The tokens of one vocabulary. Raises InputError."""
    try:
        if file.stat().st_size > MOST_VOCABULARY_BYTES:
            raise InputError("is larger than any vocabulary.", file=file)
        text = file.read_text(encoding="utf-8")
        tokens = json.loads(text) if file.suffix == ".json" else text.split("\n")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=file) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not a vocabulary: {error}.", file=file, hint="Copy the model folder again.") from error
    if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
        raise InputError("is not a list of tokens.", file=file, hint="Copy the model folder again.")
    return frozenset(tokens)


def pair_of(folder: Path) -> tuple[str, str] | None:
    """The two languages of a model for one pair, by its tokenizer's settings or its folder's name; None = nobody says."""
    named = folder / "tokenizer_config.json"
    if named.is_file():
        data = read_json(named, MOST_SETTINGS_BYTES, "the settings of a tokenizer")
        told = [data.get(key) for key in ("source_lang", "target_lang")] if isinstance(data, dict) else []
        if len(told) == 2 and all(isinstance(item, str) and 2 <= len(item) <= 3 and item.isalpha() for item in told):
            return code_of(str(told[0])), code_of(str(told[1]))
    match = _PAIR.search(folder.name)
    return (code_of(match[1]), code_of(match[2])) if match else None


def _any(source: str, target: str) -> Path:
    wanted = primary(source), primary(target)
    for folder in _folders():
        for candidate in _within(folder):
            try:
                found = checked(candidate)
                pair = pair_of(found)
            except InputError:
                continue
            if pair in (None, wanted):
                return found
    raise SetupError(f"No model that translates {source} into {target} is on this machine.", hint=_hint())


def _within(folder: Path) -> Iterator[Path]:
    try:
        yield from sorted(path for path in folder.iterdir() if (path / WEIGHTS).is_file())
    except OSError:
        return


def _tokenizers(folder: Path) -> list[Path]:
    return [folder / name for name in (TOKENIZER, *SENTENCE_PIECES) if (folder / name).is_file()]


def _folders() -> list[Path]:
    value = os.environ.get(ENVIRONMENT, "")
    return [Path(folder).expanduser() for folder in value.split(os.pathsep) if folder]


def _cached(name: str) -> Path | None:
    """A model of that name in the hub's cache on this machine."""
    if name.count("/") != 1 or not name.isascii():
        return None
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    import huggingface_hub

    try:
        return Path(huggingface_hub.snapshot_download(name, local_files_only=True))
    except (OSError, ValueError):  # not there, or no name
        return None


def _hint() -> str:
    return _HINT.format(
        files="model.bin, config.json, shared_vocabulary.json and tokenizer.json, or source.spm and target.spm"
    )
