"""Numbers that are said in words and written in figures: “three hundred and forty two dollars” and “$342”.

They are not worked out: too much depends on how they are meant (years, telephone numbers, prices, times of day). Where what is
heard has them in words and what is shown in figures, or the other way round, they are left out of a comparison.
"""

from __future__ import annotations

from collections import Counter

_NUMBERS = frozenset(
    {
        *("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
        *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
        *("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "hundreds", "thousand"),
        *("thousands", "million", "millions", "billion", "billions", "first", "second", "third", "fourth", "fifth"),
        *("sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
        *("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "thirtieth", "half"),
        *("quarter", "double", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties"),
        *("nineties", "dozen", "un", "une", "deux", "trois", "quatre", "cinq", "sept", "huit", "neuf", "dix"),
        *("onze", "douze", "treize", "quatorze", "quinze", "seize", "vingt", "vingts", "trente", "quarante"),
        *("cinquante", "soixante", "septante", "huitante", "octante", "nonante", "cent", "cents", "mille"),
        *("milliard", "milliards", "premier", "premiere", "deuxieme", "troisieme", "quatrieme", "cinquieme"),
        *("sixieme", "septieme", "huitieme", "neuvieme", "dixieme", "demi", "demie", "quart"),
    }
)
_BESIDE = frozenset(
    {
        *("and", "a", "of", "the", "past", "to", "o", "clock", "point", "dot", "minus", "plus", "percent", "per"),
        *(
            "cent",
            "centime",
            "centimes",
            "dollar",
            "dollars",
            "cents",
            "euro",
            "euros",
            "pound",
            "pounds",
            "degree",
            "degrees",
            "am",
        ),
        *("pm", "hour", "hours", "minute", "minutes", "et", "le", "la", "de", "du", "moins", "virgule", "pour"),
        *("heure", "heures", "midi", "minuit", "degre", "degres"),
    }
)
"""Words that a number in figures has as signs, or that join its parts."""


def without_numbers(heard: Counter[str], shown: Counter[str]) -> Counter[str]:
    """What is heard, less its numbers where captions may write them in the other way."""
    figures, words = _figures(shown), any(text in _NUMBERS for text in shown)
    if figures and any(text in _NUMBERS for text in heard):
        left_out = _NUMBERS | (_BESIDE - set(shown))
        return Counter({text: count for text, count in heard.items() if text not in left_out})
    if words and _figures(heard):
        return Counter({text: count for text, count in heard.items() if not text[0].isdecimal()})
    return heard


def _figures(texts: Counter[str]) -> bool:
    return any(text[0].isdecimal() for text in texts)
