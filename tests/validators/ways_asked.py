"""Ways past the gate by what is asked, and by what is brought in answer to it."""

from __future__ import annotations

from way import PLANTED, READ, SEEN, Way

ASKED_WAYS: tuple[Way, ...] = (
    Way(
        "a spec of the production's own of which nothing is confirmed",
        "one that no delivery can fail is refused",
        f"{PLANTED}[spec.unconfirmed]",
    ),
    Way("a spec that only advises", "one that no delivery can fail is refused", f"{PLANTED}[spec.advises]"),
    Way(
        "a limit so wide that no master could break it",
        "such a limit is refused",
        f"{PLANTED}[spec.unbreakable]",
    ),
    Way(
        "a limit that no check reads without another demand",
        "a spec that says one without the other is refused",
        f"{PLANTED}[spec.contrast-alone]",
    ),
    Way(
        "a measure of the fields, and no word on which are wanted",
        "a spec that says one without the other is refused",
        f"{PLANTED}[spec.interlace-alone]",
    ),
    Way(
        "a spec of the production's own under a regulator's title",
        "titles are compared as they look, with all of ours",
        f"{PLANTED}[spec.title-taken]",
    ),
    Way(
        "a spec that extends a regulator's, bears its title, and asks less",
        "under that title it must ask for all of it; under its own, what it asks less is told",
        f"{PLANTED}[spec.title-loosened]",
    ),
    Way(
        "the master is listed as the textless element as well",
        "what is listed as two things is compared by its content",
        f"{PLANTED}[files-same-as-master]",
    ),
    Way(
        "one paper proves two things",
        "texts are compared by their words, whatever their line breaks",
        f"{PLANTED}[files-same-paper]",
    ),
    Way(
        "picturelock.toml, the cut or the ledger as a paper",
        "a production's own files are known, and prove nothing",
        f"{PLANTED}[files-own-ledger]",
    ),
    Way("a paper of one line break", "a paper holds a letter or a figure", f"{PLANTED}[files-blank]"),
    Way("a text listed as a still", "a file is what its bytes say", f"{PLANTED}[files-no-still]"),
    Way(
        "music and effects that are the mix with its voices",
        "both are listened to until they differ",
        f"{PLANTED}[files-mixed]",
    ),
    Way("a private key is listed as a deliverable", "keys are known by their form, and stay", f"{PLANTED}[files-key]"),
    Way(
        "one caption file, or a copy of it, in two languages",
        "tracks are compared by their words, and by their bytes",
        f"{PLANTED}[captions-copied]",
    ),
    Way(
        "a shot is written as black in the cut, and stands in the master",
        "where the cut is black, the master must be",
        f"{SEEN}[qc.slug]",
    ),
    Way(
        "every event of the cut is turned to sound",
        "where the cut shows nothing, the master must be black",
        f"{SEEN}[qc.no-video]",
    ),
    Way(
        "a film of one generator, beside any master",
        "where not one shot could be compared, that is an error",
        f"{SEEN}[qc.generated]",
    ),
    Way(
        "every shot is retimed by a few percent",
        "a constant speed is compared with the frames that it shows",
        f"{SEEN}[qc.retimed]",
    ),
    Way("one freeze for the whole film", "a freeze is compared with its one frame", f"{SEEN}[qc.frozen]"),
    Way(
        "a review by somebody whom nobody knows",
        "where a review is required, its reader is one of the production's people",
        f"{READ}[ai.reviewer-unknown]",
    ),
    Way(
        "a review of a day before there was a text",
        "where a review is required, its day is held against the text's record",
        f"{READ}[ai.review-too-old]",
    ),
    Way(
        "a machine's captions, without their record, said to be imported",
        "where a review is required, nobody's captions have an unknown origin",
        f"{READ}[ai.imported-unsaid]",
    ),
)
