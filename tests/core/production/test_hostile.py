"""`picturelock.toml` as a hostile person writes it: an error that names the key, at once."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from picturelock.errors import InputError
from picturelock.production.reader import load

SOUND = 'title = "x"\nlanguages = ["en"]\ncut = "a.otio"\n'
TRACK = '[[captions]]\nlanguage = "en"\nprofile = "x"\nfile = "a.srt"\n'


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (SOUND + 'media = ["a\\u0000b"]', "media"),
        (SOUND + 'library = "a\\u0000"', "library"),
        (SOUND + "rate = true", "rate"),
        (SOUND + "rate = [25]", "rate"),
        (SOUND + "rate = nan", "rate"),
        (SOUND + TRACK + "reviewed_on = {}", "reviewed_on"),
        ("title" + ".a" * 40 + " = 1", "title"),
        ("title" + ".a" * 400_000 + " = 1", "line 1"),
        ("title" + ' . "a b"' * 100_000 + " = 1", "line 1"),
        ("title = " + "[" * 400_000, "TOML"),
    ],
)
def test_nonsense_is_an_error_at_once(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "picturelock.toml"
    file.write_text(text, encoding="utf-8")
    before = process_time()
    with pytest.raises(InputError, match=named):
        load(file)
    assert process_time() - before < 2
