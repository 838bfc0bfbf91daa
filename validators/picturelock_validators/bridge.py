"""What the plug-ins do, in our gate, in a pyblish beside our core, and in one that cannot import it (AYON's Python 3.9).

    our gate            the dossier is there; the ledger runs the check
    other pyblish       the same, collected here
    without our core    `picturelock check PRODUCTION --json` in the installed environment; its report is the verdict

Runs on Python 3.9; imports the standard library only, and everything else where it is needed. Whatever goes wrong fails the
instance: a report that is missing, late, broken, of another schema, of another run or at odds with itself says nothing.
"""

from __future__ import annotations

import importlib
import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

FAMILY = "picturelock.delivery"
PRODUCTION = "picturelock.production"
"""In the context's data: a `Production`, or the path of one. Else PICTURELOCK_PRODUCTION in the environment names it."""
DELIVERY = "picturelock.delivery-name"
REPORT = "picturelock.report"
PROBLEM = "picturelock.problem"
DOSSIER = "picturelock.dossier"
OUT = "picturelock.out"
ENVIRONMENT = "PICTURELOCK_PRODUCTION"
TIMEOUT = "PICTURELOCK_TIMEOUT_S"
CHALLENGE = "PICTURELOCK_CHALLENGE"
SCHEMA = "picturelock/report-1"
DEFAULT_TIMEOUT_S = 6 * 3600.0
MOST_BYTES = 256_000_000
_MOST_SHOWN = 200


class NoVerdict(Exception):
    """One sentence that says why there is no verdict."""


def collect(context: Any, log: Any) -> None:
    """Make the one instance: with a dossier where our core is, else with its report, else with the reason why it has neither."""
    asked = context.data.get(PRODUCTION)
    named = asked if asked is not None else os.environ.get(ENVIRONMENT)
    if named is None:
        log.info("No Picturelock production here.")
        return
    if not isinstance(named, (str, Path)) or (str(named) and _core_is_ours()):
        _collect_here(context, named)
        return
    instance = context.create_instance(Path(str(named)).name or "Picturelock", family=FAMILY)
    instance.data.update(families=[FAMILY], productType=FAMILY, productName="picturelockDelivery", publish=True)
    try:
        if not str(named).strip():
            raise NoVerdict(f"{ENVIRONMENT} is set, and names no production.")
        document = run_report(str(named), str(context.data.get(DELIVERY) or ""))
        instance.data[REPORT] = document
        instance.data["label"] = "Picturelock: {}".format(document.get("production", named))
    except NoVerdict as why:
        instance.data[PROBLEM] = str(why)


def answer(check: str, plugin: Any, instance: Any) -> None:
    """Raise what an interface shows as a failed validation, unless one check ran to its end and found no error."""
    if DOSSIER in instance.data:
        _answers().answer(check, instance.data)
        return
    try:
        found = findings_of(check, _report(instance))
    except NoVerdict as why:
        raise _error(plugin, "No verdict", str(why), []) from None
    errors = [entry for entry in found if _counts(entry)]
    reasons = [run["idle"] for run in instance.data[REPORT]["verdict"]["ran"] if run["check"] == check and run["idle"]]
    if reasons:
        plugin.log.info("Had nothing to judge: %s.", reasons[0])
    for entry in found:
        if not _counts(entry):
            plugin.log.info("%s [%s]", entry.get("message"), entry.get("rule"))
    if errors:
        raise _error(plugin, f"{len(errors)} × Picturelock", _first(errors), errors)


def require_open(plugin: Any, instance: Any) -> None:
    """Raise unless the verdict as a whole is open: a check that was left out, what no check says, and waivers count here."""
    if DOSSIER in instance.data:
        verdict = _answers().verdict(instance.data)
        if not verdict.open:
            silent = ", ".join(verdict.missing) or "there are errors that nobody waived"
            raise _answers().ChecksFailed(f"The gate is closed: {silent}.")
        return
    try:
        report = _report(instance)
    except NoVerdict as why:
        raise _error(plugin, "No verdict", str(why), []) from None
    if report["verdict"]["open"] is not True:
        errors = [entry for entry in report["findings"] if _counts(entry)]
        raise _error(plugin, "The gate is closed", _first(errors) or "The gate is closed.", errors)


def extract(instance: Any, log: Any) -> None:
    """Build the package beside its final name. Only our gate names a place for one."""
    if OUT not in instance.data:
        log.info("No place for a package was named; `picturelock deliver` names one.")
        return
    importlib.import_module("picturelock_validators.packaging").extract(instance)


def integrate(instance: Any) -> None:
    """Give the finished package its name."""
    if OUT in instance.data:
        importlib.import_module("picturelock_validators.packaging").integrate(instance)


def repair_captions(instance: Any, log: Any) -> None:
    """Let `picturelock caption fix` mend, in place and with a backup, each caption file of which something was found."""
    cut, rate, tracks = _to_repair(instance)
    for track in tracks:
        words = ["caption", "fix", track["file"], "--profile", track["profile"], "--language", track["language"]]
        words += ["--cut", cut, "--rate", rate, "--in-place", "--json", "--progress", "none"]
        code, _, err = _run([*_command(), *words], _environment(""), _timeout())
        if code not in (0, 1):
            raise RuntimeError(f"{track['file']} could not be mended: {_last_words(err)}")
        log.info("%s was mended where it could be; publish again to judge it.", track["file"])


def run_report(production: str, delivery: str = "") -> dict[str, Any]:
    """Judge a production in the installed environment and give the report, once it is sure to be that. Raises NoVerdict."""
    challenge = secrets.token_hex(16)
    words = ["check", production, "--json", "--progress", "none"] + (["--delivery", delivery] if delivery else [])
    code, out, err = _run([*_command(), *words], _environment(challenge), _timeout())
    try:
        document = json.loads(out.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NoVerdict(f"Picturelock gave no report (exit {code}): {_last_words(err)}") from None
    require_sound(document, code, challenge, production)
    return dict(document)


def require_sound(document: Any, code: int, challenge: str, production: str) -> None:
    """Raise NoVerdict for a document that is not the whole, fresh report on this production, or contradicts itself."""
    try:
        if document["schema"] != SCHEMA:
            raise NoVerdict("The report has another schema ({}); expected {}.".format(document["schema"], SCHEMA))
        error = document.get("error")
        if error is not None:
            raise NoVerdict(str(error["message"])[:1000])
        verdict, findings = document["verdict"], document["findings"]
        expected, ran = list(verdict["expected"]), list(verdict["ran"])
        if verdict["challenge"] != challenge:
            raise NoVerdict("The report is not of this run.")
        if Path(verdict["production"]).resolve() != Path(production).resolve():
            raise NoVerdict("The report is on another production ({}).".format(verdict["production"]))
        if not expected or not verdict["inputs"] or len(set(expected)) != len(expected):
            raise NoVerdict("The report expects no check, or rests on no file.")
        left_out = [check for check in _beside("listing").VALIDATORS if check not in expected]
        if left_out:
            raise NoVerdict("The report does not expect {}, which is asked for here.".format(", ".join(left_out)))
        answered = [run["check"] for run in ran if not run["problem"]]
        if len(answered) != len(set(answered)) or verdict["missing"] != [c for c in expected if c not in answered]:
            raise NoVerdict("The report is at odds with itself: which checks ran.")
        _require_severities(findings)
        errors = any(_counts(entry) for entry in findings)
        _require_idle_alone(ran)
        judged = any(not run["idle"] for run in ran)
        is_open = judged and not verdict["missing"] and not any(run["problem"] for run in ran) and not errors
        if verdict["open"] is not is_open:
            raise NoVerdict("The report is at odds with itself: whether the gate is open.")
        wanted = (6 if verdict["waivers"] else 0) if is_open else 1 if judged and not verdict["missing"] else 5
        if not (document["exit"] == code == wanted):
            raise NoVerdict("The report says exit {}, and the command ended with {}.".format(document["exit"], code))
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        raise NoVerdict("The report is not whole.") from None


def findings_of(check: str, document: Any) -> list[dict[str, Any]]:
    """What one check found. Raises NoVerdict where it gave no answer."""
    try:
        runs = [run for run in document["verdict"]["ran"] if run["check"] == check]
        if len(runs) != 1 or check not in document["verdict"]["expected"]:
            raise NoVerdict(f"The installed Picturelock does not know the check {check}.")
        if runs[0]["problem"]:
            raise NoVerdict("{}: {}".format(check, runs[0]["problem"]))
        return [document["findings"][number] for number in runs[0]["findings"] if number >= 0]
    except (KeyError, TypeError, IndexError):
        raise NoVerdict("The report is not whole.") from None


def _require_idle_alone(ran: Sequence[Any]) -> None:
    if any(not isinstance(run["idle"], str) or (run["idle"] and run["findings"]) for run in ran):
        raise NoVerdict("The report is at odds with itself: a check had nothing to judge, and found something.")


def _require_severities(findings: Sequence[Any]) -> None:
    for entry in findings:
        if entry["severity"] not in ("info", "warning", "error") or not isinstance(entry["rule"], str):
            raise NoVerdict("The report holds a finding that cannot be understood.")
        if "waived" in entry and not all(entry["waived"][key] for key in ("waiver", "person", "subject", "expires")):
            raise NoVerdict("The report holds a waived finding without its waiver.")


def _counts(entry: Any) -> bool:
    return bool(entry["severity"] == "error" and not entry.get("waived"))


def _report(instance: Any) -> dict[str, Any]:
    if instance.data.get(PROBLEM):
        raise NoVerdict(str(instance.data[PROBLEM]))
    report = instance.data.get(REPORT)
    if not isinstance(report, dict):
        raise NoVerdict("Nothing was collected.")
    return report


def _run(command: Sequence[str], environment: dict[str, str], timeout: float) -> Any:
    """Exit code, output and error output of a command. Raises NoVerdict; what it started is ended with it."""
    try:
        process = subprocess.Popen(
            list(command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
            start_new_session=os.name != "nt",
        )  # fmt: skip
    except OSError as error:
        raise NoVerdict(f"{command[0]} cannot be run: {error.strerror}.") from None
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        _end(process)
        raise NoVerdict(f"Picturelock gave no answer within {timeout:.0f} s.") from None
    except BaseException:
        _end(process)
        raise
    if len(out) > MOST_BYTES:
        raise NoVerdict("The report is larger than any.")
    return process.returncode, out, err


def _end(process: Any) -> None:
    try:
        if os.name != "nt":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except OSError:
        pass
    process.communicate()


def _command() -> list[str]:
    """`picturelock` of the installed environment; -I keeps what this process's environment shadows out of it."""
    if _core_is_ours():
        return [sys.executable, "-m", "picturelock_cli"]
    receipt = _beside("receipt")
    try:
        return [receipt.python_of(receipt.default_file()), "-I", "-X", "utf8", "-m", "picturelock_cli"]
    except receipt.NoReceipt as why:
        raise NoVerdict(str(why)) from None


def _environment(challenge: str) -> dict[str, str]:
    """This process's environment without what steers Python and pyblish."""
    kept = {
        key: value for key, value in os.environ.items() if not key.upper().startswith(("PYTHON", "PYBLISH", "AYON_"))
    }
    if _core_is_ours() and "PYTHONPATH" in os.environ:
        kept["PYTHONPATH"] = os.environ["PYTHONPATH"]
    return dict(kept, **{CHALLENGE: challenge})


def _timeout() -> float:
    try:
        asked = float(os.environ.get(TIMEOUT, "") or DEFAULT_TIMEOUT_S)
    except ValueError:
        raise NoVerdict(f"{TIMEOUT} is not a number of seconds.") from None
    if not 0 < asked < 10**7:
        raise NoVerdict(f"{TIMEOUT} is not a number of seconds.")
    return asked


def _core_is_ours() -> bool:
    """True where this Python can import our core, and it lies where this file's own does: nothing that only has its name."""
    root = Path(__file__).resolve().parents[1]
    try:
        core = importlib.import_module("picturelock")
        ours = Path(str(core.__file__)).resolve().parents[1] in (root, root.parent / "core")
        return ours and hasattr(importlib.import_module("picturelock_validators.answers"), "answer")
    except Exception:
        return False


def _answers() -> Any:
    return importlib.import_module("picturelock_validators.answers")


def _collect_here(context: Any, production: Any) -> None:
    importlib.import_module("picturelock_validators.packaging").collect(context, production)


def _beside(name: str) -> Any:
    """Another module of this folder, whatever else has its name."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("picturelock_validators." + name, str(Path(__file__).with_name(name + ".py")))
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _to_repair(instance: Any) -> Any:
    """The cut, its rate, and the caption tracks of a production, each with its file, profile and language."""
    if DOSSIER in instance.data:
        dossier = instance.data[DOSSIER]
        tracks = [
            {"file": str(track.order.file), "profile": track.order.profile, "language": track.order.language}
            for track in dossier.captions
            if track.captions is not None
        ]
        return str(dossier.production.cut), str(dossier.cut.rate), tracks
    verdict = _report(instance)["verdict"]
    return verdict["cut"], verdict["rate"], verdict["captions"]


def _first(errors: Sequence[Any]) -> str:
    return str(errors[0].get("message", errors[0]["rule"])) if errors else ""


def _last_words(text: bytes) -> str:
    return " ".join(text.decode("utf-8", "replace").split())[-300:] or "it said nothing."


def _error(plugin: Any, heading: str, message: str, errors: Sequence[Any]) -> Exception:
    """The exception that an interface shows best: AYON's with the page of help, AYON's plain one, else an AssertionError."""
    text = _markdown(message, errors)
    try:
        publish = importlib.import_module("ayon_core.pipeline.publish")
    except Exception:
        return AssertionError(f"{heading}: {message}")
    try:
        made: Callable[..., Exception] = publish.PublishXmlValidationError
        return made(plugin, message, formatting_data={"findings": text})
    except Exception:  # no page of help, or an AYON that makes it otherwise
        plain: Callable[..., Exception] = publish.PublishValidationError
        return plain(message, title=heading, description=text)


def _markdown(message: str, errors: Sequence[Any]) -> str:
    if not errors:
        return message
    lines = []
    for entry in errors[:_MOST_SHOWN]:
        where = (entry.get("record") or {}).get("timecode") or entry.get("file") or entry.get("media") or ""
        advice: str | None = entry.get("fix")
        lines.append(
            "- **{}** {} `{}`{}".format(where, entry.get("message"), entry["rule"], f" → {advice}" if advice else "")
        )
    if len(errors) > _MOST_SHOWN:
        lines.append(f"- … {len(errors) - _MOST_SHOWN}")
    return "\n".join(lines)
