"""The add-on for Blender as a zip that Blender installs: a manifest, and a wheel with what of Picturelock needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("core/picturelock", "integrations/picturelock_blender")
EXTENSION = "integrations/picturelock_blender/extension"
SUFFIXES = {".py", ".toml", ".typed"}
_DATE = (1980, 1, 1, 0, 0, 0)  # the same checkout makes the same zip


def write(root: Path, target: Path, *, replace: bool = False) -> None:
    """Write the zip whole or not at all. Raises OSError, and FileExistsError for one that is there and may not be replaced."""
    if target.exists() and not replace:
        raise FileExistsError(17, "File exists", str(target))
    version = _version(root)
    name = f"picturelock-{version}-py3-none-any.whl"
    manifest = (root / EXTENSION / "blender_manifest.toml").read_text(encoding="utf-8")
    manifest = manifest.replace('"VERSION"', f'"{version}"').replace('"WHEEL"', f'"./wheels/{name}"')
    command = root / ".venv" / ("Scripts/picturelock.exe" if os.name == "nt" else "bin/picturelock")
    files = {
        "blender_manifest.toml": manifest.encode(),
        "__init__.py": (root / EXTENSION / "__init__.py").read_bytes(),
        "LICENSE": (root / "LICENSE").read_bytes(),
        "receipt.json": (json.dumps({"command": str(command)}) + "\n").encode(),
        f"wheels/{name}": _wheel(root, version),
    }
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(_zip(files))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _wheel(root: Path, version: str) -> bytes:
    files = {name: path.read_bytes() for name, path in _modules(root)}
    info = f"picturelock-{version}.dist-info"
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: picturelock\nVersion: {version}\nLicense: MIT\n".encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: picturelock\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/RECORD"] = "".join(_record(info, files)).encode()
    return _zip(files)


def _modules(root: Path) -> Iterator[tuple[str, Path]]:
    """Every file of the packages, by its place in a wheel."""
    for package in map(root.joinpath, PACKAGES):
        for path in sorted(package.rglob("*")):
            inside = path.relative_to(package.parent)
            if path.suffix in SUFFIXES and path.is_file() and not {"__pycache__", "extension"} & set(inside.parts):
                yield inside.as_posix(), path


def _record(info: str, files: dict[str, bytes]) -> Iterator[str]:
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        yield f"{name},sha256={digest},{len(data)}\n"
    yield f"{info}/RECORD,,\n"


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def _version(root: Path) -> str:
    text = (root / "core/picturelock/__init__.py").read_text(encoding="utf-8")
    match = re.search(r'^__version__ = "([^"]+)"', text, re.M)
    assert match is not None
    return match[1]
