"""What AAF's numbers mean: classes, properties and definitions, as the AAF Object Specification 1.1 and Avid name them.

A class is told by one byte of its identifier, 0d010101-0101-XX00-060e-2b3402060101; a property by its number in the class.
"""

from __future__ import annotations

from enum import IntEnum


class Kind(IntEnum):
    """Classes of objects that a cut is read from."""

    ESSENCE_GROUP = 0x05
    COMMENT_MARKER = 0x08
    FILLER = 0x09
    OPERATION_GROUP = 0x0A
    NESTED_SCOPE = 0x0B
    PULLDOWN = 0x0C
    SCOPE_REFERENCE = 0x0D
    SELECTOR = 0x0E
    SEQUENCE = 0x0F
    SOURCE_CLIP = 0x11
    TIMECODE = 0x14
    TRANSITION = 0x17
    TAPE_DESCRIPTOR = 0x2E
    COMPOSITION_MOB = 0x35
    MASTER_MOB = 0x36
    SOURCE_MOB = 0x37
    EVENT_SLOT = 0x39
    TIMELINE_SLOT = 0x3B
    CONSTANT_VALUE = 0x3D
    VARYING_VALUE = 0x3E
    DESCRIPTIVE_MARKER = 0x41
    IMPORT_DESCRIPTOR = 0x4A


class Pid(IntEnum):
    """Properties, by their number in the file."""

    META_DICTIONARY = 0x0001
    HEADER = 0x0002
    CLASSES = 0x0003
    META_NAME = 0x0006
    CLASS_PROPERTIES = 0x0009
    PROPERTY_NUMBER = 0x000D
    DATA_DEFINITION = 0x0201
    LENGTH = 0x0202
    COMPONENT_COMMENTS = 0x0204
    CHOICES = 0x0501
    POSITION = 0x0601
    COMMENT = 0x0602
    OPERATION = 0x0B01
    INPUTS = 0x0B02
    PARAMETERS = 0x0B03
    NESTED_SLOTS = 0x0C01
    PULLDOWN_INPUT = 0x0D01
    SELECTED = 0x0F01
    ALTERNATES = 0x0F02
    COMPONENTS = 0x1001
    SOURCE_ID = 0x1101
    SOURCE_SLOT = 0x1102
    START_TIME = 0x1201
    TC_START = 0x1501
    TC_FPS = 0x1502
    TC_DROP = 0x1503
    TRANSITION_OPERATION = 0x1801
    CUT_POINT = 0x1802
    MOBS = 0x1901
    POINT_VALUE = 0x1A02
    POINT_TIME = 0x1A03
    DEFINITION_ID = 0x1B01
    DEFINITION_NAME = 0x1B02
    OPERATIONS = 0x2603
    PARAMETER_DEFINITIONS = 0x2604
    DATA_DEFINITIONS = 0x2605
    INTERPOLATIONS = 0x2609
    LOCATORS = 0x2F01
    SAMPLE_RATE = 0x3001
    DESCRIPTOR_LENGTH = 0x3002
    CONTENT = 0x3B03
    DICTIONARY = 0x3B04
    URL = 0x4001
    MOB_ID = 0x4401
    MOB_NAME = 0x4402
    SLOTS = 0x4403
    MOB_COMMENTS = 0x4406
    USAGE = 0x4408
    ESSENCE = 0x4701
    SLOT_ID = 0x4801
    SLOT_NAME = 0x4802
    SEGMENT = 0x4803
    TRACK_NUMBER = 0x4804
    EVENT_RATE = 0x4901
    EDIT_RATE = 0x4B01
    ORIGIN = 0x4B02
    PARAMETER_ID = 0x4C01
    CONSTANT = 0x4D01
    INTERPOLATION = 0x4E01
    POINTS = 0x4E02
    TAG_NAME = 0x5001
    TAG_VALUE = 0x5003
    DESCRIBED_SLOTS = 0x6102


MARKER_ATTRIBUTES = "CommentMarkerAttributeList"
MARKER_COLOR = "CommentMarkerColor"
EXTENSIONS = frozenset({MARKER_ATTRIBUTES, MARKER_COLOR})
"""Avid's own properties, whose numbers each file gives by name."""

MOTION = "9d2ea890-0968-11d3-8a38-0050040ef7d2"
SUBMASTER = "f1db0f3d-8d64-11d3-80df-006008143e6f"
AUDIO_PAN = "9d2ea893-0968-11d3-8a38-0050040ef7d2"
AUDIO_GAIN = "9d2ea894-0968-11d3-8a38-0050040ef7d2"
AUDIO_MIXDOWN = "8d896ad0-2261-11d3-8a4c-0050040ef7d2"
AUDIO_DISSOLVE = "0c3bea41-fc05-11d2-8a29-0050040ef7d2"
DISSOLVE_AVID = "89d9b67e-5584-302d-9abd-8bd330c46841"
DISSOLVES = frozenset(
    {
        "0c3bea40-fc05-11d2-8a29-0050040ef7d2",  # the specification's
        AUDIO_DISSOLVE,
        "0c3bea42-fc05-11d2-8a29-0050040ef7d2",  # of stereo sound
        "2311bd90-b5da-4285-aa3a-8552848779b3",  # of sound, with two parameters
        DISSOLVE_AVID,
        "a3479fae-4715-38b8-b020-907ae09e8769",  # Avid's FadeUp: from black
        "624e04b0-8063-3d9f-8172-6ea7cf0bed6d",  # Avid's FadeDown: to black
    }
)
"""Operations that are a dissolve, also one from or to nothing."""
WIPE = "0c3bea44-fc05-11d2-8a29-0050040ef7d2"
WIPE_NUMBER = "e4962323-2267-11d3-8a4c-0050040ef7d2"
SPEED_RATIO = "72559a80-24d7-11d3-8a50-0050040ef7d2"
SPEED_MAP = "8d56827c-847e-11d5-935a-50f857c10000"
SPEED_OFFSET_MAP = "8d56827d-847e-11d5-935a-50f857c10000"
OFFSET_MAP_NAME = "PARAM_OFFSET_MAP_U"
AMPLITUDE = "e4962321-2267-11d3-8a4c-0050040ef7d2"
LEVEL = "e4962320-2267-11d3-8a4c-0050040ef7d2"
LINEAR = "5b6c85a4-0ede-11d3-80a9-006008143e6f"
CONSTANT = "5b6c85a5-0ede-11d3-80a9-006008143e6f"
EVENT_DATA = "01030201-1000-0000-060e-2b3404010101"

SOUND_DATA = ("01030202-0200-0000-060e-2b3404010101", "78e1ebe1-6cef-11d2-807d-006008143e6f")
PICTURE_DATA = (
    "01030202-0100-0000-060e-2b3404010101",
    "6f3c8ce1-6cef-11d2-807d-006008143e6f",
    "05cba732-1daa-11d3-80ad-006008143e6f",  # picture with matte
)
"""Kinds of essence; the second of each is from before SMPTE registered them."""

OURS = "Picturelock"
"""The comment in which we note what AAF has no place for."""
