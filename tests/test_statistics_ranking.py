"""Rankings: against brute force, published definitions and simulation."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics.connectivity import DisconnectedError
from metaanalysis.statistics.ranking.blocks import friedman, skillings_mack
from metaanalysis.statistics.ranking.capability import capability_index
from metaanalysis.statistics.ranking.matrix import score_matrix
from metaanalysis.statistics.ranking.swiss import failure_sensitivity, swiss_dynamics
from metaanalysis.statistics.ranking.voting import kemeny, pairwise_wins, vote
from metaanalysis.tables import CLAIMS, frame


@pytest.fixture
def scores():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(5, 12)) + np.arange(5)[::-1, None] * .5
    return pd.DataFrame(values, index=list("abcde"), columns=[f"b{i}" for i in range(12)])


def test_friedman_is_scipys(scores):
    found, expected = friedman(scores), stats.friedmanchisquare(*scores.to_numpy())
    assert found.statistic == pytest.approx(expected.statistic)
    assert found.p_value == pytest.approx(expected.pvalue)
    tied = scores.round(0)
    assert friedman(tied).statistic == pytest.approx(stats.friedmanchisquare(*tied.to_numpy()).statistic)


def test_critical_difference_of_demsar():
    # Demsar 2006, section 3.2.2: four classifiers, 14 data sets, q .05 = 2.569, CD = 1.25; chi-square 9.28, F 3.69
    ranks = np.array([[3.143, 2.000, 2.893, 1.964]])
    statistic = 12 * 14 / (4 * 5) * ((ranks**2).sum() - 4 * 25 / 4)
    assert statistic == pytest.approx(9.28, abs=.02)
    rng = np.random.default_rng(3)
    found = friedman(pd.DataFrame(rng.normal(size=(4, 14))))
    assert found.critical_difference == pytest.approx(1.25, abs=.005)


def test_skillings_mack_is_friedman_on_complete_blocks(scores):
    assert skillings_mack(scores).statistic == pytest.approx(friedman(scores).statistic)


def test_skillings_mack_keeps_its_level_with_missing_cells():
    rng = np.random.default_rng(5)
    found = []
    for _ in range(400):
        values = rng.normal(size=(4, 25))
        values[rng.random(values.shape) < .3] = np.nan
        found.append(skillings_mack(pd.DataFrame(values)).p_value)
    assert np.mean(np.array(found) < .05) == pytest.approx(.05, abs=.035)


def test_systems_that_never_meet(scores):
    apart = scores.copy()
    apart.iloc[:2, :6] = np.nan
    apart.iloc[2:, 6:] = np.nan
    for function in (skillings_mack, lambda table: capability_index(table.rank(pct=True))):
        with pytest.raises(DisconnectedError, match="common benchmark"):
            function(apart)


def test_missing_cells_are_refused_where_blocks_must_be_complete(scores):
    scores.iloc[0, 0] = np.nan
    with pytest.raises(DataError, match="skillings_mack"):
        friedman(scores)


def test_votes(scores):
    found = vote(scores)
    assert found.index[0] == "a"
    beaten = [(scores.loc["a", name] > scores[name].drop("a")).mean() for name in scores]
    assert found.loc["a", "mean_win_rate"] == pytest.approx(np.mean(beaten))
    assert found["borda"].sum() == pytest.approx(12 * 10)
    assert found["copeland"].sum() == 0


def test_cells_that_are_missing_do_not_count(scores):
    scores.loc["e", "b1":] = np.nan
    found = vote(scores)
    assert found.loc["e", "n_benchmarks"] == 1
    assert found.loc["a", "comparisons"] == 4


def test_kemeny_is_the_best_of_all_orders(scores):
    wins = pairwise_wins(scores.to_numpy())

    def against(order):
        return sum(wins[order[j], order[i]] for i in range(5) for j in range(i + 1, 5))

    order, cost = kemeny(scores)
    assert cost == min(against(permutation) for permutation in permutations(range(5)))
    assert against([list("abcde").index(name) for name in order]) == cost
    with pytest.raises(DataError, match="too many"):
        kemeny(pd.DataFrame(np.eye(16)))


def sparse_table(seed, systems=80, benchmarks=20, share=.35, noise=.03):
    rng = np.random.default_rng(seed)
    ability, difficulty = rng.normal(size=systems), rng.normal(size=benchmarks) * .8
    slope = 1.7 * np.exp(rng.normal(size=benchmarks) * .3)
    truth = 1 / (1 + np.exp(-slope * (ability[:, None] - difficulty)))
    values = np.clip(truth + rng.normal(0, noise, truth.shape), 0, 1)
    seen = rng.random(truth.shape) < share
    seen[:, 0] = True
    table = pd.DataFrame(np.where(seen, values, np.nan), columns=[f"b{i}" for i in range(benchmarks)])
    return table, (ability - ability.mean()) / ability.std(), values, seen


def test_capability_is_recovered_and_predicts():
    table, ability, values, seen = sparse_table(1)
    found = capability_index(table)
    capability = found.systems["capability"].sort_index()
    assert np.corrcoef(capability, ability)[0, 1] > .99
    predicted = found.predict().sort_index()[table.columns].to_numpy()
    plain = np.abs(np.nanmean(table, axis=0) - values)[~seen].mean()
    assert np.abs(predicted - values)[~seen].mean() < .4 * plain


def test_capability_errors_are_honest():
    ratios = []
    for seed in range(6):
        table, ability, _, _ = sparse_table(seed)
        systems = capability_index(table).systems.sort_index()
        middle = np.abs(ability) < 1.5
        ratios.append(((systems["capability"] - ability) / systems["se"])[middle])
    assert np.std(np.concatenate(ratios)) == pytest.approx(1, abs=.35)


def test_a_chance_floor_is_used():
    table, ability, _, _ = sparse_table(2)
    lifted = .25 + .75 * table
    facts = {"floor": dict.fromkeys(table.columns, .25), "n_items": dict.fromkeys(table.columns, 1000)}
    found = capability_index(lifted, **facts)
    assert np.corrcoef(found.systems["capability"].sort_index(), ability)[0, 1] > .99
    assert (found.benchmarks["floor"] == .25).all()


def test_capability_refuses():
    with pytest.raises(DataError, match="outside 0 to 1"):
        capability_index(pd.DataFrame([[1.5, .2], [.1, .3]]))
    with pytest.raises(DataError, match="too few"):
        capability_index(pd.DataFrame([[.5, np.nan], [.1, np.nan]]))


def dominated(systems=29, rounds=38):
    rng = np.random.default_rng(1)
    table = pd.DataFrame(rng.normal(size=(systems, 1)) + rng.normal(0, .25, (systems, rounds)))
    table.loc[0] = 100.0
    return table


def test_the_winner_of_everything_keeps_its_points_when_odd_systems_float_down():
    table = dominated()
    assert swiss_dynamics(table, n_sim=100).loc[0, "points"] == pytest.approx(38, abs=.1)
    # the paper's zero bye costs the same system nearly half of them
    assert swiss_dynamics(table, n_sim=100, bye="zero").loc[0, "points"] == pytest.approx(21, abs=.3)
    assert swiss_dynamics(table, n_sim=5, bye="half").index[0] == 0


def test_two_systems_share_the_rounds():
    table = pd.DataFrame([[1, 0, 1, 1.0], [0, 1, 0, 0.0]])
    assert swiss_dynamics(table, n_sim=3)["points"].tolist() == [3, 1]


def test_labels_do_not_matter():
    table = dominated(6, 10)
    table.loc[0] = np.random.default_rng(2).normal(size=10)
    mixed = table.loc[[3, 1, 0, 5, 4, 2]]
    first, second = (swiss_dynamics(data, n_sim=1500)["points"] for data in (table, mixed))
    assert first.sort_index().to_numpy() == pytest.approx(second.sort_index().to_numpy(), abs=.25)


def test_swiss_agrees_with_mean_ranks():
    table = dominated()
    points = swiss_dynamics(table, n_sim=200)["points"].sort_index()
    assert stats.spearmanr(points, -vote(table)["mean_rank"].sort_index()).statistic > .9


def test_failures_hurt_specialists_more():
    table = dominated(12, 12).astype(float)
    table.loc[1] = np.where(np.arange(12) % 4 == 0, -100, 99)
    found = failure_sensitivity(table, rounds=(0, 1), n_sim=200)
    assert found.loc[0, "eliminate_1"] > found.loc[1, "eliminate_1"]
    assert found["slope"].notna().all()


def test_unknown_bye():
    with pytest.raises(OptionError, match="downfloat"):
        swiss_dynamics(dominated(4, 3), bye="none")


def test_scores_from_claims():
    rows = [("a", "gsm8k", 80.0), ("a", "gsm8k", 82.0), ("b", "gsm8k", 70.0), ("b", "math", 50.0)]
    claims = frame([{"claim_id": str(i), "paper_id": str(i), "kind": "level", "metric": "accuracy", "unit": "percent",
                     "subject": system, "benchmark": [benchmark], "value": value}
                    for i, (system, benchmark, value) in enumerate(rows)], CLAIMS)
    table = score_matrix(claims)
    assert table.loc["a", "gsm8k"] == pytest.approx(.81)
    assert np.isnan(table.loc["a", "math"])
    assert table.loc["b", "math"] == pytest.approx(.5)


def test_scores_of_one_benchmark_are_on_one_scale():
    def table(metric, *cells):
        rows = [{"claim_id": str(i), "paper_id": str(i), "kind": "level", "metric": metric, "benchmark": ["squad"],
                 "subject": system, "value": value, "unit": unit} for i, (system, value, unit) in enumerate(cells)]
        return frame(rows, CLAIMS)

    shares = score_matrix(table("f1", ("a", .95, "none"), ("b", 60.0, "percent"), ("c", 71.0, "none")))["squad"]
    assert shares.to_dict() == {"a": .95, "b": pytest.approx(.6), "c": pytest.approx(.71)}
    times = table("latency", ("a", 150.0, "ms"), ("b", .2, "second"), ("c", .3, "second"))
    assert score_matrix(times)["squad"].to_dict() == {"b": -.2, "c": -.3}
    assert score_matrix(times.iloc[::-1])["squad"].to_dict() == {"b": -.2, "c": -.3}


def test_a_saturated_capability_index_has_no_errors():
    few = pd.DataFrame({"x": [.9, .7, .6], "y": [.8, .5, .4], "z": [.7, .6, .2]}, index=list("abc"))
    assert capability_index(few.loc[["a", "b"]]).systems["se"].isna().all()
    more = pd.concat([few, few.rename(index=str.upper) - .05])
    assert (capability_index(more).systems["se"] > 0).all()
