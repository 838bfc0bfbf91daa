"""Run by the system's Python, which has OpenShot: imports an EDL with OpenShot's own importer and saves every frame.

Arguments: EDL, frames, folder, and how much to move in-points by (seconds). Prints position, start and end of each clip.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, "/usr/lib/python3/dist-packages/openshot_qt")
EDL, FRAMES, OUT, NUDGE = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4])
SIZE, FPS = (320, 180), (24, 1)

from PyQt5.QtWidgets import QApplication, QFileDialog  # noqa: E402

app = QApplication(["openshot"])
app._tr = lambda text: text
from classes import info, project_data, settings, updates  # noqa: E402

for folder in (info.USER_PATH, info.THUMBNAIL_PATH, info.CACHE_PATH, info.BACKUP_PATH, info.RECOVERY_PATH):
    Path(folder).mkdir(parents=True, exist_ok=True)


class Anything:
    """Stands for the window, which is told to refresh."""

    def __getattr__(self, name):
        return Anything()

    def __call__(self, *args, **kwargs):
        return Anything()


app.settings = settings.SettingStore(parent=app)
app.settings.load()
app.get_settings = lambda: app.settings
app.project = project_data.ProjectDataStore()
app.updates = updates.UpdateManager()
app.updates.add_listener(app.project)
app.updates.reset()
app.window = Anything()
data = app.project._data
data["fps"] = {"num": FPS[0], "den": FPS[1]}
data["width"], data["height"] = SIZE
QFileDialog.getOpenFileName = staticmethod(lambda *args, **kwargs: (str(EDL), ""))

import openshot  # noqa: E402
from classes.importers.edl import import_edl  # noqa: E402

import_edl()
found = [[clip["position"], clip["start"], clip["end"]] for clip in data["clips"]]
for clip in data["clips"]:
    clip["start"] += NUDGE
    clip["end"] += NUDGE
timeline = openshot.Timeline(*SIZE, openshot.Fraction(*FPS), 48000, 2, openshot.LAYOUT_STEREO)
timeline.SetJson(json.dumps(data))
timeline.Open()
for number in range(FRAMES):
    timeline.GetFrame(number + 1).Save(str(OUT / f"{number:05}.png"), 1.0)
timeline.Close()
sys.stdout.write("RESULT " + json.dumps({"version": info.VERSION, "clips": found}) + "\n")
