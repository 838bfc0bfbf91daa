"""`python3 installers VERB`: prepare Picturelock on this machine, with nothing but Python itself.

setup   make or refresh .venv in this checkout with everything that Picturelock needs
demo    setup, then the demo production
test    setup with the test tools, then the whole test suite
test --hosts   other editors open what Picturelock writes (installs them; results in docs/hosts.md)
check   setup with the test tools, then lint, types and import contracts
pyblish  setup, then the folder of plug-ins for pyblish and AYON
blender OUT.zip: the add-on for Blender 4.2 or newer, to be installed in its preferences
lock    (developers) resolve the dependencies anew and rewrite the lock files and THIRD_PARTY.md
"""

import os
import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sys.exit(
        "Picturelock needs Python 3.11 or newer; this is Python %d.%d. Start it with a newer one, "
        "such as `python3.12 installers demo`." % sys.version_info[:2]
    )

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120

import verbs  # noqa: E402

sys.exit(verbs.main(sys.argv[1:], __doc__ or ""))
