"""Finds the media of clips in folders: by reference, file name, and reel with timecode, as Picturelock does.

Arguments: folders, a list or a text with the system's path separator between; none = the folder one is in.
"""

from picturelock_otio.linking import link_media_reference

__all__ = ["link_media_reference"]
