"""The caption files of `picturelock conform captions`: which are read, what is written where, and who made them."""

from __future__ import annotations

import datetime as dt
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from picturelock.errors import UsageError

if TYPE_CHECKING:
    from picturelock.conform.events import Conformed
    from picturelock.cues import Captions
    from picturelock.formats.sidecar import Sidecar
    from picturelock.production.reviews import Review

    from picturelock_cli.together import Together

_CODE = 5
"""Letters that a language in a file's name has at most: "v12.fr-CA.srt"."""


@dataclass(frozen=True, slots=True)
class Job:
    """One caption file, and the one to write."""

    file: Path
    output: Path
    main: bool
    """The one that is edited; the others are its translations."""


def jobs_of(args: Namespace) -> tuple[Job, ...]:
    """Every caption file with the one to write, the main one first. Raises UsageError or OutputError before any work."""
    from picturelock import registry

    from picturelock_cli.outputs import require_file, require_free
    from picturelock_cli.verbs.caption import require_writable

    jobs = [Job(args.file, args.output, True)]
    for text in args.also:
        name, _, out = text.partition("=")
        file = Path(name)
        jobs.append(Job(file, Path(out) if out else args.output.with_name(_sibling(args.output, file)), False))
    outputs = [job.output for job in jobs] + ([args.listing] if args.listing else [])
    inputs = [*(job.file for job in jobs), *(path for path in (args.old, args.new, args.edit_list) if path)]
    places = {path.resolve() for path in outputs}
    if len(places) < len(outputs) or places & {path.resolve() for path in inputs}:
        raise UsageError("Two of these files would be written to one place, or over what is read; name them apart.")
    for job in jobs:
        require_file(job.output)
        ending = job.output.suffix.lower().removeprefix(".")
        if ending not in registry.SUFFIXES:
            raise UsageError(f"-o {job.output}: name the format by the ending, such as .srt or .vtt.")
        require_writable(job.output, None)
    for path in outputs:
        require_free(path, args.force, "--list" if path == args.listing else "-o")
    return tuple(jobs)


def _sibling(output: Path, file: Path) -> str:
    """A name like the main output's: beside "v13.en.srt", "v12.fr.srt" becomes "v13.fr.srt"."""
    base, _, own = output.stem.rpartition(".")
    other = file.stem.rpartition(".")[2]
    named = bool(base) and len(own) <= _CODE and len(other) <= _CODE and other != file.stem
    return f"{base}.{other}{file.suffix}" if named else f"{output.stem}.{file.name}"


def language_of(file: Path, said: str) -> str | None:
    """The captions' language: as the file says, else as its name does ("v12.fr.srt"), else not known."""
    if said != "und":
        return said
    named = file.stem.rpartition(".")[2].lower()
    return named if named.split("-")[0] in ("en", "fr") else None


def sidecar_of(job: Job) -> Sidecar | None:
    """What is known of who made a file. Raises InputError for a broken record, before anything is written."""
    from picturelock.formats import sidecar

    return sidecar.read(job.file) if job.file.is_file() else None


def review_of(job: Job, captions: Captions) -> Review | None:
    """The review of a file where it still holds for every word. Raises InputError for a broken one."""
    from picturelock.production.reviews import change_since, read_review

    review = read_review(job.file)
    return review if review and change_since(review, captions) is None else None


def carry_review(job: Job, review: Review | None, written: Captions, out: Together) -> None:
    """Note the same reading beside the new file where nothing stands in it that was not read. Raises OutputError."""
    from picturelock.production.reviews import change_since, review_path, write_review

    if review is None:
        return
    change = change_since(review, written)
    if change is None or not change.unread:
        out.expect(review_path(job.output))
        write_review(job.output, written, review.person, review.on)


def write_sidecar_of(job: Job, known: Sidecar | None, done: Conformed, cuts: Sequence[Path], out: Together) -> None:
    """Say of the new file what was said of the old one, from which cut it came, and that some of it is new.

    Raises OutputError.
    """
    from picturelock import __version__
    from picturelock.formats.sidecar import sidecar_path, write_sidecar
    from picturelock.media.fingerprint import full_hash
    from picturelock.speech import Provenance

    fresh = sum(event.state == "new" for event in done.events)
    if known is None and not fresh and not sidecar_path(job.output).exists():
        return
    made = (
        known.provenance if known else Provenance("captions", "imported", "picturelock conform captions", __version__)
    )
    parameters = dict(made.parameters) | {"conformed_from": cuts[0].name, "conformed_to": cuts[-1].name}
    parameters |= {"edited_before_conforming": "yes"} if known and known.edited else {}
    parameters |= {"new_captions": str(fresh)} if fresh else {}
    out.expect(sidecar_path(job.output))
    write_sidecar(
        job.output,
        replace(
            made,
            origin="machine" if fresh else made.origin,
            parameters=tuple(sorted(parameters.items())),
            inputs=tuple(dict.fromkeys((*made.inputs, full_hash(job.file)))),
            made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            reviewed="" if fresh else made.reviewed,
        ),
    )
