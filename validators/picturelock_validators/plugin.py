"""The door to pyblish: one plug-in at a time, loaded by name, matched and run so that nothing can be left out in silence."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from picturelock.errors import SetupError
from picturelock.host import Progress
from picturelock.production import Production

from picturelock_validators import answers

TARGETS = ["default"]  # named outright: what PYBLISH_TARGETS or a host registers does not count here


class Silent(Exception):
    """A plug-in that gave no answer. word: the sentence in `gate.toml`; reason: what the machine said."""

    def __init__(self, word: str, reason: str = "") -> None:
        super().__init__(word, reason)
        self.word, self.reason = word, reason


@contextmanager
def quiet() -> Iterator[None]:
    """Keep pyblish from printing tracebacks and plug-ins from writing on standard output, which belongs to `--json`.

    pyblish forces the root logger to DEBUG and logs every failed validation as a crash; both stay in here.
    """
    logger = logging.getLogger("pyblish")
    handler = logging.NullHandler()
    propagate, disabled = logger.propagate, logging.root.manager.disable
    logger.addHandler(handler)
    logger.propagate = False
    logging.disable(max(disabled, logging.DEBUG))
    try:
        with redirect_stdout(sys.stderr), _no_way_out():
            yield
    finally:
        logging.disable(disabled)
        logger.propagate = propagate
        logger.removeHandler(handler)


class Left(BaseException):
    """A plug-in or a check tried to end the process: its exit status would have been taken for the verdict."""


@contextmanager
def _no_way_out() -> Iterator[None]:
    """In this process nothing ends it, nor puts another program in its place, while the gate judges; its children may."""
    names = ("_exit", "abort", "execv", "execve")
    kept = {name: getattr(os, name) for name in names if hasattr(os, name)}
    process = os.getpid()

    def barred(name: str) -> Callable[..., Any]:
        def way(*args: Any, **options: Any) -> Any:
            if os.getpid() == process:
                raise Left(f"os.{name} was called")
            return kept[name](*args, **options)

        return way

    for name in kept:
        setattr(os, name, barred(name))
    try:
        yield
    finally:
        for name, way in kept.items():
            setattr(os, name, way)


def _pyblish() -> Any:
    import pyblish.api
    import pyblish.logic
    import pyblish.plugin

    _require_genuine(pyblish)

    # The old six that it carries stands in the way of every later import of the process, and Python warns each time.
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pyblish.vendor.six"]
    return pyblish


def _require_genuine(pyblish: Any) -> None:
    """Raise SetupError for a package that only has the name of the installed pyblish: PYTHONPATH may put one before it."""
    try:
        installed = distribution("pyblish-base").locate_file("pyblish/__init__.py")
        genuine = Path(pyblish.__file__).samefile(Path(str(installed)))
    except (PackageNotFoundError, OSError, TypeError):
        genuine = False
    if not genuine:
        raise SetupError(
            f"{getattr(pyblish, '__file__', 'pyblish')} is not the pyblish that is installed.",
            hint="Take what has its name off PYTHONPATH, or run `python3 installers setup`.",
        )


def context_of(production: Production, progress: Progress) -> Any:
    """A pyblish context that holds a production."""
    context = _pyblish().api.Context()
    context.data[answers.PRODUCTION] = production
    context.data[answers.PROGRESS] = progress
    return context


def one_instance(context: Any, family: str) -> Any:
    """The one instance of a family that holds a dossier, or None."""
    found = [
        instance for instance in context if family in (instance.data.get("family"), *instance.data.get("families", []))
    ]
    return found[0] if len(found) == 1 and answers.DOSSIER in found[0].data else None


def load(entry: str) -> Any:
    """Import one plug-in class. Raises Silent where it cannot be had, for whatever reason."""
    module, _, name = entry.partition(":")
    try:
        return getattr(import_module(module), name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a plug-in file may raise anything, SystemExit included
        raise Silent("not_loaded", f"{type(error).__name__}: {error}") from error


def run_plugin(plugin: Any, context: Any, instance: Any) -> BaseException | None:
    """Run one plug-in on the instance (None: on the context) and return what it raised. Raises Silent if it would not run."""
    pyblish = _pyblish()
    base = pyblish.api.ContextPlugin if instance is None else pyblish.api.InstancePlugin
    if not (isinstance(plugin, type) and issubclass(plugin, base)):
        raise Silent("not_a_plugin", getattr(plugin, "__name__", repr(plugin)))
    _require_match(plugin, context, instance)
    count = len(context.data.get("results", []))
    try:
        result = pyblish.plugin.process(plugin, context, instance)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # pyblish lets SystemExit and its kin through
        return error
    if len(context.data.get("results", [])) != count + 1 or (result["error"] is None and not result["success"]):
        raise Silent("not_run")
    raised = result["error"]
    return raised if isinstance(raised, BaseException) else None


def _require_match(plugin: Any, context: Any, instance: Any) -> None:
    """Raise Silent, saying why, where pyblish itself would leave the plug-in out."""
    pyblish = _pyblish()
    try:
        valid = pyblish.plugin.plugin_is_valid(plugin) and pyblish.plugin.version_is_compatible(plugin)
        hosted = pyblish.plugin.host_is_compatible(plugin)
        targeted = bool(pyblish.logic.plugins_by_targets([plugin], TARGETS))
        matched = instance is None or any(
            found is instance for found in pyblish.logic.instances_by_plugin(context, plugin)
        )
    except Exception as error:
        raise Silent("not_valid", f"{type(error).__name__}: {error}") from error
    if not valid:
        raise Silent("not_valid", "families, hosts, targets, requires")
    if not plugin.active or not hosted or not targeted:
        raise Silent("inactive")
    if not matched or (instance is not None and instance.data.get("publish") is False):
        raise Silent("not_matched", ", ".join(map(str, plugin.families)))
    if instance is not None and not plugin.__instanceEnabled__:
        raise Silent("not_valid", "process(self, instance)")
