"""What is said in the rushes of "The Letter / La Lettre", by whom, and in which take."""

from __future__ import annotations

from dataclasses import dataclass, replace

from espeak import Voice

VOICES: dict[tuple[str, str], Voice] = {
    ("en", "CLAIRE"): Voice("gmw/en-GB-x-rp+f2", 158, 58, 55),
    ("en", "PAUL"): Voice("gmw/en-US+m3", 160, 38, 50),
    ("fr", "CLAIRE"): Voice("roa/fr+f2", 158, 58, 55),
    ("fr", "PAUL"): Voice("roa/fr+m3", 160, 38, 50),
}
# the slate is called by one of the two voices of its language, a little faster, as on a set
SLATE = "SLATE"
for _language in ("en", "fr"):
    VOICES[_language, SLATE] = replace(VOICES[_language, "PAUL"], speed_wpm=172, pitch=44)


@dataclass(frozen=True)
class Line:
    """One utterance; `pause_s` is the silence before it where the take asks for a certain one, in seconds."""

    speaker: str
    text: str
    pause_s: float | None = None


@dataclass(frozen=True)
class Take:
    """One take: its name is also its file's name, without the suffix."""

    name: str
    language: str
    lines: tuple[Line, ...]


def _claire(text: str, pause_s: float | None = None) -> Line:
    return Line("CLAIRE", text, pause_s)


def _paul(text: str, pause_s: float | None = None) -> Line:
    return Line("PAUL", text, pause_s)


# No French line asks or exclaims: the blank that French sets before "?" and "!" would be a word of its own to
# a program that splits at blanks, and the truth would then have to say when a question mark is heard.
_KITCHEN_EN = (
    _claire("Where did you put the letter my father gave you?"),
    _paul("I left it on the table, next to the keys."),
    _claire("There is nothing on the table, Paul."),
)
_KITCHEN_FR = (
    _claire("Je cherche la lettre que mon père t'a donnée."),
    _paul("Je l'ai posée sur la table, près des clés."),
    _claire("Il n'y a rien sur la table, Paul."),
)
_STATION_EN = (
    _paul("The train leaves at nine, we still have time."),
    _claire("I'm not going back to that house."),
    _paul("Don't say that, Claire."),
)
_STATION_FR = (
    _paul("Le train part à neuf heures, on a le temps."),
    _claire("Je ne retournerai pas dans cette maison."),
    _paul("Ne dis pas ça, Claire."),
)


def _take(name: str, language: str, slate: str, lines: tuple[Line, ...]) -> Take:
    return Take(name, language, (Line(SLATE, slate), *lines))


TAKES: tuple[Take, ...] = (
    _take("A001C001_S012T01", "en", "Scene twelve, take one.", _KITCHEN_EN),
    _take(
        "A001C002_S012T02",
        "en",
        "Scene twelve, take two.",
        (
            _KITCHEN_EN[0],
            _paul("I put it in the drawer, under the keys."),
            _paul("Somebody was here before us."),
        ),
    ),
    _take(
        "A001C003_S012T03",
        "en",
        "Scene twelve, take three.",
        (_KITCHEN_EN[0], _KITCHEN_EN[1], _claire("The table is empty, Paul.", pause_s=2.9)),
    ),
    _take("A001C004_S007T01", "en", "Scene seven, take one.", _STATION_EN[:2]),
    _take("A001C005_S007T02", "en", "Scene seven, take two.", _STATION_EN),
    _take(
        "A001C006_S007T03",
        "en",
        "Scene seven, take three.",
        (_paul("The train leaves in ten minutes."), _STATION_EN[1], _claire("Tell him I was never here.")),
    ),
    _take("B001C001_S004T01", "fr", "Séquence quatre, prise une.", _KITCHEN_FR),
    _take(
        "B001C002_S004T02",
        "fr",
        "Séquence quatre, prise deux.",
        (
            _KITCHEN_FR[0],
            _paul("Je l'ai rangée dans le tiroir, sous les clés."),
            _paul("Quelqu'un est venu avant nous."),
        ),
    ),
    _take(
        "B001C003_S004T03",
        "fr",
        "Séquence quatre, prise trois.",
        (*_KITCHEN_FR[:2], _claire("La table est vide, Paul.")),
    ),
    _take("B001C004_S009T01", "fr", "Séquence neuf, prise une.", _STATION_FR[:2]),
    _take("B001C005_S009T02", "fr", "Séquence neuf, prise deux.", _STATION_FR),
    _take(
        "B001C006_S009T03",
        "fr",
        "Séquence neuf, prise trois.",
        (_paul("Le train part dans dix minutes."), _STATION_FR[1], _claire("Dis-lui que je n'étais pas là.")),
    ),
)
