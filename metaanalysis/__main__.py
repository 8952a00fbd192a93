"""``python -m metaanalysis``."""

from __future__ import annotations

from metaanalysis.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
