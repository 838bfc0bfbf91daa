"""Captions for the deaf and hard of hearing: sounds and speakers labelled, and music noted, as the profile has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from picturelock.findings import Finding, Severity
from picturelock.subtitling.rules.text_base import GAP, Correction, check_all, clip
from picturelock.subtitling.subject import Event, Subject


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BRACKETS = {"[": "]", "(": ")", "": ""}
_INNER = r"[^\[\](){}\n]{1,200}"
_SOUND = re.compile(
    rf"^(?P<dash>[-–] ?)?(?:\[(?P<a>{_INNER})\]|\((?P<b>{_INNER})\)|\{{(?P<c>(?!\\){_INNER})\}})(?={GAP}*$)"
    rf"|^(?P<mark>[\[({{])(?P<d>(?!\\){_INNER}\n{_INNER})[\])}}](?={GAP}*$)",
    re.M,
)
"""A line that is a label and nothing else, or two lines that are one."""
_NAME = r"[^\W\d_][\w.'’ -]{0,28}"
_SPEAKER = re.compile(
    rf"^(?P<dash>[-–] ?)?(?:\[(?P<a>{_NAME})\]|\((?P<b>{_NAME})\)|(?P<c>[^\W\d_a-zß-öø-ÿ][^a-zß-öø-ÿ\n:\[\]()]{{1,28}}):)"
    rf"{GAP}+(?=\S)",
    re.M,
)
_INLINE = re.compile(r"\[(?P<a>[^\W\d_][\w.'’ -]{0,60})\]|\((?P<b>[^\W\d_][\w.'’ -]{0,60})\)")
"""A label on a line with something else, or an aside."""
_SOUNDS = _words(
    """
    applause barking barks beeping beeps breathes chants cheering cheers chuckles chuckling clears coughing coughs
    creaks cries crying exhales explosion gasps giggles giggling groans growls grunts gunshot gunshots hiccups hums
    humming inhales knocking knocks laughing laughs laughter moans mumbles mumbling music mutters panting pants ringing
    rings scoffs screaming screams shouting shouts shudders sighing sighs singing sings slams sneezes snickers sniffles
    sniffs snores snorts sobbing sobs stammers thunder whimpers whispering whispers whistles whistling yawns yells
    aboie aboiements applaudissements bâille chante chuchote cris crie explosion gémit gémissements grincement grogne
    hurle klaxon marmonne murmure musique pleure pleurs renifle ricane rire rires rit sanglote sanglots sifflement
    siffle sonnerie soupir soupire soupirs tonnerre tousse toux
    """
)
"""What a label between other words is one of; without such a word, brackets there are an aside."""
_PEOPLE = _words(
    """
    all announcer anchor boy boys both child children crowd driver everyone father girl girls man men mother narrator
    officer operator others player reporter speaker teacher voice woman women annonceur chœur enfant enfants femme
    femmes fille foule garçon homme hommes journaliste mère narrateur narratrice père tous toutes voix
    """
)
"""What somebody without a name is called by, in lower case too."""
_NOTES = "♪♫♬♩"
_NOTED = re.compile(rf"[{_NOTES}]|^#{GAP}?\S.*#$", re.M)
_ENDS = re.compile(rf"^(?P<dash>[-–] ?)?[{_NOTES}#]+{GAP}*|{GAP}*[{_NOTES}#]+$")
_HASHED = re.compile(r"^#.*\S#$", re.S)


def _deaf(convention: str) -> object:
    return lambda subject: subject.captions.kind == "sdh" and bool(subject.profile.says(convention))


def _case_fits(words: str, wanted: str) -> bool:
    """True where the letters need no change: only brackets may then differ."""
    letters = [sign for sign in wanted if sign.isalpha()]
    return words.isupper() if all(sign.isupper() for sign in letters) else not words.isupper()


def _names(label: str) -> bool:
    """True for a label that says who speaks, not what is heard."""
    words = re.findall(r"\w+", label)
    lower = [word.lower() for word in words]
    if not lower or lower[0] in _SOUNDS or lower[-1] in _SOUNDS:
        return False
    return not words[0][0].islower() or bool(_PEOPLE & set(lower))


def _heard(match: re.Match[str]) -> bool:
    """True for a label beside other words that says what is heard."""
    label, line = match["a"] or match["b"], match.string[: match.start()].rpartition("\n")[2]
    words = label.lower().split()
    if words[0] in _SOUNDS or words[-1] in _SOUNDS:
        return True
    return not line.strip("-– ") and label[0].islower() and not _names(label)


def _sound(event: Event, subject: Subject) -> str:
    """A label of a sound, on a line of its own or beside words, in the profile's brackets; its letters stay as they are."""
    wanted = subject.profile.says("sound_label")
    opening = wanted[0] if wanted[0] in "[(" else ""

    def label(match: re.Match[str]) -> str:
        words = match["a"] or match["b"] or match["c"] or match["d"]
        if not opening or not _case_fits(words, wanted):
            return match[0]
        return f"{match['dash'] or ''}{opening}{words}{_BRACKETS[opening]}"

    def beside(match: re.Match[str]) -> str:
        words = match["a"] or match["b"]
        fits = opening and _heard(match) and _case_fits(words, wanted)
        return f"{opening}{words}{_BRACKETS[opening]}" if fits else match[0]

    return _INLINE.sub(beside, _SOUND.sub(label, event.text))


def _speaker(event: Event, subject: Subject) -> str:
    """The name before what somebody says, as the profile sets it; its letters stay as they are."""
    wanted = subject.profile.says("speaker_label")
    opening = wanted[0] if wanted[0] in "[(" else ""

    def label(match: re.Match[str]) -> str:
        name = match["a"] or match["b"] or match["c"]
        if wanted in ("colour", "none") or not (_names(name) and _case_fits(name, wanted)):
            return match[0]
        set_ = f"{opening}{name}{_BRACKETS[opening]}" if opening else f"{name}:"
        return f"{match['dash'] or ''}{set_} "

    return _SPEAKER.sub(label, event.text)


def _music(event: Event, subject: Subject) -> str:
    """Sung text between the profile's signs: at the start of the caption and, where it has two, at its end."""
    wanted = subject.profile.says("music")
    note, closes = wanted[0], wanted.endswith(wanted[0])
    text = event.text
    first = text[0] in _NOTES or (text[0] in "-–" and text.lstrip("-– ")[:1] in tuple(_NOTES))
    hashed = bool(_HASHED.match(text))
    if not (first or hashed) or not text.strip(_NOTES + "# \n-–"):
        return text
    signs = re.compile(f"[{_NOTES}]")
    lines = [signs.sub(note, line) for line in text.split("\n")]
    if len(lines) > 1 and any(line[:1] in "-–" for line in lines):
        return "\n".join(_noted(line, note, closes) if note in line else line for line in lines)
    inner = [_ENDS.sub(lambda match: match["dash"] or "", line).strip() for line in lines]
    every = len(lines) > 1 and all(line.startswith(note) for line in lines)
    if every:  # a note on every line is a house's way as well
        return "\n".join(_noted(line, note, closes) for line in lines)
    inner[0] = f"{note} {inner[0]}"
    inner[-1] += f" {note}" if closes else ""
    return "\n".join(inner)


def _noted(line: str, note: str, closes: bool) -> str:
    match = re.match(r"[-–] ?", line)
    dash = match[0] if match else ""
    words = line[len(dash) :].strip(f"{_NOTES}# ")
    return f"{dash}{note} {words}{f' {note}' if closes else ''}" if words else line


_LABELS = re.compile(rf"{_SOUND.pattern}|{_INLINE.pattern.replace('<a>', '<e>').replace('<b>', '<f>')}", re.M)
SOUND = Correction("sound-label", _LABELS, _sound, "sound_label", applies=_deaf("sound_label"))  # type: ignore[arg-type]
SPEAKER = Correction("speaker-label", _SPEAKER, _speaker, "speaker_label", applies=_deaf("speaker_label"))  # type: ignore[arg-type]
MUSIC = Correction("music-notes", _NOTED, _music, "music", applies=lambda subject: bool(subject.profile.says("music")))


def check(subject: Subject) -> Iterator[Finding]:
    """See the top of this module. A label whose letters have the wrong case is found too, and left to a person."""
    yield from check_all(subject, SOUND, SPEAKER, MUSIC)
    if subject.captions.kind != "sdh":
        return
    for convention in ("sound_label", "speaker_label"):
        wanted = subject.profile.says(convention)
        if not wanted or wanted == "colour":
            continue
        for event in subject.page.having(_LABELS if convention == "sound_label" else _SPEAKER):
            name, label = next(_labels(event.text, convention), ("", ""))
            if name and (wanted == "none" or not _case_fits(name, wanted)):
                otherwise = wanted != "none" and wanted[0] in "[(" and label[0] != wanted[0]
                severity: Severity = "warning" if otherwise else "info"
                yield subject.remark("label-case", event, severity, convention, text=clip(label))


def _labels(text: str, convention: str) -> Iterator[tuple[str, str]]:
    """The words of each label of a sound or of a speaker, and the label itself, in order."""
    for match in (_SOUND if convention == "sound_label" else _SPEAKER).finditer(text):
        named = next((one for key, one in match.groupdict().items() if one and key in "abcd"), "")
        if convention == "sound_label" or _names(named):
            yield named, match[0].removeprefix(match["dash"] or "").strip()
    if convention == "sound_label":
        yield from ((match["a"] or match["b"], match[0]) for match in _INLINE.finditer(text) if _heard(match))
