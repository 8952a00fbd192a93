"""Plackett-Luce: strengths from rankings of several systems."""

from __future__ import annotations

import numpy as np
import pytest

from metaanalysis.errors import DataError
from metaanalysis.statistics import DisconnectedError, fit_bradley_terry, fit_plackett_luce


def drawn(strength, number, length, rng):
    """Draw rankings: sorting by strength plus Gumbel noise is the Plackett-Luce model."""
    names = np.array([f"s{i:02d}" for i in range(len(strength))])
    for _ in range(number):
        some = rng.choice(len(strength), length, replace=False)
        yield list(names[some[np.argsort(-(strength[some] + rng.gumbel(size=length)))]])


def test_rankings_of_two_are_bradley_terry():
    rankings = [["a", "b"]] * 5 + [["b", "a"]] * 2 + [["b", "c"]] * 3 + [["c", "b"]] + [["c", "a"]] * 2 + [["a", "c"]]
    one = fit_plackett_luce(rankings)
    other = fit_bradley_terry(player1=[r[0] for r in rankings], player2=[r[1] for r in rankings])
    assert one.strength == pytest.approx(other.strength, abs=1e-6)
    assert one.covariance == pytest.approx(other.covariance, abs=1e-6)
    assert one.log_likelihood == pytest.approx(other.log_likelihood)
    assert one.difference("a", "c") == pytest.approx({name: value for name, value in other.difference("a", "c").items()
                                                     if name != "probability"}, abs=1e-5)


def test_it_finds_the_truth_with_honest_errors():
    rng = np.random.default_rng(7)
    truth = np.linspace(1, -1, 12)
    inside, total = 0, 0
    for _ in range(40):
        fit = fit_plackett_luce(list(drawn(truth, 120, 6, rng)))
        gap = fit.difference("s00", "s11")
        inside += gap["ci_low"] <= 2.0 <= gap["ci_high"]
        total += 1
        assert fit.strength.sum() == pytest.approx(0, abs=1e-8)
    assert inside / total >= .85


def test_long_rankings_say_more_than_their_first_place():
    rankings = [["a", "b", "c"], ["a", "c", "b"], ["b", "a", "c"], ["c", "b", "a"]]
    fit = fit_plackett_luce(rankings)
    # the likelihood, written out: at its maximum no nearby point is better
    def logs(strength):
        place = dict(zip(fit.names, strength, strict=True))
        return sum(place[r[i]] - np.log(sum(np.exp(place[x]) for x in r[i:])) for r in rankings for i in range(2))
    assert logs(fit.strength) == pytest.approx(fit.log_likelihood)
    rng = np.random.default_rng(0)
    assert all(logs(fit.strength + rng.normal(0, .05, 3)) < fit.log_likelihood for _ in range(50))


@pytest.mark.parametrize(("rankings", "words"), [
    ([["a", "b", "a"]], "twice"), ([["a"], ["b"]], "no ranking has two"), ([["a", None]], "no name"),
    ([], "no ranking")])
def test_what_is_no_ranking(rankings, words):
    with pytest.raises(DataError, match=words):
        fit_plackett_luce(rankings)


def test_degenerate_rankings_are_refused():
    with pytest.raises(DisconnectedError, match="never lost: a; never won: c"):
        fit_plackett_luce([["a", "b", "c"]] * 3)
    with pytest.raises(DisconnectedError, match="never met"):
        fit_plackett_luce([["a", "b"], ["b", "a"], ["c", "d"], ["d", "c"]])
    fit = fit_plackett_luce([["a", "b", "c"]], ridge=.1)
    assert fit.to_frame()["system"].tolist() == ["a", "b", "c"]
