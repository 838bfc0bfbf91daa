"""What a row of the table of ways past the gate is, and what stands in several of them."""

from __future__ import annotations

from dataclasses import dataclass

CLOSED = "test_fail_closed.py"
SABOTAGE = f"{CLOSED}::test_sabotage_closes_it"
GATE = "test_gate.py"
WAYS = "test_ways.py"
GIVEN = "test_ways_in.py"
BRIDGE = "test_bridge.py"
IDLE = "test_idle.py::test_a_check_that_claims_to_have_nothing_to_judge"
WAIVERS = "../core/waivers/test_apply.py"
SIGNING = "../core/waivers/test_signing.py"
HELD = "../core/waivers/test_held.py"
PEOPLE = "../core/waivers/test_people.py"
SUMS = "../core/waivers/test_signoff_sums.py"
BACK = "../core/waivers/test_withdrawal.py"
PACKED = "../core/delivery/test_signed_files.py"
PRIVATE = "../core/delivery/test_private_keys.py"
REVIEWS = "../core/rights/test_reviews.py"
_FAULT = "test_a_fault_is_found_under_its_own_rule"
PLANTED = f"../matrix/test_matrix_papers.py::{_FAULT}"
READ = f"../matrix/test_matrix_ai.py::{_FAULT}"
SEEN = f"../matrix/test_matrix_qc.py::{_FAULT}"
LOADED = "plug-ins are loaded one by one from a literal list; one that cannot be had is noted against its check"
MATCHED = "the gate asks pyblish's own matching beforehand, and notes a plug-in that it would leave out"
LEDGER = "the ledger runs the checks itself, and the gate keeps its own hold on it"
SOUND = "what a check gives is looked at, to its end, before it counts as an answer"
BOOK = "the gate's own book says for which reasons each check may be idle, and the production must bear it out"
LISTS = "registry, plug-in list and the report's names must agree; what any of them names must answer"
SIGNED = "the signature covers every field, and is checked with the key that the production lists"
REPORT = "a report must be whole, agree with itself and with the exit code"


@dataclass(frozen=True)
class Way:
    """One mechanism; variants of it are one way."""

    attack: str
    defence: str
    test: str
