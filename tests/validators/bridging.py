"""An installed Picturelock, found by its receipt, and a Python 3.9 that cannot import our core, with pyblish-base 1.8.12."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path
from typing import Any

import picturelock
import picturelock_cli
import picturelock_validators
import pytest

PLUGINS = Path(picturelock_validators.__file__).parent / "plugins"
ROOTS = [
    str(Path(str(package.__file__)).parents[1]) for package in (picturelock, picturelock_cli, picturelock_validators)
]


def old_python() -> str:
    """A real Python 3.9, or the test is skipped."""
    places = ["python3.9", *map(str, sorted(Path.home().glob(".pyenv/versions/3.9.*/bin/python")))]
    for name in places:
        found = shutil.which(name)
        if found and _version(found) == "3.9":
            return found
    pytest.skip("not proven: there is no Python 3.9 on this machine")


def _version(python: str) -> str:
    asked = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-I", "-c", asked], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def install(folder: Path) -> Path:
    """An environment of this Python with our packages in it, as `installers setup` makes one; gives its receipt."""
    venv.EnvBuilder(symlinks=os.name != "nt").create(folder / "env")
    python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    theirs = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
    lines = [*ROOTS, f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})"]
    Path(theirs, "picturelock.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
    receipt = folder / "receipt.json"
    receipt.write_text(json.dumps({"schema": "picturelock/receipt-1", "python": str(python), "version": "0"}))
    return receipt


def old_packages(folder: Path) -> Path:
    """A folder with pyblish alone, as this environment has it, for the old Python."""
    import pyblish

    target = folder / "old"
    shutil.copytree(
        Path(str(pyblish.__file__)).parent, target / "pyblish", ignore=shutil.ignore_patterns("__pycache__")
    )
    return target


def environment(**more: str) -> dict[str, str]:
    """This process's environment without what steers Python, pyblish and us."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PYBLISH", "PICTURELOCK"))}
    return kept | more


def run_old(python: str, program: str, packages: Path, **env: str) -> Any:
    """What a program prints as JSON on the old Python."""
    command = [python, "-W", "ignore", "-c", program, str(PLUGINS)]
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=240, check=False,
        env=environment(PYTHONPATH=str(packages), **env),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


PUBLISH = """
import json, os, sys
import pyblish.api, pyblish.util
assert sys.version_info[:2] == (3, 9)
try:
    import picturelock
    raise SystemExit("our core can be imported here")
except ImportError:
    pass
plugins = pyblish.api.discover(paths=[sys.argv[1]])
ours = [plugin for plugin in plugins if "Picturelock" in plugin.__name__]
context = pyblish.util.publish(plugins=ours)
results = context.data["results"]
out = {
    "found": sorted(plugin.__name__ for plugin in ours),
    "failed": [r["plugin"].__name__ for r in results if r["error"]],
    "ran": [r["plugin"].__name__ for r in results],
    "errors": [str(r["error"]) for r in results if r["error"]],
    "instances": [instance.data.get("family") for instance in context],
}
print(json.dumps(out))
"""
"""Plain pyblish, by folder."""

AYON = """
import importlib.util, inspect, json, os, sys, types
import pyblish.api, pyblish.plugin, pyblish.util

# ayon_core.pipeline.publish, as far as a plug-in sees it.
class PublishValidationError(Exception):
    def __init__(self, message, title=None, description=None, detail=None):
        self.message, self.title, self.description, self.detail = message, title, description or message, detail
        super().__init__(message)

def help_of(plugin):
    import xml.etree.ElementTree as tree
    path = inspect.getfile(plugin if inspect.isclass(plugin) else plugin.__class__)
    name = os.path.splitext(os.path.basename(path))[0] + ".xml"
    root = tree.parse(os.path.join(os.path.dirname(path), "help", name)).getroot()
    return {child.attrib["id"]: child for child in root if child.tag == "error"}

class PublishXmlValidationError(PublishValidationError):
    def __init__(self, plugin, message, key=None, formatting_data=None):
        found = help_of(plugin)[key or "main"]
        description = found.find("description").text.format(**(formatting_data or {}))
        super().__init__(message, found.find("title").text, description, found.find("detail").text)

class RepairAction(pyblish.api.Action):
    label, on, icon = "Repair", "failed", "wrench"
    def process(self, context, plugin):
        for result in context.data["results"]:
            if result["error"] and result["plugin"] == plugin:
                plugin.repair(result["instance"])

class OptionalPyblishPluginMixin:
    pass

for name in ("ayon_core", "ayon_core.pipeline", "ayon_core.pipeline.publish"):
    sys.modules[name] = types.ModuleType(name)
publish = sys.modules["ayon_core.pipeline.publish"]
for thing in (PublishValidationError, PublishXmlValidationError, RepairAction, OptionalPyblishPluginMixin):
    setattr(publish, thing.__name__, thing)

# publish_plugins_discover: files imported one by one, crashes kept, base classes left out, duplicates listed.
crashed, duplicates, plugins, names = {}, [], {}, []
for path in [sys.argv[1]]:
    for fname in os.listdir(path):
        abspath = os.path.join(path, fname)
        mod_name, ext = os.path.splitext(fname)
        if fname.startswith("_") or not os.path.isfile(abspath) or ext != ".py":
            continue
        try:
            spec = importlib.util.spec_from_file_location(mod_name, abspath)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            sys.modules[abspath] = module
            sys.modules[mod_name] = module
        except Exception as error:
            crashed[abspath] = repr(error)
            continue
        for plugin in pyblish.plugin.plugins_from_module(module):
            if plugin in (pyblish.api.Plugin, pyblish.api.ContextPlugin, pyblish.api.InstancePlugin):
                continue
            if plugin.__name__ in names:
                duplicates.append(plugin.__name__)
                continue
            names.append(plugin.__name__)
            plugins[plugin.__name__] = plugin
found = list(plugins.values())
pyblish.plugin.sort(found)

# filter_pyblish_plugins: settings of the studio, which would switch every one of ours off.
hostile = {name: {"enabled": False, "active": False, "optional": True, "families": ["nobody"]} for name in plugins}
for plugin in found[:]:
    if getattr(plugin, "apply_settings", None) is not None:
        plugin.apply_settings({"core": {"publish": hostile}, "validators": {"plugins": hostile}})
    else:
        for option, value in hostile[plugin.__name__].items():
            setattr(plugin, option, value)
    if getattr(plugin, "enabled", True) is False:
        found.remove(plugin)

# the publisher: a validation error is shown, anything else stops the publish at once.
context = pyblish.api.Context()
shown, has_crashed, ran = [], "", []
for plugin in found:
    instances = [None] if issubclass(plugin, pyblish.api.ContextPlugin) else pyblish.logic.instances_by_plugin(context, plugin)
    for instance in instances:
        if instance is not None:
            instance.data["publish_attributes"] = {plugin.__name__: {"active": False}}
        result = pyblish.plugin.process(plugin, context, instance)
        ran.append(plugin.__name__)
        error = result["error"]
        if isinstance(error, PublishValidationError):
            shown.append([plugin.__name__, error.message, error.title, error.description])
        elif error is not None and not has_crashed:
            has_crashed = plugin.__name__ + ": " + str(error)
    if has_crashed:
        break
actions = {plugin.__name__: [action.__name__ for action in plugin.actions] for plugin in found}
ours = [action is RepairAction for plugin in found for action in plugin.actions]
if os.environ.get("TRY_REPAIR"):
    plugin = plugins["ValidatePicturelockCaptions"]
    done = pyblish.plugin.process(plugin, context, None, plugin.actions[0].id)
    has_crashed = has_crashed or str(done["error"] or "")
print(json.dumps({"crashed_files": crashed, "duplicates": duplicates, "found": [p.__name__ for p in found], "ran": ran,
                  "shown": shown, "has_crashed": has_crashed, "actions": actions, "theirs": all(ours)}))
"""
"""AYON's discovery and publisher, by its documented rules, with its classes as a plug-in sees them."""
