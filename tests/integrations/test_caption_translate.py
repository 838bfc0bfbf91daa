"""`picturelock caption translate` and `caption review`, from the file to the AI-use ledger, with a real model."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import pytest
from picturelock.dossier import collect
from picturelock.formats.sidecar import read, read_sidecar
from picturelock.production import load
from picturelock.rights.ai_ledger import ledger
from picturelock.rights.ai_use import check
from picturelock_cli.main import main

_TINY = Path(__file__).parents[1] / "core" / "engines" / "tiny_translator.py"
_SPEC = importlib.util.spec_from_file_location("tiny_translator", _TINY)
assert _SPEC and _SPEC.loader
tiny = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(tiny)

SRT = """1
00:00:01,000 --> 00:00:03,000
Hello my friend.

2
00:00:04,000 --> 00:00:06,000
- Hello.
- No.

3
00:00:07,000 --> 00:00:09,000
<i>See Rosa this weekend.</i>
"""
WORDS = {
    "Hello": "Bonjour", "my": "mon", "friend.": "ami.", "Hello.": "Bonjour.", "No.": "Non.", "See": "Voir", "Rosa": "Rose",
    "this": "cette", "weekend.": "fin-de-semaine.", "XQ1": "XQ1",
}  # fmt: skip


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(tiny.build(tmp_path_factory.mktemp("models") / "opus-mt-en-fr", WORDS))


@pytest.fixture
def srt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PICTURELOCK_LANG", "en")
    monkeypatch.setenv("PICTURELOCK_LIBRARY", str(tmp_path / "library.sqlite"))
    monkeypatch.delenv("PICTURELOCK_MODELS", raising=False)
    path = tmp_path / "a.en.srt"
    path.write_text(SRT, encoding="utf-8")
    return path


def translate(srt: Path, model: Path, *more: str | Path, to: str = "fr-CA") -> int:
    out = srt.with_name("a.fr.srt")
    given = [
        "--from",
        "en",
        "--to",
        to,
        "--profile",
        "netflix-fr-ca",
        "--rate",
        "25",
        "--model",
        str(model),
        "-o",
        str(out),
    ]
    return main(["caption", "translate", str(srt), *given, *map(str, more)])


def test_a_translation_is_written_and_says_who_made_it(
    srt: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert translate(srt, model, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    out = srt.with_name("a.fr.srt")
    text = out.read_text(encoding="utf-8")
    assert (
        "Bonjour mon ami." in text and "- Bonjour.\n- Non." in text and "<i>Voir Rose cette fin-de-semaine.</i>" in text
    )
    made = read_sidecar(out)
    assert made is not None and (made.kind, made.origin, made.tool, made.reviewed) == (
        "translation", "machine", "ctranslate2", "",
    )  # fmt: skip
    assert (
        made.weights == shown["weights"] and made.weights.startswith("xxh128:") and made.inputs[0].startswith("xxh128:")
    )
    parameters = dict(made.parameters)
    assert (parameters["from"], parameters["to"], parameters["profile"]) == ("en", "fr-CA", "netflix-fr-ca")
    assert shown["findings"][0]["rule"] == "captions.translation-variety"
    assert sorted(path.name for path in srt.parent.iterdir()) == ["a.en.srt", "a.fr.srt", "a.fr.srt.provenance.json"]
    assert translate(srt, model) == 7


def test_the_production_s_glossary_is_kept(srt: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    glossary = srt.with_name("glossary.toml")
    glossary.write_text('[[term]]\ntext = "Rosa"\nkind = "name"\n', encoding="utf-8")
    assert translate(srt, model, "--glossary", glossary) == 0
    assert "Voir Rosa cette" in srt.with_name("a.fr.srt").read_text(encoding="utf-8")
    glossary.write_text('[[term]]\ntext = "friend"\n[term.translations]\nfr-ca = "copine"\n', encoding="utf-8")
    assert translate(srt, model, "--glossary", glossary, "--force") == 0
    assert "lacks “copine”" in capsys.readouterr().out


def test_each_caption_may_keep_its_time(srt: Path, model: Path) -> None:
    assert translate(srt, model, "--keep-cues") == 0
    times = re.compile(r"^.* --> .*$", re.M)
    assert times.findall(srt.with_name("a.fr.srt").read_text(encoding="utf-8")) == times.findall(SRT)


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--to", "en"], 2, "are in en already"),
        (["--to", "Klingon!"], 2, "is no language"),
        (["--profile", "netflix-en"], 2, "is for en"),
        (["--engine", "babel"], 2, "no translation engine"),
        (["--engine", "endpoint"], 2, "--endpoint http://127.0.0.1"),
        (["--endpoint", "https://api.openai.com/v1"], 2, "on this machine"),
        (["--endpoint", "http://93.184.215.14/v1"], 2, "another machine"),
        (["--endpoint", "http://127.0.0.1:1/v1", "--engine", "ctranslate2"], 2, "--endpoint is for"),
        (["--model", "nowhere"], 4, "is not on this machine"),
        (["-o", "a.xyz"], 2, "name the format"),
        (["--from", "de"], 2, "does not translate de into"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_written(
    srt: Path, model: Path, capsys: pytest.CaptureFixture[str], more: list[str], code: int, said: str
) -> None:
    assert translate(srt, model, *more) == code
    told = capsys.readouterr()
    assert said in told.err + told.out and [path.name for path in srt.parent.iterdir()] == ["a.en.srt"]


def test_without_a_model_it_says_what_to_put_where(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = srt.with_name("b.srt")
    given = ["--from", "en", "--to", "fr", "--rate", "25", "-o", str(out)]
    assert main(["caption", "translate", str(srt), *given]) == 4
    told = capsys.readouterr().err
    assert "No model that translates en into fr" in told and "model.bin" in told and "PICTURELOCK_MODELS" in told
    # Its name says the language; another name says none.
    assert main(["caption", "translate", str(srt), *given[2:]]) == 4
    assert "No model that translates en into fr" in capsys.readouterr().err
    assert main(["caption", "translate", str(srt.rename(srt.with_name("a.srt"))), *given[2:]]) == 2
    srt = srt.with_name("a.srt")
    assert main(["caption", "translate", str(srt), "--from", "en", "--to", "fr", "-o", str(out)]) == 2


def sheet(srt: Path, *more: str) -> dict[str, Any]:
    """The answers that a sheet saves when nothing was changed."""
    page = srt.with_name("sheet.html")
    fr = srt.with_name("a.fr.srt")
    assert main(["caption", "review", str(srt), str(fr), "--rate", "25", "-o", str(page), "--force", *more]) == 0
    text = page.read_text(encoding="utf-8")
    data = json.loads(re.findall(r'<script type="application/json" id="data">(.*?)</script>', text)[0])
    cues = [
        {"n": n, "id": one["id"], "was": one["was"], "text": one["was"], "comment": "", "reviewed": True}
        for n, one in enumerate(data["cues"])
    ]
    return {name: data[name] for name in ("schema", "translation", "source", "profile")} | {
        "reviewer": "",
        "cues": cues,
    }


def test_a_review_is_put_into_the_captions_and_signed(
    srt: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert translate(srt, model) == 0
    answers = sheet(srt, "--lang", "fr")
    assert answers["profile"] == "netflix-fr-ca"
    answers["cues"][0] |= {"text": "Salut, mon ami.", "comment": "[red]plus court[/red]"}
    file, fr, out = srt.with_name("answers.json"), srt.with_name("a.fr.srt"), srt.with_name("a.final.srt")
    file.write_text(json.dumps(answers), encoding="utf-8")
    given = ["caption", "review", "--apply", str(file), str(fr), "-o", str(out)]
    assert main(given) == 2 and not out.exists()  # nobody says who read it
    capsys.readouterr()
    assert main([*given, "--reviewer", "A. Tremblay"]) == 0
    shown = capsys.readouterr().out
    assert "- Bonjour mon ami.\n+ Salut, mon ami.\n" in shown and "[red]plus court[/red]" in shown
    today = dt.datetime.now().astimezone().date().isoformat()
    made = read(out)
    assert made is not None and made.provenance.reviewed == f"A. Tremblay, {today}" and not made.edited
    assert dict(made.provenance.parameters)["review_read"] == "3 of 3"
    assert "Salut, mon ami." in out.read_text(encoding="utf-8") and "Bonjour mon ami." in fr.read_text(encoding="utf-8")


def test_a_review_in_part_signs_nothing_and_a_changed_file_is_refused(srt: Path, model: Path) -> None:
    assert translate(srt, model) == 0
    answers = sheet(srt)
    answers["cues"][1]["reviewed"] = False
    file, fr, out = srt.with_name("answers.json"), srt.with_name("a.fr.srt"), srt.with_name("a.final.srt")
    file.write_text(json.dumps(answers), encoding="utf-8")
    given = ["caption", "review", "--apply", str(file), str(fr), "-o", str(out), "--reviewer", "A. Tremblay"]
    assert main(given) == 0
    made = read_sidecar(out)
    assert made is not None and made.reviewed == "" and dict(made.parameters)["review_read"] == "2 of 3"
    fr.write_text(fr.read_text(encoding="utf-8").replace("mon ami", "mon vieux"), encoding="utf-8")
    out.unlink()
    assert main(given) == 3 and not out.exists()
    assert main([*given, "--force"]) == 0 and "mon vieux" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("files", [["a.en.srt"], ["a.en.srt", "a.fr.srt", "x.srt"]])
def test_a_sheet_needs_two_files_and_a_page(srt: Path, model: Path, files: list[str]) -> None:
    assert translate(srt, model) == 0
    paths = [str(srt.with_name(name)) for name in files]
    assert main(["caption", "review", *paths, "--rate", "25", "-o", str(srt.with_name("s.html"))]) == 2
    both = [str(srt), str(srt.with_name("a.fr.srt"))]
    assert main(["caption", "review", *both, "--rate", "25", "-o", str(srt.with_name("s.srt"))]) == 2
    assert main(["caption", "review", "--apply", "x.json", *both, "-o", str(srt.with_name("s.srt"))]) == 2
    # The record of a translation says its rate; times so few show none.
    srt.with_name("a.fr.srt.provenance.json").unlink()
    assert main(["caption", "review", *both, "-o", str(srt.with_name("s.html"))]) == 2


def on_frames(file: Path, text: str) -> Path:
    """Twelve captions on frames of 24 that stand on those of no other usual rate."""
    times = [(1000 * frame // 24, 1000 * (frame + 35) // 24) for frame in range(25, 12 * 61, 61)]
    file.write_text(
        "\n".join(
            f"{n}\n00:00:{a // 1000:02},{a % 1000:03} --> 00:00:{b // 1000:02},{b % 1000:03}\n{text}\n"
            for n, (a, b) in enumerate(times, start=1)
        ),
        encoding="utf-8",
    )
    return file


def test_a_rate_that_times_show_need_not_be_named(srt: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out, page = on_frames(srt.with_name("en.srt"), "Hello."), srt.with_name("fr.srt"), srt.with_name("s.html")
    assert main(["caption", "translate", str(source), "--to", "fr", "--model", str(model), "-o", str(out)]) == 0
    made = read_sidecar(out)
    assert made is not None and dict(made.parameters)["rate"] == "24/1"
    (out.parent / "fr.srt.provenance.json").unlink()
    on_frames(out, "Bonjour.")
    assert main(["caption", "review", str(source), str(out), "-o", str(page), "--lang", "fr"]) == 0
    text = page.read_text(encoding="utf-8")
    assert "24 images par seconde" in text and "en → fr" in text and '"cps_short":"c/s"' in text.replace(": ", ":")


def test_the_advice_without_a_model_works_for_each_kind(srt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = srt.with_name("b.srt")
    assert main(["caption", "translate", str(srt), "--to", "fr", "--rate", "25", "-o", str(out)]) == 4
    told = capsys.readouterr().err
    assert "for OPUS-MT, source.spm target.spm tokenizer_config.json" in told
    assert "for NLLB, tokenizer.json" in told


def test_the_ledger_shows_a_translation_until_and_after_it_is_read(srt: Path, model: Path) -> None:
    folder = srt.parent
    (folder / "picturelock.toml").write_text(
        'schema = "picturelock/production-1"\ntitle = "T"\nlanguages = ["en"]\ncut = "cut.edl"\nrate = 25\n'
        '[[captions]]\nlanguage = "fr-CA"\nprofile = "netflix-fr-ca"\nfile = "a.fr.srt"\n',
        encoding="utf-8",
    )
    (folder / "cut.edl").write_text(
        "TITLE: T\nFCM: NON-DROP FRAME\n\n001  AX       V     C        01:00:00:00 01:00:10:00 01:00:00:00 01:00:10:00\n",
        encoding="utf-8",
    )
    assert translate(srt, model) == 0
    dossier = collect(load(folder))
    (entry,) = ledger(dossier)
    assert (entry.artefact, entry.kind, entry.delivered, entry.reviewed) == ("a.fr.srt", "translation", True, "")
    assert [one.rule for one in check(dossier)] == ["ai-use.unreviewed"]
    file = folder / "answers.json"
    file.write_text(json.dumps(sheet(srt)), encoding="utf-8")
    fr = str(folder / "a.fr.srt")
    assert main(["caption", "review", "--apply", str(file), fr, "-o", fr, "--force", "--reviewer", "A. Tremblay"]) == 0
    dossier = collect(load(folder))
    assert ledger(dossier)[0].reviewed.startswith("A. Tremblay, ") and list(check(dossier)) == []
