"""`python -m picturelock_cli`, for places where the script is not on PATH."""

import sys

from picturelock_cli.main import main

sys.exit(main())
