"""File names by a destination's pattern: "{title}_{version}_{kind}_{language}"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from picturelock.delivery.names import part_of_name, same
from picturelock.errors import UsageError
from picturelock.specs import Spec
from picturelock.specs.vocabulary import NAME_FIELDS

_FIELD = re.compile(r"\{([a-z]*)(?::0?([1-9]))?\}")
_EMPTY = "\0"
_APART = " _.-"
_MOST_SIGNS = 200


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a destination wants its files to be called."""

    text: str
    case: str = "keep"
    """"keep", "upper" or "lower"."""
    fold: bool = False
    """Accents and ligatures become plain Latin letters."""

    def __post_init__(self) -> None:
        rest = _FIELD.sub("", self.text)
        unknown = [name for name, _ in _FIELD.findall(self.text) if name not in NAME_FIELDS]
        if len(self.text) > _MOST_SIGNS or unknown or "{" in rest or "}" in rest or "/" in rest or "\\" in rest:
            raise UsageError(
                f"The naming pattern {self.text!r:.80} is none.",
                hint=f"Between its own letters it may name {', '.join(f'{{{name}}}' for name in NAME_FIELDS)}.",
            )

    @property
    def counts(self) -> bool:
        """True where it numbers its files."""
        return any(name == "n" for name, _ in _FIELD.findall(self.text))

    def stem(self, values: Mapping[str, str], number: int | None = None) -> str:
        """A file's name without its ending. Raises UsageError where a value has no sign that the name may hold."""

        def value(field: re.Match[str]) -> str:
            if field[1] == "n":
                return _EMPTY if number is None else str(number).zfill(int(field[2] or 1))
            given = values.get(field[1], "")
            part = part_of_name(given, fold=self.fold)
            if given.strip() and not part:
                raise UsageError(
                    f"{given!r:.60} has no letter that the naming pattern {self.text!r:.80} may hold.",
                    hint="Give the production a title, and the delivery a version, in plain Latin letters.",
                )
            return part or _EMPTY

        filled = _FIELD.sub(value, self.text)
        stem = re.sub(f"[{_APART}]*{_EMPTY}", "", filled).strip(_APART)
        return {"upper": stem.upper(), "lower": stem.lower()}.get(self.case, stem)


def pattern_of(spec: Spec | None) -> Pattern | None:
    """The naming pattern that a destination asks for, or None. Raises UsageError for one that is none."""
    asked = spec.asks("naming.pattern") if spec is not None else None
    if spec is None or asked is None:
        return None
    case, accents = spec.asks("naming.case"), spec.asks("naming.accents")
    return Pattern(asked.value, case.value if case else "keep", accents is not None and accents.value == "fold")


def named(pattern: Pattern, files: Sequence[tuple[str, Mapping[str, str]]]) -> tuple[str, ...]:
    """The name of each file by the pattern; files: its ending, with the dot, and the values of its fields.

    Where the pattern counts, files that would otherwise have one name are numbered from 1 in their order. What still
    agrees is found by whoever puts the names together (`names.collision`).
    """
    counted: dict[str, int] = {}
    found: list[str] = []
    for suffix, values in files:
        ending = suffix.lower() if pattern.case == "lower" else suffix
        number = None
        if pattern.counts:
            key = same(pattern.stem(values) + ending)
            number = counted[key] = counted.get(key, 0) + 1
        stem = pattern.stem(values, number)
        if not stem:
            raise UsageError(f"The naming pattern {pattern.text!r:.80} gives a file no name.")
        found.append(stem + ending)
    return tuple(found)
