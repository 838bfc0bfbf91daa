"""Names that every system can hold and keep apart: Windows, macOS, Linux, and the shares between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_BYTES = 240
"""Of one name in UTF-8. Most file systems hold 255; what tools add to a name (".provenance.json", ".part") needs room."""
MAX_PATH = 1000
_SIGNS = '<>:"|?*\\%'
"""Those that Windows refuses, and the sign that bags encode and that not every reader of bags decodes."""
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_HIDDEN_SIGNS = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_LETTERS = str.maketrans(
    {
        "œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "ẞ": "Ss", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
        "ł": "l", "Ł": "L", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ı": "i", "ʼ": "", "’": "", "‘": "", "'": "",
        "–": "-", "—": "-", "‑": "-",
    }
)  # fmt: skip


def problem(path: str) -> str:
    """Why a path with forward slashes cannot be delivered, in a few words; "" for one that every system can hold."""
    if len(path.encode("utf-8", "surrogatepass")) > MAX_PATH:
        return f"it is longer than {MAX_PATH} bytes"
    return next((found for part in path.split("/") if (found := _problem_of(part))), "")


def _problem_of(name: str) -> str:
    if name in ("", ".", ".."):
        return "a part of it is empty, or leads to another folder"
    if any(unicodedata.category(sign) in _HIDDEN_SIGNS for sign in name):
        return "it holds signs that are not seen"
    if any(sign in _SIGNS for sign in name):
        return f"it holds one of {' '.join(_SIGNS)}"
    if name[-1] in ". " or name[0] == " ":
        return "it begins or ends with a space, or ends with a dot"
    if _DEVICES.fullmatch(name):
        return "Windows keeps that name for a device"
    if len(name.encode()) > MAX_BYTES:
        return f"it is longer than {MAX_BYTES} bytes"
    return ""


def same(path: str) -> str:
    """What two paths have in common that some disk would take for one: capitals and the encoding of accents do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def collision(paths: Iterable[str]) -> tuple[str, str] | None:
    """The first two paths that some disk could not keep apart, or of which one is a file where the other needs a folder."""
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in paths:
        key = same(path)
        above = ["/".join(key.split("/")[:depth]) for depth in range(1, key.count("/") + 1)]
        other = seen.get(key) or folders.get(key) or next((seen[part] for part in above if part in seen), None)
        if other is not None:
            return other, path
        seen[key] = path
        folders.update(dict.fromkeys(above, path))
    return None


def part_of_name(text: str, *, fold: bool = False) -> str:
    """Text as a part of a file name: spaces become "_", what some system cannot hold is left out.

    fold: accents and ligatures become plain Latin letters, anything else that is not ASCII is left out.
    """
    if fold:
        plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(sign for sign in plain if sign.isascii())
    text = unicodedata.normalize("NFC", re.sub(r"\s+", "_", text.strip()))
    kept = (
        sign for sign in text if sign not in _SIGNS and sign != "/" and unicodedata.category(sign) not in _HIDDEN_SIGNS
    )
    return re.sub("__+", "_", "".join(kept)).strip(". _")
