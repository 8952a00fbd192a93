"""Fixtures that several rooms share."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

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
