"""A `Cut` as an FCPXML project."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from picturelock.cut import Cut, Marker, Shot
from picturelock.timeline.base import Findings, Losses
from picturelock.timeline.fcpxml.assets import Assets
from picturelock.timeline.fcpxml.clock import write_time
from picturelock.timeline.fcpxml.markers import KEPT_COLORS, element_of
from picturelock.timeline.fcpxml.storylines import Storylines
from picturelock.timeline.fcpxml.xml import INFO
from picturelock.timeline.lanes import laid_out
from picturelock.timeline.references import clean, clean_note
from picturelock.timeline.untold import tell_comments

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n'


def write(cut: Cut, path: Path, version: str, losses: Losses) -> Findings:
    """Write one project; a path that ends in .fcpxmld becomes a bundle."""
    root = _Writer(version, cut, losses).document(cut)
    indent(root, " ")
    data = (_HEAD + tostring(root, encoding="unicode") + "\n").encode("utf-8", "replace")
    if path.suffix.lower() == ".fcpxmld":
        path.mkdir()
        (path / INFO).write_bytes(data)
    else:
        path.write_bytes(data)
    return losses.findings


class _Writer:
    def __init__(self, version: str, cut: Cut, losses: Losses) -> None:
        self._version = version
        self._losses = losses
        self._assets = Assets(version, _size(cut))
        self._media: dict[int, str] = {}
        """The id of the resource of each nest, by its identity."""

    def document(self, cut: Cut) -> Element:
        """The whole file."""
        self._assets.look_at(cut)
        root = Element("fcpxml", {"version": self._version})
        root.append(self._assets.element)
        event = SubElement(root, "event", {"name": clean(cut.name) or "Picturelock"})
        project = SubElement(event, "project", {"name": clean(cut.name) or "Picturelock"})
        self._assets.format(cut.rate)
        project.append(self._sequence(cut))
        return root

    def nest(self, cut: Cut) -> str:
        """The id of a compound clip."""
        if id(cut) not in self._media:
            found, _ = self._assets.id_of("media", id(cut))
            self._media[id(cut)] = found
            media = Element("media", {"id": found, "name": clean(cut.name)})
            media.append(self._sequence(cut))
            self._assets.element.append(media)
        return self._media[id(cut)]

    def _sequence(self, cut: Cut) -> Element:
        attributes = {
            "format": self._assets.format(cut.rate),
            "tcStart": write_time(cut.start),
            "tcFormat": "DF" if cut.drop and cut.rate.drop_labels else "NDF",
            "audioLayout": "stereo",
            "audioRate": "48k",
        }
        made = Element("sequence", attributes)
        if cut.comments:
            SubElement(made, "note").text = "\n".join(clean_note(line) for line in cut.comments)
        self._also_lost(cut)
        cut = laid_out(cut)
        storylines = Storylines(cut, self._assets, self._losses, self.nest)
        made.set("duration", write_time(storylines.duration))
        self._markers(cut, storylines)
        SubElement(made, "spine").extend(storylines.spine())
        return made

    def _markers(self, cut: Cut, storylines: Storylines) -> None:
        """Each marker on the clip that it hangs on, else on what the primary storyline has there."""
        for marker in cut.markers:
            owner = storylines.pieces.get(marker.shot)
            if owner is None or not owner.record.contains(marker.span.start):
                owner = storylines.at(marker.span.start)
                if owner is None or not owner.record.contains(marker.span.start):
                    self._losses.add("markers", marker.shot, marker.span)
                    continue
                self._losses.add("timeline-markers", marker.shot, marker.span)
            owner.markers.append(element_of(marker, owner.local_time(marker.span.start), cut.rate.frame))
            self._marker_losses(marker)

    def _marker_losses(self, marker: Marker) -> None:
        if marker.span.duration:
            self._losses.add("marker-lengths", marker.shot, marker.span)
        if marker.id:
            self._losses.add("marker-ids", marker.shot, marker.span)
        if marker.color not in KEPT_COLORS:
            self._losses.add("marker-colors", marker.shot, marker.span)

    def _also_lost(self, cut: Cut) -> None:
        if any(key != "fcpxml" for key in cut.extras):
            self._losses.add("extras")
        tell_comments(cut, self._losses)
        for track in cut.tracks:
            if track.locked:
                self._losses.add("locked", track.id)
        for shot in cut.shots:
            self._tell_generated(shot, cut)
            if shot.cdl is not None:
                self._losses.add("cdl", shot.id, shot.record_span)
            if any(key != "fcpxml" for key in (*shot.extras, *shot.source.extras)):
                self._losses.add("extras", shot.id, shot.record_span)
            for effect in shot.effects:
                if effect.kind == "other":
                    self._losses.add(f"effects: {effect.name}", shot.id, shot.record_span)

    def _tell_generated(self, shot: Shot, cut: Cut) -> None:
        """What a generator or title cannot say of itself: it has no asset, which would."""
        source = shot.source
        if not source.generated or shot.nest is not None:
            return
        if source.start or source.available is not None or source.rate not in (None, cut.rate):
            self._losses.add("generator-times", shot.id, shot.record_span)


def _size(cut: Cut) -> tuple[str, str] | None:
    noted = cut.extras.get("fcpxml")
    if not isinstance(noted, dict):
        return None
    width, height = str(noted.get("width", "")), str(noted.get("height", ""))
    return (width, height) if width.isascii() and width.isdigit() and height.isascii() and height.isdigit() else None
