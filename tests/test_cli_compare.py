"""``metaanalysis compare``: noise floor, contradictions, records, repeated reports."""

from __future__ import annotations

import csv
import io
import json

import pytest

import metaanalysis
from metaanalysis.cli import main
from metaanalysis.errors import OptionError
from tests.claims_samples import claims, gain, won, written


@pytest.fixture
def path(tmp_path):
    table = claims(gain(3.0), gain(0.2), gain(5.0, benchmark=[]), won("A", "B"), won("B", "A", paper_id="q"),
                   {"subject": "A", "value": 70.0}, {"subject": "A", "value": 82.0, "paper_id": "q"})
    return written(table, tmp_path / "claims.jsonl")


def run(capsys, *arguments):
    assert main(["compare", *arguments]) == 0
    said = capsys.readouterr()
    return list(csv.DictReader(io.StringIO(said.out))), said.err


def test_the_noise_floor(path, capsys):
    found, said = run(capsys, path)
    assert [row["above_noise"] for row in found] == ["true", "false", ""]
    assert found[2]["reason"] == "no benchmark of the registry is named"
    assert said == "7 claims, 3 changes: 2 can be compared with their noise floor, 1 lie above it\n"
    assert len(run(capsys, path, "--possible")[0]) == 2


def test_independent_systems_are_noisier(path, capsys):
    half, none = (run(capsys, path, "--phi", phi)[0][0]["se"] for phi in ("0.5", "0"))
    assert float(none) > float(half)


def test_contradictions_and_repeated_reports(path, capsys):
    found, _ = run(capsys, path, "--contradictions")
    assert [(row["system_a"], row["system_b"], row["same_paper"]) for row in found] == [("A", "B", "false")]
    found, _ = run(capsys, path, "--repeated")
    assert [(row["system"], row["spread"], row["more_than_noise"]) for row in found] == [("A", "12", "true")]


def test_records_take_dates_from_papers(path, tmp_path, capsys):
    papers = tmp_path / "papers.jsonl"
    papers.write_text("".join(json.dumps({"id": name, "title": name, "abstract": "x", "date": date}) + "\n"
                              for name, date in (("p", "2024-01-02"), ("q", "2024-03-04"))))
    found, _ = run(capsys, path, "--records", str(papers))
    assert [(row["date"], row["record"], row["gain"]) for row in found] == [("2024-01-02", "true", ""),
                                                                           ("2024-03-04", "true", "12")]


def test_one_comparison_at_a_time(path):
    with pytest.raises(SystemExit) as left:
        main(["compare", path, "--contradictions", "--repeated"])
    assert left.value.code == 2


def test_it_is_the_twin_of_the_function(path, capsys):
    table = metaanalysis.read_claims(path)
    found, _ = run(capsys, path)
    assert [row["claim_id"] for row in found] == metaanalysis.compare(table)["claim_id"].tolist()
    with pytest.raises(OptionError, match="need dates"):
        metaanalysis.compare(table, kind="records")
    with pytest.raises(OptionError, match="allowed are noise floor"):
        metaanalysis.compare(table, kind="nonsense")


@pytest.mark.parametrize("kind", ["--contradictions", "--repeated", "--possible"])
def test_a_table_without_anything_to_compare(kind, tmp_path, capsys):
    found, said = run(capsys, written(claims({"benchmark": [], "metric": None}), tmp_path / "x.csv"), kind)
    assert found == []
    assert said.startswith("1 claims, ")


def test_words_contradict_only_when_asked(tmp_path, capsys):
    rows = [won(None, None, subject_text="ours", comparator_text="theirs"),
            won(None, None, subject_text="theirs", comparator_text="ours", paper_id="q")]
    path = written(claims(*rows), tmp_path / "claims.csv")
    assert run(capsys, path, "--contradictions")[0] == []
    assert len(run(capsys, path, "--contradictions", "--all-names")[0]) == 1


def test_people_see_short_numbers_but_whole_test_sizes(tmp_path, capsys):
    path = written(claims(gain(3.0, benchmark=["mmlu"])), tmp_path / "claims.csv")
    assert main(["compare", path, "-f", "markdown", "--columns", "n_items,se"]) == 0
    cells = capsys.readouterr().out.splitlines()[2].split(" | ")
    assert cells[0] == "| 14042"
    assert len(cells[1].rstrip(" |")) <= 6
