"""The definitions that an AAF file must hold of every effect and parameter it uses, made once each. Writing only."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import aaf2
from aaf2.rational import AAFRational

from picturelock.cut import ShotKind
from picturelock.timeline.aaf.names import (
    AUDIO_DISSOLVE,
    AUDIO_MIXDOWN,
    CONSTANT,
    LEVEL,
    LINEAR,
    MOTION,
    SPEED_MAP,
    SPEED_OFFSET_MAP,
    SPEED_RATIO,
    WIPE,
    WIPE_NUMBER,
)  # fmt: skip
from picturelock.times import FrameRate

VIDEO_DISSOLVE = "0c3bea40-fc05-11d2-8a29-0050040ef7d2"
_OPERATIONS = {  # name, data, inputs, whether it changes time
    MOTION: ("Motion Control", "picture", 1, True),
    VIDEO_DISSOLVE: ("Video Dissolve", "picture", 2, False),
    AUDIO_DISSOLVE: ("Audio Dissolve", "sound", 2, False),
    AUDIO_MIXDOWN: ("Mono Audio Mixdown", "sound", -1, False),  # as many as there are
    WIPE: ("SMPTE Video Wipe", "picture", 2, False),
}
_PARAMETERS = {
    LEVEL: ("Level", "Rational"),
    WIPE_NUMBER: ("SMPTE Wipe Number", "aafInt32"),
    SPEED_RATIO: ("SpeedRatio", "Rational"),
    SPEED_MAP: ("PARAM_SPEED_MAP_U", "Rational"),
    SPEED_OFFSET_MAP: ("PARAM_SPEED_OFFSET_MAP_U", "Rational"),
}
_INTERPOLATIONS = {LINEAR: "LinearInterp", CONSTANT: "ConstantInterp"}
_LIMIT = 2**31 - 1
MAX_TEXT = 10_000
"""Characters of a text; a property has 65,535 bytes."""
KINDS: dict[ShotKind, str] = {"video": "picture", "audio": "sound"}


class Definitions:
    """Makes objects of a file with the definitions that they need."""

    def __init__(self, file: aaf2.AAFFile) -> None:
        self.file = file
        self._made: dict[str, Any] = {}

    def group(self, operation: str, kind: ShotKind, length: int) -> Any:
        """An effect."""
        name, data, inputs, warps = _OPERATIONS[operation]
        if operation not in self._made:
            made = self.file.create.OperationDef(operation, name)
            made.media_kind = data
            made["NumberInputs"].value = inputs
            made["IsTimeWarp"].value = warps
            made["OperationCategory"].value = "OperationCategory_Effect"
            self._made[operation] = self._registered(made)
        return self.file.create.OperationGroup(self._made[operation], length=length, media_kind=KINDS[kind])

    def constant(self, parameter: str, value: Fraction | int) -> Any:
        """A parameter that never changes."""
        known = self._parameter(parameter)  # before the next line: the factory holds one class name at a time
        return self.file.create.ConstantValue(known, _rational(value))

    def varying(self, parameter: str, points: list[tuple[Fraction, Fraction]], interpolation: str = LINEAR) -> Any:
        """A parameter that runs from point to point."""
        if interpolation not in self._made:
            name = _INTERPOLATIONS[interpolation]
            self._made[interpolation] = self._registered(self.file.create.InterpolationDef(interpolation, name, name))
        made = self.file.create.VaryingValue()
        made.parameterdef = self._parameter(parameter)
        made["Interpolation"].value = self._made[interpolation]
        keys = []
        for time, value in points:
            point = self.file.create.ControlPoint()
            point["Time"].value = _rational(time)
            point["Value"].value = _rational(value)
            point["EditHint"].value = "Proportional"
            keys.append(point)
        made["PointList"].value = keys
        return made

    def mob(self, kind: str, name: str) -> Any:
        """A mob; pyaaf2 would call one without a name "Mob"."""
        made = getattr(self.file.create, kind)()
        made.name = text(name)
        return made

    def tag(self, name: str, value: str | int) -> Any:
        """A named value."""
        return self.file.create.TaggedValue(name, text(value) if isinstance(value, str) else value)

    def _parameter(self, parameter: str) -> Any:
        if parameter not in self._made:
            name, kind = _PARAMETERS[parameter]
            typed = self.file.dictionary.lookup_typedef(kind)
            self._made[parameter] = self._registered(self.file.create.ParameterDef(parameter, name, "", typed))
        return self._made[parameter]

    def _registered(self, made: Any) -> Any:
        self.file.dictionary.register_def(made)
        return made


def edit_rate(rate: FrameRate) -> str:
    """A rate as pyaaf2 takes it."""
    return f"{rate.num}/{rate.den}"


def fitted(value: Fraction) -> Fraction:
    """A fraction of two numbers of 32 bits, which is all that AAF has, as near as there is."""
    if abs(value.numerator) <= _LIMIT and value.denominator <= _LIMIT:
        return value
    if abs(value) > _LIMIT:
        return Fraction(_LIMIT if value > 0 else -_LIMIT)
    size = max(Fraction(1), abs(value))
    return value.limit_denominator(max(1, int(_LIMIT / size) - 1))


def text(value: str) -> str:
    """A text as a property can hold it, whatever broken characters it holds."""
    value = value[:MAX_TEXT]
    return value.encode("utf-16-le", "replace").decode("utf-16-le").replace("\0", " ")


def _rational(value: Fraction | int) -> Any:
    if isinstance(value, int):
        return value
    near = fitted(value)
    return AAFRational(near.numerator, near.denominator)
