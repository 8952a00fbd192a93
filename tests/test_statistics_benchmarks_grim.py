"""Granularity of scores, and what a plus-minus means."""

from __future__ import annotations

import numpy as np
import pytest

from metaanalysis.effects.plus_minus import READINGS, resolve_plus_minus
from metaanalysis.effects.sampling import binomial_se
from metaanalysis.errors import DataError
from metaanalysis.statistics.benchmarks.grim import decimals_of, grim, grim_chance, samples_per_item


def test_every_real_share_passes():
    for n in (7, 30, 164, 198, 541):
        share = 100 * np.arange(n + 1) / n
        for decimals in (0, 1, 2):
            assert grim(np.round(share, decimals), n, decimals).all()


def test_impossible_scores_fail():
    assert not grim(43.9, 30, 1)
    assert not grim(50.5, 164, 1)
    assert grim(43.3, 30, 1)


def test_chance_of_passing_by_luck():
    # a random score with one decimal
    expected = [.031, .165, .199, .500, 1.0]
    assert grim_chance([30, 164, 198, 500, 1000], 1) == pytest.approx(expected, abs=1e-3)


def test_averages_over_samples():
    assert samples_per_item(43.3, 30, 1) == 1
    assert samples_per_item(51.7, 30, 1) == 2
    assert samples_per_item(43.9, 30, 1, most=2) is None


@pytest.mark.parametrize(("text", "decimals"), [("34.56%", 2), ("34.50\\%", 2), ("91", 0), ("0.5", 1)])
def test_decimals_as_written(text, decimals):
    assert decimals_of(text) == decimals


def test_percent_out_of_range():
    with pytest.raises(DataError, match="no proportion"):
        grim(120, 30, 1)


def test_a_standard_error_is_recognised():
    rng = np.random.default_rng(3)
    p, n = rng.uniform(.2, .9, 2000), rng.choice([198, 500, 1324], 2000)
    reference = binomial_se(p, n)
    printed = np.maximum(np.round(reference * rng.uniform(.84, 1.07, 2000), 3), .001)
    assert (resolve_plus_minus(printed, reference).reading == "se").mean() >= .85


def test_readings_follow_the_ratio():
    found = resolve_plus_minus([1.0, 1.96, .25, 1.4], [1, 1, 1, 1])
    assert found.reading.tolist()[:3] == ["se", "ci", "sd"]
    assert found.probability.sum(axis=1) == pytest.approx(1)
    assert found.se[1] == pytest.approx(1, rel=1e-4)
    assert np.isnan(found.se[2])
    assert resolve_plus_minus(.25, 1, seeds=4).se[0] == pytest.approx(.125)


def test_without_a_reference_nothing_is_decided():
    found = resolve_plus_minus(.5, np.nan)
    assert found.reading.tolist() == ["unclear"]
    assert np.isnan(found.se).all()
    assert found.probability.shape == (1, len(READINGS))
