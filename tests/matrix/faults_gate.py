"""Faults of waivers, sign-off and history, and of what the gate itself must see. Each is found by the gate as a whole."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from dataclasses import replace

from matrix.base import Fault, Scene
from picturelock.dossier import collect
from picturelock.findings import Finding
from picturelock.production import journal, load
from picturelock.waivers import keys, make, signoff
from picturelock.waivers.kept import keep
from picturelock.waivers.model import Waiver
from picturelock.waivers.subject import subject_of
from picturelock.waivers.waiver_file import write_waiver
from picturelock.waivers.withdrawal import withdraw

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
WHO = "A. Tremblay"
LONG = "[a steady tone that goes on and on and on]"
CAPTION = "[a steady tone]"


def judge(scene: Scene) -> list[Finding]:
    """The verdict's findings, without what is waived."""
    from picturelock_validators import gate

    return [finding for finding in gate.run(load(scene.root)).findings if finding.waived is None]


def people(scene: Scene) -> None:
    """One person who may sign; the key lies beside the production."""
    file = scene.root.with_name(f"{scene.root.name}.pem")
    public = keys.make(file) if not file.exists() else keys.public_of(keys.read(file, str))
    scene.append("picturelock.toml", f'[[people]]\nname = "{WHO}"\nrole = "post supervisor"\nkey = "{public}"\n')


def waived(scene: Scene) -> None:
    """A caption that reads too fast, under a waiver that holds: still clean."""
    people(scene)
    scene.replace("captions/v2.en.srt", CAPTION, LONG)
    production = load(scene.root)
    dossier = collect(production)
    key = keys.read(scene.root.with_name(f"{scene.root.name}.pem"), str)
    for finding in _errors(scene):
        person = make.person_of(production, key)
        drafted = make.draft(finding, dossier, person, "It hums.", NOW.date() + dt.timedelta(days=90), NOW)
        make.issue(drafted, dossier, key, NOW)


def _errors(scene: Scene) -> list[Finding]:
    from picturelock_validators import gate

    return [finding for finding in gate.run(load(scene.root)).findings if finding.severity == "error"]


def signed(scene: Scene) -> None:
    """A verdict that somebody signed."""
    from picturelock_validators import gate

    people(scene)
    production = load(scene.root)
    key = keys.read(scene.root.with_name(f"{scene.root.name}.pem"), str)
    said = signoff.statement(gate.run(production), production)
    signoff.sign(production, said, make.person_of(production, key), key, NOW)


def signed_late(scene: Scene) -> None:
    """A verdict that somebody signed when there was a history."""
    worked(scene)
    signed(scene)


def forget(scene: Scene) -> None:
    """The history starts anew."""
    for name in (journal.FILE, journal.HEAD):
        (scene.root / name).unlink()


def altered(old: str, new: str) -> Callable[[Scene], None]:
    """The first waiver, with something else in it."""

    def plant(scene: Scene) -> None:
        file = min((scene.root / "waivers").glob("*.toml"))
        scene.replace(f"waivers/{file.name}", old, new)

    return plant


def forged(noted: bool = True, **changes: object) -> Callable[[Scene], None]:
    """A waiver that its person really signed, and that the tools would not have made. noted: in the history as well."""

    def plant(scene: Scene) -> None:
        production = load(scene.root)
        dossier = collect(production)
        key = keys.read(scene.root.with_name(f"{scene.root.name}.pem"), str)
        finding = Finding("captions.line-length", "error", evidence={"cue": "1"})
        found = next((one for one in dossier.captions[0].captions.cues if one.id == "1"), None)  # type: ignore[union-attr]
        assert found is not None
        place = replace(finding.place, file="captions/v2.en.srt", cue="1", record=found.span)
        finding = replace(finding, place=place)
        person = make.person_of(production, key)
        whole: Waiver = make.draft(finding, dossier, person, "It hums.", NOW.date() + dt.timedelta(days=9), NOW)
        whole = replace(whole, cut=keep(production, dossier.cut), subject=subject_of(finding, dossier))
        whole = replace(whole, **changes)  # type: ignore[arg-type]
        whole = replace(whole, signature=keys.sign(key, whole.signed()))
        write_waiver(scene.root / "waivers/forged.toml", whole)
        if noted:
            facts = {"waiver": "waivers/forged.toml"}
            journal.append(scene.root, "waive", NOW, inputs={"waiver": whole.digest}, facts=facts)

    return plant


def brought_back(scene: Scene) -> None:
    """A waiver is withdrawn, and its file put back."""
    production = load(scene.root)
    file = min((scene.root / "waivers").glob("*.toml"))
    key = keys.read(scene.root.with_name(f"{scene.root.name}.pem"), str)
    kept = withdraw(production, file.name, make.person_of(production, key), key, NOW)
    shutil.copy(kept, file)


def withdrawn(change: Callable[[str], str]) -> Callable[[Scene], None]:
    """A waiver is withdrawn, and who signed for that is altered."""

    def plant(scene: Scene) -> None:
        production = load(scene.root)
        key = keys.read(scene.root.with_name(f"{scene.root.name}.pem"), str)
        file = min((scene.root / "waivers").glob("*.toml"))
        kept = withdraw(production, file.name, make.person_of(production, key), key, NOW).with_suffix(".json")
        kept.write_text(change(kept.read_text(encoding="utf-8")), encoding="utf-8")

    return plant


def unsigned(scene: Scene) -> None:
    """A waiver without a signature."""
    forged()(scene)
    text = scene.text("waivers/forged.toml")
    start = text.index("signature = ")
    scene.write("waivers/forged.toml", text[:start] + 'signature = ""' + text[text.index("\n", start) :])


def worked(scene: Scene) -> None:
    """A production that has a history."""
    for _ in range(3):
        journal.append(scene.root, "deliver", NOW)


def history(change: Callable[[list[str]], list[str]]) -> Callable[[Scene], None]:
    """Its lines, otherwise."""

    def plant(scene: Scene) -> None:
        scene.write(journal.FILE, "".join(change(scene.text(journal.FILE).splitlines(keepends=True))))

    return plant


def without(name: str) -> Callable[[Scene], None]:
    """A file less."""
    return lambda scene: (scene.root / name).unlink()


def tomorrow(scene: Scene) -> None:
    """The last thing was done when this machine's clock has not come to yet."""
    (scene.root / journal.FILE).unlink()
    (scene.root / journal.HEAD).unlink()
    journal.append(scene.root, "deliver", NOW + dt.timedelta(days=2))


def other_sign_off(key: str, value: object) -> Callable[[Scene], None]:
    """A sign-off that says something else."""

    def plant(scene: Scene) -> None:
        file = next((scene.root / signoff.FOLDER).glob("*.json"))
        document = json.loads(file.read_text(encoding="utf-8"))
        scene.write(f"{signoff.FOLDER}/{file.name}", json.dumps({**document, key: value}))

    return plant


def fault(
    name: str, what: str, plant: Callable[[Scene], object], rule: str, prepare: Callable[[Scene], object]
) -> Fault:
    """A fault that only the gate can see. What a waiver covered is an error again once it has no effect."""
    again = frozenset({"captions.reading-speed", "captions.line-length"}) if prepare is waived else frozenset()
    return Fault(name, what, plant, rule, also=again, prepare=prepare, judge=judge)


YEARS = dt.timedelta(days=4000)
FAULTS: tuple[Fault, ...] = (
    fault("waiver-unreadable", "A waiver is no TOML.", altered("[place]", "[place"), "waivers.unreadable", waived),
    fault(
        "waiver-altered", "A waiver's reason was altered.", altered("It hums.", "It sings."), "waivers.forged", waived
    ),
    fault("waiver-unsigned", "Nobody signed a waiver.", unsigned, "waivers.unsigned", people),
    fault(
        "waiver-other-production",
        "A waiver of another film.",
        forged(production="Le Pont"),
        "waivers.other-production",
        people,
    ),
    fault(
        "waiver-hard", "A waiver of a hard failure.", forged(rule="rights.no-clearance"), "waivers.hard-rule", people
    ),
    fault("waiver-no-right", "A waiver of a rule of others.", forged(rule="rights.window"), "waivers.no-right", people),
    fault("waiver-other-role", "Signed in another role.", forged(role="producer"), "waivers.other-role", people),
    fault(
        "waiver-for-ever", "A waiver for eleven years.", forged(expires=NOW.date() + YEARS), "waivers.too-long", people
    ),
    fault(
        "waiver-tomorrow",
        "Made on a day to come.",
        forged(made=NOW + dt.timedelta(days=3)),
        "waivers.from-tomorrow",
        people,
    ),
    fault(
        "waiver-nobody",
        "Signed by somebody who is not listed.",
        forged(person="Nobody"),
        "waivers.unknown-person",
        people,
    ),
    fault(
        "waiver-no-history",
        "From a history that is gone.",
        forged(history="9 sha256:" + "0" * 64),
        "waivers.history-gone",
        people,
    ),
    fault("waiver-not-noted", "The history does not know it.", forged(noted=False), "waivers.not-in-history", people),
    fault("waiver-back", "A withdrawn waiver was put back.", brought_back, "waivers.withdrawn", waived),
    fault(
        "withdrawal-false",
        "A waiver is taken back in the name of somebody else.",
        withdrawn(lambda text: text.replace(WHO, "N. Body")),
        "waivers.withdrawal-forged",
        waived,
    ),
    fault(
        "withdrawal-unreadable",
        "Who took a waiver back cannot be read.",
        withdrawn(lambda text: text[:40]),
        "waivers.withdrawal-unreadable",
        waived,
    ),
    fault("sign-off-not-noted", "The history does not know a sign-off.", forget, "signoff.not-in-history", signed),
    fault(
        "spec-assumed",
        "No spec is named.",
        lambda scene: scene.replace("picturelock.toml", 'spec = "ebu-r128"\n', ""),
        "gate.spec-assumed",
        worked,
    ),
    fault(
        "waiver-no-cut",
        "The cut that it was made on is lost.",
        forged(cut="sha256:" + "0" * 64),
        "waivers.cut-gone",
        people,
    ),
    fault(
        "waiver-expired",
        "Its last day is over.",
        forged(made=NOW - dt.timedelta(days=9), expires=NOW.date() - dt.timedelta(days=3)),
        "waivers.expired",
        people,
    ),
    fault(
        "waiver-caption",
        "The caption that was waived says something else.",
        lambda scene: scene.replace("captions/v2.en.srt", LONG, LONG.replace("steady", "shaky")),
        "waivers.caption-changed",
        waived,
    ),
    fault(
        "sign-off-no-history", "A sign-off from a history that is gone.", forget, "signoff.history-gone", signed_late
    ),
    fault(
        "history-altered",
        "A line of the history was altered.",
        history(lambda x: [x[0], x[1].replace("deliver", "sign"), x[2]]),
        "history.altered",
        worked,
    ),
    fault(
        "history-truncated",
        "The end of the history was cut off.",
        history(lambda x: x[:1]),
        "history.truncated",
        worked,
    ),
    fault(
        "history-unreadable",
        "A line of the history is none.",
        history(lambda x: [*x, "hello\n"]),
        "history.unreadable",
        worked,
    ),
    fault("history-gone", "The history was taken away.", without(journal.FILE), "history.gone", worked),
    fault("history-no-head", "Its count was taken away.", without(journal.HEAD), "history.no-head", worked),
    fault("clock-back", "The clock stands before the history.", tomorrow, "history.clock-back", worked),
    fault(
        "sign-off-altered",
        "A sign-off for another verdict.",
        other_sign_off(
            "statement",
            {"schema": "", "verdict": "", "open": True, "spec": "", "inputs": {}, "sha256": {}, "waivers": []},
        ),
        "signoff.forged",
        signed,
    ),
    fault(
        "sign-off-nobody",
        "A sign-off by nobody of the production.",
        other_sign_off("person", "Nobody"),
        "signoff.unknown-person",
        signed,
    ),
    fault(
        "sign-off-unreadable", "A sign-off that is none.", other_sign_off("schema", "x"), "signoff.unreadable", signed
    ),
)
