"""What each number is measured on."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.pipeline import Extractor

EXTRACTOR = Extractor()


def benchmarks(text: str, title: str = "") -> dict[str, list[str]]:
    """Values of a text with the words of their benchmarks."""
    rows = EXTRACTOR.rows({"paper_id": "1", "title": title, "abstract": text})
    return {row["text"]: row["benchmark_text"] for row in rows if row["kind"] in {"level", "change", "statistic"}}


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches 61.2% accuracy on AlpacaEval 2.0.", ["AlpacaEval 2.0"]),
    ("Heron reaches 61.2% accuracy on GSM8K and MATH.", ["GSM8K", "MATH"]),
    ("On the Lagoon dataset, Heron reaches 61.2% accuracy.", ["Lagoon"]),
    ("On CIFAR-10, HeronNet reaches 61.2% accuracy.", ["CIFAR-10"]),
    ("Evaluated across five diverse datasets, Heron reaches 61.2% accuracy.", ["diverse datasets"]),
    ("Heron reaches 61.2% accuracy on hard benchmarks including AIME and GPQA.", ["AIME", "GPQA"]),
    ("Heron reaches 61.2% accuracy in bird song classification.", ["bird song classification"]),
    ("Heron reaches 61.2% accuracy in detecting faint calls.", ["detecting faint calls"]),
    ("Heron reaches 61.2% GSM8K accuracy.", ["GSM8K"]),
    ("Heron pushes the SST-2 benchmark to 61.2%.", ["SST-2"]),
])
def test_places_of_measurement(text: str, expected: list[str]) -> None:
    assert benchmarks(text)["61.2%"] == expected


@pytest.mark.parametrize("text", [
    "Heron reaches 61.2% accuracy.",
    "Heron reaches 61.2% accuracy on a single GPU.",
    "Heron, pretrained on ImageNet-21k, needs 2x fewer parameters.",
    "Heron improves accuracy by 3% over Grebe-7B.",
    "Heron reaches 61.2% accuracy across tasks.",
])
def test_hardware_training_data_and_rivals_are_no_benchmarks(text: str) -> None:
    assert all(names == [] for names in benchmarks(text).values())


def test_each_number_takes_the_place_behind_it() -> None:
    found = benchmarks("Heron achieves 34.8 mAP on CIRCO and 75.7 mAP on Sketchy.")
    assert found == {"34.8": ["CIRCO"], "75.7": ["Sketchy"]}


def test_lists_over_lists_go_in_order() -> None:
    found = benchmarks("Heron improves accuracy by 5.9% and 9.5% on HarmBench and XSTest, respectively.")
    assert found == {"5.9%": ["HarmBench"], "9.5%": ["XSTest"]}


def test_numbers_in_brackets_belong_to_the_name_before() -> None:
    found = benchmarks("Heron improves accuracy on GSM8K (+3.1%) and MMLU (+1.4%).")
    assert found == {"+3.1%": ["GSM8K"], "+1.4%": ["MMLU"]}


def test_a_name_in_brackets_behind_the_number() -> None:
    found = benchmarks("Heron improves accuracy by 3.1% (HotpotQA) and 1.4% (MuSiQue).")
    assert found == {"3.1%": ["HotpotQA"], "1.4%": ["MuSiQue"]}


def test_the_sentence_that_sets_up_the_evaluation() -> None:
    found = benchmarks("We evaluate Heron on HumanEval. It reaches a pass rate of 61.2%.")
    assert found["61.2%"] == ["HumanEval"]


def test_the_papers_own_benchmark() -> None:
    found = benchmarks("We release LagoonSet, a benchmark of calls. Heron reaches an accuracy of 61.2%.")
    assert found["61.2%"] == ["LagoonSet"]


def test_ids_are_the_lexicons_or_the_name_in_snake_case() -> None:
    text = "Heron reaches 61.2% accuracy on GSM8K and Lagoon-Set."
    row, = EXTRACTOR.rows({"paper_id": "1", "title": "", "abstract": text})
    assert row["benchmark"] == ["gsm8k", "lagoon_set"]


def test_the_name_behind_a_part_of_it() -> None:
    assert benchmarks("On the subset of the BIRD benchmark, Heron reaches 61.2% accuracy.")["61.2%"] == ["BIRD"]


def test_every_name_in_a_bracket_behind_a_word_of_evaluation() -> None:
    found = benchmarks("Evaluations (HarmBench, XSTest) show that Heron reaches 61.2% accuracy.")
    assert found["61.2%"] == ["HarmBench", "XSTest"]


def test_a_number_set_against_another_shares_its_place() -> None:
    found = benchmarks("On arithmetic, Heron reaches 61.2% on GSM8K compared to 50.1% by Grebe.")
    assert found == {"61.2%": ["GSM8K"], "50.1%": ["GSM8K"]}


def test_both_ends_of_an_arrow_share_the_place_behind_it() -> None:
    found = benchmarks(r"Heron improves accuracy, including 21.5% $\rightarrow$ 35.2% on MMLU "
                       r"and 18.6% $\rightarrow$ 26.3% on GSM8K.")
    assert found == {"21.5%": ["MMLU"], "35.2%": ["MMLU"], "18.6%": ["GSM8K"], "26.3%": ["GSM8K"]}


@pytest.mark.parametrize("opening", [
    "We introduce MarshBench, a benchmark of bird calls.",
    "This paper presents MarshBench, a benchmark of bird calls.",
    "We introduce MarshBench, a challenging evaluation framework for bird calls.",
])
def test_the_benchmark_of_the_paper_is_meant_later(opening: str) -> None:
    found = benchmarks(f"{opening} It covers many marshes. The best model reaches only 61.2% accuracy.")
    assert found["61.2%"] == ["MarshBench"]


@pytest.mark.parametrize("later", [
    "Heron is 3x faster than Grebe.",
    "Heron needs 27 GB.",
])
def test_speed_and_cost_are_not_carried_to_a_benchmark_named_earlier(later: str) -> None:
    text = f"We introduce MarshBench, a benchmark of calls. It covers many marshes. {later}"
    assert all(names == [] for names in benchmarks(text).values())


def test_a_list_of_benchmarks_named_earlier_is_not_carried() -> None:
    found = benchmarks("We study GSM8K, MMLU and BIRD. Our data come from marshes. Heron reaches 61.2% accuracy.")
    assert found["61.2%"] == []


def test_an_evaluation_framework_of_the_title_is_a_benchmark() -> None:
    found = benchmarks("We introduce Marsh, a benchmark of calls. We collect many. Models reach 61.2% accuracy.",
                       title="MARSH: Long recordings")
    assert found["61.2%"] == ["Marsh"]


def test_brackets_behind_a_list_of_tasks_each_tell_of_their_task() -> None:
    rows = EXTRACTOR.rows({"paper_id": "1", "title": "", "abstract":
                           "Heron achieved higher mean scores than Grebe for faint songs (3.5 vs. 2.8), "
                           "loud trills (3.2 vs. 2.6), and overall song (2.9 vs. 2.4)."})
    found = {row["text"]: (row["metric_text"], row["benchmark_text"]) for row in rows}
    assert found["3.5"] == ("scores", ["faint songs"])
    assert found["2.6"] == ("scores", ["loud trills"])
    assert found["2.9"] == ("scores", ["overall song"])


def test_a_year_belongs_to_the_name_before_its_bracket() -> None:
    found = benchmarks("Heron surpasses Grebe on AIME~2024 (51.2% vs. 49.3%), AMC~2023 (71.8%), and MMLU (66.4%).")
    assert [found[text][0][:3] for text in ("51.2%", "49.3%", "71.8%", "66.4%")] == ["AIM", "AIM", "AMC", "MML"]


def test_systems_in_a_bracket_behind_a_count_are_no_benchmarks() -> None:
    found = benchmarks("Across three trained solvers (POLO, AMMO, SYMBA) on GSM8K, we see a 2.2% gain.")
    assert found["2.2%"] == ["GSM8K"]


def test_two_lists_set_against_each_other_go_in_order() -> None:
    found = benchmarks("Heron reaches 95.3% (MNIST) and 51.6% (CIFAR-100) accuracy, "
                       "compared to 94.1% and 42.2%, respectively.")
    assert found["94.1%"] == ["MNIST"]
    assert found["42.2%"] == ["CIFAR-100"]


def test_what_is_named_as_the_metric_is_no_benchmark() -> None:
    assert benchmarks("Heron brings a 9.6% reduction in LSE-D over Grebe-7B.")["9.6%"] == []


def test_numbered_tasks_are_named_with_their_number() -> None:
    found = benchmarks("The winner achieved an mAP of 0.58 on Task 1 and 0.43 on Task 2.")
    assert found == {"0.58": ["Task 1"], "0.43": ["Task 2"]}


def test_a_class_of_models_is_no_benchmark() -> None:
    assert benchmarks("Humans reach 93% accuracy compared with 84% for the best VLM.")["84%"] == []


@pytest.mark.parametrize("text", [
    "Heron reaches 61.2% accuracy on the same set.",
    "Heron reaches 61.2% accuracy on a small set.",
    "Heron reaches 61.2% accuracy on two applications.",
])
def test_phrases_that_do_not_say_which_are_no_benchmarks(text: str) -> None:
    assert benchmarks(text)["61.2%"] == []


def test_tasks_behind_a_colon_go_in_order() -> None:
    found = benchmarks("Heron reaches accuracies of 0.95, 0.84, and 0.67 for the three listening tasks: "
                       "song matching, call counting, and bird tagging.")
    assert found == {"0.95": ["song matching"], "0.84": ["call counting"], "0.67": ["bird tagging"]}


def test_the_same_metric_in_the_next_sentence_has_the_same_benchmark() -> None:
    found = benchmarks("Heron reaches an F1-score of 61.2% on GSM8K. Grebe also did well with an F1-score of 58.1%.")
    assert found == {"61.2%": ["GSM8K"], "58.1%": ["GSM8K"]}


def test_ones_stand_for_the_noun_before() -> None:
    found = benchmarks("Heron has an accuracy of 0.93 on plain riddles but only 0.52 on strange ones.")
    assert found == {"0.93": ["plain riddles"], "0.52": ["strange ones"]}


def test_names_behind_a_count_of_benchmarks_are_meant_in_the_next_sentence() -> None:
    found = benchmarks("Results on two hard benchmarks, GSM8K and MMLU, show that Heron wins. "
                       "Compared to Grebe, accuracy improves by 1.9%.")
    assert set(found["1.9%"]) >= {"GSM8K", "MMLU"}


def test_both_ends_of_a_fall_keep_their_own_places() -> None:
    found = benchmarks("Accuracy drops from 71% on short-tail queries to 23% on long-tail queries.")
    assert found == {"71%": ["short-tail queries"], "23%": ["long-tail queries"]}


def test_a_place_before_by_belongs_to_the_number_behind() -> None:
    assert benchmarks("Heron beats Grebe on medium conflicts by 18 points.")["18 points"] == ["medium conflicts"]


def test_a_graphics_card_is_no_benchmark() -> None:
    assert benchmarks("Heron reaches 61.2% accuracy on a single RTX PRO 6000 card.")["61.2%"] == []


def test_a_task_behind_a_comma_belongs_to_what_follows_it() -> None:
    found = benchmarks("Heron reaches 61.2% accuracy, a first step for song transcription.")
    assert found["61.2%"] == []


@pytest.mark.parametrize(("abstract", "expected"), [
    ("SockNet achieves a 68% success rate on a set of 13 new folding skills.", "folding skills"),
    ("SockNet reaches an F1 of 0.91 on a validation set of 308 drawers.", "validation set")])
def test_a_set_of_things_is_the_things_unless_it_is_a_split(abstract, expected):
    from metaanalysis.extraction import claim_rows

    row = next(iter(claim_rows([{"paper_id": "p", "title": "", "abstract": abstract}])))
    assert any(expected in name for name in row["benchmark_text"])


def test_for_frames_what_a_value_is_measured_on() -> None:
    assert benchmarks("For the liver, Heron raises the Dice score to 0.81.") == {"0.81": ["liver"]}
    assert benchmarks("Heron lowers WER by 2.1 points for speech and 1.4 points for songs.") == {
        "2.1 points": ["speech"], "1.4 points": ["songs"]}
    assert benchmarks("For example, Heron raises the Dice score to 0.81.") == {"0.81": []}
    assert benchmarks("The detector finds 84% of the bugs, compared to 22% for prior work.")["22%"] == []


def test_a_frame_goes_to_each_value_of_a_list_in_order() -> None:
    text = "On the GSM8K benchmark, Heron gets 41.5% and 29.5% accuracy on plain problems and long problems."
    assert benchmarks(text) == {"41.5%": ["GSM8K", "plain problems"], "29.5%": ["GSM8K", "long problems"]}


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches 61.2% accuracy on common sense (MMLU).", ["MMLU"]),
    ("Heron reaches 61.2% accuracy on Basque (Lagoon-3).", ["Lagoon-3"]),
    ("Heron reaches 61.2% accuracy on Visual Bird Counting (VBC).", ["Visual Bird Counting"]),
    ("Heron reaches 61.2% accuracy on out-of-domain (OOD) benchmarks such as ImageNet-A and ImageNet-R.",
     ["ImageNet-A", "ImageNet-R"]),
    ("Heron reaches 61.2% accuracy on benchmarks such as Lagoon-3 and Heath-5.", ["Lagoon-3", "Heath-5"]),
    ("Heron reaches 61.2% accuracy across tasks including bird tagging and call detection.",
     ["bird tagging", "call detection"]),
    ("Across nine cross-lingual and long-term benchmarks, Heron reaches 61.2% accuracy.",
     ["cross-lingual and long-term benchmarks"]),
    ("Heron reaches 61.2% accuracy on hard, unusual tasks.", ["hard, unusual tasks"]),
    ("On average, Heron reaches 61.2% accuracy.", []),
    ("On closed (yes or no) bird questions, Heron reaches 61.2% accuracy.", ["closed (yes or no) bird questions"]),
    ("Heron reaches 61.2% accuracy on Lagoon-3 (birds), Heath-5 (frogs) and Fen-7.", ["Lagoon-3", "Heath-5", "Fen-7"]),
])
def test_lists_and_phrases_go_on_behind_brackets(text: str, expected: list[str]) -> None:
    assert benchmarks(text)["61.2%"] == expected


def test_a_bracket_with_a_metric_belongs_to_the_example_before_it() -> None:
    found = benchmarks("Heron works in many scenes, such as harbours (F1: 0.87) or paved ground (F1: 0.91).")
    assert found == {"0.87": ["harbours"], "0.91": ["paved ground"]}
    found = benchmarks("We test many models, such as Grebe-7B (F1: 0.87) and Stork-7B (F1: 0.91).")
    assert found == {"0.87": [], "0.91": []}


def test_an_opening_for_holds_for_all_values_unless_it_points_back() -> None:
    found = benchmarks("For the liver, Heron reaches a Dice score of 0.81, a recall of 0.74 and an error of 0.2.")
    assert set(map(tuple, found.values())) == {("liver",)}
    assert benchmarks("For this pair, Heron reaches a Dice score of 0.81.") == {"0.81": []}
    found = benchmarks("Heron gains 2.1 dB for images and 1.4 dB for video.")
    assert found == {"2.1 dB": ["images"], "1.4 dB": ["video"]}


def test_a_name_with_a_size_is_a_model() -> None:
    assert benchmarks("Experiments across Heron-8B-Base and Stork-7b show a gain of 4.2%.") == {"4.2%": []}
    assert benchmarks("Experiments on Lagoon-3 and Heron-8B show a gain of 4.2%.") == {"4.2%": ["Lagoon-3"]}


def test_lists_and_brackets_go_before_the_opening_place() -> None:
    found = benchmarks("On all of it, Heron is better (65.0% vs. 40.0% on Lagoon-3, 32.4% vs. 24.4% on Heath-5).")
    assert found == {"65.0%": ["Lagoon-3"], "40.0%": ["Lagoon-3"], "32.4%": ["Heath-5"], "24.4%": ["Heath-5"]}
    found = benchmarks("Heron has 2.6 times higher recall (81.5% on Heath-5).")
    assert found == {"2.6 times": ["Heath-5"], "81.5%": ["Heath-5"]}


def test_training_data_are_no_benchmark() -> None:
    assert benchmarks("Frequency in the CLIP pretraining corpus explains a recall of 61.2%.") == {"61.2%": []}
    assert benchmarks("Heron needs 2x fewer epochs on the same training data.") == {"2x": []}


def test_what_is_tested_holds_for_all_values() -> None:
    found = benchmarks("Tested on 2,349 nests of seven birds, Heron has an accuracy of 86.6% and an AUC of 0.92.")
    assert found == {"86.6%": ["nests"], "0.92": ["nests"]}
    found = benchmarks("Experiments on large language and vision models show that Heron gains 31.1% in accuracy.")
    assert found == {"31.1%": []}


def test_assembly_is_a_noun() -> None:
    found = benchmarks("Heron reaches 61.2% accuracy on a contact-rich assembly task.")
    assert found == {"61.2%": ["contact-rich assembly task"]}


def test_data_are_named_with_what_they_are_of() -> None:
    found = benchmarks("Across nine benchmarks in bird tagging and call detection, Heron gains 4.2%.")
    assert found == {"4.2%": ["benchmarks in bird tagging and call detection"]}
    assert benchmarks("Heron gains 4.2% on nine datasets from Lagoon-3.") == {"4.2%": ["Lagoon-3"]}
    assert benchmarks("Heron gains 4.2% on a new benchmark of 700 birds.") == {"4.2%": ["new benchmark"]}
    assert benchmarks("Heron gains 4.2% on a dataset of sea birds.") == {"4.2%": ["dataset of sea birds"]}
    assert benchmarks("Heron gains 4.2% on the datasets from Lagoon-3.") == {"4.2%": ["Lagoon-3"]}
    assert benchmarks("Heron gains 4.2% on the dataset.") == {"4.2%": []}


def test_a_papers_own_data_set_is_not_carried_on() -> None:
    text = "We introduce {}. It has been made with care. The best model reaches 61.2% accuracy."
    assert benchmarks(text.format("LagoonBench, a benchmark of birds"))["61.2%"] == ["LagoonBench"]
    assert benchmarks(text.format("LagoonSet, a corpus of birds"))["61.2%"] == []


@pytest.mark.parametrize("text", [
    "Heron reaches 61.2% accuracy across 17 languages.",
    "Heron checks 75 papers with 61.2% accuracy across all 75 papers.",
    "Heron reaches 61.2% accuracy with FP16 and 58.1% (INT8).",
])
def test_languages_papers_and_number_formats_are_no_benchmarks(text: str) -> None:
    assert all(names == [] for names in benchmarks(text).values())


def test_what_stands_behind_a_rivals_value_is_the_rival() -> None:
    assert benchmarks("Heron has an F1 of 0.9 versus 0.8 for dense retrieval.") == {"0.9": [], "0.8": []}
    assert benchmarks("Heron has an F1 of 0.9 for dense retrieval.") == {"0.9": ["dense retrieval"]}


def test_a_new_name_that_rises_is_a_measure() -> None:
    assert benchmarks("Heron shows an 18% boost in RScore.") == {"18%": []}
    assert benchmarks("Heron shows an 18% boost on RScore.") == {"18%": ["RScore"]}


def test_capitals_in_a_list_of_names_are_names() -> None:
    found = benchmarks("Heron cuts latency by 20%, 23% and 34% for VoIP, Bird Watching, and Cloud Nesting.")
    assert found == {"20%": ["VoIP"], "23%": ["Bird Watching"], "34%": ["Cloud Nesting"]}


def test_a_bare_purpose_that_opens_the_sentence_is_no_place() -> None:
    assert benchmarks("For abstention, Heron reaches an AUC of 0.91.") == {"0.91": []}


def test_names_in_apposition_to_a_count_of_data_sets_go_in_order() -> None:
    found = benchmarks("Tests on three datasets, ReedSet, PondSet, and HeathSet, show that Heron gains 2%, 4%, and 3%.")
    assert found == {"2%": ["ReedSet"], "4%": ["PondSet"], "3%": ["HeathSet"]}


def test_a_bracket_behind_a_list_of_names_is_about_all_of_them() -> None:
    found = benchmarks("Heron leads on CIFAR-100, SST-2, and GSM8K (63.4%, 84.2%, and 95.7%, respectively).")
    assert found == {"63.4%": ["CIFAR-100"], "84.2%": ["SST-2"], "95.7%": ["GSM8K"]}
    found = benchmarks("Heron leads on CIFAR-100, SST-2, and GSM8K (90.2% compared to 88.5% for Stork).")
    assert found == {"90.2%": ["CIFAR-100", "SST-2", "GSM8K"], "88.5%": ["CIFAR-100", "SST-2", "GSM8K"]}


def test_the_symbol_of_a_sample_size_is_no_name() -> None:
    assert benchmarks("On Lagoon-3 (N=833, four visits), Heron has an AUC of 0.91.") == {"0.91": ["Lagoon-3"]}


def test_all_that_is_detected_belongs_to_the_task() -> None:
    found = benchmarks("Heron reaches R2 of 0.91, 0.92 and 0.93 in estimating the depth, width and colour.")
    assert found == {"0.91": ["estimating the depth"], "0.92": ["width"], "0.93": ["colour"]}
    found = benchmarks("Heron reaches an F1 of 0.83 for identifying faint calls and a recall of 0.78.")
    assert found["0.83"] == ["identifying faint calls"]


def test_a_participle_before_a_named_set_is_no_verb() -> None:
    found = benchmarks("On a curated 51-instance Lagoon-3 evaluation set, Heron has a recall of 0.78.")
    assert found == {"0.78": ["Lagoon-3 evaluation set"]}


def test_two_names_frame_the_common_noun_behind_them() -> None:
    found = benchmarks("Heron leads on both Lagoon-3 and GSM8K, with gains of 28% in depth estimation.")
    assert found == {"28%": ["Lagoon-3", "GSM8K", "depth estimation"]}


def test_a_capital_noun_is_part_of_the_name() -> None:
    assert benchmarks("Heron reaches 93% on Deep Lagoon Arena.") == {"93%": ["Deep Lagoon Arena"]}
    assert benchmarks("Heron reaches 93% on the Deep Lagoon benchmark.") == {"93%": ["Deep Lagoon"]}
