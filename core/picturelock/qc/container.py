"""What the master is wrapped in and coded with, against what the destination takes."""

from __future__ import annotations

from collections.abc import Iterator

from picturelock.errors import InputError
from picturelock.findings import Finding, Idle, Place
from picturelock.media.probe import MediaInfo
from picturelock.media.scan.facts import Facts, read_facts
from picturelock.production import Dossier
from picturelock.qc.common import HOUSE, facts_of, file_of, found, unasked, unseen
from picturelock.specs import Asked, Spec
from picturelock.times import FLICKS_PER_SECOND

_PICTURE = {
    "picture.codec": "qc.codec",
    "picture.profile": "qc.profile",
    "picture.bits": "qc.bit-depth",
    "picture.chroma": "qc.chroma",
}
_AUDIO = {"audio.codec": "qc.audio-codec", "audio.sample_rate": "qc.sample-rate", "audio.bits": "qc.audio-bits"}
_RATES = ("bit_rate_lowest", "bit_rate_highest")
_MEGA = 1_000_000


def check(dossier: Dossier) -> Iterator[Finding | Idle]:
    """Container, codecs, profile, bits, chroma and bit rate, as far as the destination asks for them."""
    spec, master = dossier.spec, dossier.master
    idle = unasked(dossier, ("picture.container", *_PICTURE, *_AUDIO, *_RATES)) or unseen(dossier)
    if idle or spec is None or master is None:
        yield idle or Idle("no-master")
        return
    place = Place(file=file_of(dossier))
    try:
        told = read_facts(master.path)
    except InputError as error:
        facts = facts_of(dossier, check="qc.container", reason=error.reason)
        yield Finding("qc.unmeasured", "error", place, facts, HOUSE)
        return
    asked = spec.asks("picture.container")
    if asked and master.container not in asked.values:
        facts = facts_of(dossier, found=master.container, wanted=", ".join(asked.values))
        yield found("qc.container", place, facts, asked)
    if master.video:
        yield from _picture(dossier, spec, master, told)
    yield from _audio(dossier, spec, master, told)
    yield from _bit_rate(dossier, spec, master)


def compare(dossier: Dossier, asked: Asked, rule: str, value: str, untold: str = "qc.untold") -> Iterator[Finding]:
    """One thing that the file says, against what is taken; a file that does not say it cannot be judged."""
    place, wanted = Place(file=file_of(dossier)), ", ".join(asked.values)
    if not value:
        tag = asked.name.rpartition(".")[2].replace("_", " ")
        yield found(untold, place, facts_of(dossier, tag=tag, wanted=wanted), asked)
    elif value not in asked.values:
        yield found(rule, place, facts_of(dossier, found=value, wanted=wanted), asked)


def _picture(dossier: Dossier, spec: Spec, master: MediaInfo, told: Facts) -> Iterator[Finding]:
    values = {
        "picture.codec": master.video[0].codec,
        "picture.profile": told.profile,
        "picture.bits": str(told.bits or ""),
        "picture.chroma": told.chroma,
    }
    for name, rule in _PICTURE.items():
        asked = spec.asks(name)
        if asked is not None:
            yield from compare(dossier, asked, rule, values[name])


def _audio(dossier: Dossier, spec: Spec, master: MediaInfo, told: Facts) -> Iterator[Finding]:
    """Each value that any audio stream has, once. Bits are not asked of a codec with loss, which has none."""
    values = {
        "audio.codec": [stream.codec for stream in master.audio],
        "audio.sample_rate": [str(stream.sample_rate) for stream in master.audio],
        "audio.bits": [str(bits) for bits in told.audio_bits if bits],
    }
    for name, rule in _AUDIO.items():
        asked = spec.asks(name)
        if asked is not None:
            for value in dict.fromkeys(values[name]):
                yield from compare(dossier, asked, rule, value)


def _bit_rate(dossier: Dossier, spec: Spec, master: MediaInfo) -> Iterator[Finding]:
    """Of the whole file: its size over its length, which nothing in its header can embellish."""
    lowest, highest = (spec.by_name.get(name) for name in _RATES)
    if not (lowest or highest) or not master.duration:
        return
    rate = master.size * 8 * FLICKS_PER_SECOND / master.duration / _MEGA
    facts = facts_of(dossier, found_mbps=round(rate, 2))
    place = Place(file=file_of(dossier))
    if lowest and rate < lowest.amount:
        yield found("qc.bit-rate-low", place, {**facts, "limit": lowest.text}, lowest)
    if highest and rate > highest.amount:
        yield found("qc.bit-rate-high", place, {**facts, "limit": highest.text}, highest)
