"""Several files that belong together: all of them are written, or none."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from picturelock.errors import OutputError
from picturelock.formats.files import write_bytes


class Together:
    """`with Together() as out:` – where anything goes wrong before its end, what was written is as it was before.

    Ctrl-C counts. What an output replaces lies beside it, under a hidden name, until all of them are written.
    """

    def __init__(self) -> None:
        self._new: list[Path] = []
        self._replaced: list[tuple[Path, Path]] = []
        self._folders: list[Path] = []

    def __enter__(self) -> Together:
        return self

    def write(self, path: Path, data: bytes) -> None:
        """Write a file, over an older one. Raises OutputError, naming it."""
        self.expect(path)
        write_bytes(path, data, overwrite=True)

    def expect(self, path: Path) -> None:
        """Remember how it is at a place that somebody else is about to write to."""
        self._folders += [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
        if not os.path.lexists(path):
            self._new.append(path)
            return
        aside = path.with_name(f".{path.name}.{os.getpid()}.before")
        try:
            path.replace(aside)
        except OSError as error:
            raise OutputError(f"{path} cannot be replaced: {error.strerror or error}.") from error
        self._replaced.append((path, aside))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for _, aside in self._replaced:
                with suppress(OSError):
                    aside.unlink()
            return
        for path in self._new:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        for path, aside in self._replaced:
            with suppress(OSError):
                aside.replace(path)
        # The innermost first; one in which anything else lies stays.
        for folder in sorted(self._folders, key=lambda folder: -len(folder.parts)):
            with suppress(OSError):
                folder.rmdir()
