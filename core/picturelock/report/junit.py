"""Findings as JUnit XML, for the build servers and dashboards that read it.

A test case for each check that was expected, and one for each finding: an error fails it, a check without an answer is an
error, one that had nothing to judge and a waived finding are skipped with the reason, and warnings pass, told in the case's
output.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from picturelock.cut import Cut
from picturelock.findings import CheckRun, Finding, Verdict
from picturelock.report.answers import found_by, found_in_reading, short_name
from picturelock.report.frames import timecodes
from picturelock.wording import message, table, title


def junit_xml(verdict: Verdict, cut: Cut, language: str = "en", name: str = "Picturelock") -> bytes:
    """One suite for each check, and one for what was noticed while reading."""
    root = Element("testsuites", name=_xml(name))
    runs = {run.check: run for run in verdict.ran}
    for check in dict.fromkeys([*verdict.expected, *runs]):
        run = runs.get(check, CheckRun(check, problem="It never ran."))
        _suite(root, short_name(check), found_by(run, verdict), cut, language, run)
    noticed = found_in_reading(verdict)
    if noticed:
        _suite(root, "reading", noticed, cut, language)
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    indent(root, " ")
    data: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _suite(
    root: Element, name: str, found: Sequence[Finding], cut: Cut, language: str, run: CheckRun | None = None
) -> None:
    seconds = run.seconds if run is not None else 0.0
    suite = SubElement(root, "testsuite", name=name, time=f"{seconds:.3f}")
    ran = SubElement(suite, "testcase", classname=name, name="ran", time=f"{seconds:.3f}")
    if run is not None and run.problem:
        SubElement(ran, "error", message=_xml(run.problem), type="no-answer")
    elif run is not None and run.idle:
        SubElement(ran, "skipped", message=_xml(table(language, "report")["idle"].get(run.idle, run.idle)))
    for finding in found:
        case = SubElement(
            suite, "testcase", classname=_xml(finding.rule), name=_xml(_name(finding, cut, language)), time="0"
        )
        text = _xml(message(finding, language))
        if finding.waived is not None:
            SubElement(case, "skipped", message=_xml(f"{finding.waived.person}: {finding.waived.reason}"))
        elif finding.severity == "error":
            SubElement(case, "failure", message=text, type=_xml(finding.rule)).text = _xml(finding.source)
        else:
            SubElement(case, "system-out").text = f"{finding.severity}: {text}"
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(_count(suite, "failure")))
    suite.set("errors", str(_count(suite, "error")))
    suite.set("skipped", str(_count(suite, "skipped")))


def _count(suite: Iterable[Element], tag: str) -> int:
    return sum(case.find(tag) is not None for case in suite)


def _name(finding: Finding, cut: Cut, language: str) -> str:
    place = finding.place
    when = timecodes(place.record, cut.rate, cut.start, cut.drop)[0] if place.record else ""
    where = " ".join(
        part for part in (when, place.file, f"line {place.line}" if place.line else "", place.source) if part
    )
    return f"{title(finding.rule, language)} · {where}" if where else title(finding.rule, language)


def _xml(text: str) -> str:
    """Text without the signs that XML cannot hold."""
    return "".join(
        sign
        for sign in text
        if sign in "\t\n" or (sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff")
    )
