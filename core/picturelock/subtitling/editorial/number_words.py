"""The words around a number that say what it is: a measure, a date, a time, a name, a part of a larger number or of a pair.

By primary language, without case unless said otherwise: "to" is a unit of storage in French and no unit in English.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_MEASURES = (
    "% ‰ ¢ ° °c °f º ºc ºf k km m dm cm mm µm nm ha km² m² dm² cm² mm² km³ m³ dm³ cm³ kg g mg µg l dl cl ml hl ms µs "
    "h hz khz mhz ghz kb mb gb tb pb kbps mbps gbps kbit mbit gbit w kw mw gw wh kwh mwh v kv ma mah ω kω j kj kcal cal n pa "
    "hpa kpa bar bars mbar psi fps dpi ppm rpm bpm db dba px mpx km/h m/s m/s² $us $ca us$ ca$ x × d f c s min sec volts "
    "watts kilos kilo"
)
_MONTHS_EN = "january february march april may june july august september october november december"
_MONTHS_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_STREETS_FR = "rue avenue boulevard place chemin impasse quai allée"
_SIGNS = "+ - – — − = / : × ÷ * ± ~ ≈ ≠ < > ≤ ≥ ^ → #"


def _words(*texts: str) -> frozenset[str]:
    return frozenset(" ".join(texts).casefold().split())


def _by_language(common: str, english: str, french: str) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({"en": _words(common, english), "fr": _words(common, french)})


UNITS = _by_language(
    _MEASURES,
    "mph ft lb lbs oz yd mi kph percent degrees degree cents cent kilometers kilometres kilometer kilometre meters metres meter "
    "metre centimeters centimetres millimeters millimetres miles mile feet foot inches inch yards yard litres liters liter "
    "litre grams gram kilograms kilogram pounds pound ounces ounce tons tonnes",
    "po pi lb oz t mn ko mo go to po/s o degrés degré cent cents kilomètres kilomètre mètres mètre centimètres centimètre "
    "millimètres millimètre pieds pied pouces pouce litres litre grammes gramme kilogrammes livres heure heures tonnes",
)
"""What makes a number a measure, where it stands behind it."""
AFTER = _by_language(
    _SIGNS,
    "a.m p.m am pm o'clock o’clock hundred thousand million millions billion billions trillion dozen th st nd rd",
    "pm am mille millier milliers million millions milliard milliards er ère ere e ème eme ième nde nd re bis ter "
    + _STREETS_FR,
)
"""More words behind a number that make it a time, an address, an ordinal or part of a larger number."""
BEFORE = _by_language(
    _SIGNS
    + " no nos n° nº # section article phase version figure plan x mach apollo catch-22 channel route page pages table "
    "option type zone points question questions article articles sections",
    "at chapter chapters room rooms number numbers season seasons episode episodes act scene scenes take gate platform "
    "flight line lines level levels roll highway half quarter past point part parts volume book day week grade group model "
    "size bus stage class category sector district area track camera unit exit lane door box step steps rule law item items "
    "age aged formula top game lesson exercise article interstate",
    "chapitre chapitres chambre salle numéro numéros saison saisons épisode épisodes acte scène scènes prise chaîne autoroute "
    "quai vol ligne lignes niveau niveaux bobine virgule vers partie tome volume jour semaine groupe modèle taille bus stade "
    "classe catégorie secteur piste caméra sortie porte boîte étape règle loi leçon exercice étage formule top le la du au",
)
"""Words before a number that make it a name, a time, a date or an address."""
LOOSE = _words("at take book day week box door table group class jour semaine groupe classe")
"""Those that are no names where what follows the number is counted: "take 5 pills"."""
POINTED = _words("no nos p pp vol ch chap art sec fig ep eq nr num")
"""Those that are written with a full stop, which then ends no sentence."""
MONTHS = _by_language("", _MONTHS_EN, _MONTHS_FR)
"""English ones only where they have a capital: "may" and "march" are words of their own."""
STREETS = _words("street st avenue ave road rd lane drive boulevard square place court way terrace")
"""With a capital: they end an English address, which begins with a number."""
FRENCH_STREETS = _words(_STREETS_FR)
"""Behind the number of a house, and a comma as a rule."""
CLOCK = _by_language("", "o'clock o’clock hours hundred", "heure heures")
"""Behind number words that say a time, and stay words."""
NOON = frozenset({"midi", "minuit", "midnight", "noon"})
LINKS = _by_language(
    "plus minus",
    "to or and nor through thru by times over past till versus vs against oh o point is equals",
    "à ou et ni sur fois moins contre virgule égale font au",
)
"""Between two numbers that are written alike, or left alone."""
PAIRS = _by_language("", "out·of divided·by", "divisé·par")
"""As `LINKS`, of two words."""
UNIT_LINKS = _by_language("", "and past", "et moins")
"""Between a unit and the smaller one that follows: "5 feet and 10"."""
MONEY = _by_language(
    "", "dollar dollars buck bucks euro euros", "dollar dollars euro euros franc francs piastre piastres"
)
DIGITS_ONLY = frozenset({"point", "virgule", "oh", "o"})
"""Links inside one number or time, which is left as it was heard."""
ORDINALS = _words(
    "first second third fourth fifth sixth seventh eighth ninth tenth hundredth thousandth millionth",
    "thirds fourths fifths sixths sevenths eighths ninths tenths half halves quarters something odd some demi demie",
)
"""Behind number words: one ordinal, fraction or rough number with them."""
FRACTIONS = frozenset({"half", "quarter", "third", "demi", "demie", "quart", "tiers"})
