"""Why a claim is in the table, and how much of a paper became claims."""

from __future__ import annotations

import pandas as pd
import pytest

import metaanalysis
from metaanalysis.cli.main import main
from metaanalysis.errors import DataError, OptionError
from metaanalysis.extraction import Extractor
from metaanalysis.extraction.coverage import coverage

ABSTRACT = (
    "We propose FernNet, a reader. Experiments show that FernNet reaches 92.4% accuracy on CIFAR-10, 3.1 points higher "
    "than GPT-4. To improve recall, we add a stage in 2019."
)
PAPERS = pd.DataFrame({"paper_id": ["a"], "title": ["FernNet: A Reader"], "abstract": [ABSTRACT]})


@pytest.fixture(scope="module")
def claims() -> pd.DataFrame:
    return metaanalysis.extract(PAPERS)


def claim_of(claims: pd.DataFrame, text: str) -> str:
    return str(claims.loc[claims["text"] == text, "claim_id"].iloc[0])


def test_a_claim_shows_its_sentence_rule_links_and_rivals(claims):
    page = str(metaanalysis.explain(claims, claim_of(claims, "3.1 points"), papers=PAPERS))
    row = claims.loc[claims["text"] == "3.1 points"].iloc[0]
    assert "Experiments show that FernNet reaches 92.4% accuracy" in page
    assert f"rule        {row['rule']}" in page
    assert "comparator" in page
    assert "after 'than'" in page
    assert "subject of 'reaches'" in page
    assert "Rivals that lost" in page
    assert "carried by 3.1 points" in page
    assert "Note:" not in page


def test_without_its_paper_a_claim_is_read_alone_and_says_so(claims):
    explanation = metaanalysis.explain(claims, claim_of(claims, "92.4%"))
    assert [claim.row["text"] for claim in explanation.sentences[0].claims] == ["92.4%"]
    assert "without its abstract" in explanation.notes[0]


def test_a_text_is_explained_sentence_by_sentence_with_reasons_against():
    page = str(metaanalysis.explain(text=ABSTRACT))
    assert page.count("Sentence ") == 3
    assert "No claim." in page
    assert "purpose" in page


def test_atoms_and_claims_stand_where_they_say():
    for reading in metaanalysis.explain(text=ABSTRACT).sentences:
        for start, end, words, _ in reading.atoms:
            assert reading.text[start:end] == words


def test_html_is_escaped():
    html = metaanalysis.explain(text="We find that <b>FernNet</b> & co reach 92% accuracy.")._repr_html_()
    assert "<b>FernNet" not in html
    assert "&lt;b&gt;" in html


def test_an_unknown_claim_names_ids_that_exist(claims):
    with pytest.raises(DataError, match=r"no claim 'zzz' among \d+; ids look like"):
        metaanalysis.explain(claims, "zzz")


@pytest.mark.parametrize("arguments", [{}, {"text": "x", "claims": pd.DataFrame({"claim_id": ["1"]}), "claim": "1"}])
def test_either_a_claim_or_a_text(arguments):
    with pytest.raises(OptionError):
        metaanalysis.explain(**arguments)


def test_a_claim_of_another_lexicon_is_told(claims):
    changed = claims.assign(rule="mine.rule")
    assert "this reading says" in metaanalysis.explain(changed, claim_of(claims, "92.4%"), papers=PAPERS).notes[0]


def test_coverage_counts_every_number_once():
    table = coverage(PAPERS)
    row = table.iloc[0]
    document = Extractor().read({"paper_id": "a", "abstract": ABSTRACT})
    assert row["sentences"] == len(document.sentences) == 3
    assert row["quantities"] == row["linked"] + row["unlinked"] + row["set_aside"]
    assert row["linked"] == 2
    assert row["claims"] == len(document.drafts)


def test_coverage_tells_which_numbers_are_unlinked():
    papers = pd.DataFrame({"paper_id": ["a"], "abstract": ["We find that FernNet gains 7%."]})
    assert coverage(papers).iloc[0]["unlinked_text"] == ["7%"]


def test_the_commands_print_the_same_page(tmp_path, capsys, claims):
    table = tmp_path / "claims.jsonl"
    claims.to_json(table, orient="records", lines=True)
    papers = tmp_path / "papers.jsonl"
    PAPERS.to_json(papers, orient="records", lines=True)
    chosen = claim_of(claims, "92.4%")
    assert main(["explain", str(table), "--claim", chosen, "--papers", str(papers)]) == 0
    assert capsys.readouterr().out == str(metaanalysis.explain(claims, chosen, papers=PAPERS))
    assert main(["coverage", str(papers), "-f", "csv"]) == 0
    assert capsys.readouterr().out.startswith("paper_id,sentences,quantities")


@pytest.mark.parametrize("arguments", [
    ["explain"], ["explain", "claims.csv"], ["explain", "x.csv", "--claim", "1", "--text", "y"]])
def test_usage_errors_are_one_sentence(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1
