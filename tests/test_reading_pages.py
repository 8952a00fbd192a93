"""The listing page, digest pages in Markdown, and prose."""

from __future__ import annotations

import pytest

from metaanalysis.errors import UnknownFormatError
from tests.reading_help import read_one, read_text

HEADER = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\n"
HEADER += "Daily Papers\n\nbyAK and the research community\n\nJan 9\n\n"
FIRST = "Pears: A Study of Pears?\n\nWe gain 80\\% on PearBench (sim7B).\n\n  • 3 authors\n·\nMay 4, 2025 1\n\n"
SECOND = "Apples Are Not Pears\n\nWe say ``no'' to pears.\n\nAppleLab Apple Lab of Fruit\n·\nOct 11, 2025 2\n\n"
FOOTLESS = "Plums Without a Footer\n\nPlums gain 5 points.\n\n"


def test_records_and_their_footers(tmp_path):
    papers, problems = read_text(tmp_path, HEADER + FIRST + SECOND.rstrip("\n"))
    assert not problems
    first, second = papers
    assert (first["title"], first["abstract"]) == ("Pears: A Study of Pears?", "We gain 80\\% on PearBench (sim7B).")
    assert (first["n_authors"], first["date"], first["authors"], first["venue"]) == (3, "2025-05-04", None, None)
    assert (second["n_authors"], second["date"], second["venue"]) == (None, "2025-10-11", "Apple Lab of Fruit")
    assert second["abstract"] == "We say ``no'' to pears."


def test_a_record_without_footer_keeps_its_own_text(tmp_path):
    papers, problems = read_text(tmp_path, HEADER + FIRST + FOOTLESS + FOOTLESS.replace("Plum", "Fig") + SECOND)
    assert [paper["title"].split()[0] for paper in papers] == ["Pears:", "Plums", "Figs", "Apples"]
    assert [paper["abstract"] for paper in papers[1:3]] == ["Plums gain 5 points.", "Figs gain 5 points."]
    assert [paper["date"] for paper in papers] == ["2025-05-04", None, None, "2025-10-11"]
    assert not problems


def test_a_page_cut_at_its_end_says_so(tmp_path):
    papers, problems = read_text(tmp_path, HEADER + FIRST + "Plums at the End\n\nPlums gain 5 po")
    assert len(papers) == 2
    assert problems[0].record == 1
    assert "ends inside" in problems[0].reason


def test_a_page_cut_at_its_beginning_says_so(tmp_path):
    papers, problems = read_text(
        tmp_path, "and so the tail of an abstract ends here.\n\n  • 3 authors\n·\nMay 4, 2025 1\n\n" + SECOND
    )
    assert [paper["title"] for paper in papers] == ["Apples Are Not Pears"]
    assert [problem.record for problem in problems] == [0]


def test_a_title_without_abstract_is_kept(tmp_path):
    papers, _ = read_text(tmp_path, HEADER + "Only a Title\n\n  • 3 authors\n·\nMay 4, 2025\n\n" + SECOND)
    assert (papers[0]["title"], papers[0]["abstract"]) == ("Only a Title", None)


def test_windows_line_ends(tmp_path):
    papers, problems = read_text(tmp_path, (HEADER + FIRST + SECOND).replace("\n", "\r\n"))
    assert len(papers) == 2
    assert not problems


def test_a_digest_page(tmp_path):
    paper = read_one(
        tmp_path,
        """---
title: x
---
# A Title of Pears
**arXiv**: [2401.00001v2](https://arxiv.org/abs/2401.00001) · [PDF](https://arxiv.org/pdf/2401.00001.pdf)
**Authors**: Ann One, Bob Two

## Points
- a point

## Abstract (original)

> We gain 5%
> on two lines.
""",
    )
    assert (paper["title"], paper["abstract"]) == ("A Title of Pears", "We gain 5%\non two lines.")
    assert (paper["paper_id"], paper["n_authors"]) == ("2401.00001", 2)


def test_a_digest_of_several_papers(tmp_path):
    papers, _ = read_text(
        tmp_path,
        """# Papers of the day

## 1. [First Title](https://arxiv.org/abs/2401.00001)
- **Authors:** Ann One, Bob Two
- **Date:** 2024-01-05
- **Abstract:** We gain 5%.

## 2. [Second Title](https://arxiv.org/abs/2401.00002)

**Abstract**

We lose 5%.
""",
    )
    assert [(paper["title"], paper["abstract"], paper["arxiv_id"]) for paper in papers] == [
        ("First Title", "We gain 5%.", "2401.00001"),
        ("Second Title", "We lose 5%.", "2401.00002"),
    ]
    assert papers[0]["date"] == "2024-01-05"


PROSE = "We present a method for counting pears that reaches 55.3% accuracy, and beats "
PROSE += "the one before by four points on two sets."


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        (PROSE, [(None, PROSE)]),
        (f"Counting Pears\n{PROSE}\n", [("Counting Pears", PROSE)]),
        (f"Counting Pears\n\n{PROSE}\n\n{PROSE}\n", [("Counting Pears", f"{PROSE}\n\n{PROSE}")]),
        (f"{PROSE}\n\nAlso, {PROSE}\n", [(None, PROSE), (None, f"Also, {PROSE}")]),
        (f"One\n\n{PROSE}\n\nTwo\n\nAbstract\n{PROSE}\n", [("One", PROSE), ("Two", PROSE)]),
        (f"{PROSE[:60]}\n{PROSE[60:]}\n", [(None, f"{PROSE[:60]}\n{PROSE[60:]}")]),
    ],
)
def test_prose(tmp_path, text, papers):
    found, problems = read_text(tmp_path, text)
    assert [(paper["title"], paper["abstract"]) for paper in found] == papers
    assert not problems


@pytest.mark.parametrize(
    "content",
    [
        "x" * 5_000_000,
        b"\0\1\2" * 900,
        "   \n\n",
        "import os\n\ndef f(x):\n    return {'a': os.path.join(x, 'b')}\n" * 9,
        "<html><body>a</body></html>",
        "a=1\nb=2\n",
        "%PDF-1.7 ...",
        "key: value\nother: [1, 2]\n",
    ],
)
def test_what_is_no_paper_is_refused_in_one_sentence(tmp_path, content):
    with pytest.raises(UnknownFormatError) as caught:
        read_text(tmp_path, content)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(("content", "said"), [
    (" \n\n", "the file holds only white space"), ("a,b\n1,2\n", "'metaanalysis read --map abstract=NAME'")])
def test_a_file_of_no_format_says_what_to_do(tmp_path, content, said):
    with pytest.raises(UnknownFormatError) as caught:
        read_text(tmp_path, content)
    assert said in str(caught.value)
