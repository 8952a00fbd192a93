"""Lists over lists: each value gets its own system."""

from __future__ import annotations

import pytest

from metaanalysis.extraction import claim_rows


@pytest.mark.parametrize(("abstract", "expected"), [
    ("SockNet and PairUp reach 91.2% and 88.0% accuracy on SockBench, respectively.", ["SockNet", "PairUp"]),
    ("The training set yields 10% and 21.5% gains in recall using SockNet and SockNet (with labels) respectively.",
     ["SockNet", "SockNet (with labels)"]),
    ("SockNet, PairUp and Drawer score 91.2%, 88.0%, and 70.5% on SockBench respectively.",
     ["SockNet", "PairUp", "Drawer"])])
def test_respectively(abstract, expected):
    rows = list(claim_rows([{"paper_id": "p", "title": "", "abstract": abstract}]))
    assert [row["subject_text"] for row in rows if row["value"] is not None] == expected


def test_without_the_word_nothing_is_dealt_out():
    abstract = "SockNet and PairUp reach 91.2% and 88.0% accuracy on SockBench."
    rows = list(claim_rows([{"paper_id": "p", "title": "", "abstract": abstract}]))
    assert len({row["subject_text"] for row in rows}) == 1


def test_a_second_list_of_numbers_names_nobody():
    abstract = "SockNet scores 91.2% and 88.0% on two drawers, beating PairUp by 9.3% and 5.7%, respectively."
    rows = list(claim_rows([{"paper_id": "p", "title": "", "abstract": abstract}]))
    assert {row["subject_text"] for row in rows if row["kind"] == "level"} == {"SockNet"}
