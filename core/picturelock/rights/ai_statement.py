"""The statement on AI that goes to a destination or a funder: what was used, where, by whom reviewed, and what is asked.

It says what the production declares, what Picturelock recorded and what files say of themselves, and of each which it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from picturelock import __version__
from picturelock.production import Dossier
from picturelock.report import spec_words
from picturelock.report.paper import Block, Bullets, Heading, Paragraph, Signing, Table, to_html
from picturelock.report.paper_pdf import to_pdf
from picturelock.rights.ai_asked import asked_of
from picturelock.rights.ai_elements import Placed, placed
from picturelock.rights.ai_ledger import Entry, ledger
from picturelock.rights.ai_marks import Mark, marks
from picturelock.rights.ai_places import seconds
from picturelock.rights.ai_standing import Answer, answers
from picturelock.rights.papers import inside
from picturelock.rights.shown import Spans
from picturelock.rights.sources import used_sources
from picturelock.times import Timecode
from picturelock.wording import LANGUAGES, message, say, table, term, whose

_MOST_PLACES = 12
_ELEMENT_HEAD = ("element", "kind", "tool", "source_type", "where", "seen", "heard", "author", "person", "approval")
_TEXT_HEAD = ("artefact", "kind", "delivered", "tool", "weights", "made", "review")


def statement(dossier: Dossier, language: str) -> tuple[Block, ...]:
    """The whole statement, in a language of the interface."""
    uses = used_sources(dossier)
    return tuple(_Statement(dossier, language, placed(dossier, uses), marks(uses)).blocks())


def statement_files(dossier: Dossier) -> dict[str, bytes]:
    """The statement in both languages, by file name, where the destination asks for it or anything is declared."""
    spec = dossier.spec
    if not dossier.production.ai and not (spec is not None and spec.wants("papers.ai-statement")):
        return {}
    made = {}
    for language in LANGUAGES:
        blocks = statement(dossier, language)
        made[f"ai-statement.{language}.html"] = to_html(blocks, language).encode()
        made[f"ai-statement.{language}.pdf"] = to_pdf(blocks, language)
    return made


def said(answer: Answer, language: str) -> str:
    """Where one thing that is asked stands, in a sentence that says no more than the data hold."""
    key = answer.standing.replace("-", "_")
    if answer.standing in ("shown", "missing"):
        key = f"{key}_{answer.ask.what}"
    return say(f"statement_standing_{key}", language, missing=", ".join(_lacking(answer, language)))


def _lacking(answer: Answer, language: str) -> Iterator[str]:
    words = table(language, "ui")["ai_fields"]
    for name, fields in answer.lacks:
        told = ", ".join(str(words[field]) for field in fields)
        yield say("statement_lacks", language, element=name, fields=told) if told else name


def _in_utc(moment: str) -> str:
    """A moment in ISO 8601, to the minute, in UTC; as it is written where it is none, or does not say its zone."""
    try:
        made = dt.datetime.fromisoformat(moment)
        return (made.astimezone(dt.UTC) if made.tzinfo else made).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return moment[:16]


class _Statement:
    """One statement."""

    def __init__(self, dossier: Dossier, language: str, elements: tuple[Placed, ...], found: tuple[Mark, ...]) -> None:
        self._dossier, self._language = dossier, language
        self._elements, self._marks = elements, found
        self._entries = ledger(dossier)
        self._cut = dossier.cut

    def blocks(self) -> Iterator[Block]:
        yield from self._head()
        yield from self._declared()
        yield from self._texts()
        yield from self._own_marks()
        yield from self._asked()
        yield Heading(2, self._say("limits"))
        yield Bullets(tuple(self._say(f"limit_{name}") for name in ("declared", "texts", "marks", "people")))
        labels = tuple(self._say(f"sign_{name}") for name in ("name", "role", "date", "signature"))
        yield Signing(self._say("sign"), self._say("sign_about"), labels)

    def _head(self) -> Iterator[Block]:
        production, spec = self._dossier.production, self._dossier.spec
        named = production.delivery.name
        yield Heading(1, self._say("title", production=production.title))
        yield Paragraph(
            self._say(
                "about",
                cut=self._cut.name,
                delivery=self._say("about_delivery", delivery=named) if named else "",
                spec=spec_words.title(spec, self._language) if spec is not None else production.delivery.spec,
                day=self._dossier.today.isoformat(),
                version=__version__,
            )
        )
        # One of no known place is counted: nobody could show that it is not there.
        count = sum(item.delivered or bool(item.problem) for item in self._elements)
        yield Paragraph(self._say("sum_elements", count=count))
        yield Paragraph(self._sum_of_texts())

    def _sum_of_texts(self) -> str:
        delivered = [entry for entry in self._entries if entry.delivered]
        count, unread = len(delivered), sum(not entry.reviewed for entry in delivered)
        if not unread:
            return self._say("sum_texts_read", count=count) if count else self._say("sum_texts_none")
        return (
            self._say("sum_texts_unread", count=count, unread=unread)
            if count > 1
            else self._say("sum_texts_unread_one")
        )

    def _declared(self) -> Iterator[Block]:
        yield Heading(2, self._say("declared"))
        yield Paragraph(self._say("declared_about"))
        for role in ("final", "temporary", "reference"):
            own = [item for item in self._elements if item.element.role == role]
            if not own:
                if role == "final":
                    yield Paragraph(self._say("none_declared"))
                continue
            yield Heading(3, self._word("ai_roles", role).capitalize())
            yield Table(tuple(self._say(f"head_{name}") for name in _ELEMENT_HEAD), tuple(map(self._element, own)))
            notes = (self._say("note", element=i.element.name, note=i.element.note) for i in own if i.element.note)
            if told := (*notes, *self._types(own)):
                yield Bullets(told)

    def _types(self, items: list[Placed]) -> Iterator[str]:
        """Each digital source type that is used, in words."""
        words = table(self._language, "ui")["digital_sources"]
        for name in dict.fromkeys(item.element.digital_source for item in items):
            if name:
                yield self._say("note", element=name, note=str(words[name]))

    def _element(self, item: Placed) -> tuple[str, ...]:
        element = item.element
        seen, heard = item.seconds
        kind = self._word("ai_kinds", element.kind)
        approval = ", ".join(filter(None, (element.approved_by, element.approved_on)))
        return (
            element.name,
            kind,
            f"{element.tool} {element.version}".strip()
            if element.version
            else self._say("no_version", tool=element.tool),
            element.digital_source or self._unsaid,
            self._places(item),
            self._seconds(seen) if seen else "–",
            self._seconds(heard) if heard else "–",
            element.authored_by or self._unsaid,
            self._person(item),
            approval or self._unsaid,
        )

    def _person(self, item: Placed) -> str:
        element = item.element
        if not element.person:
            return "–"
        if not element.consent:
            return self._say("no_consent", person=element.person)
        there = inside(self._dossier.production.root, element.consent) is not None
        return self._say("consent" if there else "consent_gone", person=element.person, paper=element.consent)

    def _places(self, item: Placed) -> str:
        if item.problem:
            return self._say("no_place")
        if not item.located:
            return self._say("whole_film")
        return self._labels(item.spans) or self._say("not_in_cut")

    def _labels(self, spans: Spans) -> str:
        shown = [
            f"{self._label(span.start)}\N{NO-BREAK SPACE}– {self._label(span.end)}" for span in spans[:_MOST_PLACES]
        ]
        more = len(spans) - len(shown)
        return ", ".join([*shown, self._say("more_places", count=more)] if more else shown)

    def _label(self, time: int) -> str:
        return str(Timecode.at(self._cut.start + time, self._cut.rate, self._cut.drop))

    def _texts(self) -> Iterator[Block]:
        yield Heading(2, self._say("texts"))
        if not self._entries:
            yield Paragraph(self._say("no_texts"))
            return
        yield Paragraph(self._say("texts_about"))
        head = tuple(self._say(f"head_{name}") for name in _TEXT_HEAD)
        yield Table(head, tuple(map(self._text, self._entries)))

    def _text(self, entry: Entry) -> tuple[str, ...]:
        made = entry.provenance
        return (
            f"{entry.artefact} ({entry.language})" if entry.language else entry.artefact,
            term("kinds", entry.kind, self._language),
            self._say("yes" if entry.delivered else "no"),
            f"{made.tool} {made.version}".strip() or self._unsaid,
            made.weights or self._unsaid,
            _in_utc(made.made) or self._unsaid,
            entry.reviewed or self._say("unreviewed"),
        )

    def _own_marks(self) -> Iterator[Block]:
        telling = [mark for mark in self._marks if mark.generated or mark.problem]
        if not telling:
            return
        yield Heading(2, self._say("marks"))
        yield Paragraph(self._say("marks_about"))
        head = tuple(self._say(f"head_{name}") for name in ("source", "mark", "types", "generator"))
        rows = (
            (mark.use.label, mark.kind or "–", ", ".join(sorted(mark.generated)) or mark.problem, mark.generator or "–")
            for mark in telling
        )
        yield Table(head, tuple(rows))

    def _asked(self) -> Iterator[Block]:
        yield Heading(2, self._say("asked"))
        held, unknown = asked_of(self._dossier)
        for finding in unknown:
            yield Paragraph(message(finding, self._language))
        if not held and not unknown:
            yield Paragraph(self._say("nothing_asked"))
        for one in held:
            rules = one.rules
            yield Heading(3, rules.title[self._language])
            to = rules.to[self._language]
            dated = self._say("to", to=to, since=rules.since.isoformat()) if rules.since else None
            yield Paragraph(dated or self._say("to_undated", to=to))
            if rules.note:
                yield Paragraph(rules.note[self._language])
            yield Bullets(tuple(map(self._answer, answers(self._dossier, self._elements, (one,)))))

    def _answer(self, answer: Answer) -> str:
        standing = said(answer, self._language)
        doubt = "" if answer.confirmed else f" ({say('unconfirmed', self._language)})"
        source = whose(answer.ask.source, self._language)
        return f"{answer.ask.text[self._language]} {standing} [{source}]{doubt}"

    def _seconds(self, time: int) -> str:
        text = f"{seconds(time):.2f}".rstrip("0").rstrip(".")
        return f"{text.replace('.', ',') if self._language == 'fr' else text}\N{NO-BREAK SPACE}s"

    @property
    def _unsaid(self) -> str:
        return self._say("unsaid")

    def _word(self, kind: str, word: str) -> str:
        return str(table(self._language, "ui")[kind].get(word, word))

    def _say(self, key: str, **facts: str | int) -> str:
        return say(f"statement_{key}", self._language, **facts)
