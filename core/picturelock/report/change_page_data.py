"""The data of a long change list's page: everything once, and places as frames, from which the page makes timecode."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from picturelock.report.change_page import BAND, LANE, MARKS, ChangePage, Drawn, Event, Stand

_WORDS = ("because", "shown", "hint")
_LABELS = ("number", "event", "what", "track", "clip", "was", "is", "frames", "details")


def data(page: ChangePage, words: Mapping[str, str]) -> str:
    """JSON that may stand in a `script` element: no text in it can end that."""
    texts = _Texts()
    kinds = [count.kind for count in page.counts]
    rows = [_row(event, texts, kinds.index(event.kind)) for event in page.events]
    found = {
        "lane": LANE,
        "band": BAND,
        "marks": [MARKS[kind] for kind in kinds],
        "kinds": kinds,
        "quiet": [int(count.quiet) for count in page.counts],
        "numbered": int(page.numbered),
        "labels": [words[name] for name in _LABELS],
        "words": {name: words[name] for name in _WORDS},
        "cuts": [_cut(page.old, texts), _cut(page.new, texts)],
        "rows": rows,
        "texts": texts.all,
    }
    told = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return told.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


class _Texts:
    """Texts by number, each once; 0 is the empty one."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}

    def __call__(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    @property
    def all(self) -> list[str]:
        return list(self._numbers)


def _cut(drawn: Drawn, texts: _Texts) -> dict[str, Any]:
    rate = drawn.rate
    return {
        "first": drawn.first, "frames": drawn.frames, "nominal": rate.nominal, "seconds": rate.den / rate.num,
        "skipped": rate.drop_labels if drawn.drop else 0, "tracks": [texts(track) for track in drawn.tracks],
        "marks": [[texts(mark.track), mark.start, mark.frames, int(mark.black)] for mark in drawn.marks],
    }  # fmt: skip


def _row(event: Event, texts: _Texts, kind: int) -> list[int]:
    reel = event.reel if event.reel != event.clip else ""
    return [
        event.number, kind, texts(event.what), texts(event.clip), texts(reel), texts(event.why), texts(event.because),
        *_stand(event.was, texts), *_stand(event.now, texts), texts(event.edl),
    ]  # fmt: skip


def _stand(stand: Stand | None, texts: _Texts) -> list[int]:
    """Track, first frame and frames, then the clip's name in that cut; a track of 0 is none."""
    return [texts(stand.track), stand.start, stand.frames, texts(stand.clip)] if stand else [0, 0, 0, 0]
