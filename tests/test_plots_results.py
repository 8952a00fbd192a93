"""Figures of statistical results: funnel, radial, Baujat, cumulative, leave-one-out, ranks, specifications."""

from __future__ import annotations

import re
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from metaanalysis import plots
from metaanalysis.errors import DataError
from metaanalysis.plots import figure_data
from metaanalysis.statistics import pool
from metaanalysis.statistics.baujat import baujat as contributions
from metaanalysis.statistics.cumulative import pool_cumulatively
from metaanalysis.statistics.leave_out import leave_one_out
from tests import plots_samples as samples


@pytest.fixture(autouse=True)
def _closed():
    mpl.use("Agg")
    yield
    plt.close("all")


def test_funnel_shows_only_rows_with_a_standard_error_and_counts_the_others():
    data = samples.effects(40)
    ax = plots.funnel(data)
    record = figure_data(ax)
    (points,) = [found for found in ax.collections if found.get_gid() == "effect"]
    assert len(points.get_offsets()) == data["se"].notna().sum() == record.counts["n_shown"]
    assert record.data["shown"].sum() == record.counts["n_shown"]
    low, high = ax.get_ylim()
    assert low > high == 0


def test_contours_lie_where_the_level_says():
    ax = plots.funnel(samples.effects(40), contours=(0.95,), null=0.2)
    (band,) = [found for found in ax.collections if str(found.get_gid()).startswith("contour")]
    corners = band.get_paths()[0].vertices
    depth = corners[:, 1].max()
    ends = corners[corners[:, 1] == depth][:, 0]
    assert (ends.min(), ends.max()) == pytest.approx((0.2 - 1.959964 * depth, 0.2 + 1.959964 * depth), rel=1e-6)
    assert ax.get_xlim() == plots.funnel(samples.effects(40), contours=(), null=0.2).get_xlim()


def test_radial_points_have_the_effect_as_slope():
    data = samples.effects(20, missing=0)
    ax = plots.radial(data)
    (points,) = [found for found in ax.collections if found.get_gid() == "effect"]
    x, y = points.get_offsets().T
    assert sorted((y / x).tolist()) == pytest.approx(sorted(data["effect"].tolist()))
    expected = pool(data["effect"].to_numpy(), se=data["se"].to_numpy(), method="FE")
    assert figure_data(ax).model["estimate"] == pytest.approx(expected.estimate)


def test_baujat_of_a_frame_and_of_a_result_agree():
    data = samples.effects(15, missing=0)
    result = contributions(data["effect"].to_numpy(), se=data["se"].to_numpy(), labels=data["label"].to_numpy())
    ours, theirs = plots.baujat_data(data), plots.baujat_data(result)
    assert ours["contribution"].tolist() == pytest.approx(theirs["contribution"].tolist())
    assert ours["label"].tolist() == theirs["label"].tolist()
    q = pool(data["effect"].to_numpy(), se=data["se"].to_numpy(), method="FE").Q
    assert ours["contribution"].sum() == pytest.approx(q)


def test_cumulative_forest_of_a_frame_and_of_a_result_agree():
    data = samples.effects(20)
    used = data.dropna().reset_index(drop=True)
    result = pool_cumulatively("effect", se="se", data=used, order="year", labels="label", cluster="paper_id")
    ours = figure_data(plots.cumulative_forest(data, order="year"))
    theirs = figure_data(plots.cumulative_forest(result))
    pd.testing.assert_frame_equal(ours.data, theirs.data)
    assert ours.counts["n_left_out"] == len(data) - len(used)
    assert ours.data["estimate"].iloc[-1] == pytest.approx(pool(used["effect"], se=used["se"]).estimate)


def test_leave_one_out_forest_is_sorted_around_the_whole():
    data = samples.effects(20, missing=0)
    record = figure_data(plots.leave_one_out_forest(data))
    assert record.data["estimate"].is_monotonic_decreasing
    assert record.model["estimate"] == pytest.approx(pool(data["effect"], se=data["se"]).estimate)
    by_paper = leave_one_out("effect", se="se", data=data, cluster="paper_id", by="cluster")
    assert len(figure_data(plots.leave_one_out_forest(by_paper)).data) == data["paper_id"].nunique()


def test_every_forest_allows_for_several_effects_of_one_paper():
    data = samples.effects(20, missing=0)
    whole = pool(data["effect"], se=data["se"], cluster=data["paper_id"])
    for draw in (plots.leave_one_out_forest, plots.cumulative_forest, plots.forest):
        record = figure_data(draw(data))
        assert record.model.get("overall", record.model)["low"] == pytest.approx(whole.ci_low)
        assert "robust to dependence within" in record.caption
        alone = figure_data(draw(data.drop(columns="paper_id")))
        assert "robust" not in alone.caption
        some = data.assign(included=data.index != 3, exclusion_reason="a pilot")
        assert figure_data(draw(some)).counts["n_pooled"] == 19


@pytest.mark.parametrize("name", ["funnel", "orchard", "leave_one_out_forest", "cumulative_forest"])
def test_words_and_axis_are_on_one_scale(name):
    data = samples.effects(8, missing=0).assign(effect=np.linspace(2, 2.4, 8))
    record = figure_data(getattr(plots, name)(data, transform="expit"))
    numbers = [float(found) for found in re.findall(r"(?<![\d.])\d\.\d+", record.caption + record.alt_text)]
    assert numbers
    assert all(.5 < number < 1 for number in numbers)


def test_equal_effects_keep_their_diamond():
    data = samples.effects(4, missing=0).assign(effect=.3)
    record = figure_data(plots.forest(data))
    assert record.model["overall"]["high"] > .3


def test_cliques_are_the_maximal_runs_within_the_critical_difference():
    data = plots.critical_difference_data({"c": 3.0, "a": 1.0, "b": 1.8, "d": 3.5}, 1.3)
    assert data["method"].tolist() == ["a", "b", "c", "d"]
    assert data["cliques"].tolist() == ["1", "1|2", "2|3", "3"]
    apart = plots.critical_difference_data({"a": 1.0, "b": 2.0}, 0.5)
    assert apart["cliques"].tolist() == ["", ""]
    given = plots.critical_difference_data({"a": 1.0, "b": 2.0}, cliques=[["b", "a"]])
    assert given["cliques"].tolist() == ["1", "1"]
    with pytest.raises(DataError, match="no method 'z'"):
        plots.critical_difference_data({"a": 1.0, "b": 2.0}, cliques=[["z", "a"]])
    with pytest.raises(DataError, match="two or more"):
        plots.critical_difference_data({"a": 1.0})


def test_bars_that_share_a_method_do_not_touch():
    ax = plots.critical_difference(samples.ranks(14), 3.0)
    bars = [(line.get_xdata(), line.get_ydata()[0]) for line in ax.lines if line.get_gid() == "clique"]
    assert bars
    for index, ((low, high), y) in enumerate(bars):
        for (other_low, other_high), other_y in bars[index + 1:]:
            assert y != other_y or high < other_low or other_high < low


@pytest.mark.parametrize("width", [3.5, 7.2])
def test_ranks_on_the_axis_do_not_touch(width):
    ax = plots.critical_difference(samples.ranks(12), 2.0, width=width)
    ax.figure.canvas.draw()
    boxes = sorted((text.get_window_extent() for text in ax.texts if text.get_gid() == "tick"), key=lambda box: box.x0)
    assert len(boxes) > 3
    assert all(box.x1 < after.x0 for box, after in pairwise(boxes))
    assert any("1 is best" in text.get_text() for text in [*ax.texts, *ax.figure.texts])


def test_specification_curve_is_sorted_and_marks_its_choices():
    data = samples.specifications(24)
    ax = plots.specification_curve(data)
    frame = figure_data(ax).data
    assert frame["estimate"].is_monotonic_increasing
    assert figure_data(ax).counts["n_clear"] == ((data["ci_low"] > 0) | (data["ci_high"] < 0)).sum()
    options = [text.get_text() for text in ax.texts if text.get_gid() == "option"]
    assert options == ["DL", "FE", "REML", "all", "exact only", "False", "True"]
    ticks = [len(found.get_segments()) for found in ax.collections if isinstance(found, mpl.collections.LineCollection)]
    assert sum(ticks) == 24 * 3
    with pytest.raises(DataError, match="no column of choices"):
        plots.specification_curve(data[["estimate", "ci_low", "ci_high"]])
