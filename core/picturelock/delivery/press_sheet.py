"""The technical sheet of a film, from its real files."""

from __future__ import annotations

from fractions import Fraction

from picturelock.delivery.languages import language_names
from picturelock.findings import Fact
from picturelock.media.probe import AudioStream, MediaInfo, VideoStream
from picturelock.production import Dossier
from picturelock.report.spec_words import carried, value
from picturelock.times import FLICKS_PER_SECOND, Flicks, divide_nearest
from picturelock.wording import NBSP, decimal, table

_NAMED_RATIOS = ("1.33", "1.37", "1.66", "1.78", "1.85", "2", "2.2", "2.35", "2.39")
_NEAR = Fraction(1, 100)


def sheet(dossier: Dossier, language: str) -> list[tuple[str, str]]:
    """Headings and what stands under them, in a language; what the files do not say is left out."""
    words = table(language, "package")["press"]
    production, master = dossier.production, dossier.master
    rows: list[tuple[str, Fact]] = [("title", production.title), ("version", production.delivery.version)]
    if master is not None:
        rows.append(("duration", duration(master.duration)))
        rows += _picture(master, language)
        rows.append(("sound", "; ".join(_sound(stream, language) for stream in master.audio)))
    rows.append(("spoken", language_names(production.languages, language)))
    captions = [
        f"{language_names([track.order.language], language)} ({words[f'captions_{track.order.kind}']})"
        for track in dossier.captions
        if track.captions is not None
    ]
    rows.append(("captions", ", ".join(captions)))
    described = [
        file.order.language or "✓" for file in dossier.files if file.order.kind == "described-video" and file.media
    ]
    rows.append(("described", language_names(described, language)))
    return [(str(words[key]), str(value)) for key, value in rows if value]


def duration(time: Flicks) -> str:
    """Hours, minutes and seconds, to the nearest second."""
    seconds = divide_nearest(time, FLICKS_PER_SECOND)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def ratio(video: VideoStream) -> str:
    """Width to height of the picture as it is shown, "1.78:1"; of a usual ratio the usual figure."""
    shown = Fraction(video.width, max(1, video.height)) * video.sample_aspect
    usual = next((name for name in _NAMED_RATIOS if abs(shown - Fraction(name)) <= _NEAR), None)
    return f"{usual or f'{float(shown):.2f}'}:1"


def _picture(master: MediaInfo, language: str) -> list[tuple[str, Fact]]:
    if not master.video:
        return []
    video = master.video[0]
    rate = f"{decimal(master.rate.label, language)}{NBSP}{table(language, 'report')['fps']}" if master.rate else ""
    colours = {
        name: value(f"picture.{name}", told, language)
        for name, told in (
            ("primaries", video.color_primaries), ("transfer", video.color_transfer), ("matrix", video.color_space)
        )
        if told
    }  # fmt: skip
    wrapped = (
        f"{value('picture.codec', video.codec, language)}, {value('picture.container', master.container, language)}"
    )
    return [
        ("picture", f"{video.width} × {video.height}"),
        ("ratio", decimal(ratio(video), language)),
        ("rate", rate),
        ("format", wrapped),
        ("colour", " / ".join(dict.fromkeys(colours.values()))),
    ]


def _sound(stream: AudioStream, language: str) -> str:
    kilohertz = decimal(f"{stream.sample_rate / 1000:g}", language)
    spoken = f" ({language_names([stream.language], language)})" if stream.language else ""
    layout, codec = carried(stream.layout, language), value("audio.codec", stream.codec, language)
    return f"{layout}, {codec}, {kilohertz}{NBSP}kHz{spoken}"
