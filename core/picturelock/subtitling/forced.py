"""Forced narratives: what a viewer who knows the film's language still has to be told.

Signs and titles that an editor noted on the timeline ("FN: PARIS, 1987", "NF : ...", "FORCED: ..."), and speech in another
language than the film's, in its own words until somebody translates them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from picturelock.cues import Captions, Cue
from picturelock.cut import Cut
from picturelock.errors import InputError
from picturelock.findings import Fact, Finding, Place
from picturelock.profiles import Profile
from picturelock.speech import Transcript
from picturelock.spoken import RecordWord, speaks, spoken
from picturelock.subtitling.editorial.edit import Known, edit
from picturelock.subtitling.editorial.manner import manner_of
from picturelock.subtitling.judge import judge
from picturelock.subtitling.segmentation.split import split
from picturelock.subtitling.signboards import signs
from picturelock.subtitling.subject import Subject
from picturelock.times import Flicks

UNTRANSLATED = "Picturelock: a forced narrative is read by people who do not know the language that is spoken"


def forced_cut(
    cut: Cut,
    transcripts: Mapping[str, Transcript],
    profile: Profile,
    language: str | None,
    known: Known,
    cuts: Sequence[Flicks],
) -> tuple[Captions, tuple[Finding, ...]]:
    """The forced narratives of a cut, and each that waits for its translation.

    language: of the viewer; None = one who knows all the film's own, else that of most words. Raises InputError where there
    are none.
    """
    words, heard = spoken(cut, transcripts)
    home = ((language,) if language else tuple(known.languages)) or (main_language(words),)
    manner, limits, end = manner_of(profile, home[0], "forced"), profile.at(cut.rate, "forced"), cut.duration or None
    foreign = [word for word in words if not any(speaks(word.language, own) for own in home)]
    # Among foreign words nothing is foreign: what is all in one language is not set in italics.
    edited, edits = edit(foreign, replace(manner, italics=False), limits, known)
    said, _ = split(edited, profile, cut.rate, home[0], kind="forced", cuts=cuts, end=end)
    boards, covered = signs(cut, manner, limits, [cue.span for cue in said.cues])
    if not (said.cues or boards or covered):
        raise InputError(
            f"it has no forced narratives: nothing is spoken in another language than {', '.join(home)}, and no marker "
            "begins with FN:.",
            file=cut.path or cut.name,
            hint="Put a marker where a sign must be read, named FN: and its text, or name the viewer's language with "
            "--language.",
        )  # fmt: skip
    in_order = sorted([*((cue, True) for cue in said.cues), *((cue, False) for cue in boards)], key=_start)
    numbered = tuple(replace(cue, id=str(number)) for number, (cue, _) in enumerate(in_order, start=1))
    captions = Captions(numbered, home[0], "forced", cut.rate)
    waiting = [cue for cue, (_, spoken_there) in zip(numbered, in_order, strict=True) if spoken_there]
    judged = judge(Subject(captions, profile, cut.rate, end=end, cuts=cuts))
    return captions, (*heard, *edits, *covered, *_untranslated(waiting, foreign), *judged)


def main_language(words: Sequence[RecordWord]) -> str:
    """The language of most words; "und" without words."""
    counts = Counter(word.language for word in words)
    return min(counts, key=lambda language: (-counts[language], language), default="und")


def _start(item: tuple[Cue, bool]) -> tuple[Flicks, Flicks]:
    return item[0].span.start, item[0].span.end


def _untranslated(cues: Sequence[Cue], words: Sequence[RecordWord]) -> Iterator[Finding]:
    """One finding for each caption of foreign speech, with the language of its first word."""
    starts = [word.span.start for word in words]
    for cue in cues:
        first = min(bisect_left(starts, cue.span.start), len(words) - 1)
        facts: dict[str, Fact] = {
            "cue": cue.id,
            "language": words[first].language,
            "text": cue.text.replace("\n", " "),
        }
        yield Finding(
            "captions.forced-untranslated", "warning", Place(record=cue.span, cue=cue.id), facts, UNTRANSLATED
        )
