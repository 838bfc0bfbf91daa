"""Every fix of the registry: it mends and harms nothing, does so once and for all, and touches no word unless it says so."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from picturelock import profiles, registry, wording
from picturelock.cues import Captions, Cue, Kind, Run, plain
from picturelock.errors import UnknownName
from picturelock.profiles import Convention, Profile
from picturelock.subtitling.fixes.base import Fix
from picturelock.subtitling.fixes.run import all_fixes, mend, reason, select
from picturelock.subtitling.judge import judge
from picturelock.subtitling.subject import Subject
from picturelock.times import FrameRate, Span

RATE = FrameRate(25)
SOURCE = "Nobody, read 2026-11-22"
STATED = {
    "en": {
        "dual_speaker": "-Text", "ellipsis": "…", "interruption": "--", "numbers": "1-10", "sound_label": "[sound]",
        "speaker_label": "[NAME]", "music": "♪ text ♪", "characters": "netflix", "position": "top or bottom",
    },
    "fr": {
        "dual_speaker": "- Text", "ellipsis": "...", "interruption": "…", "numbers": "1-9", "sound_label": "(SOUND)",
        "speaker_label": "NAME:", "music": "# text #", "characters": "cea-608", "italics": "no", "colours": "sme",
    },
}  # fmt: skip
TEXTS = {
    "en": (
        " Hello  there ,you.", "- Hi...\n- Bye.", "i think i'm here.\nand you", "(door slams)", "♪La la la", "♪ La\nla ♪",
        "I have 3 cats and twenty-five dogs.", "25 people came.", "It’s the the best", "It's", "CafÃ© &amp; <i>tea</i>",
        "{\\an8}Up here", "", " \n ", "He said it. then left.", "l'm here | think", "-Who is it? -Me.", "MARY: Hello.",
        "I was going to-", "Stop that!\n-No.", "-Alone here", "What?.. No,, yes....", "'‘Quoted’' ''too''", "“Open", '"Shut"',
        "[sighs", "sighs]", "The quick brown fox jumps over the lazy dog and then it runs away into the forest never to be seen",
        "This is the\nend", "We had never seen a\ntown so far away from the sea.", "STOP DOING THAT NOW", "a\u200bb\u00adc\ufeff",
        "lost \ufffd letter", "two..dots", "&amp;amp;amp;lt;i&gt;", "<b></i>", "heIIo", "Hello,world.This is it", "x" * 60,
        "Same again here.", "Same again here.", "שלום\u200f עולם", "日本語の字幕、です。", "e\u0301te\u0301 ,ok", "👍🏽 fine 😀",
    ),
    "fr": (
        "Bonjour! Ça va?", "- Oui.\n-Non.", '"Allez", dit-il.', "Il a 5 chats et vingt-deux chiens.", "l'ami de l’autre",
        "C'est ...bien", "« Ouvert", "Cœur ; Œuvre…", "(porte qui claque)", "MARIE : Viens !", "de de la", "Il est 12h30 : 20 %",
        "50€ ou $5", "Je suis le\nplus fort de tous.", "Voilà une chose que je\nne veux plus jamais revoir ici.", "M. Untel",
        "Je voulais-", "♪ Au clair\nde la lune", "#Au clair#", "", "Ã‰tÃ©", "l´été", "Non.. si", "25 personnes.", "2 personnes",
        "oui. il vient", "Attends… —\nQuoi ?", "[MUSIQUE]", "«Non»,dit-elle", "Qu'est-ce que c'est que ça ? - Rien.",
    ),
}  # fmt: skip


def stated(language: str) -> Profile:
    style = {name: Convention(name, text, SOURCE, True) for name, text in STATED[language].items()}
    return replace(profiles.load({"en": "netflix-en", "fr": "netflix-fr"}[language]), style=MappingProxyType(style))


def subject(language: str, *texts: str, kind: Kind = "sdh", frames: int = 75, gap: int = 2) -> Subject:
    cues, at = [], 0
    for number, text in enumerate(texts, start=1):
        span = Span(RATE.time_of(at), RATE.time_of(at + frames))
        cues.append(Cue(span, plain(text), str(number)))
        at += frames + gap
    return Subject(Captions(tuple(cues), language, kind), stated(language), RATE, "a.srt")


def styled() -> Subject:
    """Captions in many styles, places and times."""
    runs = (
        (Run("He "), Run("said", italic=True), Run("  no"), Run("", tags=(("srt.raw", "</i>"),))),
        (Run("...ok", color="red"),),
    )
    base = subject("fr", "Un", "Deux", "Trois", "Quatre")
    cues = list(base.captions.cues)
    cues[1] = replace(cues[1], lines=runs, extras=(("note", "keep me"),))
    cues[2] = replace(cues[2], span=Span(cues[1].span.start + 7, cues[3].span.start + RATE.frame))
    cues[3] = replace(cues[3], lines=((Run(""),), (Run("x "),), (Run(" y", underline=True),)))
    return replace(base, captions=replace(base.captions, cues=tuple(cues)))


def letters(captions: Captions) -> str:
    """All that is said: without tags and entities, spaces and punctuation, case and accents apart."""
    text = " ".join(cue.text for cue in captions.cues)
    for _ in range(4):
        text = html.unescape(text)
    text = re.sub(r"</?\w+>|\{[^}]*\}", "", text)
    return "".join(sign for sign in unicodedata.normalize("NFC", text).casefold() if sign.isalnum())


SUBJECTS = {
    "nothing": subject("en"),
    "english": subject("en", *TEXTS["en"]),
    "french": subject("fr", *TEXTS["fr"]),
    "english, fast": subject("en", *TEXTS["en"], frames=20, gap=0),
    "french, no kind": subject("fr", *TEXTS["fr"], kind="sub", gap=8),
    "another language": subject("en", *TEXTS["fr"]),
    "styled": styled(),
}


@pytest.fixture(params=SUBJECTS.values(), ids=SUBJECTS.keys())
def given_captions(request: pytest.FixtureRequest) -> Subject:
    found: Subject = request.param
    return found


@pytest.fixture(params=registry.CAPTION_FIXES)
def fix(request: pytest.FixtureRequest) -> Fix:
    found: Fix = registry.load(registry.CAPTION_FIXES[request.param])
    assert found.name == request.param
    return found


def test_it_is_worded(fix: Fix) -> None:
    for language in wording.LANGUAGES:
        assert wording.say(f"fix_{fix.name}", language)
        for rule in fix.rules:
            assert wording.title(rule, language)


def test_it_mends_once_and_makes_no_fault(fix: Fix, given_captions: Subject) -> None:
    before = Counter(finding.rule for finding in judge(given_captions))
    done = mend(given_captions, [fix])
    after = replace(given_captions, captions=done.captions)
    new = Counter(finding.rule for finding in judge(after))
    assert set(new) <= set(before)
    assert tuple(judge(after)) == done.findings
    again = mend(after, [fix])
    assert again.changes == () and again.captions == done.captions
    assert mend(given_captions, [fix]) == done


def test_it_keeps_words_unless_it_says_so(fix: Fix, given_captions: Subject) -> None:
    done = fix.apply(given_captions)
    if fix.words:
        assert all(change.words for change in mend(given_captions, [fix]).changes)
    elif fix.name == "duplicates":
        assert set(letters(done)) <= set(letters(given_captions.captions))
    else:
        assert letters(done) == letters(given_captions.captions)


def test_it_is_settled_at_once(fix: Fix, given_captions: Subject) -> None:
    once = fix.apply(given_captions)
    twice = fix.apply(replace(given_captions, captions=once))
    assert [cue.text for cue in twice.cues] == [cue.text for cue in once.cues]


def test_all_together_leave_nothing_that_they_could_mend(given_captions: Subject) -> None:
    fixes = select(words=True)
    done = mend(given_captions, fixes)
    assert {finding.rule for finding in done.findings} <= {finding.rule for finding in done.before}
    again = mend(replace(given_captions, captions=done.captions), fixes)
    assert again.captions == done.captions
    assert all(reason(finding, fixes) in ("none", "refused") for finding in done.findings)


SIGNS = st.text(
    st.sampled_from(list("aiI lé'’\"“”«»-–—.,…;:!?()[]{}<>/\\&#|♪ \n\t12 \u00a0\u200b\ufffdÃ©â€™ßœ\u0301א日😀")),
    max_size=60,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(SIGNS, min_size=1, max_size=4), language=st.sampled_from(["en", "fr"]))
def test_any_text_is_survived_and_settled(texts: list[str], language: str) -> None:
    start = subject(language, *texts)
    done = mend(start, select(words=True))
    assert {finding.rule for finding in done.findings} <= {finding.rule for finding in done.before}


@pytest.mark.parametrize("name", list(registry.CAPTION_FIXES))
@settings(max_examples=25, deadline=None)
@given(texts=st.lists(SIGNS, min_size=1, max_size=3), language=st.sampled_from(["en", "fr"]))
def test_any_text_is_settled_at_once(name: str, texts: list[str], language: str) -> None:
    fix = select([name])[0]
    once = fix.apply(subject(language, *texts))
    twice = fix.apply(replace(subject(language), captions=once))
    assert [cue.text for cue in twice.cues] == [cue.text for cue in once.cues]


def test_names_choose_and_words_are_asked_for() -> None:
    assert [fix.name for fix in select(["numbers", "spaces"])] == ["spaces", "numbers"]
    assert not any(fix.words for fix in select())
    assert select(words=True) == all_fixes()
    with pytest.raises(UnknownName, match="spaces"):
        select(["space"])


def test_styles_and_notes_survive() -> None:
    done = mend(styled(), select(["spaces", "loose-tags", "italics"]))
    cue = done.captions.cues[1]
    assert cue.text == "He said no\n...ok" and cue.extras == (("note", "keep me"),)
    assert [run.text for run in cue.lines[0]] == ["He said no"] or all(not run.italic for run in cue.lines[0])
    assert cue.lines[1][0].color == "red"
    kept = mend(styled(), select(["spaces"])).captions.cues[1]
    assert [(run.text, run.italic) for run in kept.lines[0] if run.text] == [
        ("He ", False),
        ("said", True),
        (" no", False),
    ]


def test_a_note_before_an_empty_caption_goes_on() -> None:
    start = subject("en", "One here.", "", "Two here.")
    cues = list(start.captions.cues)
    cues[1] = replace(cues[1], extras=(("note", "director"),))
    done = mend(replace(start, captions=replace(start.captions, cues=tuple(cues))), select(["empty"]))
    assert [cue.text for cue in done.captions.cues] == ["One here.", "Two here."]
    assert done.captions.cues[1].extras == (("note", "director"),)
    assert [cue.id for cue in done.captions.cues] == ["1", "2"]
