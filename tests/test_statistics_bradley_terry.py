"""Bradley-Terry and its variants: likelihood equations, known cases, and what cannot be estimated."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics import DisconnectedError, fit_bradley_terry, fit_win_matrix
from metaanalysis.statistics.bradley_terry.models import MODELS, log_probabilities


def league(seed, n=8, rows=400, ties=0.0, order=0.0):
    rng = np.random.default_rng(seed)
    strength = rng.normal(size=n)
    a = rng.integers(0, n, rows)
    b = (a + rng.integers(1, n, rows)) % n
    eta = strength[a] - strength[b] + order
    draw = rng.random(rows) < ties
    first = (rng.random(rows) < 1 / (1 + np.exp(-eta))) & ~draw
    return pd.DataFrame(
        {
            "a": np.char.add("m", a.astype(str)),
            "b": np.char.add("m", b.astype(str)),
            "win": first.astype(int),
            "tie": draw.astype(int),
            "loss": (~first & ~draw).astype(int),
        }
    )


def fit(frame, **options):
    return fit_bradley_terry(frame, player1="a", player2="b", win1="win", win2="loss", ties="tie", **options)


def test_two_systems_have_the_log_odds():
    found = fit_bradley_terry(player1=["x"], player2=["y"], win1=[30], win2=[10], reference="y")
    gap = found.difference("x", "y")
    assert gap["difference"] == pytest.approx(np.log(3))
    assert gap["se"] == pytest.approx(np.sqrt(1 / 30 + 1 / 10))
    assert gap["probability"] == pytest.approx(0.75)
    assert found.elo == pytest.approx([1500 + 400 * np.log10(3), 1500])
    assert found.deviance == pytest.approx(0.0, abs=1e-9)
    assert found.deviance_df == 0


def test_expected_wins_equal_observed_wins():
    frame = league(0)
    found = fit(frame)
    chance = found.probabilities()
    for name in found.names:
        as_first, as_second = frame[frame["a"] == name], frame[frame["b"] == name]
        expected = sum(chance.loc[name, other] for other in [*as_first["b"], *as_second["a"]])
        assert expected == pytest.approx(as_first["win"].sum() + as_second["loss"].sum())


@pytest.mark.parametrize("model", list(MODELS))
@pytest.mark.parametrize("order", [False, True])
def test_strengths_maximise_the_likelihood(model, order):
    frame = league(1, n=5, ties=0.25, order=0.4)
    found = fit(frame, tie_model=model, order_effect=order, reference="m0")
    index = {name: i for i, name in enumerate(found.names)}
    a, b = frame["a"].map(index).to_numpy(), frame["b"].map(index).to_numpy()

    def loss(at):
        strength, rest = np.append(0.0, at[:4]), list(at[4:])
        eta = strength[a] - strength[b] + (rest.pop(0) if order else 0.0)
        logs = log_probabilities(model, eta, rest[0] if rest else 0.0)
        if model == "half":
            return -float((frame["win"] + frame["tie"] / 2) @ logs[0] + (frame["loss"] + frame["tie"] / 2) @ logs[2])
        return -float(frame["win"] @ logs[0] + frame["tie"] @ logs[1] + frame["loss"] @ logs[2])

    at = np.concatenate([found.strength[1:], list(found.extras.values())])
    h, eye = 1e-4, np.eye(len(at))
    gradient = [(loss(at + h * i) - loss(at - h * i)) / (2 * h) for i in eye]
    assert gradient == pytest.approx(np.zeros(len(at)), abs=1e-3)
    hessian = np.array(
        [
            [
                (loss(at + h * (i + j)) - loss(at + h * (i - j)) - loss(at - h * (i - j)) + loss(at - h * (i + j)))
                / (4 * h * h)
                for i in eye
            ]
            for j in eye
        ]
    )
    errors = np.sqrt(np.diag(np.linalg.inv(hessian)))
    assert [*found.se[1:], *found.extras_se.values()] == pytest.approx(errors, rel=1e-3)


@pytest.mark.parametrize("model", ["half", "davidson", "rao-kupper"])
def test_probabilities_of_outcomes_sum_to_one(model):
    logs = log_probabilities(model, np.linspace(-3, 3, 7), 0.4)
    assert sum(np.exp(x) for x in logs) == pytest.approx(np.ones(7))


def test_order_effect_is_recovered():
    found = fit(league(2, rows=4000, order=0.5), order_effect=True)
    assert abs(found.extras["order_effect"] - 0.5) < 3 * found.extras_se["order_effect"]
    assert "order effect" in found.summary()


def test_the_reference_moves_strengths_but_no_difference():
    frame = league(3)
    one, two = fit(frame, reference="m1"), fit(frame)
    assert one.strength[1] == 0.0
    assert two.strength.mean() == pytest.approx(0.0, abs=1e-12)
    assert one.difference("m4", "m2") == pytest.approx(two.difference("m4", "m2"))
    assert one.se[1] == 0.0
    assert one.quasi_se == pytest.approx(two.quasi_se)


def test_quasi_errors_give_back_errors_of_differences():
    found = fit(league(4, rows=2000))
    q = found.quasi_se**2
    pairs = np.sqrt(q[:, None] + q[None, :])
    off = ~np.eye(8, dtype=bool)
    assert pairs[off] == pytest.approx(found.difference_se[off], rel=0.05)


def test_a_matrix_of_wins_and_rows_agree():
    frame = league(5)
    rows = fit(frame)
    wins = pd.DataFrame(0.0, index=list(rows.names), columns=list(rows.names))
    for a, b, win, loss in frame[["a", "b", "win", "loss"]].itertuples(index=False):
        wins.loc[a, b] += win
        wins.loc[b, a] += loss
    assert fit_win_matrix(wins).strength == pytest.approx(rows.strength)
    assert fit_win_matrix(wins.to_numpy()).names[:2] == ("1", "2")
    assert fit_win_matrix(wins).deviance < rows.deviance  # rows summed by pair


def test_one_row_a_vote_is_enough():
    found = fit_bradley_terry(player1=["a", "b", "c", "a"], player2=["b", "c", "a", "c"])
    assert found.comparisons == 4


def test_disconnected_systems_are_refused_by_name():
    with pytest.raises(DisconnectedError, match=r"never met: \{a, b\} \| \{c, d\}"):
        fit_bradley_terry(player1=["a", "b", "c", "d"], player2=["b", "a", "d", "c"])
    with pytest.raises(DisconnectedError, match=r"only ever lost .*\{a\}.*ridge"):
        fit_bradley_terry(player1=["a", "a", "b", "c"], player2=["b", "c", "c", "b"])
    tied = fit_bradley_terry(
        player1=["a", "a", "b"], player2=["b", "c", "c"], win1=[2, 0, 1], ties=[1, 1, 1], tie_model="davidson"
    )
    assert np.isfinite(tied.strength).all()


def test_a_ridge_bounds_the_undefeated():
    found = fit_bradley_terry(player1=["a", "a", "b", "c"], player2=["b", "c", "c", "b"], ridge=0.1)
    assert found.undefeated == ("a",)
    assert found.winless == ()
    assert found.to_frame()["system"][0] == "a"
    assert "never lost" in found.summary()
    weak, strong = (fit_bradley_terry(player1=["a"], player2=["b"], ridge=r).strength[0] for r in (0.1, 1.0))
    assert weak > strong > 0


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"win1": [-1, 2]}, DataError, "win1 is -1"),
        ({"win1": ["x", 2]}, DataError, "no number"),
        ({"win1": [1]}, DataError, "1 values of win1 for 2"),
        ({"player2": ["a", "a"]}, DataError, "compared with itself"),
        ({"player2": ["b", None]}, DataError, "no name"),
        ({"player2": ["b"]}, DataError, "two systems"),
        ({"tie_model": "elo"}, OptionError, "half, davidson, rao-kupper"),
        ({"tie_model": "davidson"}, OptionError, "no tie"),
        ({"reference": "z"}, OptionError, "allowed are a, b"),
        ({"ridge": -1.0}, OptionError, "precision"),
    ],
)
def test_bradley_terry_refuses(change, error, words):
    given = {"player1": ["a", "b"], "player2": ["b", "a"], "win1": [3, 2], "win2": [1, 1]}
    with pytest.raises(error, match=words):
        fit_bradley_terry(**{**given, **change})


def test_matrices_are_checked():
    with pytest.raises(DataError, match="square"):
        fit_win_matrix([[0, 1, 2], [1, 0, 2]])
    with pytest.raises(DataError, match="systems are 1, 2"):
        fit_win_matrix([[0, 1], [1, 0]]).difference("1", "3")
