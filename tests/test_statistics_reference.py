"""The reference results of pooling, meta-regression, multilevel models, permutation tests and effect sizes."""

from __future__ import annotations

import copy
import json
import subprocess
import sys

import pytest

from benchmarks.reference import coverage, run_document
from benchmarks.reference_checks.ledger import Ledger, leaves
from benchmarks.reference_checks.scope import in_scope
from tests.conftest import ROOT

FAMILIES = ("pooling", "regression", "multilevel", "crossed", "permutation", "measures")
LEAST = {"pooling": 29_000, "regression": 145_000, "multilevel": 6_000, "crossed": 500, "permutation": 20,
         "measures": 250}
PLACES = {"pooling": ("results.fe", "results.uwls", "results.re.", "results.blup"), "regression": ("results.metareg",),
          "multilevel": ("results.multilevel",), "crossed": ("study_species",),
          "permutation": ("results.permutest_exact",), "measures": ()}


@pytest.mark.shared
@pytest.mark.parametrize("family", FAMILIES)
def test_nearly_everything_in_scope_is_compared_and_agrees(documents, family):
    ledgers = [run_document(document, name, (family,)) for name, document in documents.items()]
    entries = [entry for ledger in ledgers for entry in ledger.entries]
    assert [(entry.path, entry.ours, entry.theirs) for entry in entries if not entry.agrees] == []
    assert [text for ledger in ledgers for text in ledger.failures] == []
    assert len(entries) >= LEAST[family]
    wanted = [{path for path, _ in in_scope(document) if path.startswith(PLACES[family])}
              for document in documents.values()]
    missing = [paths - {entry.path for entry in ledger.entries} for paths, ledger in zip(wanted, ledgers, strict=True)]
    assert sum(map(len, missing)) <= 0.01 * sum(map(len, wanted))


@pytest.mark.shared
@pytest.mark.parametrize(("family", "name", "place"), [
    ("pooling", "bcg_rr", ("results", "fe", "se")),
    ("pooling", "bcg_rr", ("results", "re", "SJ", "knha", "ci_lb")),
    ("pooling", "bcg_rr", ("results", "re", "PM", "tau2_ci_qp", "tau2")),
    ("pooling", "bcg_rr", ("results", "blup", "se")),
    ("regression", "bcg_rr", ("results", "metareg", "inter", "REML_knha", "beta")),
    ("multilevel", "lehmann2018", ("results", "multilevel", "gender_REML_che06", "clubSandwich_CR2", "df")),
    ("multilevel", "lehmann2018", ("results", "multilevel", "robumeta_CORR", "tau2")),
    ("crossed", "crossed_white2020", ("study_species_obs_REML", "ranef", "species", "se")),
    ("permutation", "permutest", ("bcg7_ablat_exact", "pval")),
    ("measures", "escalc", ("SMD", "yi")),
])
def test_a_wrong_reference_is_noticed(documents, family, name, place):
    document = copy.deepcopy(documents[name])
    block = document
    for key in place[:-1]:
        block = block[key]
    value = block[place[-1]]
    block[place[-1]] = [1.001 * item for item in value] if isinstance(value, list) else 1.001 * value
    assert any(not entry.agrees for entry in run_document(document, name, (family,)).entries)


@pytest.mark.shared
def test_null_errors_and_absent_keys_are_passed_over(documents):
    document = copy.deepcopy(documents["knapp2017"])
    results = document["results"]
    results["fe"] = {"error": "refused"}
    results["re"]["REML"]["z"]["tau2"] = None
    results["re"]["ML"] = {"z": {"error": "did not converge"}}
    del results["blup"], results["re"]["DL"]
    results["metareg"]["task"]["REML_z"] = {"error": "singular"}
    results["multilevel"]["intercept_REML_diag"] = {"warnings": "odd"}
    ledger = run_document(document, "knapp2017", FAMILIES)
    assert ledger.failures == []
    assert all(entry.agrees for entry in ledger.entries)
    assert run_document({"id": "empty"}, "empty", FAMILIES).entries == []


def test_the_ledger_counts_nan_as_a_failure():
    ledger = Ledger("x")
    ledger.compare("q", "a", [1.0, float("nan"), 3.0], [1.0, 2.0, None])
    assert [entry.agrees for entry in ledger.entries] == [True, False]
    assert len(ledger.failures) == 1


def test_leaves_are_numbers_only():
    assert list(leaves({"a": [1, None, "x", True, {"b": 2.5}]})) == [("a.0", 1.0), ("a.4.b", 2.5)]


def test_coverage_names_what_is_left_out():
    document = {"id": "x", "results": {"fe": {"se": 1.0, "new": 2.0}}}
    ledger = Ledger("x")
    ledger.compare("fe.se", "results.fe.se", 1.0, 1.0)
    ledger.skip("fe", "results.fe.new", 2.0, "for a reason")
    total, done, rest = coverage([(document, ledger)])
    assert (total, done) == (2, 1)
    assert list(rest) == [("fe ... new", "for a reason")]


@pytest.mark.shared
def test_exit_codes_of_the_command(shared, tmp_path):
    document = json.loads((shared / "statistics" / "reference" / "bcg_rd.json").read_text(encoding="utf-8"))
    good, bad = tmp_path / "good", tmp_path / "bad"
    for folder in (good, bad):
        folder.mkdir()
    (good / "a.json").write_text(json.dumps(document), encoding="utf-8")
    document["results"]["fe"]["estimate"] *= 1.00001
    (bad / "any name.json").write_text(json.dumps(document), encoding="utf-8")
    script = [sys.executable, str(ROOT / "benchmarks" / "reference.py")]
    fine = subprocess.run([*script, str(good), "--family", "pooling"], capture_output=True, text=True, check=False)
    assert fine.returncode == 0, fine.stdout
    assert "fe.estimate" in fine.stdout
    wrong = subprocess.run([*script, str(bad), "--family", "pooling"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert "DISAGREES any name: results.fe.estimate" in wrong.stdout
