"""``metaanalysis check`` and ``uncertainty`` as they are typed, beside their functions."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

import metaanalysis
from metaanalysis.cli import main
from tests.claims_samples import claims, gain, written


@pytest.fixture
def faulty(tmp_path):
    rows = [{"value": 112.0, "text": "112%"}, {"value": 84.2, "text": "84.2%"},
            {"value": 84.2, "benchmark": ["aime_2024"], "text": "84.2%"}]
    return written(claims(*rows), tmp_path / "claims.jsonl")


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_flags_with_reasons(faulty, capsys):
    assert main(["check", faulty]) == 0
    said = capsys.readouterr()
    assert [(row["claim_id"], row["flag"]) for row in rows(said.out)] == [("c0", "bounds"), ("c2", "grim")]
    assert all(row["reason"] and row["sentence"] for row in rows(said.out))
    assert said.err == "3 claims, 2 flags\n"


@pytest.mark.parametrize(("content", "said"), [
    (None, "no such file; check the path"), (b"\x9a\x01", "it is no text in UTF-8 (byte 0 is not)"),
    (b"", "the file is empty")])
def test_a_table_that_is_none_is_told_in_one_sentence(content, said, tmp_path, capsys):
    path = tmp_path / "claims.csv"
    if content is not None:
        path.write_bytes(content)
    assert main(["check", str(path)]) == 3
    assert said in capsys.readouterr().err


def test_no_claims_make_no_list(tmp_path, capsys):
    assert main(["uncertainty", written(claims(), tmp_path / "claims.csv")]) == 0
    assert capsys.readouterr().err == "0 claims\n"


def test_an_unknown_flag_points_to_the_help_of_its_command(capsys):
    with pytest.raises(SystemExit):
        main(["check", "claims.csv", "--bogus"])
    assert capsys.readouterr().err == (
        "metaanalysis check: unrecognized arguments: --bogus; see 'metaanalysis check --help'\n")


def test_an_empty_text_cannot_be_explained(capsys):
    assert main(["explain", "--text", " "]) == 2
    assert capsys.readouterr().err == (
        "metaanalysis explain: --text: the text is empty; give a sentence or an abstract\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", [["explain", "--text", "Ours reaches 5%."], ["read", "--list"]])
def test_a_full_disk_behind_standard_output_is_one_sentence(command):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "metaanalysis", *command], check=False, stdout=full,
                              stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert done.stderr == (f"metaanalysis {command[0]}: standard output: cannot be written: no space is left on the "
                           "device; free some space, or write elsewhere\n")


def test_strict_is_for_flags_only(faulty, tmp_path, capsys):
    assert main(["check", faulty, "--strict", "-q"]) == 1
    assert main(["check", faulty, "--strict", "--flags", "duplicate"]) == 0
    assert main(["check", written(claims({}), tmp_path / "good.csv"), "--strict"]) == 0
    assert capsys.readouterr().err == "3 claims, 0 flags\n1 claims, 0 flags\n"


def test_it_is_the_twin_of_the_function(faulty, tmp_path):
    assert main(["check", faulty, "-o", str(tmp_path / "flags.csv"), "-q"]) == 0
    found = metaanalysis.check(metaanalysis.read_claims(faulty))
    assert rows((tmp_path / "flags.csv").read_text()) == found.astype(str).to_dict("records")


def test_people_see_no_sentences_unless_they_ask(faulty, capsys):
    main(["check", faulty, "-f", "markdown", "-q"])
    assert "It reaches" not in capsys.readouterr().out
    main(["check", faulty, "-f", "markdown", "-q", "--columns", "flag,sentence"])
    assert "It reaches" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (["--flags", "nonsense"], 2, "allowed are grim"), (["--columns", "nonsense"], 2, "choose among claim_id"),
    (["-f", "nonsense"], 2, "nonsense")])
def test_wrong_options_are_one_sentence(faulty, arguments, code, words, capsys):
    assert main(["check", faulty, *arguments]) == code
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("command", ["check", "compare", "rank", "uncertainty"])
def test_what_is_no_claims_table(command, tmp_path, capsys):
    path = tmp_path / "papers.csv"
    path.write_text("title,abstract\nA,B\n")
    assert main([command, str(path)]) == 3
    assert "no claims table" in capsys.readouterr().err
    assert main([command, str(tmp_path / "absent.csv")]) == 3


def test_the_ladder_stands_beside_the_claims(tmp_path, capsys):
    table = claims({"low": 3.0}, {"benchmark": []}, gain(3.0, role=None), {"value": 64.0, "plus_minus": 0.5})
    assert main(["uncertainty", written(table, tmp_path / "claims.parquet")]) == 0
    said = capsys.readouterr()
    found = rows(said.out)
    expected = metaanalysis.uncertainty(table)
    assert [row["se_level"] for row in found] == expected["se_level"].tolist()
    assert [row["reason"] for row in found] == expected["reason"].tolist()
    assert all(row["reason"] for row in found)
    assert found[0]["low"] == "3"  # the claim's own range is left alone
    assert float(found[0]["se_low"]) == pytest.approx(expected["low"].iloc[0])
    assert said.err.startswith("4 claims: ")


def test_the_worst_rung(tmp_path, capsys):
    path = written(claims({}), tmp_path / "claims.csv")
    main(["uncertainty", path, "--worst", "reported", "-q"])
    assert rows(capsys.readouterr().out)[0]["se_level"] == "none"
    assert main(["uncertainty", path, "--worst", "nonsense"]) == 2
