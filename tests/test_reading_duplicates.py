"""Papers that come more than once, and the frame that reading gives."""

from __future__ import annotations

import itertools
import json

import pytest

from metaanalysis.reading import deduplicate, read
from metaanalysis.tables import PAPERS, column_names, validate

TITLE = "Counting Pears in the Dark"


def row(**fields):
    counter = fields.pop("n", 0)
    return (
        dict.fromkeys(column_names(PAPERS))
        | {"paper_id": f"p{counter}", "title": TITLE, "source_file": "f", "source_index": counter}
        | fields
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"arxiv_id": "2401.00001", "title": "A"}, {"arxiv_id": "2401.00001", "title": "B"}, True),
        ({"arxiv_id": "hep-th/9901001", "title": "A"}, {"arxiv_id": "HEP-TH/9901001", "title": "B"}, True),
        ({"doi": "10.1000/a", "title": "A"}, {"doi": "10.1000/a", "title": None}, True),
        ({"date": "2024-01-01"}, {"date": "2024", "title": "  counting PEARS: in the dark!"}, True),
        ({"date": "2024"}, {"date": "2023"}, False),
        ({"date": "2024"}, {"date": None}, False),
        ({"date": None}, {"date": None}, True),
        (
            {"date": "2024", "title": "Preface", "authors": "A"},
            {"date": "2024", "title": "Preface", "authors": "B"},
            False,
        ),
        (
            {"date": "2024", "title": "Preface", "authors": "A"},
            {"date": "2024", "title": "preface", "authors": "A"},
            True,
        ),
        ({"paper_id": "7", "title": "Plums and Their Stones Again"}, {"paper_id": "7", "title": TITLE}, False),
    ],
)
def test_what_makes_two_records_one_paper(one, other, same):
    found = deduplicate([row(**one), row(n=1, **other)])
    assert len(found.papers) == (1 if same else 2)
    assert any(line["kind"] == "duplicate" for line in found.report) is same


def test_the_fuller_record_wins_and_takes_what_it_lacks():
    bare = row(date="2024", arxiv_id="2401.00001", venue="V")
    full = row(n=1, date="2024-03-01", abstract="A", authors="One", n_authors=1)
    found = deduplicate([bare, full])
    (paper,) = found.papers
    assert (paper["paper_id"], paper["abstract"], paper["date"]) == ("p1", "A", "2024-03-01")
    assert (paper["arxiv_id"], paper["venue"]) == ("2401.00001", "V")
    (line,) = found.report
    assert (line["paper_id"], line["duplicate_of"], line["filled"]) == ("p0", "p1", "venue|arxiv_id")
    assert line["reason"] == "same title and year 2024"
    assert (line["source_index"], line["kept_index"]) == (0, 1)


def test_chains_are_one_paper_in_any_order():
    rows = [
        row(arxiv_id="2401.00001", title="A"),
        row(n=1, arxiv_id="2401.00001", doi="10.1000/a", title="B", abstract="x"),
        row(n=2, doi="10.1000/a", title="C"),
    ]
    results = [deduplicate(order) for order in itertools.permutations(rows)]
    assert all(result.papers == results[0].papers and len(result.papers) == 1 for result in results)
    assert all(sorted(map(str, result.report)) == sorted(map(str, results[0].report)) for result in results)


def test_near_duplicates_are_reported_not_merged():
    found = deduplicate(
        [
            row(date="2024"),
            row(n=1, date="2023"),
            row(n=2, date="2024", title="Counting Pears in the Deep"),
            row(n=3, date="2024", title="Plums and Their Stones Again"),
        ]
    )
    assert len(found.papers) == 4
    assert {(line["kind"], line["paper_id"], line["duplicate_of"], line["reason"]) for line in found.report} == {
        ("near", "p1", "p0", "same title, but the years are 2024 and 2023"),
        ("near", "p2", "p0", "the titles differ by one word"),
    }


def test_one_id_for_two_papers_is_reported():
    found = deduplicate([row(paper_id="7"), row(n=1, paper_id="7", title="Plums and Their Stones Again")])
    assert [line["kind"] for line in found.report] == ["same id"]


def write(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


@pytest.fixture
def files(tmp_path):
    return [
        write(
            tmp_path / "a",
            [
                {"id": "a0", "title": TITLE, "abstract": "x", "date": "2024"},
                {"id": "a1", "title": "Plums and Their Stones Again"},
            ],
        ),
        write(tmp_path / "b", [{"id": "b0", "title": TITLE.upper(), "date": "2024"}, {"no": 1}]),
    ]


def test_the_frame(files):
    papers = read(files)
    validate(papers, PAPERS)
    assert list(papers["paper_id"]) == ["a0", "a1"]
    assert papers["abstract"].isna().tolist() == [False, True]
    assert [str(problem) for problem in papers.attrs["problems"]] == [
        f"{files[1]}, record 1: neither a title nor an abstract among the fields no"
    ]
    assert [line["paper_id"] for line in papers.attrs["duplicates"]] == ["b0"]
    json.dumps(papers.attrs)  # frames with attributes are written to Parquet as JSON


def test_duplicates_can_be_marked_or_kept(files):
    marked = read(files, duplicates="mark")
    assert marked["duplicate_of"].tolist()[2] == "a0"
    assert marked["duplicate_of"].isna().tolist() == [True, True, False]
    assert list(read(files, duplicates="keep")["paper_id"]) == ["a0", "a1", "b0"]


def test_a_file_named_twice_is_read_once(files):
    assert len(read([files[0], files[0]])) == 2
    marked = read([files[0], files[0]], duplicates="mark")
    assert marked["duplicate_of"].isna().tolist() == [True, True, False, False]
