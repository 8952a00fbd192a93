"""Run the benchmarks and print their tables.

    python -m benchmarks.run [NAME ...] [--large]

Every file ``benchmarks/speed_*.py`` is one benchmark; its ``tables(large=...)`` yields titles, column names and rows.
``--large`` adds what takes minutes, such as two million abstracts.
"""

from __future__ import annotations

import argparse
import platform
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
PREFIX = "speed_"


def names():
    return sorted(path.stem.removeprefix(PREFIX) for path in HERE.glob(f"{PREFIX}*.py"))


def show(title, columns, rows):
    """Print a Markdown table."""
    print(f"\n### {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"benchmarks to run: {', '.join(names())}; all by default")
    parser.add_argument("--large", action="store_true", help="also what takes minutes")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in names()]
    if unknown:
        parser.error(f"no benchmark {unknown[0]!r}; there are {', '.join(names())}")
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    for name in arguments.names or names():
        for title, columns, rows in import_module(f"benchmarks.{PREFIX}{name}").tables(large=arguments.large):
            show(title, columns, rows)


if __name__ == "__main__":
    main()
