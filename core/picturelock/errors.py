"""What can go wrong, as a tree; every branch has its own exit code.

PicturelockError           one sentence for an artist; .hint = what to do next
├─ UsageError    exit 2    a bad option or a combination that cannot work
│  └─ UnknownName          a name that is in no table (also a KeyError)
├─ InputError    exit 3    cannot read what we were given: names the file and the place in it
├─ SetupError    exit 4    an extra, a model or a host is missing on this machine
├─ GateError     exit 5    a check crashed or never ran: there is no verdict
└─ OutputError   exit 7    disk full, exists already, not writable

Other exit codes: 0 clean · 1 findings at or above --fail-on · 6 delivered under waivers · 70 a bug · 130 Ctrl-C.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

EXIT_CLEAN = 0
EXIT_FINDINGS = 1
EXIT_WAIVED = 6
EXIT_BUG = 70
EXIT_CANCELLED = 130


class PicturelockError(Exception):
    """One sentence that an artist understands, and a hint that says what to do next."""

    exit_code = EXIT_BUG

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions with keyword-only data do not survive pickling (child processes) without this.
        return (_rebuild, (type(self), self.args, self.__dict__.copy()))


class UsageError(PicturelockError):
    """A bad option, or options that cannot work together."""

    exit_code = 2


class UnknownName(UsageError, KeyError):
    """A name that is in no table; the sentence lists what would have been accepted."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        from difflib import get_close_matches  # costs start-up 5 ms

        names = sorted(known)
        close = get_close_matches(name, names, n=1)
        hint = f"Did you mean {close[0]}?" if close else ""
        super().__init__(f"There is no {kind} named {name!r}; known: {', '.join(names)}.", hint=hint)


class InputError(PicturelockError):
    """We cannot read what we were given.

    file: the file at fault; place: where in it ("line 12", "clip 3 of track V1"), or "".
    """

    exit_code = 3

    def __init__(self, message: str, *, file: str | Path, place: str = "", hint: str = "") -> None:
        where = f"{file}, {place}" if place else f"{file}"
        super().__init__(f"{where}: {message}", hint=hint)
        self.file = Path(file)
        self.place = place
        self.reason = message


class SetupError(PicturelockError):
    """Something that the work needs is not on this machine: an extra, a model, a host."""

    exit_code = 4


class GateError(PicturelockError):
    """A check crashed or never ran: there is no verdict, and nothing may be delivered."""

    exit_code = 5


class OutputError(PicturelockError):
    """What was made could not be written; nothing half-written is left behind."""

    exit_code = 7


def _rebuild(cls: type[PicturelockError], args: tuple[Any, ...], state: dict[str, Any]) -> PicturelockError:
    error = cls.__new__(cls, *args)
    Exception.__init__(error, *args)
    error.__dict__.update(state)
    return error
