"""Folders of data files: read, checked, and merged with what a user adds.

A fault names the file, the entry and the mend.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import LexiconError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read_confidence", "read_entries", "read_rules", "read_tables", "version_of"]

ENTRIES = ("metrics", "benchmarks", "systems")
_WHOLE = ("ordinals",)  # tables learned as a whole: a user's takes the place of the bundled one
_NEW_KEYS = ("words", "units")  # tables in which a user may open new lists; elsewhere a new key is a slip of the pen


def read_tables(bundled: Path, folders: list[Path]) -> dict[str, Any]:
    """Return the TOML tables by file stem, users' entries added to the bundled ones.

    Raises
    ------
    LexiconError
        If a file is no TOML, is unknown, or has an entry of the wrong type.
    """
    tables: dict[str, Any] = {path.stem: _toml(path) for path in sorted(bundled.glob("*.toml"))}
    for folder in folders:
        _check_names(folder, set(tables))
        for path in sorted(folder.glob("*.toml")):
            new = _toml(path)
            tables[path.stem] = new if path.stem in _WHOLE else _merged(
                tables[path.stem], new, str(path), open_keys=path.stem in _NEW_KEYS)
    return tables


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(str(error), where=str(path), do="mend the TOML") from error


def _check_names(folder: Path, stems: set[str]) -> None:
    known = {f"{stem}.toml" for stem in stems} | {f"{name}.csv" for name in (*ENTRIES, "confidence")}
    for path in sorted([*folder.glob("*.toml"), *folder.glob("*.csv")]):
        if path.name not in known:
            raise LexiconError(
                f"unknown lexicon file {path.name!r}",
                where=str(folder),
                do=f"known are {', '.join(sorted(known))} and the folder rules/",
            )


def _merged(old: Any, new: Any, where: str, *, open_keys: bool) -> Any:
    """Merge tables key by key: lists grow at their head, so that what a user lists wins; other values are replaced."""
    if isinstance(old, dict):
        if not isinstance(new, dict):
            raise LexiconError(f"{new!r} is no table", where=where, do="write a table [name] with its keys")
        unknown = [key for key in new if key not in old]
        if unknown and not open_keys and not _is_map(old):
            raise LexiconError(f"unknown entry {unknown[0]!r}", where=where, do=f"known are {', '.join(map(str, old))}")
        return {
            **old,
            **{
                key: _merged(old[key], value, f"{where}, entry {key!r}", open_keys=open_keys)
                if key in old
                else _listed(value, f"{where}, entry {key!r}", like=old)
                for key, value in new.items()
            },
        }
    if isinstance(old, list):
        return [*_strings(new, where), *old]
    if type(old) is not type(new):
        raise LexiconError(
            f"{new!r} is no {type(old).__name__}", where=where, do="give a value of the bundled entry's type"
        )
    return f"{old} {new}" if isinstance(old, str) and len(old) > _LONG else new


_LONG = 200  # characters: a longer string is a list of words


def _is_map(table: dict[str, Any]) -> bool:
    """Whether a table maps free names to values: all its values are short strings or numbers."""
    return all(isinstance(value, (str, int, float)) and len(str(value)) <= _LONG for value in table.values())


def _listed(value: Any, where: str, *, like: dict[str, Any]) -> Any:
    first = next(iter(like.values()), None)
    return _strings(value, where) if isinstance(first, list) else value


def _strings(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise LexiconError(
            f"{value!r} is no list of words", where=where, do='write a list such as ["one", "two words"]'
        )
    return value


def read_entries(places: list[Path], name: str) -> Iterator[tuple[dict[str, str], str]]:
    """Yield the rows of ``name.csv`` of each folder, with the file and line of each.

    Raises
    ------
    LexiconError
        If a file has no column ``name``, a row has none, or it is not UTF-8.
    """
    for place in places:
        path = place / f"{name}.csv"
        if not path.is_file():
            continue
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                reader = csv.DictReader(stream, strict=True)
                if "name" not in (reader.fieldnames or []):
                    raise LexiconError(
                        f"no column 'name' among {', '.join(reader.fieldnames or []) or 'none'}",
                        where=str(path),
                        do="the first line names the columns: id,name,aliases,...",
                    )
                for number, row in enumerate(reader, 2):
                    where = f"{path}, line {number}"
                    if not (row.get("name") or "").strip():
                        raise LexiconError("an entry has no name", where=where, do="fill the column 'name'")
                    yield {key: value for key, value in row.items() if isinstance(key, str)}, where
        except (UnicodeDecodeError, csv.Error) as error:
            raise LexiconError(f"cannot be read ({error})", where=str(path), do="save it as CSV in UTF-8") from error


def read_confidence(places: list[Path]) -> dict[str, float]:
    """Return rule id -> precision on labelled data, from each folder's ``confidence.csv`` (rule, n, correct)."""
    found: dict[str, float] = {}
    for path in (place / "confidence.csv" for place in places):
        if not path.is_file():
            continue
        with path.open(encoding="utf-8", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream), 2):
                try:
                    found[row["rule"]] = round(int(row["correct"]) / int(row["n"]), 4)
                except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
                    raise LexiconError(
                        f"no counts in {row!r}",
                        where=f"{path}, line {number}",
                        do="write the columns rule, n, correct, precision with whole counts",
                    ) from error
    return found


def read_rules(bundled: Path, folders: list[Path]) -> dict[str, list[dict[str, Any]]]:
    """Return the rules by file stem; a user's stand before the bundled ones, and are marked ``guarded``.

    Raises
    ------
    LexiconError
        If a user's rule file has another name than a bundled one: no stage would read it.
    """
    stems = [path.stem for path in sorted((bundled / "rules").glob("*.toml"))]
    items = {stem: list(_items(bundled / "rules" / f"{stem}.toml")) for stem in stems}
    for folder in folders:
        for path in sorted((folder / "rules").glob("*.toml")):
            if path.stem not in items:
                raise LexiconError(
                    f"unknown rule file {path.name!r}",
                    where=str(path.parent),
                    do=f"name it {', '.join(f'{stem}.toml' for stem in stems)}, after the stage that reads it",
                )
            items[path.stem][:0] = [{**item, "guarded": True} for item in _items(path)]
    return items


def _items(path: Path) -> Iterator[dict[str, Any]]:
    listed = _toml(path).get("rule", [])
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise LexiconError("'rule' is no list of tables", where=str(path), do="open each rule with [[rule]]")
    for item in listed:
        yield {**item, "file": str(path)}


def version_of(places: list[Path]) -> str:
    """Return a short digest of everything that decides what is extracted."""
    digest = hashlib.sha256()
    for place in places:
        for path in sorted([*place.glob("*.csv"), *place.rglob("*.toml")]):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
