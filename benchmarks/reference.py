"""Compare this package with the reference results of R programs.

    python benchmarks/reference.py FOLDER [--verbose] [--family NAME ...]

Every file of the folder is read; the keys inside decide what is compared, not the file's name. Printed per quantity:
how many numbers were compared, how many agree to a relative 1e-6 (or the looser tolerance that the folder's README
gives), the worst, and what was not compared and why. The exit code is 1 if anything disagrees.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benchmarks.reference_checks import FAMILIES  # noqa: E402 - the project's root must be importable first
from benchmarks.reference_checks.ledger import Ledger  # noqa: E402
from benchmarks.reference_checks.scope import in_scope  # noqa: E402
from metaanalysis.errors import MetaAnalysisError  # noqa: E402

__all__ = ["main", "run_document", "run_folder"]


def run_document(document: dict[str, Any], name: str, families: tuple[str, ...] = FAMILIES) -> Ledger:
    """Run the checks of all families on one document."""
    ledger = Ledger(name)
    for family in families:
        module = import_module(f"benchmarks.reference_checks.{family}")
        try:
            module.check(document, ledger)
        except MetaAnalysisError as error:
            ledger.failures.append(f"{name}: {family} stopped: {error}")
        except Exception as error:  # noqa: BLE001 - one family must not hide the others; it counts as a disagreement
            ledger.failures.append(f"{name}: {family} broke: {type(error).__name__}: {error}")
    return ledger


def run_folder(folder: Path, families: tuple[str, ...] = FAMILIES) -> list[tuple[dict[str, Any], Ledger]]:
    """Run the checks on every JSON file of a folder."""
    pairs = []
    for path in sorted(folder.glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        pairs.append((document, run_document(document, path.stem, families)))
    return pairs


def coverage(pairs: list[tuple[dict[str, Any], Ledger]]) -> tuple[int, int, Counter[tuple[str, str]]]:
    """Return numbers in scope, how many of them were compared, and the rest by place and reason."""
    total = done = 0
    rest: Counter[tuple[str, str]] = Counter()
    for document, ledger in pairs:
        compared = {entry.path for entry in ledger.entries}
        reasons = {path: reason for _, path, reason in ledger.skipped}
        for path in {path for path, _ in in_scope(document)}:
            total += 1
            if path in compared:
                done += 1
            else:
                rest[_place(path), reasons.get(path, "no check covers it")] += 1
    return total, done, rest


def _place(path: str) -> str:
    parts = [part for part in path.removeprefix("results.").split(".") if not part.isdigit()]
    return " ... ".join([parts[0], parts[-1]] if len(parts) > 2 else parts)


def report(pairs: list[tuple[dict[str, Any], Ledger]], *, verbose: bool = False) -> int:
    """Print the comparison and return the number of disagreements."""
    entries = [(ledger.name, entry) for _, ledger in pairs for entry in ledger.entries]
    groups: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for name, entry in entries:
        groups[entry.quantity].append((name, entry))
    print(f"{'quantity':<44} {'compared':>8} {'agree':>8}  worst (1e-06 is the limit)")
    for quantity in sorted(groups):
        name, worst = max(groups[quantity], key=lambda pair: (not pair[1].agrees, pair[1].error))
        agree = sum(entry.agrees for _, entry in groups[quantity])
        print(f"{quantity:<44} {len(groups[quantity]):>8} {agree:>8}  {worst.error:.1e}  {name}: {worst.path}")
    wrong = [(name, entry) for name, entry in entries if not entry.agrees]
    for name, entry in wrong if verbose else wrong[:20]:
        print(f"DISAGREES {name}: {entry.path}: ours {entry.ours!r}, reference {entry.theirs!r}")
    failures = [text for _, ledger in pairs for text in ledger.failures]
    for text in failures:
        print(f"FAILS {text}")
    for text in (text for _, ledger in pairs for text in ledger.notes):
        print(f"NOTE {text}")
    total, done, rest = coverage(pairs)
    print("\nnot compared, and why")
    for (place, reason), count in rest.most_common():
        print(f"{count:>8}  {place}: {reason}")
    share = 100.0 * done / total if total else 100.0
    print(f"\nfiles {len(pairs)}; compared {len(entries)} numbers, agree {len(entries) - len(wrong)}, "
          f"disagree {len(wrong)}, failures {len(failures)}")
    print(f"in scope {total} numbers, compared of these {done} ({share:.2f} %)")
    return len(wrong) + len(failures)


def main(argv: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--family", nargs="+", choices=FAMILIES, help="only these families")
    parser.add_argument("--verbose", action="store_true", help="list every disagreement")
    arguments = parser.parse_args(argv)
    if not arguments.folder.is_dir():
        print(f"{arguments.folder} is no folder", file=sys.stderr)
        return 3
    families = tuple(arguments.family or FAMILIES)
    return 1 if report(run_folder(arguments.folder, families), verbose=arguments.verbose) else 0


if __name__ == "__main__":
    raise SystemExit(main())
