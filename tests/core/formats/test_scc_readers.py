"""Two readers that are not ours, ttconv and ffmpeg, see in our files what was written, and in public ones what we see."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pytest
from picturelock.cues import Captions, Cue, Placement, Run, plain
from picturelock.formats.cea608.codes import RATE
from picturelock.formats.cea608.scc import SCC
from picturelock.formats.cea608.text import KNOWN, transliterate
from picturelock.formats.files import read_captions
from picturelock.formats.replacements import Replacements
from picturelock.formats.srt import SRT
from picturelock.media import ffmpeg
from picturelock.times import Span

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "captions"
FRENCH = (
    "à â ä ç é è ê ë î ï ô ö ù û ü ÿ",
    "À Â Ä Ç É È Ê Ë Î Ï Ô Ö Ù Û Ü Ÿ",
    "« L’été où Noël naît »",
    "«\u202fÇa\u00a0!\u202f» “Hélas…”",
    "L’Œuvre, le cœur, ex æquo",
    "Lætitia a vu L’Haÿ-les-Roses",
    "DÉJÀ ! VITÆ, NOËL, OÙ, DÛ",
    "“Maïs”, ambiguë, capharnaüm",
    "♪ Là où l’âme s’élève ♪",
    "aussitôt – 3 °C, 20 £, ½ heure",
    "FRANÇAISE, GARÇON, LEÇON",
    "ÎLE, HÔTEL, ÂGE, FORÊT, GÎTE",
)
SEEN_BY_FFMPEG = str.maketrans({"’": "'", "\N{NO-BREAK SPACE}": " "})
"""27h is one sign, which ffmpeg shows as ’ and ttconv as '."""


def by_ffmpeg(path: Path, folder: Path, **options: str) -> list[tuple[int, list[str]]]:
    """Start in milliseconds and the lines of each caption, as ffmpeg's own demuxer and decoder see them."""
    target = folder / f"{path.stem}.by-ffmpeg.srt"
    source = ffmpeg.source(path, formats=(path.suffix[1:],), **options)
    ffmpeg.run(ffmpeg.write(source, target, format="srt"), time_limit_s=60)
    read, _ = SRT.read(target.read_text(encoding="utf-8"), target)
    return [(cue.span.start // 705_600, _lines(cue.text.replace("\\h", " "))) for cue in read.cues]


def by_ttconv(path: Path) -> list[tuple[float, list[str]]]:
    """Start in seconds and the lines of each caption, as ttconv's reader sees them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ttconv.model import Br, Text
        from ttconv.scc import reader

        document = reader.to_model(path.read_text(encoding="utf-8"))

    def text(element: object) -> str:
        if isinstance(element, Br):
            return "\n"
        return element.get_text() if isinstance(element, Text) else "".join(map(text, element))  # type: ignore[call-overload]

    body = document.get_body()
    assert body is not None
    return [(float(part.get_begin() or 0), _lines(text(part))) for division in body for part in division]


def _lines(text: str) -> list[str]:
    return [re.sub(" +", " ", line).translate(SEEN_BY_FFMPEG).strip() for line in text.split("\n")]


def ours(captions: Captions) -> list[list[str]]:
    return [_lines(cue.text) for cue in captions.cues]


def french() -> Captions:
    pairs = [f"{one}\n{other}" for one, other in zip(FRENCH[::2], FRENCH[1::2], strict=True)]
    spans = [Span(RATE.time_of(150 * n), RATE.time_of(150 * n + 100 + 25 * (n % 3))) for n in range(1, len(pairs) + 1)]
    cues = [Cue(span, plain(text), str(n)) for n, (span, text) in enumerate(zip(spans, pairs, strict=True))]
    return Captions(tuple(cues), language="fr", rate=RATE, drop=True)


def test_every_letter_of_french_is_in_the_proof() -> None:
    letters = set("àâæçéèêëîïôœùûüÿ«»")
    assert (letters | {letter.upper() for letter in letters}) <= set("".join(FRENCH))


def test_french_is_read_alike_by_all(tmp_path: Path) -> None:
    captions = french()
    text, told = SCC.write(captions)
    assert {found.rule for found in told} == {"captions.transliterated"}
    path = tmp_path / "french.scc"
    path.write_text(text, encoding="ascii")
    wanted = [
        _lines(transliterate(cue.text.replace("\n", "|"), Replacements()).replace("|", "\n")) for cue in captions.cues
    ]
    assert wanted[0] == ["à â ä ç é è ê ë î ï ô ö ù û ü y", "À Â Ä Ç É È Ê Ë Î Ï Ô Ö Ù Û Ü Y"]
    assert wanted[2] == ["L'OEuvre, le coeur, ex aequo", "Laetitia a vu L'Haÿ-les-Roses".replace("ÿ", "y")]
    assert ours(read_captions(path)[0]) == wanted
    assert [lines for _, lines in by_ttconv(path)] == wanted
    assert [lines for _, lines in by_ffmpeg(path, tmp_path)] == wanted
    frames = [RATE.nearest(cue.span.start) for cue in captions.cues]
    assert [round(start * 30000 / 1001) for start, _ in by_ttconv(path)] == frames


def test_every_sign_is_read_by_ttconv_as_it_was_written(tmp_path: Path) -> None:
    """Three signs it names otherwise: SMPTE's list has line drawing where CTA-608 has a dash, a caret and a bar."""
    signs = [*sorted(KNOWN - {" ", "’", "_"}), "_"]
    rows = ["".join(signs[at : at + 16]) for at in range(0, len(signs), 16)]
    spans = [Span(RATE.time_of(120 * n), RATE.time_of(120 * n + 90)) for n in range(1, len(rows) + 1)]
    cues = tuple(Cue(span, plain(row), str(n)) for n, (span, row) in enumerate(zip(spans, rows, strict=True)))
    path = tmp_path / "signs.scc"
    path.write_text(SCC.write(Captions(cues, rate=RATE))[0], encoding="ascii")
    assert [cue.text for cue in read_captions(path)[0].cues] == rows
    named = str.maketrans("━ʌ┃┏┓┗┛", "—^¦┌┐└┘")
    assert ["".join(lines).translate(named) for _, lines in by_ttconv(path)] == rows


def test_styles_and_places_are_seen_by_ffmpeg(tmp_path: Path) -> None:
    lines = ((Run("Lire "), Run("Le Monde", italic=True), Run(" ici")), (Run("en rouge", color="#ff0000"),))
    span = Span(RATE.time_of(90), RATE.time_of(180))
    path = tmp_path / "styles.scc"
    captions = Captions((Cue(span, lines, "1", placement=Placement(edge="top"), align="left"),), rate=RATE)
    path.write_text(SCC.write(captions)[0], encoding="ascii")
    target = tmp_path / "styles.ass"
    ffmpeg.run(ffmpeg.write(ffmpeg.source(path, formats=("scc",)), target, format="ass"), time_limit_s=60)
    event = target.read_text(encoding="utf-8").splitlines()[-1]
    assert r"{\an7}{\pos(38,28)}Lire{\i1} Le Monde{\i0} ici" in event
    assert r"{\an7}{\pos(38,44)}{\c&H0000FF&}en rouge" in event


@pytest.mark.parametrize("name", ["Plan9fromOuterSpace", "pycaption_example"])
def test_public_files_are_read_alike_by_all(name: str, tmp_path: Path) -> None:
    path = SAMPLES / "scc" / f"{name}.scc"
    if not path.is_file():
        pytest.skip("not proven: the public caption samples are not on this machine")
    captions, _ = read_captions(path)
    theirs = by_ttconv(path)
    assert ours(captions) == [lines for _, lines in theirs]
    starts = [round(start * 30000 / 1001) for start, _ in theirs]
    assert [RATE.nearest(cue.span.start) for cue in captions.cues] == starts
    assert ours(captions) == [lines for _, lines in by_ffmpeg(path, tmp_path)]


def test_paint_on_ends_as_ttconv_sees_it() -> None:
    path = SAMPLES / "scc" / "paint-on.scc"
    if not path.is_file():
        pytest.skip("not proven: the public caption samples are not on this machine")
    captions, _ = read_captions(path)
    seen = [lines for _, lines in by_ttconv(path)]
    assert all(lines in seen for lines in ours(captions))
