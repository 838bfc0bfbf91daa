"""What a missing file may have become: names like it, and files that hold the timecode used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from picturelock.conform.relink.model import Candidate, Need
from picturelock.conform.relink.search import Search, stem_of, without_proxy
from picturelock.timeline.search import plain

SHOWN = 5
LEAST_LIKE = 70
"""Of 100, as rapidfuzz counts: one letter in three may differ."""
MAX_SOURCES = 200
"""Sources whose likes are looked for: where more are missing, the folder is the wrong one."""


def nearest(needs: Iterable[Need], search: Search) -> dict[int, tuple[Candidate, ...]]:
    """For each need that was not met, by `id`, a few files to look at, the likeliest first."""
    from rapidfuzz import fuzz, process

    stems = search.names.stems()
    names = list(stems)
    found: dict[int, tuple[Candidate, ...]] = {}
    for need in list(needs)[:MAX_SOURCES]:
        near: dict[str, Candidate] = {}
        wanted = dict.fromkeys(plain(without_proxy(stem_of(name))) for name in (*need.files, *need.clips[:3]))
        likes = [
            (score, stem)
            for name in wanted
            for stem, score, _ in process.extract(name, names, scorer=fuzz.ratio, limit=SHOWN, score_cutoff=LEAST_LIKE)
        ]
        for score, stem in sorted(likes, reverse=True)[:SHOWN]:
            for path in search.inside(stems[stem][:2]):
                near.setdefault(str(path), replace(search.at(path), likeness=round(score)))
        for path in search.on_reel(need.source.reel)[:SHOWN]:
            near.setdefault(str(path), search.at(path))
        for one in search.seen():
            if len(near) >= 2 * SHOWN:
                break
            if search.runs_over(one, need) and _has_kind(one, need):
                near.setdefault(str(one.path), one)
        found[id(need)] = tuple(one for one in near.values() if not one.problem)[: 2 * SHOWN]
    return found


def _has_kind(one: Candidate, need: Need) -> bool:
    return one.info is not None and bool((one.info.video or not need.video) and (one.info.audio or not need.audio))
