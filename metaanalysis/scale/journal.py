"""The journal beside an unfinished output: how far it has come, from which inputs and with what settings."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from metaanalysis.errors import OptionError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Journal", "State"]


@dataclass(frozen=True, slots=True)
class State:
    """How far a run has come: papers and claims done, and the bytes of the unfinished output that hold them."""

    papers: int = 0
    claims: int = 0
    size: int = 0


class Journal:
    """Reads and writes the state of an unfinished run.

    Parameters
    ----------
    path : pathlib.Path
        The journal file.
    identity : dict
        Inputs (name, size, hash) and settings. A run can only be resumed where all of this is the same.
    """

    def __init__(self, path: Path, identity: dict[str, Any]) -> None:
        self.path = path
        self.identity = identity

    def read(self) -> State | None:
        """Return the state of the unfinished run, or None where there is none.

        Raises
        ------
        OptionError
            If the run had other inputs or settings, or the journal is damaged.
        """
        try:
            stored = json.loads(self.path.read_text(encoding="utf-8"))
            identity, state = stored["identity"], State(**stored["state"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise OptionError("the journal of the unfinished run is damaged", where=str(self.path),
                              do="run without --resume to start anew") from error
        for name, value in self.identity.items():
            if identity.get(name) != value:
                raise OptionError(f"the unfinished run had {_difference(name, identity.get(name), value)}",
                                  where=str(self.path), do="run without --resume to start anew")
        return state

    def write(self, state: State) -> None:
        """Store the state, atomically."""
        fresh = self.path.with_name(self.path.name + ".new")
        content = {"identity": self.identity, "state": asdict(state)}
        fresh.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        fresh.replace(self.path)

    def remove(self) -> None:
        """Delete the journal."""
        self.path.unlink(missing_ok=True)


def advanced(state: State, papers: int, claims: int, size: int) -> State:
    """Return the state after another chunk."""
    return replace(state, papers=state.papers + papers, claims=state.claims + claims, size=size)


def _difference(name: str, old: Any, new: Any) -> str:
    if name == "inputs":
        return "other inputs"
    return f"{name} {old!r} and this one has {new!r}"
