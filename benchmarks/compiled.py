"""Where the compiled build lies, and whether it makes the same tables as the plain one.

``make compiled`` builds it and runs this; ``python -m benchmarks.compiled`` exits with 1 where a table differs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "build" / "compiled"
SAMPLE = ROOT / "data" / "sample_listing.txt"
FORMATS = ("csv", "jsonl")


def is_current():
    """Tell whether a compiled build is there, made of the sources as they are now."""
    sources = [path for path in (ROOT / "metaanalysis").rglob("*") if path.suffix in {".py", ".toml", ".csv"}]
    return BUILT.is_dir() and all(
        (built := BUILT / path.relative_to(ROOT)).is_file() and built.read_bytes() == path.read_bytes()
        for path in sources)


def environment(*, compiled):
    """Return the environment in which Python finds the compiled or the plain package."""
    return {**os.environ, "PYTHONPATH": str(BUILT if compiled else ROOT)}


def extract(papers, out, *, compiled):
    """Write the claims of a file of papers with one of the builds."""
    command = [sys.executable, "-m", "metaanalysis", "extract", "-q", "--jobs", "1", papers, "-o", out]
    subprocess.run(command, check=True, cwd=out.parent, env=environment(compiled=compiled))


def is_native():
    """Tell whether the compiled build does run compiled."""
    code = "import metaanalysis.extraction.scan as room; print(room.__file__)"
    found = subprocess.run([sys.executable, "-c", code], check=True, cwd=BUILT, capture_output=True, text=True,
                           env=environment(compiled=True))
    return Path(found.stdout.strip()).suffix in {".so", ".pyd"}


def differing(papers):
    """Return the formats in which the two builds write different bytes."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        for form in FORMATS:
            files = [Path(name) / f"{compiled}.{form}" for compiled in (True, False)]
            for out, compiled in zip(files, (True, False), strict=True):
                extract(papers, out, compiled=compiled)
            if files[0].read_bytes() != files[1].read_bytes():
                found.append(form)
    return found


def main():
    if not is_current():
        sys.exit("no compiled build of these sources: run `make compiled`")
    if not is_native():
        sys.exit("the compiled build runs plain Python")
    if found := differing(SAMPLE):
        sys.exit(f"the compiled build writes other bytes to {' and '.join(found)}")
    print("compiled and plain write the same bytes")


if __name__ == "__main__":
    main()
