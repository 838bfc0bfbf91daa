"""MediaConch policies: extra checks that a destination hands out as an .xml, run by the optional `mediaconch` package.

It parses hostile files in C++ (MediaInfo's history of heap writes is long), and its exception is no Exception: it runs in a
child process with limits of time and memory, in an empty folder of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from picturelock.errors import InputError, SetupError
from picturelock.media.container import check_file

LIMIT_S = 180
MOST_POLICY_BYTES = 1_000_000
_CHILD = Path(__file__).with_name("policy_child.py")
_ABSENT = 3
_MOST_ANSWER = 8_000_000
_DEEPEST = 12
_TEXT = 200


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule of a policy that a file does not keep."""

    rule: str
    requested: str
    actual: str


def breaches(master: Path, policy: Path) -> tuple[Broken, ...]:
    """What a file breaks of a policy; () where it keeps all of it.

    Raises SetupError where mediaconch is not installed, InputError where the policy or the file cannot be judged.
    """
    if check_file(policy) > MOST_POLICY_BYTES:
        raise InputError("is too large for a policy.", file=policy)
    with TemporaryDirectory(prefix="picturelock-policy-") as folder:
        answer = _ask(master, policy, folder)
    judged = [one for media in _list(answer.get("MediaConch"), "media") for one in _list(media, "policies")]
    if not judged:
        raise InputError("cannot be judged by: MediaConch gave no outcome.", file=policy)
    found = [broken for one in judged for broken in _broken(one, 0)]
    if not found and any(str(one.get("outcome")) != "pass" for one in judged):
        found = [Broken(str(judged[0].get("name", policy.name))[:_TEXT], "pass", str(judged[0].get("outcome"))[:_TEXT])]
    return tuple(found)


def _ask(master: Path, policy: Path, folder: str) -> Mapping[str, Any]:
    command = [sys.executable, "-I", str(_CHILD), str(policy.resolve()), str(master.resolve())]
    environment = {**os.environ, "HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            cwd=folder,
            env=environment,
            timeout=LIMIT_S,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InputError(f"took MediaConch longer than {LIMIT_S} s and was given up.", file=master) from None
    except OSError as error:
        raise SetupError(f"{sys.executable} cannot be run: {error.strerror}.") from error
    if done.returncode == _ABSENT:
        raise SetupError(
            "mediaconch is not installed, and the production names MediaConch policies.",
            hint="Install the optional package mediaconch, or take `policies` out of [delivery].",
        )
    told = done.stderr.decode("utf-8", "replace").strip().splitlines()
    if done.returncode:
        reason = told[-1][:_TEXT] if told else f"it ended with status {done.returncode}"
        raise InputError(f"cannot be judged by; MediaConch says: {reason}.", file=policy)
    try:
        answer = json.loads(done.stdout[:_MOST_ANSWER])
    except (ValueError, RecursionError) as error:
        raise InputError("cannot be judged by: MediaConch's answer is not JSON.", file=policy) from error
    return answer if isinstance(answer, dict) else {}


def _broken(policy: Mapping[str, Any], depth: int) -> Iterator[Broken]:
    """The rules of a policy, and of those inside it, whose outcome is a failure. A policy of the kind "or" fails as a whole."""
    if str(policy.get("outcome")) != "fail" or depth > _DEEPEST:
        return
    inner = [one for part in _list(policy, "policies") for one in _broken(part, depth + 1)]
    rules = [one for one in _list(policy, "rules") if str(one.get("outcome")) == "fail"]
    for rule in rules:
        name, requested, actual = (str(rule.get(key, ""))[:_TEXT] for key in ("name", "requested", "actual"))
        yield Broken(name, requested, actual)
    yield from inner


def _list(value: Any, key: str) -> list[Mapping[str, Any]]:
    found = value.get(key) if isinstance(value, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
