from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from picturelock.errors import InputError
from picturelock.glossary import Term
from picturelock.production import read_glossary

TOML = """\
[[term]]
text = "Séraphine Tremblay"
kind = "name"
variants = ["Seraphin Tremblay", "Séraphine Tremblé"]
note = "the mother"
[[term]]
text = "weekend"
[term.translations]
fr-ca = "fin de semaine"
[[term]]
text = "The Globe and Mail"
kind = "keep"
"""
CSV = """\
text;kind;variants;note;fr-CA
Séraphine Tremblay;name;Seraphin Tremblay|Séraphine Tremblé;the mother;

weekend;;;;fin de semaine
"The Globe and Mail";KEEP;;;
"""


def terms(tmp_path: Path, name: str, text: str) -> tuple[Term, ...]:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_glossary(file).terms


@pytest.mark.parametrize(
    ("name", "text"), [("g.toml", TOML), ("g.csv", CSV), ("g.CSV", "\ufeff" + CSV.replace(";", ","))]
)
def test_both_forms_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    mother, weekend, paper = terms(tmp_path, name, text)
    assert mother == Term("Séraphine Tremblay", "name", ("Seraphin Tremblay", "Séraphine Tremblé"), {}, "the mother")
    assert (weekend.text, weekend.kind, dict(weekend.translations)) == ("weekend", "term", {"fr-ca": "fin de semaine"})
    assert (paper.text, paper.kind) == ("The Globe and Mail", "keep")


def test_an_empty_toml_is_an_empty_glossary(tmp_path: Path) -> None:
    assert terms(tmp_path, "g.toml", "") == ()


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("g.txt", "x", "txt"),
        ("g.toml", "[term]\n", "term"),
        ("g.toml", "[[terms]]\n", "terms"),
        ("g.toml", '[[term]]\nkind = "name"\n', r"term\[1\].text"),
        ("g.toml", '[[term]]\ntext = " - "\n', r"term\[1\].text"),
        ("g.toml", '[[term]]\ntext = "a"\n[[term]]\ntext = "b"\nkind = "place"\n', r"term\[2\].kind"),
        ("g.toml", '[[term]]\ntext = "a"\nvariants = "b"\n', r"term\[1\].variants"),
        ("g.toml", '[[term]]\ntext = "a"\ntranslations = 3\n', r"term\[1\].translations"),
        ("g.toml", '[[term]]\ntext = "a"\ntranslations = { french = "b" }\n', "french"),
        ("g.toml", f'[[term]]\ntext = "{"a" * 201}"\n', r"term\[1\].text"),
        ("g.toml", '[[term]]\ntext = "a"\n[[term]]\ntext = "a"\n', "entry 2"),
        ("g.toml", '[[term]]\ntext = "a"\nvariants = ["b"]\n[[term]]\ntext = "b"\n', "entry 1"),
        ("g.toml", '[[term]]\ntext = "a"\nvariants = ["a"]\n', "entry 1"),
        ("g.csv", "", "empty"),
        ("g.csv", "name;kind\n", "line 1"),
        ("g.csv", "text;colours\n", "line 1"),
        ("g.csv", "text,text\n", "line 1"),
        ("g.csv", "text;kind\nA;name;x\n", "line 2"),
        ("g.csv", "text;kind\nA;person\n", "line 2, kind"),
        ("g.csv", 'text\n"A\n', "line 2"),
        ("g.csv", "text;variants\nA;x\nA;y\n", "line 3"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, name: str, text: str, where: str) -> None:
    with pytest.raises(InputError, match=where):
        terms(tmp_path, name, text)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: ("text;fr\n" + text).encode("utf-8", "replace"))
)
def test_anything_else_is_one_sentence_or_a_glossary(tmp_path: Path, data: bytes) -> None:
    for name in ("g.toml", "g.csv"):
        (tmp_path / name).write_bytes(data)
        try:
            read_glossary(tmp_path / name)
        except InputError as error:
            assert error.message
