"""Pooling without moderators: estimators, intervals, results, bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import minimize_scalar

from metaanalysis.errors import ConvergenceError, DataError, OptionError
from metaanalysis.statistics import pool
from metaanalysis.statistics.batch import Lanes, estimate_tau2_batch
from metaanalysis.statistics.intervals import log_likelihood
from metaanalysis.statistics.options import RANDOM
from metaanalysis.statistics.roots import falling_root
from metaanalysis.statistics.tau2 import estimate_tau2
from metaanalysis.statistics.weighted import design, intercept, least_squares
from tests.statistics_samples import BCG_V, BCG_Y


def test_the_classic_table():
    # Viechtbauer (2010), Journal of Statistical Software 36(3), section 4.1 (REML)
    fit = pool(BCG_Y, BCG_V)
    assert round(fit.estimate, 4) == -0.7145
    assert round(fit.se, 4) == 0.1798
    assert round(fit.tau2, 4) == 0.3132
    assert round(fit.tau2_se, 4) == 0.1664
    assert round(fit.I2, 2) == 92.22
    assert round(fit.Q, 4) == 152.2330
    assert fit.Q_df == 12


def brute(y, v, restricted):
    D = intercept(len(y))
    top = 10 * float(np.var(y)) + 10 * float(v.max())
    grid = np.linspace(0, top, 4001)
    best = grid[np.argmax([log_likelihood(y, v, D, t, restricted=restricted) for t in grid])]
    step = grid[1]
    found = minimize_scalar(lambda t: -log_likelihood(y, v, D, t, restricted=restricted), method="bounded",
                            bounds=(max(0, best - step), best + step), options={"xatol": 1e-12})
    return max(found.x, 0.0)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("method", ["REML", "ML"])
def test_likelihood_is_at_its_peak(seed, method):
    rng = np.random.default_rng(seed)
    v = rng.lognormal(-3, 1, 15)
    y = rng.normal(0.2, np.sqrt(v + 0.1))
    tau2 = estimate_tau2(y, v, method=method)
    assert tau2 == pytest.approx(brute(y, v, method == "REML"), abs=1e-6)


def two_peaks():
    """Precise studies that agree, and vague ones far apart: the likelihood has a peak at 0 and one far away."""
    y = np.array([0.0, 0.001, -0.001, 0.0005, 5.0, -5.0])
    v = np.array([1e-4, 1e-4, 1e-4, 1e-4, 1.0, 1.0])
    return y, v


def test_the_higher_of_two_peaks_is_taken():
    y, v = two_peaks()
    D = intercept(len(y))
    tau2 = estimate_tau2(y, v, method="ML")
    ours = log_likelihood(y, v, D, tau2, restricted=False)
    grid = np.concatenate([[0.0], np.geomspace(1e-7, 100, 5000)])
    assert ours >= max(log_likelihood(y, v, D, t, restricted=False) for t in grid) - 1e-9
    lanes = Lanes(np.array([y, y + 1.0]) - y.mean(), v, D)
    np.testing.assert_allclose(estimate_tau2_batch(lanes, "ML"), tau2, rtol=1e-8)


def test_paule_mandel_solves_its_equation():
    tau2 = estimate_tau2(BCG_Y, BCG_V, method="PM")
    fit = least_squares(BCG_Y, 1 / (BCG_V + tau2), intercept(13))
    assert fit.rss == pytest.approx(12, rel=1e-12)
    assert estimate_tau2(BCG_Y, BCG_V, method="EB") == pytest.approx(tau2, rel=1e-12)


def test_closed_forms_by_hand():
    y, v = np.array([0.1, 0.6, 1.3]), np.array([0.04, 0.02, 0.05])
    w = 1 / v
    mean = (w @ y) / w.sum()
    q = float(w @ (y - mean) ** 2)
    assert estimate_tau2(y, v, method="DL") == pytest.approx((q - 2) / (w.sum() - (w @ w) / w.sum()))
    assert estimate_tau2(y, v, method="HS") == pytest.approx((q - 3) / w.sum())
    assert estimate_tau2(y, v, method="HE") == pytest.approx(np.var(y, ddof=1) - v.mean())
    start = np.var(y)
    u = 1 / (v + start)
    sj = start * float(u @ (y - (u @ y) / u.sum()) ** 2) / 2
    assert estimate_tau2(y, v, method="SJ") == pytest.approx(sj)
    assert estimate_tau2(y, v, method="SJ", sj_start="k-1") != pytest.approx(sj, rel=1e-3)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(0.01, 2)), min_size=3, max_size=12), st.floats(-50, 50),
       st.floats(0.1, 20), st.sampled_from(sorted(RANDOM)))
def test_shift_and_scale(rows, shift, factor, method):
    y, v = (np.array(column) for column in zip(*rows, strict=True))
    one = pool(y, v, method=method)
    two = pool(factor * y + shift, factor**2 * v, method=method)
    # a flat likelihood may peak at two places that differ by rounding only
    if method not in {"REML", "ML"}:
        assert two.tau2 == pytest.approx(factor**2 * one.tau2, rel=1e-6, abs=1e-7 * factor**2)
        assert two.estimate == pytest.approx(factor * one.estimate + shift, rel=1e-6, abs=1e-6 * (1 + factor))
    else:
        assert two.log_likelihood == pytest.approx(one.log_likelihood - (len(y) - (method == "REML")) * np.log(factor),
                                                   abs=1e-6)


@pytest.mark.parametrize("method", sorted(RANDOM))
def test_batches_repeat_single_fits(method):
    rng = np.random.default_rng(3)
    y, v = rng.normal(0, 0.5, (20, 9)), rng.uniform(0.02, 0.3, (20, 9))
    together = estimate_tau2_batch(Lanes(y, v, intercept(9)), method)
    alone = [estimate_tau2(a, b, method=method) for a, b in zip(y, v, strict=True)]
    np.testing.assert_allclose(together, alone, rtol=1e-7, atol=1e-9)
    mask = rng.random((20, 9)) < 0.7
    mask[:, :3] = True
    masked = estimate_tau2_batch(Lanes(y, v, intercept(9), mask), method)
    alone = [estimate_tau2(a[m], b[m], method=method) for a, b, m in zip(y, v, mask, strict=True)]
    np.testing.assert_allclose(masked, alone, rtol=1e-7, atol=1e-9)


def test_batches_with_moderators_repeat_single_fits():
    rng = np.random.default_rng(4)
    D = design(np.column_stack([np.ones(12), rng.normal(size=(12, 2))]))
    y, v = rng.normal(0, 0.6, (5, 12)), rng.uniform(0.02, 0.3, 12)
    for method in RANDOM:
        together = estimate_tau2_batch(Lanes(y, v, D), method)
        alone = [estimate_tau2(a, v, D, method=method) for a in y]
        np.testing.assert_allclose(together, alone, rtol=1e-7, atol=1e-9)


def test_extreme_weights_keep_their_digits():
    y = np.array([100.0, 100.3, 99.8, 250.0, 180.0])
    v = np.array([1e-6, 1e-6, 1e-6, 1e4, 1e4])
    tau2 = estimate_tau2(y, v, method="PM")
    assert least_squares(y, 1 / (v + tau2), intercept(5)).rss == pytest.approx(4, rel=1e-9)


@pytest.mark.parametrize(("kind", "df"), [("normal", None), ("t", 12), ("riley", 11)])
def test_prediction_intervals(kind, df):
    fit = pool(BCG_Y, BCG_V)
    new = fit.prediction_interval(kind)
    quantile = stats.norm.ppf(0.975) if df is None else stats.t.ppf(0.975, df)
    assert new.high - fit.estimate == pytest.approx(quantile * np.sqrt(fit.se**2 + fit.tau2))


def test_q_profile_ends_leave_the_right_tails():
    found = pool(BCG_Y, BCG_V).tau2_interval(level=0.9)
    for end, share in ((found.tau2_low, 0.95), (found.tau2_high, 0.05)):
        rss = least_squares(BCG_Y, 1 / (BCG_V + end), intercept(13)).rss
        assert stats.chi2.cdf(rss, 12) == pytest.approx(share)
    assert found.I2_low < found.I2 < found.I2_high
    assert found.H2_low == pytest.approx(1 / (1 - found.I2_low / 100))


def test_likelihood_profile_ends_lie_on_the_level():
    fit = pool(BCG_Y, BCG_V, method="ML")
    found = fit.tau2_interval("PL")
    for end in (found.tau2_low, found.tau2_high):
        drop = fit.log_likelihood - log_likelihood(BCG_Y, BCG_V, intercept(13), end, restricted=False)
        assert 2 * drop == pytest.approx(stats.chi2.ppf(0.95, 1), abs=1e-8)
    with pytest.raises(OptionError, match="likelihood"):
        pool(BCG_Y, BCG_V, method="DL").tau2_interval("PL")


def test_tests_differ_as_defined():
    z, t, knha, adhoc = (pool(BCG_Y, BCG_V, method="FE" if test == "fe" else "DL", test=test)
                         for test in ("z", "t", "knha", "adhoc"))
    assert z.df is None
    assert t.df == knha.df == adhoc.df == 12
    assert t.se == z.se
    assert knha.se == pytest.approx(z.se * np.sqrt(knha.scale))
    assert adhoc.se == max(z.se, knha.se)
    quiet = [pool([0.1, 0.11, 0.1], [0.05, 0.06, 0.07], test=test) for test in ("knha", "adhoc")]
    assert quiet[0].se < quiet[1].se


def test_blup_draws_to_the_mean():
    fit = pool(BCG_Y, BCG_V)
    shrunken = fit.blup()
    assert ((shrunken.estimate - fit.estimate) / (BCG_Y - fit.estimate) > 0).all()
    assert (np.abs(shrunken.estimate - fit.estimate) < np.abs(BCG_Y - fit.estimate)).all()
    assert list(shrunken.to_frame().columns)[:4] == ["row", "label", "effect", "variance"]


def test_coverage_of_the_interval():
    rng = np.random.default_rng(5)
    hits = 0
    for _ in range(300):
        v = rng.uniform(0.05, 0.3, 10)
        y = rng.normal(0.4, np.sqrt(v + 0.1))
        fit = pool(y, v, test="knha")
        hits += fit.ci_low <= 0.4 <= fit.ci_high
    assert 0.91 <= hits / 300 <= 0.98


def test_results_are_frozen_and_show_themselves():
    fit = pool(BCG_Y, BCG_V, labels=[f"trial {i}" for i in range(13)])
    with pytest.raises(AttributeError):
        fit.estimate = 1.0
    text = fit.summary()
    for piece in ("k = 13", "REML", "0.3132", "-0.7145", "Q(df = 12)", "< .0001", "prediction"):
        assert piece in text
    assert "<pre>" in fit._repr_html_()
    frame = fit.to_frame()
    assert frame.loc[0, "estimate"] == fit.estimate
    assert fit.to_dict()["df"] is None
    assert fit.call == "pool(k=13, method='REML', test='z', level=0.95)"
    assert fit.data["label"].iloc[0] == "trial 0"
    assert fit.omitted.empty


def test_rows_left_out_come_with_reasons():
    data = pd.DataFrame({"effect": [0.1, 0.2, None, 0.4, 0.3], "se": [0.1, 0.2, 0.1, None, 0.2],
                         "group": ["a", "b", "c", "d", "e"], "included": [True, True, True, True, False],
                         "exclusion_reason": [None, None, None, None, "a bound, not a value"]}).convert_dtypes()
    with pytest.raises(DataError, match=r"variances are missing for 1 of 3 effects.*without_variances.*uncertainty"):
        pool(data)
    fit = pool(data, missing="omit")
    assert fit.k == 2
    assert dict(zip(fit.omitted["row"], fit.omitted["reason"], strict=True)) == {
        2: "effect is missing", 3: "variance is missing", 4: "a bound, not a value"}
    assert "Rows left out: 3" in fit.summary()


def test_columns_arrays_and_tables_are_one():
    data = pd.DataFrame({"d": BCG_Y, "v": BCG_V, "s": np.sqrt(BCG_V), "name": list("abcdefghijklm")})
    table = pd.DataFrame({"effect": BCG_Y, "se": np.sqrt(BCG_V), "group": list("abcdefghijklm")})
    fits = [pool("d", "v", data=data, labels="name"), pool("d", se="s", data=data), pool(data["d"], data["v"]),
            pool(table), pool(BCG_Y.tolist(), BCG_V.tolist())]
    np.testing.assert_allclose([fit.estimate for fit in fits], fits[0].estimate, rtol=1e-12)
    assert list(fits[0].sample.labels) == list(data["name"])


def test_papers_with_several_effects_are_clustered_by_default():
    table = pd.DataFrame({"effect": BCG_Y, "se": np.sqrt(BCG_V), "group": list("aabbccddeefgh")})
    fit = pool(table)
    assert fit.test == "CR2"
    assert fit.clusters == 8
    plain = pool(table, robust="none")
    assert plain.test == "z"
    assert fit.estimate == plain.estimate
    assert fit.se != plain.se
    assert "8 clusters" in fit.summary()
    assert fit.prediction_interval().df == fit.df


@pytest.mark.parametrize("papers", [["a", "a", None, None], ["a", "a", np.nan, "b"], np.array([1, 1, np.nan, 2])])
def test_an_effect_of_no_known_paper_is_refused(papers):
    with pytest.raises(DataError, match=r"cluster is missing for \d of 4 effects; name the paper"):
        pool([.1, .2, .5, .3], [.2, .1, .1, .3], cluster=papers)
    table = pd.DataFrame({"effect": [.1, .2], "se": [.2, .1], "group": pd.array([None, None], dtype="string")})
    assert pool(table).test == "z"


@pytest.mark.parametrize("options", [{"test": "knha"}, {"method": "UWLS"}, {"cluster": ["a", "a", "b"]}])
def test_equal_effects_are_no_certainty(options):
    same = [np.log(1.2)] * 3
    with pytest.raises(DataError, match=r"3 effects are equal.*test='z'"):
        pool(same, [.2, .1, .3], **options)
    assert pool(same, [.2, .1, .3], **options | {"test": "z", "method": "REML", "robust": "none"}).se > 0


@pytest.mark.parametrize(("arguments", "options", "words"), [
    (([1, 2], [1, 0]), {}, r"row 1: variance 0\.0 is not a positive"),
    (([1, 2], [1, -1]), {}, r"variance -1\.0"),
    (([1, 2], [1, float("inf")]), {}, "variance inf"),
    (([1, 2, 3], [1, 1e-300, 1]), {}, "row 1: variance 1e-300 is nothing beside the largest one"),
    (([1, float("inf")], [1, 1]), {}, "effect inf is infinite"),
    (([1, 2], [1, float("nan")]), {}, "missing for 1 of 2"),
    (([1, 2],), {}, "missing for all 2"),
    (([1], [1]), {}, "one effect cannot be pooled"),
    (([1, 2], [1, 1, 1]), {}, "2 effects but 3 variances"),
    ((["a", "b"], [1, 1]), {}, "no number"),
    (([float("nan")], [1]), {}, "none of 1 effects"),
    (([], []), {}, "none of 0 effects"),
    (([1, 2], [1, 1]), {"se": [1, 1]}, "both variance and se"),
    (([1, 2],), {"se": [1, -1]}, "standard error -1"),
    (("x", "v"), {"data": pd.DataFrame({"y": [1.0]})}, "no column 'x'.*columns are y"),
    (("x", "v"), {}, "no frame"),
    (([1, 2, 3], [1, 1, 1]), {"cluster": ["a", "a", "a"]}, "one cluster"),
    (([1, 2, 3], [1, 1, 1]), {"cluster": ["a", "a"]}, "2 values of cluster"),
])
def test_bad_data(arguments, options, words):
    with pytest.raises(DataError, match=words):
        pool(*arguments, **options)


@pytest.mark.parametrize(("options", "words"), [
    ({"method": "reml2"}, "allowed are DL, PM, REML"),
    ({"test": "q"}, "allowed are z, t, knha, adhoc"),
    ({"level": 95}, "share between 0 and 1"),
    ({"robust": "CR9", "cluster": [1, 1, 2]}, "allowed are CR0"),
    ({"sj_start": "2", "method": "SJ"}, "allowed are k, k-1"),
])
def test_bad_options(options, words):
    with pytest.raises(OptionError, match=words):
        pool([1.0, 2.0, 3.0], [1.0, 1.0, 1.0], **options)


def test_lower_case_and_aliases():
    assert pool(BCG_Y, BCG_V, method="reml").method == "REML"
    assert pool(BCG_Y, BCG_V, method="ee").method == "FE"


def test_all_effects_equal():
    for method in sorted(RANDOM):
        fit = pool([0.5, 0.5, 0.5], [0.1, 0.2, 0.3], method=method)
        assert fit.tau2 == 0
        assert fit.estimate == pytest.approx(0.5)
        assert fit.I2 == 0


def test_one_effect_as_common_effect():
    fit = pool([0.4], [0.04], method="FE")
    assert (fit.estimate, fit.se) == (0.4, 0.2)
    assert fit.I2 == 0
    assert "k = 1" in fit.summary()


def test_collinear_columns_are_named():
    with pytest.raises(DataError, match="twice follows"):
        design(np.array([[1, 2, 4], [1, 3, 6], [1, 5, 10], [1, 6, 12.0]]), ["intercept", "once", "twice"])


def test_a_root_that_is_not_there_raises():
    with pytest.raises(ConvergenceError, match="did not converge"):
        falling_root(lambda x: (1.0, -1e-9 / (1 + x)), 1.0, what="a flat thing", limit=20)


def test_large_samples_use_blocks():
    rng = np.random.default_rng(6)
    v = rng.uniform(0.01, 0.2, 40_000)
    y = rng.normal(0.3, np.sqrt(v + 0.1))
    tau2 = estimate_tau2(y, v)
    assert tau2 == pytest.approx(0.1, abs=0.01)
    ends = [log_likelihood(y, v, intercept(len(y)), t, restricted=True) for t in (0.999 * tau2, tau2, 1.001 * tau2)]
    assert ends[1] > max(ends[0], ends[2])
    # the same rows as a matrix of one column that is not constant go another way
    odd = estimate_tau2(y, v, design(np.column_stack([np.ones(len(y)), rng.normal(size=len(y))])))
    assert odd == pytest.approx(tau2, rel=1e-3)
