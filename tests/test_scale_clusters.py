"""Dask and Spark give the same table as one process."""

from __future__ import annotations

import io
import pickle
import sys

import pandas as pd
import pytest

from metaanalysis.errors import OptionError
from metaanalysis.extraction import extract
from metaanalysis.scale import claims_schema, spark_extractor
from metaanalysis.scale.engines import Engine
from metaanalysis.scale.run import extract_files
from metaanalysis.tables import CLAIMS, PAPERS, column_names, frame
from tests.scale_samples import paper, write_papers

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return [write_papers(tmp_path_factory.mktemp("dask") / "a.jsonl", range(60))]


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made


def test_dask_gives_the_same_bytes(inputs, cluster, tmp_path):
    extract_files(inputs, tmp_path / "one.csv")
    extract_files(inputs, tmp_path / "dask.csv",
                  engine=Engine("dask", scheduler=cluster.scheduler_address, chunk_size=7))
    assert (tmp_path / "dask.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()
    assert (tmp_path / "one.csv").read_bytes().count(b"\n") > 100


def test_dask_goes_on_with_a_run_of_processes(inputs, cluster, tmp_path):
    from tests.scale_samples import rows_until_interrupted

    more = [write_papers(tmp_path / "more.jsonl", range(90))]
    extract_files(more, tmp_path / "one.parquet")
    with pytest.raises(KeyboardInterrupt):
        extract_files(more, tmp_path / "x.parquet", rows=rows_until_interrupted, engine=Engine(chunk_size=8))
    extract_files(more, tmp_path / "x.parquet", resume=True,
                  engine=Engine("dask", scheduler=cluster.scheduler_address))
    assert (tmp_path / "x.parquet").read_bytes() == (tmp_path / "one.parquet").read_bytes()


def test_no_scheduler_is_one_sentence(inputs, tmp_path):
    with pytest.raises(OptionError, match=r"no Dask scheduler answers at 'nonsense'"):
        extract_files(inputs, tmp_path / "x.csv", engine=Engine("dask", scheduler="nonsense"))
    assert list(tmp_path.iterdir()) == []


def test_spark_function_gives_the_same_table():
    papers = frame([dict.fromkeys(column_names(PAPERS)) | paper(number) | {"paper_id": paper(number)["id"]}
                    for number in range(40)], PAPERS).astype(object)
    function = pickle.loads(pickle.dumps(spark_extractor()))  # noqa: S301 (as it travels to the executors)
    batches = list(function(iter([papers[:7], papers[7:]])))
    expected = extract(papers)
    made = frame(pd.concat(batches).to_dict("records"), CLAIMS)
    pd.testing.assert_frame_equal(made, expected)
    assert len(expected) > 80


def test_spark_schema_fits_what_arrow_makes_of_the_batches():
    papers = pd.DataFrame([{"paper_id": "1", "title": None, "abstract": "We reach 55.5% accuracy on MMLU."}])
    batch = next(iter(spark_extractor()(iter([papers]))))
    assert list(batch.columns) == column_names(CLAIMS)
    pa = pytest.importorskip("pyarrow")
    types = {"string": pa.string(), "bigint": pa.int64(), "double": pa.float64(), "boolean": pa.bool_(),
             "array<string>": pa.list_(pa.string())}
    fields = [part.split("` ") for part in claims_schema().split(", ")]
    schema = pa.schema([(name.lstrip("`"), types[kind]) for name, kind in fields])
    table = pa.Table.from_pandas(batch, schema=schema)
    assert schema.names == column_names(CLAIMS)
    assert table.num_rows == len(batch) > 0
    assert table["value"].to_pylist() == [55.5]
    assert table["low"].to_pylist() == [None]


def test_spark_itself(inputs, monkeypatch):
    sql = pytest.importorskip("pyspark.sql")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    session = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    papers = pd.read_json(io.StringIO(inputs[0].read_text()), lines=True, dtype=str).rename(columns={"id": "paper_id"})
    try:
        claims = session.createDataFrame(papers).mapInPandas(spark_extractor(), schema=claims_schema())
        made = frame([row.asDict() for row in claims.collect()], CLAIMS)
    finally:
        session.stop()
    expected = extract(papers)
    pd.testing.assert_frame_equal(made.sort_values("claim_id", ignore_index=True),
                                  expected.sort_values("claim_id", ignore_index=True))
