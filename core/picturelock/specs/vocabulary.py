"""What a destination may ask: the limits with their units, and everything else by section."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from picturelock.catalogue import TIME_UNITS

UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "loudness": ("LUFS", "LKFS"),
        "loudness_tolerance": ("LU", "dB"),
        "dialogue_loudness": ("LUFS", "LKFS"),
        "dialogue_tolerance": ("LU", "dB"),
        "short_term_highest": ("LUFS", "LKFS"),
        "loudness_range_highest": ("LU",),
        "true_peak": ("dBTP",),
        "phase_lowest": ("correlation",),
        "silence_longest": TIME_UNITS,
        "black_longest": TIME_UNITS,
        "freeze_longest": TIME_UNITS,
        "black_head": TIME_UNITS,
        "black_tail": TIME_UNITS,
        "bars_length": TIME_UNITS,
        "slate_length": TIME_UNITS,
        "level_lowest": ("%",),
        "level_highest": ("%",),
        "out_of_range": ("%",),
        "bit_rate_lowest": ("Mb/s",),
        "bit_rate_highest": ("Mb/s",),
        "contrast": (":1",),
        "window_years": ("years",),
    }
)
"""The limits there are and the units that each may have.

loudness: of the whole programme, gated (ITU-R BS.1770); LUFS and LKFS are one unit. loudness_tolerance: how far it may be
off, either way. dialogue_loudness: of the speech alone. short_term_highest: over 3 s. true_peak: the highest allowed.
phase_lowest: the correlation of left and right, -1 to 1. black_head, black_tail: how much black the file must have before
the first and after the last frame of action. bars_length, slate_length: how long they stand before it at least; "0 s" = the
file may have none. level_lowest, level_highest: of luma, 0 % = black, 100 % = white.
out_of_range: the share of a frame's samples that may lie outside the range of broadcast (EBU R 103). contrast: of
text burnt into the picture. window_years: how long the rights must last.
"""

TARGETS = frozenset({"loudness", "dialogue_loudness"})
"""Limits that say where a value must lie, within their tolerance, and not how far it may go."""
LOWER_BOUNDS = frozenset(
    {
        "phase_lowest", "black_head", "black_tail", "bars_length", "slate_length", "level_lowest", "bit_rate_lowest", "contrast",
        "window_years",
    }
)  # fmt: skip
"""Limits that a value may not fall below; of any other but TARGETS, it may not exceed them."""
NEEDS: Mapping[str, str] = MappingProxyType(
    {
        "limits.loudness": "limits.loudness_tolerance",
        "limits.loudness_tolerance": "limits.loudness",
        "limits.dialogue_loudness": "limits.dialogue_tolerance",
        "limits.dialogue_tolerance": "limits.dialogue_loudness",
        "limits.contrast": "accessibility.text_contrast",
        "accessibility.text_contrast": "limits.contrast",
        "qc.measures=interlace": "picture.scan",
    }
)
"""What nobody could judge without another: a spec that says one of these says the other too."""

Form = Literal["requirement", "one_of", "all_of", "text"]
"""requirement: one of REQUIREMENTS. one_of: the file must be one of these. all_of: each of these. text: as is."""

REQUIREMENTS = ("required", "advisory", "optional")

SECTIONS: Mapping[str, Mapping[str, Form]] = MappingProxyType(
    {
        "picture": {
            "container": "one_of",
            "codec": "one_of",
            "profile": "one_of",
            "raster": "one_of",
            "rate": "one_of",
            "scan": "one_of",
            "pixel_aspect": "one_of",
            "bits": "one_of",
            "chroma": "one_of",
            "primaries": "one_of",
            "transfer": "one_of",
            "matrix": "one_of",
            "range": "one_of",
            "timecode_start": "one_of",
            "timecode": "one_of",
        },
        "audio": {"codec": "one_of", "sample_rate": "one_of", "bits": "one_of"},
        "captions": {"profile": "one_of", "format": "one_of", "languages": "all_of"},
        "accessibility": {
            "captions": "requirement",
            "sdh": "requirement",
            "described_video": "requirement",
            "description_script": "requirement",
            "flashes": "requirement",
            "text_contrast": "requirement",
        },
        "deliverables": {
            "textless": "requirement",
            "music-effects": "requirement",
            "slate": "requirement",
            "stills": "requirement",
            "trailer": "requirement",
            "credits": "requirement",
            "transcript": "requirement",
            "synopsis": "requirement",
            "technical-sheet": "requirement",
        },
        "papers": {
            "rights-report": "requirement",
            "cue-sheet": "requirement",
            "ai-statement": "requirement",
            "insurance": "requirement",
            "chain-of-title": "requirement",
            "music-licences": "requirement",
            "releases": "requirement",
            "certificate-of-origin": "requirement",
            "carbon-report": "requirement",
            "rating": "requirement",
        },
        "rights": {"territories": "all_of", "media": "all_of", "languages": "all_of"},
        "ai": {"rules": "all_of", "review": "requirement", "credentials": "requirement"},
        "qc": {"measures": "all_of"},
        "naming": {"pattern": "text", "case": "one_of", "accents": "one_of"},
        "package": {"checksums": "all_of", "layout": "one_of"},
    }
)
"""Everything else that may be asked, by section. `Asked.name` is "section.name": "picture.raster", "papers.cue-sheet".

Values are spelt as FFmpeg spells them where it has a word (codec "prores", container "mov", primaries "bt709", range "tv",
matrix "bt709"); raster "1920x1080"; rate "23.976"; scan "progressive", "interlaced-top", "interlaced-bottom"; bits "10";
chroma "4:2:2"; timecode "drop", "non-drop"; timecode_start the label of the first frame of the programme, after bars, slate
and black, whether its last sign is ":" or ";"; captions.profile a profile of ours, or one that extends it; qc.measures are
names of `media.scan`'s full-resolution measures; ai.rules of `rights.ai`; package.checksums are of CHECKSUMS;
package.layout "folders", "flat", "bagit"; naming.pattern a name without its ending, with
NAME_FIELDS in braces ("{title}_{version}_{kind}_{language}_{n:02}"); naming.case "keep", "upper" or "lower"; naming.accents
"keep" or "fold" (to plain Latin letters).
"""

INFORMATION = frozenset(
    {
        "naming.pattern", "naming.case", "naming.accents", "package.checksums", "package.layout",
        "papers.rights-report", "papers.cue-sheet", "papers.ai-statement",
    }
)  # fmt: skip
"""What only says how the package is made, names, folders and papers that it makes itself: no delivery can fail it."""

MEASURES = ("interlace", "range", "flashes")
"""What `qc.measures` may ask for: those of `media.scan`."""

CHECKSUMS = ("md5", "sha1", "sha256", "sha512", "xxh64", "xxh128")
"""What `package.checksums` may ask for: the lists that a package can have."""

NAME_FIELDS = ("title", "version", "language", "raster", "rate", "kind", "spec", "date", "channels", "n")
"""What a naming pattern may name. kind: "master", "captions-sdh", "described-video" ...; date: of the verdict, 20261122;
channels: how many in the file; n: counts from 1 the files that would otherwise have one name, `{n:02}` with two digits. A
field that is empty takes the sign before it with it."""

CARRIES = ("mono", "stereo", "5.1", "7.1", "left-total-right-total", "described-video", "music-effects", "silence")
"""What channels may carry. described-video: the mix with description; music-effects: without any voice."""

KINDS = ("recommendation", "broadcaster", "platform", "festival", "archive")
