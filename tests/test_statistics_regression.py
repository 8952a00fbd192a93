"""Meta-regression by formula, names and matrix."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics import influence, pool, regress
from tests.statistics_samples import BCG_V, BCG_Y

# absolute latitude and way of allocation of the 13 trials (Colditz et al. 1994, JAMA 271:698)
LATITUDE = [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33]
ALLOCATION = ["random"] * 4 + ["alternate"] * 2 + ["random"] * 3 + ["systematic"] * 3 + ["systematic"]


@pytest.fixture
def trials():
    return pd.DataFrame({"y": BCG_Y, "v": BCG_V, "ablat": LATITUDE, "alloc": ALLOCATION, "pair": list("aabbccddeeffg")})


def test_latitude_explains_the_vaccine(trials):
    # Viechtbauer (2010), section 4.2, reports R2 = 75.62 % with REML
    fit = regress("y ~ ablat", "v", data=trials)
    assert fit.names == ("intercept", "ablat")
    assert fit.beta.round(4).tolist() == [0.2515, -0.0291]
    assert round(fit.tau2, 4) == 0.0763
    assert round(fit.R2, 1) == 75.6
    assert fit.omnibus.statistic == pytest.approx(fit.statistic[1] ** 2)


def test_formula_names_frame_and_matrix_are_one(trials):
    X = np.column_stack([np.ones(13), LATITUDE])
    fits = [regress("y ~ ablat", "v", data=trials), regress("y", "v", moderators="~ ablat", data=trials),
            regress("y", "v", moderators=["ablat"], data=trials), regress(BCG_Y, BCG_V, moderators=X),
            regress(BCG_Y, BCG_V, moderators=pd.DataFrame(X, columns=["one", "ablat"]))]
    for fit in fits:
        np.testing.assert_allclose(fit.beta, fits[0].beta, rtol=1e-10)
        assert fit.model.tested == [1]
    assert fits[4].names == ("one", "ablat")


def test_factors_interactions_and_terms(trials):
    fit = regress("y ~ ablat * alloc", "v", data=trials)
    assert fit.names == ("intercept", "ablat", "alloc[T.random]", "alloc[T.systematic]", "ablat:alloc[T.random]",
                         "ablat:alloc[T.systematic]")
    terms = fit.terms().set_index("term")
    assert terms["df1"].to_dict() == {"ablat": 1, "alloc": 2, "ablat:alloc": 2}
    assert terms.loc["ablat", "statistic"] == pytest.approx(fit.statistic[1] ** 2)
    assert fit.omnibus.df1 == 5


def test_splines_span_what_they_should(trials):
    curve = regress("y ~ bs(ablat, df=4)", "v", data=trials, method="DL")
    cubic = regress("y ~ ablat + I(ablat**2) + I(ablat**3)", "v", data=trials, method="DL")
    assert curve.design.p == 5
    assert curve.Q <= cubic.Q
    assert curve.terms()["df1"].tolist() == [4]


def test_the_intercept_alone_is_pooling(trials):
    fit, pooled = regress("y ~ 1", "v", data=trials, test="knha"), pool(BCG_Y, BCG_V, test="knha")
    assert fit.beta[0] == pooled.estimate
    assert fit.ci_low[0] == pytest.approx(pooled.ci_low, rel=1e-14)
    assert fit.omnibus.p_value == pytest.approx(pooled.p_value)


def test_predictions(trials):
    fit = regress("y ~ ablat", "v", data=trials, test="knha")
    new = fit.predict(pd.DataFrame({"ablat": [0, 33]}))
    assert new["estimate"].tolist() == pytest.approx([fit.beta[0], fit.beta[0] + 33 * fit.beta[1]])
    assert new["se"][0] == pytest.approx(fit.se[0])
    assert (new["prediction_low"] < new["ci_low"]).all()
    np.testing.assert_allclose(fit.predict()["estimate"].to_numpy()[11], new["estimate"][1])
    np.testing.assert_allclose(fit.predict([[1, 33]])["estimate"], new["estimate"][1:])
    with pytest.raises(OptionError, match="formula"):
        regress(BCG_Y, BCG_V, moderators=np.column_stack([np.ones(13), LATITUDE])).predict(pd.DataFrame({"a": [1]}))


def test_a_year_costs_no_digits(trials):
    years = trials.assign(year=[1948, 1949, 1960, 1977, 1973, 1953, 1973, 1980, 1968, 1961, 1974, 1969, 1976])
    raw = regress("y ~ year", "v", data=years)
    centred = regress("y ~ c", "v", data=years.assign(c=years["year"] - 1966))
    assert raw.beta[1] == pytest.approx(centred.beta[1], rel=1e-11)
    assert raw.beta[0] == pytest.approx(centred.beta[0] - 1966 * centred.beta[1], rel=1e-11)
    assert raw.log_likelihood == pytest.approx(centred.log_likelihood, rel=1e-12)


def test_missing_moderators_are_left_out_and_named(trials):
    trials.loc[[2, 5], "ablat"] = np.nan
    fit = regress("y ~ ablat + alloc", "v", data=trials)
    assert fit.k == 11
    assert fit.omitted.to_dict("list") == {"row": [2, 5], "reason": ["moderator is missing"] * 2}
    X = np.column_stack([np.ones(13), trials["ablat"]])
    assert regress(BCG_Y, BCG_V, moderators=X).k == 11


def test_levels_that_no_row_has_are_dropped(trials):
    trials["alloc"] = pd.Categorical(trials["alloc"], categories=["none", "random", "alternate", "systematic"])
    assert regress("y ~ alloc", "v", data=trials).names == ("intercept", "alloc[T.alternate]", "alloc[T.systematic]")


def test_nullable_columns(trials):
    data = trials.assign(lat=pd.array(LATITUDE, dtype="Int64"), text=pd.array(ALLOCATION, dtype="string"),
                         flag=pd.array([x > 30 for x in LATITUDE], dtype="boolean"))
    fit = regress("y ~ lat + text + flag", "v", data=data)
    assert fit.design.p == 5


def test_clusters_make_inference_robust(trials):
    fit = regress("y ~ ablat", "v", data=trials, cluster="pair")
    assert fit.test == "CR2"
    assert fit.df.shape == (2,)
    assert fit.omnibus.df2 == pytest.approx(fit.df[1])
    assert "7 clusters" in fit.summary()
    with pytest.raises(DataError, match="robust='none'"):
        fit.predict()


def test_summary_and_frames(trials):
    fit = regress("y ~ ablat", "v", data=trials, test="knha")
    for piece in ("ablat", "R²", "QE(df = 11)", "F(df1 = 1, df2 = 11)", "~ ablat"):
        assert piece in fit.summary()
    assert fit.to_frame()["term"].tolist() == ["intercept", "ablat"]
    assert fit.to_dict()["beta"] == fit.beta.tolist()
    assert "<div>" in fit._repr_html_()
    assert fit.inflation().to_dict() == pytest.approx({"ablat": 1.0})


def test_no_heterogeneity_to_explain():
    y, v = np.array([0.1, 0.2, 0.15, 0.12]), np.full(4, 0.5)
    assert regress(y, v, moderators=np.column_stack([np.ones(4), [1, 2, 3, 5]])).R2 == 0


@pytest.mark.parametrize(("formula", "words"), [
    ("y ~ nowhere", "no column nowhere.*columns are y, v, ablat"),
    ("y ~ ablat + I(2 * ablat)", r"collinear: I\(2 \* ablat\) follows"),
    ("y ~ ablat +", r"cannot be evaluated: Operator `\+`"),
    ("y ~ nofunction(ablat)", "no column nofunction"),
    ("y ~ bs(alloc, df=4)", "cannot be evaluated"),
    ("y ~ ablat + C(pair) + alloc", "13 effects for|collinear"),
])
def test_bad_formulas(trials, formula, words):
    with pytest.raises(DataError, match=words):
        regress(formula, "v", data=trials)


def test_an_effect_that_holds_a_level_alone_cannot_be_deleted(trials):
    trials.loc[12, "alloc"] = "own"
    found = influence(regress("y ~ alloc", "v", data=trials))
    assert np.isnan(found.rstudent).tolist() == [False] * 12 + [True]
    assert found.hat[12] == pytest.approx(1.0)
    assert np.isfinite(found.dfbs[:12]).all()


def test_bad_matrices():
    with pytest.raises(DataError, match="5 rows of moderators for 13"):
        regress(BCG_Y, BCG_V, moderators=np.ones((5, 2)))
    with pytest.raises(DataError, match="formula needs a frame"):
        regress(BCG_Y, BCG_V, moderators="~ ablat")
    with pytest.raises(DataError, match="3 effects for 3 coefficients"):
        regress([1.0, 2.0, 4.0], [1.0, 1.0, 1.0], moderators=np.vander([1.0, 2.0, 3.0]))
