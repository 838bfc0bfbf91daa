"""Writing ASC MHL manifests: the first generation of a package, and later ones of any folder.

ASC MHL 2.0 (https://github.com/ascmitc/mhl-specification). It proves that nothing was altered by accident; it carries no
signature, so someone who wants to can alter a file and the manifest with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from picturelock import __version__
from picturelock.delivery.copying import sync_file
from picturelock.delivery.hashing import MHL
from picturelock.delivery.history import TOOL
from picturelock.delivery.unfinished import MARK
from picturelock.errors import OutputError

Process = Literal["transfer", "in-place"]
"""How the files came to where they are, in ASC MHL's words: copied there, or they lay there already."""


def seal(
    folder: Path,
    hashes: Mapping[str, str | Mapping[str, str]],
    *,
    name: str,
    made: str,
    process: Process = "transfer",
    label: str = "",
) -> Path:
    """Write the next generation of the history of a folder, the first where it has none; returns the manifest.

    hashes: of every file in it, by path with forward slashes: "xxh128:...", or by algorithm, of which those that ASC MHL
    knows are written; name: of the delivery; made: ISO 8601; label: stands in the manifest's name in place of the folder's,
    which may not be final yet; only for a folder without histories nested in it. Folders are hashed as ASC MHL has it, from
    the hashes of what is in them. The computer's name is not disclosed. A history that is there must have been verified.
    Raises OSError, and OutputError where there is nothing to seal.
    """
    if not hashes:
        raise OutputError(f"{folder} holds no files, so there is nothing to seal.")
    from ascmhl.generator import MHLGenerationCreationSession
    from ascmhl.hashlist import MHLCreatorInfo, MHLProcess, MHLProcessInfo, MHLTool
    from ascmhl.history import MHLHistory

    folder = folder.absolute()  # ascmhl tells nothing of relative paths
    history = MHLHistory.load_from_path(str(folder))
    session = MHLGenerationCreationSession(history)
    known = {path: _by_algorithm(value) for path, value in hashes.items()}
    for path, values in sorted(known.items()):
        file = folder / path
        facts = file.stat()
        modified = dt.datetime.fromtimestamp(facts.st_mtime)
        for algorithm in sorted(values, key=MHL.index):
            session.append_file_hash(str(file), facts.st_size, modified, algorithm, values[algorithm])
    _hash_folders(session, folder, known)
    creator = MHLCreatorInfo()
    creator.tool = MHLTool(TOOL, __version__)
    creator.creation_date = made
    creator.host_name = "undisclosed"
    # XML holds no control signs.
    creator.comment = "".join(sign for sign in name if sign.isprintable() or sign.isspace())
    about = MHLProcessInfo()
    about.process = MHLProcess(process)
    if label:
        about.hashlist_custom_basename = f"{history.latest_generation_number() + 1:04d}_{label}"
    with _whole_chains(history):
        session.commit(creator, about)
    return Path(history.hash_lists[-1].file_path)


@contextmanager
def _whole_chains(history: Any) -> Iterator[None]:
    """Have each chain replaced in one step, and nothing left of a generation that could not be written.

    ascmhl writes over the old chain, which a power cut would leave in half. What is killed leaves its mark (`unfinished`).
    """
    chains = {each.chain: Path(each.chain.file_path) for each in history.walk_child_histories(history)}
    before = {place.parent: set(place.parent.glob("*")) for place in chains.values()}
    for chain, place in chains.items():
        chain.file_path = str(place.with_name(MARK))
        place.parent.mkdir(exist_ok=True)
        Path(chain.file_path).touch()
    try:
        yield
        for chain, place in chains.items():
            part = Path(chain.file_path)
            if part.stat().st_size:
                sync_file(part)
                part.replace(place)
            else:  # a history within that has nothing new
                part.unlink()
    except BaseException:
        for home, files in before.items():
            for file in set(home.glob("*")) - files:
                file.unlink()
            if home.is_dir() and not files:
                home.rmdir()
        raise


def _by_algorithm(value: str | Mapping[str, str]) -> dict[str, str]:
    if isinstance(value, str):
        name, _, digest = value.partition(":")
        return {name: digest}
    return {name: digest for name, digest in value.items() if name in MHL}


def _hash_folders(session: Any, folder: Path, known: Mapping[str, Mapping[str, str]]) -> None:
    """Record every folder with the hashes of its content and of its structure, deepest first, the package's own last."""
    from ascmhl.hasher import DirectoryHashContext

    formats = sorted(set.intersection(*(set(values) for values in known.values())))
    inside: dict[str, list[str]] = {"": []}
    for path in known:
        while True:
            above = path.rpartition("/")[0]
            fresh = above not in inside
            inside.setdefault(above, []).append(path)
            if not fresh:
                break
            path = above
    content: dict[str, dict[str, str]] = {}
    structure: dict[str, dict[str, str]] = {}
    for place in sorted(inside, key=lambda one: (-one.count("/") - bool(one), one)):
        contexts = {name: DirectoryHashContext(name) for name in formats}
        for child in sorted(inside[place], key=lambda one: one.rpartition("/")[2]):
            for name, context in contexts.items():
                if child in known:
                    context.append_file_hash(child, known[child][name])
                else:
                    context.append_directory_hashes(child, content[child][name], structure[child][name])
        content[place] = {name: context.final_content_hash_str() for name, context in contexts.items()}
        structure[place] = {name: context.final_structure_hash_str() for name, context in contexts.items()}
        at = folder / place
        modified = dt.datetime.fromtimestamp(at.stat().st_mtime)
        session.append_multiple_format_directory_hashes(str(at), modified, content[place], structure[place])
