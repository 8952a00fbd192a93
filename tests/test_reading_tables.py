"""Tables: CSV in its dialects, exports of databases, Parquet."""

from __future__ import annotations

import csv
import io

import pytest

from metaanalysis.errors import InputError, OptionError
from tests.reading_help import read_one, read_text


def table(header, *rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path, delimiter):
    paper = read_one(
        tmp_path,
        table(
            ["id", "title", "abstract", "year"],
            ["007", "A, B; C", "We gain 5\\%,\nreally; yes", "2020"],
            delimiter=delimiter,
        ),
    )
    assert (paper["paper_id"], paper["title"], paper["abstract"], paper["date"]) == (
        "007",
        "A, B; C",
        "We gain 5\\%,\nreally; yes",
        "2020",
    )


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode(),
    ],
)
def test_encodings_are_recognised(tmp_path, encode):
    paper = read_one(tmp_path, encode(table(["Title", "Abstract"], ["Größe", "naïve"])))
    assert (paper["title"], paper["abstract"]) == ("Größe", "naïve")


def test_line_breaks_inside_a_cell_stay(tmp_path):
    assert read_one(tmp_path, b'title,abstract\r\nA,"x\r\ny\nz"\r\n')["abstract"] == "x\r\ny\nz"


def test_ids_stay_texts(tmp_path):
    papers, _ = read_text(tmp_path, "paper_id,title\n2401.00010,A\n0012,B\n1e5,C\n")
    assert [paper["paper_id"] for paper in papers] == ["2401.00010", "0012", "1e5"]


def test_own_names(tmp_path):
    text = "Nombre,Resumen\nA,B\n"
    assert read_one(tmp_path, text, columns={"title": "Nombre", "abstract": "Resumen"})["abstract"] == "B"
    with pytest.raises(InputError, match="no known format"):
        read_text(tmp_path, text)
    with pytest.raises(OptionError, match="'colour'"):
        read_text(tmp_path, text, columns={"colour": "Nombre"})


def test_scopus(tmp_path):
    paper = read_one(
        tmp_path,
        table(
            [
                "Authors",
                "Author full names",
                "Author(s) ID",
                "Title",
                "Year",
                "Source title",
                "DOI",
                "Link",
                "Abstract",
                "Publisher",
                "Source",
                "EID",
            ],
            [
                "One A.; Two B.",
                "One, Ann (1); Two, Bob (2)",
                "1; 2",
                "T",
                "2026",
                "J",
                "",
                "http://s",
                "[No abstract available]",
                "P",
                "Scopus",
                "2-s2.0-1",
            ],
        ),
    )
    assert (paper["paper_id"], paper["authors"], paper["n_authors"]) == ("2-s2.0-1", "One A.; Two B.", 2)
    assert (paper["date"], paper["venue"], paper["abstract"], paper["url"]) == ("2026", "J", None, "http://s")


def test_web_of_science_tabs(tmp_path):
    paper = read_one(
        tmp_path,
        "\ufeff"
        + table(
            ["PT", "AU", "AF", "TI", "SO", "AB", "PD", "PY", "DI", "DA", "UT"],
            [
                "J",
                "One, A; Two, B",
                "One, Ann; Two, Bob",
                "T",
                "JOURNAL",
                "A",
                "MAY 2",
                "2024",
                "",
                "2026-01-01",
                "WOS:1",
            ],
            delimiter="\t",
        ),
    )
    assert (paper["paper_id"], paper["date"], paper["venue"], paper["authors"]) == (
        "WOS:1",
        "2024-05-02",
        "JOURNAL",
        "One, Ann; Two, Bob",
    )


def test_web_of_science_sheet(tmp_path):
    paper = read_one(
        tmp_path,
        table(
            [
                "Publication Type",
                "Authors",
                "Author Full Names",
                "Article Title",
                "Source Title",
                "Abstract",
                "Publication Date",
                "Publication Year",
                "DOI",
                "UT (Unique WOS ID)",
            ],
            ["J", "One, A", "One, Ann", "T", "JOURNAL", "A", "NOV", "2017", "10.1000/A", "WOS:1"],
        ),
    )
    assert (paper["paper_id"], paper["date"], paper["title"]) == ("10.1000/a", "2017-11", "T")


def test_lens(tmp_path):
    paper = read_one(
        tmp_path,
        table(
            [
                "Lens ID",
                "Title",
                "Date Published",
                "Publication Year",
                "Publication Type",
                "Source Title",
                "ISSNs",
                "Author/s",
                "Abstract",
                "DOI",
                "Source URLs",
                "PMID",
            ],
            [
                "000-001",
                "T",
                "2020-02-03",
                "2020",
                "journal article",
                "J",
                "1",
                "Ann One; Bob Two",
                "A",
                "",
                "http://u",
                "",
            ],
        ),
    )
    assert (paper["paper_id"], paper["date"], paper["authors"], paper["venue"]) == (
        "000-001",
        "2020-02-03",
        "Ann One; Bob Two",
        "J",
    )


def test_openalex_table(tmp_path):
    paper = read_one(
        tmp_path,
        table(
            [
                "id",
                "abstract",
                "authorships.author.display_name",
                "display_name",
                "doi",
                "primary_location.source.display_name",
                "publication_date",
            ],
            ["https://openalex.org/W1", "", "Ann One|Bob Two", "T", "https://doi.org/10.1000/A", "J", "2017-09-12"],
        ),
    )
    assert (paper["paper_id"], paper["authors"], paper["abstract"], paper["venue"]) == (
        "10.1000/a",
        "Ann One; Bob Two",
        None,
        "J",
    )


def test_zotero(tmp_path):
    paper = read_one(
        tmp_path,
        table(
            [
                "Key",
                "Item Type",
                "Publication Year",
                "Author",
                "Title",
                "Publication Title",
                "ISBN",
                "DOI",
                "Url",
                "Abstract Note",
                "Date",
                "Date Added",
            ],
            [
                "ABCD1234",
                "journalArticle",
                "2020",
                "One, Ann; Two, Bob",
                "T",
                "J",
                "",
                "",
                "http://arxiv.org/abs/2401.00001",
                "A",
                "2020-03",
                "2024-01-01",
            ],
        ),
    )
    assert (paper["paper_id"], paper["arxiv_id"], paper["date"], paper["abstract"]) == (
        "2401.00001",
        "2401.00001",
        "2020-03",
        "A",
    )


def test_mini_conf(tmp_path):
    paper = read_one(
        tmp_path,
        table(
            ["UID", "title", "authors", "abstract", "keywords", "session"],
            ["12", "T", "Ann One|Bob Two", "A", "k", "s"],
        ),
    )
    assert (paper["paper_id"], paper["authors"]) == ("12", "Ann One; Bob Two")


def test_broken_rows_are_reported_and_the_rest_goes_on(tmp_path):
    papers, problems = read_text(tmp_path, 'title,abstract\nA,b,too many\nB,c\n,\nC,"open\nD,e\n')
    assert [paper["title"] for paper in papers] == ["B", "D"]
    assert [problem.record for problem in problems] == [0, 2]


def test_a_table_of_claims_is_no_table_of_papers(tmp_path):
    with pytest.raises(InputError, match="a claim, not a paper"):
        read_text(tmp_path, "claim_id,paper_id,text,sentence\nc,p,5,We gain 5.\n")


def test_parquet(tmp_path):
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    from metaanalysis.reading import records

    rows = [
        {"id": str(k), "title": f"T{k}", "abstract": "A" if k % 2 else None, "authors": ["Ann One"]}
        for k in range(2500)
    ]
    path = tmp_path / "input"
    parquet.write_table(arrow.Table.from_pylist(rows), path)
    papers = list(records(path))
    assert [paper["paper_id"] for paper in papers] == [row["id"] for row in rows]
    assert (papers[0]["abstract"], papers[1]["abstract"], papers[1]["authors"]) == (None, "A", "Ann One")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match="damaged"):
        list(records(path))
