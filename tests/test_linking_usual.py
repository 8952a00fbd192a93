"""The metric of a number that names none, by the benchmark that it stands on."""

from __future__ import annotations

import pytest

from metaanalysis.extraction.evidence import evidence
from metaanalysis.extraction.pipeline import Extractor


@pytest.fixture(scope="module")
def metric_of():
    extractor = Extractor()

    def find(text: str) -> list[tuple[str | None, str | None]]:
        rows = extractor.rows({"paper_id": "p", "title": "", "abstract": text})
        return [(row["metric"], row["metric_text"]) for row in rows if row["kind"] in {"level", "change"}]

    return find


@pytest.mark.parametrize(("text", "metric"), [
    ("PebbleNet reaches 71.3% on MMLU.", "accuracy"),
    ("PebbleNet sets a new state-of-the-art result of 81.5 on Cityscapes.", "miou"),
    ("PebbleNet improves over the baseline by 3.2 points on GSM8K.", "accuracy"),
])
def test_unnamed_measure_is_the_benchmark_s_usual_one(metric_of, text, metric):
    assert [found for found, _ in metric_of(text)] == [metric]


@pytest.mark.parametrize("text", [
    "PebbleNet reaches 71.3% on PondBench.",  # not in the registry
    "PebbleNet reaches 71.3 on MMLU and WMT14.",  # scored differently
    "PebbleNet runs 3.1x faster on MMLU.",  # not the form of a score
    "PebbleNet reaches 412.5 on MMLU.",  # no share
])
def test_nothing_is_presumed(metric_of, text):
    assert "accuracy" not in [found for found, _ in metric_of(text)]


def test_named_measures_stay(metric_of):
    assert metric_of("PebbleNet reaches an F1 of 71.3 on MMLU.") == [("f1", "F1")]
    assert all(found != "accuracy" for found, _ in metric_of(
        "PebbleNet reaches 71.3% on MMLU, with a calibration error of 4%."))


def test_data_sets_are_no_measures(metric_of):
    found = metric_of("PebbleNet pushes the WNLI benchmark to 89%, and the PondNLI benchmark to 75.1%.")
    assert [text for _, text in found] == [None, None]


def test_costs_beside_a_score_do_not_hide_it(metric_of):
    assert metric_of("On Cityscapes, PebbleNet reaches 81.5% at a latency of 20 ms.")[0] == ("miou", None)


def test_what_is_presumed_is_told():
    extractor = Extractor()
    document = extractor.read({"paper_id": "p", "title": "", "abstract": "PebbleNet reaches 71.3% on MMLU."})
    told = {name: (words, why) for name, words, why in evidence(document.drafts[0], document, extractor.lexicon)}
    assert told["metric"][0] == "accuracy"
    assert "no measure is named" in told["metric"][1]
    assert "fits the pattern" in told["cue"][0]
