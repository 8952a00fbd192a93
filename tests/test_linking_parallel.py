"""What each of several values set side by side is measured on."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.pipeline import Extractor


@pytest.fixture(scope="module")
def benchmarks_of():
    extractor = Extractor()

    def find(text: str) -> list[list[str]]:
        rows = extractor.rows({"paper_id": "p", "title": "", "abstract": text})
        return [row["benchmark_text"] for row in rows if row["kind"] in {"level", "change"}]

    return find


@pytest.mark.parametrize(("text", "expected"), [
    ("It lifts accuracy by 4.5% on ReedSet, 8.9% on Context and 2.6% on Object.",
     [["ReedSet"], ["Context"], ["Object"]]),
    ("Errors are 0.75 for balls and 0.51 for cubes.", [["balls"], ["cubes"]]),
    ("On GLUE, it gains 4.1% on rare topics and 2.2% on common topics.",
     [["GLUE", "rare topics"], ["GLUE", "common topics"]]),
])
def test_parallel_phrases_are_what_values_are_measured_on(benchmarks_of, text, expected):
    assert benchmarks_of(text) == expected


def test_measures_are_no_places(benchmarks_of):
    assert benchmarks_of("It rises by 4% in recall and 3% in precision.") == [[], []]


@pytest.mark.parametrize(("text", "expected"), [
    ("Gains carry over to new tests (+4.5% MMLU, +7.4% Reed-Bench, +6.8% Pond-Suite).",
     [["MMLU"], ["Reed-Bench"], ["Pond-Suite"]]),
    ("It reaches 71.9% GSM8K on a small model.", [["GSM8K"]]),
])
def test_names_behind_scores_are_benchmarks(benchmarks_of, text, expected):
    assert benchmarks_of(text) == expected


def test_names_behind_other_numbers_are_not(benchmarks_of):
    assert benchmarks_of("It reaches 92.1% SSIM, with 31.2 dB PSNR.") == [[], []]


def test_a_place_that_leads_on_belongs_to_the_next_value(benchmarks_of):
    found = benchmarks_of("On GLUE it has an F1 of 81.2, and on SQuAD an F1 of 73.1.")
    assert found == [["GLUE"], ["SQuAD"]]
    assert benchmarks_of("It lifts recall by 7% and the accuracy on SQuAD by 4%.") == [[], ["SQuAD"]]


def test_a_gain_in_brackets_is_on_what_its_score_is_on(benchmarks_of):
    found = benchmarks_of("On GLUE it scores 58.7 F1 (+2.7), and on SQuAD it obtains 53.5 F1 (+3.2).")
    assert found == [["GLUE"], ["GLUE"], ["SQuAD"], ["SQuAD"]]


def test_gains_behind_parallel_scores_go_in_their_order(benchmarks_of):
    found = benchmarks_of("Its error is 1.4% on ReedSet and 8.6% on PondSet, which are gains of 5.1 and 7.2 points.")
    assert found == [["ReedSet"], ["PondSet"], ["ReedSet"], ["PondSet"]]


def test_the_last_of_parallel_places_does_not_lead_to_the_next_value(benchmarks_of):
    found = benchmarks_of("It scores 77% on ReedSet and 88% on PondSet, while adding 1.8% more weights.")
    assert found == [["ReedSet"], ["PondSet"], []]
