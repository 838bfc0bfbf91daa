"""The ways past the gate that go by what people sign: waivers and sign-offs."""

from __future__ import annotations

from way import HELD, SIGNED, SIGNING, WAIVERS, Way

SIGNED_WAYS: tuple[Way, ...] = (
    Way("a waiver without a signature", SIGNED, f"{WAIVERS}::test_unsigned_signed_by_nobody_known_or_by_another"),
    Way("a waiver whose reason, date or rule was altered", SIGNED, f"{WAIVERS}::test_every_field_is_signed[reason]"),
    Way(
        "a waiver by a person who is not, or no more, listed",
        SIGNED,
        f"{WAIVERS}::test_a_key_that_was_taken_off_the_list",
    ),
    Way(
        "a person who signs for a rule of another role",
        "who may waive a rule is data",
        f"{WAIVERS}::test_nor_for_a_rule_of_another_role",
    ),
    Way(
        "a true signature on a hard failure",
        "rules that are not listed as waivable are hard",
        f"{WAIVERS}::test_a_true_signature_is_not_enough",
    ),
    Way(
        "a waiver that has expired",
        "its last day is compared with today",
        f"{WAIVERS}::test_it_expires_with_its_last_day",
    ),
    Way("a waiver for ever", "the longest time is data", f"{WAIVERS}::test_nor_for_ever"),
    Way(
        "the clock is set back",
        "it may not be before the history or a waiver's making",
        f"{WAIVERS}::test_a_clock_that_was_set_back_brings_none_back",
    ),
    Way(
        "a waiver of another production, delivery or spec",
        "all three are signed and compared",
        f"{WAIVERS}::test_another_production_delivery_and_place",
    ),
    Way(
        "a waiver replayed for another place",
        "its place is carried by the change map, and one waiver covers one finding",
        f"{WAIVERS}::test_replayed_for_another_place",
    ),
    Way(
        "the master is replaced under a waiver of what was measured in it",
        "a waiver of such a finding holds on to the master's own hash",
        f"{HELD}::test_another_master_was_not_waived",
    ),
    Way(
        "a licence, its paper or the destination changes under a waiver of a right",
        "a waiver of a right holds on to the licences of its source, their papers and the destination",
        f"{HELD}::test_other_terms_were_not_waived",
    ),
    Way(
        "a copy of a waived caption file goes out as well",
        "one waiver covers one finding, in the file that was signed for",
        f"{HELD}::test_one_waiver_covers_one_of_two_files_alike",
    ),
    Way(
        "a withdrawn waiver is put back",
        "the history knows each waiver by its hash, and that it was taken back",
        f"{HELD}::test_a_withdrawn_waiver_does_not_come_back",
    ),
    Way(
        "a waiver is copied under another name",
        "the history holds the name under which it was signed",
        f"{HELD}::test_a_copy_under_another_name_is_none",
    ),
    Way(
        "the whole history is deleted under a waiver",
        "a waiver without its line in the history is none",
        f"{HELD}::test_the_whole_history_is_deleted",
    ),
    Way(
        "the whole history is deleted under a sign-off",
        "a sign-off without its line in the history is none",
        f"{HELD}::test_a_sign_off_without_its_line_is_none",
    ),
    Way(
        "an earlier package is altered before what is unchanged is left to it",
        "it is verified before anything is left to it",
        "test_since.py::test_nothing_is_left_to_a_package_that_was_altered",
    ),
    Way(
        "a waiver whose subject was re-cut, re-timed or re-written",
        "the subject's hash must be the same",
        f"{WAIVERS}::test_a_change_of_the_cut_kills_it_and_the_map_says_why[trimmed]",
    ),
    Way(
        "the cut that a waiver was made on is altered",
        "its hash is signed",
        f"{WAIVERS}::test_the_cut_that_it_was_made_on_is_lost_or_altered",
    ),
    Way(
        "a waiver that is a link, malformed or huge",
        "it is read strictly, and is an error where it cannot be",
        f"{WAIVERS}::test_what_is_no_waiver_is_said_to_be_none[an unknown key]",
    ),
    Way(
        "a sign-off is altered, or put beside another verdict",
        "it holds the hash of the verdict, and is signed",
        f"{SIGNING}::test_a_sign_off_holds_for_its_verdict_alone",
    ),
    Way(
        "a report is edited before it is signed",
        "its verdict's hash is made anew from what it says",
        f"{SIGNING}::test_a_report_that_was_edited_is_not_signed",
    ),
)
