"""Where the phrases of the two sides of a claim start and end."""

from __future__ import annotations

import pytest

from metaanalysis.extraction import Extractor


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def sides(extractor, text, value):
    row = next(row for row in extractor.rows({"paper_id": "p", "abstract": text}) if row["text"] == value)
    return row["subject_text"], row["comparator_text"]


@pytest.mark.parametrize(("text", "value"), [
    ("FernNet is competitive with or superior to ElmNet.", "competitive with or superior"),
    ("FernNet achieves recall on par with or surpassing ElmNet.", "on par with or surpassing"),
    ("FernNet reaches recall comparable to or even better than ElmNet.", "comparable to or even better"),
    ("FernNet is better than or comparable to ElmNet.", "better"),
])
def test_the_rival_stands_behind_the_second_of_two_words_that_compare(extractor, text, value):
    assert sides(extractor, text, value) == ("FernNet", "ElmNet")
