"""``extract`` takes what people have in a session, and says in one sentence what it cannot take."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import metaanalysis
from metaanalysis.errors import DataError, OptionError

TEXT = "Our tagger reaches 81.4% accuracy."
OTHER = "Pruning shrinks the tagger by 12%."


@pytest.mark.parametrize("papers", [
    [TEXT, OTHER], (text for text in (TEXT, OTHER)), pd.Series([TEXT, OTHER], index=["0", "1"]),
    [{"paper_id": "0", "abstract": TEXT}, {"paper_id": "1", "abstract": OTHER}],
    pd.DataFrame({"abstract": [TEXT, OTHER]}),
    pd.DataFrame({"abstract": [TEXT, OTHER, None], "paper_id": ["0", "1", "2"], "title": [None, "A tagger", None]})])
def test_tables_texts_and_records_give_the_same_claims(papers):
    claims = metaanalysis.extract(papers)
    assert list(zip(claims["paper_id"], claims["text"], strict=True)) == [("0", "81.4%"), ("1", "12%")]


def test_one_text_is_one_paper_and_nothing_gives_no_claims():
    assert list(metaanalysis.extract(TEXT)["paper_id"]) == ["0"]
    assert metaanalysis.extract({"abstract": TEXT})["text"][0] == "81.4%"
    assert metaanalysis.extract([]).empty
    assert metaanalysis.extract("").empty


@pytest.mark.parametrize(("papers", "kind", "said"), [
    (pd.DataFrame({"text": [TEXT]}), DataError, "missing column abstract; rename the one that holds it among text"),
    (pd.DataFrame({"abstract": [7]}), DataError, "the abstract of paper '0' is 7, no text"),
    ([{"abstract": TEXT, "title": 5}], DataError, "the title of paper '0' is 5, no text"),
    (None, OptionError, "cannot extract from a NoneType"), ([TEXT, 3], OptionError, "cannot extract from a list"),
    (__file__, OptionError, "is a file, not a text; read it first"),
    (Path("listing.txt"), OptionError, "is a file, not a text; read it first")])
def test_what_cannot_be_extracted_is_told(papers, kind, said):
    with pytest.raises(kind) as caught:
        metaanalysis.extract(papers)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_coverage_takes_the_same():
    assert list(metaanalysis.coverage([TEXT, OTHER])["paper_id"]) == ["0", "1"]


def test_a_report_of_papers_without_ids_keeps_them_apart(tmp_path):
    made = metaanalysis.report(pd.DataFrame({"abstract": [TEXT, OTHER]}), tmp_path)
    assert "2 claims of 2 papers" in str(made)
    assert set(pd.read_csv(tmp_path / "claims.csv")["paper_id"]) == {0, 1}


@pytest.mark.parametrize("function", [metaanalysis.check, lambda data: metaanalysis.report(data, "nowhere")])
def test_what_is_no_table_is_told(function):
    with pytest.raises(DataError, match=r"is no table|neither a column"):
        function("no table")
