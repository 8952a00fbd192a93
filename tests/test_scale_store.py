"""A store skips what it has, replaces what has changed, and holds the same bytes however many runs filled it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from metaanalysis.cli import main
from metaanalysis.errors import InputError, OptionError
from metaanalysis.reading.claims import read_claims
from metaanalysis.scale.append import append_files
from metaanalysis.scale.engines import Engine
from metaanalysis.scale.store import read_store
from tests.scale_samples import paper, rows_until_interrupted, write_papers


def content(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


@pytest.fixture
def week(tmp_path):
    return write_papers(tmp_path / "week.jsonl", range(40))


def test_store_is_a_dataset_by_month(week, tmp_path):
    summary = append_files([week], tmp_path / "store")
    papers, claims = read_store(tmp_path / "store")
    assert len(papers) == summary.papers == 40
    assert len(claims) == summary.claims > 80
    assert set(claims["lexicon_version"]) == set(papers["lexicon_version"])
    assert claims["benchmark_text"].map(type).eq(list).all()
    dataset = pd.read_parquet(tmp_path / "store")
    assert len(dataset) == len(claims)
    assert set(dataset["month"]) == {f"2024-{month:02d}" for month in range(1, 13)}
    only_may = pd.read_parquet(tmp_path / "store" / "month=2024-05" / "claims.parquet")
    assert set(only_may["paper_id"]) == {paper(number)["id"] for number in range(40) if number % 12 == 4}


def test_second_run_extracts_only_what_is_new(week, tmp_path):
    append_files([week], tmp_path / "store")
    before = content(tmp_path / "store")
    again = append_files([week], tmp_path / "store")
    assert (again.papers, again.claims, again.tally.known) == (0, 0, 40)
    assert content(tmp_path / "store") == before
    more = append_files([write_papers(tmp_path / "next.jsonl", range(30, 50))], tmp_path / "store")
    assert (more.papers, more.tally.known) == (10, 10)
    assert len(read_store(tmp_path / "store")[0]) == 50


def test_bytes_do_not_depend_on_the_runs(tmp_path):
    whole = write_papers(tmp_path / "all.jsonl", range(60))
    append_files([whole], tmp_path / "one")
    for start in (40, 0, 20):
        part = write_papers(tmp_path / f"part{start}.jsonl", range(start, start + 20))
        append_files([part], tmp_path / "three", engine=Engine(jobs=2, chunk_size=7))
    one, three = ({name: data for name, data in content(tmp_path / store).items() if name.startswith("month=")}
                  for store in ("one", "three"))
    assert len(one) == 12
    assert one == three


def test_commits_on_the_way_change_nothing(week, tmp_path, monkeypatch):
    append_files([week], tmp_path / "one")
    monkeypatch.setattr("metaanalysis.scale.store._COMMIT_PAPERS", 8)
    append_files([week], tmp_path / "many", engine=Engine(chunk_size=3))
    assert content(tmp_path / "one") == content(tmp_path / "many")


def test_refresh_extracts_again(week, tmp_path):
    append_files([week], tmp_path / "store")
    before = content(tmp_path / "store")
    again = append_files([week], tmp_path / "store", refresh=True)
    assert (again.papers, again.tally.known) == (40, 0)
    assert content(tmp_path / "store") == before


def test_another_lexicon_extracts_again(week, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "benchmarks.csv").write_text("name,aliases\nSudoku-9,Sudoku9\n")
    append_files([week], tmp_path / "store")
    again = append_files([week], tmp_path / "store", lexicon=[tmp_path / "mine"])
    assert again.papers == 40
    papers, claims = read_store(tmp_path / "store")
    assert len(papers) == 40
    assert papers["lexicon_version"].nunique() == claims["lexicon_version"].nunique() == 1
    assert claims["claim_id"].is_unique


def test_changed_abstract_replaces_the_old_one(tmp_path):
    append_files([write_papers(tmp_path / "a.jsonl", range(20))], tmp_path / "store")
    changed = write_papers(tmp_path / "b.jsonl", [3], abstract="Our method reaches 99.9% accuracy on MMLU.",
                           date="2024-09-01")
    assert append_files([changed], tmp_path / "store").papers == 1
    papers, claims = read_store(tmp_path / "store")
    assert papers["paper_id"].is_unique
    assert len(papers) == 20
    mine = claims[claims["paper_id"] == paper(3)["id"]]
    assert mine["value"].tolist() == [99.9]
    april = pd.read_parquet(tmp_path / "store" / "month=2024-04" / "claims.parquet")
    assert paper(3)["id"] not in set(april["paper_id"]), "the rows of the month that the paper left are gone"


def test_same_paper_from_another_source_is_known(week, tmp_path):
    append_files([week], tmp_path / "store")
    other = write_papers(tmp_path / "other.jsonl", [7], id="some-other-id")
    summary = append_files([other], tmp_path / "store")
    assert (summary.papers, summary.tally.duplicates) == (0, 1)


def test_papers_without_claims_are_remembered(tmp_path):
    quiet = write_papers(tmp_path / "a.jsonl", [1], abstract="We think about it.", date="2024")
    append_files([quiet], tmp_path / "store")
    assert append_files([quiet], tmp_path / "store").tally.known == 1
    papers, claims = read_store(tmp_path / "store")
    assert (len(papers), len(claims)) == (1, 0)
    assert (tmp_path / "store" / "_papers" / "month=2024").is_dir()


def test_interrupted_run_goes_on_by_itself(tmp_path, monkeypatch):
    papers = write_papers(tmp_path / "a.jsonl", range(80))
    append_files([papers], tmp_path / "whole")
    monkeypatch.setattr("metaanalysis.scale.store._COMMIT_PAPERS", 20)
    with pytest.raises(KeyboardInterrupt):
        append_files([papers], tmp_path / "store", rows=rows_until_interrupted, engine=Engine(chunk_size=10))
    rest = append_files([papers], tmp_path / "store")
    assert (rest.papers, rest.tally.known) == (20, 60)
    assert content(tmp_path / "store") == content(tmp_path / "whole")


def test_claims_without_their_paper_are_replaced(week, tmp_path):
    # what a run killed between claims and papers leaves
    append_files([week], tmp_path / "store")
    before = content(tmp_path / "store")
    (tmp_path / "store" / "_papers" / "month=2024-02" / "papers.parquet").unlink()
    assert append_files([week], tmp_path / "store").papers == 4
    assert content(tmp_path / "store") == before


def test_runs_are_noted(week, tmp_path):
    append_files([week], tmp_path / "store")
    run = json.loads((tmp_path / "store" / "_runs.jsonl").read_text())
    assert run["inputs"][0]["name"] == "week.jsonl"
    assert run["papers"] == 40


def test_a_folder_of_something_else_is_left_alone(week, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").touch()
    with pytest.raises(OptionError, match="something else than a store"):
        append_files([week], tmp_path / "photos")
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]
    with pytest.raises(InputError, match="no store"):
        read_store(tmp_path / "photos")
    with pytest.raises(OptionError, match="cannot be written"):
        append_files([week], tmp_path / "photos" / "cat.jpg" / "store")


def test_weekly_job_ends_in_a_report(week, tmp_path, capsys):
    store, site = str(tmp_path / "store"), tmp_path / "site"
    for page in (week, write_papers(tmp_path / "next.jsonl", range(30, 45))):
        assert main(["extract", "-q", str(page), "--append", store]) == 0
        assert main(["report", store, "-o", str(site)]) == 0
    assert len(read_claims(site / "claims.csv")) == len(read_store(store)[1])
    assert "45 papers" in capsys.readouterr().err
