"""The reports of a verdict, as files."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from picturelock import __version__
from picturelock.delivery.demanded import demanded_in
from picturelock.delivery.measured import measured_of, measured_table
from picturelock.delivery.pictures import pictures_of
from picturelock.delivery.subject import subject_of
from picturelock.findings import Verdict
from picturelock.production import Dossier
from picturelock.report.document import exit_code, to_json, verdict_json
from picturelock.report.findings_csv import findings_csv
from picturelock.report.html import render
from picturelock.report.junit import junit_xml
from picturelock.report.markers import to_markers
from picturelock.report.page import Signature
from picturelock.report.pdf import render_pdf
from picturelock.report.pictured import pictured
from picturelock.timeline.marker_edl import marker_edl
from picturelock.waivers import rules, signoff

_KEY_SHOWN = 8
"""Signs of a public key by which people tell it from another."""


def reports(dossier: Dossier, verdict: Verdict, language: str) -> dict[str, bytes]:
    """The report of a verdict, by suffix: html, pdf for people; json, csv, junit.xml for programs; markers.edl for the edit."""
    cut = dossier.cut
    subject = replace(
        subject_of(dossier, language),
        thumbnails=pictures_of(dossier, filter(pictured, verdict.findings)),
        demanded=demanded_in(dossier, language),
        measured=measured_table(dossier, verdict, language),
        signatures=_signatures(dossier, verdict),
        waivable=rules.load().roles_for,
    )
    document = to_json(
        verdict.findings,
        rate=cut.rate,
        start=cut.start,
        drop=cut.drop,
        language=language,
        exit=exit_code(verdict),
        waivable=rules.load().roles_for,
        production=dossier.production.title,
        cut=cut.name,
        picturelock=__version__,
        verdict=verdict_json(verdict),
        measured=measured_of(dossier, verdict),
        signatures=[asdict(one) for one in subject.signatures],
    )
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return {
        "html": render(subject, verdict, language).encode(),
        "pdf": render_pdf(subject, verdict, language),
        "json": text.encode(),
        "csv": findings_csv(verdict.findings, cut, language, subject.waivable, subject.demanded),
        "junit.xml": junit_xml(verdict, cut, language, dossier.production.title),
        "markers.edl": marker_edl(cut, to_markers(verdict.findings, language, cut.rate)).encode(),
    }


def _signatures(dossier: Dossier, verdict: Verdict) -> tuple[Signature, ...]:
    """Who signed exactly this verdict."""
    keys = {person.name: person.key for person in dossier.production.people}
    return tuple(
        Signature(one.person, one.role, one.made, keys[one.person].rpartition(":")[2][:_KEY_SHOWN], one.file)
        for one in signoff.holding(dossier.production, verdict)
    )
