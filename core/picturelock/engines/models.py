"""Finding a Whisper model on this machine, or fetching it once.

Looked for in this order: the path itself; the folder of that name in PICTURELOCK_MODELS; the cache that faster-whisper
shares with other programs; the Hugging Face hub, with a progress bar. Nothing but the model's name is sent.
"""

from __future__ import annotations

import errno
import json
import os
import threading
from pathlib import Path
from typing import Any

from picturelock.errors import InputError, OutputError, SetupError, UnknownName
from picturelock.host import Progress, silent

ENVIRONMENT = "PICTURELOCK_MODELS"
NEEDED = ("model.bin", "config.json", "tokenizer.json")
_WANTED = (*NEEDED, "preprocessor_config.json", "vocabulary.*", "picturelock-model.json")
_ANSWER_WITHIN_S = 5.0  # one request of the hub
_SILENT_FOR_S = 20.0  # names that no server resolves can hang below any time limit of ours
_POLL_S = 0.1


def find(name: str | Path, allow_download: bool = True, progress: Progress = silent) -> Path:
    """The folder of a model: a path, a size ("small"), or a name on the hub ("Systran/faster-whisper-small"); a `Path` is a path.

    `progress` is told bytes. Raises InputError for a folder that is no model, UnknownName for a name that nobody
    knows, SetupError where the model is not here and cannot be fetched.
    """
    path = Path(name).expanduser()
    if isinstance(name, Path) or _is_meant(path, name):
        return checked(path)
    for folder in _folders():
        if (folder / str(name)).is_dir():
            return checked(folder / str(name))
    repository = repository_of(str(name))
    cached = _cached(repository)
    if cached is not None:
        return cached
    if not allow_download:
        raise _absent(str(name), repository, "is not on this machine")
    return checked(_download(str(name), repository, progress))


def checked(folder: Path) -> Path:
    """The folder, if a model is in it. Raises InputError naming what is missing."""
    if not folder.is_dir():
        raise InputError("is not a folder; expected one that holds a model.", file=folder)
    missing = [file for file in NEEDED if not (folder / file).is_file()]
    if missing:
        raise InputError(
            f"is not a Whisper model for faster-whisper: {', '.join(missing)} missing.",
            file=folder,
            hint=f"A model folder holds {', '.join(NEEDED)} (CTranslate2 format); copy the whole folder again.",
        )
    return folder.resolve()


def check_settings(file: Path) -> None:
    """Raise InputError for settings without which CTranslate2 does not refuse the model but crashes the program."""
    hint = "Copy the whole model folder again, or convert the model again with ct2-transformers-converter."
    try:
        settings = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not valid JSON: {error}.", file=file, hint=hint) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=file, hint=hint) from error
    for key in ("suppress_ids", "suppress_ids_begin"):
        if not isinstance(settings, dict) or not isinstance(settings.get(key), list):
            raise InputError(
                f"has no list {key!r}, as every Whisper model for faster-whisper has.", file=file, hint=hint
            )


def _is_meant(path: Path, name: str) -> bool:
    """True for what can only be a path, or is a model; a folder that happens to be called "small" is not meant."""
    if path.is_dir():
        separate = len(Path(name).parts) > 1 or name.startswith((".", "~"))
        return separate or path.is_absolute() or (path / NEEDED[0]).is_file()
    beside = len(path.parts) > 1 and path.parent.is_dir()  # a slip in a path is not a name to send to the hub
    return path.is_absolute() or name.startswith((".", "~")) or path.is_file() or beside


def _folders() -> list[Path]:
    value = os.environ.get(ENVIRONMENT, "")
    return [Path(folder).expanduser() for folder in value.split(os.pathsep) if folder]


def repository_of(name: str) -> str:
    """The hub's name of a model. Raises UnknownName."""
    from faster_whisper import utils

    known = utils.available_models()
    if name in known:
        return str(utils._MODELS[name])
    parts = name.split("/")
    plain = all(part and part.strip(".") and all(sign.isalnum() or sign in "-_." for sign in part) for part in parts)
    if len(parts) == 2 and plain and name.isascii():
        return name
    raise UnknownName("speech model", name, known)


def _cached(repository: str) -> Path | None:
    """The model in the shared cache, if all of it is there."""
    try:
        folder = Path(_hub().snapshot_download(repository, local_files_only=True, allow_patterns=list(_WANTED)))
    except (OSError, ValueError):  # not there, or there in part
        return None
    return folder.resolve() if all((folder / file).is_file() for file in NEEDED) else None


def _hub() -> Any:
    """The client library, told to send no statistics and to draw nothing."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    import huggingface_hub

    return huggingface_hub


class _Fetch(threading.Thread):
    """The transfer beside the caller, so that Ctrl-C is heard at once and nothing can hang the caller."""

    def __init__(self, repository: str) -> None:
        super().__init__(daemon=True, name="picturelock-model")
        self.repository = repository
        self.total = 0
        self.done = 0
        self.answered = False
        self.cancelled = False
        self.folder: Path | None = None
        self.problem: BaseException | None = None

    def run(self) -> None:
        try:
            self.folder = self._fetch()
        except BaseException as problem:
            self.problem = problem

    def _fetch(self) -> Path:
        """File by file: the library's own pool of threads would keep the process alive after Ctrl-C."""
        hub, endpoint = _hub(), os.environ.get("HF_ENDPOINT") or None
        info = hub.HfApi(endpoint=endpoint).model_info(self.repository, files_metadata=True, timeout=_ANSWER_WITHIN_S)
        self.answered = True
        sizes = {file.rfilename: file.size or 0 for file in info.siblings}
        wanted = list(hub.utils.filter_repo_objects(list(sizes), allow_patterns=list(_WANTED)))
        self.total = sum(sizes[name] for name in wanted)
        if not set(NEEDED) <= set(wanted):
            raise SetupError(
                f"{self.repository} on huggingface.co is no Whisper model for faster-whisper.",
                hint=f"Such a model holds {', '.join(NEEDED)} (CTranslate2 format).",
            )
        here = 0
        for name in wanted:
            path = hub.hf_hub_download(self.repository, name, endpoint=endpoint, tqdm_class=_meter(self, here))
            here += sizes[name]
            self.done = here
        return Path(path).parent


def _meter(fetch: _Fetch, before: int) -> type:
    """A progress bar for one file that draws nothing and tells the transfer how many bytes are here. before: of other files."""
    bar: Any = _hub().utils.tqdm

    class Meter(bar):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self._here = before + int(kwargs.get("initial") or 0)
            kwargs.pop("name", None)
            super().__init__(*args, **{**kwargs, "disable": True})

        def update(self, n: float | None = 1) -> bool | None:
            if fetch.cancelled:
                raise KeyboardInterrupt
            self._here += int(n or 0)
            fetch.done = max(fetch.done, self._here)
            return None

    return Meter


def _download(name: str, repository: str, progress: Progress) -> Path:
    fetch = _Fetch(repository)
    fetch.start()
    waited = 0.0
    try:
        while fetch.is_alive():
            fetch.join(_POLL_S)
            waited += _POLL_S
            if fetch.answered:
                progress("download", min(fetch.done, fetch.total), fetch.total, name)
            elif waited > _SILENT_FOR_S:
                raise _absent(name, fetch.repository, "is not on this machine, and the hub does not answer")
    finally:
        fetch.cancelled = True
    if fetch.folder is None:
        raise _failure(name, fetch) from fetch.problem
    progress("download", fetch.total, fetch.total, name)
    return fetch.folder


def _failure(name: str, fetch: _Fetch) -> BaseException:
    problem = fetch.problem
    if isinstance(problem, KeyboardInterrupt | SetupError):
        return problem
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
        hint = "Make room, or set HF_HOME to a folder on another disk."
        return OutputError(f"The model {name} cannot be stored: {problem.strerror}.", hint=hint)
    if type(problem).__name__ in ("RepositoryNotFoundError", "GatedRepoError"):
        hint = "See its page on huggingface.co, or use a size such as small."
        return SetupError(f"The hub has no model named {name} that this machine may read.", hint=hint)
    return _absent(name, fetch.repository, "is not on this machine, and cannot be fetched from huggingface.co")


def _absent(name: str, repository: str, what: str) -> SetupError:
    hint = (
        f"On a machine with a network, download the files of https://huggingface.co/{repository} into one folder.\n"
        f"Copy it to this machine as FOLDER/{name} and set {ENVIRONMENT}=FOLDER, or give the folder itself as --model."
    )
    return SetupError(f"The speech model {name} {what}.", hint=hint)
