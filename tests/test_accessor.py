"""``df.claims`` hands over to the functions."""

from __future__ import annotations

import pytest

from metaanalysis.accessor import register
from metaanalysis.errors import DataError
from tests.reports import tables

register()


@pytest.fixture
def claims():
    return tables()[1]


def test_filter_by_value_list_and_list_column(claims):
    assert claims.claims.filter(kind="level")["text"].tolist() == ["91.5%", "12.5%"]
    assert len(claims.claims.filter(kind=["level", "change"])) == 3
    assert claims.claims.filter(benchmark_text="SockBench", kind="change")["text"].tolist() == ["up to 3 points"]
    assert claims.claims.filter(metric="nothing").empty


def test_unknown_column(claims):
    with pytest.raises(DataError, match="kindd"):
        claims.claims.filter(kindd="level")


def test_a_value_that_no_claim_can_have_is_told(claims):
    with pytest.raises(DataError, match="kind is never 'levels'; it is one of level, change"):
        claims.claims.filter(kind=["levels", "change"])


def test_only_on_claims():
    with pytest.raises(AttributeError, match="no table of claims"):
        _ = tables()[0].claims


def test_forest_and_report(claims, tmp_path):
    import matplotlib.pyplot as plt

    ax = claims.claims.forest()
    assert ax.get_figure() is not None
    plt.close(ax.figure)
    assert claims.claims.report(tmp_path).page.is_file()


def test_registering_twice_is_harmless(claims):
    register()
    assert claims.claims is not None
