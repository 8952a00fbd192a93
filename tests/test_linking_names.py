"""Names of benchmarks: which words belong to them, and which values they go to."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.pipeline import Extractor


@pytest.fixture(scope="module")
def benchmarks_of():
    """Values of a text with the words of their benchmarks, in order."""
    extractor = Extractor()

    def found(text, title=""):
        rows = extractor.rows({"paper_id": "1", "title": title, "abstract": text})
        return [(row["text"], row["benchmark_text"]) for row in rows if row["kind"] in {"level", "change", "statistic"}]

    return found


def test_a_year_behind_an_apostrophe_is_part_of_the_name(benchmarks_of):
    assert benchmarks_of("Heron scores 41% on WrenCup'24, WrenCup'25, and LakeNet.") == [
        ("41%", ["WrenCup'24", "WrenCup'25", "LakeNet"])]


def test_thresholds_of_a_metric_end_no_clause(benchmarks_of):
    assert benchmarks_of("Heron wins by 3.8% mAP50 and 2.9% mAP50:95 on LakeNet-two, 5% mAP@0.5:0.95 on FernSet.") == [
        ("3.8%", ["LakeNet-two"]), ("2.9%", ["LakeNet-two"]), ("5%", ["FernSet"])]


def test_values_between_slashes_go_in_order(benchmarks_of):
    assert benchmarks_of("Across LakeNet, FernBench, and WrenEval, Heron reaches 0.90/0.71/0.53 AUPRC.") == [
        ("0.90", ["LakeNet"]), ("0.71", ["FernBench"]), ("0.53", ["WrenEval"])]


def test_the_second_pair_has_the_place_before_its_first_end(benchmarks_of):
    assert benchmarks_of("Heron raises recall on LakeNet from 20% to 50%, and on FernBench from 14% to 30%.") == [
        ("20%", ["LakeNet"]), ("50%", ["LakeNet"]), ("14%", ["FernBench"]), ("30%", ["FernBench"])]


def test_a_semicolon_within_a_bracket_parts_nothing(benchmarks_of):
    found = benchmarks_of("Gains are strong on easy tasks (15.8% -> 26.3% alone; 5.3% -> 14.0% paired).")
    assert found == [(text, ["easy tasks"]) for text in ("15.8%", "26.3%", "5.3%", "14.0%")]


def test_a_bracket_behind_a_name_is_no_other_name(benchmarks_of):
    assert benchmarks_of("Heron wins by 8% on SevenLakes (2D-3D) and 10% on LoFern (3D-3D) in recall.") == [
        ("8%", ["SevenLakes"]), ("10%", ["LoFern"])]


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches 61% on a 12-query benchmark.", ["12-query benchmark"]),
    ("Heron reaches 61% on the hard version of LakeBench.", ["LakeBench"]),
    ("Heron reaches 61% on the HARD subset of LakeBench.", ["HARD subset", "LakeBench"]),
    ("Heron reaches 61% on the benchmark LakeBench.", ["LakeBench"]),
    ("Heron reaches 61% on two data sets -- LakeBench 100K and FernSet -- at night.", ["LakeBench 100K", "FernSet"]),
    ("Heron reaches 61% on LakeBench~2 and FernSet 1.5.", ["LakeBench~2", "FernSet 1.5"]),
    ("Fine-tuning Heron on the LakeBench data set yields an accuracy of 61%.", []),
])
def test_words_of_a_name(benchmarks_of, text, expected):
    assert benchmarks_of(text) == [("61%", expected)]


@pytest.mark.parametrize("later", [
    "Heron halves nothing (p = 0.04).",
    "Heron cuts inference cost by 40%.",
    "Heron lowers the word error rate by 40%.",
    "Heron gains 4.0 points.",
])
def test_what_a_name_is_not_carried_to(benchmarks_of, later):
    found = benchmarks_of(f"We release LakeBench, a benchmark of calls. Calls differ. {later}")
    assert found
    assert all(names == [] for _, names in found)


def test_a_name_that_nothing_lists_is_not_carried_far(benchmarks_of):
    opening = "All calls are recorded in the Lagoon dataset. Calls differ."
    assert benchmarks_of(f"{opening} Heron reaches 71% accuracy.") == [("71%", ["Lagoon"])]
    assert benchmarks_of(f"{opening} Some are faint. Heron reaches 71% accuracy.") == [("71%", [])]


def test_long_lists_and_statistics_are_not_carried_on(benchmarks_of):
    assert benchmarks_of("We evaluate Heron on LakeBench and FernSet. Recall is 71% (p < 0.01).") == [
        ("71%", ["LakeBench", "FernSet"]), ("< 0.01", [])]
    assert benchmarks_of("We evaluate Heron on LakeBench, FernSet and WrenEval. Recall is 71%.") == [("71%", [])]


def test_a_metric_with_several_places_leaves_the_next_sentence_open(benchmarks_of):
    opening = "Heron has a recall of 0.94 on FernSet"
    assert benchmarks_of(f"{opening}. Grebe has a recall of 0.91.")[-1] == ("0.91", ["FernSet"])
    assert benchmarks_of(f"{opening} and a recall of 0.93 on LakeBench. Its recall is 0.91.")[-1] == ("0.91", [])


def test_an_abbreviation_of_a_task_makes_no_name_of_benchmarks(benchmarks_of):
    assert benchmarks_of("Heron reaches 71% accuracy on QA benchmarks.") == [("71%", ["QA benchmarks"])]


@pytest.mark.parametrize("machine", ["a Raspberry Pi 4", "RTX4090", "8xH100", "an x86 CPU", "NVIDIA B200"])
def test_machines_are_no_benchmarks(benchmarks_of, machine):
    assert benchmarks_of(f"Heron is 40% faster on {machine}.") == [("40%", [])]


def test_the_place_of_a_rival_is_the_rival(benchmarks_of):
    assert benchmarks_of("Heron has the best recall (73% vs. 65% for semantic parsing).") == [("73%", []), ("65%", [])]


@pytest.mark.parametrize(("text", "expected"), [
    ("A LakeBench run shows that the drop comes to 40%.", ["LakeBench"]),
    ("A LakeBench model shows that the drop comes to 40%.", []),
    ("Fine-tuned on LakeBench images, Heron loses 40%.", []),
    ("Of all LakeBench runs and FernBench runs, 40% fail.", []),
    ("Heron has the highest Lake-QA answer accuracy (40%).", ["Lake-QA"]),
])
def test_the_only_benchmark_of_a_sentence_names_the_trial(benchmarks_of, text, expected):
    assert benchmarks_of(text) == [("40%", expected)]


def test_what_something_is_evaluated_with_holds_for_the_next_sentence(benchmarks_of):
    assert benchmarks_of("Using GSM8K, we evaluate five models. Heron reaches 71% accuracy.") == [("71%", ["GSM8K"])]


@pytest.mark.parametrize(("text", "expected"), [
    ("On four tagging and two parsing benchmarks, Heron gains 4%.", ["tagging", "parsing benchmarks"]),
    ("Heron gains 4% on tasks including LakeVQA and faint call detection.", ["LakeVQA", "faint call detection"]),
    ("Heron gains 4% on average and closes the gap.", []),
    ("All code is public upon acceptance; Heron gains 4%.", []),
    ("Heron gains 4% for stage prediction in the Wren-CT cohort.", ["Wren-CT cohort"]),
    ("Heron gains 4%, far less than on older benchmarks.", []),
])
def test_lists_holders_and_what_names_nothing(benchmarks_of, text, expected):
    assert benchmarks_of(text) == [("4%", expected)]


@pytest.mark.parametrize(("text", "expected"), [
    ("In the LakeBench-Hard setting, Heron gains 4%.", ["LakeBench-Hard setting"]),
    ("In the hard setting, Heron gains 4%.", []),
    ("In the OOD setting, Heron gains 4%.", []),
    ("Zero-shot transfer to LakeNet reaches 4%.", ["LakeNet"]),
    ("Its answer to LakeNet reaches 4%.", []),
])
def test_settings_with_a_name_and_targets_of_transfer(benchmarks_of, text, expected):
    assert benchmarks_of(text) == [("4%", expected)]


def test_how_large_something_is_is_not_measured_on_a_benchmark(benchmarks_of):
    assert benchmarks_of("On LakeBench, Heron reaches 61% accuracy despite being 9x smaller than Grebe.") == [
        ("61%", ["LakeBench"]), ("9x", [])]
    assert benchmarks_of("On LakeBench, Heron has 9x larger gains than Grebe.") == [("9x", ["LakeBench"])]


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron gains 5% on LakeBench and 3% on FernSet and WrenEval.",
     [("5%", ["LakeBench"]), ("3%", ["FernSet", "WrenEval"])]),
    ("Heron shows a 5% improvement in MMLU accuracy and a 3% improvement in HarmBench.",
     [("5%", ["MMLU"]), ("3%", ["HarmBench"])]),
    ("Heron gains 5% on both real and simulated frog data.", [("5%", ["real and simulated frog data"])]),
    ("Heron gains 5% on two tagging benchmarks LakeBench and FernSet.", [("5%", ["LakeBench", "FernSet"])]),
    ("A model trained on the LakeBench data (F1 of 44.4) falls behind.", [("44.4", [])]),
    ("Heron gains 5% in AC@T.", [("5%", [])]),
])
def test_names_of_lists_and_of_measures(benchmarks_of, text, expected):
    assert benchmarks_of(text) == expected


def test_a_pronoun_goes_on_with_the_benchmark_before(benchmarks_of):
    assert benchmarks_of("On LakeNet, Heron beats all others. It gains 4%.") == [("4%", ["LakeNet"])]
    assert benchmarks_of("On LakeNet, Heron beats all others. Grebe gains 4%.") == [("4%", [])]
    opening = "On LakeNet, Heron reaches 61% recall"
    assert benchmarks_of(f"{opening}. It gains 4%.") == [("61%", ["LakeNet"]), ("4%", ["LakeNet"])]
    assert benchmarks_of(f"{opening} and 50% on FernNet. It gains 4%.")[-1] == ("4%", [])


@pytest.mark.parametrize(("place", "name"), [
    ("the large-scale LeafBank dataset", "LeafBank"),
    ("the more challenging LeafBank", "LeafBank"),
    ("challenging leaf tagging tasks", "leaf tagging tasks"),
    ("challenging benchmarks", "challenging benchmarks"),
    ("the public Ashford", "Ashford"),
    ("semi-supervised BQA", "semi-supervised BQA"),
])
def test_adjectives_before_a_name_and_praise_before_a_task(benchmarks_of, place, name):
    assert benchmarks_of(f"Heron reaches 81% accuracy on {place}.") == [("81%", [name])]


def test_a_name_is_given_once(benchmarks_of):
    text = "Tests on LeafBank and the large-scale LeafBank show an accuracy of 81%."
    assert benchmarks_of(text) == [("81%", ["LeafBank"])]


def test_a_span_of_years_is_part_of_the_name(benchmarks_of):
    assert benchmarks_of("Heron achieves 90% accuracy on AIME 1983-2024 and 80% on KITTI 2015.") == [
        ("90%", ["AIME 1983-2024"]), ("80%", ["KITTI 2015"])]
