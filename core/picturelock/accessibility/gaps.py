"""Gaps in the dialogue, where a description can be spoken: how long each is, and how many words fit into it.

How fast a describer speaks no rule of ours gives with a source: 160 words a minute in English and 170 in French are our own
convention, for narration that is calm and understood at first hearing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from picturelock.accessibility.common import dialogue_tracks, shot_at, speech_spans, unknown_speech, words_of
from picturelock.accessibility.labels import is_voiced
from picturelock.cut import Cut
from picturelock.cutmap import subtract, union
from picturelock.production import Dossier
from picturelock.spoken import RecordWord
from picturelock.times import FLICKS_PER_SECOND, Flicks, Span, from_ms, from_seconds

WORDS_PER_MINUTE: Mapping[str, int] = MappingProxyType({"en": 160, "fr": 170})
"""By primary language; others as English."""
LEAST: Flicks = from_seconds(2)
"""The shortest gap that is worth a description, unless told otherwise."""
BREATH: Flicks = from_ms(250)
"""Kept free after a line and before the next."""
CLOSE: Flicks = from_ms(400)
"""Words no farther apart are one stretch of speech."""
_QUOTED = 6
_SCENE_MARK = re.compile(r"\s{0,9}(?:scene|scène|sc\.?)\s{0,3}(\w{1,12})", re.I)
_SCENE_CLIP = re.compile(r"(?:^|[_\-. ])S(?:C)?(\d{1,4}[A-Z]?)(?=T\d|[_\-. ]|$)")


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of record time in which nobody speaks."""

    span: Span
    scene: str
    """As a marker or the name of the clip says; "" = nobody says."""
    shot: str
    """`Shot.id` of what is seen at its start."""
    before: str
    """The last words before it."""
    after: str

    def words(self, language: str) -> int:
        """How many words a describer can say in it."""
        return words_that_fit(self.span.duration, language)


def words_that_fit(time: Flicks, language: str) -> int:
    """Whole words, with a breath at either end."""
    room = max(0, time - 2 * BREATH)
    return room * pace(language) // (60 * FLICKS_PER_SECOND)


def pace(language: str) -> int:
    """Words a minute that a describer speaks."""
    return WORDS_PER_MINUTE.get(language.lower().split("-")[0], WORDS_PER_MINUTE["en"])


def find_gaps(dossier: Dossier, least: Flicks = LEAST) -> tuple[Gap, ...]:
    """The gaps of a cut, in order, each within one scene. Sound that nobody transcribed and no caption covers is no gap."""
    cut, words = dossier.cut, words_of(dossier)
    spoken = dialogue(dossier, words)
    found = []
    for free in subtract(Span(0, cut.duration), spoken):
        for scene, span in _by_scene(cut, free):
            whole = _on_frames(cut, span)
            if whole is not None and whole.duration >= least:
                shot = shot_at(cut, whole.start)
                found.append(Gap(whole, scene, shot.id if shot else "", *_around(words, whole)))
    return tuple(found)


def dialogue(dossier: Dossier, words: Sequence[RecordWord]) -> tuple[Span, ...]:
    """Where somebody speaks or may speak: words where they are known, elsewhere captions that may hold words or a song."""
    unknown = unknown_speech(dossier)
    captions = [
        cue.span
        for track in dialogue_tracks(dossier)
        for cue in (track.captions.cues if track.captions is not None else ())
        if is_voiced(cue)
    ]
    if captions:
        unknown = tuple(
            part for one in union(captions) for gone in unknown if (part := one.intersect(gone)) is not None
        )
    return union([*speech_spans(words, CLOSE), *unknown])


def is_known(dossier: Dossier) -> bool:
    """False where nobody knows where somebody speaks: something is heard, and there is neither transcript nor caption."""
    return bool(dossier.transcripts) or not unknown_speech(dossier) or any(t.captions for t in dialogue_tracks(dossier))


def scene_at(cut: Cut, time: Flicks) -> str:
    """The scene at a record time: the last marker before it that names one, else what the name of the clip says."""
    named = [(one.span.start, found[1]) for one in cut.markers if (found := _SCENE_MARK.match(one.name))]
    past = [one for one in named if one[0] <= time]
    if past:
        return max(past)[1]
    shot = shot_at(cut, time)
    match = _SCENE_CLIP.search(shot.name.upper()) or _SCENE_CLIP.search(shot.source.name.upper()) if shot else None
    return match[1].lstrip("0") or "0" if match else ""


def _by_scene(cut: Cut, span: Span) -> Iterator[tuple[str, Span]]:
    """The parts of a stretch, each in one scene."""
    edges = {shot.record_span.start for shot in cut.shots if shot.kind == "video" and shot.enabled}
    edges |= {one.span.start for one in cut.markers if _SCENE_MARK.match(one.name)}
    inside = sorted(time for time in edges if span.start < time < span.end)
    start, scene = span.start, scene_at(cut, span.start)
    for time in inside:
        following = scene_at(cut, time)
        if following != scene:
            yield scene, Span(start, time)
            start, scene = time, following
    yield scene, Span(start, span.end)


def _on_frames(cut: Cut, span: Span) -> Span | None:
    """The whole frames within a stretch."""
    first, after = cut.rate.ceil(span.start), cut.rate.floor(span.end)
    return Span(cut.rate.time_of(first), cut.rate.time_of(after)) if first < after else None


def _around(words: Sequence[RecordWord], span: Span) -> tuple[str, str]:
    first = bisect_left(words, span.start, key=lambda word: word.span.start)
    after = bisect_left(words, span.end - CLOSE, key=lambda word: word.span.start)
    earlier = [word.text for word in words[max(0, first - _QUOTED) : first]]
    later = [word.text for word in words[after : after + _QUOTED]]
    return " ".join(earlier), " ".join(later)
