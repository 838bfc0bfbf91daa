"""Faults of the destination: the spec that a production names, or one of its own that cannot stand."""

from __future__ import annotations

from collections.abc import Callable

from matrix.base import Fault, Scene
from matrix.faults_gate import judge

ORDER = "picturelock.toml"
NAMED = 'spec = "ebu-r128"'
OWN = 'title = "Chaîne locale"\nkind = "broadcaster"\nextends = "ebu-r128"\n'
LIMIT = '[limits]\ntrue_peak = { limit = "-2 dBTP", source = "sheet of the channel", read = 2026-05-04 }\n'
UNSOURCED = '[limits]\ntrue_peak = { limit = "-2 dBTP" }\n'
MISSPELT = '[picture]\ncodec = { one_of = ["ProRes"], source = "sheet", read = 2026-05-04 }\n'
PATTERN = '[naming]\npattern = { text = "{titel}", source = "sheet", read = 2026-05-04 }\n'
NAMING = PATTERN.replace("{titel}", "{title}")
MEASURE = '[qc]\nmeasures = { all_of = ["bogus"], source = "sheet", read = 2026-05-04 }\n'
CHECKSUM = '[package]\nchecksums = { all_of = ["crc32"], source = "sheet", read = 2026-05-04 }\n'
BARE = 'title = "Chaîne locale"\nkind = "broadcaster"\n'
OTHER = 'title = "Autre"\nextends = "chaine"\n'
UNCONFIRMED = LIMIT.replace("read = 2026-05-04", 'status = "unconfirmed"')
ADVISED = '[deliverables]\ntextless = { requirement = "advisory", source = "sheet", read = 2026-05-04 }\n'
CONTRAST = LIMIT + 'contrast = { limit = "4.5:1", source = "sheet", read = 2026-05-04 }\n'
INTERLACE = MEASURE.replace("bogus", "interlace")
LAX = '[limits]\nloudness_tolerance = { limit = "9 LU", source = "me", read = 2026-05-04 }\n'
LAYOUT = """\
[[layout]]
programmes = [{ channels = [1, 2], carries = "stereo" }, { channels = [2], carries = "mono" }]
source = "sheet"
read = 2026-05-04
"""
ALSO = frozenset({"qc.spec-unknown", "accessibility.spec-unknown"})
"""Checks that cannot judge without a spec say so too."""


def own(text: str, **more: str) -> Callable[[Scene], None]:
    """The production's own spec instead of ours."""

    def plant(scene: Scene) -> None:
        scene.write("specs/chaine.toml", text)
        for name, other in more.items():
            scene.write(f"specs/{name}.toml", other)
        if NAMED in scene.text(ORDER):
            scene.replace(ORDER, NAMED, 'spec = "chaine"')

    return plant


def fault(name: str, what: str, text: str, **more: str) -> Fault:
    """An own spec that stands before the fault is planted in it."""
    return Fault(name, what, own(text, **more), "spec.unreadable", ALSO, prepare=own(OWN + LIMIT))


FAULTS = (
    Fault(
        "library.missing",
        "the library that the production names is not there",
        lambda scene: scene.replace(ORDER, 'library = "library"', 'library = "../library.sqlite"'),
        "files.library-missing",
    ),
    Fault(
        "spec.unknown",
        "the production names a destination that there is not",
        lambda scene: scene.replace(ORDER, NAMED, 'spec = "ebu-r129"'),
        "spec.unknown",
        ALSO,
    ),
    fault("spec.syntax", "the production's spec is not TOML", OWN + "[limits\n"),
    fault("spec.unsourced", "a limit says neither whose it is nor when it was read", OWN + UNSOURCED),
    fault("spec.unit", "a limit is in a unit that it cannot have", OWN + LIMIT.replace("dBTP", "dB")),
    fault("spec.word", "a codec is spelt as no file spells it", OWN + LIMIT + MISSPELT),
    fault(
        "spec.unknown-thing", "a spec asks for what nobody can judge", OWN + LIMIT.replace("true_peak", "brightness")
    ),
    fault("spec.measure", "a spec asks for a measure that nobody makes", OWN + LIMIT + MEASURE),
    fault("spec.checksum", "a spec asks for a checksum that no package has", OWN + LIMIT + CHECKSUM),
    fault("spec.asks-nothing", "a spec asks for nothing that can be judged", BARE + NAMING),
    fault("spec.unconfirmed", "a spec of which nothing is confirmed", BARE + UNCONFIRMED),
    fault("spec.advises", "a spec that only advises", BARE + ADVISED),
    fault("spec.unbreakable", "a limit that no master could break", OWN + LIMIT.replace("-2 dBTP", "99 dBTP")),
    fault("spec.contrast-alone", "a spec limits a contrast that it does not ask for", OWN + CONTRAST),
    fault("spec.interlace-alone", "a spec measures fields, and says not which it wants", OWN + LIMIT + INTERLACE),
    fault(
        "spec.title-taken",
        "an own spec bears the title of one of ours",
        OWN.replace("Chaîne locale", "Netflix, branded"),
    ),
    fault(
        "spec.title-loosened",
        "a spec under its parent's title asks less",
        OWN.replace("Chaîne locale", "EBU R 128") + LAX,
    ),
    Fault(
        "spec.loosened",
        "an own spec asks less than the one that it extends",
        own(OWN + LAX),
        "gate.spec-loosened",
        prepare=own(OWN + LIMIT),
        judge=judge,
    ),
    Fault(
        "spec.only-advice",
        "the destination that is named only advises",
        lambda scene: scene.replace(ORDER, NAMED, 'spec = "youtube"'),
        "gate.spec-only-advises",
        judge=judge,
    ),
    fault("spec.circle", "two specs extend each other", OWN.replace("ebu-r128", "autre"), autre=OTHER),
    fault("spec.no-parent", "a spec extends one that there is not", OWN.replace("ebu-r128", "ebu-r129") + LIMIT),
    fault("spec.layout", "an audio layout gives one channel two things to carry", OWN + LIMIT + LAYOUT),
    fault("spec.pattern", "a naming pattern names a field that there is not", OWN + LIMIT + PATTERN),
    fault("spec.name-taken", "an own spec bears the name of one of ours", OWN + LIMIT, netflix=OWN),
)
