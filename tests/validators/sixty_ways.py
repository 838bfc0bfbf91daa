"""The ways that were tried to get a delivery past the gate: the attack, the line of defence, and the test that performs it.

`docs/gate.md` prints this table; `test_sixty.py` holds the two together, and sees that every test is there.
"""

from __future__ import annotations

from way import (
    BOOK,
    BRIDGE,
    CLOSED,
    GATE,
    GIVEN,
    IDLE,
    LEDGER,
    LISTS,
    LOADED,
    MATCHED,
    REPORT,
    SABOTAGE,
    SIGNING,
    SOUND,
    WAYS,
    Way,
)
from ways_asked import ASKED_WAYS
from ways_signed import SIGNED_WAYS

TABLE: tuple[Way, ...] = (
    Way("a validator's file is deleted", LOADED, f"{CLOSED}::test_every_validator[without its file]"),
    Way("a validator's file is emptied", LOADED, f"{SABOTAGE}[empty file]"),
    Way("a validator does not parse", LOADED, f"{SABOTAGE}[syntax]"),
    Way("a validator's library is missing (ImportError)", LOADED, f"{SABOTAGE}[missing library]"),
    Way(
        "a validator's file exits while it is imported",
        "importing catches what is no Exception too",
        f"{SABOTAGE}[exits at import]",
    ),
    Way("a validator's class has another name", LOADED, f"{SABOTAGE}[renamed class]"),
    Way("a function stands in a class's place", "only a class of pyblish's is run", f"{SABOTAGE}[a function]"),
    Way(
        "an instance plug-in became a context plug-in", "its base class is asked for", f"{SABOTAGE}[a context plug-in]"
    ),
    Way("a validator of another family", MATCHED, f"{CLOSED}::test_every_validator[of another family]"),
    Way("families as a tuple, which pyblish drops in silence", MATCHED, f"{SABOTAGE}[families as a tuple]"),
    Way("no families at all", MATCHED, f"{SABOTAGE}[families of nobody]"),
    Way("a mistyped target", MATCHED, f"{SABOTAGE}[other targets]"),
    Way("a mistyped host", MATCHED, f"{SABOTAGE}[other hosts]"),
    Way("another way of matching (Subset, Exact)", MATCHED, f"{SABOTAGE}[another match]"),
    Way("a version of pyblish that is not there", MATCHED, f"{SABOTAGE}[another pyblish]"),
    Way("a validator that is switched off", MATCHED, f"{SABOTAGE}[inactive]"),
    Way("`process(self, inst)`: pyblish asserts, or drops it", MATCHED, f"{SABOTAGE}[another argument]"),
    Way("no `process` at all", "the ledger has no answer, so there is none", f"{SABOTAGE}[no process]"),
    Way("a validator that does nothing", "the ledger has no answer, so there is none", f"{SABOTAGE}[does nothing]"),
    Way("a validator that raises", "a crash is no answer", f"{CLOSED}::test_every_validator[that raises]"),
    Way("a validator that calls sys.exit(0)", "BaseException is caught", f"{CLOSED}::test_every_validator[that exits]"),
    Way(
        "a bare AssertionError, as a failed validation looks",
        "only our own exception, after an answer, counts as one",
        f"{SABOTAGE}[fails without a word]",
    ),
    Way(
        "a validator that answers for another check",
        "exactly its own check must be new in the ledger",
        f"{SABOTAGE}[answers for another]",
    ),
    Way("a validator that wipes the others' answers", LEDGER, f"{SABOTAGE}[wipes the others' answers]"),
    Way(
        "a validator that hides the instance from the rest",
        "matching is asked for each plug-in again",
        f"{CLOSED}::test_a_validator_that_hides_the_instance",
    ),
    Way(
        "a check without a plug-in",
        "the registry is compared with the list",
        f"{CLOSED}::test_a_check_that_is_listed_nowhere",
    ),
    Way(
        "the collector collects nothing (empty context)",
        "one instance with a dossier must be there",
        f"{CLOSED}::test_the_other_stages_fail_closed_too[nothing-collect_dossier]",
    ),
    Way(
        "the extractor exits, the integrator runs on",
        "each stage must succeed before the next",
        f"{CLOSED}::test_the_other_stages_fail_closed_too[exits-extract_package]",
    ),
    Way(
        "the integrator does nothing, and all looks well",
        "the package must be there",
        f"{CLOSED}::test_the_other_stages_fail_closed_too[nothing-integrate_package]",
    ),
    Way(
        "a rogue plug-in in PYBLISHPLUGINPATH or our folder",
        "nothing is discovered in folders",
        f"{CLOSED}::test_a_rogue_plug_in_is_never_run",
    ),
    Way(
        "PYBLISH_TARGETS, PYBLISH_HOSTS in the environment",
        "targets are named outright",
        f"{CLOSED}::test_untouched_it_opens",
    ),
    Way(
        "a studio's callbacks, tests, discovery filters and a twin of our class",
        "only ledger and list count; pyblish's results do not",
        f"{WAYS}::test_pyblish_is_told_to_let_everything_through",
    ),
    Way(
        "a callback that ends the process",
        "BaseException is caught around pyblish as well",
        f"{WAYS}::test_a_callback_that_leaves",
    ),
    Way(
        "another package called pyblish on PYTHONPATH",
        "it must be the file of the installed distribution",
        f"{GIVEN}::test_another_package_has_the_name_of_pyblish",
    ),
    Way("a check returns None, text, numbers or True", SOUND, f"{WAYS}::test_a_check_that_gives_no_answer[none]"),
    Way(
        "a check that never stops giving findings",
        "more than 100,000 are no answer",
        f"{WAYS}::test_a_check_that_gives_no_answer[endless]",
    ),
    Way(
        "a check is a generator that breaks off half-way",
        "it is consumed to its end before it counts",
        f"{WAYS}::test_a_check_that_gives_no_answer[half]",
    ),
    Way("a check says that it had nothing to judge, and a finding as well", SOUND, f"{IDLE}[and a finding]"),
    Way("a check had nothing to judge for a reason that nobody knows", SOUND, f"{IDLE}[for no known reason]"),
    Way("a check had nothing to judge, though the destination asks", BOOK, f"{IDLE}[though the destination asks]"),
    Way("a check found no master, though there is one", BOOK, f"{IDLE}[though there is a master]"),
    Way(
        "a check that always judges had nothing to judge",
        "it is not in the gate's book of those that may",
        f"{IDLE}[though it always judges]",
    ),
    Way(
        "not one check had anything to judge",
        "what rests on no judgement is no verdict",
        "test_idle.py::test_a_verdict_for_which_nothing_was_judged_is_none",
    ),
    Way(
        "a finding of a class of its own",
        "only Finding itself is one",
        f"{WAYS}::test_a_check_that_gives_no_answer[a liar]",
    ),
    Way(
        "a finding as grave as a word nobody knows",
        SOUND,
        f"{WAYS}::test_a_check_that_gives_no_answer[an unknown severity]",
    ),
    Way(
        "a check that waives its own finding",
        "only the gate waives",
        f"{WAYS}::test_a_check_that_gives_no_answer[waived by itself]",
    ),
    Way("a finding of a rule that has no words", SOUND, f"{WAYS}::test_a_check_that_gives_no_answer[an unknown rule]"),
    Way("endless recursion", "a crash is no answer", f"{WAYS}::test_a_check_that_gives_no_answer[recursion]"),
    Way("no memory left", "a crash is no answer", f"{WAYS}::test_a_check_that_gives_no_answer[memory]"),
    Way(
        "os._exit(0) in the middle of judging",
        "nothing may end the gate's process meanwhile",
        f"{WAYS}::test_a_check_that_gives_no_answer[os._exit]",
    ),
    Way(
        "another program in the gate's place (exec)",
        "nothing may replace the gate's process meanwhile",
        f"{WAYS}::test_a_check_that_gives_no_answer[os.execv]",
    ),
    Way(
        "the process is killed",
        "a package appears whole and last, or not at all; the exit code is not 0",
        f"{GIVEN}::test_a_process_that_ends_in_the_middle[import os; os.kill(os.getpid(), 9)]",
    ),
    Way(
        "a check that never ends",
        "nothing is written before the verdict; stopping leaves nothing",
        f"{GIVEN}::test_a_check_that_never_ends",
    ),
    Way("Ctrl-C while it judges", "it is passed on, never taken for an answer", f"{WAYS}::test_ctrl_c_is_no_verdict"),
    Way(
        "a problem said as a Python warning only",
        "a warning is no finding; as an error it is a crash",
        f"{WAYS}::test_a_check_that_only_warns_python",
    ),
    Way(
        "a check prints a report of its own",
        "standard output is not the gate's answer",
        f"{WAYS}::test_what_a_check_prints_is_not_the_report",
    ),
    Way("logging is switched off", "nothing rests on log records", f"{WAYS}::test_loggers_are_turned_off"),
    Way("registry.CHECKS emptied or shortened", LISTS, f"{WAYS}::test_the_registry_was_tampered_with[emptied]"),
    Way("registry and plug-in list shortened alike", LISTS, f"{WAYS}::test_both_lists_were_shortened_alike"),
    Way(
        "a check alters the dossier that the next ones see",
        "its hash is taken before and after",
        f"{WAYS}::test_a_check_that_changes_what_is_judged",
    ),
    Way(
        "a plug-in puts another dossier in its place",
        LEDGER,
        f"{WAYS}::test_a_plug_in_that_puts_something_in_the_place_of_what_was_collected[another dossier]",
    ),
    Way(
        "a plug-in forges answers",
        LEDGER,
        f"{WAYS}::test_a_plug_in_that_puts_something_in_the_place_of_what_was_collected[a ledger of its own kind]",
    ),
    Way(
        "a plug-in takes a file out of the inputs",
        "the inputs are compared with what was noted",
        f"{WAYS}::test_inputs_altered_in_place",
    ),
    Way(
        "the collector takes another production or destination",
        "the dossier must be of the production asked for",
        f"{WAYS}::test_a_collector_of_another_production",
    ),
    Way("two instances, a good one and a bad one", "exactly one is judged", f"{WAYS}::test_two_instances"),
    Way(
        "the rights ledger is emptied",
        "what is used on screen must be cleared, whatever the ledger says",
        f"{GIVEN}::test_the_ledger_was_emptied",
    ),
    Way("the spec is emptied", "a spec that asks nothing is an error", f"{GIVEN}::test_the_spec_asks_nothing"),
    Way("the spec is one that does not exist", "no spec is an error", f"{GIVEN}::test_the_spec_is_another_name"),
    Way(
        "a production without deliverables",
        "nothing to deliver is an error",
        f"{GIVEN}::test_nothing_is_to_be_delivered",
    ),
    Way(
        "captions taken off the list, though languages ask for them",
        "coverage is asked by language, not by list",
        f"{GIVEN}::test_captions_are_named_no_more",
    ),
    Way("a cut without a shot", "it cannot be read, or is an error", f"{GIVEN}::test_the_cut_holds_no_shot"),
    Way("every clip disabled", "a cut that shows nothing is an error", f"{GIVEN}::test_every_clip_is_switched_off"),
    Way(
        "a file changes while it is judged",
        "hashes before collecting and after judging must agree",
        f"{GATE}::test_a_file_that_comes_while_it_judges",
    ),
    Way(
        "picturelock.toml changes after it was read",
        "it is read and compared again",
        f"{GATE}::test_an_order_that_was_changed_after_it_was_read",
    ),
    Way(
        "the master is swapped between verdict and package",
        "what is copied is hashed, and must be what was judged",
        f"{GIVEN}::test_the_master_is_swapped_between_verdict_and_package",
    ),
    Way(
        "an input becomes a link to another file",
        "links may not lead out, and hashes must agree",
        f"{GIVEN}::test_an_input_becomes_a_link_meanwhile",
    ),
    Way(
        "links that lead out of the production",
        "paths are resolved, and must stay inside",
        f"{GATE}::test_links_do_not_lead_out_of_a_production",
    ),
    Way("a pipe in the place of a file", "only ordinary files are opened", f"{GATE}::test_an_order_that_is_a_pipe"),
    Way(
        "the history is read-only or no file",
        "what cannot be recorded is not done",
        f"{GIVEN}::test_the_history_cannot_be_written",
    ),
    Way(
        "the history is truncated",
        "its length and last hash are kept beside it",
        f"{GIVEN}::test_the_history_was_cut_short",
    ),
    Way(
        "a line of the history is altered, taken out or moved",
        "each line holds the hash of the one before",
        f"{SIGNING}::test_whatever_is_done_to_it_shows[a line altered]",
    ),
    Way(
        "history and its count are rewritten together",
        "waivers and sign-offs name the line at which it stood",
        f"{SIGNING}::test_both_are_shortened_but_somebody_has_signed_since",
    ),
    *SIGNED_WAYS,
    *ASKED_WAYS,
    Way(
        "AYON: no installation behind the plug-ins",
        "no receipt, no verdict",
        f"{BRIDGE}::test_without_an_answer_the_instance_fails[no receipt]",
    ),
    Way(
        "AYON: the installation takes too long",
        "a time-out is no verdict, and its processes are ended",
        f"{BRIDGE}::test_without_an_answer_the_instance_fails[too little time]",
    ),
    Way(
        "AYON: no report, broken or endlessly nested JSON",
        REPORT,
        BRIDGE + "::test_what_is_no_report_is_no_verdict[print('{')]",
    ),
    Way(
        "AYON: an old report played again",
        "the report must repeat this run's challenge",
        f"{BRIDGE}::test_a_canned_report_is_refused_for_real",
    ),
    Way("AYON: a report of another schema", REPORT, f"{BRIDGE}::test_a_forged_report_is_no_verdict[another schema]"),
    Way(
        "AYON: a report on another production",
        REPORT,
        f"{BRIDGE}::test_a_forged_report_is_no_verdict[another production's]",
    ),
    Way(
        "AYON: a report that says open, and holds an error",
        REPORT,
        f"{BRIDGE}::test_a_forged_report_is_no_verdict[open with an error]",
    ),
    Way(
        "AYON: a report on which nothing was judged, and that says open",
        REPORT,
        f"{BRIDGE}::test_a_forged_report_is_no_verdict[nothing judged, and open]",
    ),
    Way(
        "AYON: a report that expects nothing",
        REPORT,
        f"{BRIDGE}::test_a_forged_report_is_no_verdict[no checks expected]",
    ),
    Way(
        "AYON: a report that expects one invented check, and passed it",
        "the report must expect every check that the plug-ins' own list has",
        f"{BRIDGE}::test_a_forged_report_is_no_verdict[one invented check]",
    ),
    Way(
        "AYON: something of our name on PYTHONPATH",
        "the installed Python runs isolated, and a core elsewhere is not ours",
        f"{BRIDGE}::test_what_is_put_before_our_core_is_not_run",
    ),
    Way(
        "AYON: the studio's settings disable a validator, an artist unticks it",
        "no setting is taken, none is optional, and the last plug-in asks for the whole verdict",
        f"{BRIDGE}::test_ayon_finds_all_of_them_and_no_setting_switches_one_off",
    ),
)


def page() -> str:
    """The table, as `docs/gate.md` prints it."""
    lines = ["| | Attack | What stands against it |", "|--:|---|---|"]
    lines += [f"| {number} | {way.attack} | {way.defence} |" for number, way in enumerate(TABLE, start=1)]
    return "\n".join(lines) + "\n"
