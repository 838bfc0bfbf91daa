"""Where the library lies, and where it must not."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from picturelock.errors import SetupError

ENVIRONMENT = "PICTURELOCK_LIBRARY"
FILE = "library.sqlite"

NETWORK = frozenset(
    {
        "afs", "beegfs", "ceph", "cifs", "davfs", "fuse.ceph", "fuse.davfs2",
        "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs", "gpfs", "lustre",
        "ncpfs", "nfs", "nfs4", "ocfs2", "smb2", "smb3", "smbfs",
    }
)  # fmt: skip
"""File systems of other machines, as Linux names them. SQLite's write-ahead log needs memory that all its users share,
which no network gives (https://www.sqlite.org/wal.html, 2025)."""

_MOUNTS = Path("/proc/mounts")
_ESCAPE = re.compile(r"\\([0-7]{3})")
_REMOTE_DRIVE = 4  # Windows: DRIVE_REMOTE


def default_path() -> Path:
    """The file that PICTURELOCK_LIBRARY names, else one in the user's own data folder."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_data_path("picturelock", appauthor=False) / FILE


def refuse_network(path: Path) -> None:
    """Raises SetupError for a path on another machine's disk, as far as this system can tell (not on macOS)."""
    kind = _kind(path)
    if kind:
        raise SetupError(
            f"The library cannot lie at {path}: that is a network folder ({kind}), where two programs could damage it.",
            hint=f"Choose a folder on this machine with --library or {ENVIRONMENT}.",
        )


def mount_type(path: Path, mounts: str) -> str:
    """The type of the file system that holds an absolute path, by the text of /proc/mounts; "" if none does."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(_ESCAPE.sub(lambda match: chr(int(match[1], 8)), fields[1]))
        if path.is_relative_to(point) and len(point.parts) >= best:  # a later mount lies over an earlier one
            best, kind = len(point.parts), fields[2]
    return kind


def _kind(path: Path) -> str:
    """What kind of network file system a path is on, or "" where it is none."""
    path = path.expanduser().resolve()
    if sys.platform == "win32":
        return _windows_kind(path)
    if not _MOUNTS.is_file():
        return ""
    kind = mount_type(path, _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))
    return kind if kind in NETWORK else ""


def _windows_kind(path: Path) -> str:
    import ctypes

    if path.drive.startswith("\\\\"):
        return "a share"
    windows = getattr(ctypes, "windll", None)
    remote = windows is not None and windows.kernel32.GetDriveTypeW(path.anchor) == _REMOTE_DRIVE
    return "a network drive" if remote else ""
