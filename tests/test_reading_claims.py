"""Claims tables come back as they were written."""

from __future__ import annotations

import json

import pytest

from metaanalysis.errors import InputError, UnknownFormatError
from metaanalysis.exports import write_table
from metaanalysis.reading.claims import is_claims_table, read_claims
from metaanalysis.tables import CLAIMS, EFFECTS, column_names, empty

ROW = {
    "claim_id": "0012",
    "paper_id": "2401.00010",
    "kind": "level",
    "value": 58,
    "of": 60,
    "unit": "fraction",
    "bound": "exact",
    "improvement": True,
    "benchmark": ["math", "gsm8k"],
    "benchmark_text": ["MATH", "GSM8K"],
    "start": 3,
    "end": 8,
    "text": "58/60",
}


@pytest.fixture(params=["jsonl", "csv", "tsv", "json", "parquet"])
def written(request, tmp_path):
    path = tmp_path / f"claims.{request.param}"
    if request.param == "jsonl":
        path.write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    elif request.param == "json":
        path.write_text(json.dumps([ROW]), encoding="utf-8")
    elif request.param == "parquet":
        pytest.importorskip("pyarrow")
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist([ROW]), path)
    else:
        sign = "," if request.param == "csv" else "\t"
        cells = ["|".join(v) if isinstance(v, list) else str(v) for v in ROW.values()]
        path.write_text(sign.join(ROW) + "\n" + sign.join(cells) + "\n", encoding="utf-8")
    return path


def test_every_format_gives_the_same_row(written):
    assert is_claims_table(written)
    claims = read_claims(written)
    assert list(claims.columns) == column_names(CLAIMS)
    row = claims.iloc[0]
    assert row["paper_id"] == "2401.00010"
    assert row["claim_id"] == "0012"
    assert row["value"] == 58
    assert row["of"] == 60
    assert bool(row["improvement"]) is True
    assert row["benchmark"] == ["math", "gsm8k"]
    assert claims["metric"].isna().all()


def test_a_table_of_papers_is_refused(tmp_path):
    path = tmp_path / "papers.csv"
    path.write_text("paper_id,title\n1,A\n", encoding="utf-8")
    assert not is_claims_table(path)
    with pytest.raises(UnknownFormatError, match="claim_id"):
        read_claims(path)


def test_a_broken_number_names_its_row(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text("claim_id,value\na,1.5\nb,many\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 2: value is 'many'"):
        read_claims(path)


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_claims(tmp_path / "none.csv")


@pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "jsonl", "parquet"])
def test_a_table_of_no_claims_is_one(suffix, tmp_path):
    path = tmp_path / f"claims.{suffix}"
    write_table(empty(CLAIMS), CLAIMS, path)
    assert read_claims(path).columns.tolist() == column_names(CLAIMS)
    assert len(read_claims(path)) == 0


def test_an_empty_file_is_none(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="the file is empty"):
        read_claims(path)


def test_effects_need_no_claims(tmp_path):
    path = tmp_path / "effects.csv"
    path.write_text("effect,se,group,year\n0.1,0.2,p1,2020\n0.4,0.1,p2,2021\n", encoding="utf-8")
    table = read_claims(path, EFFECTS)
    assert table["effect"].tolist() == [.1, .4]
    assert table["year"].tolist() == ["2020", "2021"]
    with pytest.raises(UnknownFormatError, match="claim_id"):
        read_claims(path)
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnknownFormatError, match="columns effect, se and group"):
        read_claims(path, EFFECTS)
