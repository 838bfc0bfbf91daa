"""What `picturelock caption align` aligns against: the words of a cut, of one media file, or of its sound itself."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from picturelock.errors import InputError, UsageError

if TYPE_CHECKING:
    from picturelock.cut import Cut
    from picturelock.findings import Finding
    from picturelock.media.probe import MediaInfo
    from picturelock.production import Production
    from picturelock.speech import Provenance, Transcript
    from picturelock.spoken import RecordWord
    from picturelock.times import Flicks, FrameRate

    from picturelock_cli.console import Console


@dataclass(frozen=True, slots=True)
class Programme:
    """The words that are heard, and when the programme ends."""

    words: tuple[RecordWord, ...]
    rate: FrameRate | None
    start: Flicks
    """Timecode of its first frame."""
    end: Flicks
    made: tuple[Provenance, ...]
    """Who or what made the words."""
    inputs: tuple[str, ...]
    """Fingerprints of its media."""
    around: Production | None = None
    cut: Cut | None = None
    findings: tuple[Finding, ...] = ()
    languages: tuple[str, ...] = ()
    """Of its transcripts."""
    drop: bool = False
    """Whether its timecode is drop-frame."""

    @property
    def timed(self) -> Cut:
        """Its timecode and length, as those of a cut."""
        from picturelock.cut import Cut
        from picturelock.times import FrameRate

        rate = self.rate or FrameRate(25)
        drop = self.drop and bool(rate.drop_labels)
        return self.cut or Cut("", rate, (), start=self.start, drop=drop, duration=self.end)

    @property
    def picture_cuts(self) -> tuple[Flicks, ...]:
        from picturelock.subtitling.caption import picture_cuts

        return picture_cuts(self.cut) if self.cut else ()


def read_programme(args: argparse.Namespace, language: str | None, texts: Sequence[str], console: Console) -> Programme:
    """What `--cut` or `--media` names. texts: the words to place, for `--audio`. Raises InputError where nothing is known."""
    if args.cut is not None:
        if args.audio:
            raise UsageError("--audio takes the sound of one file; name it with --media FILE, without --cut.")
        return _of_cut(args, language, console)
    if len(args.media) != 1:
        raise UsageError("Name what the captions belong to: --cut CUT, or --media FILE.")
    if args.media[0].is_dir():
        raise UsageError(f"--media: {args.media[0]} is a folder; without --cut it names one media file.")
    return _of_sound(args, language, texts, console) if args.audio else _of_media(args, language, console)


def _of_cut(args: argparse.Namespace, language: str | None, console: Console) -> Programme:
    from picturelock.dossier import of_cut
    from picturelock.spoken import spoken

    from picturelock_cli.cut_rate import asked_rate
    from picturelock_cli.options import folders_of, production_around

    around = production_around(args.cut, console)
    rate, strict = asked_rate(args.rate, around)
    library = args.library or (around.library if around else None)
    dossier = of_cut(args.cut, folders_of(args.media, around), rate, library, strict=strict)
    if not dossier.transcripts:
        folders = sorted({str(info.path.parent) for info in dossier.media.values()})
        hint = f"`picturelock transcribe {' '.join(folders)}` first." if folders else "Name its media with --media DIR."
        raise InputError("has no source with a transcript, so its words are not known.", file=args.cut, hint=hint)
    words, found = spoken(dossier.cut, dossier.transcripts, language)
    cut = dossier.cut
    return Programme(
        words=words,
        rate=cut.rate,
        start=cut.start,
        end=cut.duration,
        made=tuple(transcript.provenance for transcript in dossier.transcripts.values()),
        inputs=tuple(sorted({shot.source.fingerprint for shot in cut.shots if shot.source.fingerprint})),
        around=around,
        cut=cut,
        findings=found,
        languages=tuple(sorted({transcript.language for transcript in dossier.transcripts.values()})),
    )


def _of_media(args: argparse.Namespace, language: str | None, console: Console) -> Programme:
    from picturelock.library import Library
    from picturelock.media.probe import probe

    from picturelock_cli.options import production_around, rate_of

    media = args.media[0]
    info, around = probe(media), production_around(media, console)
    with Library(args.library or (around.library if around else None), reading=True) as shelf:
        transcript = shelf.preferred(info.fingerprint)
    if transcript is None:
        raise InputError(
            "has no transcript yet, so its words are not known.", file=media,
            hint=f"`picturelock transcribe {media}` first; or add --audio, to align English on the sound itself.",
        )  # fmt: skip
    return Programme(
        words=_words(transcript, language),
        rate=rate_of(args.rate) or info.rate or (around.rate if around else None),
        start=info.start,
        end=info.duration,
        made=(transcript.provenance,),
        inputs=(info.fingerprint,),
        around=around,
        languages=(transcript.language,),
        drop=_drop(info),
    )


def _drop(info: MediaInfo) -> bool:
    return info.start_timecode is not None and info.start_timecode.drop


def _words(transcript: Transcript, language: str | None) -> tuple[RecordWord, ...]:
    """A transcript's words in the file's own time, of one language or of all."""
    from picturelock.spoken import RecordWord, speaks

    found = []
    for segment in transcript.segments:
        tongue = transcript.language if segment.language == "und" else segment.language
        if language is None or speaks(tongue, language):
            found += [
                RecordWord(one.text, one.span, tongue, transcript.source, "", one.confidence, one.speaker)
                for one in segment.words
            ]
    return tuple(sorted(found, key=lambda word: (word.span.start, word.span.end)))


def _of_sound(args: argparse.Namespace, language: str | None, texts: Sequence[str], console: Console) -> Programme:
    import time

    from picturelock import registry
    from picturelock.media.probe import probe
    from picturelock.speech import Provenance
    from picturelock.subtitling.align.audio import place_words

    from picturelock_cli.options import production_around, rate_of

    media, began = args.media[0], time.monotonic()
    aligner = registry.choose("aligner", registry.ALIGNERS, args.aligner)()
    rough = registry.load(registry.ENGINES[args.aligner])() if args.aligner in registry.ENGINES else None
    info, around = probe(media), production_around(media, console)
    if not info.has_audio:
        raise InputError("holds no sound, so there is nothing to align with.", file=media)
    with console.progress() as progress:
        words, found = place_words(media, texts, language or "en", aligner, rough, progress)
    seconds = round(time.monotonic() - began, 3)
    made = Provenance("alignment", "machine", aligner.name, aligner.version, aligner.weights, seconds=seconds)
    rate = rate_of(args.rate) or info.rate or (around.rate if around else None)
    return Programme(
        words, rate, info.start, info.duration, (made,), (info.fingerprint,), around, None, found, drop=_drop(info)
    )
