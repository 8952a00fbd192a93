"""Every format says the same thing about the same rows."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import math

import pandas as pd
import pytest

from metaanalysis.errors import OptionError
from metaanalysis.exports import choose_format, encoder, format_names
from metaanalysis.exports.cells import cell_text, plain
from metaanalysis.exports.writing import copy_out
from metaanalysis.tables import CLAIMS, Column, column_names, frame

COLUMNS = (Column("id", "string", ""), Column("n", "Float64", ""), Column("good", "boolean", ""),
           Column("tasks", "list", ""), Column("note", "string", ""))
ROWS = [
    {"id": "2401.00010", "n": 58.0, "good": True, "tasks": ["GSM8K", "MATH"], "note": 'says "80\\%", and\nmore'},
    {"id": "007", "n": 0.1, "good": False, "tasks": [], "note": None, "ignored": "no column"},
    {"id": "é|<b>&_", "n": None, "good": None, "tasks": ["a"], "note": "tab\there, cr\rthere"},
]


def write(name, rows=ROWS, columns=COLUMNS, size=2, **options):
    made = encoder(name, columns, **options)
    out = io.BytesIO()
    copy_out(made, (made.encode(rows[i:i + size]) for i in range(0, len(rows), size)), out)
    return out.getvalue()


@pytest.mark.parametrize(("value", "expected"), [
    (58.0, 58), (0.1, 0.1), (-0.0, 0), (1e15, 1e15), (1e22, 1e22), (13e6, 13000000), (math.nan, None), (None, None),
    (pd.NA, None), (pd.NaT, None), ("58.0", "58.0"), ("nan", "nan"), (True, True), ([1.0, "x"], [1, "x"]),
    (pd.Series([2.0]).iloc[0], 2), (pd.Series([True]).iloc[0], True), (pd.Series(["a"]).to_numpy(), ["a"])])
def test_plain_value(value, expected):
    made = plain(value)
    assert made == expected
    assert type(made) is type(expected)


@pytest.mark.parametrize(("value", "text"), [
    (58.0, "58"), (0.1, "0.1"), (1e-07, "1e-07"), (None, ""), (True, "true"), (False, "false"), (["a", "b"], "a|b"),
    ([], ""), ("2401.00010", "2401.00010"), (math.inf, "inf")])
def test_cell_text(value, text):
    assert cell_text(value) == text


def test_csv_reads_back_as_text():
    lines = list(csv.reader(io.StringIO(write("csv").decode(), newline="")))
    assert lines == [
        ["id", "n", "good", "tasks", "note"],
        ["2401.00010", "58", "true", "GSM8K|MATH", 'says "80\\%", and\nmore'],
        ["007", "0.1", "false", "", ""],
        ["é|<b>&_", "", "", "a", "tab\there, cr\rthere"]]


def test_csv_lines_end_in_line_feeds():
    assert b"\r\n" not in write("csv")
    assert write("csv", rows=[], head=False) == b""
    assert write("csv", rows=[]) == b"id,n,good,tasks,note\n"


def test_tsv_keeps_tabs_inside_a_cell():
    lines = list(csv.reader(io.StringIO(write("tsv").decode(), newline=""), delimiter="\t"))
    assert lines[3][4] == "tab\there, cr\rthere"
    assert all(len(line) == 5 for line in lines)


def test_json_lines_have_exactly_the_columns():
    objects = [json.loads(line) for line in write("jsonl").decode().rstrip("\n").split("\n")]
    assert objects[0] == {"id": "2401.00010", "n": 58, "good": True, "tasks": ["GSM8K", "MATH"],
                          "note": 'says "80\\%", and\nmore'}
    assert objects[1] == {"id": "007", "n": 0.1, "good": False, "tasks": [], "note": None}
    assert list(objects[2]) == ["id", "n", "good", "tasks", "note"]
    assert b'"n":58,' in write("jsonl")


def test_json_lines_survive_awkward_values():
    rows = [{"id": "%s %(x)s", "n": math.inf, "tasks": None, "note": "lone \ud800 surrogate"}]
    made = json.loads(write("jsonl", rows))
    assert made == {"id": "%s %(x)s", "n": None, "good": None, "tasks": [], "note": "lone \ud800 surrogate"}


def test_json_is_one_array():
    for rows in ([], ROWS[:1], ROWS):
        assert json.loads(write("json", rows)) == [json.loads(line) for line in write("jsonl", rows).splitlines()]


@pytest.mark.parametrize("name", format_names())
def test_bytes_do_not_depend_on_batches(name):
    rows = [{**ROWS[i % 3], "n": i / 7} for i in range(50)]
    assert write(name, rows, size=1) == write(name, rows, size=7) == write(name, rows, size=50)


def test_parquet_is_typed_and_regroups(monkeypatch):
    monkeypatch.setattr("metaanalysis.exports.columnar.ROW_GROUP", 8)
    rows = [{**ROWS[i % 3], "n": float(i)} for i in range(30)]
    one, other = (write("parquet", rows, size=size) for size in (3, 30))
    assert one == other
    back = pd.read_parquet(io.BytesIO(one))
    assert back["n"].tolist() == [float(i) for i in range(30)]
    assert back["id"].iloc[1] == "007"
    assert list(back["tasks"].iloc[0]) == ["GSM8K", "MATH"]
    import pyarrow.parquet as pq
    assert [pq.ParquetFile(io.BytesIO(one)).metadata.row_group(i).num_rows for i in range(4)] == [8, 8, 8, 6]


def test_markdown_keeps_its_columns():
    lines = write("markdown").decode().splitlines()
    assert lines[0] == "| id | n | good | tasks | note |"
    assert lines[1] == "|---|---:|---|---|---|"
    assert lines[2] == r'| 2401.00010 | 58 | true | GSM8K\|MATH | says "80\\%", and more |'
    assert lines[4].startswith(r"| é\|\<b\>&\_ |")


def test_latex_escapes_every_special_character():
    rows = [{"id": "\\ { } $ & # ^ _ % ~"}]
    assert write("latex", rows, COLUMNS[:1]).decode().splitlines() == [
        r"\begin{tabular}{l}", r"id \\", r"\hline",
        r"\textbackslash{} \{ \} \$ \& \# \textasciicircum{} \_ \% \textasciitilde{} \\", r"\end{tabular}"]


def test_html_escapes_text():
    text = write("html", [{"id": "<script>alert(1)</script>", "note": '"&'}]).decode()
    parser = html.parser.HTMLParser()
    tags = []
    parser.handle_starttag = lambda tag, _: tags.append(tag)
    parser.feed(text)
    assert "script" not in tags
    assert tags.count("td") == 5


def test_table_aligns_and_cuts():
    rows = [{"id": "a", "n": 1.5, "note": "x" * 200}, {"id": "漢字", "n": 10.0, "note": "y"}]
    columns = (COLUMNS[0], COLUMNS[1], COLUMNS[4])
    lines = write("table", rows, columns, width=40).decode().splitlines()
    assert max(map(len, lines)) <= 40
    assert lines[2].startswith("a     1.5  xxx")
    assert lines[2].endswith("…")
    assert lines[3].startswith("漢字   10  y")
    assert len(write("table", rows, columns).decode().splitlines()[2]) > 60


def test_table_does_not_let_text_steer_the_terminal():
    assert b"\x1b" not in write("table", [{"id": "\x1b[2Jgone\x9b31m"}])


@pytest.mark.parametrize(("out", "name", "terminal", "chosen"), [
    (None, None, True, "table"), (None, None, False, "csv"), ("a.jsonl", None, True, "jsonl"),
    ("A.CSV", None, False, "csv"),
    ("a.pq", None, False, "parquet"), ("a.csv", "tsv", False, "tsv"), ("a.dat", "json", True, "json"),
    (None, "parquet", False, "parquet"), ("a.md", None, False, "markdown"), ("a.tex", None, False, "latex")])
def test_format_is_chosen(out, name, terminal, chosen):
    assert choose_format(out, name, terminal=terminal) == chosen


@pytest.mark.parametrize(("out", "name", "terminal", "words"), [
    (None, "parquet", True, "terminal"), ("claims.dat", None, False, "'.dat'"),
    ("claims", None, False, "without suffix"), (None, "xml", False, "'xml'")])
def test_format_is_refused_in_one_sentence(out, name, terminal, words):
    with pytest.raises(OptionError) as caught:
        choose_format(out, name, terminal=terminal)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.do


def test_frames_and_rows_give_the_same_bytes():
    rows = [{"claim_id": "c1", "paper_id": "2401.00010", "value": 58.0, "of": None, "improvement": True,
             "benchmark": ["gsm8k"], "benchmark_text": [], "start": 3, "end": 5, "text": "58"},
            {"claim_id": "c2", "paper_id": "1", "improvement": None, "benchmark": [], "benchmark_text": ["a", "b"]}]
    for name in ("csv", "jsonl", "parquet", "html"):
        data = frame(rows, CLAIMS)
        from_frame = [dict(zip(data.columns, cells, strict=True)) for cells in data.itertuples(index=False, name=None)]
        assert write(name, from_frame, CLAIMS) == write(name, rows, CLAIMS), name
    assert list(json.loads(write("jsonl", rows, CLAIMS).splitlines()[0])) == column_names(CLAIMS)
