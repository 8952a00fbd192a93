"""The setting under which a value holds."""

from __future__ import annotations

import pytest

from metaanalysis.extraction import claim_rows


def conditions(abstract):
    rows = claim_rows([{"paper_id": "p", "title": "", "abstract": abstract}])
    return {row["text"]: row["condition_text"] for row in rows if row["kind"] != "size"}


@pytest.mark.parametrize(("abstract", "text", "expected"), [
    ("SockNet reaches 91.5% accuracy when trained on synthetic pairs, and needs no labels.", "91.5%",
     "when trained on synthetic pairs"),
    ("SockNet attains 80.2% recall in the zero-shot setting.", "80.2%", "in the zero-shot setting"),
    ("Under heavy wear, SockNet keeps an F1 of 0.83.", "0.83", "Under heavy wear"),
    ("SockNet reaches an accuracy of 91.5% on SockBench.", "91.5%", None)])
def test_conditions(abstract, text, expected):
    assert conditions(abstract)[text] == expected


def test_a_condition_belongs_to_its_own_value():
    found = conditions("Accuracy is 91.5% in the zero-shot setting and 95.0% in the few-shot setting.")
    assert found == {"91.5%": "in the zero-shot setting", "95.0%": "in the few-shot setting"}
