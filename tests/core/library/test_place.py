from __future__ import annotations

from pathlib import Path

import pytest
from picturelock.errors import SetupError
from picturelock.library import Library, place

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
nas:/media /mnt/nas nfs4 rw,vers=4.2 0 0
//server/Projets\\040en\\040cours /mnt/Projets\\040en\\040cours cifs rw 0 0
/dev/sdb1 /mnt/nas/local ext4 rw 0 0
tmpfs /over tmpfs rw 0 0
nas:/x /over nfs rw 0 0
broken line
"""


@pytest.mark.parametrize("path, kind", [
    ("/home/zoé/library.sqlite", "ext4"),
    ("/mnt/nas/library.sqlite", "nfs4"),
    ("/mnt/nasty/library.sqlite", "ext4"),
    ("/mnt/nas/local/library.sqlite", "ext4"),
    ("/mnt/Projets en cours/library.sqlite", "cifs"),
    ("/over/library.sqlite", "nfs"),
])  # fmt: skip
def test_the_file_system_of_a_path(path: str, kind: str) -> None:
    assert place.mount_type(Path(path), MOUNTS) == kind
    assert (kind in place.NETWORK) == (kind != "ext4")


def test_a_library_on_a_network_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nnas:/media {tmp_path.resolve()} nfs4 rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(place, "_MOUNTS", mounts)
    with pytest.raises(SetupError, match="network folder"):
        Library(tmp_path / "new" / "library.sqlite")
    assert not (tmp_path / "new").exists()


def test_this_machine_is_no_network(tmp_path: Path) -> None:
    place.refuse_network(tmp_path / "library.sqlite")


def test_a_system_that_does_not_tell_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "_MOUNTS", tmp_path / "nothing")
    place.refuse_network(tmp_path / "library.sqlite")
