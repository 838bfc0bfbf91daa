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
    [[graphics]]                             # text that is burnt into the picture: captions keep off it
    start = "01:00:05:00"                    # record timecode, or "frame@rate" from the first frame of the cut
    end = "01:00:09:00"
    top = 0.7                                # share of the picture's height: 0 = its top edge
    bottom = 0.95
    name = "lower third"
    [[files]]                                # what goes out, or proves something, beside master and captions
    kind = "described-video"                 # one of orders.FILE_KINDS
    file = "master/letter_v2.dv.en.wav"
    language = "en"
    [[ai]]                                   # what a machine generated or changed in the film
    name = "Night sky, sc. 12"
    kind = "picture"                         # one of orders.AI_KINDS
    tool = "..."
    [ai_rules]
    hold = ["manitoba-film-music"]           # whose rules hold beside the destination's
    [[people]]                               # who may sign
    name = "A. Tremblay"
    role = "post supervisor"
    key = "ed25519:..."
    contact = "+1 514 555 0100"              # for receivers and the press
    [rights]
    ledger = "rights/clearances.toml"        # or a .csv or .xlsx
    columns = { asset = "Titre" }            # of a table: its headings, by ours
    [energy]
    zone = "CA-QC"
    [credentials]                            # content credentials (C2PA) are signed with these
    certificate = "../keys/chain.pem"
    key = "../keys/private.pem"
    [press]
    stills = ["01:00:05:00"]
    loglines = { en = "...", fr = "..." }
    [delivery]                               # or several [[delivery]], each with a name
    spec = "ebu-r128"                        # `picturelock spec list`, or one of the folder specs/
    version = "v02"
    master = "master/letter_v2.mov"
    territories = ["CA", "FR"]               # ISO 3166
    media = ["broadcast", "vod"]
    start = 2026-12-01                       # the window in which it will be shown
    end = 2028-11-30

That a person has read a machine's captions stands beside them (`reviews`). `reviewed_by` and `reviewed_on`, of [[captions]], are
read too; they do not say what was read.

Paths are relative to the file and may not leave its folder, except those of `media`, `library` and `[credentials]`.
"""

from picturelock.production.delivery_files import read_files as read_files
from picturelock.production.glossary_file import read_glossary as read_glossary
from picturelock.production.model import FILE as FILE
from picturelock.production.model import SCHEMA as SCHEMA
from picturelock.production.model import CaptionOrder as CaptionOrder
from picturelock.production.model import CaptionTrack as CaptionTrack
from picturelock.production.model import DeliveryFile as DeliveryFile
from picturelock.production.model import Dossier as Dossier
from picturelock.production.model import GraphicOrder as GraphicOrder
from picturelock.production.model import Production as Production
from picturelock.production.orders import AiElement as AiElement
from picturelock.production.orders import CredentialsOrder as CredentialsOrder
from picturelock.production.orders import DeliveryOrder as DeliveryOrder
from picturelock.production.orders import EnergyOrder as EnergyOrder
from picturelock.production.orders import FileOrder as FileOrder
from picturelock.production.orders import Person as Person
from picturelock.production.orders import PressOrder as PressOrder
from picturelock.production.reader import choose as choose
from picturelock.production.reader import load as load
from picturelock.production.record_times import span_of as span_of
