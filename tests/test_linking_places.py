"""Which places of a sentence a value is measured on."""

from __future__ import annotations

from metaanalysis.extraction.pipeline import Extractor

EXTRACTOR = Extractor()


def benchmarks(text: str) -> dict[str, list[str]]:
    """Values of a text with the words of their benchmarks."""
    rows = EXTRACTOR.rows({"paper_id": "1", "title": "", "abstract": text})
    return {row["text"]: row["benchmark_text"] for row in rows if row["kind"] in {"level", "change", "statistic"}}


def test_values_joined_by_with_share_the_place_behind_the_second() -> None:
    found = benchmarks("FernNet has a recall of 81% with a precision of 74% on the LeafSet dataset.")
    assert found == {"81%": ["LeafSet"], "74%": ["LeafSet"]}


def test_a_short_form_in_brackets_parts_no_list() -> None:
    found = benchmarks("FernNet has a recall of 81% and a mean edge distance (MED) of 3.8 on the LeafSet dataset.")
    assert found == {"81%": ["LeafSet"], "3.8": ["LeafSet"]}


def test_a_name_behind_the_second_of_two_changes_holds_for_both() -> None:
    found = benchmarks("FernNet cuts the leaf error by 64% and raises recall by 2% on the LeafSet dataset.")
    assert found == {"64%": ["LeafSet"], "2%": ["LeafSet"]}
    found = benchmarks("FernNet cuts the leaf error by 64%, while it raises recall by 2% on the LeafSet dataset.")
    assert found["64%"] == []


def test_kinds_of_texts_and_trials_are_data() -> None:
    assert benchmarks("On long notes, FernNet has a recall of 81%.") == {"81%": ["long notes"]}
    assert benchmarks("FernNet has a recall of 81% across 32 forest trials.") == {"81%": ["forest trials"]}


def test_an_adjective_of_the_noun_behind_the_second_value_is_a_place_of_its_own() -> None:
    found = benchmarks("Recall drops by 4% for coarse and 6% for fine parsing.")
    assert found == {"4%": ["coarse"], "6%": ["fine parsing"]}


def test_a_capital_adjective_belongs_to_the_name_before_it() -> None:
    found = benchmarks("FernNet reaches an F1 of 81% on LeafBench~2, LeafBench Hard, and BarkBench.")
    assert found == {"81%": ["LeafBench~2", "LeafBench Hard", "BarkBench"]}


def test_when_evaluated_goes_on_to_a_place() -> None:
    assert benchmarks("FernNet has a recall of 81% when evaluated on unseen scans.") == {"81%": ["unseen scans"]}


def test_data_are_named_with_who_made_them() -> None:
    found = benchmarks("Tested on datasets collected by other teams, FernNet has a recall of 81%.")
    assert found == {"81%": ["datasets collected by other teams"]}


def test_a_gain_behind_a_list_holds_for_all_its_names() -> None:
    found = benchmarks("FernNet reaches a recall of 81% and 74% on LeafSet and Lagoon-3, cutting errors by 2 points.")
    assert found == {"81%": ["LeafSet"], "74%": ["Lagoon-3"], "2 points": ["LeafSet", "Lagoon-3"]}


def test_a_task_is_what_is_done() -> None:
    assert benchmarks("FernNet reaches a recall of 81% on the task of leaf tagging.") == {"81%": ["leaf tagging"]}


def test_what_is_improved_upon_is_no_benchmark() -> None:
    found = benchmarks("FernNet has a recall of 81% on LeafSet, improving upon BarkNet by 4%.")
    assert found == {"81%": ["LeafSet"], "4%": ["LeafSet"]}


def test_speed_is_measured_on_no_common_noun_behind_for() -> None:
    assert benchmarks("FernNet is 2x faster for small leaves and 3x faster for large leaves.") == {"2x": [], "3x": []}


def test_a_task_behind_in_does_not_hold_for_another_measure_behind_it() -> None:
    found = benchmarks("FernNet has an error of 0.2 in leaf segmentation and runs with a latency of 3 ms.")
    assert found == {"0.2": ["leaf segmentation"], "3 ms": []}


def test_a_name_behind_for_before_all_values_is_a_system() -> None:
    assert benchmarks("Pruning improves recall for BarkNet by 4%.") == {"4%": []}
