"""What a production keeps on paper: its order of delivery, and the ledger of clearances with a document for each."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import film

PRODUCTION = """\
schema = "picturelock/production-1"
title = "{title}"
languages = ["en", "fr"]
cut = "cuts/letter_v2.otio"
media = ["media"]
library = "../library.sqlite"

[[captions]]
language = "en"
kind = "sdh"
profile = "netflix-en"
file = "captions/letter_v2.en.srt"

[[captions]]
language = "fr"
kind = "sdh"
profile = "netflix-fr"
file = "captions/letter_v2.fr.srt"

[rights]
ledger = "rights/clearances.toml"

[[files]]
kind = "credits"
file = "credits/letter_v2.txt"

[[ai]]
name = "Handwriting on the letter"
kind = "picture"
tool = "Plume"
version = "2"
digital_source = "compositeWithTrainedAlgorithmicMedia"
asset = "C001C002*"
authored_by = "H. Marchand"

[[people]]
name = "A. Tremblay"
role = "post supervisor"

[press]
stills = ["01:00:07:20", "01:00:30:00"]

[press.loglines]
en = "On the evening before they leave, a letter turns up that nobody was meant to find."
fr = "La veille du départ, une lettre réapparaît, que personne ne devait trouver."

[delivery]
spec = "canal-du-quai"
version = "v2"
master = "master/letter_v2.mov"
territories = ["CA", "FR"]
media = ["broadcast", "vod"]
start = 2026-12-01
end = 2028-11-30
"""


@dataclass(frozen=True)
class Clearance:
    """One permission; `end` is a date, or "perpetual" with its quotes."""

    asset: str
    kind: str
    owner: str
    territories: str
    media: str
    start: str
    end: str
    document: str
    text: str
    more: str = ""
    """Further lines of the entry."""


_PRODUCER = "Les Films du Quai inc."
_CONFIRMED = "Les droits cédés vont du {start} au {end}. / The rights granted run from {start} to {end}.\n"

CREDITS = """\
La lettre – The Letter

Production : Les Films du Quai inc.
Musique originale : J. Lindqvist
Images d'archives : Cinémathèque de la Vallée
Écriture de la lettre : images générées par IA / AI-generated handwriting
"""

CLEARANCES = (
    Clearance(
        "A001*", "footage", _PRODUCER, '["WORLD"]', '["all"]', "2026-03-02", '"perpetual"', "tournage-a001.txt",
        "Rapport de tournage, caméra A : images produites par {owner}, qui en détient tous les droits, sans limite de\n"
        "durée. / Camera report, camera A: footage produced and wholly owned by {owner}, in perpetuity.\n",
    ),
    Clearance(
        "B001*", "footage", _PRODUCER, '["WORLD"]', '["all"]', "2026-03-04", '"perpetual"', "tournage-b001.txt",
        "Rapport de tournage, caméra B : images produites par {owner}, qui en détient tous les droits, sans limite de\n"
        "durée. / Camera report, camera B: footage produced and wholly owned by {owner}, in perpetuity.\n",
    ),
    Clearance(
        "C001C001*", "archive", "Cinémathèque de la Vallée", '["CA", "FR", "BE", "CH"]', '["broadcast", "vod"]',
        "2026-06-01", "2031-05-31", "licence-riviere.txt",
        "Licence d'images d'archives « La rivière au matin », {owner}.\nArchive footage licence, “The River at Dawn”.\n"
        + _CONFIRMED,
        'credit = "Images d\'archives : Cinémathèque de la Vallée"\n',
    ),
    Clearance(
        "C001C002*", "artwork", "Succession H. Marchand", '["WORLD"]', '["broadcast", "vod", "festival"]',
        "2026-01-01", "2030-12-31", "autorisation-lettre.txt",
        "Autorisation de reproduire la lettre manuscrite et son enveloppe, {owner}.\n"
        "Permission to show the handwritten letter and its envelope.\n" + _CONFIRMED,
    ),
    Clearance(
        "C001C003_*", "footage", _PRODUCER, '["WORLD"]', '["all"]', "2026-03-06", '"perpetual"', "tournage-c001.txt",
        "Rapport de tournage, caméra C : images produites par {owner}, qui en détient tous les droits, sans limite de\n"
        "durée. / Camera report, camera C: footage produced and wholly owned by {owner}, in perpetuity.\n",
    ),
    Clearance(
        "C001C003*", "location", "Gare de Saint-Aubin", '["WORLD"]', '["all"]', "2026-03-01", '"perpetual"',
        "autorisation-gare.txt",
        "Autorisation de tournage : l'horloge du quai 2, {owner}.\nLocation release: the clock of platform 2.\n",
    ),
    Clearance(
        "C001C004_*", "footage", _PRODUCER, '["WORLD"]', '["all"]', "2026-03-06", '"perpetual"', "tournage-c001.txt",
        "Rapport de tournage, caméra C : images produites par {owner}, qui en détient tous les droits, sans limite de\n"
        "durée. / Camera report, camera C: footage produced and wholly owned by {owner}, in perpetuity.\n",
    ),
    Clearance(
        "C001C004*", "location", "Famille Okafor", '["WORLD"]', '["all"]', "2026-03-01", '"perpetual"',
        "autorisation-maison.txt",
        "Autorisation de tournage : la maison sur la colline, {owner}.\nLocation release: the house on the hill.\n",
        'people = ["Inès Okafor"]\n',
    ),
    Clearance(
        "C001C004*", "performer", "Inès Okafor", '["WORLD"]', '["all"]', "2026-03-01", '"perpetual"',
        "autorisation-okafor.txt",
        "Autorisation : Inès Okafor, à la fenêtre de la maison, consent à être vue dans le film.\n"
        "Release: Inès Okafor, at the window of the house, agrees to be seen in the film.\n",
        'person = "Inès Okafor"\nconsent = ["appearance"]\n',
    ),
    Clearance(
        "M001_*", "recording", "J. Lindqvist", '["CA", "FR"]', '["broadcast", "vod"]', "2026-09-01", "2029-08-31",
        "licence-enregistrement.txt",
        "Licence d'exploitation de l'enregistrement du thème « La lettre », {owner}.\n"
        "Master licence of the recording of the theme “The Letter”.\n" + _CONFIRMED,
    ),
    Clearance(
        "M001*", "music", "J. Lindqvist", '["CA", "FR"]', '["broadcast", "vod"]', "2026-09-01", "2029-08-31",
        "licence-theme.txt",
        "Licence de synchronisation et de reproduction du thème « La lettre », {owner}.\n"
        "Synchronisation and master licence of the theme “The Letter”.\n" + _CONFIRMED,
        'title = "La lettre"\ncredit = "Musique originale : J. Lindqvist"\nusage = "background-instrumental"\n'
        'origin = "commissioned"\ncontributors = [{ name = "J. Lindqvist", role = "C", share = 100, society = "SOCAN" }]\n',
    ),
)  # fmt: skip


def build(folder: Path) -> None:
    """Write picturelock.toml, the channel's sheet, credits, rights/clearances.toml and its documents."""
    documents = folder / "rights" / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    _write(folder / "picturelock.toml", PRODUCTION.format(title=film.TITLE))
    for name in ("specs", "credits"):
        (folder / name).mkdir()
    shutil.copyfile(film.HERE / "canal-du-quai.toml", folder / "specs" / "canal-du-quai.toml")
    _write(folder / "credits" / "letter_v2.txt", CREDITS)
    _write(folder / "rights" / "clearances.toml", "\n".join(map(entry, CLEARANCES)))
    for clearance in CLEARANCES:
        _write(documents / clearance.document, document(clearance))


def document(clearance: Clearance) -> str:
    """The paper that proves a clearance."""
    facts = {"owner": clearance.owner, "start": clearance.start, "end": clearance.end.strip('"')}
    return clearance.text.format(**facts)


def entry(clearance: Clearance) -> str:
    """A clearance as the ledger has it."""
    return (
        "[[clearance]]\n"
        f'asset = "{clearance.asset}"\n'
        f'kind = "{clearance.kind}"\n'
        f'owner = "{clearance.owner}"\n'
        f"territories = {clearance.territories}\n"
        f"media = {clearance.media}\n"
        f"start = {clearance.start}\n"
        f"end = {clearance.end}\n"
        f'evidence = "rights/documents/{clearance.document}"\n'
        f'hash = "sha256:{hashlib.sha256(document(clearance).encode()).hexdigest()}"\n'
        f"{clearance.more}"
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
