"""Rules against their examples, and their precision on labelled data."""

from __future__ import annotations

import csv
import json

import pytest

from metaanalysis.cli.main import main
from metaanalysis.errors import InputError
from metaanalysis.evaluation.labels import agreeing, read_labels
from metaanalysis.evaluation.rules import check_rules, measure_precision, wilson, write_confidence
from metaanalysis.extraction import Extractor, load_lexicon

LABELLED = {
    "paper_id": "a",
    "abstract": "We find that FernNet reaches 92.4% accuracy on CIFAR-10. It outperforms GPT-4.",
    "claims": [{"text": "92.4%", "start": 29, "kind": "level", "value": 92.4, "low": None, "high": None}],
}


@pytest.fixture(scope="module")
def reports():
    return check_rules(load_lexicon())


def test_every_example_fires_and_no_reject_does(reports):
    assert {report.rule: report.faults for report in reports if report.faults} == {}


def test_every_rule_has_examples_and_rejects():
    for rules in load_lexicon().rules.values():
        for rule in rules:
            assert rule.examples, rule.id
            assert rule.rejects, rule.id


def test_wilson_interval_agrees_with_published_values():
    # Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81/263, 15/148, 0/20, 1/29
    for (successes, n), expected in {(81, 263): (0.2553, 0.3662), (15, 148): (0.0624, 0.1605), (0, 20): (0.0, 0.1611),
                                     (1, 29): (0.0061, 0.1718)}.items():
        assert wilson(successes, n) == pytest.approx(expected, abs=5e-5)


def test_precision_counts_claims_that_are_labelled_so():
    counts = measure_precision(Extractor(), [LABELLED])
    rows = Extractor().rows(LABELLED)
    assert sum(n for n, _ in counts.values()) == len(rows) == 2
    assert sum(correct for _, correct in counts.values()) == 1
    assert counts[next(row["rule"] for row in rows if row["kind"] == "comparison")] == (1, 0)


def test_a_label_serves_once():
    claim = {"kind": "level", "start": 29, "end": 34, "value": 92.4, "low": None, "high": None}
    assert agreeing(LABELLED["claims"], [claim, claim]) == [True, False]
    assert agreeing(LABELLED["claims"], [{**claim, "value": 92.5}, {**claim, "kind": "change"}]) == [False, False]


def test_confidence_is_the_measured_precision(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    rule = next(row["rule"] for row in Extractor().rows(LABELLED) if row["kind"] == "level")
    write_confidence({rule: (8, 6), "unused": (0, 0), "rare": (4, 4)}, folder / "confidence.csv")
    with (folder / "confidence.csv").open(newline="") as stream:
        assert list(csv.DictReader(stream)) == [{"rule": rule, "n": "8", "correct": "6", "precision": "0.7500"}]
    rows = Extractor(load_lexicon(folder)).rows(LABELLED)
    assert [row["confidence"] for row in rows if row["rule"] == rule] == [0.75]


def test_a_rule_that_never_fires_on_the_sample_has_a_fault():
    reports = check_rules(load_lexicon(), [LABELLED])
    fired = {report.rule: report.fired for report in reports}
    silent = [report for report in reports if report.fired == 0]
    assert fired[next(row["rule"] for row in Extractor().rows(LABELLED))] == 1
    assert silent
    assert all("never fires on 1 papers" in report.faults for report in silent)
    assert all(report.cost is None or report.cost >= 0 for report in reports)


@pytest.mark.parametrize(("line", "match"), [("{", "cannot be read"), ('{"paper_id": 1}', "line 1")])
def test_bad_labels_name_file_and_line(tmp_path, line, match):
    path = tmp_path / "labels.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(InputError, match=match):
        list(read_labels(path))


def test_rules_check_fails_with_a_faulty_rule(tmp_path, capsys):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "levels.toml").write_text(
        '[[rule]]\nid = "mine.bad"\npattern = "q:<percent>"\nthen = { kind = "level" }\n'
        'examples = ["No number here."]\n'
        'rejects = ["It is 5% of them."]\n')
    assert main(["rules", "check", "--lexicon", str(tmp_path), "-f", "csv"]) == 1
    out, err = capsys.readouterr()
    assert "mine.bad: example does not fire: No number here." in err
    assert out.startswith("rule,file,fired,n,precision,low,high,microseconds,faults")


def test_rules_measure_writes_counts(tmp_path, capsys):
    labels = tmp_path / "labels.jsonl"
    labels.write_text(json.dumps(LABELLED) + "\n")
    out = tmp_path / "confidence.csv"
    assert main(["rules", "measure", "--labels", str(labels), "-o", str(out)]) == 0
    assert out.read_text().startswith("rule,n,correct,precision\n")
    assert "2 claims" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["rules", "play"], ["rules", "measure"]])
def test_usage_errors(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1
