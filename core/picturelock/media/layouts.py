"""What the channels of a file are called, read without harm.

A file may list its channels in an order of its own. FFmpeg then keeps a list in memory, and PyAV (18.1) frees it twice: once with
its object for the layout, once with the decoder or the frame. That ends the process. So every decoder is given a layout
without a list before anything else looks at it.
"""

from __future__ import annotations

from typing import Any

from av.audio.layout import AudioLayout

NATIVE = (
    "FL", "FR", "FC", "LFE", "BL", "BR", "FLC", "FRC", "BC", "SL", "SR", "TC", "TFL", "TFC", "TFR", "TBL", "TBC", "TBR",
)  # fmt: skip
"""FFmpeg's channels in the order of their bits: a layout that keeps to it needs no list."""
_STANDARD = (
    "mono", "stereo", "2.1", "3.0", "3.0(back)", "4.0", "quad", "quad(side)", "3.1", "5.0", "5.0(side)", "4.1", "5.1",
    "5.1(side)", "6.0", "6.0(front)", "hexagonal", "6.1", "6.1(back)", "6.1(front)", "7.0", "7.0(front)", "7.1", "7.1(wide)",
    "7.1(wide-side)", "5.1.2", "5.1.2(back)", "octagonal", "cube", "5.1.4", "7.1.2", "7.1.4", "7.2.3", "9.1.4", "9.1.6",
    "hexadecagonal", "downmix", "22.2",
)  # fmt: skip


def take_names(container: Any) -> list[str]:
    """The layouts of all audio streams as FFmpeg describes them, and their decoders made safe. Once, right after opening."""
    names = []
    for stream in container.streams.audio:
        codec = stream.codec_context
        if codec is None:
            names.append("")
            continue
        layout = codec.layout  # owns the list, if there is one, as soon as the decoder has another layout
        names.append(str(layout.name))
        codec.layout = _harmless(names[-1], layout.nb_channels)
        del layout
    return names


def channels_of(name: str) -> tuple[str, ...]:
    """The channels of a layout in the order of the file: ("FL", "FR"); () where it does not say."""
    _, mark, listed = name.partition(" channels (")
    if mark:
        return tuple(listed.rstrip(")").split("+"))
    if name not in _STANDARD:
        return ()
    try:
        return tuple(channel.name for channel in AudioLayout(name).channels)
    except ValueError:  # a standard of a later FFmpeg
        return ()


def in_order(name: str) -> tuple[str, tuple[int, ...]] | None:
    """FFmpeg's own layout of the same channels, and which channel of the file, from 0, each of its channels is.

    None where the channels have no names, or nobody calls so many of them a layout.
    """
    here = channels_of(name)
    for standard in _STANDARD if here else ():
        there = channels_of(standard)
        if len(there) == len(here) and set(there) == set(here):
            return standard, tuple(here.index(channel) for channel in there)
    return None


def _harmless(name: str, count: int) -> str:
    """As like it as can be without a list."""
    here = channels_of(name)
    places = [NATIVE.index(channel) for channel in here if channel in NATIVE]
    if name in _STANDARD and here:
        return name
    if here and len(places) == len(here) and places == sorted(set(places)):
        return "+".join(here)
    return f"{count} channels"
