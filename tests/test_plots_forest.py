"""The forest plot's data and geometry."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from metaanalysis.errors import DataError, OptionError
from metaanalysis.plots import figure_data, forest, forest_data, forest_pages, orchard
from metaanalysis.plots.summaries import summary_of
from metaanalysis.statistics import pool
from tests import plots_samples as samples


@pytest.fixture(autouse=True)
def _closed():
    mpl.use("Agg")
    yield
    plt.close("all")


def artists(ax, name):
    return [artist for artist in ax.collections if artist.get_gid() == name]


def offsets(ax, name):
    found = artists(ax, name)
    return found[0].get_offsets() if found else np.empty((0, 2))


def texts(ax, name):
    return [text.get_text() for text in ax.texts if text.get_gid() == name]


def simple(**more):
    return pd.DataFrame({"effect": [0.3, 0.1, 0.6, 0.2], "se": [0.1, 0.2, np.nan, 0.05],
                         "label": ["a", "b", "c", "a"], **more})


def test_rows_without_a_standard_error_are_hollow_counted_and_not_pooled():
    ax = forest(simple())
    record = figure_data(ax)
    assert record.counts == {"n_claims": 4, "n_shown": 4, "n_papers": 0, "n_pooled": 3, "n_without_se": 1,
                             "n_groups": 1}
    (bare,) = artists(ax, "bare")
    assert bare.get_offsets()[:, 0].tolist() == [0.6]
    assert mpl.colors.to_hex(bare.get_facecolor()[0]) == "#ffffff"
    assert len(offsets(ax, "pooled")) == 3
    assert "1 without a standard error" in record.caption
    assert any("1 shown without uncertainty" in text for text in texts(ax, "note"))


def test_overall_is_what_the_statistics_say():
    data = simple()
    used = data.dropna()
    expected = pool(used["effect"].to_numpy(), se=used["se"].to_numpy(), test="knha")
    overall = figure_data(forest(data)).model["overall"]
    assert overall["estimate"] == pytest.approx(expected.estimate)
    assert (overall["low"], overall["high"]) == pytest.approx((expected.ci_low, expected.ci_high))
    (diamond,) = artists(forest(data), "diamond")
    corners = diamond.get_paths()[0].vertices[:4]
    assert corners[0][0] == pytest.approx(expected.ci_low)
    assert corners[2][0] == pytest.approx(expected.ci_high)


def test_a_given_result_is_used():
    ax = forest(simple(), result={"estimate": 9.0, "ci_low": 8.0, "ci_high": 10.0, "k": 2})
    assert figure_data(ax).model["overall"]["estimate"] == 9.0
    assert ax.get_xlim()[1] > 10


def test_a_pooled_result_alone_is_enough():
    result = pool([0.2, 0.5, 0.3], [0.04, 0.02, 0.05], labels=["x", "y", "z"])
    record = figure_data(forest(result))
    assert set(record.data["label"]) == {"x", "y", "z"}
    assert record.model["overall"]["estimate"] == pytest.approx(result.estimate)


def test_weights_are_those_of_the_model():
    data = forest(simple())
    frame = figure_data(data).data
    tau2 = figure_data(data).model["overall"]["tau2"]
    raw = 1 / (frame["se"] ** 2 + tau2)
    assert frame["weight"].to_numpy() == pytest.approx((raw / raw.sum() * 100).to_numpy(), nan_ok=True)
    assert frame["weight"].sum() == pytest.approx(100)


def test_equal_labels_stay_separate_rows():
    assert texts(forest(simple()), "cell").count("a") == 2


def test_sorting_keeps_groups_whole_and_their_pools_right():
    data = samples.effects(30, missing=0)
    ax = forest(data, group="metric", sort="effect")
    frame = figure_data(ax).data
    changes = (frame["group"] != frame["group"].shift()).sum()
    assert changes == frame["group"].nunique() == 3
    for _, rows in frame.groupby("group"):
        assert rows["effect"].is_monotonic_decreasing
    for name, found in figure_data(ax).model["groups"].items():
        rows = data[data["metric"] == name]
        expected = pool(rows["effect"].to_numpy(), se=rows["se"].to_numpy(), test="knha",
                        cluster=rows["paper_id"].to_numpy(dtype=object))
        assert found["estimate"] == pytest.approx(expected.estimate)


@pytest.mark.parametrize(("sort", "column", "rising"), [("precision", "se", True), ("year", "year", True),
                                                        ("label", "label", True), ("effect", "effect", False)])
def test_sorting(sort, column, rising):
    frame = forest_data(samples.effects(12, missing=0), sort=sort, keep=["year"])
    assert frame[column].is_monotonic_increasing if rising else frame[column].is_monotonic_decreasing


def test_input_order_is_kept_when_asked():
    data = samples.effects(12)
    assert list(forest_data(data, sort=None)["label"]) == list(data["label"])


def test_a_group_of_one_gets_no_diamond():
    data = simple(metric=["m", "m", "m", "single"])
    ax = forest(data, group="metric")
    assert list(figure_data(ax).model["groups"]) == ["m"]


def test_effects_of_one_paper_are_not_pooled_as_if_independent():
    data = simple(paper_id=["p", "p", "p", "p"])
    assert "overall" not in figure_data(forest(data)).model
    assert "Nothing is pooled." in figure_data(forest(data)).caption


def test_excluded_rows_stay_visible_with_their_reason():
    data = simple(included=[True, False, True, True], exclusion_reason=[None, "relative without baseline", None, None])
    ax = forest(data)
    assert offsets(ax, "excluded")[:, 0].tolist() == [0.1]
    assert figure_data(ax).counts["n_pooled"] == 2
    assert "1 relative without baseline" in figure_data(ax).caption


def test_intervals_beyond_the_limits_end_in_arrows():
    data = pd.DataFrame({"effect": [0.1, 0.2, 5.0], "se": [0.1, 2.0, 0.1], "label": list("abc")})
    ax = forest(data, xlim=(-1, 1), summary=False)
    beyond = artists(ax, "beyond")
    assert sum(len(found.get_offsets()) for found in beyond) == 4  # both ends of b, effect and interval of c
    for line in artists(ax, "interval")[0].get_segments():
        assert -1 <= line[0][0] <= line[1][0] <= 1


def test_a_wild_interval_does_not_press_the_others_together():
    data = samples.effects(40, missing=0)
    data.loc[0, "se"] = 60.0
    assert np.ptp(forest(data).get_xlim()) < 12


def test_prediction_interval_can_be_turned_off():
    assert any("prediction" in text for text in texts(forest(samples.effects(9)), "cell"))
    assert not any("prediction" in text for text in texts(forest(samples.effects(9), prediction=False), "cell"))


def test_summary_can_be_turned_off():
    ax = forest(samples.effects(9), summary=False)
    assert not artists(ax, "diamond")
    assert figure_data(ax).counts["n_pooled"] == 0


def test_the_overall_estimate_can_be_turned_off_beside_groups():
    ax = forest(samples.effects(12, missing=0), group="metric", overall=False)
    model = figure_data(ax).model
    assert "overall" not in model
    assert len(model["groups"]) == 3
    assert figure_data(ax).counts["n_pooled"] == 12
    assert "Pooled within 3 subgroups" in figure_data(ax).caption


def test_natural_scale_of_axis_and_estimates():
    data = pd.DataFrame({"effect": np.log([0.5, 2.0, 4.0]), "se": [0.1, 0.1, 0.1], "label": list("abc")})
    ax = forest(data, transform="exp", sort=None, summary=False)
    ax.figure.canvas.draw()
    labels = {text.get_text(): tick for text, tick in zip(ax.get_xticklabels(), ax.get_xticks(), strict=True)}
    assert labels["2"] == pytest.approx(np.log(2))
    assert "2.00 [1.64, 2.43]" in texts(ax, "cell")
    assert not any("10^" in label for label in labels)


def test_height_follows_from_the_rows():
    heights = [forest(samples.effects(n, missing=0)).figure.get_figheight() for n in (5, 15, 25)]
    assert heights[1] - heights[0] == pytest.approx(heights[2] - heights[1], rel=0.02)


def test_many_rows_become_a_caterpillar_and_none_is_dropped():
    ax = forest(samples.effects(300))
    assert len(offsets(ax, "pooled")) + len(offsets(ax, "bare")) == 300
    assert ax.figure.get_figheight() < 15
    assert not any(text.startswith("Paper") for text in texts(ax, "cell"))
    assert len(artists(ax, "interval")[0].get_segments()) == len(offsets(ax, "pooled"))


def test_pages_show_every_row_once_and_the_diamond_last():
    data = samples.effects(70, missing=0)
    pages = forest_pages(data, max_rows=30, group="metric", sort="effect")
    shown = [text for page in pages for text in texts(page, "cell") if text.startswith(("Paper", "Costs"))]
    assert len(pages) == 3
    assert len(shown) == 70
    assert [any(t.startswith("Overall") for t in texts(page, "cell")) for page in pages] == [False, False, True]
    with pytest.raises(OptionError, match="pages 1 to 3"):
        forest(data, max_rows=30, page=4)


def test_columns_left_and_right():
    ax = forest(samples.effects(5, missing=0), left=["year"], right=["metric", "estimate"])
    assert texts(ax, "header") == ["year", "metric", "estimate [95 % CI]"]
    assert "2015" in texts(ax, "cell")


def test_errors_name_the_column():
    with pytest.raises(DataError, match=r"no column 'nope'.*columns are effect, se"):
        forest(simple(), group="nope")
    with pytest.raises(DataError, match="negative"):
        forest(simple().assign(se=[-0.1, 0.2, 0.3, 0.4]))
    with pytest.raises(OptionError, match="allowed are identity, exp"):
        forest(simple(), transform="sqrt")
    with pytest.raises(DataError, match="no estimate"):
        summary_of({"ci_low": 1, "ci_high": 2})


def test_a_column_of_missing_values_is_drawn():
    ax = forest(simple(year=[2020, None, np.nan, 2021]), left=["year"])
    assert texts(ax, "cell").count("2020") == 1


def test_orchard_counts_and_draws_every_effect():
    ax = orchard(samples.effects(60), group="metric")
    fruit = sum(len(found.get_offsets()) for found in artists(ax, "fruit") + artists(ax, "bare"))
    assert fruit == 60 == figure_data(ax).counts["n_shown"]
    assert len(artists(ax, "trunk")) == 3
