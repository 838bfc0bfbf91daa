"""What a speech engine is: samples in, words with times out. Never a path, never a file.

To add a recogniser:

1. Write `engines/NAME.py` with a class that has the members of `Engine`. Import its library inside functions, load its
   model on first use: an answer from the library needs neither.
2. Put everything that can change a word or a time into `parameters`; two engines whose `name`, `weights` and
   `parameters` agree are taken to give the same transcript, and the second is not run.
3. Gate it with `engines.hearing`: recognisers invent words on silence, tones and noise.
4. Pass what the library gives through `engines.words`: spans inside the array, in order, none overlapping.
5. Call `on_progress` after every stretch of some seconds, when its segments were yielded, and let what it raises pass.
   Hear each stretch as if nothing were before it: `recognise` may be asked to begin behind any of them.
6. If it can be told words to expect, take them as `hotwords`, a text with commas, and enter that into `parameters`.
7. Add its line to `registry.ENGINES`. The suite in `tests/core/engines/test_conformance.py` then runs over it.

An aligner is the same with `Aligner` and `registry.ALIGNERS`, a translator with `Translator` and `registry.TRANSLATORS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from picturelock.speech import Segment, Word
from picturelock.times import Flicks

RATE = 16_000
"""Samples per second of every array that engines are given."""

Samples: TypeAlias = npt.NDArray[np.float32]
"""Mono, at `RATE`, full scale = ±1; shape (samples,)."""

OnProgress: TypeAlias = Callable[[Flicks], None]
"""Told how much of the array is done, never less than before, and its whole length at the end. It may raise KeyboardInterrupt.

All segments before that time were yielded by then, none behind it; `recognise` can go on from there.
"""

NOT_SPEECH = 0.0
"""Confidence of a word that the engine wrote and itself takes for none: whoever calls it drops and reports such words."""

LEAST_CONFIDENCE = 1e-6
"""Of any other word: an engine never says 0 of a word that it does mean."""

UNDECIDED = "und"
"""The language of an array in which nobody speaks."""


class Engine(Protocol):
    """A speech recogniser; see the top of this module for how to add one."""

    @property
    def name(self) -> str:
        """As in `registry.ENGINES`."""

    @property
    def version(self) -> str:
        """Of the library that does the work."""

    @property
    def weights(self) -> str:
        """Hash of the model's weights, "xxh128:..."."""

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Name and value of every setting that can change the result, sorted by name."""

    @property
    def languages(self) -> frozenset[str] | None:
        """Codes of the languages it knows; None where only the model can say."""

    def caution(self, media: str, duration: Flicks) -> str:
        """The rule to report whenever this engine has transcribed a file of that name (without suffix) and length, or ""."""

    def fixture_notice(self, language: str) -> str:
        """What to say of a model that only stands in for one, in English or French ("en", "fr"); "" of a real one."""

    def detect(self, samples: Samples) -> tuple[str, float]:
        """The language spoken and its probability, 0..1; (`UNDECIDED`, 0) where nobody speaks."""

    def recognise(
        self, samples: Samples, language: str | None, on_progress: OnProgress, since: Flicks = 0
    ) -> Iterator[Segment]:
        """The words spoken, in the time of the array (0 = its first sample), segment by segment as they come.

        language: as `languages` has them, with or without a region; None = decide on this array.
        since: a time that `on_progress` was told for the same array, 0 = its start. What is heard up to there is left
        out, and not heard again; what follows is the same as if it had been.
        Raises UsageError for a language that it does not know.
        """


OnTranslated: TypeAlias = Callable[[Sequence[str]], None]
"""Told the translations that are finished, in order from the first, never fewer than before. It may raise KeyboardInterrupt."""


class Aligner(Protocol):
    """Finds when known words are spoken."""

    @property
    def name(self) -> str:
        """As in `registry.ALIGNERS`."""

    @property
    def version(self) -> str:
        """Of the library that does the work."""

    @property
    def weights(self) -> str:
        """Hash of the model's weights, "xxh128:..."."""

    def align(self, samples: Samples, words: Sequence[str], language: str) -> tuple[Word, ...]:
        """Every word given, in order, with its span in the time of the array.

        Confidence is None for a word that was placed by its sound, 0 for one whose place was guessed.
        Raises UsageError for a language that it does not know.
        """


class Translator(Protocol):
    """Sentences of one language in, the same sentences in another out; no text leaves the machine."""

    @property
    def name(self) -> str:
        """As in `registry.TRANSLATORS`."""

    @property
    def version(self) -> str:
        """Of what does the work."""

    @property
    def weights(self) -> str:
        """Hash of the model's weights; "" where only a server has them and does not say."""

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Name and value of every setting that can change the result, sorted by name."""

    @property
    def pairs(self) -> frozenset[tuple[str, str]] | None:
        """Primary languages that it translates, from and to; None where only the model can say."""

    def writes(self, target: str) -> str:
        """The language that it writes where a target is asked for: "fr" where it knows no "fr-ca" apart."""

    def translate(
        self,
        sentences: Sequence[str],
        source: str,
        target: str,
        terms: Sequence[tuple[str, str]],
        on_progress: OnTranslated,
    ) -> tuple[str, ...]:
        """One translation for each sentence, in order, on one line each; "" where none could be had.

        terms: what must come out, as (in the source, in the target); an engine that cannot be told may leave them to its caller.
        Raises UsageError for languages that it does not know, SetupError where what does the work is not there.
        """


def primary(language: str) -> str:
    """The language of a tag without its region, lower case: "fr" of "fr-CA"."""
    return language.replace("_", "-").split("-")[0].lower()
