"""Described video: it is there where it is wanted, it is the programme with description, and it is as long and as loud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from picturelock.accessibility import described_mixes as mixes
from picturelock.accessibility.common import (
    HOUSE,
    Wanted,
    master_file,
    scan_of,
    spec_title,
    speech_spans,
    unmeasured,
    wanted,
    words_of,
)  # fmt: skip
from picturelock.accessibility.described_levels import is_silent, judge_levels
from picturelock.accessibility.described_mixes import Mix
from picturelock.accessibility.described_sound import judge_sound
from picturelock.findings import Fact, Finding, Idle, Place
from picturelock.media.probe import MediaInfo
from picturelock.media.scan.model import Scan
from picturelock.production import DeliveryFile, Dossier
from picturelock.production.leader import leader
from picturelock.specs import Programme
from picturelock.spoken import speaks
from picturelock.times import DAY, Flicks, Timecode, from_ms

SAME = "Picturelock: a described version is the programme, frame for frame"
TOLERANCE_FRAMES = 1
"""As for a master against its cut."""
_CODED: Flicks = from_ms(100)
"""What AAC, MP3 and the like add at the ends of a file that holds nothing but sound."""
_LOSSLESS = ("pcm_", "flac", "alac", "wavpack")


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """See the top of this module. A file that is missing or cannot be read was told when it was looked into."""
    files = mixes.files(dossier)
    asks = wanted(dossier, "described_video")
    programmes = [one for one in mixes.layout(dossier) if one.carries == mixes.DESCRIBED]
    if asks is None and not files and not programmes:
        yield Idle("not-declared")
        return
    needed = bool(files or programmes) or (asks is not None and asks.severity == "error")
    measured, problem = scan_of(dossier, "accessibility.described", needed=needed)
    yield from problem
    found = list(mixes.in_master(dossier, measured)) if measured is not None else []
    languages = [*(one.language for one in found), *(one.order.language for one in files)]
    if asks is not None and not files and not found and (measured is not None or not programmes):
        yield asks.finding(
            "accessibility.described-missing", Place(file=master_file(dossier)), spec=spec_title(dossier)
        )
    for file in files:
        if file.media is None:
            continue
        lead = mixes.lead_of(dossier, file.media)
        yield from _as_file(dossier, file, file.media, programmes, lead)
        mix = mixes.of_file(dossier, file, file.media, lead) if file.media.audio else None
        if isinstance(mix, str):
            yield unmeasured("accessibility.described", dossier.production.relative(file.order.file), mix)
        elif mix is not None:
            found.append(mix)
    yield from _mixes(dossier, measured, found)
    if asks is not None and languages:
        yield from _languages(dossier, asks, languages)


def _mixes(dossier: Dossier, measured: Scan | None, found: Sequence[Mix]) -> Iterator[Finding]:
    words = words_of(dossier)
    speech = speech_spans(words)
    for mix in found:
        yield from _language(dossier, mix)
        main = mixes.main_mix(dossier, measured, mix.language) if measured is not None else None
        if is_silent(mix):
            yield Finding("accessibility.described-mute", "error", Place(file=mix.file), {"file": mix.file}, SAME)
            continue
        yield from judge_levels(dossier, mix, main)
        if main is not None:
            yield from judge_sound(dossier, main, mix, speech, words)


def _languages(dossier: Dossier, asks: Wanted, described: Sequence[str]) -> Iterator[Finding]:
    """Each language in which the film goes out is described. described: the languages of the mixes; "" = not said."""
    out = dossier.production.delivery.languages or dossier.production.languages
    missing = [one for one in out if not any(told and speaks(told, one) for told in described)]
    unsaid = sum(not told for told in described)
    foreign = sum(bool(told) and not any(speaks(told, one) for one in out) for told in described)  # told by `_language`
    place, facts = Place(file=master_file(dossier)), {"spec": spec_title(dossier)}
    if len(missing) > unsaid + foreign:
        told: dict[str, Fact] = {**facts, "languages": ", ".join(missing)}
        yield asks.finding("accessibility.described-language-missing", place, **told)
    elif missing and unsaid and len(out) > 1:
        told = {**facts, "languages": ", ".join(missing)}
        yield asks.finding("accessibility.described-language-unsaid", place, "warning", **told)


def _as_file(
    dossier: Dossier, file: DeliveryFile, info: MediaInfo, programmes: Sequence[Programme], lead: Flicks
) -> Iterator[Finding]:
    """Its length, start, channels and rates beside the master's."""
    name, master = dossier.production.relative(file.order.file), dossier.master
    place, facts = Place(file=name), {"file": name}
    if not info.audio:
        yield Finding("accessibility.described-mute", "error", place, facts, SAME)
        return
    yield from _tag(file, info, place)
    if master is None:
        return
    rate = dossier.cut.rate
    # A file that leaves the leader out is as long as the cut, and begins with it.
    bare = lead != leader(dossier)
    length = dossier.cut.duration if bare else master.duration
    longer = info.duration - length
    coded = not info.video and not info.audio[0].codec.startswith(_LOSSLESS)
    if abs(rate.nearest(longer)) > TOLERANCE_FRAMES and not (coded and abs(longer) <= _CODED):
        told: dict[str, Fact] = {
            **facts,
            "frames": rate.nearest(info.duration),
            "master_frames": rate.nearest(length),
            "difference_frames": rate.nearest(longer),
        }
        yield Finding("accessibility.described-duration", "error", place, told, SAME)
    yield from _start(dossier, info, dossier.cut.start if bare else master.start, place)
    yield from _channels(dossier, info, master, programmes, place)
    if info.rate is not None and info.rate != master.rate:
        told = {**facts, "fps": info.rate.label, "master_fps": master.rate.label if master.rate else "?"}
        yield Finding("accessibility.described-frame-rate", "error", place, told, SAME)


def _start(dossier: Dossier, info: MediaInfo, expected: Flicks, place: Place) -> Iterator[Finding]:
    """Where both files say when they begin. Labels wrap at midnight."""
    master, rate = dossier.master, dossier.cut.rate
    silent = info.start_timecode is None and not info.time_reference  # a plain recorder writes 0 for "not known"
    if silent or master is None or (master.start_timecode is None and master.time_reference is None):
        return
    apart = (info.start - expected + DAY // 2) % DAY - DAY // 2
    if abs(rate.nearest(apart)) > TOLERANCE_FRAMES:
        facts: dict[str, Fact] = {
            "file": place.file,
            "start": str(Timecode.at(info.start, rate, dossier.cut.drop)),
            "master_start": str(Timecode.at(expected, rate, dossier.cut.drop)),
            "difference_frames": rate.nearest(apart),
        }
        yield Finding("accessibility.described-start", "error", place, facts, SAME)


def _channels(
    dossier: Dossier, info: MediaInfo, master: MediaInfo, programmes: Sequence[Programme], place: Place
) -> Iterator[Finding]:
    """As many channels as the layout gives the described programme, else as the main mix has, or stereo."""
    count = sum(stream.channels for stream in info.audio)
    carried = [len(one.channels) for one in mixes.layout(dossier) if one.carries != "silence"]
    usual = [master.audio[0].channels, sum(stream.channels for stream in master.audio)] if master.audio else []
    allowed = {len(one.channels) for one in programmes} or {*carried[:1], *(usual if not carried else []), 2}
    if count not in allowed:
        facts: dict[str, Fact] = {
            "file": place.file,
            "channels": count,
            "wanted": " / ".join(map(str, sorted(allowed))),
        }
        source, sure = (programmes[0].source, programmes[0].confirmed) if programmes else (SAME, True)
        yield Finding("accessibility.described-channels", "error", place, facts, source, not sure)
    asked = dossier.spec.asks("audio.sample_rate") if dossier.spec is not None else None
    rates = asked.values if asked is not None else tuple(str(one.sample_rate) for one in master.audio)
    wrong = [one.sample_rate for one in info.audio if rates and str(one.sample_rate) not in rates]
    if wrong:
        facts = {"file": place.file, "sample_rate": wrong[0], "wanted": " / ".join(dict.fromkeys(rates))}
        source, sure = (asked.source, asked.confirmed) if asked is not None else (SAME, True)
        yield Finding("accessibility.described-sample-rate", "error", place, facts, source, not sure)


def _tag(file: DeliveryFile, info: MediaInfo, place: Place) -> Iterator[Finding]:
    """The language that the file's sound is tagged with, beside the one that it was ordered in."""
    tag, ordered = info.audio[0].language.lower(), file.order.language
    tagged = mixes.TAGS.get(tag, tag if len(tag) == 2 else "")
    if ordered and tagged and not speaks(tagged, ordered):
        facts: dict[str, Fact] = {"file": place.file, "language": ordered, "tag": tag}
        yield Finding("accessibility.described-tag", "warning", place, facts, HOUSE)


def _language(dossier: Dossier, mix: Mix) -> Iterator[Finding]:
    """Description in a language in which the film does not go out."""
    out = dossier.production.delivery.languages or dossier.production.languages
    if mix.language and out and not any(speaks(mix.language, language) for language in out):
        facts: dict[str, Fact] = {
            "file": mix.file,
            "channels": mix.names,
            "language": mix.language,
            "languages": ", ".join(out),
        }
        yield Finding("accessibility.described-language", "error", Place(file=mix.file), facts, SAME)
