"""Dates and identifiers."""

from __future__ import annotations

import datetime as dt

import pytest

from metaanalysis.reading.dates import iso_date
from metaanalysis.reading.identifiers import arxiv_id, bare_doi, find_arxiv
from metaanalysis.reading.names import author_names


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("2024-05-24T17:34:15.000Z", "2024-05-24"),
        ("2024-05-24 17:34:15", "2024-05-24"),
        ("2025-10", "2025-10"),
        ("2025", "2025"),
        (2025, "2025"),
        ("2025.0", "2025"),
        ("2024/05/01/", "2024-05-01"),
        ("2024///", "2024"),
        ("2020/05//", "2020-05"),
        ("20240501", "2024-05-01"),
        ("Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02"),
        ("May 4, 2025", "2025-05-04"),
        ("4 May 2025", "2025-05-04"),
        ("May 2025", "2025-05"),
        ("January 5th, 2021", "2021-01-05"),
        ("2019 Mar", "2019-03"),
        ("2019 Mar 12-18", "2019-03-12"),
        ("2014 Jan-Apr", "2014"),
        ("2019 Spring", "2019"),
        ("05/13/2024", "2024-05-13"),
        ("13.05.2024", "2024-05-13"),
        ("05/06/2024", "2024"),
        ("12/2023", "2023-12"),
        ("2012-2013", "2012"),
        ("2023-02-31", "2023-02"),
        ("2023-13-45", "2023"),
        ({"date-parts": [[2015, 12, 1]]}, "2015-12-01"),
        ({"date-parts": [[None]]}, None),
        (dt.date(2024, 1, 2), "2024-01-02"),
        ("", None),
        ("n.d.", None),
        ("in press", None),
        (None, None),
        ("x" * 5000, None),
    ],
)
def test_dates_are_as_precise_as_known_and_no_more(given, date):
    assert iso_date(given) == date


@pytest.mark.parametrize(
    ("given", "year", "date"),
    [
        ("NOV", "2017", "2017-11"),
        ("JUN 13", 2019, "2019-06-13"),
        ("5", "2020", "2020-05"),
        ("JUL-AUG", "2010", "2010"),
        (None, "2010", "2010"),
        ("", None, None),
        ("x", "y", None),
    ],
)
def test_a_year_kept_apart(given, year, date):
    assert iso_date(given, year) == date


@pytest.mark.parametrize(
    ("given", "identifier"),
    [
        ("2401.00010", "2401.00010"),
        ("2401.00010v12", "2401.00010"),
        ("arXiv:0704.0001", "0704.0001"),
        ("https://arxiv.org/pdf/2401.00010v1.pdf", "2401.00010"),
        ("math.GT/0309136", "math.GT/0309136"),
        ("arXiv:2401.00010 [cs.CL]", "2401.00010"),
        ("2413.00010", None),
        ("1234.5678.9", None),
        ("10.1000/x", None),
        (None, None),
    ],
)
def test_arxiv_ids(given, identifier):
    assert arxiv_id(given) == identifier


def test_arxiv_ids_inside_texts():
    assert find_arxiv("10.48550/arXiv.2401.00010") == "2401.00010"
    assert find_arxiv("arXiv preprint arXiv:2401.00010") == "2401.00010"
    assert find_arxiv("2401.00010") is None


@pytest.mark.parametrize(
    ("given", "doi"),
    [
        ("https://doi.org/10.1000/ABC", "10.1000/abc"),
        ("doi: 10.1000/a(1)2", "10.1000/a(1)2"),
        ("10.1000/a 10.1000/b", "10.1000/a"),
        ("http://dx.doi.org/10.1000/a.", "10.1000/a"),
        ("11.1000/a", None),
        ("see 10.1000/a", None),
        (None, None),
    ],
)
def test_dois(given, doi):
    assert bare_doi(given) == doi


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("One, Ann and Two, Bob", ["One, Ann", "Two, Bob"]),
        ("Ann One and Bob Two", ["Ann One", "Bob Two"]),
        ("A. One; B. Two;", ["A. One", "B. Two"]),
        ("Ann One|Bob Two", ["Ann One", "Bob Two"]),
        ("One, Two", "One, Two"),
        ("Madonna", ["Madonna"]),
        (["a", {"given": "B", "family": "C"}], ["a", "B C"]),
        ([{"first": "A", "middle": ["B."], "last": "C", "suffix": "Jr."}], ["A B. C Jr."]),
        ([["C", "A", ""]], ["A C"]),
        (" ", None),
        ([], None),
        (5, None),
    ],
)
def test_authors(given, names):
    assert author_names(given) == names
