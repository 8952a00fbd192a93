"""Contrasts of a network: read, checked study by study, and grouped by number of arms."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from metaanalysis.errors import DataError
from metaanalysis.statistics.connectivity import DisconnectedError, components, pieces
from metaanalysis.statistics.inputs import column
from metaanalysis.statistics.network.graph import Block, centring

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metaanalysis.statistics.inputs import Sample

    IntArray = NDArray[np.intp]

__all__ = ["Network", "build", "contrasts_from_arms"]

TOLERANCE = 0.1  # of a contrast's standard error: how far the effects of one study may be from adding up


@dataclass(frozen=True, eq=False)
class Network:
    """Studies on a connected network of treatments.

    Parameters
    ----------
    treatments : tuple of str
        Names, sorted without regard to case.
    studies : tuple of str
        Names, in order of first appearance.
    blocks : tuple of Block
        Studies by number of arms.
    first, second, study : int array, shape (contrasts,)
        Treatments and study of every contrast, in the order of the sample.
    """

    treatments: tuple[str, ...]
    studies: tuple[str, ...]
    blocks: tuple[Block, ...]
    first: IntArray
    second: IntArray
    study: IntArray

    @property
    def n(self) -> int:
        """Number of treatments."""
        return len(self.treatments)

    def position(self, name: str) -> int:
        """Return the index of a treatment.

        Raises
        ------
        DataError
            If the network has none of that name.
        """
        if name not in self.treatments:
            raise DataError(f"no treatment is called {name!r}", do=f"treatments are {', '.join(self.treatments)}")
        return self.treatments.index(name)


def _codes(values: NDArray[Any], what: str, rows: IntArray) -> tuple[IntArray, list[str]]:
    gone = pd.isna(values)
    if gone.any():
        raise DataError(
            f"{what} is missing", where=f"row {rows[int(np.argmax(gone))]}", do="name it or leave that row out"
        )
    codes, names = pd.factorize(np.array([str(value) for value in values], dtype=object))
    return codes.astype(np.intp), [str(name) for name in names]


def build(sample: Sample, treat1: Any, treat2: Any, study: Any) -> Network:
    """Arrange contrasts as a network.

    Parameters
    ----------
    sample : Sample
        Effects (first treatment less second) and their variances.
    treat1, treat2, study : str or array_like
        Columns or values.

    Raises
    ------
    DataError
        For a treatment against itself, a multi-arm study whose contrasts are incomplete, given twice or contradict each
        other, or variances that no set of arms can have.
    DisconnectedError
        If no chain of comparisons links all treatments.
    """
    arms = [_taken(sample, value, what) for value, what in ((treat1, "treat1"), (treat2, "treat2"), (study, "study"))]
    both, names = _codes(np.concatenate(arms[:2]), "a treatment", np.concatenate([sample.rows, sample.rows]))
    order = sorted(range(len(names)), key=lambda i: (names[i].casefold(), names[i]))
    rank = np.empty(len(order), dtype=np.intp)
    rank[order] = np.arange(len(order))
    first, second = rank[both[: sample.k]], rank[both[sample.k :]]
    treatments = tuple(names[i] for i in order)
    group, studies = _codes(arms[2], "study", sample.rows)
    if (first == second).any():
        row = int(np.argmax(first == second))
        raise DataError(
            f"{treatments[first[row]]!r} is compared with itself",
            where=f"row {sample.rows[row]}",
            do="leave that row out",
        )
    _check_connected(first, second, treatments)
    blocks = _blocks(sample, first, second, group, treatments, studies)
    return Network(treatments, tuple(studies), blocks, first, second, group)


def _taken(sample: Sample, value: Any, what: str) -> NDArray[Any]:
    values = column(value, sample.source, what)
    if len(values) <= int(sample.rows.max()):
        raise DataError(
            f"{len(values)} values of {what} for {int(sample.rows.max()) + 1} contrasts", do="give one each"
        )
    return np.asarray(values[sample.rows], dtype=object)


def _check_connected(first: IntArray, second: IntArray, names: tuple[str, ...]) -> None:
    number, label = components(first, second, len(names))
    if number > 1:
        raise DisconnectedError(
            f"the network falls into {number} parts that no comparison links: {pieces(label, names)}",
            do="analyse the parts apart, or add studies that link them",
        )


def _blocks(
    sample: Sample, first: IntArray, second: IntArray, group: IntArray, treatments: tuple[str, ...], studies: list[str]
) -> tuple[Block, ...]:
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.append(True, np.diff(group[order]) > 0))
    sizes = np.diff(np.append(starts, len(order)))
    found = []
    for size in np.unique(sizes):
        rows = order[starts[sizes == size][:, None] + np.arange(size)]
        found.append(_block(sample, rows, first, second, group, treatments, studies))
    return tuple(found)


def _block(
    sample: Sample,
    rows: IntArray,
    first: IntArray,
    second: IntArray,
    group: IntArray,
    treatments: tuple[str, ...],
    studies: list[str],
) -> Block:
    """Make the block of studies that have the same number of contrasts, which are ``rows``, one study a line."""
    count = rows.shape[1]
    n = round((1.0 + np.sqrt(1.0 + 8.0 * count)) / 2.0)
    pairs = np.sort(np.stack([first[rows], second[rows]], axis=2), axis=2)
    arms = np.sort(np.concatenate([first[rows], second[rows]], axis=1), axis=1)
    new = np.concatenate([np.ones((len(rows), 1), dtype=bool), np.diff(arms, axis=1) > 0], axis=1)
    complete = (new.sum(axis=1) == n) & (n * (n - 1) == 2 * count)
    keys = np.sort(pairs[:, :, 0] * len(treatments) + pairs[:, :, 1], axis=1)
    complete &= (np.diff(keys, axis=1) > 0).all(axis=1)
    if not complete.all():
        _incomplete(
            rows[int(np.argmin(complete))], first, second, studies[group[rows[int(np.argmin(complete)), 0]]], treatments
        )
    arms = arms[new].reshape(len(rows), n)
    lines = np.arange(len(rows))[:, None]
    one, two = ((arms[:, None, :] == x[rows][:, :, None]).argmax(axis=2) for x in (first, second))
    effect, variance = np.zeros((len(rows), n, n)), np.zeros((len(rows), n, n))
    effect[lines, one, two], effect[lines, two, one] = sample.y[rows], -sample.y[rows]
    variance[lines, one, two] = variance[lines, two, one] = sample.v[rows]
    block = Block(group[rows[:, 0]], arms, effect, variance)
    _check_sums(block, studies)
    return block


def _incomplete(rows: IntArray, first: IntArray, second: IntArray, study: str, treatments: tuple[str, ...]) -> None:
    given = [tuple(sorted((int(first[row]), int(second[row])))) for row in rows]
    arms = sorted({arm for pair in given for arm in pair})
    missing = [pair for pair in combinations(arms, 2) if pair not in given]
    twice = sorted({pair for pair in given if given.count(pair) > 1})

    def words(pairs: list[Any]) -> str:
        return ", ".join(f"{treatments[a]} with {treatments[b]}" for a, b in pairs)

    problem = f"lacks {words(missing)}" if missing else f"has {words(twice)} twice"
    raise DataError(
        f"a study of {len(arms)} arms {problem}",
        where=f"study {study!r}",
        do="give each pair of its arms once (`contrasts_from_arms` makes them from arms), or split the study",
    )


def _check_sums(block: Block, studies: list[str]) -> None:
    if block.size == 2:
        return
    level = block.effect.mean(axis=2)
    gap = np.abs(block.effect - (level[:, :, None] - level[:, None, :]))
    off = gap.max(axis=(1, 2)) > TOLERANCE * np.sqrt(
        np.where(block.variance > 0, block.variance, np.inf).min(axis=(1, 2))
    )
    if off.any():
        where = int(np.argmax(off))
        raise DataError(
            f"its effects do not add up (by {gap[where].max():.3g})",
            where=f"study {studies[block.study[where]]!r}",
            do="check signs and rounding: A-B plus B-C must be A-C",
        )
    centre = centring(block.size)
    smallest = np.linalg.eigvalsh(-0.5 * centre @ block.variance @ centre + 1.0 / block.size)[:, 0]
    bad = smallest <= 1e-10 * block.variance.max(axis=(1, 2))
    if bad.any():
        raise DataError(
            "its variances do not fit together",
            where=f"study {studies[block.study[int(np.argmax(bad))]]!r}",
            do="check them: each arm must have a variance that its contrasts share",
        )


def contrasts_from_arms(data: pd.DataFrame, *, study: Any, treatment: Any, value: Any, se: Any) -> pd.DataFrame:
    """Turn values of single arms, such as the scores of systems in a paper, into contrasts.

    Parameters
    ----------
    data : pandas.DataFrame
        One row an arm.
    study, treatment, value, se : str or array_like
        Study, treatment, value (on the scale of analysis, such as a logit) and standard error of every arm.

    Returns
    -------
    pandas.DataFrame
        Columns ``study, treat1, treat2, effect, se``: the first less the second, with independent arms.

    Raises
    ------
    DataError
        For an arm that a study has twice.
    """
    names = {"study": study, "treatment": treatment, "value": value, "se": se}
    arms = pd.DataFrame({name: column(given, data, name) for name, given in names.items()})
    double = arms.duplicated(["study", "treatment"])
    if double.any():
        row = arms[double].iloc[0]
        raise DataError(f"{row['treatment']!r} stands twice in study {row['study']!r}", do="pool or choose one of them")
    arms["place"] = np.arange(len(arms))
    pairs = arms.merge(arms, on="study", suffixes=("1", "2")).query("place1 < place2")
    effect = pairs["value1"].astype(float) - pairs["value2"].astype(float)
    error = np.hypot(pairs["se1"].astype(float), pairs["se2"].astype(float))
    return pd.DataFrame(
        {
            "study": pairs["study"],
            "treat1": pairs["treatment1"],
            "treat2": pairs["treatment2"],
            "effect": effect,
            "se": error,
        }
    ).reset_index(drop=True)
