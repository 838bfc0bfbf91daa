"""What changed between two versions of a cut: one `Change` for each event of either, unchanged ones included."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from picturelock.cues import Cue
from picturelock.cut import Cut, Marker, Shot
from picturelock.times import Flicks, Span

Kind = Literal[
    "new", "removed", "replaced", "version", "split", "joined", "moved", "retracked", "reversed", "retimed",
    "slipped", "head", "tail", "transition", "switched", "shifted", "unchanged",
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "new", "removed", "replaced", "version", "split", "joined", "moved", "retracked", "reversed", "retimed",
    "slipped", "head", "tail", "transition", "switched", "shifted", "unchanged",
)  # fmt: skip
"""In order of weight: an event is counted and coloured by the first of its kinds.

new, removed: in one of the cuts only. replaced: another source in the same place, or frames of the same source of which it
showed none (slipped as well, where nothing else changed). version: another version of the same source (`sh010_v011` became
`sh010_v012`). split, joined: one event became several, or several one. moved: to another place in the order. retracked: to
another track. reversed, retimed: plays the other way, or at another speed. slipped: shows another part of its source at the
same length. head, tail: trimmed or extended at that end. transition: one at its edge came, went or changed (`EdgeChange`).
switched: on or off. shifted: only pushed along by what changed before it (ripple). unchanged: alone, nothing of all this.
"""

CaptionKind = Literal[
    "caption-new", "caption-removed", "caption-cut", "caption-split", "caption-joined", "caption-changed",
    "caption-retimed", "caption-moved", "caption-unchanged",
]  # fmt: skip
CAPTION_KINDS: tuple[CaptionKind, ...] = (
    "caption-new", "caption-removed", "caption-cut", "caption-split", "caption-joined", "caption-changed",
    "caption-retimed", "caption-moved", "caption-unchanged",
)  # fmt: skip
"""In order of weight. new, removed: in one of the files only. cut: gone with its picture and sound. split, joined: one
became several of the same words, or several one. changed: other text, lines or style. retimed: elsewhere than the map from
cut to cut would place it. moved: carried with its clip, which is no change; nor is unchanged.
"""

QUIET: frozenset[str] = frozenset({"shifted", "unchanged", "caption-moved", "caption-unchanged"})
"""Kinds about which nobody has to do anything: they are counted, and shown only to who asks for every event."""

Because = Literal["fingerprint", "reel", "reference", "name", "place", ""]
"""By what the two sources were found to be one, in this order: contents, reel and timecode, media reference, name without
version; "place" = not by source at all (replaced); "" = there is no other side."""


Edge = Literal["head", "tail"]


@dataclass(frozen=True, slots=True)
class EdgeChange:
    """A transition that came, went or changed at one edge of an event; a dissolve stands at the edges of two events."""

    edge: Edge
    what: Literal["came", "went", "changed"]
    old: str = ""
    """Its name, as `Effect.name`; "" = a plain cut."""
    old_length: Flicks = 0
    """Record time of the new cut, of the whole transition."""
    old_fade: bool = False
    """From or to nothing, and not between two shots."""
    new: str = ""
    new_length: Flicks = 0
    new_fade: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One event: a shot of the old cut, of the new one, or what one became in the other."""

    kinds: tuple[Kind, ...]
    """In the order of `KINDS`, at least one."""
    old: Shot | None
    new: Shot | None
    because: Because = ""
    head: Flicks = 0
    """Record time at the new speed by which the head shows more (positive) or less (negative) than before."""
    tail: Flicks = 0
    """As `head`, at the tail."""
    slip: Flicks = 0
    """Source time by which the first frame shown is later (positive) or earlier."""
    shift: Flicks = 0
    """Record time by which the event starts later (positive) or earlier; of a part, by which its frames do."""
    pull: tuple[Span, ...] = ()
    """Source time of the new shot that must be pulled: shown, and in neither the old cut nor its handles; with its own handles
    as far as those were not pulled either, within the media."""
    group: int = 0
    """Events of one split or join share a number above zero."""
    edges: tuple[EdgeChange, ...] = ()
    """The transitions that make its kind "transition"."""

    @property
    def kind(self) -> Kind:
        """The first of its kinds."""
        return self.kinds[0]

    @property
    def shot(self) -> Shot:
        """The new shot, else the old one."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class MarkerChange:
    """A marker of either cut. Of a marker that both hold, what changed beside its being carried along."""

    kinds: tuple[Literal["new", "removed", "moved", "edited", "unchanged"], ...]
    old: Marker | None
    new: Marker | None


@dataclass(frozen=True, slots=True)
class CaptionChange:
    """A caption of the old file, of the new one, or what one became in the other."""

    kinds: tuple[CaptionKind, ...]
    """In the order of `CAPTION_KINDS`, at least one."""
    old: Cue | None
    """On the record time of the old cut."""
    new: Cue | None
    """On that of the new one."""
    head: Flicks = 0
    """By how much it starts later (positive) or earlier than the map places it."""
    tail: Flicks = 0
    """As `head`, of its end."""
    shift: Flicks = 0
    """By how much it starts later than in the old cut."""
    differs: Literal["text", "lines", "style", ""] = ""
    """What of it is another: the words, where the lines break, or how it looks and where on screen it stands."""
    astray: bool = False
    """Both files have it, and the new cut has nothing of its picture or sound."""
    parts: int = 1
    """In how many places the map lays it; `found` of them have it."""
    found: int = 1
    copies: int = 0
    """How many of the places are there because the new cut has its clip once more."""
    group: int = 0
    """Captions of one split or join share a number above zero."""
    at: Flicks = 0
    """Record time of the new cut at which it is told: of one that is gone, where it would be."""

    @property
    def cue(self) -> Cue:
        """The new caption, else the old one."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class CaptionList:
    """The captions of one language, in both cuts."""

    language: str
    """Code, or the name of the new file where nobody says."""
    files: tuple[str, str]
    """Names of the old and the new file."""
    changes: tuple[CaptionChange, ...]
    """In order of record time of the new cut."""


@dataclass(frozen=True, slots=True)
class ChangeList:
    """Everything that changed between two cuts."""

    old: Cut
    """As it was read, its nests opened; black is in it, and in no change."""
    new: Cut
    changes: tuple[Change, ...]
    """In order of record time of the new cut; removed events at the place where they would be now."""
    markers: tuple[MarkerChange, ...] = ()
    handles: Flicks = 0
    """Record time at either end of a shot that was pulled with it before."""
    counts: dict[Kind, int] = field(default_factory=dict)
    """Events by their first kind; kinds that did not occur are left out."""
    offset: Flicks = 0
    """Record time by which everything is later in the new cut, and is not counted as shifted: its first event is another
    one, and the cuts agree in timecode."""
    captions: tuple[CaptionList, ...] = ()
    """Of the caption files that were named."""
