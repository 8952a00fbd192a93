"""Sentences are spans of the text as it stands."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metaanalysis.extraction.text import normal, sentence_spans


def sentences(text):
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(("text", "expected"), [
    ("We test it. It works.", ["We test it.", "It works."]),
    ("It gains 3.5 points. More follows.", ["It gains 3.5 points.", "More follows."]),
    ("We test models (e.g. GPT-4) here. Fine.", ["We test models (e.g. GPT-4) here.", "Fine."]),
    ("Smith et al. show it. Good.", ["Smith et al. show it.", "Good."]),
    ("It gains 11.\n61% here. Good.", ["It gains 11.\n61% here.", "Good."]),
    ("Hard\nline breaks\nstay. Good!", ["Hard\nline breaks\nstay.", "Good!"]),
    ("", []), ("   \n ", []), ("no stop", ["no stop"]),
])
def test_sentences(text, expected):
    assert sentences(text) == expected


@given(st.text(max_size=300))
def test_spans_hold_all_but_white_space(text):
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())


def test_normal_has_single_spaces_and_lower_case():
    assert normal("  Win \n Rate ") == "win rate"


@pytest.mark.parametrize(("text", "count"), [
    ("The error is 3.6 m. More runs follow.", 2), ("We apply 48 V. The motor turns.", 2),
    ("We thank J. Smith for it.", 1), ("See v. 2 of the corpus.", 1)])
def test_units_end_a_sentence_and_initials_do_not(text, count):
    assert len(sentence_spans(text)) == count
