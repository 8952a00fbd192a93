"""Network meta-analysis against generalised least squares written out, and against pairwise pooling."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics import DisconnectedError, contrasts_from_arms, pool, pool_network


def arms(seed, studies=12, treatments=5, tau=0.3):
    """Return one row an arm: studies of two to four arms on a connected network."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(size=treatments)
    rows = []
    for s in range(studies):
        chosen = rng.choice(treatments, size=2 + s % 3, replace=False)
        chosen = chosen if s >= treatments - 1 else np.array([s, s + 1])
        shift = rng.normal()
        for t in chosen:
            v = rng.uniform(0.02, 0.2)
            rows.append(
                (f"s{s}", f"T{t}", truth[t] + shift + rng.normal(0, tau / 2**0.5) + rng.normal(0, v**0.5), v**0.5)
            )
    return pd.DataFrame(rows, columns=["study", "treatment", "value", "se"])


def network(data, **options):
    frame = contrasts_from_arms(data, study="study", treatment="treatment", value="value", se="se")
    return pool_network("effect", se="se", data=frame, treat1="treat1", treat2="treat2", study="study", **options)


def least_squares(data, tau2, marks=None):
    """Fit arms with a level a study and a treatment (treatment 0 is zero), and weights 1 / (v + tau2 / 2) an arm."""
    s, studies = pd.factorize(data["study"])
    t = data["treatment"].str[1:].astype(int).to_numpy()
    X = np.zeros((len(data), len(studies) + t.max() + 1))
    X[np.arange(len(data)), s] = 1.0
    X[np.arange(len(data)), len(studies) + t] = 1.0
    X = np.delete(X, len(studies), axis=1)
    X = X if marks is None else np.column_stack([X, marks])
    w = 1.0 / (data["se"].to_numpy() ** 2 + tau2 / 2.0)
    y = data["value"].to_numpy()
    covariance = np.linalg.inv((X * w[:, None]).T @ X)
    beta = covariance @ (X.T @ (w * y))
    residual = y - X @ beta
    keep = slice(len(studies), None)
    return beta[keep], covariance[keep, keep], float(w @ residual**2), X, w


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("tau2", [0.0, 0.15])
def test_estimates_equal_least_squares_on_arms(seed, tau2):
    data = arms(seed)
    found = network(data, tau2=tau2)
    beta, covariance, *_ = least_squares(data, tau2)
    assert found.random.effect[1:, 0] == pytest.approx(beta)
    assert found.random.se[1:, 0] == pytest.approx(np.sqrt(np.diag(covariance)))
    assert found.random.effect[2, 1] == pytest.approx(beta[1] - beta[0])
    assert pytest.approx(least_squares(data, 0.0)[2]) == found.Q
    assert found.Q_df == len(data) - data["study"].nunique() - 4


@pytest.mark.parametrize("seed", [0, 3])
def test_the_moment_estimate_has_its_expected_q(seed):
    data = arms(seed, tau=0.6)
    found = network(data)
    _, _, q, X, w = least_squares(data, 0.0)
    P = np.diag(w) - (w[:, None] * X) @ np.linalg.inv((X * w[:, None]).T @ X) @ (X.T * w)
    assert found.tau2 == pytest.approx(max(0.0, (q - found.Q_df) / (0.5 * np.trace(P))))


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_likelihood_estimates_have_a_flat_likelihood(method):
    data = arms(4, tau=0.6)
    found = network(data, method=method)
    _, _, _, X, w = least_squares(data, found.tau2)
    studies = data["study"].nunique()
    y = data["value"].to_numpy()
    P = np.diag(w) - (w[:, None] * X) @ np.linalg.inv((X * w[:, None]).T @ X) @ (X.T * w)
    if method == "ML":  # the studies' own levels are integrated out in either case
        Z = X[:, :studies]
        M = np.diag(w) - (w[:, None] * Z) @ np.linalg.inv((Z * w[:, None]).T @ Z) @ (Z.T * w)
    else:
        M = P
    assert 0.5 * np.trace(M) == pytest.approx(0.5 * float(y @ P @ P @ y), rel=1e-5)
    assert found.tau2 > 0


def test_two_treatments_are_ordinary_pooling():
    rng = np.random.default_rng(0)
    y, v = rng.normal(0.3, 0.5, 15), rng.uniform(0.02, 0.2, 15)
    for method in ("DL", "REML", "ML"):
        found = pool_network(y, v, treat1=["b"] * 15, treat2=["a"] * 15, study=range(15), method=method)
        plain = pool(y, v, method=method)
        assert found.tau2 == pytest.approx(plain.tau2, rel=1e-6)
        assert found.random.effect[1, 0] == pytest.approx(plain.estimate, rel=1e-6)
        assert found.random.se[1, 0] == pytest.approx(plain.se, rel=1e-6)
    assert found.common.evidence.share[1, 0] == pytest.approx(1.0)
    assert np.isnan(found.common.evidence.indirect[1, 0])


def test_direct_and_indirect_evidence_make_up_the_estimate():
    found = pool_network(
        [0.5, 0.3, 0.9], [0.1, 0.2, 0.3], treat1=["A", "B", "A"], treat2=["B", "C", "C"], study=[1, 2, 3]
    )
    evidence = found.common.evidence
    assert evidence.direct[0, 2] == pytest.approx(0.9)
    assert evidence.indirect[0, 2] == pytest.approx(0.8)
    assert evidence.indirect_se[0, 2] == pytest.approx(0.3**0.5)
    assert evidence.share[0, 2] == pytest.approx(0.5)
    assert found.common.effect[0, 2] == pytest.approx(0.85)
    split = found.split(model="common")
    assert split["difference"].tolist() == pytest.approx([-0.1, 0.1, -0.1])
    assert split["p_value"].to_numpy() == pytest.approx(split["p_value"][0])


def test_a_network_of_two_arm_studies_splits_nodes_alike():
    found = pool_network(
        [0.5, 0.7, 0.3, 0.1, 0.9],
        [0.1, 0.1, 0.2, 0.1, 0.3],
        treat1=["A", "A", "B", "B", "A"],
        treat2=["B", "B", "C", "C", "C"],
        study=[1, 2, 3, 4, 5],
        tau2=0.0,
    )
    split, node = found.split(), found.split("node-splitting")
    assert node["tau2"].tolist() == [0.0] * 3  # less spread than chance gives
    for name in ("direct", "indirect", "difference", "difference_se", "p_value"):
        assert node[name].to_numpy() == pytest.approx(split[name].to_numpy()), name


def test_node_splitting_equals_a_model_with_one_more_column():
    data = arms(5, tau=0.0)
    found = network(data)
    row = found.split("node-splitting").iloc[0]
    a, b = row["treat1"], row["treat2"]
    both = data.groupby("study")["treatment"].transform(lambda t: {a, b} <= set(t)).to_numpy()
    marks = both * (0.5 * (data["treatment"] == a) - 0.5 * (data["treatment"] == b)).to_numpy()
    beta, covariance, *_ = least_squares(data, row["tau2"], marks)
    assert row["difference"] == pytest.approx(beta[-1])
    assert row["difference_se"] == pytest.approx(covariance[-1, -1] ** 0.5)


def test_q_within_and_between_designs():
    data = arms(6, studies=16, tau=0.5)
    parts = network(data).decomposition
    assert parts.q == pytest.approx(parts.q_within + parts.q_between)
    assert parts.q_df == parts.q_within_df + parts.q_between_df
    first = data.groupby("study").filter(lambda s: sorted(s["treatment"]) == ["T0", "T1"])
    alone = contrasts_from_arms(first, study="study", treatment="treatment", value="value", se="se")
    design = parts.designs.set_index("design").loc["T0 : T1"]
    assert design["studies"] == len(alone)
    assert design["q"] == pytest.approx(pool(alone["effect"], se=alone["se"], method="FE").Q if len(alone) > 1 else 0.0)
    assert "Between designs" in parts.summary()


def test_names_and_order_do_not_matter():
    data = arms(7)
    found = network(data)
    names = dict(zip([f"T{i}" for i in range(5)], "qwxbz", strict=True))
    mixed = data.assign(treatment=data["treatment"].map(names)).sample(frac=1.0, random_state=1)
    other = network(mixed)
    place = [other.treatments.index(names[name]) for name in found.treatments]
    assert other.tau2 == pytest.approx(found.tau2)
    assert other.random.effect[np.ix_(place, place)] == pytest.approx(found.random.effect)


def test_p_scores_and_league():
    found = network(arms(8))
    scores = found.p_scores()
    assert scores.sum() == pytest.approx(2.5)
    best = found.random.matrix()[found.treatments[0]].idxmax()
    assert scores[best] > 0.5
    turned = network(arms(8), lower_is_better=True).p_scores()
    assert turned.sort_index().to_numpy() == pytest.approx(1 - scores.sort_index().to_numpy())
    league = found.league(digits=2)
    assert [league.iloc[i, i] for i in range(5)] == list(found.treatments)
    assert league.iloc[1, 0].startswith(f"{found.random.effect[0, 1]:.2f} [")
    ratio = found.league("common", transform=np.exp)
    assert ratio.iloc[1, 0].startswith(f"{np.exp(found.common.effect[0, 1]):.4f} [")
    assert found.to_frame().shape == (20, 9)
    assert "best first" in found.summary()
    assert "<pre>" in found._repr_html_()


def test_prediction_intervals_are_wider():
    found = network(arms(9, tau=0.6))
    low, high = found.prediction_interval()
    off = ~np.eye(5, dtype=bool)
    assert np.all(high[off] - low[off] > (found.random.ci_high - found.random.ci_low)[off])


def test_contrasts_of_one_baseline_can_be_taken_as_independent():
    data = arms(10, tau=0.6)
    pairs = data.groupby("study").filter(lambda s: len(s) == 2)
    assert network(pairs, method="REML", working="baseline").tau2 == pytest.approx(
        network(pairs, method="REML").tau2, rel=1e-6
    )
    assert network(data, method="REML", working="baseline").tau2 != pytest.approx(
        network(data, method="REML").tau2, rel=1e-3
    )


def test_a_tree_has_no_heterogeneity_to_estimate():
    found = pool_network([0.5, 0.3], [0.1, 0.2], treat1=["A", "B"], treat2=["B", "C"], study=[1, 2])
    assert np.isnan(found.tau2)
    assert found.random.effect == pytest.approx(found.common.effect)
    assert found.random.effect[0, 2] == pytest.approx(0.8)
    assert np.isnan(found.I2)
    assert np.isnan(found.prediction_interval()[0]).all()
    assert found.split("node-splitting").empty
    assert found.summary()


CONTRASTS = {
    "effect": [0.5, 0.3, 0.9],
    "variance": [0.1, 0.2, 0.3],
    "treat1": ["A", "B", "A"],
    "treat2": ["B", "C", "C"],
    "study": [1, 2, 3],
}


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"treat2": ["B", "D", "D"], "treat1": ["A", "C", "C"]}, DisconnectedError, r"\{A, B\} \| \{C, D\}"),
        ({"study": [1, 1, 2]}, DataError, "lacks A with C"),
        ({"study": [1, 1, 1], "treat1": ["A", "A", "A"], "treat2": ["B", "B", "C"]}, DataError, "lacks B with C"),
        ({"study": [1, 1, 2], "treat1": ["A", "B", "A"], "treat2": ["B", "A", "C"]}, DataError, "has A with B twice"),
        ({"study": [1, 1, 1], "effect": [0.5, 0.3, 2.0]}, DataError, "do not add up"),
        (
            {"study": [1, 1, 1], "effect": [0.5, 0.3, 0.8], "variance": [0.1, 0.1, 0.9]},
            DataError,
            "do not fit together",
        ),
        ({"treat2": ["A", "C", "C"]}, DataError, "compared with itself"),
        ({"treat2": [None, "C", "C"]}, DataError, "treatment is missing"),
        ({"variance": [0.1, 0.0, 0.2]}, DataError, "not a positive"),
        ({"variance": [0.1, np.nan, 0.2]}, DataError, "variances are missing for 1 of 3"),
        ({"method": "PM"}, OptionError, "DL, REML, ML"),
        ({"reference": "Z"}, DataError, "treatments are A, B, C"),
        ({"tau2": -1.0}, OptionError, "no variance"),
    ],
)
def test_networks_refuse(change, error, words):
    with pytest.raises(error, match=words):
        pool_network(**{**CONTRASTS, **change})


def test_arms_must_be_unique():
    data = pd.DataFrame({"study": [1, 1], "treatment": ["A", "A"], "value": [0.1, 0.2], "se": [0.1, 0.1]})
    with pytest.raises(DataError, match="twice"):
        contrasts_from_arms(data, study="study", treatment="treatment", value="value", se="se")
