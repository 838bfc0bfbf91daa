"""Blender's sequencer as a host (`picturelock.host.Host`), and the add-on around it."""
