"""The index of media folders: what their names were and what their files are, kept between runs.

A file per tree in the user's cache folder (PICTURELOCK_INDEX names another), or one file for all where one is named. It only
saves time: where it is damaged, of another version or not there, the folders are walked and the files read again. Nothing
in it decides what may be opened.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from picturelock.conform.relink.facts import MAX_MEMORIES, Facts, Memory
from picturelock.conform.relink.tree import Folder, Tree
from picturelock.errors import InputError, OutputError
from picturelock.formats.files import write_bytes
from picturelock.host import Progress, silent

ENVIRONMENT = "PICTURELOCK_INDEX"
MAX_BYTES = 400_000_000
_VERSION = 1
_MARK = b'{"picturelock-media-index":'


class MediaIndex:
    """The trees under some folders and the facts about their files, as far as an index holds them; `save` keeps them."""

    def __init__(self, folders: Sequence[Path], file: Path | None = None, *, fresh: bool = False) -> None:
        """file: None = one per tree in the cache folder. fresh: begin without what is kept. Raises InputError for a named file
        that is something else."""
        self._named = file is not None
        self._files = {root: file or _cache_file(root) for root in _apart(folders)}
        held = {path: {} if fresh else _read(path, self._named) for path in set(self._files.values())}
        self.trees: list[Tree] = []
        memories: dict[str, Memory] = {}
        self._others: dict[Path, dict[str, Any]] = {}
        for root, path in self._files.items():
            told = held[path].get(str(root))
            told = told if isinstance(told, dict) else {}
            self.trees.append(Tree(root, dict(_folders(told.get("folders")))))
            memories |= dict(_memories(told.get("media"), root))
        for path, told in held.items():
            own = {str(root) for root, where in self._files.items() if where == path}
            self._others[path] = {root: one for root, one in told.items() if root not in own}
        self.facts = Facts(memories)
        self._listed = False

    def walk(self, progress: Progress = silent, *, anew: bool = False) -> None:
        """Bring the names up to date."""
        for tree in self.trees:
            tree.walk(progress, anew=anew)
            self._listed = self._listed or tree.listed > 0

    def files(self) -> Iterator[str]:
        """Every file of every tree."""
        for tree in self.trees:
            yield from tree.files()

    def save(self) -> None:
        """Keep what was learnt. Raises OutputError where a named file cannot be written; the cache may fail in silence."""
        if not (self._listed or self.facts.changed):
            return
        for path in set(self._files.values()):
            roots = {str(tree.root): self._packed(tree) for tree in self.trees if self._files[tree.root] == path}
            body = json.dumps(self._others[path] | roots, separators=(",", ":")).encode("ascii")
            data = _MARK + b'%d,"digest":"%s"}\n' % (_VERSION, _digest(body)) + body
            if self._named:
                write_bytes(path, data, overwrite=True)
                continue
            with suppress(OutputError, OSError):
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                write_bytes(path, data, overwrite=True)
        self._listed = self.facts.changed = False

    def _packed(self, tree: Tree) -> dict[str, Any]:
        lead = _lead(tree.root)
        media = {
            path[len(lead) :]: [*memory.stamp, memory.fingerprint, memory.reel, memory.text]
            for path, memory in self.facts.known.items()
            if path.startswith(lead) and path not in self.facts.young
        }
        newest = dict(list(media.items())[-MAX_MEMORIES:])
        folders = {name: [one.date_ns, one.folders, one.files] for name, one in tree.folders.items()}
        return {"folders": folders, "media": newest}


def _apart(folders: Sequence[Path]) -> list[Path]:
    """The folders as absolute paths, without those that lie within another."""
    roots = list(dict.fromkeys(Path(os.path.abspath(folder)) for folder in folders))  # noqa: PTH100 - links stay as named
    return [root for root in roots if not any(other != root and root.is_relative_to(other) for other in roots)]


def _lead(root: Path) -> str:
    return str(root).rstrip(os.sep) + os.sep


def _cache_file(root: Path) -> Path:
    name = hashlib.blake2b(os.fsencode(root), digest_size=12).hexdigest() + ".json"
    asked = os.environ.get(ENVIRONMENT)
    if asked:
        return Path(asked).expanduser() / name
    import platformdirs

    return platformdirs.user_cache_path("picturelock", appauthor=False) / "media" / name


def _read(path: Path, named: bool) -> dict[str, Any]:
    """The trees in an index file, by root; none where there is none to read."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.readline(200)
            if not head.startswith(_MARK):
                if named and size:
                    raise InputError("is no index of media folders.", file=path, hint="Name another file with --index.")
                return {}
            body = file.read() if size <= MAX_BYTES else b""
        sound = json.loads(head) == {"picturelock-media-index": _VERSION, "digest": _digest(body).decode()}
        told = json.loads(body) if sound else {}
    except FileNotFoundError:
        return {}
    except OSError as error:
        if named:
            raise InputError(f"cannot be read: {error.strerror or error}.", file=path) from error
        return {}
    except (ValueError, RecursionError, MemoryError):
        return {}
    return told if isinstance(told, dict) else {}


def _digest(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=16).hexdigest().encode()


def _folders(told: Any) -> Iterator[tuple[str, Folder]]:
    for name, one in told.items() if isinstance(told, dict) else ():
        if not _is_row(one, (int, list, list)) or not (name == "" or all(_is_name(part) for part in name.split("/"))):
            continue
        if all(_is_name(below) for names in one[1:] for below in names):
            yield name, Folder(one[0], tuple(one[1]), tuple(one[2]))


def _memories(told: Any, root: Path) -> Iterator[tuple[str, Memory]]:
    lead = _lead(root)
    for name, one in told.items() if isinstance(told, dict) else ():
        sound = all(_is_name(part) for part in name.replace(os.sep, "/").split("/"))
        if sound and _is_row(one, (int, int, int, str, str, str)):
            yield lead + name, Memory((one[0], one[1], one[2]), one[3], one[4], one[5])


def _is_row(told: Any, kinds: Sequence[type]) -> bool:
    return (
        isinstance(told, list)
        and len(told) == len(kinds)
        and all(type(value) is kind for value, kind in zip(told, kinds, strict=True))
    )


def _is_name(told: Any) -> bool:
    """True for the name of something in a folder: never a way out of it."""
    return isinstance(told, str) and told not in ("", ".", "..") and not {"/", os.sep, "\0"} & set(told)
