"""The same bytes from any number of processes, any chunk size and any order of files; and no half files."""

from __future__ import annotations

import gzip
import json
import os
import stat
import subprocess
import sys

import pandas as pd
import pytest

from metaanalysis.errors import MetaAnalysisError, OptionError
from metaanalysis.extraction import extract
from metaanalysis.reading.sources import Source
from metaanalysis.scale.chunks import Done
from metaanalysis.scale.duplicates import Seen
from metaanalysis.scale.engines import Engine, run_chunks
from metaanalysis.scale.inputs import Tally, canonical_order, distinct
from metaanalysis.scale.progress import Progress, Watched
from metaanalysis.scale.run import extract_files
from metaanalysis.tables import PAPERS, column_names
from tests.conftest import ROOT
from tests.scale_samples import paper, rows_until_interrupted, write_papers


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inputs")
    write_papers(folder / "a.jsonl", range(60))
    write_papers(folder / "b.jsonl", range(50, 120))
    with gzip.open(folder / "c.jsonl.gz", "wb") as out:
        out.write(write_papers(folder / "plain", range(120, 150)).read_bytes())
    (folder / "plain").unlink()
    return [folder / "a.jsonl", folder / "b.jsonl", folder / "c.jsonl.gz"]


@pytest.fixture(scope="module")
def expected(inputs, tmp_path_factory):
    out = tmp_path_factory.mktemp("expected") / "claims.csv"
    summary = extract_files(inputs, out)
    assert summary.papers == 150
    assert summary.tally.duplicates == 10
    assert summary.claims > 300
    return out.read_bytes()


def count(papers):
    return Done(len(papers), 0, [one["n"] for one in papers])


def die(papers):
    os._exit(9)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_chunks_come_back_in_order(jobs):
    results = list(run_chunks(count, ({"n": i} for i in range(100)), Engine(jobs=jobs, chunk_size=3)))
    assert [n for done in results for n in done.payload] == list(range(100))
    assert [done.papers for done in results] == [3] * 33 + [1]


@pytest.mark.parametrize("jobs", [1, 2])
def test_papers_are_read_as_needed(jobs):
    taken = []

    def papers():
        for i in range(1000):
            taken.append(i)
            yield {"n": i}

    results = run_chunks(count, papers(), Engine(jobs=jobs, chunk_size=2))
    next(results)
    assert len(taken) <= 2 * 3 * jobs
    results.close()


def test_a_dead_worker_is_one_sentence():
    with pytest.raises(MetaAnalysisError, match=r"worker process died.*--resume"):
        list(run_chunks(die, [{"n": 1}], Engine(jobs=2)))


@pytest.mark.parametrize(("options", "words"), [
    ({"name": "ray"}, "'ray'"), ({"jobs": -1}, "-1 jobs"), ({"scheduler": "tcp://x:1"}, "without Dask"),
    ({"chunk_size": 0}, "chunks of 0")])
def test_engine_options_are_checked(options, words):
    with pytest.raises(OptionError, match=words):
        Engine(**options)


@pytest.mark.parametrize("engine", [Engine(jobs=2), Engine(jobs=3, chunk_size=7), Engine(chunk_size=1),
                                    Engine(chunk_size=100_000)], ids=str)
def test_bytes_do_not_depend_on_processes_or_chunks(inputs, expected, tmp_path, engine):
    extract_files(inputs, tmp_path / "x.csv", engine=engine)
    assert (tmp_path / "x.csv").read_bytes() == expected


@pytest.mark.parametrize("order", [(2, 1, 0), (1, 0, 2), (0, 2, 1)])
def test_bytes_do_not_depend_on_the_order_of_files(inputs, expected, tmp_path, order):
    extract_files([inputs[i] for i in order], tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes() == expected


@pytest.mark.parametrize("suffix", ["jsonl", "parquet", "txt"])
def test_other_formats_do_not_depend_on_anything_either(inputs, tmp_path, suffix):
    one, other = tmp_path / f"one.{suffix}", tmp_path / f"other.{suffix}"
    extract_files(inputs, one)
    extract_files(inputs[::-1], other, engine=Engine(jobs=2, chunk_size=11))
    assert one.read_bytes() == other.read_bytes()
    assert [path.name for path in sorted(tmp_path.iterdir())] == [one.name, other.name]


def test_command_and_function_agree(inputs, expected, tmp_path):
    papers = pd.DataFrame([dict.fromkeys(column_names(PAPERS)) | paper(number) | {"paper_id": paper(number)["id"]}
                           for number in range(150)])
    assert len(extract(papers)) == expected.count(b"\n") - 1


def test_files_of_one_name_are_ordered_by_content(tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        write_papers(tmp_path / name / "same.jsonl", [ord(name)])
    one = canonical_order([tmp_path / "x" / "same.jsonl", tmp_path / "y" / "same.jsonl"])
    assert one == canonical_order([tmp_path / "y" / "same.jsonl", tmp_path / "x" / "same.jsonl"])
    (tmp_path / "x").rename(tmp_path / "z")
    moved = canonical_order([tmp_path / "y" / "same.jsonl", tmp_path / "z" / "same.jsonl"])
    assert [file.name.replace("/z/", "/x/") for file in moved] == [file.name for file in one]


def test_each_paper_once():
    def row(**fields):
        return dict.fromkeys(column_names(PAPERS)) | {"abstract": "x", "paper_id": "p"} | fields

    papers = [row(title="One", abstract=None, arxiv_id="2401.00001"), row(title="One", arxiv_id="2401.00001"),
              row(title="Other", arxiv_id="2401.00001"), row(title="Two: a Study", date="2024-05"),
              row(title="two a study", date="2024"), row(title="Two: a study", date="2023"),
              row(title="3", doi="10.1/a"), row(title="4", doi="10.1/a"), row(title="5", doi="10.1/b")]
    tally = Tally()
    kept = list(distinct(papers, tally))
    assert [papers.index(one) for one in kept] == [1, 3, 5, 6, 8]
    assert (tally.records, tally.without_abstract, tally.duplicates) == (9, 1, 3)


def test_seen_remembers_more_than_it_holds(monkeypatch):
    monkeypatch.setattr("metaanalysis.scale.duplicates._CACHE_KIB", 64)
    monkeypatch.setattr("metaanalysis.scale.duplicates._HELD", 3_000)
    seen = Seen()
    assert all(seen.add([str(i)]) for i in range(20_000))
    assert not any(seen.add([str(i)]) for i in range(20_000))
    seen.close()


RUN = ("import sys\nimport metaanalysis.scale.outputs as outputs\n"
       "from metaanalysis.scale.run import Engine, extract_files\n"
       "from tests.scale_samples import rows_until_killed\noutputs._JOURNAL_SECONDS = 0\n"
       "extract_files(sys.argv[2:], sys.argv[1], engine=Engine(chunk_size=16), rows=rows_until_killed)")


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet"])
def test_killed_run_leaves_no_half_file_and_goes_on(inputs, tmp_path, suffix):
    out, whole = tmp_path / f"x.{suffix}", tmp_path / f"whole.{suffix}"
    done = subprocess.run([sys.executable, "-c", RUN, out, *inputs], check=False, cwd=ROOT)
    assert done.returncode == -9
    assert not out.exists()
    assert json.loads((tmp_path / f"x.{suffix}.part.json").read_text())["state"]["papers"] == 48
    with (tmp_path / f"x.{suffix}.part").open("ab") as part:
        part.write(b"written after the last entry of the journal")
    resumed = []
    extract_files(inputs[::-1], out, resume=True, engine=Engine(chunk_size=9), rows=_counting(resumed))
    assert len(resumed) == 150 - 48
    extract_files(inputs, whole)
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([out.name, whole.name])


def _counting(seen):
    from metaanalysis.extraction import claim_rows

    def rows(papers, lexicon):
        papers = list(papers)
        seen.extend(papers)
        return claim_rows(papers, lexicon)

    return rows


def interrupt(inputs, out):
    with pytest.raises(KeyboardInterrupt):
        extract_files(inputs, out, engine=Engine(chunk_size=16), rows=rows_until_interrupted)


def test_interrupted_run_keeps_the_old_file(inputs, tmp_path, expected):
    out = tmp_path / "x.csv"
    out.write_text("old")
    interrupt(inputs, out)
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.csv", "x.csv.part", "x.csv.part.json"]
    extract_files(inputs, out, resume=True)
    assert out.read_bytes() == expected


def test_failure_before_the_first_chunk_leaves_nothing(inputs, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        extract_files(inputs, tmp_path / "x.csv", rows=rows_until_interrupted)
    assert list(tmp_path.iterdir()) == []


def test_without_resume_a_run_starts_anew(inputs, tmp_path, expected):
    interrupt(inputs, tmp_path / "x.csv")
    extract_files(inputs, tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_bytes() == expected
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_resume_with_nothing_to_resume_starts_anew(inputs, tmp_path, expected):
    extract_files(inputs, tmp_path / "x.csv", resume=True)
    assert (tmp_path / "x.csv").read_bytes() == expected


def test_resume_refuses_other_inputs_and_settings(inputs, tmp_path):
    out = tmp_path / "x.csv"
    interrupt(inputs, out)
    with pytest.raises(OptionError, match="other inputs"):
        extract_files(inputs[:2], out, resume=True)
    with pytest.raises(OptionError, match="head True and this one has False"):
        extract_files(inputs, out, resume=True, head=False)
    (tmp_path / "x.csv.part").write_bytes(b"")
    with pytest.raises(OptionError, match="shorter than its journal"):
        extract_files(inputs, out, resume=True)
    (tmp_path / "x.csv.part.json").write_text("{")
    with pytest.raises(OptionError, match="journal of the unfinished run is damaged"):
        extract_files(inputs, out, resume=True)


def test_resume_needs_files(inputs, tmp_path):
    with pytest.raises(OptionError, match="standard output cannot be resumed"):
        extract_files(inputs, resume=True)
    with pytest.raises(OptionError, match="standard input cannot be resumed"):
        extract_files(["-"], tmp_path / "x.csv", resume=True)


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_named_pipe_is_written_not_replaced(inputs, tmp_path, name):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with (tmp_path / "copy").open("wb") as copy:
        reader = subprocess.Popen(["cat", pipe], stdout=copy)
        extract_files(inputs, pipe, format=name)
        reader.wait()
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    extract_files(inputs, tmp_path / f"x.{name}")
    assert (tmp_path / "copy").read_bytes() == (tmp_path / f"x.{name}").read_bytes()


def test_progress_knows_the_bytes_read(inputs):
    source = Watched(str(inputs[2]))
    assert source.position() == 0
    with source.open() as stream:
        stream.read(10)
        assert source.position() == 10
    assert source.position() == source.size() == inputs[2].stat().st_size


def test_progress_shows_papers_claims_and_bytes(inputs, capsys):
    with Progress([Source(str(inputs[0]))], shown=True) as bar:
        with bar.watched[0].open() as stream:
            stream.read()
        bar.show(60, 200)
        assert bar._bar.n == bar._bar.total == inputs[0].stat().st_size
        assert bar._bar.desc.startswith("60 papers, 200 claims")
    assert "%|" in capsys.readouterr().err


def test_progress_is_for_terminals_only(inputs, capsys):
    with Progress([Source(str(inputs[0]))]) as bar:
        bar.show(60, 200)
    assert capsys.readouterr().err == ""
