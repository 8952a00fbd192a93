"""Which metric belongs to which number."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.pipeline import Extractor

EXTRACTOR = Extractor()


def metrics(text: str, title: str = "") -> list[tuple[str, str | None]]:
    """Values of a text with the words of their metrics."""
    rows = EXTRACTOR.rows({"paper_id": "1", "title": title, "abstract": text})
    return [(row["text"], row["metric_text"]) for row in rows if row["kind"] in {"level", "change", "statistic"}]


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron achieves 42.7% length-controlled win rate on PondBench.", ["length-controlled win rate"]),
    ("Heron reaches an mAP of 34.5% in fog.", ["mAP"]),
    ("Heron obtains 6.5 points higher accuracy than the baseline.", ["accuracy"]),
    ("Heron reduces the validation loss by 13.6%.", ["validation loss"]),
    ("This gives a 30% error reduction.", ["error"]),
    ("Heron runs with 3x fewer parameters.", ["parameters"]),
    ("We see an improvement of 4.1% in macro-F1.", ["macro-F1"]),
    ("It has a failure rate of 7%.", ["failure rate"]),
    ("Heron is trained in minutes, and its inference latency is 12 ms.", ["inference latency"]),
])
def test_words_beside_a_number_or_governing_it(text: str, expected: list[str]) -> None:
    found = [metric or "" for _, metric in metrics(text)]
    assert len(found) == len(expected)
    assert all(wanted in got for wanted, got in zip(expected, found, strict=True)), found


def test_parentheses_give_a_metric_to_each_number() -> None:
    found = dict(metrics("Heron improves Dice (0.812) and mIoU (0.744) on pond scans."))
    assert found == {"0.812": "Dice", "0.744": "mIoU"}


def test_lists_over_lists_go_in_order() -> None:
    found = dict(metrics("Heron gains 11.1% and 35.5% in BLEU-4 and METEOR, respectively."))
    assert found["11.1%"] == "BLEU-4"
    assert found["35.5%"] == "METEOR"


def test_objects_of_one_verb_go_in_order() -> None:
    found = dict(metrics("Heron reduces inference cost and peak memory by 12% and 30%, respectively."))
    assert "cost" in (found["12%"] or "")
    assert "memory" in (found["30%"] or "")


def test_values_without_words_share_their_neighbours_metric() -> None:
    found = metrics("Heron attains an mAP of 34.56% across ponds and 19.24% across rivers.")
    assert [metric for _, metric in found] == ["mAP", "mAP"]


def test_both_ends_of_a_pair_have_the_metric_of_the_verb() -> None:
    found = metrics("Heron raises the win rate from 45.1% to 52.3%.")
    assert [metric for _, metric in found] == ["win rate", "win rate"]


def test_the_object_of_beating_is_no_metric() -> None:
    assert metrics("Heron outperforms Grebe by 5.2%.") == [("5.2%", None)]


def test_a_statistic_is_named_by_the_word_before_its_sign() -> None:
    found = metrics("The scores agree with experts (Pearson correlation of 0.81, p < 0.001).")
    assert [metric for _, metric in found] == ["Pearson correlation", "p"]


def test_ids_come_from_the_lexicon_and_unknown_metrics_have_none() -> None:
    rows = EXTRACTOR.rows({"paper_id": "1", "title": "", "abstract":
                           "Heron has an accuracy of 91%. Its feather count rate is 12%."})
    assert [row["metric"] for row in rows] == ["accuracy", None]


@pytest.mark.parametrize(("text", "better"), [
    ("Heron reduces the word error rate by 12%.", True),
    ("Heron increases latency by 12%.", False),
    ("Heron improves accuracy by 3 points.", True),
    ("Accuracy drops by 3 points.", False),
    ("Heron has an accuracy of 93%.", None),
])
def test_improvement_follows_the_metrics_own_direction(text: str, better: bool | None) -> None:
    row, = EXTRACTOR.rows({"paper_id": "1", "title": "", "abstract": text})
    assert row["improvement"] is better


def test_spans_index_the_abstract() -> None:
    text = "Heron\nreaches 81.2%\ntop-1 accuracy."
    row, = EXTRACTOR.rows({"paper_id": "1", "title": "", "abstract": text})
    assert row["metric_text"] in text


@pytest.mark.parametrize(("text", "metric"), [
    ("Heron achieves higher accuracy than Grebe.", "accuracy"),
    ("Heron outperforms Grebe in terms of recall.", "recall"),
    ("Heron improves fluency.", "fluency"),
])
def test_ordinal_claims_have_metrics_too(text: str, metric: str) -> None:
    assert ordinal_metrics(text) == [metric]


def ordinal_metrics(text: str) -> list[str | None]:
    rows = EXTRACTOR.rows({"paper_id": "1", "title": "Heron: A Parser", "abstract": "We present Heron. " + text})
    return [row["metric_text"] for row in rows if row["kind"] == "comparison"]


@pytest.mark.parametrize(("text", "expected"), [
    ("We find that the recall of Heron is on par with Grebe.", ["recall"]),
    ("Results show that its mean delay is comparable to that of Grebe.", ["delay"]),
    ("Results show that Heron is comparable to Grebe.", [None]),
])
def test_what_is_stated_to_compare(text: str, expected: list[str | None]) -> None:
    assert ordinal_metrics(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches higher recall and much faster decoding than Grebe.", ["recall", "decoding"]),
    ("Heron reaches higher recall and precision than Grebe.", ["recall and precision"]),
    ("Heron improves the performance of small parsers.", ["performance"]),
    ("Heron reduces the number of parameters.", ["number of parameters"]),
])
def test_an_object_ends_before_the_next_trigger(text: str, expected: list[str | None]) -> None:
    assert ordinal_metrics(text) == expected


@pytest.mark.parametrize(("text", "metric"), [
    ("Heron attains 91% accuracy while requiring only 0.68 GFLOPs.", "GFLOPs"),
    ("It reaches 1.27 bits per character on text8.", "bits per character"),
    ("The share of models that refuse 75.4% of such requests is small.", "refuse"),
])
def test_counted_costs_units_and_verbs_can_be_metrics(text: str, metric: str) -> None:
    assert metric in [found for _, found in metrics(text)]


def test_systems_of_an_elliptical_clause_take_the_metric_of_the_first() -> None:
    found = metrics("Heron raised the average performance of small parsers by 63.8% and 52.2% on short tasks, "
                    "and their big agents by 11.4% and 20.8% on long tasks.")
    assert all("performance" in (metric or "") for _, metric in found), found
    assert len(found) == 4


@pytest.mark.parametrize(("text", "metric"), [
    ("We see that 58.7% of the apps expose private keys.", "expose private keys"),
    ("Users prefer Heron in 77.2% of cases.", "prefer Heron"),
    ("Heron is preferred in 64.1% of trials.", "preferred"),
])
def test_shares_of_events_are_named_by_their_verb(text: str, metric: str) -> None:
    assert [found for _, found in metrics(text)] == [metric]


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron brings a 3x speedup in decoding time.", ["decoding time"]),
    ("Heron improves the recall of a 2B model by 12.6%.", ["recall"]),
    ("Heron increases open accuracy (for example, from 21% to 30%).", ["open accuracy", "open accuracy"]),
    ("Heron achieves an average performance of 56.4% and 73.1% AUROC.", ["AUROC", "AUROC"]),
    ("Heron reaches a gFID of 1.9 and 2.1 rFID on ImageNet.", ["gFID", "rFID"]),
    ("Heron leads with 98.6% accuracy and Grebe leads at 97.1%.", ["accuracy", "accuracy"]),
    ("Trust scores, given in percent, range from 7.1% to 88.2%.", ["Trust scores"]),
    (r"Heron has an F1-score of 0.71, $\alpha$-score of 0.76.", ["F1-score", r"$\alpha$-score"]),
    (r"Both rankings agree ($\tau = 0.33$).", ["tau"]),
    ("Heron reaches 86.5% F1 with 27K parameters, matching Grebe-7B (86.1%).", ["F1", "parameters", "F1"]),
    ("Heron raises recall to 91.2%, with a model 6x larger.", ["recall", None]),
])
def test_words_that_lead_to_the_metric(text: str, expected: list[str | None]) -> None:
    found = [metric for _, metric in metrics(text)]
    assert found == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Dialogue reduces conflicts 30 to 55 percentage points.", ["conflicts"]),
    ("Heron clearly boosts song success rates by 4 points.", ["song success rates"]),
    ("Increased prompt verbosity lowers recall by 29 points.", ["recall"]),
    ("Heron is 20x times faster than Grebe-7B.", [None]),
    ("Heron runs at 25.4 fps on a phone.", ["fps"]),
    ("The chip uses 5.7 mm^2 in silicon.", [None]),
    ("Heron earned approximately $1.52 million USD.", [None]),
])
def test_objects_of_verbs_and_units_without_a_name(text: str, expected: list[str | None]) -> None:
    assert [metric for _, metric in metrics(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches an Average-mAP of 49.7%.", ["Average-mAP"]),
    ("Heron has a mAP of 86.0 and a R1 of 81.5.", ["mAP", "R1"]),
    ("Heron obtains UAS and LAS scores at 94.5% and 92.8%, respectively.", ["UAS", "LAS scores"]),
])
def test_short_and_hyphenated_names_of_metrics(text: str, expected: list[str]) -> None:
    assert [metric for _, metric in metrics(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Small parsers favour the long form in 31/45 trials.", ["favour the long form"]),
    ("Heron improves probe quality in 16 of 29 cases.", ["probe quality"]),
    ("The angular deviation of the arm is below 2.9 mm.", ["angular deviation"]),
    ("Heron raises mAP from 0.36 to 0.40 (+11.1%), F1 from 0.43 to 0.49 (+13.9%).",
     ["mAP", "mAP", "mAP", "F1", "F1", "F1"]),
    ("Heron has a Q&A score of 3.15.", ["Q&A score"]),
    ("It outperforms both 2D and 3D self-taught nets by 11.8%.", [None]),
])
def test_shares_pairs_and_subjects_with_complements(text: str, expected: list[str | None]) -> None:
    assert [metric for _, metric in metrics(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron beats eight baseline schemes by 9.5% and 4.5%.", [None, None]),
    ("Heron improves recall by 8%, beating slow and word-only routing by 3% and 2%.", ["recall"] * 3),
    ("Heron reaches 51% recall, outperforming a forest of trees (43%).", ["recall", "recall"]),
    ("Heron reaches 51% recall, outperforming old trees (43%) and new shrubs (41%).", ["recall"] * 3),
    ("Heron beats Grebe-7B by 2% and Coot-7B by 5% in F1.", ["F1", "F1"]),
    ("Heron reaches 0.7 recall (Grebe: 0.6) and 0.5 AUC.", ["recall", "recall", "AUC"]),
])
def test_no_metric_is_a_side_of_the_comparison(text: str, expected: list[str | None]) -> None:
    assert [metric for _, metric in metrics(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron cuts latency by 20% and overshoot by 5%.", ["latency", "overshoot"]),
    ("Heron cuts latency by 20% and boosts song recall by 5%.", ["latency", "song recall"]),
    ("Heron boosts planning and control quality by 2% and 25%.", ["planning and control quality", "control quality"]),
    ("Heron improves coarse and fine accuracy by 2% and 3%.", ["coarse and fine accuracy", "fine accuracy"]),
    ("Heron reduces short turns by an additional 10.4%.", ["short turns"]),
    ("Removing the gate yields a 28% increase in node copies.", ["node copies"]),
    ("Heron brings a 15 percentage points (pp) AUROC gain.", ["AUROC"]),
    ("This pass doubles the memory load.", ["memory load"]),
    ("Heron is 10x as efficient as Grebe-7B.", ["efficient"]),
    ("Heron is 3 times more robust than Grebe-7B.", ["robust"]),
])
def test_what_changes_is_the_metric(text: str, expected: list[str]) -> None:
    assert [metric for _, metric in metrics(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("With fewer parameters, Heron brings gains of 6.4% on songs.", [None]),
    ("Across three model sizes, Heron brings gains of 6.4% on songs.", [None]),
    ("Under equal accuracy constraints, Heron brings gains of 6.4% on songs.", [None]),
    ("Heron keeps its accuracy while processing a song in 12 s.", [None]),
    ("Heron brings a 3.7% gain in bird finding, an 82% success rate on ponds, and more.", [None, "success rate"]),
])
def test_circumstances_and_other_numbers_lend_no_metric(text: str, expected: list[str | None]) -> None:
    assert [metric for _, metric in metrics(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron raises the song score from 49% to 93%.", ["song score", "song score"]),
    ("Heron keeps a tracking speed of 17 FPS.", ["tracking speed"]),
    ("Songs have citation rates above 40%.", ["citation rates"]),
    ("Heron improves the Mean Reciprocal Rank (MRR) score by 2.7 points.", ["Mean Reciprocal Rank (MRR) score"]),
    ("Heron has an AUC (area under the curve) of 87.5%.", ["AUC (area under the curve)"]),
    ("Heron has high accuracy with a mean point distance of 1.7 mm.", ["point distance"]),
    ("Song clarity was highest with Heron (82%).", ["Song clarity"]),
    ("Heron has the lowest leak rates on both inner (3.3%) and outer (28%) walls.", ["leak rates", "leak rates"]),
    ("Recall remains high (92%).", ["Recall"]),
    ("Heron shows strong precision (mean: 0.858).", ["precision"]),
    ("Heron has an error of (5.0 px).", ["error"]),
    ("Heron writes faithful summaries only 40% of the time.", ["writes faithful summaries"]),
    ("Parsing succeeds for 57% of the files.", ["succeeds"]),
    ("Heron is right in few ponds, and Grebe-7B misses 15%.", ["misses"]),
    (r"Heron has a $F_{max}$ of 0.55.", ["F_{max}"]),
])
def test_whole_names_and_statements_of_measures(text: str, expected: list[str]) -> None:
    assert [metric for _, metric in metrics(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Heron reaches 83% (+1.2%) IoU and 91% (+0.7%) recall.", ["IoU", "IoU", "recall", "recall"]),
    ("Heron reaches 55% (+2%) and 70% (+1%) mIoU.", ["mIoU"] * 4),
    ("Heron reaches state-of-the-art performance, with gains of 4% on ponds.", [None]),
    ("Heron outperforms Grebe-7B in terms of accuracy (from 0.72 to 0.98).", ["accuracy", "accuracy"]),
    ("Heron speeds up training by 34x.", ["training"]),
    ("Heron cuts the total nesting compute by a factor of three.", ["total nesting compute"]),
])
def test_brackets_between_a_number_and_its_metric(text: str, expected: list[str | None]) -> None:
    assert [metric for _, metric in metrics(text)] == expected


def test_parts_of_a_word_are_the_metrics_of_a_list_of_gains() -> None:
    assert metrics("Heron improves AP/AR by 2.1/1.8 points.") == [("2.1", "AP"), ("1.8 points", "AR")]


def test_words_of_the_number_are_no_part_of_its_metric() -> None:
    assert metrics("Our model needs just 4.2 million parameters.") == [("4.2 million parameters", "parameters")]
    assert metrics("FernNet can be tuned in under two hours on a laptop.")[0][1] is None
