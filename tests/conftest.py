"""Fixtures that several rooms share."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from metaanalysis.extraction import Extractor

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("METAANALYSIS_SHARED", ROOT.parent / "shared"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests on the labelled data where the folder is not there; fail loudly in CI."""
    if SHARED.is_dir():
        return
    if os.environ.get("CI"):
        pytest.exit(f"the shared data folder is missing at {SHARED}", returncode=1)
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(pytest.mark.skip(reason=f"no shared data at {SHARED}"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of labelled data, real files and reference results."""
    return SHARED


@pytest.fixture(scope="session")
def documents(shared: Path) -> dict[str, dict[str, Any]]:
    """Reference results of other programs, by name."""
    folder = shared / "statistics" / "reference"
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Extractor with the bundled lexicon."""
    return Extractor()


@pytest.fixture
def claims(extractor: Extractor) -> Callable[[str], list[dict[str, Any]]]:
    """What reads the claims with a number from a text."""
    def read(text: str) -> list[dict[str, Any]]:
        rows = extractor.rows({"paper_id": "p", "title": "", "abstract": text})
        return [row for row in rows if row["kind"] != "comparison"]
    return read


@pytest.fixture
def sides(extractor: Extractor) -> Callable[[str, str], tuple[str | None, str | None]]:
    """What reads from a text who has a value, and what it is compared with."""
    def read(text: str, value: str) -> tuple[str | None, str | None]:
        rows = extractor.rows({"paper_id": "p", "title": "", "abstract": text})
        row = next(row for row in rows if row["text"] == value)
        return row["subject_text"], row["comparator_text"]
    return read
