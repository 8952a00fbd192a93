"""Labels without texts, joined to the abstracts that somebody has."""

from __future__ import annotations

import csv
import json

import pytest

from metaanalysis.cli.main import main
from metaanalysis.errors import InputError
from metaanalysis.evaluation.offsets import digest, join_labels
from metaanalysis.evaluation.ordinals import examples
from metaanalysis.extraction import Extractor
from tests.conftest import ROOT

TEXT = "We find that FernNet  reaches\n92.4% accuracy on Lagoon-3. It outperforms ElmNet."
FLAT = "We find that FernNet reaches 92.4% accuracy on Lagoon-3. It outperforms ElmNet."
PAPERS = [{"paper_id": "a", "title": "Ferns", "abstract": TEXT}, {"paper_id": "b", "abstract": "It beats ElmNet."},
          {"paper_id": "c", "abstract": "Nobody has read this."}]
COLUMNS = ("paper_id,kind,start,end,value,low,high,of,plus_minus,unit,bound,aggregate,direction,basis,role,metric,"
           "benchmark,subject,comparator")
CLAIMS = [COLUMNS, "a,level,29,34,92.4,,,,,percent,exact,,,,,35-43,47-55,13-20,",
          "a,comparison,60,71,,,,,,none,exact,,better,,,,,57-59,72-78"]


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "labels"
    place.mkdir()
    (place / "papers.csv").write_text(f"paper_id,sha256,part\na,{digest(TEXT)},kept\nc,00000000,read\n")
    (place / "claims.csv").write_text("\n".join(CLAIMS) + "\n")
    (place / "triggers.csv").write_text("paper_id,start,end,claim\nb,3,8,1\n")
    return place


def test_offsets_become_the_words_of_the_abstract(folder):
    found = next(paper for paper in join_labels(folder, PAPERS) if paper["paper_id"] == "a")
    level, comparison = found["claims"]
    assert (found["abstract"], found["title"]) == (FLAT, "Ferns")
    assert (level["text"], level["value"], level["metric_text"], level["benchmark_text"], level["subject_text"]) == (
        "92.4%", 92.4, "accuracy", ["Lagoon-3"], "FernNet")
    assert (comparison["text"], comparison["comparator_text"], comparison["benchmark_text"]) == (
        "outperforms", "ElmNet", [])


def test_another_version_of_an_abstract_is_passed_over_and_a_part_can_be_chosen(folder):
    assert [paper["paper_id"] for paper in join_labels(folder, PAPERS)] == ["a"]
    assert [paper["paper_id"] for paper in join_labels(folder, PAPERS, "kept")] == ["a"]


def test_only_judged_triggers_are_examples(folder):
    found = list(join_labels(folder, PAPERS, judged=True))
    judged = next(paper for paper in found if paper["paper_id"] == "b")
    assert [paper["paper_id"] for paper in found] == ["a", "b"]
    assert [(one.start, one.end, one.claim) for one in examples(Extractor(), judged)] == [(3, 8, True)]


def test_strange_papers_and_a_missing_file_are_told(folder):
    with pytest.raises(InputError, match="none of the papers is labelled"):
        list(join_labels(folder, PAPERS[2:]))
    (folder / "claims.csv").unlink()
    with pytest.raises(InputError, match=r"claims\.csv"):
        list(join_labels(folder, PAPERS))


def test_triggers_of_an_abstract_that_is_kept_are_not_read(folder):
    with (folder / "triggers.csv").open("a") as stream:
        stream.write("a,60,71,1\n")
    papers = [*PAPERS[:2], {"paper_id": "c", "abstract": "Other words."}]
    assert [paper["paper_id"] for paper in join_labels(folder, papers, "read", judged=True)] == ["b"]


FAULTS = [
    ("papers.csv", "paper_id,part\na,kept\n", r"papers\.csv, line 2: no column 'sha256'"),
    ("claims.csv", "paper_id,kind\na,level\n", r"claims\.csv, line 2: no column 'start'"),
    ("claims.csv", "\n".join(CLAIMS).replace("29,34", "-1,34"), r"claims\.csv, line 2: '-1' in 'start' is no place"),
    ("claims.csv", "\n".join(CLAIMS).replace("47-55", "47"), r"line 2: '47' in 'benchmark' is no span"),
    ("claims.csv", "\n".join(CLAIMS).replace("92.4", "high"), r"line 2: 'high' in 'value' is no number"),
    ("triggers.csv", "paper_id,start\nb,3\n", r"triggers\.csv, line 2: no column 'end'"),
]


@pytest.mark.parametrize(("name", "content", "said"), FAULTS)
def test_a_faulty_file_is_told_with_its_line(folder, name, content, said):
    (folder / name).write_text(content)
    with pytest.raises(InputError, match=said):
        list(join_labels(folder, PAPERS, judged=True))


def test_an_unknown_part_is_told_with_those_there_are(folder):
    with pytest.raises(InputError, match="no part 'best'; its parts are kept, read"):
        list(join_labels(folder, PAPERS, "best"))


@pytest.mark.parametrize("option", ["--papers", "--part"])
def test_what_belongs_to_a_folder_of_labels_is_refused_without_one(tmp_path, option, capsys):
    labels = tmp_path / "labels.jsonl"
    labels.write_text("")
    assert main(["rules", "measure", "--labels", str(labels), option, "kept", "-o", str(tmp_path / "c.csv")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_measuring_leaves_out_what_was_only_partly_judged(folder, tmp_path, capsys):
    papers = tmp_path / "papers.jsonl"
    papers.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS))
    assert main(["rules", "measure", "--labels", str(folder), "--papers", str(papers),
                 "-o", str(tmp_path / "confidence.csv")]) == 0
    assert "2 claims" in capsys.readouterr().err


def test_the_command_asks_for_the_papers_of_a_folder_of_labels(folder, tmp_path, capsys):
    assert main(["rules", "measure", "--labels", str(folder), "-o", str(tmp_path / "confidence.csv")]) == 2
    assert "give --papers FILE" in capsys.readouterr().err
    papers = tmp_path / "papers.jsonl"
    papers.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS))
    assert main(["rules", "measure", "--labels", str(folder), "--papers", str(papers), "--part", "kept",
                 "-o", str(tmp_path / "confidence.csv")]) == 0
    assert "precision of 2 rules on 2 claims" in capsys.readouterr().err


def test_the_bundled_labels_hang_together():
    place = ROOT / "data" / "labels"
    with (place / "papers.csv").open(newline="") as stream:
        papers = {row["paper_id"]: row["part"] for row in csv.DictReader(stream)}
    with (place / "claims.csv").open(newline="") as stream:
        claims = list(csv.DictReader(stream))
    assert set(papers.values()) == {"read", "kept"}
    assert {claim["paper_id"] for claim in claims} <= set(papers)
    assert {claim["kind"] for claim in claims} == {"level", "change", "statistic", "comparison", "size"}
    assert all(int(claim["start"]) < int(claim["end"]) for claim in claims)
