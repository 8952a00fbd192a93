"""Figures of the claims table: what is shown, how, and what is left out with its reason."""

from __future__ import annotations

import io

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from metaanalysis import plots
from metaanalysis.errors import DataError, OptionError
from metaanalysis.plots import figure_data
from metaanalysis.tables import CLAIMS, frame
from tests import plots_samples as samples


@pytest.fixture(autouse=True)
def _closed():
    mpl.use("Agg")
    yield
    plt.close("all")


def table(*rows):
    base = {"kind": "change", "unit": "percent", "bound": "exact", "metric": "accuracy", "improvement": True,
            "direction": "increase", "sentence": "s", "start": 0}
    return frame([{"claim_id": f"c{i}", "paper_id": f"p{i:03d}", **base, **row} for i, row in enumerate(rows)], CLAIMS)


def count(ax, name):
    return sum(len(found.get_offsets()) for found in ax.collections if found.get_gid() == name)


def test_changes_are_signed_and_ranges_keep_both_ends():
    data = plots.changes_data(table({"value": 5.0}, {"value": 3.0, "direction": "decrease"}, {"low": 2.0, "high": 8.0},
                                    {"low": 2.0, "high": 8.0, "direction": "decrease"}))
    assert data["x"].dropna().tolist() == [5.0, -3.0]
    assert data.loc[data["x"].isna(), ["x_low", "x_high"]].to_numpy().tolist() == [[2.0, 8.0], [-8.0, -2.0]]


def test_a_part_is_percent_or_a_factor_but_never_a_bare_number():
    third = {"value": 1 / 3, "unit": "fraction", "text": "a third", "basis": "relative", "direction": "decrease"}
    claims = table(third, {**third, "value": .1, "basis": "multiplicative"}, {**third, "value": 3.0, "of": 60.0})
    assert plots.changes_data(claims).set_index("claim_id")["x"][["c0", "c2"]].round(3).tolist() == [-33.333, -5]
    assert plots.changes_data(claims)["shown"].sum() == 2
    factors = plots.changes_data(claims, unit="times")
    assert factors.loc[factors["shown"], "x"].tolist() == [10.0]


def test_bounds_are_hollow_with_arrows_and_values_filled():
    ax = plots.changes(table({"value": 5.0, "bound": "at_most"}, {"value": 6.0, "bound": "at_least"}, {"value": 7.0},
                             {"low": 1.0, "high": 2.0}, {"value": 4.0, "bound": "about"}))
    assert count(ax, "bound") == 2
    assert count(ax, "value") == 2
    assert count(ax, "arrow") == 2
    assert count(ax, "range-end") == 2
    assert [len(found.get_segments()) for found in ax.collections if found.get_gid() == "interval"] == [1]


@pytest.mark.parametrize("draw", [plots.changes, plots.gains])
def test_a_compressed_axis_says_so(draw):
    for top, told in ((300.0, True), (90.0, False)):
        ax = draw(table({"value": 5.0}, {"value": top}))
        words = " ".join(text.get_text() for text in [*ax.texts, *ax.figure.texts])
        assert ("linear up to 10 and logarithmic beyond" in words) is told
        assert (ax.get_xscale() == "symlog") is told


def test_other_units_are_left_out_and_counted():
    claims = table({"value": 5.0}, {"value": 2.0, "unit": "times"}, {"value": 7.0, "unit": "ms"}, {})
    record = figure_data(plots.changes(claims))
    assert record.counts["n_shown"] == 1
    assert record.caption.endswith("Left out: 3 claims (2 in another unit and 1 without a number).")
    assert figure_data(plots.changes(claims, unit="times")).counts["n_shown"] == 1
    with pytest.raises(OptionError, match="allowed are percent, times"):
        plots.changes(claims, unit="points")


def test_groups_are_whole_largest_first_and_sorted_inside():
    data = plots.changes_data(samples.changes(80), samples.papers())
    shown = data[data["shown"]]
    blocks = shown["group"].ne(shown["group"].shift()).sum()
    assert blocks == shown["group"].nunique()
    for _, rows in shown.groupby("group"):
        assert rows["x"].fillna(rows["x_high"]).is_monotonic_decreasing


def test_input_order_does_not_matter():
    claims = samples.changes(60)
    again = claims.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(plots.changes_data(claims), plots.changes_data(again))
    claims = samples.levels(60)
    pd.testing.assert_frame_equal(plots.levels_data(claims), plots.levels_data(claims.iloc[::-1]))


def test_every_shown_change_is_drawn_at_300_rows():
    ax = plots.changes(samples.changes(300), samples.papers())
    data = figure_data(ax).data
    points = data.loc[data["shown"], "x"].notna().sum()
    assert count(ax, "value") + count(ax, "bound") == points


def test_claims_read_back_from_csv_give_the_same_figure():
    claims = samples.claims(60)
    text = claims.assign(benchmark=claims["benchmark"].map("|".join),
                         benchmark_text=claims["benchmark_text"].map("|".join)).to_csv(index=False)
    back = pd.read_csv(io.StringIO(text))
    for name in ("changes_data", "levels_data"):
        ours, theirs = (getattr(plots, name)(which) for which in (claims, back))
        assert ours["claim_id"].tolist() == theirs["claim_id"].tolist()
        assert ours["x"].tolist() == pytest.approx(theirs["x"].tolist(), nan_ok=True)
    assert plots.coverage_map_data(back)["n_claims"].sum() == plots.coverage_map_data(claims)["n_claims"].sum()


def level(**row):
    return {"kind": "level", "direction": None, "improvement": None, "benchmark": ["MMLU"], **row}


def test_levels_take_intervals_from_where_they_are():
    data = plots.levels_data(table(level(value=80.0, ci_low=78.0, ci_high=82.0), level(value=70.0, plus_minus=1.5),
                                   level(low=10.0, high=20.0), level(value=58.0, of=60.0, unit="fraction"),
                                   level(value=50.0)))
    by_id = data.set_index("claim_id")
    assert by_id["source"].to_dict() == {"c0": "interval", "c1": "plus_minus", "c2": "range", "c3": "", "c4": ""}
    assert by_id.loc["c1", ["x_low", "x_high"]].tolist() == [68.5, 71.5]
    assert by_id.loc["c3", "x"] == pytest.approx(100 * 58 / 60)
    assert np.isnan(by_id.loc["c2", "x"])


def test_a_level_on_two_benchmarks_stands_under_both():
    data = plots.levels_data(table(level(value=80.0, benchmark=["MMLU", "GSM8K"]), level(value=1.0, benchmark=[])))
    assert sorted(data.loc[data["shown"], "benchmark"]) == ["GSM8K", "MMLU"]
    assert data["reason"].dropna().tolist() == ["without a benchmark"]
    only = plots.levels_data(table(level(value=80.0, benchmark=["MMLU", "GSM8K"])), benchmarks=["GSM8K"])
    assert only.loc[only["shown"], "benchmark"].tolist() == ["GSM8K"]
    with pytest.raises(OptionError, match="give a list"):
        plots.levels_data(table(level(value=1.0)), benchmarks="MMLU")


def test_an_outlier_stands_at_the_edge_and_not_in_the_way():
    rows = [level(value=float(60 + i)) for i in range(12)] + [level(value=64000.0)]
    ax = plots.levels(table(*rows))
    assert ax.get_xlim()[1] < 200
    assert count(ax, "beyond") == 1
    assert count(ax, "value") == 12


def test_coverage_counts_add_up():
    claims = samples.claims(120)
    data = plots.coverage_map_data(claims)
    expected = claims["benchmark"].map(lambda names: max(1, len(names))).sum()
    assert data["n_claims"].sum() == expected
    ax = plots.coverage_map(claims, max_metrics=2, max_benchmarks=3)
    cells = [int(text.get_text()) for text in ax.texts if text.get_gid() == "count"]
    assert sum(cells) == expected
    shown = {text.get_text() for text in ax.texts if text.get_gid() == "row-name"}
    assert {"other metrics", "no metric named"} <= shown
    assert len(shown) == 4
    assert "counted together" in figure_data(ax).caption


def test_gains_box_holds_neither_bounds_nor_ranges():
    data = plots.gains_data(table({"value": 5.0}, {"value": 90.0, "bound": "at_most"}, {"low": 1.0, "high": 99.0},
                                  {"value": 6.0, "bound": "about"}))
    assert data.loc[data["in_box"], "x"].tolist() == [6.0, 5.0]
    assert data["reason"].dropna().tolist() == ["given as a range"]


def test_gains_have_a_box_from_five_values_on():
    def boxes(n):
        ax = plots.gains(table(*({"value": float(i)} for i in range(n))))
        return len([patch for patch in ax.patches if patch.get_gid() == "box"])
    assert (boxes(4), boxes(5)) == (0, 1)


def test_pairs_join_the_nearest_ends_of_a_sentence_once():
    ends = [level(role="from", value=10.0, start=0), level(role="to", value=20.0, start=5),
            level(role="from", value=30.0, start=20), level(role="to", value=15.0, start=25)]
    claims = table(*ends)
    claims["paper_id"] = "p000"
    data = plots.dumbbells_data(claims)
    assert sorted(zip(data["before"], data["after"], strict=True)) == [(10.0, 20.0), (30.0, 15.0)]
    assert data["change"].tolist() == [-15.0, 10.0]
    other = claims.assign(sentence=["a", "b", "c", "d"])
    assert plots.dumbbells_data(other).empty


def test_dumbbells_are_hollow_before_and_filled_after():
    ax = plots.dumbbells(samples.pairs(20), samples.papers())
    n = figure_data(ax).counts["n_shown"]
    assert count(ax, "before") == n == count(ax, "after") == 20


def test_noise_floor_tells_above_from_below():
    claims = table({"value": 5.0, "benchmark": ["MMLU"]},
                   {"value": 1.0, "benchmark": ["MMLU"], "direction": "decrease"},
                   {"value": 5.0, "benchmark": ["HumanEval", "Unknown"]}, {"value": 5.0},
                   {"value": 5.0, "benchmark": ["MMLU"], "basis": "relative"})
    record = figure_data(plots.noise_floor(claims, samples.FLOORS))
    assert (record.counts["n_above"], record.counts["n_shown"]) == (1, 3)
    assert record.data["reason"].value_counts().to_dict() == {
        "on benchmarks whose floor is not known": 1, "without a benchmark": 1, "relative, not in points": 1}
    with pytest.raises(DataError, match="floor of MMLU"):
        plots.noise_floor_data(claims, {"MMLU": 0.0})


def test_each_gain_meets_its_own_floor_when_none_is_given():
    claims = table({"value": 9.0, "benchmark": ["mmlu"], "unit": "points", "basis": "absolute"},
                   {"value": 0.1, "benchmark": ["mmlu"], "unit": "points", "basis": "absolute"},
                   {"value": 5.0, "benchmark": ["no such benchmark"], "unit": "points"})
    record = figure_data(plots.noise_floor(claims))
    assert record.data.loc[record.data["shown"], "above"].tolist() == [True, False]
    assert record.data["reason"].notna().sum() == 1
    assert "for 2 of 2 the accuracy is not stated and taken as 50 %" in record.caption
    assert "80 % power" in record.caption
    assert "relative" not in record.caption
    vague = figure_data(plots.noise_floor(claims.assign(unit="percent", basis="unspecified")))
    assert "2 of 2 are percent that may be relative, taken as points" in vague.caption


def test_canonical_ids_are_spelled_as_papers_spell_them():
    claims = table(level(value=1.0, benchmark=["gsm8k"], benchmark_text=["GSM8K"], metric="map", metric_text="mAP"),
                   level(value=2.0, benchmark=["gsm8k", "wmt14_en_de", "own_bench"],
                         benchmark_text=["the math tasks", "GSM-8K"]),
                   level(value=3.0, benchmark=["gsm8k"], benchmark_text=["GSM8K"], metric=None, metric_text="A Score"))
    data = plots.levels_data(claims)
    assert set(data["benchmark"]) == {"GSM8K", "WMT14 En-De", "own bench"}
    assert set(data["metric"]) == {"mAP", "accuracy", "a score"}
    assert plots.levels_data(claims, benchmarks=["gsm8k"])["shown"].sum() == 3
    assert plots.levels_data(claims, benchmarks=["GSM8K"])["shown"].sum() == 3


def test_rounding_reads_digits_as_written():
    data = plots.rounding_data(table({"value": 80.0, "text": "80.0%"}, {"value": 5.0, "text": "up to 5 points"},
                                     {"value": 1234.5, "text": "1,234.50%"}, {"value": 3.0, "text": "three percent"}))
    assert data["digit"].tolist()[:3] == [0, 5, 0]
    assert data["decimals"].tolist()[:3] == [1, 0, 2]
    assert data["reason"].tolist() == [None, None, None, "without a number in figures"]


def test_over_time_finds_records_in_both_directions():
    rows = [level(value=value) for value in (50.0, 60.0, 55.0, 60.0, 70.0)]
    papers = samples.papers(5)
    papers["date"] = ["2021-03-01", "2022", "2022-12", "2023-01-01", "2024-05-01"]
    data = plots.over_time_data(table(*rows), papers, benchmark="MMLU").set_index("claim_id")
    assert data["record"].to_dict() == {"c0": True, "c1": True, "c2": False, "c3": False, "c4": True}
    assert data["running"].tolist() == [50.0, 60.0, 60.0, 60.0, 70.0]
    down = plots.over_time_data(table(*rows), papers, benchmark="MMLU", better="lower")
    assert down["record"].sum() == 1
    papers["date"] = pd.array([None] * 5, dtype="string")
    undated = plots.over_time_data(table(*rows), papers, benchmark="MMLU")
    assert undated["reason"].tolist() == ["of papers without a date"] * 5


def test_network_takes_standings_and_leaves_ties_out():
    pairs = pd.DataFrame({"winner": ["A", "C", "A"], "loser": ["B", "A", "C"], "outcome": [1.0, 1.0, 0.5]})
    data = plots.network_data(pairs)
    assert sorted(zip(data["winner"], data["loser"], strict=True)) == [("A", "B"), ("C", "A")]
    with pytest.raises(DataError, match="standings"):
        plots.network(samples.claims(3))


def test_network_draws_every_shown_pair_and_counts_the_rest():
    edges = samples.edges(300, 40)
    ax = plots.network(edges, max_nodes=10)
    record = figure_data(ax)
    assert len([patch for patch in ax.patches if patch.get_gid() == "edge"]) == record.counts["n_pairs"]
    assert record.counts["n_claims"] == len(edges)
    assert record.counts["n_shown"] + record.data.loc[~record.data["shown"], "n"].sum() == len(edges)


def test_flow_adds_up():
    papers, claims = samples.papers(30), samples.claims(40)
    effects = pd.DataFrame({"included": [True, False, False], "exclusion_reason": [None, "no uncertainty", None]})
    data = plots.flow_data(papers, claims, effects, n_records=40, problems={"no title": 3}).set_index("node")
    assert data.loc["records_out", "n"].tolist() == [3, 7]
    assert data.loc["papers", "n"] == data.loc["papers_with_claims", "n"] + data.loc["papers_out", "n"]
    assert data.loc["pooled", "n"] == 1
    assert "1 no uncertainty" in data.loc["outcomes_out", "text"]
