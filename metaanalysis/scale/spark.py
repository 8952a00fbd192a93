"""Apache Spark: the chunk function as a function for ``DataFrame.mapInPandas``, and the schema of its result.

.. code-block:: python

    from metaanalysis.scale import claims_schema, spark_extractor

    claims = papers.mapInPandas(spark_extractor(), schema=claims_schema())
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metaanalysis.scale.chunks import claims_of
from metaanalysis.tables import CLAIMS, frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from metaanalysis.tables import Column

__all__ = ["SparkExtractor", "claims_schema", "spark_extractor"]

_TYPES = {"string": "string", "Int64": "bigint", "Float64": "double", "boolean": "boolean", "list": "array<string>"}


def claims_schema(columns: Sequence[Column] = CLAIMS) -> str:
    """Return the schema of the claims table in Spark's DDL notation."""
    return ", ".join(f"`{column.name}` {_TYPES[column.dtype]}" for column in columns)


def spark_extractor(*lexicon: str | Path) -> SparkExtractor:
    """Return the function for ``mapInPandas``.

    Parameters
    ----------
    *lexicon : path-like
        Folders that extend the bundled lexicon; they are read here and travel to the executors by value.
    """
    from metaanalysis.extraction import load_lexicon

    return SparkExtractor(load_lexicon(*lexicon))


@dataclass(frozen=True)
class SparkExtractor:
    """Turns batches of papers into batches of claims.

    Parameters
    ----------
    lexicon : Lexicon
        What extraction knows about words.
    """

    lexicon: Any

    def __call__(self, batches: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        """Yield a frame of claims for every frame of papers with ``paper_id``, ``title`` and ``abstract``.

        Missing values are None (and not ``<NA>``), as Spark's conversion through Arrow expects of columns of objects.
        """
        for papers in batches:
            records: list[Any] = papers.astype(object).where(papers.notna(), None).to_dict("records")
            claims = frame(claims_of(records, self.lexicon), CLAIMS).astype(object)
            yield claims.where(claims.notna(), None)
