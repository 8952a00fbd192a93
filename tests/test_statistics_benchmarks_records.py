"""Records over time, repeated reports, last digits."""

from __future__ import annotations

import numpy as np
import pytest

from metaanalysis.effects.pairs import paired_se
from metaanalysis.errors import DataError
from metaanalysis.statistics.benchmarks.digits import digit_preference
from metaanalysis.statistics.benchmarks.records import records, repeated_reports
from metaanalysis.tables import CLAIMS, PAPERS, empty, frame


def claims(*rows):
    base = {"kind": "level", "metric": "accuracy", "unit": "percent", "bound": "exact", "benchmark": ["gsm8k"],
            "text": ""}
    return frame([{**base, "claim_id": f"c{number}", **row} for number, row in enumerate(rows)], CLAIMS)


PAPERS_TABLE = frame([{"paper_id": name, "date": date} for name, date in
                      [("a", "2023-01"), ("b", "2023-06"), ("c", "2024-01"), ("d", "2024-05"), ("e", None)]], PAPERS)


def test_records_in_time():
    table = claims({"paper_id": "c", "value": 80.0}, {"paper_id": "a", "value": 70.0}, {"paper_id": "b", "value": 69.0},
                   {"paper_id": "d", "value": 80.5}, {"paper_id": "e", "value": 99.0})
    found = records(table, PAPERS_TABLE)
    assert found["paper_id"].tolist() == ["a", "b", "c", "d"]
    assert found["record"].tolist() == [True, False, True, True]
    assert found["gain"].tolist()[2:] == [10.0, .5]
    assert found["se"][2] == pytest.approx(100 * paired_se(.8, .7, 1319))
    assert found["above_noise"].tolist()[2:] == [True, False]
    assert found["above_noise"].isna().tolist() == [True, True, False, False]


def test_lower_can_be_better():
    table = claims(*({"paper_id": paper, "value": value, "metric": "fid", "unit": "none", "benchmark": ["imagenet"]}
                     for paper, value in (("a", 5.0), ("b", 7.0), ("c", 2.0))))
    found = records(table, PAPERS_TABLE)
    assert found["record"].tolist() == [True, False, True]
    assert found["best_before"].tolist()[1:] == [5.0, 5.0]
    assert found["gain"][2] == 3.0
    assert found["se"].isna().all()


def test_series_do_not_mix():
    table = claims({"paper_id": "a", "value": 70.0}, {"paper_id": "b", "value": 60.0, "benchmark": ["math"]},
                   {"paper_id": "c", "value": 50.0, "metric": "f1"})
    assert records(table, PAPERS_TABLE)["record"].all()
    times = claims({"paper_id": "a", "value": 150.0, "unit": "ms", "metric": "latency"},
                   {"paper_id": "b", "value": .2, "unit": "second", "metric": "latency"})
    assert records(times, PAPERS_TABLE)["scale"].tolist() == ["ms", "second"]
    assert records(times, PAPERS_TABLE)["best_before"].isna().all()


def test_dates_are_needed():
    with pytest.raises(DataError, match="date"):
        records(claims({"paper_id": "a", "value": 1.0}), PAPERS_TABLE[["paper_id"]])
    assert records(empty(CLAIMS), PAPERS_TABLE).empty


def test_repeated_reports():
    reports = [("a", 70.0, "gpt"), ("b", 71.0, "gpt"), ("c", 90.0, "gpt"), ("a", 50.0, "llama"), ("a", 60.0, "qwen"),
               ("b", 61.0, "qwen")]
    table = claims(*({"paper_id": paper, "value": value, "subject": system} for paper, value, system in reports))
    found = repeated_reports(table)
    assert found["system"].tolist() == ["gpt", "qwen"]
    assert found["spread"].tolist() == [20.0, 1.0]
    assert found["more_than_noise"].tolist() == [True, False]


def test_last_digits():
    rng = np.random.default_rng(1)
    fair = claims(*({"value": value, "text": f"{value:.1f}%", "paper_id": "a"} for value in rng.uniform(10, 90, 500)))
    assert digit_preference(fair).p_value > .001
    rounded = rng.choice([10, 15, 20, 25], 60)
    found = digit_preference(claims(*({"value": value, "text": f"{value}%", "paper_id": "a"} for value in rounded)))
    assert found.p_value < 1e-6
    assert found.share_zero_or_five == 1
    assert found.share_whole == 1
    assert int(found.counts["count"].sum()) == 60


def test_a_trailing_zero_is_a_digit():
    found = digit_preference(claims({"value": 34.5, "text": "up to 34.50%", "bound": "at_most"}))
    assert found.counts.query("digit == 0")["count"].item() == 1
    assert found.share_up_to == 1
    assert np.isnan(found.p_value)
    assert digit_preference(empty(CLAIMS)).k == 0
