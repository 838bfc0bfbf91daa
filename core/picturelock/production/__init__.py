"""A production as a folder: `picturelock.toml`, and everything that the checks of a delivery look at.

    schema = "picturelock/production-1"
    title = "The Letter"
    languages = ["en", "fr"]                 # spoken in the film
    cut = "cuts/letter_v2.otio"
    media = ["media"]                        # folders searched for rushes
    glossary = "glossary.toml"               # names and terms; or a .csv
    [[captions]]
    language = "en"
    kind = "sdh"                             # sub, sdh or forced
    profile = "netflix-en"                   # `picturelock profiles list`, or one of the folder profiles/
    file = "captions/letter_v2.en.srt"
    reviewed_by = "A. Tremblay"              # the person who read them, once someone has
    reviewed_on = 2026-11-02
    [[graphics]]                             # text that is burnt into the picture: captions keep off it
    start = "01:00:05:00"                    # record timecode, or "frame@rate" from the first frame of the cut
    end = "01:00:09:00"
    top = 0.7                                # share of the picture's height: 0 = its top edge
    bottom = 0.95
    name = "lower third"
    [rights]
    ledger = "rights/clearances.toml"
    [delivery]
    spec = "ebu-r128"                        # `picturelock spec list`
    master = "master/letter_v2.mov"
    territories = ["CA", "FR"]               # ISO 3166
    media = ["broadcast", "vod"]
    start = 2026-12-01                       # the window in which it will be shown
    end = 2028-11-30

Paths are relative to the file and may not leave its folder, except those of `media` and `library`.
"""

from picturelock.production.glossary_file import read_glossary as read_glossary
from picturelock.production.model import FILE as FILE
from picturelock.production.model import SCHEMA as SCHEMA
from picturelock.production.model import CaptionOrder as CaptionOrder
from picturelock.production.model import CaptionTrack as CaptionTrack
from picturelock.production.model import DeliveryOrder as DeliveryOrder
from picturelock.production.model import Dossier as Dossier
from picturelock.production.model import GraphicOrder as GraphicOrder
from picturelock.production.model import Production as Production
from picturelock.production.reader import load as load
from picturelock.production.record_times import span_of as span_of
