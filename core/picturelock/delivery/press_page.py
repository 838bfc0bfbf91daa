"""The text of a press kit in a language: as Markdown, as a page for a browser, and as a PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from picturelock.delivery.languages import language_names
from picturelock.delivery.press_sheet import sheet
from picturelock.production import Dossier, Person, Production
from picturelock.report.press_pdf import Section, Still, press_pdf
from picturelock.waivers import rules
from picturelock.wording import say, table

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "h1{line-height:1.15}h2{margin-top:2rem;border-bottom:1px solid #ccc}th{text-align:left;padding-right:1.5rem;"
    "font-weight:600;vertical-align:top}figure{margin:0 0 1.5rem}img{max-width:100%;height:auto}figcaption{color:#555}"
    "pre{white-space:pre-wrap;font:inherit}.logline{font-size:1.2rem}@media print{body{margin:0;max-width:none}"
    "figure{break-inside:avoid}}"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A still as the page shows it."""

    web: str
    """Its small file, from the page."""
    full: str
    caption: str


def sections(dossier: Dossier, language: str) -> list[Section]:
    """What the kit says beside its stills, as far as the production says it."""
    words = table(language, "package")["press"]
    press, texts = dossier.production.press, _texts(dossier)
    made = []
    for heading, by_language in (
        (words["logline"], press.loglines),
        (words["synopsis"], {**press.synopses, **texts.get("synopsis", {})}),
    ):
        for code in _order(by_language, language):
            name = heading if code in (language, "") else f"{heading} ({language_names([code], language)})"
            paragraphs = tuple(part.strip() for part in by_language[code].split("\n\n") if part.strip())
            made.append(Section(name, paragraphs, leads=heading == words["logline"]))
    made.append(Section(words["sheet"], rows=tuple(sheet(dossier, language))))
    for code, text in texts.get("credits", {}).items():
        name = (
            words["credits"] if code in (language, "") else f"{words['credits']} ({language_names([code], language)})"
        )
        made.append(Section(name, verbatim=text.strip()))
    contact = tuple(
        (one.name, ", ".join(filter(None, (_role(one, language), one.contact))))
        for one in press_people(dossier.production)
    )
    made.append(Section(words["contact"], rows=contact))
    return [one for one in made if one.paragraphs or one.rows or one.verbatim]


def press_people(production: Production) -> tuple[Person, ...]:
    """Whom journalists may write to: the people for the press, else producers whose address is given; nobody else."""
    known = rules.load()
    press = tuple(one for one in production.people if "press" in known.names_of(one.role))
    producers = (one for one in production.people if "producer" in known.names_of(one.role) and one.contact)
    return press or tuple(producers)


def _role(person: Person, language: str) -> str:
    """A role in words of a language; one that is not known as the production has it."""
    names = rules.load().names_of(person.role)
    return say(f"role_{names[0]}", language) if names else person.role


def markdown(title: str, parts: Sequence[Section], pictures: Sequence[Picture], language: str) -> str:
    """The kit as Markdown."""
    lines = [f"# {_plain(title)}", ""]
    for part in parts:
        lines += [f"## {_plain(part.heading)}", ""]
        for paragraph in part.paragraphs:
            lines += [_plain(paragraph), ""]
        if part.rows:
            lines += ["| | |", "|---|---|", *(f"| {_plain(name)} | {_plain(value)} |" for name, value in part.rows), ""]
        if part.verbatim:
            lines += [*(f"    {line}" for line in part.verbatim.splitlines()), ""]
    if pictures:
        lines += [f"## {table(language, 'package')['press']['stills']}", ""]
        lines += [
            line
            for one in pictures
            for line in (f"![{_plain(one.caption)}](<{one.web}>)", "", f"[{_plain(one.caption)}](<{one.full}>)", "")
        ]
    return "\n".join(lines).rstrip() + "\n"


def page(title: str, parts: Sequence[Section], pictures: Sequence[Picture], language: str) -> str:
    """The kit as one page that needs nothing but its stills."""
    words = table(language, "package")["press"]
    body = [f"<h1>{escape(title)}</h1>"]
    for part in parts:
        body.append(f"<h2>{escape(part.heading)}</h2>")
        kind = ' class="logline"' if part.leads else ""
        body += [f"<p{kind}>{escape(paragraph)}</p>" for paragraph in part.paragraphs]
        if part.rows:
            rows = "".join(
                f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in part.rows
            )
            body.append(f"<table>{rows}</table>")
        if part.verbatim:
            body.append(f"<pre>{escape(part.verbatim)}</pre>")
    if pictures:
        body.append(f"<h2>{escape(words['stills'])}</h2>")
        body += [
            f'<figure><a href="{escape(one.full)}"><img src="{escape(one.web)}" alt="{escape(one.caption)}" loading="lazy"></a>'
            f"<figcaption>{escape(one.caption)}</figcaption></figure>"
            for one in pictures
        ]
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


def pdf(title: str, parts: Sequence[Section], pictures: Sequence[Picture], folder: Path, language: str) -> bytes:
    """The kit as a PDF, with its stills, which lie in a folder, as small files."""
    stills = [Still((folder / one.web).read_bytes(), one.caption) for one in pictures]
    return press_pdf(title, parts, stills, table(language, "package")["press"]["stills"], language)


def _texts(dossier: Dossier) -> dict[str, dict[str, str]]:
    """The texts of credits and synopses, by kind, then by language."""
    found: dict[str, dict[str, str]] = {}
    for file in dossier.files:
        if file.text:
            found.setdefault(file.order.kind, {})[file.order.language] = file.text
    return found


def _order(texts: Mapping[str, str], language: str) -> list[str]:
    """The languages of some texts, the reader's first."""
    return sorted((code for code in texts if texts[code].strip()), key=lambda code: (code != language, code))


def _plain(text: str) -> str:
    return " ".join(text.split()).translate({ord(sign): f"\\{sign}" for sign in "\\`*_[]<>#|"})
