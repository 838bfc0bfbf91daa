"""Whether everyone can follow what is said: captions for each language, and no speech without them.

Each finding names the destination's own rule, where it has one that is confirmed; that all that is said is captioned is else a
convention of ours. No rule gives a tolerance. Ours: a word is covered by any caption that is on screen at the word's middle,
and by one that comes or goes within half a second of it if it says the word or others of its sentence, or translates it. Words
that captions say, only too late or too early, are told by `sync`; what captions say is judged by `likeness`, and of
translations by `translations`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from picturelock.accessibility import translations
from picturelock.accessibility.common import (
    dialogue_tracks,
    is_speechless,
    label,
    spec_title,
    takes,
    tracks_of,
    unknown_speech,
    wanted,
    whose,
)  # fmt: skip
from picturelock.accessibility.likeness import differing
from picturelock.accessibility.shown import NEAR, Shown
from picturelock.accessibility.sync import REACH, Step, beside, find, shift, steps
from picturelock.cut import Source
from picturelock.cutmap import audible
from picturelock.findings import Fact, Finding, Idle, Place
from picturelock.production import CaptionTrack, Dossier
from picturelock.spoken import RecordWord, rough_shots, speaks, spoken
from picturelock.times import Flicks, Span, from_seconds, to_seconds

ONE_STRETCH: Flicks = from_seconds(5)
"""Words without captions that are nearer to each other than this are one finding, unless a covered word lies between."""
COVERED = "Picturelock, house convention: all that is said is captioned, when it is said"
JUDGED = "Picturelock: captions are judged against what is known to be said"
_QUOTED = 12  # words of a stretch that its finding quotes
_NAMED = 6  # sources that one finding names
_MANY = 3
"""Captions in a row that are off by a whole second: told also where each word has a caption."""
_FAR: Flicks = from_seconds(1)


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Languages without captions, speech without captions, captions that say something else, SDH that the spec asks for,
    speech that nobody transcribed or only a rough recogniser did.

    A caption file that is missing or unreadable is the finding of the check of captions, and is not repeated here.
    """
    words, _ = spoken(dossier.cut, dossier.transcripts)
    tracks = dialogue_tracks(dossier)
    if not (dossier.production.languages or tracks or words or unknown_speech(dossier) or wanted(dossier, "sdh")):
        yield Idle("no-captions")
        return
    source = _source(dossier)
    missing = [language for language in dossier.production.languages if not tracks_of(language, tracks)]
    for language in missing:
        count = sum(speaks(word.language, language) for word in words)
        facts: dict[str, Fact] = {"language": language, "words": count}
        yield Finding("accessibility.captions-missing", "error", evidence=facts, source=source)
    yield from _sdh(dossier, tracks)
    yield from _untranscribed(dossier)
    yield from _rough(dossier)
    captioned = [*missing, *(track.order.language for track in tracks)]
    others = [word for word in words if not any(speaks(word.language, language) for language in captioned)]
    read = [track for track in tracks if track.captions is not None]
    for track in read:
        yield from _track(dossier, track, words, others)
    if not read:
        for language, group in groupby(sorted(others, key=lambda word: word.language), key=lambda word: word.language):
            yield from _uncovered(list(group), Shown(()).covers, language, "", source)


def _source(dossier: Dossier) -> str:
    return whose(dossier, ("captions", "sdh"), COVERED)


def _track(
    dossier: Dossier, track: CaptionTrack, words: Sequence[RecordWord], others: Sequence[RecordWord]
) -> Iterator[Finding]:
    """One track against what it must caption (decision 0005).

    others: the words of languages that no track has. A track whose language nobody speaks is a translation of them all.
    """
    language, shown = track.order.language, Shown(track.captions.cues if track.captions else ())
    file, source = dossier.production.relative(track.order.file), _source(dossier)
    translates = not any(word.language != "und" and speaks(word.language, language) for word in words)
    own = [] if translates else [word for word in words if speaks(word.language, language)]
    foreign = list(words if translates else others)
    if not shown.cues:
        if own or foreign:
            facts: dict[str, Fact] = {"language": language, "words": len(own) + len(foreign)}
            yield Finding("accessibility.track-empty", "error", Place(file=file), facts, source)
        return
    yield from _own(dossier, own, shown, language, file)
    yield from _translated(dossier, foreign, shown, file)
    if translates and words:
        yield from translations.judge(shown.cues, words, language, file)


def _own(dossier: Dossier, words: Sequence[RecordWord], shown: Shown, language: str, file: str) -> Iterator[Finding]:
    """Words in the language of the captions."""
    found, source = find(shown.cues, words, language), _source(dossier)
    left_out = beside(found, words, NEAR)

    def covers(word: RecordWord) -> bool:
        return shown.covers(word) or word in left_out

    starts = [word.span.start for word in words]
    shifted: set[RecordWord] = set()
    held: set[RecordWord] = set()
    for one in steps(found):
        near = words[bisect_left(starts, one.speech.start - REACH) : bisect_left(starts, one.speech.end)]
        said = [word for word in near if one.says(word, shown)]
        without = sum(not covers(word) for word in said)
        if without or (one.captions >= _MANY and abs(one.late) >= _FAR):
            shifted.update(said)
            held.update(word for word in near if one.holds(word))
            yield _out_of_step(dossier, one, without, file)
    yield from _uncovered([word for word in words if word not in shifted], covers, language, file, source)
    if language != "und":
        in_step = [word for word in words if word not in held]
        yield from differing(in_step, shown.cues, covers, language, file, source)


def _translated(dossier: Dossier, words: Sequence[RecordWord], shown: Shown, file: str) -> Iterator[Finding]:
    """Words in other languages, which these captions must translate."""

    def covers(word: RecordWord) -> bool:
        return shown.covers(word, translated=True)

    off = shift(shown.cues, words, shown)
    if off is not None:
        yield _out_of_step(dossier, off, sum(off.says(word, shown) and not covers(word) for word in words), file)
        words = [word for word in words if not off.says(word, shown)]
    for language in sorted({word.language for word in words}):
        group = [word for word in words if word.language == language]
        yield from _uncovered(group, covers, language, file, _source(dossier))


def _out_of_step(dossier: Dossier, one: Step, without: int, file: str) -> Finding:
    """without: words that go by while their captions are not on screen: an error; a warning where there are none."""
    facts: dict[str, Fact] = {
        "captions": one.captions,
        "seconds": round(abs(to_seconds(one.late)), 1),
        "frames": abs(dossier.cut.rate.nearest(one.late)),
        "start": label(one.speech.start, dossier.cut),
        "end": label(one.speech.end, dossier.cut),
    }
    place = Place(file=file, record=one.speech, cue=one.first)
    if not without:
        rule = "accessibility.captions-lag" if one.late > 0 else "accessibility.captions-lead"
        return Finding(rule, "warning", place, facts, _source(dossier))
    rule = "accessibility.captions-late" if one.late > 0 else "accessibility.captions-early"
    return Finding(rule, "error", place, {**facts, "words": without}, _source(dossier))


def _uncovered(
    words: Sequence[RecordWord], covers: Callable[[RecordWord], bool], language: str, file: str, source: str
) -> Iterator[Finding]:
    """One finding for each stretch of words, in order of time, that no caption covers."""
    stretch: list[RecordWord] = []
    for word in sorted(words, key=lambda word: word.span):
        covered = covers(word)
        if stretch and (covered or word.span.start - stretch[-1].span.end > ONE_STRETCH):
            yield _stretch_finding(stretch, language, file, source)
            stretch = []
        if not covered:
            stretch.append(word)
    if stretch:
        yield _stretch_finding(stretch, language, file, source)


def _stretch_finding(words: Sequence[RecordWord], language: str, file: str, source: str) -> Finding:
    span = Span(words[0].span.start, max(word.span.end for word in words))
    text = " ".join(word.text for word in words[:_QUOTED]) + (" …" if len(words) > _QUOTED else "")
    facts: dict[str, Fact] = {
        "language": language,
        "text": text,
        "words": len(words),
        "seconds": round(to_seconds(span.duration), 1),
    }
    place = Place(file=file, record=span, shot=words[0].shot)
    return Finding("accessibility.speech-uncaptioned", "error", place, facts, source)


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

    A source that is offline is the finding of the check of the cut. Those that are declared to be without speech are told
    together, for the one who signs.
    """
    told: set[str] = set()
    sounding: dict[str, Source] = {}
    declared: dict[str, str] = {}
    for shot in audible(dossier.cut):
        key, info = shot.source.key, dossier.media.get(shot.source.key)
        if info is not None and info.audio:
            sounding[key] = shot.source
        if key in told or key in dossier.transcripts or info is None or not info.audio:
            continue
        told.add(key)
        if is_speechless(shot.source, dossier):
            declared[key] = shot.source.name
            continue
        place = Place(record=shot.record_span, track=shot.track, shot=shot.id, source=shot.source.name)
        yield Finding("accessibility.no-transcript", "error", place, {"source": shot.source.name}, JUDGED)
    if declared:
        names = ", ".join([*list(declared.values())[:_NAMED], *(["…"] if len(declared) > _NAMED else [])])
        facts: dict[str, Fact] = {"sources": len(declared), "names": names}
        place = Place(file=dossier.production.file.name)
        yield Finding("accessibility.speechless", "info", place, facts, JUDGED)
        for pattern in dossier.production.speechless:
            if (
                len(sounding) > 1
                and set(pattern) & set("*?[")
                and all(takes(pattern, source) for source in sounding.values())
            ):
                facts = {"pattern": pattern, "sources": len(sounding)}
                yield Finding("accessibility.speechless-all", "warning", place, facts, JUDGED)
                break


def _rough(dossier: Dossier) -> Iterator[Finding]:
    """Sources whose words a rough recogniser guessed: whether their captions are complete is not known for sure."""
    for shot in rough_shots(dossier.cut, dossier.transcripts):
        made = dossier.transcripts[shot.source.key].provenance
        place = Place(record=shot.record_span, track=shot.track, shot=shot.id, source=shot.source.name)
        facts: dict[str, Fact] = {"source": shot.source.name, "tool": f"{made.tool} {made.version}"}
        yield Finding("accessibility.rough-transcript", "warning", place, facts, JUDGED)
