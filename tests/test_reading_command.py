"""``metaanalysis read``."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest

from metaanalysis.cli.main import main
from metaanalysis.reading import format_names
from metaanalysis.tables import PAPERS, column_names


@pytest.fixture
def files(tmp_path):
    one = tmp_path / "one"
    one.write_text(
        '{"id": "2401.00010", "title": "Counting Pears Once More", "abstract": "We gain 5\\\\%.", "date": "2024"}\n'
        '{"no": 1}\n'
    )
    two = tmp_path / "two"
    two.write_text("@article{k, title={Counting Pears Once More}, year=2024}\n")
    return [str(one), str(two)]


def run(capsys, *arguments):
    code = main(["read", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_table_on_standard_output(files, capsysbinary):
    code = main(["read", *files])
    out, err = capsysbinary.readouterr()
    rows = list(csv.DictReader(io.StringIO(out.decode())))
    assert code == 0
    assert list(rows[0]) == column_names(PAPERS)
    assert [(row["paper_id"], row["abstract"]) for row in rows] == [("2401.00010", "We gain 5\\%.")]
    assert b"1 papers from 2 records (1 without an abstract); 1 duplicates, 0 near duplicates, 1 problems" in err
    assert b"one, record 1: neither" in err


def test_reports_are_written(files, tmp_path, capsys):
    code, out, _ = run(
        capsys,
        *files,
        "-o",
        str(tmp_path / "out.jsonl"),
        "--problems",
        str(tmp_path / "p.csv"),
        "--duplicates-report",
        str(tmp_path / "d.csv"),
        "-q",
    )
    assert (code, out) == (0, "")
    assert [json.loads(line)["paper_id"] for line in (tmp_path / "out.jsonl").read_text().splitlines()] == [
        "2401.00010"
    ]
    assert (tmp_path / "p.csv").read_text().startswith("file,record,reason\n")
    (line,) = csv.DictReader((tmp_path / "d.csv").open())
    assert (line["kind"], line["paper_id"], line["duplicate_of"]) == ("duplicate", "k", "2401.00010")


def test_duplicates_are_marked(files, tmp_path, capsys):
    run(capsys, *files, "-o", str(tmp_path / "out.csv"), "--duplicates", "mark", "--columns", "paper_id,duplicate_of")
    assert (tmp_path / "out.csv").read_text() == "paper_id,duplicate_of\n2401.00010,\nk,2401.00010\n"


def test_strict_makes_problems_fatal(files, tmp_path, capsys):
    assert run(capsys, *files, "-o", str(tmp_path / "out.csv"), "--strict")[0] == 1
    assert (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["/nowhere/x"], 3, "/nowhere/x: no such file or folder"),
        (["--from", "word", "."], 2, "unknown input format 'word'"),
        (["--map", "abstract", "."], 2, "'abstract' is no COLUMN=NAME"),
        (["--duplicates", "drop", "."], 2, "allowed are merge, mark, keep"),
    ],
)
def test_mistakes_are_one_sentence(capsys, arguments, code, message):
    done, out, err = run(capsys, *arguments)
    assert (done, out) == (code, "")
    assert message in err
    assert err.count("\n") == 1


def test_a_failed_run_leaves_the_old_file(files, tmp_path, capsys):
    target = tmp_path / "out.csv"
    target.write_text("old")
    (tmp_path / "bad").write_bytes(bytes(999))
    assert run(capsys, *files, str(tmp_path / "bad"), "-o", str(target))[0] == 3
    assert target.read_text() == "old"


def test_own_names_and_encoding(tmp_path, capsys):
    (tmp_path / "t").write_bytes("Nombre;Resumen\nAño;Sí\n".encode("cp1252"))
    code, _, _ = run(
        capsys,
        str(tmp_path / "t"),
        "--map",
        "title=Nombre",
        "--map",
        "abstract=Resumen",
        "--encoding",
        "cp1252",
        "-o",
        str(tmp_path / "o.jsonl"),
    )
    assert code == 0
    assert json.loads((tmp_path / "o.jsonl").read_text())["title"] == "Año"


def test_every_format_is_listed_with_a_line(capsys):
    code, out, _ = run(capsys, "--list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == format_names()
    assert all(len(line) > 30 for line in out.splitlines())


def test_reading_loads_no_heavy_library(files):
    code = "import sys; from metaanalysis.reading import records; list(records(sys.argv[1])); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, files[0]], capture_output=True, text=True, check=True)
    assert not {"pandas", "numpy", "pyarrow", "bibtexparser", "defusedxml"} & set(done.stdout.split())
