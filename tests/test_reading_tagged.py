"""RIS, MEDLINE and Web of Science: lines with tags."""

from __future__ import annotations

import pytest

from tests.reading_help import read_one, read_text

RIS = "TY  - JOUR\nAU  - One, Ann\nAU  - Two, Bob\nTI  - A title\n"
RIS += "AB  - We gain 5%.\nPY  - 2024\nDO  - 10.1000/A\nT2  - J\nID  - 77\nER  - \n"


def test_ris(tmp_path):
    paper = read_one(tmp_path, RIS)
    assert (paper["paper_id"], paper["title"], paper["abstract"]) == ("10.1000/a", "A title", "We gain 5%.")
    assert (paper["authors"], paper["n_authors"], paper["date"], paper["venue"]) == (
        "One, Ann; Two, Bob",
        2,
        "2024",
        "J",
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: "\n\n" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "1.\n" + text,
        lambda text: "Provider: Somebody\nContent: text\n\n" + text,
        lambda text: text.replace("  - ", " - "),
        lambda text: text.removesuffix("ER  - \n"),
        lambda text: text.replace("TI  -", "T1  -").replace("AB  -", "N2  -"),
        lambda text: text.replace("ER  - ", "ER  -"),
        lambda text: text.replace("gain 5", "gain\n5"),
    ],
)
def test_ris_in_the_spellings_of_its_writers(tmp_path, change):
    paper = read_one(tmp_path, change(RIS))
    assert (paper["title"], paper["abstract"], paper["n_authors"]) == ("A title", "We gain 5%.", 2)


def test_ris_without_an_end_between_records(tmp_path):
    papers, problems = read_text(
        tmp_path, "TY  - JOUR\nTI  - A\n\nTY  - CONF\nTI  - B\nER  - \nTY  - JOUR\nTI  - C\nER  - \n"
    )
    assert [paper["title"] for paper in papers] == ["A", "B", "C"]
    assert not problems


@pytest.mark.parametrize(
    ("tags", "date"),
    [
        ("PY  - 2018\nDA  - Mar 1", "2018-03-01"),
        ("PY  - 2019\nDA  - JUN", "2019-06"),
        ("Y1  - 2024/05/01/", "2024-05-01"),
        ("PY  - 2024///", "2024"),
        ("PY  - 2018\nDA  - 2018/05/02/", "2018-05-02"),
        ("PY  - 2018\nDA  - 2021/01/01/", "2018"),
        ("KW  - a", None),
    ],
)
def test_ris_dates_are_as_precise_as_known(tmp_path, tags, date):
    assert read_one(tmp_path, f"TY  - JOUR\nTI  - A\n{tags}\nER  - \n")["date"] == date


def test_ris_ids(tmp_path):
    papers, _ = read_text(
        tmp_path,
        "TY  - JOUR\nTI  - A\nAN  - WOS:1\nID  - 2\nER  - \nTY  - JOUR\nTI  - B\nID  - 3\nER  - \n"
        "TY  - UNPB\nTI  - C\nUR  - http://arxiv.org/abs/2401.00001v1\nER  - \n",
    )
    assert [paper["paper_id"] for paper in papers] == ["WOS:1", "3", "2401.00001"]


def test_a_record_without_text_is_a_problem(tmp_path):
    papers, problems = read_text(tmp_path, RIS + "TY  - JOUR\nAU  - One\nER  - \n" + RIS)
    assert [paper["source_index"] for paper in papers] == [0, 2]
    assert [problem.record for problem in problems] == [1]


MEDLINE = """PMID- 123
OWN - NLM
DP  - 2019 Mar
TI  - A title over two
      lines.
LID - S01 [pii]
LID - 10.1000/A [doi]
AB  - BACKGROUND: We gain
      5% here.
FAU - One, Ann
AU  - One A
FAU - Two, Bob
AU  - Two B
CN  - The Group
JT  - Journal
AID - 10.1000/A [doi]

PMID- 124
TI  - Without an abstract.
DEP - 20200102
"""


@pytest.mark.parametrize("text", [MEDLINE, MEDLINE.replace("\n", "\r\n"), "\n" + MEDLINE])
def test_medline(tmp_path, text):
    papers, problems = read_text(tmp_path, text)
    assert not problems
    first, second = papers
    assert (first["paper_id"], first["title"]) == ("123", "A title over two lines.")
    assert first["abstract"] == "BACKGROUND: We gain 5% here."
    assert (first["authors"], first["date"], first["doi"]) == ("One, Ann; Two, Bob; The Group", "2019-03", "10.1000/a")
    assert (second["abstract"], second["date"]) == (None, "2020-01-02")


WOS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU One, A
   Two, B
AF One, Ann
   Two, Bob
TI A title over two
   lines
SO JOURNAL
AB We gain 5%.
CR Someone, 2001, J
   Other, 2002, J
PD FEB 25
PY 2024
DI 10.1000/A
UT WOS:1
ER

PT C
AU Two, B
TI Second
PY 2023
UT WOS:2
ER

EF
"""


@pytest.mark.parametrize("text", [WOS, "\ufeff" + WOS, WOS.replace("\n", "\r\n")])
def test_web_of_science_plain_text(tmp_path, text):
    papers, problems = read_text(tmp_path, text)
    assert not problems
    first, second = papers
    assert (first["title"], first["abstract"], first["authors"]) == (
        "A title over two lines",
        "We gain 5%.",
        "One, Ann; Two, Bob",
    )
    assert (first["paper_id"], first["date"], first["venue"]) == ("10.1000/a", "2024-02-25", "JOURNAL")
    assert (second["paper_id"], second["abstract"], second["date"]) == ("WOS:2", None, "2023")


def test_ris_abstract_in_several_parts(tmp_path):
    text = "TY  - JOUR\nTI  - A\nAB  - Aim: one.\nAB  - Result: two.\nER  - \n"
    assert read_one(tmp_path, text)["abstract"] == "Aim: one.\nResult: two."
