"""Reading what a language model answered, strictly: every number once, in order, with a text, or nothing at all."""

from __future__ import annotations

import json
from typing import Any

MOST_CHARACTERS = 2000
"""Of one line; more is no translation of a sentence."""
_FENCE = "```"
_JOINERS = "\u200c\u200d"  # signs of some scripts that nobody sees


def read_lines(document: Any, count: int) -> list[str] | None:
    """The texts of lines 1 to `count` of a chat completion, each on one line; None where the answer is anything else."""
    content = _content(document)
    if content is None:
        return None
    try:
        answer = json.loads(_unfenced(content))
    except (ValueError, RecursionError):
        return None
    lines = answer.get("lines") if isinstance(answer, dict) else None
    if not isinstance(lines, list) or len(lines) != count:
        return None
    texts = [_text(entry, number) for number, entry in enumerate(lines, start=1)]
    return None if None in texts else [text for text in texts if text is not None]


def _content(document: Any) -> str | None:
    """The words of the first choice; None where it was cut off."""
    try:
        choice = document["choices"][0]
        content = choice["message"]["content"]
        cut_off = choice.get("finish_reason") == "length"
    except (KeyError, IndexError, TypeError, AttributeError):
        return None
    return content if isinstance(content, str) and not cut_off else None


def _unfenced(content: str) -> str:
    """JSON out of the code fence that some models put around it."""
    text = content.strip()
    if text.startswith(_FENCE) and text.endswith(_FENCE) and "\n" in text:
        text = text.partition("\n")[2].removesuffix(_FENCE)
    return text


def _text(entry: Any, number: int) -> str | None:
    if not isinstance(entry, dict):
        return None
    text, told = entry.get("text"), entry.get("n")
    if not isinstance(text, str) or isinstance(told, bool) or told != number:
        return None
    line = " ".join("".join(sign for sign in text if sign.isspace() or sign.isprintable() or sign in _JOINERS).split())
    return line if line and len(line) <= MOST_CHARACTERS else None
