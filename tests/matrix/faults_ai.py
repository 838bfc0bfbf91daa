"""Planted faults of AI accountability and of content credentials."""

from __future__ import annotations

import datetime as dt
import functools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from matrix import authority
from matrix.base import Fault, Scene
from picturelock.delivery import c2pa
from picturelock.delivery.c2pa_signer import read_signer
from picturelock.delivery.c2pa_writing import write
from picturelock.dossier import collect
from picturelock.findings import Finding
from picturelock.production import load
from picturelock.production.orders import CredentialsOrder

TOML = "picturelock.toml"
MASTER = "master/v2.mov"
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
ELEMENT = """\
[[ai]]
name = "Generated valley"
kind = "picture"
tool = "ValleyGen"
version = "3"
digital_source = "trainedAlgorithmicMedia"
asset = "B002*"
authored_by = "A. Tremblay"
"""
VOICE = """\
[[ai]]
name = "Voice of the letter"
kind = "voice"
tool = "VoiceGen"
version = "2"
digital_source = "trainedAlgorithmicMedia"
start = "00:00:01:00"
end = "00:00:03:00"
authored_by = "A. Tremblay"
person = "J. Roy"
consent = "papers/consent.txt"
"""
GRADE = """\
[[ai]]
name = "Grade"
kind = "effect"
tool = "GradeNet"
version = "1"
digital_source = "algorithmicallyEnhanced"
"""
REPLICA = """\
[[clearance]]
asset = "voice of J. Roy"
kind = "voice-replica"
owner = "J. Roy"
territories = ["CA", "US"]
media = "all"
end = 2031-12-31
evidence = "papers/consent.txt"
consent = ["digital-replica", "voice"]
scope = "the letter in La Lettre"
"""
CREDENTIALS = '[credentials]\ncertificate = "../keys/chain.pem"\nkey = "../keys/key.pem"\n'
SPEC = """\
title = "Our broadcaster"
kind = "broadcaster"
extends = ["ebu-r128"]
[ai]
credentials = { requirement = "required", source = "sheet of the channel, page 2", read = 2026-11-22 }
"""
APPROVED = 'approved_by = "N. Singh, Netflix"\napproved_on = 2026-11-02\n'
NOTED = 'note = "the tool keeps and learns nothing, by contract"\n'
RULES = '[ai_rules]\nhold = ["{}"]\n'


def declare(*entries: str, rules: str = "") -> Callable[[Scene], None]:
    """A production that declares elements, and holds to rules, as it should; with the paper that they name."""

    def prepare(scene: Scene) -> None:
        scene.append(TOML, "".join(entries) + (RULES.format(rules) if rules else ""))
        scene.write("papers/consent.txt", "I, J. Roy, agree that a replica of my voice reads the letter in La Lettre.")

    return prepare


def spoil(old: str, new: str) -> Callable[[Scene], None]:
    """One place of the production's file, changed."""
    return lambda scene: scene.replace(TOML, old, new)


def add(text: str) -> Callable[[Scene], None]:
    """More in the production's file."""
    return lambda scene: scene.append(TOML, text)


def mark_footage(kind: str) -> Callable[[Scene], None]:
    """B002.mov becomes a file that says that a model made it."""

    def plant(scene: Scene) -> None:
        file = scene.root / "media" / "B002.mov"
        signed = _signed(file, scene.root / "keys", kind)
        file.unlink()
        file.write_bytes(signed)

    return plant


def break_mark(scene: Scene) -> None:
    """B002.mov carries content credentials of which a part is gone."""
    file = scene.root / "media" / "B002.mov"
    signed = bytearray(_signed(file, scene.root / "keys", "trainedAlgorithmicMedia"))
    at = signed.index(b"jumd")
    signed[at + 4 : at + 60] = bytes(56)
    file.unlink()
    file.write_bytes(signed)


def mark_in_xmp(scene: Scene) -> None:
    """B002.mov says in its XMP that a model made it."""
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'Iptc4xmpExt:DigitalSourceType="{IPTC}trainedAlgorithmicMedia"/></rdf:RDF></x:xmpmeta>'
    )
    file = scene.root / "media" / "B002.mov"
    data = file.read_bytes()
    body = bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + packet.encode()
    file.unlink()
    file.write_bytes(data + (len(body) + 8).to_bytes(4, "big") + b"uuid" + body)


@functools.cache
def _claim(kind: str) -> dict[str, object]:
    action = {"action": "c2pa.created", "digitalSourceType": IPTC + kind, "softwareAgent": {"name": "ValleyGen"}}
    return {
        "claim_generator_info": [{"name": "ValleyGen", "version": "3"}],
        "title": "B002",
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [action]}}],
    }


def _order(folder: Path, **terms: dt.datetime) -> CredentialsOrder:
    folder.mkdir(exist_ok=True)
    made = authority.make(**terms)
    (folder / "chain.pem").write_bytes(made.chain)
    key = folder / "key.pem"
    key.unlink(missing_ok=True)
    key.write_bytes(made.key)
    key.chmod(0o600)
    (folder / "root.pem").write_bytes(made.root)
    return CredentialsOrder(folder / "chain.pem", key)


def _signed(file: Path, folder: Path, kind: str) -> bytes:
    signer = read_signer(_order(folder), lambda: "")
    into = file.with_name("signed.mov")
    write(file, into, _claim(kind), signer)
    data = into.read_bytes()
    into.unlink()
    return data


def sign_master(scene: Scene, **terms: dt.datetime) -> None:
    """The master's copy in a package, signed as a delivery signs it."""
    copied = scene.root / "package" / "v2.mov"
    copied.parent.mkdir()
    copied.write_bytes((scene.root / MASTER).read_bytes())
    signer = read_signer(_order(scene.root / "keys", **terms), lambda: "")
    c2pa.sign(copied, collect(load(scene.root)), signer)


def let_expire(scene: Scene) -> None:
    """Signed again, with a certificate that ended since."""
    until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=6)
    (scene.root / "package" / "v2.mov").unlink()
    (scene.root / "package").rmdir()
    sign_master(scene, until=until)
    time.sleep(max(0.0, (until - dt.datetime.now(dt.UTC)).total_seconds()) + 1.1)


def credentials(scene: Scene) -> Iterator[Finding]:
    """What is said of the signed copy; anything else is left alone, so the control is that copy, intact."""
    root = (scene.root / "keys" / "root.pem").read_text(encoding="ascii")
    yield from c2pa.verify(scene.root / "package" / "v2.mov", anchors=root)


def _flip(scene: Scene, where: Callable[[bytes], int]) -> None:
    file = scene.root / "package" / "v2.mov"
    data = bytearray(file.read_bytes())
    data[where(bytes(data))] ^= 1
    file.write_bytes(data)


def alter_picture(scene: Scene) -> None:
    _flip(scene, lambda data: len(data) * 3 // 4)


def alter_claim(scene: Scene) -> None:
    """A word of what is claimed."""
    _flip(scene, lambda data: data.index(b"La Lettre") + 3)


def alter_signature(scene: Scene) -> None:
    """The signature is what COSE puts at the end of its message: 64 bytes after a header."""
    _flip(
        scene, lambda data: data.index(b"c2pa.signature") + data[data.index(b"c2pa.signature") :].index(b"\x58\x40") + 9
    )


def strip(scene: Scene) -> None:
    """The box of credentials goes, as re-wrapping would have it."""
    (scene.root / "package" / "v2.mov").write_bytes((scene.root / MASTER).read_bytes())


def damage(scene: Scene) -> None:
    file = scene.root / "package" / "v2.mov"
    data = bytearray(file.read_bytes())
    at = data.index(b"jumd")
    data[at + 4 : at + 60] = bytes(56)
    file.write_bytes(data)


def other_authority(scene: Scene) -> None:
    """The authority that one trusts is another."""
    (scene.root / "keys" / "root.pem").write_bytes(authority.make().root)


def _element(
    id: str,
    what: str,
    plant: Callable[[Scene], object],
    rule: str,
    *entries: str,
    rules: str = "",
    ledger: str = "",
    beside: bool = False,
) -> Fault:
    """ledger: more of it. beside: B002.mov has a sidecar that says that a model made it."""

    def prepare(scene: Scene) -> None:
        declare(*entries, rules=rules)(scene)
        scene.append("rights/clearances.toml", ledger)
        if beside:
            scene.write("media/B002.xmp", f'<rdf Iptc4xmpExt:DigitalSourceType="{IPTC}trainedAlgorithmicMedia"/>')

    return Fault(id, what, plant, f"ai-use.{rule}", prepare=prepare)


def _credential(
    id: str, what: str, plant: Callable[[Scene], object], rule: str, prepare: Callable[[Scene], object] = sign_master
) -> Fault:
    return Fault(id, what, plant, f"credentials.{rule}", prepare=prepare, judge=credentials)


FAULTS: tuple[Fault, ...] = (
    _element("ai.rules-unknown", "The production holds to rules that nobody knows.",
             add(RULES.format("telefilm-2031")), "unknown-rules", ELEMENT),
    Fault("ai.rules-unreadable", "The production's own rules are broken.",
          lambda scene: (scene.write("ai_rules/ours.toml", 'title = "ours"\n'), scene.append(TOML, RULES.format("ours"))),
          "ai-use.rules-unreadable"),
    _element("ai.approval", "A final element without the approval that the destination wants.",
             spoil(APPROVED, ""), "approval-missing", ELEMENT, APPROVED + NOTED, rules="netflix-genai"),
    _element("ai.approval-tomorrow", "An approval dated after today.",
             spoil("approved_on = 2026-11-02", "approved_on = 2099-01-01"), "approval-date", ELEMENT, APPROVED),
    _element("ai.approval-undated", "An approval of which nobody says when.",
             spoil("approved_on = 2026-11-02\n", ""), "approval-date", ELEMENT, APPROVED),
    _element("ai.consent", "Somebody's voice, and no paper named.",
             spoil('consent = "papers/consent.txt"\n', ""), "consent-missing", VOICE),
    _element("ai.consent-gone", "The paper named is not there.",
             lambda scene: (scene.root / "papers/consent.txt").unlink(), "consent-gone", VOICE),
    _element("ai.consent-empty", "The paper named is an empty file.",
             lambda scene: scene.write("papers/consent.txt", ""), "consent-gone", VOICE),
    _element("ai.consent-outside", "The paper named lies outside the production.",
             spoil("papers/consent.txt", "../consent.txt"), "consent-outside", VOICE),
    _element("ai.consent-link", "The paper named is a link that leaves the production.",
             lambda scene: ((scene.root / "papers/consent.txt").unlink(),
                            (scene.root / "papers/consent.txt").symlink_to("/etc/hostname")),
             "consent-outside", VOICE),
    _element("ai.likeness-nobody", "A likeness, and nobody says whose.",
             spoil('person = "J. Roy"\nconsent = "papers/consent.txt"\n', ""), "person-missing",
             VOICE.replace('kind = "voice"', 'kind = "likeness"')),
    _element("ai.voice-nobody", "A voice, and nobody says whose, or that it is nobody's.",
             spoil('person = "J. Roy"\nconsent = "papers/consent.txt"\n', ""), "person-missing", VOICE),
    _element("ai.temporary", "A temporary element is still in the delivered cut.",
             spoil('asset = "B002*"\n', 'asset = "B002*"\nrole = "temporary"\n'), "not-final-in-cut", ELEMENT),
    _element("ai.reference", "What only served as a reference is in the delivered cut.",
             spoil('asset = "B002*"\n', 'asset = "B002*"\nrole = "reference"\n'), "not-final-in-cut", ELEMENT),
    _element("ai.temporary-unnamed", "A temporary element that names no clip cannot be looked for.",
             add('[[ai]]\nname = "Temp music"\nkind = "music"\ntool = "TuneGen"\nrole = "temporary"\n'
                 'digital_source = "trainedAlgorithmicMedia"\n'), "temporary-unproven", ELEMENT),
    _element("ai.not-in-cut", "Declared as final, and the cut has no such clip.",
             spoil('asset = "B002*"', 'asset = "C003*"'), "not-in-cut", ELEMENT),
    _element("ai.place-beyond", "A place beyond the end of the cut.",
             spoil('end = "00:00:03:00"', 'end = "00:00:30:00"'), "no-place", VOICE),
    _element("ai.place-backwards", "A place that ends before it begins.",
             spoil('end = "00:00:03:00"', 'end = "00:00:00:12"'), "no-place", VOICE),
    _element("ai.place-no-timecode", "A place at a timecode that this rate does not have.",
             spoil('end = "00:00:03:00"', 'end = "00:00:02:27"'), "no-place", VOICE),
    _element("ai.twice", "Two elements of one name.",
             add(ELEMENT.replace('"B002*"', '"B00*"')), "duplicate-element", ELEMENT),
    _element("ai.source-type", "No digital source type.",
             spoil('digital_source = "trainedAlgorithmicMedia"\n', ""), "source-type-missing", ELEMENT),
    _element("ai.source-type-human", "A digital source type that says that no machine made it.",
             spoil('"trainedAlgorithmicMedia"', '"digitalCapture"'), "source-type-doubtful", ELEMENT),
    _element("ai.authorship", "Nobody is named who shaped it, where the CRTC asks.",
             spoil('authored_by = "A. Tremblay"\n', ""), "authorship-missing", ELEMENT, rules="crtc-2025-299"),
    _element("ai.disclosure", "The tool's version is not said, where all is to be disclosed.",
             spoil('version = "3"\n', ""), "disclosure-incomplete", ELEMENT, rules="manitoba-film-music"),
    _element("ai.mostly", "More than half of the film is generated.",
             spoil('asset = "B002*"', 'asset = "*00*"'), "mostly-generated", ELEMENT, rules="manitoba-film-music"),
    Fault("ai.label", "The end credits do not tell the audience.",
          lambda scene: scene.write("credits.txt", "A film by A. Tremblay\n"), "ai-use.label-missing",
          prepare=lambda scene: (declare(ELEMENT, rules="eu-ai-act-50")(scene),
                                 scene.write("credits.txt", "The valley was made with generative AI.\n"),
                                 scene.append(TOML, '[[files]]\nkind = "credits"\nfile = "credits.txt"\n'))),
    _element("ai.by-hand", "Whether there were 48 hours' notice, no file shows, and nobody says.",
             spoil('note = "told on 2026-05-02, 72 h before"\n', ""), "by-hand",
             VOICE, 'note = "told on 2026-05-02, 72 h before"\n', rules="actra-ipa-2025"),
    Fault("ai.undeclared-c2pa", "A source's credentials say that a model made it; nobody declares it.",
          mark_footage("trainedAlgorithmicMedia"), "ai-use.undeclared-mark"),
    Fault("ai.undeclared-part", "A source's credentials say that a model made a part of it; nobody declares it.",
          mark_footage("compositeWithTrainedAlgorithmicMedia"), "ai-use.undeclared-mark"),
    Fault("ai.undeclared-xmp", "A source's XMP says that a model made it; nobody declares it.", mark_in_xmp,
          "ai-use.undeclared-mark"),
    Fault("ai.mark-contradicts", "A source's credentials say generated; it is declared as captured.",
          spoil('"trainedAlgorithmicMedia"', '"digitalCapture"'), "ai-use.mark-contradicts",
          also=frozenset({"ai-use.source-type-doubtful"}),
          prepare=lambda scene: (mark_footage("trainedAlgorithmicMedia")(scene), declare(ELEMENT)(scene))),
    Fault("ai.mark-damaged", "A source's credentials cannot be read.", break_mark, "ai-use.mark-unreadable"),
    Fault("ai.unread", "Machine-made captions that nobody has read.",
          spoil('origin = "human"', 'origin = "machine"'), "ai-use.unreviewed"),
    Fault("ai.ledger-only", "The ledger clears a source as made by a machine; nobody declares it.",
          spoil(ELEMENT, ""), "ai-use.undeclared-entry",
          prepare=lambda scene: (declare(ELEMENT)(scene),
                                 scene.replace("rights/clearances.toml", 'kind = "archive"', 'kind = "ai"'))),
    _element("ai.consent-itself", "The paper named is the ledger.",
             spoil("papers/consent.txt", "rights/clearances.toml"), "consent-itself", VOICE),
    Fault("ai.origin", "Captions of which nobody says who made them.",
          spoil('origin = "human"\n', ""), "ai-use.unknown-origin"),
    _element("ai.consent-kind", "The ledger says that the paper is for another use than a replica.",
             lambda scene: scene.replace("rights/clearances.toml", '"digital-replica", "voice"', '"voice"'), "consent-kind",
             VOICE, ledger=REPLICA),
    _element("ai.consent-narrow", "The consent to a replica is for fewer territories than the delivery.",
             lambda scene: scene.replace("rights/clearances.toml", 'territories = ["CA", "US"]', 'territories = ["US"]'),
             "consent-narrow", VOICE, ledger=REPLICA),
    _element("ai.consent-ends", "The consent to a replica ends before the delivery does.",
             lambda scene: scene.replace("rights/clearances.toml", "end = 2031-12-31", "end = 2027-01-31"),
             "consent-narrow", VOICE, ledger=REPLICA),
    Fault("ai.training", "The master would allow training that the archive's owner does not.",
          spoil('training = "not-allowed"', 'training = "allowed"'), "ai-use.training-not-cleared",
          prepare=add(CREDENTIALS + 'training = "not-allowed"\n')),
    Fault("ai.credentials-asked", "The destination asks for content credentials, and nothing signs them.",
          spoil(CREDENTIALS, ""), "ai-use.credentials-missing",
          prepare=lambda scene: (add(CREDENTIALS)(scene), scene.write("specs/ours.toml", SPEC),
                                 spoil('spec = "ebu-r128"', 'spec = "ours"')(scene))),
    _element("ai.hidden-by-voice", "A voice is declared over a picture that says itself that a model made it.",
             mark_footage("trainedAlgorithmicMedia"), "undeclared-mark",
             VOICE.replace("00:00:01:00", "00:00:04:00").replace("00:00:03:00", "00:00:08:00")),
    Fault("ai.whole-film", "A grade is declared for the whole film, and a generated clip is not.",
          spoil(ELEMENT, ""), "ai-use.undeclared-entry",
          prepare=lambda scene: (declare(ELEMENT, GRADE)(scene),
                                 scene.replace("rights/clearances.toml", 'kind = "archive"', 'kind = "ai"'))),
    _element("ai.enhanced", "A source's XMP sidecar says generated; it is declared as only enhanced.",
             spoil('"trainedAlgorithmicMedia"', '"algorithmicallyEnhanced"'), "mark-contradicts", ELEMENT, beside=True),
    _credential("c2pa.picture", "A byte of the picture changed after signing.", alter_picture, "altered"),
    _credential("c2pa.claim", "A word of the claim changed after signing.", alter_claim, "altered"),
    _credential("c2pa.signature", "The signature itself changed.", alter_signature, "altered"),
    _credential("c2pa.stripped", "The credentials were taken off.", strip, "none"),
    _credential("c2pa.damaged", "The credentials cannot be read.", damage, "unreadable"),
    _credential("c2pa.untrusted", "Signed by somebody for whom the named authority does not vouch.",
                other_authority, "untrusted"),
    _credential("c2pa.expired", "The certificate ended, and no time stamp says when it was used.",
                let_expire, "expired"),
)  # fmt: skip
