"""Picturelock's formats and media finder for OpenTimelineIO; `plugin_manifest.json` is what OpenTimelineIO reads of it."""
