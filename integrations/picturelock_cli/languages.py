"""Codes of languages as people type them: BCP 47, checked before any work is done."""

from __future__ import annotations

import re
from collections.abc import Callable

from picturelock.errors import UsageError

_LIST = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
    en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu
    ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na
    nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn
    so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
TWO_LETTERS = frozenset(_LIST.split())
"""ISO 639-1. The three-letter codes of ISO 639-3 are some 8,000 (moe, atj, fcs …): of those only the shape is checked."""
_SHAPE = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.IGNORECASE | re.ASCII,
)
_LONGEST = 60
_SHORTER = {
    "ara": "ar", "chi": "zh", "dan": "da", "deu": "de", "dut": "nl", "eng": "en", "fin": "fi", "fra": "fr", "fre": "fr",
    "ger": "de", "heb": "he", "hin": "hi", "iku": "iu", "ita": "it", "jpn": "ja", "kor": "ko", "nld": "nl", "nor": "no",
    "pol": "pl", "por": "pt", "rus": "ru", "spa": "es", "swe": "sv", "tur": "tr", "ukr": "uk", "zho": "zh",
}  # fmt: skip
"""Three letters where BCP 47 wants two."""
_MEANT = {
    "anglais": "en", "english": "en", "francais": "fr", "français": "fr", "french": "fr", "vf": "fr",
    "vff": "fr-FR", "vfq": "fr-CA", "quebec": "fr-CA", "québec": "fr-CA", "quebecois": "fr-CA", "québécois": "fr-CA",
    "german": "de", "deutsch": "de", "allemand": "de", "spanish": "es", "español": "es", "espagnol": "es",
    "italian": "it", "italien": "it", "portuguese": "pt", "portugais": "pt", "inuktitut": "iu", "gr": "el", "jp": "ja",
    "cn": "zh", "cz": "cs", "dk": "da", "kp": "ko", "ua": "uk", "us": "en-US", "gb": "en-GB", "qc": "fr-CA",
}  # fmt: skip
"""Names, and codes of countries, that people type for a language."""
_REGIONS = {"UK": "GB", "QC": "CA", "EN": "GB", "QU": "CA"}
"""Regions that are no countries, and those that are meant."""


def language(option: str, *others: str) -> Callable[[str], str]:
    """The type of an option that names a language; others: words that it takes besides ("auto")."""
    return lambda text: text if text in others else language_tag(text, option)


def language_tag(text: str, option: str) -> str:
    """A language as BCP 47 writes it: "fr", "fr-CA", "zh-Hant". Raises UsageError, with what may be meant."""
    from picturelock.rights.territories import CODES

    tag = text.strip().replace("_", "-")
    match = _SHAPE.fullmatch(tag) if len(tag) <= _LONGEST else None
    if match is None:
        raise _no_language(text, option, _nearest(tag))
    primary, region = match["language"].lower(), (match["region"] or "").upper()
    primary = _SHORTER.get(primary, primary)
    if len(primary) == 2 and primary not in TWO_LETTERS:
        raise _no_language(text, option, _nearest(tag))
    if len(region) == 2 and region not in CODES:
        raise _no_language(text, option, "-".join(filter(None, (primary, _REGIONS.get(region)))))
    return "-".join(filter(None, (primary, (match["script"] or "").title(), region))) + match["rest"]


def _nearest(tag: str) -> str:
    """A tag that may have been meant, or ""."""
    first, _, second = tag.lower().partition("-")
    known = (
        _MEANT.get(tag.lower()) or _MEANT.get(first) or _SHORTER.get(first) or (first if first in TWO_LETTERS else "")
    )
    region = second[:2].upper()
    return f"{known}-{region}" if "-" not in known and known and region in ("CA", "FR", "GB", "US") else known


def _no_language(text: str, option: str, meant: str) -> UsageError:
    hint = f"Did you mean {meant}?" if meant else "Usual are en, en-CA, fr, fr-CA and fr-FR."
    return UsageError(f"{option} {text!r:.40} is no language; expected a code such as en, fr or fr-CA.", hint=hint)
