"""Capitals: the English I, the start of a sentence, and captions that shout."""

from __future__ import annotations

import re
from collections.abc import Iterator

from picturelock.findings import Finding
from picturelock.subtitling.rules.text_base import Correction, check_all, clip, english, text_only
from picturelock.subtitling.subject import Event, Subject

ENGLISH_I = "Picturelock: English writes I with a capital (one of Subtitle Edit's common errors)"
SENTENCE = "Picturelock: a sentence starts with a capital (one of Subtitle Edit's common errors)"
SHOUTING = "Picturelock: a caption in capitals is read as shouting, and more slowly"

_SMALL_I = re.compile(r"(?<![\w'’.&@/<-])i(?=['’](?:m|ll|ve|d)\b|[^\w.'’)&@/>-]|\.(?!\w)|$)", re.M)
_LOWER = "a-zß-öø-ÿœ"
_INSIDE = re.compile(rf"(?P<word>[^\W\d_]{{2,}})(?P<end>[.?!])(?P<gap>[ \n\u00a0])(?P<first>[{_LOWER}])")
_NEXT_WORD = re.compile(rf"[{_LOWER}][\w'’@.-]*(?:://)?")
_STARTS = re.compile(rf"[\"“«]?(?:[-–] ?)?(?P<first>[{_LOWER}])")
_ENDED = re.compile(r"(?:^|[^\w.])(?P<word>[^\W\d_]{2,})(?P<end>[.?!])$")
_ABBREVIATIONS = (
    "mr mrs ms dr st vs etc no jr sr prof inc ltd co corp approx dept est ft gen gov hon lt sgt capt cmdr col maj min max mt vol "
    "fig mm mme mlle me pr cf env av bd hab éd tél art chap ex pp cie mgr"
)
_NAMED_SMALL = "de du von van der da di le la d l iphone ipad ipod ebay imac"
_ABBREVIATED, _SMALL_NAMES = frozenset(_ABBREVIATIONS.split()), frozenset(_NAMED_SMALL.split())
_REACH_S = 4  # seconds after which a caption no longer goes on with the sentence before
_MANY = re.compile(r"[^\W\d_]{2,}")


def _capital_i(text: str) -> str:
    return _SMALL_I.sub("I", text)


def _capitals(event: Event, subject: Subject) -> str:
    text = _INSIDE.sub(lambda match: _raised(match, event.text, subject.language), event.text)
    return _first_capital(event, subject, text)


def _raised(match: re.Match[str], text: str, language: str) -> str:
    word, start = match["word"], match.start()
    following = _NEXT_WORD.match(text, match.start("first"))
    kept = (
        word.lower() in _ABBREVIATED
        or (start and text[start - 1] in ".'’-@/&")
        or (match["end"] != "." and (language != "en" or not (word.islower() or _opens(text, start))))
        or _never_raised(following[0] if following else "")
        or _misread_i(following[0] if following else "", language)
        or "♪" in text
    )
    return match[0] if kept else match[0][:-1] + match["first"].upper()


def _opens(text: str, at: int) -> bool:
    """True for the first word of a caption or of a sentence in it, which has its capital for that."""
    return text[max(at - 10, 0) : at].rstrip(' \n"“«-')[-1:] in ("", ".", "?", "!")


def _never_raised(word: str) -> bool:
    """Also abbreviations (i.e.) and addresses."""
    word = word.rstrip(".")
    return not word.islower() or word in _SMALL_NAMES or "." in word or "@" in word or word.endswith("://")


def _misread_i(word: str, language: str) -> bool:
    """True for "l'm": a scanned I, which is another rule's."""
    return language == "en" and word[:2] in ("l", "l'", "l’")


def _first_capital(event: Event, subject: Subject, text: str) -> str:
    """The text with a capital, where the caption just before it has ended its sentence."""
    match = _STARTS.match(text)
    if match is None or not event.number or "♪" in text:
        return text
    before = subject.events[event.number - 1]
    ended = _ENDED.search(before.text)
    word = _NEXT_WORD.match(text, match.start("first"))
    late = event.start - before.end > _REACH_S * subject.rate.nominal
    if (
        ended is None
        or late
        or ended["word"].lower() in _ABBREVIATED
        or (ended["end"] != "." and subject.language != "en")
        or _never_raised(word[0] if word else "")
        or _misread_i(word[0] if word else "", subject.language)
        or "♪" in before.text
    ):
        return text
    at = match.start("first")
    return text[:at] + text[at].upper() + text[at + 1 :]


LOWER_I = Correction("lower-case-i", _SMALL_I, text_only(_capital_i), ENGLISH_I, applies=english)
CAPITAL = Correction(
    "sentence-case",
    re.compile(rf"(?<=[.?!\n][ \n\u00a0])[\"“«-]{{0,2}} ?[{_LOWER}]"),
    _capitals,
    SENTENCE,
    applies=lambda subject: subject.language in ("en", "fr"),
)


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. A file that is in capitals throughout is its house's way, and not found."""
    yield from check_all(subject, LOWER_I, CAPITAL)
    if subject.captions.kind == "forced":
        return
    loud = [event for event in subject.events if _shouts(event)]
    if 2 * len(loud) <= len(subject.events):
        for event in loud:
            yield subject.remark("shouting", event, "info", SHOUTING, text=clip(event.text))


def _shouts(event: Event) -> bool:
    """Three words or more in capitals, and no label."""
    lines = event.lines
    return bool(lines) and lines[0].isupper() and lines[0][0] not in "[(" and _all_capitals(event.text)


def _all_capitals(text: str) -> bool:
    return text.isupper() and len(_MANY.findall(text)) >= 3
