"""Faults of rights: where, how and when a licence holds, what may be done to a shot, and for which edit it was approved."""

from __future__ import annotations

from matrix.base import Fault
from matrix.rights_scenes import (
    B_EDIT,
    CUT,
    LEDGER,
    ORDER,
    approved,
    approved_and_hashed,
    cut,
    entry,
    of_rights,
    order,
    several,
    swap,
)

FAULTS: tuple[Fault, ...] = (
    of_rights("uncleared", "a source has no entry", swap(LEDGER, '"B002*"', '"Z999*"'), "no-clearance"),
    of_rights(
        "release-only",
        "a source has only a place's release",
        swap(LEDGER, 'kind = "archive"', 'kind = "location"'),
        "picture-uncleared",
        also="sound-uncleared",
    ),
    of_rights(
        "wildcard",
        "only a pattern that matches everything clears a source",
        swap(LEDGER, '"B002*"', '"*"'),
        "wildcard-only",
    ),
    of_rights(
        "folder",
        "a pattern matches the folder in which the production lies",
        swap(LEDGER, '"B002*"', '"*La lettre é*"'),
        "no-clearance",
    ),
    of_rights(
        "black-in-name",
        "a list calls an uncleared clip black",
        several(swap(LEDGER, '"B002*"', '"Z999*"'), swap(CUT, "002  B002 ", "002  BL   ")),
        "no-clearance",
    ),
    of_rights(
        "window-unsaid",
        "the delivery says no window, and a licence has an end",
        swap(ORDER, "start = 2026-12-01\nend = 2028-11-30\n", ""),
        "window-unsaid",
    ),
    of_rights(
        "window-past",
        "the window of the delivery is over",
        swap(ORDER, "start = 2026-12-01\nend = 2028-11-30\n", "start = 2026-01-01\nend = 2026-01-31\n"),
        "window-past",
    ),
    of_rights("territory", "a territory is missing", swap(LEDGER, '["CA", "FR"]', '["FR"]'), "territory"),
    of_rights(
        "territory-left-out",
        "a territory is taken out of a group",
        several(swap(LEDGER, '["CA", "FR"]', '["WORLD", "-CA"]')),
        "territory",
    ),
    of_rights("medium", "a medium is missing", swap(LEDGER, '["vod", "broadcast"]', '["broadcast"]'), "medium"),
    of_rights(
        "medium-mistyped",
        "a medium of the licence is mistyped",
        swap(LEDGER, '"vod", "broadcast"]', '"vod", "boradcast"]'),
        "medium-spelling",
    ),
    of_rights(
        "medium-unknown",
        "a country stands among the media of the licence",
        swap(LEDGER, '["vod", "broadcast"]', '["vod", "broadcast", "FR"]'),
        "medium-unknown",
    ),
    of_rights(
        "medium-narrower",
        "only a part of the medium is cleared",
        swap(LEDGER, '["vod", "broadcast"]', '["svod"]'),
        "medium",
    ),
    of_rights("language", "a language version is missing", entry('languages = ["fr"]'), "language", entry("")),
    of_rights(
        "combination",
        "no one licence joins territory and medium",
        several(
            swap(LEDGER, '["vod", "broadcast"]', '["broadcast"]'),
            entry(
                '[[clearance]]\nasset = "B002*"\nkind = "archive"\nowner = "Cinémathèque de la Vallée"\nterritories = ["FR"]\n'
                'media = ["vod"]\nend = "perpetual"\nevidence = "rights/licence.txt"'
            ),
        ),
        "combination",
    ),
    of_rights(
        "window-end", "a licence ends before the window does", swap(LEDGER, "2030-12-31", "2028-06-30"), "window"
    ),
    of_rights(
        "window-start", "a licence begins after the window does", swap(LEDGER, "2026-01-01", "2027-01-01"), "window"
    ),
    of_rights(
        "masked",
        "own footage named by * hides that the archive's licence ends",
        several(swap(LEDGER, '"A001*"', '"*"'), swap(LEDGER, "2030-12-31", "2027-06-30")),
        "window",
    ),
    of_rights(
        "seconds",
        "more seconds are used than licensed",
        swap(LEDGER, "seconds = 4", "seconds = 3.96"),
        "seconds",
        entry("seconds = 4"),
    ),
    of_rights(
        "runs",
        "more showings are planned than licensed",
        swap(ORDER, "runs = 3", "runs = 4"),
        "runs",
        several(entry("runs = 3"), swap(ORDER, 'media = ["vod"]', 'media = ["broadcast"]'), order("runs = 3")),
    ),
    of_rights(
        "runs-unsaid",
        "showings are limited and not planned",
        swap(ORDER, "runs = 3\n", ""),
        "runs-unknown",
        several(entry("runs = 3"), swap(ORDER, 'media = ["vod"]', 'media = ["broadcast"]'), order("runs = 3")),
    ),
    of_rights(
        "holdback",
        "the window falls into a holdback",
        swap(LEDGER, '["FR"], media = ["vod"]', '["CA"], media = ["online"]'),
        "holdback",
        entry('holdbacks = [{ territories = ["FR"], media = ["vod"], end = 2027-01-31 }]'),
    ),
    of_rights(
        "exclusivity",
        "two owners grant one right, one of them exclusively",
        swap(LEDGER, "exclusive = false", "exclusive = true"),
        "exclusivity",
        entry(
            'exclusive = false\n[[clearance]]\nasset = "B002*"\nkind = "archive"\nowner = "Nord"\nterritories = ["CA"]\n'
            'media = ["all"]\nend = "perpetual"\nevidence = "rights/licence.txt"'
        ),
    ),
    of_rights(
        "retimed",
        "a shot is retimed against the licence",
        several(
            cut(
                B_EDIT.replace("00:00:05:00 ", "00:00:03:00 ", 1) + "\nM2   B002       012.5                00:00:01:00"
            )
        ),
        "edit-retimed",
        entry('edits = ["no-retime"]'),
    ),
    of_rights(
        "reversed",
        "a shot is reversed against the licence",
        several(cut(B_EDIT + "\nM2   B002       -025.0                00:00:05:00")),
        "edit-reversed",
        entry('edits = ["no-reverse"]'),
    ),
    of_rights(
        "recut",
        "a shot is cut up against the licence",
        cut(
            "002  B002     V     C        00:00:01:00 00:00:02:00 00:00:04:00 00:00:05:00\n* FROM CLIP NAME: B002.mov\n"
            "003  B002     V     C        00:00:02:12 00:00:05:12 00:00:05:00 00:00:08:00"
        ),
        "edit-recut",
        entry('edits = ["no-recut"]'),
    ),
    of_rights(
        "graded",
        "a shot is graded against the licence",
        swap(
            CUT,
            "* FROM CLIP NAME: B002.mov",
            "* FROM CLIP NAME: B002.mov\n* ASC_SOP: (1.2 1.0 1.0)(0.0 0.0 0.0)(1.0 1.0 1.0)\n* ASC_SAT: 1.0",
        ),
        "edit-graded",
        entry('edits = ["no-grade"]'),
    ),
    of_rights(
        "approval-extended",
        "a shot is longer than the approved one",
        swap(
            "cuts/v1.edl",
            B_EDIT,
            B_EDIT.replace("00:00:05:00 ", "00:00:04:15 ", 1).replace("00:00:08:00", "00:00:07:15"),
        ),
        "approval-extended",
        approved(),
    ),
    of_rights(
        "approval-slipped",
        "a shot shows other frames than the approved one",
        swap("cuts/v1.edl", "00:00:01:00 00:00:05:00 00:00:04:00", "00:00:01:10 00:00:05:10 00:00:04:00"),
        "approval-slipped",
        approved(),
    ),
    of_rights(
        "approval-retimed",
        "a shot runs at another speed than the approved one",
        swap(
            "cuts/v1.edl",
            B_EDIT,
            B_EDIT.replace("00:00:05:00 ", "00:00:03:00 ", 1) + "\nM2   B002       012.5                00:00:01:00",
        ),
        "approval-retimed",
        approved(),
    ),
    of_rights(
        "approval-new",
        "a shot was not in the approved cut at all",
        swap("cuts/v1.edl", B_EDIT + "\n* FROM CLIP NAME: B002.mov\n", ""),
        "approval-new",
        approved(),
    ),
    of_rights(
        "approval-altered",
        "the approved cut was changed since",
        lambda scene: scene.append("cuts/v1.edl", "* LATER\n"),
        "approval-altered",
        approved_and_hashed,
    ),
    of_rights(
        "approval-itself",
        "the cut in hand is named as the approved one",
        swap(LEDGER, '"cuts/v1.edl"', '"cuts/v2.edl"'),
        "approval-itself",
        approved(),
    ),
    of_rights(
        "approval-missing",
        "the approved cut is gone",
        lambda scene: (scene.root / "cuts/v1.edl").unlink(),
        "approval-unreadable",
        approved(),
    ),
)
