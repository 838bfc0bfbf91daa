from picturelock.library.store import Library as Library
from picturelock.library.store import TranscriptKey as TranscriptKey
