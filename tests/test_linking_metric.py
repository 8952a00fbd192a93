"""How results find their metric: brackets, orders, units that name a measure."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.pipeline import Extractor

EXTRACTOR = Extractor()


def metrics(text: str) -> list[str | None]:
    """Words of the metrics of a text's results."""
    rows = EXTRACTOR.rows({"paper_id": "1", "title": "", "abstract": text})
    return [row["metric_text"] for row in rows if row["kind"] in {"level", "change", "statistic"}]


@pytest.mark.parametrize(("text", "expected"), [
    ("Divers reported high trust (mean 4.2/5) and low doubt (mean 1.6/5).", ["trust", "doubt"]),
    ("Fern tuning cuts leak rates (GPT-4: 13%) in ponds.", ["leak rates"]),
    ("Heron has strong recall in finding old songs (GPT-4: 0.91).", ["recall"]),
])
def test_means_and_systems_that_open_a_bracket(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron has 81% recall and a 69% pass rate, exceeding Grebe-7B by 27% and 35%.",
     ["recall", "pass rate", "recall", "pass rate"]),
    ("Heron has 81% recall and a 69% pass rate, exceeding Grebe-7B and Stork-2 by 27% and 35%.",
     ["recall", "pass rate", "pass rate", "pass rate"]),
])
def test_gains_in_the_order_of_the_metrics_before_them(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron can operate at 11 FPS on a small board.", ["FPS"]),
    ("Heron keeps a tracking speed of 17 FPS.", ["tracking speed"]),
    ("Heron consumes 4 W.", [None]),
])
def test_units_that_name_their_measure(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron attains an average score of 7.1 in fog.", ["score"]),
    ("Heron attains an overall score of 7.1 in fog.", ["overall score"]),
])
def test_adjectives_that_add_nothing_to_a_score(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Three of eight planners show clear drift.", ["clear drift"]),
    ("Only 25% of the old drafts were accurate.", ["accurate"]),
    ("We find that 2.4% of the songs are rated as harsh.", ["harsh"]),
    ("The fern filter blocks 60% of harmful prompts.", ["blocks"]),
    ("Heron detects 60% of leaks.", ["leaks"]),
    ("Heron keeps 97% of the accuracy.", ["accuracy"]),
])
def test_parts_of_things(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron improves 2D-AUCp from 0.78 to 0.85.", ["2D-AUCp", "2D-AUCp"]),
    ("Heron gives an 18.9% boost in gFID.", ["gFID"]),
    ("Heron reaches an average BPCER of 0.14% and APCER of 2.6%.", ["BPCER", "APCER"]),
    ("Heron lifts BLEUBot by 4%.", [None]),
    ("Heron has an error rate of 12.6, competitive with MERaLoon-2-ASR (11.9).", ["error rate", "error rate"]),
])
def test_names_of_measures_that_no_list_knows(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Prevalence rose from 4% in May to 11% afterwards.", ["Prevalence", "Prevalence"]),
    ("Pond error spans 0.21 to 2.63 over the sizes.", ["Pond error"]),
    ("Heron trails in accuracy, 14 points behind iterative sorting.", ["accuracy"]),
    ("Heron lifts prey arrival by 35%.", ["prey arrival"]),
])
def test_adverbs_and_verbs_beside_a_value_name_no_measure(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("One vote agrees with the full jury only 92% of the time.", ["agrees with the full jury"]),
    ("Heron songs are preferred over old songs in 89% of cases.", ["preferred over old songs"]),
    ("Fern tuning improves fairness at the edges in 90% of cases.", ["fairness"]),
])
def test_what_happens_in_a_share_of_cases_with_its_complements(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron has 62% accuracy in fog, surpassing mean human performance (60%).", ["accuracy", "accuracy"]),
    ("Heron has a classification performance of 23%.", ["classification performance"]),
])
def test_a_general_word_stands_for_the_measure_named_before(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches an accuracy of 61% in fog. The strongest rival, Grebe-7B, follows with 55% on ponds.",
     ["accuracy", "accuracy"]),
    ("Heron reaches a recall of 61% and a precision of 80%. Grebe-7B follows with 55%.",
     ["recall", "precision", None]),
    ("Heron lifts throughput by 20% in fog. It beats Grebe-7B by 5% on ponds.", ["throughput", None]),
])
def test_the_only_score_of_the_sentence_before(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron wins by up to 7.0% in RMSE and 19.3% in SqLoon on ponds.", ["RMSE", "SqLoon"]),
    ("Heron reaches 0.90 ROUGE-L and 0.85 LaxLoon in fog.", ["ROUGE-L", "LaxLoon"]),
    ("Heron reaches 95% accuracy and 74% simulated OOD average.", ["accuracy", "accuracy"]),
])
def test_names_parallel_to_a_metric(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("The leading planner scores 43.3% on ponds.", ["scores"]),
    ("The probe recovers the pond dataset in 54% of cases.", ["recovers the pond dataset"]),
    ("The small planner produced flattering reviews in 22% of cases.", ["flattering reviews"]),
])
def test_verbs_that_say_how_it_is_measured(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron is the first to execute fern indexing in under 10 milliseconds.", ["fern indexing"]),
    ("Heron crosses the pond in 8 seconds.", [None]),
])
def test_what_is_done_in_a_time(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Accuracy rises from 70% to 78% on PondA (F1: 68%) and from 91% to 94% on PondB.",
     ["Accuracy", "Accuracy", "F1", "Accuracy", "Accuracy"]),
    ("Heron lifts passes from 3/50 to 30/50, with average REA improving from 0.33 to 0.90.",
     ["passes", "passes", "REA", "REA"]),
    ("Label agreement was 0.92, whereas song attribution was lower at 0.53.", ["Label agreement", "song attribution"]),
])
def test_measures_told_in_passing_and_names_with_a_mean(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron lifts performance on PondBench from 20% to 50%, and on Loon-2 from 14% to 30%.", ["performance"] * 4),
    ("Heron cuts pond flips relative to plain merging on all six ponds by 41%.", ["pond flips"]),
    ("Heron cuts stored song vectors by between 90% and 95%.", ["stored song vectors"]),
    ("Heron lifts ranking quality with the pond overlap rising from 81% to 94%.", ["pond overlap"] * 2),
    ("Heron has high speed on boards and an average PSNR improvement from 21.17 to 33.06.", ["PSNR"] * 2),
])
def test_objects_and_subjects_of_change_over_their_complements(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("The arm generates pinch forces at 0.3 mN.", ["pinch forces"]),
    ("This leaves a mean reward gap of 2.19 units.", ["reward"]),
])
def test_units_behind_a_number_name_no_measure(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Only 25% of the songs were loud, while 38% were harsh.", ["loud", "harsh"]),
    ("The glow of the actuator and the sensor were 45.8 kPa and 16.5 kPa.", ["glow", "glow"]),
    ("The torque is 4 Nm.", ["torque"]),
])
def test_statements_of_states_and_of_heads(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches 0.71/0.53/0.49 AUPRC on three ponds.", ["AUPRC"] * 3),
    ("Heron yields 52.3/65.3% average AP/AR on the pond set.", ["AP", "AR"]),
    ("Heron cuts FID/KID to 41.2/0.02 on old songs.", ["FID", "KID"]),
    ("Heron has 0.71/0.66 AP/AR on ReedSet and 0.51/0.46 on FernSet.", ["AP", "AR", "AP", "AR"]),
])
def test_values_and_names_with_strokes_between_them(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron gains 4.1 points (accuracy) and 3.2 points (F1-score).", ["accuracy", "F1-score"]),
    ("Margins range from 0.04 - 0.11 (for precision) to 0.14 - 0.43 (for recall).", ["precision", "recall"]),
    ("Heron improves scores from 61%/67% (mIoU/mAcc) to 62%/68%.", ["mIoU", "mAcc", "mIoU", "mAcc"]),
])
def test_measures_alone_in_a_bracket_behind_a_value(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches a compression ratio of 410x for song computation.", ["compression ratio"]),
    ("Heron has a perplexity delta of -1.2 on bird calls.", ["perplexity"]),
    ("Heron has an accuracy of 50.7 mAP.", ["mAP"]),
    ("Heron comes at a cost of 2% accuracy.", ["accuracy"]),
])
def test_measures_before_of_and_a_value(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("In the logs, 91 of 1,135 calls returned an old song.", ["returned an old song"]),
    ("In a later trial, 3 of 249 ringed birds cross the border.", ["cross the border"]),
    ("Moreover, 64/483 drafts (13.3%) pass all checks.", ["pass all checks", "pass all checks"]),
    ("Six of seven main leaks are confirmed with divers.", ["confirmed"]),
])
def test_what_a_counted_part_of_things_does(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches an F1 of 0.80, below the classical bound of 0.9.", ["F1", "F1"]),
    ("Heron has a recall of 75%, with Grebe in second place at 15%.", ["recall", "recall"]),
    ("Heron keeps a recall of 0.93, with 98 out of 103 songbird variables.", ["recall", "recall"]),
])
def test_bounds_places_and_things_that_are_counted_are_no_measures(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches a 59% pass rate, with gains in reeds (63%).", ["pass rate", "pass rate"]),
    ("Heron beats Grebe-2, i.e., CUB-200-2011 (90.0%), Aircraft (93.9%), Stanford Cars (95.3%).", [None, None, None]),
    ("Heron has high trust (80%) and low doubt (16%).", ["trust", "doubt"]),
])
def test_places_before_a_bracket(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron attains F 1 scores of 65.2 for songs.", ["F 1 scores"]),
    ("Heron reaches 1.17 bits-per-character on songs.", ["bits-per-character"]),
    ("Heron has an impressive solve rate of 75%.", ["solve rate"]),
])
def test_measures_with_a_number_or_unit_in_their_name(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Divers follow the song 10 times more often than chance.", ["follow the song"]),
    ("Divers are 36% more likely to answer the call.", ["answer the call"]),
])
def test_what_happens_more_often(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


def test_both_ends_of_a_change_take_the_metric_behind_them() -> None:
    text = "Heron lifts songs from 0.04 to 0.33 in BLEU-1, 0.08 to 0.24 in ROUGE-L, and 0.09 to 0.17 in METEOR."
    assert metrics(text) == ["BLEU-1", "BLEU-1", "ROUGE-L", "ROUGE-L", "METEOR", "METEOR"]


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron has strong performance with 8%, 6%, and 19% accuracy gains on three ponds.", ["accuracy"] * 3),
    ("Heron does well (0.76 and 0.79 F1).", ["F1", "F1"]),
])
def test_measures_behind_a_list_and_a_vague_one_before_it(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


def test_names_right_before_a_value_like_the_metric_before_it() -> None:
    text = "Heron has the best fit (Dice 0.94, ASSD 0.24 mm, HD99 1.27 mm)."
    assert metrics(text) == ["Dice", "ASSD", "HD99"]


def test_complements_behind_a_place_with_a_bracket() -> None:
    text = "Heron surpasses Grebe-2 by 8% on ReedSet (2D-3D) and 10% on FernSet (3D-3D) in song recall."
    assert metrics(text) == ["song recall", "song recall"]


@pytest.mark.parametrize(("text", "expected"), [
    (r"Heron has $FD_{\text{old}}$ 450.0 and $KL_{\text{new}}$ 2.4.", [r"FD_{\text{old}}", r"KL_{\text{new}}"]),
    (r"Heron reaches an $F_{max}$ of 0.41.", ["F_{max}"]),
])
def test_measures_with_an_index_in_braces(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


def test_objects_before_an_adverb_and_a_place() -> None:
    assert metrics("Heron improves quality strongly on old songs, from 71% to 75%.") == ["quality", "quality"]


@pytest.mark.parametrize(("text", "expected"), [
    ("Songs are 39.2% closer in cosine distance to their teachers.", ["cosine distance"]),
    ("Heron cuts training FLOPS by 2.5x with no drop in song loss.", ["training FLOPS"]),
])
def test_complements_of_comparatives_and_what_leads_away(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches a processing speed of 23.3 frames per second.", ["processing speed"]),
    ("Heron runs at 23.3 frames per second.", ["frames per second"]),
    ("A study resulted in 81.4% accuracy.", ["accuracy"]),
    ("Heron wins by 0.4 (for precision), 0.3 (for recall), and 0.2 (for F1).", ["precision", "recall", "F1"]),
])
def test_measures_beside_a_unit_a_verb_or_in_a_list_of_brackets(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron closes only 37% of the accuracy gap.", ["accuracy gap"]),
    ("Heron keeps 81% of the song quality (F1 = 0.42).", ["song quality", "F1"]),
    ("Heron keeps 81% of the old songs (F1).", ["F1"]),
])
def test_what_a_share_is_taken_of(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron is right 90.2% of the time.", ["right"]),
    ("Four filters miss 97.8% of proven leaks.", ["miss"]),
    ("They cover 96.5% of known songs.", ["cover"]),
])
def test_more_of_what_is_done_to_a_share(text: str, expected: list[str | None]) -> None:
    assert metrics(text) == expected


def test_verbs_behind_a_name_in_brackets() -> None:
    text = "The pass rate (PR) drops by 4% while the song score (SS) decreases from 40 to 30."
    assert metrics(text) == ["pass rate (PR)", "song score (SS)", "song score (SS)"]


def test_a_length_of_time_in_words_is_no_measure() -> None:
    assert metrics("The guild sold out within two months.") == [None]
