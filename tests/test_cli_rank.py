"""``metaanalysis rank`` and the function behind it: from claims to a ranking, or a clear refusal."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

import metaanalysis
from metaanalysis.cli import main
from metaanalysis.errors import DataError, OptionError
from metaanalysis.statistics import DisconnectedError, fit_claims
from metaanalysis.statistics.ranking.doors import METHODS
from tests.claims_samples import claims, gain, won, written

ROUND = claims(*[won("A", "B")] * 3, won("B", "A"), *[won("B", "C")] * 3, won("C", "B"), won("A", "C"), won("C", "A"))


def run(capsys, *arguments):
    code = main(["rank", *arguments])
    said = capsys.readouterr()
    return code, list(csv.DictReader(io.StringIO(said.out))), said.err


def levels(*scores):
    """Give systems levels, one dictionary a benchmark."""
    names = ["gsm8k", "mmlu", "arc_challenge", "hellaswag", "boolq", "piqa", "humaneval", "math", "medqa"]
    return claims(*[{"subject": system, "value": value, "benchmark": [names[number]], "paper_id": f"p{number}"}
                    for number, cells in enumerate(scores) for system, value in cells.items()])


@pytest.fixture
def round_robin(tmp_path):
    return written(ROUND, tmp_path / "claims.jsonl")


def test_who_beats_whom(round_robin, capsys):
    code, found, said = run(capsys, round_robin)
    assert code == 0
    assert [(row["rank"], row["system"]) for row in found] == [("1", "A"), ("2", "B"), ("3", "C")]
    assert said == "10 claims, 3 systems\n"
    twin = metaanalysis.rank(metaanalysis.read_claims(round_robin))
    assert [float(row["elo"]) for row in found] == pytest.approx(twin["elo"].tolist())


def test_intervals_are_of_differences():
    table, fit = metaanalysis.rank(ROUND), fit_claims(ROUND)
    gap = fit.difference("A", "C")
    unit = 400 / np.log(10)
    last = table.iloc[-1]
    assert last[["behind", "behind_low", "behind_high"]].tolist() == pytest.approx(
        [unit * gap["difference"], unit * gap["ci_low"], unit * gap["ci_high"]])
    assert table.iloc[0][["behind", "behind_low", "behind_high"]].tolist() == [0, 0, 0]


def test_ties_with_a_parameter_of_their_own(tmp_path, capsys):
    table = claims(*[won("A", "B")] * 3, won("B", "A"), *[won("A", "B", direction="equal")] * 4)
    fit = fit_claims(table, ties="davidson")
    # two systems: the odds of a win are 3 to 1, and a tie is as likely as stated
    assert fit.difference("A", "B")["difference"] == pytest.approx(np.log(3))
    assert fit.difference("A", "B")["probability"] == pytest.approx(3 / 8)
    path = written(table, tmp_path / "claims.csv")
    assert run(capsys, path, "--ties", "davidson")[0] == 0


def test_degenerate_comparisons_are_refused_with_names(tmp_path, capsys):
    apart = written(claims(won("A", "B"), won("C", "D")), tmp_path / "apart.csv")
    code, found, said = run(capsys, apart)
    assert (code, found) == (2, [])
    assert "2 groups that never met: {A, B} | {C, D}" in said
    assert said.endswith("or give a small ridge, say --ridge 0.1\n")
    chain = written(claims(won("A", "B"), won("B", "C")), tmp_path / "chain.csv")
    said = run(capsys, chain)[2]
    assert "never lost: A; never won: C" in said
    assert said.count("\n") == 1


def test_a_ridge_ranks_all_the_same_and_says_what_is_unlinked(tmp_path, capsys):
    path = written(claims(won("A", "B"), won("C", "D")), tmp_path / "claims.csv")
    _, found, said = run(capsys, path, "--ridge", "0.1")
    assert [row["rank"] for row in found] == ["1", "1", "3", "3"]
    assert {row["system"]: row["component"] for row in found} == {"A": "1", "B": "1", "C": "2", "D": "2"}
    assert [row["undefeated"] for row in found] == ["true", "true", "false", "false"]
    assert [row["winless"] for row in found] == ["false", "false", "true", "true"]
    assert "in 2 unlinked pieces" in said


def test_benchmark_and_metric(round_robin, tmp_path, capsys):
    assert "no claim has benchmark 'mmlu'" in run(capsys, round_robin, "--benchmark", "mmlu")[2]
    assert "no claim has metric 'bleu'" in run(capsys, round_robin, "--metric", "bleu")[2]
    assert len(run(capsys, round_robin, "--benchmark", "gsm8k", "--metric", "accuracy")[1]) == 3


def test_unknown_names_count_only_when_asked(tmp_path, capsys):
    rows = [won(None, None, subject_text="We", comparator_text="the baseline"),
            won(None, None, subject_text="the baseline", comparator_text="we", paper_id="q")]
    path = written(claims(*rows), tmp_path / "claims.csv")
    assert "no claim compares two systems" in run(capsys, path)[2]
    assert {row["system"] for row in run(capsys, path, "--all-names")[1]} == {"we", "baseline"}


COMPLETE = levels({"A": 90, "B": 80, "C": 70}, {"A": 85, "B": 86, "C": 60}, {"A": 70, "B": 60, "C": 65},
                  {"A": 75, "B": 65, "C": 66}, {"A": 60, "B": 55, "C": 61})


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_ranks_a_complete_table(method):
    found = metaanalysis.rank(COMPLETE, method=method)
    assert list(found.columns[:2]) == ["rank", "system"]
    assert found["system"].iloc[0] == "A"
    assert sorted(found["system"]) == ["A", "B", "C"]
    assert found.notna().all(axis=None)


def test_missing_cells():
    sparse = levels({"A": 90, "B": 80}, {"B": 86, "C": 60}, {"A": 70, "C": 65}, {"A": 70, "C": 75})
    assert metaanalysis.rank(sparse, method="skillings-mack")["system"].iloc[0] == "A"
    with pytest.raises(DataError, match="cells are missing"):
        metaanalysis.rank(sparse, method="friedman")
    with pytest.raises(DisconnectedError, match="groups"):
        metaanalysis.rank(levels({"A": 90, "B": 80}, {"C": 86, "D": 60}), method="skillings-mack")


@pytest.mark.parametrize(("rows", "method", "words"), [
    ([gain(3.0)], "bradley-terry", "no claim compares two systems"), ([{}], "borda", "no benchmark has levels of two"),
    ([{"benchmark": [], "metric": None, "value": None}], "mean-win-rate", "no benchmark has levels of two"),
    ([{"subject": "A"}, {"subject": "B"}], "plackett-luce", "tied on gsm8k"), ([], "bradley-terry", "is empty"),
    ([{"subject": "A", "value": 9.0}, {"subject": "B", "value": 5.0}], "capability", "too few")])
def test_not_possible_because(rows, method, words):
    with pytest.raises(DataError, match=words):
        metaanalysis.rank(claims(*rows), method=method)


def test_options_that_do_not_belong(round_robin, capsys):
    code, _, said = run(capsys, round_robin, "--method", "borda", "--ridge", "1")
    assert (code, "--ridge does not belong to borda" in said) == (2, True)
    with pytest.raises(OptionError, match="allowed are bradley-terry"):
        metaanalysis.rank(ROUND, method="nonsense")


def test_a_table_without_claims_is_told_once(tmp_path, capsys):
    assert main(["rank", written(claims(), tmp_path / "claims.csv")]) == 2
    assert capsys.readouterr().err == "metaanalysis rank: the table of claims is empty; nothing can be ranked\n"
