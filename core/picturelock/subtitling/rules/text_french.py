"""French letters that keyboards leave out: accents on capitals, the joined o and e, and ordinals in their short form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.subtitling.rules.text_base import Correction, check_all, french
from picturelock.subtitling.rules.text_sets import missing
from picturelock.subtitling.subject import Event, Subject

_BDL = "Office québécois de la langue française, Banque de dépannage linguistique"
CAPITALS = f"{_BDL}, article 21438: capitals take their accents, but for acronyms (read 2026-11-22)"
JOINED = f"{_BDL}, article 21611: the letters of œ are never parted (read 2026-11-22)"
ORDINALS = (
    "Office québécois de la langue française, Travailler en français, spring 2017: 1er, 1re, 2e (read 2026-11-22)"
)

_ACCENTED = (
    "ça école écoles écoute écoutes écoutez écoutons écouter écran écris écrit écrivez écrire écrivain également égalité église "
    "égoïste égypte écosse électricité électrique éléments éléphant élève élèves élevé élevée élysée émission émissions "
    "énergie énervé énerve énorme énormément épargne épargnez épaule épée épisodes époque épouse épouser épouvantable "
    "équilibre équipage équipe équipement équipes étage étages étaient étais était étant étape étapes état états été éteins "
    "éteignez éteint étend éternel éternité étoile étoiles étonnant étonné étrange étrangement étranger étrangère étrangers "
    "être êtes étroit étude études étudiant étudiante étudiants étudie étudier évacuez évadé évangile évêque événement "
    "événements éventuellement évidemment évident évite évitez éviter île îles âgé âgée âgés âmes ôte ôtez ôter équateur"
)
"""Words of which none is another word, French or English, without the accent of its first letter."""
_DOUBTFUL = (
    "ça âgé âgée âgés écoute écoutes élève élèves élevé élevée énervé énerve épargne épouse équipe équipes étonné étude études "
    "étudie évadé évite"
)
"""Those that are another word in capitals without any accent: ECOUTE is "écoute" or "écouté"."""


def _bare(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


_TITLED = {_bare(word[0]).upper() + word[1:]: word[0].upper() + word[1:] for word in _ACCENTED.split()}
_LOUD = {_bare(word).upper(): word.upper() for word in _ACCENTED.split() if word not in _DOUBTFUL.split()}
_CAPITALS = {**_LOUD, **_TITLED}
_AFTER_A = (
    r"bientôt|demain|plus tard|tout à l['’]heure|tout de suite|toute|propos|cause|table|moi|toi|lui|vous|nous|eux|partir|présent|"
    r"peine|part|gauche|droite|ce soir|ce moment|ce point|ce stade|mon avis|ton avis|votre|vos|la prochaine|la maison|la vôtre|"
    r"la tienne|la fin|la place|l['’]aide|l['’]époque|l['’]avenir|l['’]instant|l['’]attaque|l['’]assaut|l['’]origine|jamais|"
    r"suivre|quoi|qui|quelle|quel|genoux|terre|Paris|Montréal|Québec|Toronto|Ottawa"
)
_LONE_A = re.compile(rf"(?<![\w.'’-])A(?= (?:{_AFTER_A})(?![\w-]))")
_CEDILLA = re.compile(
    r"(?<![\w.'’-])CA(?= (?:VA|VAS|SUFFIT|ALORS|FAIT|MARCHE|NE|Y|ME|TE|SE|DOIT|DEVAIT|POURRAIT)\b| [NMTS]['’])"
)
_WORD = re.compile(r"(?<![\w.])[ACEIO][a-zA-Zß-öø-ÿ]{1,14}(?!\w)")
_SITES = re.compile(
    r"E(?!lles?\b|ll[ea]|t\b|n\b|st\b|h\b|ux\b|ncore\b|nfin\b)\w|C[aA]\b|I[lL][eE]|O[tT][eé]|A(?: [\wÀ-ÿ]|[gG][eEé]|[mM][eE])"
)
"""Quick to look for; where one is, the words themselves are looked at."""

_WORDS = (
    r"ch?oeurs?|(?:contre|ran|vadebon)coeurs?|écoeur\w{1,9}|(?:con)?soeurs?|soeurettes?|boeufs?|oeufs?|(?:mano|déso|o)euvr\w{1,8}|"
    r"moeurs|noeuds?|oeil|oeil(?:lade|lère|let|leton)s?|voeux?|foet(?:us|al|ale|aux)|oedèmes?|oesophage|oestrogènes?|"
    r"oenolog\w{1,5}|oedip\w{1,5}"
)
_LIGATURE = re.compile(rf"(?<![^\W_])(?:{_WORDS})(?!\w)", re.I)
_OE = re.compile("oe", re.I)
_SHORT = re.compile(r"(?<![\w.,])(?P<number>\d{1,4}|[IVXLC]{1,7})(?P<end>i?[èe]re|ier|i?[èe]me)(?P<plural>s?)(?!\w)")


def _capitals(event: Event, subject: Subject) -> str:
    if missing(subject.profile.says("characters"), "É"):
        return event.text
    text = _CEDILLA.sub("ÇA", _LONE_A.sub("À", event.text))
    return _WORD.sub(lambda match: _CAPITALS.get(match[0], match[0]), text)


def _joined(event: Event, subject: Subject) -> str:
    if missing(subject.profile.says("characters"), "œ"):
        return event.text
    return _LIGATURE.sub(lambda word: _OE.sub(lambda oe: "œ" if oe[0][0] == "o" else "Œ", word[0], count=1), event.text)


def _ordinal(event: Event, _: Subject) -> str:
    return _SHORT.sub(_shortened, event.text)


def _shortened(match: re.Match[str]) -> str:
    number, end = match["number"], match["end"]
    first = number in ("1", "I")
    if first == end.endswith("me") or (number == "X" and end == "ième"):
        return match[0]  # "1ème" is no form of first, "Xième" no tenth
    return f"{number}{'er' if end == 'ier' else 're' if first else 'e'}{match['plural']}"


CAPITAL_ACCENT = Correction("capital-accent", _SITES, _capitals, CAPITALS, "info", french)
LIGATURE = Correction("ligature", re.compile(r"oe\w|O[eE]\w"), _joined, JOINED, "info", french)
ORDINAL = Correction("ordinal", re.compile(r"[\dIVXLC](?:i?[èe](?:re|me)|ier)s?\b"), _ordinal, ORDINALS, "info", french)


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. Only words that cannot be read in another way; what the carrier lacks is not asked for."""
    yield from check_all(subject, CAPITAL_ACCENT, LIGATURE, ORDINAL)
