"""BibTeX: entries, faults of the parser, and escapes."""

from __future__ import annotations

import pytest

from metaanalysis.reading.latex import without_latex
from tests.reading_help import read_one, read_text


def test_an_entry(tmp_path):
    paper = read_one(
        tmp_path,
        r"""% a remark
@string{conf = {The Conference}}
@InProceedings{one2024,
  title = {{P}ears, and {GPT-4}
           Again},
  author = {One, Ann and {The Group} and G{\"o}del, Kurt},
  booktitle = conf, year = 2024, month = may,
  doi = {https://doi.org/10.1000/A},
  abstract = {We gain 34.5\% on 1{,}000 items, p {$<$} 0.05, with $k$-means
              over two lines.},
}
""",
    )
    assert paper["title"] == "Pears, and GPT-4 Again"
    assert paper["abstract"] == "We gain 34.5% on 1,000 items, p < 0.05, with $k$-means over two lines."
    assert paper["authors"] == "One, Ann; The Group; Gödel, Kurt"
    assert (paper["paper_id"], paper["venue"], paper["date"]) == ("10.1000/a", "The Conference", "2024-05")


@pytest.mark.parametrize(
    ("fields", "identifier"),
    [
        ("eprint={2401.00001v2}, archivePrefix={arXiv}", "2401.00001"),
        ("journal={arXiv preprint arXiv:2401.00001}", "2401.00001"),
        ("eprint={99}, archivePrefix={PubMed}", "key1"),
        ("year={2020}", "key1"),
    ],
)
def test_ids(tmp_path, fields, identifier):
    assert read_one(tmp_path, f"@article{{key1, title={{T}}, {fields}}}")["paper_id"] == identifier


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("date={2024-05-03}", "2024-05-03"),
        ("year={2024}, month={5}", "2024-05"),
        ("year={2024}, month=may, day={3}", "2024-05-03"),
        ("year={in press}", None),
    ],
)
def test_dates(tmp_path, fields, date):
    assert read_one(tmp_path, f"@article{{k, title={{T}}, {fields}}}")["date"] == date


def test_two_entries_with_one_key_are_two_papers(tmp_path):
    papers, problems = read_text(tmp_path, "@article{k, title={A}}\n@article{k, title={B}}\n")
    assert [paper["title"] for paper in papers] == ["A", "B"]
    assert not problems


def test_a_missing_comma_swallows_nothing(tmp_path):
    papers, problems = read_text(
        tmp_path,
        "@article{k,\n title = {A}\n abstract = {Kept, with a {brace}\n x = {1} inside.},\n"
        ' year = "2020"\n month = jan}\n',
    )
    assert (papers[0]["title"], papers[0]["date"][:4]) == ("A", "2020")
    assert papers[0]["abstract"] == "Kept, with a brace x = 1 inside."
    assert "comma" in problems[0].reason


def test_a_broken_entry_does_not_touch_its_neighbours(tmp_path):
    papers, problems = read_text(
        tmp_path,
        "@article{a, title={A}}\n@article{b, title={open\n\n@article{c, title={C}}\n"
        "@article{d, title={D}, title={E}}\n",
    )
    assert [paper["title"] for paper in papers] == ["A", "C", "D"]
    assert [problem.record for problem in problems] == [1]


def test_a_volume_lends_its_year_and_is_no_paper(tmp_path):
    papers, problems = read_text(
        tmp_path,
        "@Proceedings{v, booktitle={Conf}, year={2023}}\n@inproceedings{a, title={A}, abstract={x}}\n"
        "@article{b, title={B}}\n",
    )
    assert [(paper["venue"], paper["date"]) for paper in papers] == [("Conf", "2023"), (None, None)]
    assert [problem.record for problem in problems] == [0]


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"34.5\% of \$5 \& \#1 a\_b", "34.5% of $5 & #1 a_b"),
        (r"G{\"o}del, \'Eva, \c{c}a, {\L}ukasz, na{\"\i}ve, \v{S}, {\aa}", "Gödel, Éva, ça, Łukasz, naïve, Š, å"),
        (r"{$<$} 5 and {$\geq$} 3 and \textless 2", "< 5 and ≥ 3 and <2"),
        (r"$\pm$ 3 and $\alpha_{1}$ stay", r"$\pm$ 3 and $\alpha_{1}$ stay"),
        (r"1{,}000 and {GPT}-4", "1,000 and GPT-4"),
        (r"\emph{very} \textbf{bold {\"u}} \texttt{x\_y}", "very bold ü x_y"),
        (r"a -- b --- c ``d''", "a – b — c “d”"),
        (r"Table~3 but ~50\%", "Table 3 but ~50%"),
        (r"our \method{} works", r"our \method works"),
        (r"10\textsuperscript{-3} and H\textsubscript{2}O", "10^-3 and H_2O"),
        ("nothing, to do", "nothing, to do"),
    ],
)
def test_escapes_are_decoded_once(latex, text):
    assert without_latex(latex) == text


def test_the_style_of_web_of_science(tmp_path):
    paper = read_one(
        tmp_path,
        """
@article{ WOS:000123,
Author = {One, Ann and
   Two, Bob},
Title = {{A Title over
   Two Lines}},
Journal = {{JOURNAL}},
Year = {{2024}},
Month = {{FEB 25}},
Abstract = {{We gain 5\\% over
   two lines.}},
DOI = {{10.1000/A}},
Unique-ID = {{WOS:000123}},
}
""",
    )
    assert (paper["title"], paper["abstract"]) == ("A Title over Two Lines", "We gain 5% over two lines.")
    assert (paper["paper_id"], paper["date"], paper["n_authors"]) == ("10.1000/a", "2024-02-25", 2)
    assert (paper["venue"], paper["authors"]) == ("JOURNAL", "One, Ann; Two, Bob")


def test_the_style_of_the_acl_anthology(tmp_path):
    papers, problems = read_text(
        tmp_path,
        """@proceedings{c-2024, title = "Proceedings of C", year = "2024", url = "https://x"}
@inproceedings{one-2024-pears,
    title = "{P}ears Don{'}t Fall: {\\textquotedblleft}Far{\\textquotedblright}",
    author = "One, Ann  and
      Two, Bob",
    editor = "It, Ed",
    booktitle = "Proceedings of C",
    month = aug,
    year = "2024",
    abstract = "We gain 5{\\%} with {``}quotes{''} and {\\textasciitilde}3 $x_1$."
}
""",
    )
    (paper,) = papers
    assert (paper["title"], paper["date"]) == ("Pears Don't Fall: “Far”", "2024-08")
    assert paper["abstract"] == "We gain 5% with “quotes” and ~3 $x_1$."
    assert len(problems) == 1
