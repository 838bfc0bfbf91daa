"""The sentences: French set as French is set, numbers that agree, and known words in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from picturelock import wording
from picturelock.findings import Finding

TRADES = sorted(path.stem for path in (wording._FOLDER / "fr").glob("*.toml"))
NBSP = "\N{NO-BREAK SPACE}"
APART = re.compile(r"`[^`]*`|\{[^}]*\}|https?://\S+|\d\d:\d\d")
"""Code, fields, addresses and timecodes, which are not set as sentences are."""


def sentences(entry: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(entry, str):
        yield name, APART.sub("x", entry)
        return
    for key, value in entry.items():
        yield from sentences(value, f"{name}/{key}")


@pytest.mark.parametrize("trade", TRADES)
def test_french_is_set_as_french(trade: str) -> None:
    for name, text in sentences(wording.table("fr", trade)):
        assert not re.search(r"\w'\w", text), f"{name}: a straight apostrophe in {text!r}"
        assert not re.search(r" [:;!?»]", text), f"{name}: an ordinary space before punctuation in {text!r}"
        assert not re.search(r"« |«\w|\w[;!?»]", text), f"{name}: no no-break space in {text!r}"
        assert "(s)" not in text, f"{name}: a number that does not agree in {text!r}"


UNITS = "s|ms|LUFS|LKFS|LU|dB|dBTP|Hz|i/s|Mbit/s|kWh|W|%"
NOT_SAID = {
    "fr": (
        r"hors phase", r"audiodescription", r"audiodécrit", r"claquette", r"codes? temporels?", r"étendue de sonie",
        r"concédant", r"titulaire", r"pris (?:quoi )?sur soi", r"tient debout", r"qui échoit", r"à l’oreille",
        r"attestations? de contenu", r"relevés? de musique", r"relevé des œuvres", r"d’après entrée", r"n’est aucun des",
        r"(?:en|aucun n’est|piste .* est) commandée?\b", r"commandez", r"Mb/s", r"fenêtre de la livraison", r"adresser à",
        r"interlaced", r"la destination sur cette", r"en termes de", r"au niveau de",
    ),
    "en": (
        r"speaks? of it", r"is not said is not", r"waiver (?:dead|dies)", r"upon themselves", r"sign anew", r"is no date",
        r"(?:is|are) ordered", r"orders none",
    ),
}  # fmt: skip
"""Words that were mended: the word that stands for each is in docs/glossaire.md."""


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_words_that_were_mended_stay_mended(language: str) -> None:
    forbidden = re.compile("|".join(rf"\b(?:{word})" for word in NOT_SAID[language]), re.IGNORECASE)
    for trade in TRADES:
        if trade.startswith(("captions", "conform", "timeline", "ui.changes", "ui.blender")) and language == "en":
            continue
        for name, text in sentences(wording.table(language, trade)):
            assert not forbidden.search(text), f"{trade}{name}: {text!r}"


def test_french_spaces_hold() -> None:
    """A number and its unit, and the two sides of a no-break space, stay on one line; no space stands twice."""
    for trade in TRADES:
        for name, text in sentences(wording.table("fr", trade)):
            assert not re.search(rf"[x\d] (?:{UNITS})(?![\w/’-])", text), f"{trade}{name}: a unit alone in {text!r}"
            assert "\N{NARROW NO-BREAK SPACE}" not in text, f"{trade}{name}: two kinds of no-break space in {text!r}"
            if not name.startswith(("/demo", "/markers_guide", "/transcribed", "/no_sound", "/waive_terms")):
                assert not re.search(rf"\S[ {NBSP}]{{2,}}\S", text), f"{trade}{name}: two spaces in {text!r}"


def test_one_word_for_one_thing() -> None:
    """The same column, label or kind of file has one name wherever it stands."""
    report, ui = wording.table("fr", "report"), wording.table("fr", "ui")
    readme = wording.table("fr", "package")["kinds"]
    for name in ("owner", "territories", "media", "languages", "kind"):
        assert report["columns"][name] == ui["rights_columns"][name] == ui["rights_draft_columns"][name]
    assert report["columns"]["media"] == ui["spec_labels"]["rights"]["media"]
    labels = ui["spec_labels"]["deliverables"] | ui["spec_labels"]["papers"]
    for name in (
        "slate",
        "textless",
        "music-licences",
        "cue-sheet",
        "chain-of-title",
        "credits",
        "releases",
        "carbon-report",
    ):
        said = report["media_words"].get(name, readme[name])
        assert labels[name].lower() == said.lower() == readme[name].lower(), name
    assert report["limit_names"]["slate_length"] == labels["slate"]


def test_notes_on_sources_speak_french() -> None:
    told = wording.whose(
        "Norms, as summed up by a.b/c: no bars; only its table of contents was read, read 2026-11-22", "fr"
    )
    assert told == (
        f"Norms, d’après le résumé de a.b/c{NBSP}: pas de mire{NBSP}; "
        "seule la table des matières a été lue, lu le 2026-11-22"
    )
    assert wording.whose("Norms, as told by a.b", "en") == "Norms, as told by a.b"


def test_our_own_rules_speak_french() -> None:
    """Whose rule it is stands below each finding: of our own rules not one English word is left."""
    folder = wording._FOLDER.parent
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    rules = sorted(set(re.findall(r'"(Picturelock(?:: |, house convention: |, )[a-zA-Z0-9][^"{}]*)"', code)))
    assert len(rules) > 60
    said = {rule: wording.whose(rule, "fr") for rule in rules if not rule.endswith("without leaving the edit.")}
    english = re.compile(r"\b(?:the|is|are|of|and|what|with|that|who|which|by|nobody)\b")
    assert not {rule: told for rule, told in said.items() if english.search(told)}


def test_values_of_a_spec_are_told_in_words() -> None:
    facts = {"file": "m.mov", "spec": "Canal", "found": "progressive", "wanted": "interlaced-top, interlaced-bottom"}
    told = wording.message(Finding("qc.scan", "error", evidence=facts), "fr")
    assert "entrelacé, trame supérieure d’abord ou entrelacé, trame inférieure d’abord" in told
    assert wording.quantity("-0.3 correlation", "fr") == "-0,3" and wording.quantity("-0.3 correlation", "en") == "-0.3"
    facts = {"key": "picture.bits", "reason": "is 'one of'; expected a number such as \"10\""}
    assert wording.message(Finding("spec.wrong", "error", evidence=facts), "fr") == (
        f"picture.bits vaut 'one of'{NBSP}; attendu{NBSP}: un nombre comme \"10\"."
    )


@pytest.mark.parametrize("language", wording.LANGUAGES)
@pytest.mark.parametrize("trade", TRADES)
def test_a_count_agrees_with_what_is_counted(trade: str, language: str) -> None:
    for name, text in sentences(wording.table(language, trade)):
        assert "(s)" not in text, name


def test_french_advice_speaks_to_the_reader() -> None:
    """The imperative, second person plural: "Refermez le trou", never "Refermer le trou"."""
    for trade in TRADES:
        for name, entry in wording.table("fr", trade).items():
            advice = entry.get("fix", "") if isinstance(entry, dict) else ""
            assert not re.match(r"(Ne pas|Y|Le|La|Les|En)? ?[A-ZÉa-z][a-zéèêîûç]+(er|ir|re|oir)\b", advice), (
                trade,
                name,
            )


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("42 characters", "42 characters", "42 caractères"),
        ("1 f", "1 frame", "1 image"),
        ("2 f", "2 frames", "2 images"),
        ("0.2 LU", "0.2 LU", "0,2 LU"),
        ("-23 LUFS", "-23 LUFS", "-23 LUFS"),
        ("5/6 s", "0.83 s", "0,83 s"),
        ("4/3 s", "1.33 s", "1,33 s"),
        ("5/2 s", "2.5 s", "2,5 s"),
        ("1/0 s", "1/0 s", "1/0 s"),
    ],
)
def test_a_limit_says_its_unit(text: str, english: str, french: str) -> None:
    assert wording.quantity(text, "en") == english.replace(" ", NBSP, 1)
    assert wording.quantity(text, "fr") == french.replace(" ", NBSP, 1)


def test_half_a_second_is_said_as_people_say_it() -> None:
    assert [wording.quantity("1/2 s", language) for language in wording.LANGUAGES] == [
        "half a second",
        "une demi-seconde",
    ]


def test_nothing_is_said_of_none() -> None:
    facts = {"cue": "4", "before": "3", "gap_frames": 5, "least_frames": 0, "limit": "1 s"}
    assert wording.fix(Finding("captions.close-gap", "error", evidence=facts), "en").startswith(
        "Let caption 3 stay until caption 4 comes,"
    )
    table = {"cue": "1", "seconds": 1.2, "needed_seconds": 2.62, "words": 5, "characters": 30}
    told = Finding("captions.reading-time", "error", evidence={**table, "limit": "12/1 20/2 characters/s"})
    assert wording.message(told, "en").endswith("(the profile’s reading table).")
    words = {"words": 1, "language": "und", "seconds": 25.4, "text": "Hi"}
    heard = Finding("accessibility.speech-uncaptioned", "error", evidence=words)
    assert wording.message(heard, "en").startswith("1 word (25.4 s) has")
    assert wording.fix(heard, "en").startswith("Caption it;")


@pytest.mark.parametrize("text", ["", "42", "a lot of characters", "{0} f", "1e9 f", "٤ f"])
def test_what_is_no_limit_stays_as_it_is(text: str) -> None:
    assert wording.quantity(text, "fr") == text


def test_known_words_are_translated_and_others_kept() -> None:
    assert wording.terms("broadcast, vod, Kiosk 4", "fr") == "télédiffusion, VàD, Kiosk 4"
    assert wording.terms("WORLD", "fr") == "monde entier"
    assert wording.terms("WORLD -US -CA; all", "fr") == f"monde entier sauf US, CA{NBSP}; tous"
    assert wording.terms("WORLD -US; vod", "en") == "WORLD except US; VOD"
    assert wording.terms("2026-03-02 – perpetual", "fr", "window_words") == "2026-03-02 – sans limite"
    assert wording.place("entry 3, end", "fr") == "entrée 3, end" and wording.place("line 7", "en") == "line 7"
    assert wording.limit_name("max_characters", "fr") == "Caractères par ligne"
    assert wording.limit_name("max_hats", "fr") == "max_hats"
    assert wording.whose("Netflix, Guide, 2, read 2026-11-22", "fr") == "Netflix, Guide, 2, lu le 2026-11-22"
    assert wording.whose("Picturelock, house convention", "fr") == "Picturelock, convention maison"


def test_evidence_is_worded_where_a_template_asks_for_it() -> None:
    missing = Finding(
        "rights.medium", "error", evidence={"source": "a.mov", "missing": "broadcast, vod", "holders_fr": "X"}
    )
    assert wording.message(missing, "fr").endswith("télédiffusion, VàD. Au registre\u00a0: X.")
    unused = Finding("rights.unused-entry", "info", evidence={"asset": "Z*", "entry": "entry 1", "owner": "X"})
    assert "(entrée 1, X)" in wording.message(unused, "fr") and "(entry 1, X)" in wording.message(unused, "en")


def test_the_terminal_says_the_verdict_in_the_words_of_the_report() -> None:
    for language in wording.LANGUAGES:
        states = wording.table(language, "report")["states"]
        said = {
            "open": wording.say("delivered", language, folder="out"),
            "closed": wording.say("gate_closed", language),
        }
        for state, sentence in said.items():
            for word in states[state].split():
                assert word.lower() in sentence.lower(), sentence


def test_one_is_singular() -> None:
    assert wording.say("markers_written", "en", count=1, file="m.edl").startswith("✓ 1 marker written")
    assert wording.say("captioned", "en", cues=0, file="c.srt").startswith("✓ 0 captions written")
    assert wording.say("captioned", "fr", cues=0, file="c.srt").startswith("✓ 0 sous-titre écrit ")


def test_quotation_marks_are_not_doubled() -> None:
    nbsp = "\N{NO-BREAK SPACE}"
    assert wording.quoted("Oui.", "fr") == f"«{nbsp}Oui.{nbsp}»" and wording.quoted("Yes.", "en") == "“Yes.”"
    assert wording.quoted(f"«{nbsp}Non{nbsp}»", "fr") == f"«{nbsp}Non{nbsp}»"
    assert (
        wording.quoted("Il dit « non ».", "fr") == "“Il dit « non ».”"
        and wording.quoted("Say “no”.", "en") == "‘Say “no”.’"
    )


def test_a_loss_says_where_it_is_and_what_to_do() -> None:
    assert wording.remedy("tracks", "en") == "Write a list for each track: --tracks V2."
    assert wording.remedy("effects: Blur", "en") == wording.remedy("anything", "en") != ""
