"""Whether everyone can follow what is said: captions for each language, and no speech without them.

WCAG 2.2, 1.2.2 (Level A): captions for all pre-recorded speech; CRTC 2012-362 and 2011-741: all of a programme. None of
them gives a tolerance. Ours: a word is covered by any caption that is on screen at the word's middle, and by one that
comes or goes within half a second of it if it says the word, or translates it. What captions say is judged by `likeness`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from picturelock.accessibility.common import dialogue_tracks, spec_title, tracks_of, wanted
from picturelock.accessibility.likeness import differing
from picturelock.cues import Cue
from picturelock.cutmap import audible, union
from picturelock.findings import Fact, Finding, Place
from picturelock.production import CaptionTrack, Dossier
from picturelock.spoken import RecordWord, letters, rough_shots, speaks, spoken
from picturelock.times import Flicks, Span, from_ms, from_seconds, to_seconds

NEAR: Flicks = from_ms(500)
"""How far from a word's middle a caption that says it may begin or end."""
ONE_STRETCH: Flicks = from_seconds(5)
"""Words without captions that are nearer to each other than this are one finding, unless a covered word lies between."""
SOURCE = "WCAG 2.2, 1.2.2 Captions (Prerecorded), Level A"
JUDGED = "Picturelock: captions are judged against what is known to be said"
_NEIGHBOURS = 8  # captions before a word that are searched for it
_QUOTED = 12  # words of a stretch that its finding quotes


def check(dossier: Dossier) -> Iterator[Finding]:
    """Languages without captions, speech without captions, captions that say something else, SDH that the spec asks for,
    speech that nobody transcribed or only a rough recogniser did.

    A caption file that is missing or unreadable is the finding of the check of captions, and is not repeated here.
    """
    words, _ = spoken(dossier.cut, dossier.transcripts)
    tracks = dialogue_tracks(dossier)
    missing = [language for language in dossier.production.languages if not tracks_of(language, tracks)]
    for language in missing:
        count = sum(speaks(word.language, language) for word in words)
        yield Finding(
            "accessibility.captions-missing", "error", evidence={"language": language, "words": count}, source=SOURCE
        )
    yield from _sdh(dossier, tracks)
    yield from _untranscribed(dossier)
    yield from _rough(dossier)
    captioned = [*missing, *(track.order.language for track in tracks)]
    others = [word for word in words if not any(speaks(word.language, language) for language in captioned)]
    read = [track for track in tracks if track.captions is not None]
    for track in read:
        yield from _track(track, words, others, dossier.production.relative(track.order.file))
    if not read:
        for language, group in groupby(sorted(others, key=lambda word: word.language), key=lambda word: word.language):
            yield from _uncovered(list(group), _Shown(()), language, "")


def _track(
    track: CaptionTrack, words: Sequence[RecordWord], others: Sequence[RecordWord], file: str
) -> Iterator[Finding]:
    """One track against what it must caption (decision 0005).

    others: the words of languages that no track has. A track whose language nobody speaks is a translation of them all.
    """
    language, shown = track.order.language, _Shown(track.captions.cues if track.captions else ())
    translates = not any(word.language != "und" and speaks(word.language, language) for word in words)
    own = [] if translates else [word for word in words if speaks(word.language, language)]
    foreign = list(words if translates else others)
    if not shown.cues:
        if own or foreign:
            facts: dict[str, Fact] = {"language": language, "words": len(own) + len(foreign)}
            yield Finding("accessibility.track-empty", "error", Place(file=file), facts, SOURCE)
        return
    yield from _uncovered(own, shown, language, file)
    for spoken_language in sorted({word.language for word in foreign}):
        group = [word for word in foreign if word.language == spoken_language]
        yield from _uncovered(group, shown, spoken_language, file, translated=True)
    if language != "und":
        yield from differing(own, shown.cues, shown.covers, language, file)


def _uncovered(
    words: Sequence[RecordWord], shown: _Shown, language: str, file: str, *, translated: bool = False
) -> Iterator[Finding]:
    """One finding for each stretch of words, in order of time, that no caption covers."""
    stretch: list[RecordWord] = []
    for word in sorted(words, key=lambda word: word.span):
        covered = shown.covers(word, translated=translated)
        if stretch and (covered or word.span.start - stretch[-1].span.end > ONE_STRETCH):
            yield _stretch_finding(stretch, language, file)
            stretch = []
        if not covered:
            stretch.append(word)
    if stretch:
        yield _stretch_finding(stretch, language, file)


class _Shown:
    """What captions are on screen when."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.cues = sorted((cue for cue in cues if cue.text.strip()), key=lambda cue: cue.span)
        self._starts = [cue.span.start for cue in self.cues]
        self._spans = union(cue.span for cue in self.cues)
        self._span_starts = [span.start for span in self._spans]
        self._texts = [frozenset(map(letters, cue.text.split())) for cue in self.cues]

    def covers(self, word: RecordWord, *, translated: bool = False) -> bool:
        """True where any caption is on screen at the middle of a word, or one near it that says the word.

        translated: the captions cannot say the word, so one near it will do.
        """
        middle = (word.span.start + word.span.end) // 2
        at = bisect_right(self._span_starts, middle) - 1
        if at >= 0 and middle < self._spans[at].end:
            return True
        text, end = letters(word.text), bisect_right(self._starts, middle + NEAR)
        near = range(max(0, end - _NEIGHBOURS), end)
        return any((translated or text in self._texts[i]) and middle < self.cues[i].span.end + NEAR for i in near)


def _stretch_finding(words: Sequence[RecordWord], language: str, file: str) -> Finding:
    span = Span(words[0].span.start, max(word.span.end for word in words))
    text = " ".join(word.text for word in words[:_QUOTED]) + (" …" if len(words) > _QUOTED else "")
    facts: dict[str, Fact] = {
        "language": language,
        "text": text,
        "words": len(words),
        "seconds": round(to_seconds(span.duration), 1),
    }
    return Finding(
        "accessibility.speech-uncaptioned", "error", Place(file=file, record=span, shot=words[0].shot), facts, SOURCE
    )


def _sdh(dossier: Dossier, tracks: Sequence[CaptionTrack]) -> Iterator[Finding]:
    """Languages without SDH, where the destination wants it: those of the production, and those that it names itself."""
    asks = wanted(dossier, "sdh")
    if asks is None:
        return
    named = dossier.spec.asks("captions.languages") if dossier.spec is not None else None
    languages = (
        *dossier.production.languages,
        *dossier.production.delivery.languages,
        *(named.values if named else ()),
    )
    place, title = Place(file=dossier.production.file.name), spec_title(dossier)
    if not languages and not any(track.order.kind == "sdh" for track in tracks):
        yield asks.finding("accessibility.sdh-none", place, spec=title)
    told: list[CaptionTrack] = []
    for language in dict.fromkeys(languages):
        of_language = tracks_of(language, tracks)
        if of_language and of_language[0] not in told and not any(track.order.kind == "sdh" for track in of_language):
            told += of_language
            yield asks.finding("accessibility.sdh-required", place, language=language, spec=title)


def _untranscribed(dossier: Dossier) -> Iterator[Finding]:
    """Sources that are heard, were found, have sound, and whose words nobody knows: coverage cannot be judged there.

    A source that is offline is the finding of the check of the cut.
    """
    told: set[str] = set()
    for shot in audible(dossier.cut):
        key, info = shot.source.key, dossier.media.get(shot.source.key)
        if key in told or key in dossier.transcripts or info is None or not info.audio:
            continue
        told.add(key)
        place = Place(record=shot.record_span, track=shot.track, shot=shot.id, source=shot.source.name)
        yield Finding("accessibility.no-transcript", "error", place, {"source": shot.source.name}, JUDGED)


def _rough(dossier: Dossier) -> Iterator[Finding]:
    """Sources whose words a rough recogniser guessed: whether their captions are complete is not known for sure."""
    for shot in rough_shots(dossier.cut, dossier.transcripts):
        made = dossier.transcripts[shot.source.key].provenance
        place = Place(record=shot.record_span, track=shot.track, shot=shot.id, source=shot.source.name)
        facts: dict[str, Fact] = {"source": shot.source.name, "tool": f"{made.tool} {made.version}"}
        yield Finding("accessibility.rough-transcript", "warning", place, facts, JUDGED)
