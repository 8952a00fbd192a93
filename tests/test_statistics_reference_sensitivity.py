"""The reference results of sensitivity, bias, selection, Bayes, networks and paired comparisons."""

from __future__ import annotations

import copy

import pytest

from benchmarks.reference import run_document

FAMILIES = ("sensitivity", "bias", "selection", "bayes", "networks", "paired")
LEAST = {"sensitivity": 90_000, "bias": 7_000, "selection": 2_200, "bayes": 190, "networks": 12_000, "paired": 110}


@pytest.mark.shared
@pytest.mark.parametrize("family", FAMILIES)
def test_everything_compared_agrees(documents, family):
    ledgers = [run_document(document, name, (family,)) for name, document in documents.items()]
    entries = [entry for ledger in ledgers for entry in ledger.entries]
    assert [(entry.path, entry.ours, entry.theirs) for entry in entries if not entry.agrees] == []
    assert [text for ledger in ledgers for text in ledger.failures] == []
    assert len(entries) >= LEAST[family]


def _spoil(value, factor):
    """Multiply every number below a block of results."""
    if isinstance(value, dict):
        return {key: _spoil(item, factor) for key, item in value.items()}
    if isinstance(value, list):
        return [_spoil(item, factor) for item in value]
    return value * factor if isinstance(value, float) else value


@pytest.mark.shared
@pytest.mark.parametrize(
    ("family", "name", "place"),
    [
        ("sensitivity", "bcg_rr", ("results", "leave1out", "REML", "se")),
        ("sensitivity", "bcg_rr", ("results", "influence", "DL", "cook.d")),
        ("sensitivity", "bcg_rr", ("results", "baujat", "y")),
        ("bias", "bcg_rr", ("results", "bias", "trimfill_L0_DL", "estimate")),
        ("bias", "bcg_rr", ("results", "bias", "PET_REML", "beta")),
        ("selection", "bcg_rr", ("results", "selmodel", "stepfun_025", "se")),
        ("networks", "nma_senn2013", ("DL", "random", "TE")),
        ("networks", "nma_smokingcessation", ("REML", "split", "diff")),
        ("paired", "bt_baseball", ("abilities_se",)),
    ],
)
def test_a_wrong_reference_is_noticed(documents, family, name, place):
    document = copy.deepcopy(documents[name])
    block = document
    for key in place[:-1]:
        block = block[key]
    block[place[-1]] = _spoil(block[place[-1]], 1.001)
    ledger = run_document(document, name, (family,))
    assert any(not entry.agrees for entry in ledger.entries)


@pytest.mark.shared
@pytest.mark.parametrize("family", FAMILIES)
def test_gaps_in_a_document_do_no_harm(documents, family):
    for name in ("bcg_rr", "nma_woods2010", "bt_citations", "bias3_bcg", "pubbias_more", "escalc"):
        document = copy.deepcopy(documents[name])
        for block in [document, *(x for x in document.values() if isinstance(x, dict))]:
            for key in list(block):
                if key not in {
                    "data",
                    "results",
                    "yi",
                    "vi",
                    "player1",
                    "player2",
                    "win1",
                    "win2",
                    "studlab",
                    "treat1",
                    "treat2",
                    "TE",
                    "seTE",
                }:
                    block[key] = None
        results = document.get("results") or {}
        for key in results:
            results[key] = {"error": "refused"}
        assert run_document(document, name, (family,)).failures == []
