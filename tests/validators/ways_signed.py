"""The ways past the gate that go by what people sign: waivers and sign-offs."""

from __future__ import annotations

from way import BACK, HELD, PACKED, PEOPLE, PRIVATE, REVIEWS, SIGNED, SIGNING, SUMS, WAIVERS, Way

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
    Way(
        "a sign-off replayed for another delivery or another film",
        "both are signed and compared",
        f"{SUMS}::test_replayed_for_another_delivery_or_another_film",
    ),
    Way(
        "a file is exchanged for another of the same XXH128 under a sign-off",
        "the SHA-256 of every file that a verdict rests on is signed too",
        f"{SUMS}::test_another_file_of_the_same_quick_hash_voids_it",
    ),
    Way(
        "a file changes between the verdict and its signature",
        "both hashes are taken in one reading, and the first must be the verdict's",
        f"{SUMS}::test_what_is_not_what_was_judged_is_not_signed",
    ),
    Way(
        "a sign-off that leaves its SHA-256 out, or is of the kind that had none",
        "it is read, and holds for nothing",
        f"{SUMS}::test_sums_cannot_be_left_out[no sums]",
    ),
    Way(
        "a sign-off on a history that is broken",
        "what cannot be recorded is not signed",
        f"{SUMS}::test_nothing_is_signed_on_a_broken_history",
    ),
    Way(
        "a waiver is taken back in somebody else's name",
        "a withdrawal is signed; a false one is told, and lets no waiver live",
        f"{BACK}::test_a_false_withdrawal_is_told_and_opens_nothing[another person]",
    ),
    Way(
        "a waiver is taken back by somebody who has no right to",
        "its own person may, or one who may waive that rule",
        f"{BACK}::test_another_who_may_waive_that_rule_may_take_it_back_and_nobody_else",
    ),
    Way(
        "the history is set back to before a withdrawal, and the waiver put back",
        "the signed withdrawal stands against it by itself",
        f"{BACK}::test_a_withdrawal_outlives_the_history_that_held_it",
    ),
    Way(
        "a waiver is deleted without a word",
        "it does not count, and the history tells of it",
        f"{BACK}::test_a_waiver_that_was_just_deleted_is_told",
    ),
    Way(
        "a public key for which anybody can make a signature",
        "points of small order are no keys",
        f"{PEOPLE}::test_keys_for_which_anybody_can_sign_are_none",
    ),
    Way(
        "two people whose names are one, or look alike (other alphabets, unseen signs)",
        "names are compared as they look, when the production is read",
        f"{PEOPLE}::test_two_people_of_one_name[cyrillic]",
    ),
    Way("two people of one key", "a key is one person's", f"{PEOPLE}::test_two_people_of_one_key"),
    Way(
        "a person's listed key is exchanged for another after they signed",
        "what was signed with another key than today's is forged",
        f"{PEOPLE}::test_another_key_in_a_persons_place_ends_what_they_signed",
    ),
    Way(
        "a role in letters of another alphabet",
        "a role that no rule names waives nothing",
        f"{PEOPLE}::test_a_role_that_only_looks_like_one_waives_nothing",
    ),
    Way(
        "a waiver's last day is stretched by the machine's time zone",
        "it is over at one instant, everywhere",
        f"{PEOPLE}::test_the_last_day_holds_until_it_is_over_everywhere[UTC+12]",
    ),
    Way(
        "a machine's text is changed after a person has read it",
        "a review holds the hash of the words that were read",
        f"{REVIEWS}::test_other_words_void_it_and_are_named[a word]",
    ),
    Way(
        "a review is only declared, where the destination asks for one",
        "one that does not hold what was read proves nothing",
        f"{REVIEWS}::test_where_a_review_is_asked_for_a_claim_is_not_enough[required-True-error]",
    ),
    Way(
        "two films, or two languages, of a signed package change places",
        "the signed verdict says of every file where it goes, and as what",
        f"{PACKED}::test_what_was_signed_for_cannot_be_exchanged",
    ),
    Way(
        "a signed file is taken out of a package, and all manifests are made anew",
        "what the signed verdict delivers must be there",
        f"{PACKED}::test_what_was_signed_for_is_missed",
    ),
    Way(
        "a signed master is said to lie in an earlier package that nobody has",
        "with a key, what cannot be held against the signature is an error",
        f"{PACKED}::test_nor_is_it_said_to_lie_elsewhere",
    ),
    Way(
        "a manifest is made anew after a file was taken out or altered",
        "the packing list has every file's hash too",
        f"{PACKED}::test_the_packing_list_is_held_against_what_is_there",
    ),
    Way(
        "a film is called like one of the papers that need no signature",
        "their names are exact, and lie at the top",
        f"{PACKED}::test_only_papers_of_exact_names_need_no_signature",
    ),
    Way(
        "a film is called like a file manager's file, in the manifest",
        "a package of ours never lists one",
        f"{PACKED}::test_a_file_managers_file_in_a_manifest",
    ),
    Way(
        "unsigned files lie beside the payload of a bag",
        "nothing lies there but what makes a bag",
        f"{PACKED}::test_files_beside_the_payload_of_a_bag",
    ),
    Way(
        "another film, which the packing list calls finished since",
        "its word proves nothing: without its credentials the film must be what was signed, byte for byte",
        f"{PACKED}::test_a_film_that_only_the_packing_list_calls_finished",
    ),
    Way(
        "another picture under true content credentials",
        "the credentials are taken out, and the rest is hashed",
        f"{PACKED}::test_a_finished_film_with_another_picture",
    ),
    Way(
        "another film inside the box of the credentials",
        "every sample must lie behind the box",
        f"{PACKED}::test_samples_may_not_lie_in_the_box_of_the_credentials",
    ),
    Way(
        "the sign-off of a closed gate is put into a package",
        "a package goes out behind an open gate only",
        f"{PACKED}::test_a_closed_verdict_is_never_delivered",
    ),
    Way(
        "a report without its list of what goes out",
        "the signed hash of the verdict holds the list",
        f"{PACKED}::test_a_report_that_says_of_no_file_where_it_goes",
    ),
    Way(
        "a private key is ordered as a file of the delivery",
        "what is a private key is told by its content, and never copied",
        f"{PRIVATE}::test_a_private_key_does_not_go_out",
    ),
)
