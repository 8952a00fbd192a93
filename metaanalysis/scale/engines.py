"""Engines that run a chunk function over chunks and yield the results in order: processes, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from metaanalysis.errors import MetaAnalysisError, OptionError
from metaanalysis.exports.writing import batches

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from metaanalysis.scale.chunks import ChunkFunction, Done

__all__ = ["Engine", "run_chunks"]

CHUNK_SIZE = 256  # papers; some tenths of a second of work

ENGINES = ("processes", "dask")

Chunk = list[dict[str, Any]]


class Future(Protocol):
    """What an engine returns for a submitted chunk."""

    def result(self) -> Any:
        """Wait for the result."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Where and how chunks are worked off; nothing of it changes the output.

    Parameters
    ----------
    name : {"processes", "dask"}
        Where to run.
    jobs : int
        Number of processes; 0 is one for every core.
    scheduler : str, optional
        Address of a Dask scheduler; a local cluster with `jobs` workers is started when None.
    chunk_size : int
        Papers worked off at a time.

    Raises
    ------
    OptionError
        If a value is outside what is allowed.
    """

    name: str = "processes"
    jobs: int = 1
    scheduler: str | None = None
    chunk_size: int = CHUNK_SIZE

    def __post_init__(self) -> None:
        if self.name not in ENGINES:
            raise OptionError(f"unknown engine {self.name!r}", do=f"choose one of {', '.join(ENGINES)}")
        if self.jobs < 0:
            raise OptionError(f"{self.jobs} jobs", do="give 1 or more, or 0 for one job a core")
        if self.scheduler is not None and self.name != "dask":
            raise OptionError(f"a scheduler ({self.scheduler}) without Dask", do="add --engine dask")
        if self.chunk_size < 1:
            raise OptionError(f"chunks of {self.chunk_size} papers", do="give 1 or more")


def run_chunks(function: ChunkFunction, papers: Iterable[dict[str, Any]],
               engine: Engine) -> Generator[Done, None, None]:
    """Run a chunk function over papers and yield the results in order.

    Parameters
    ----------
    function : callable
        Pure and picklable.
    papers : iterable of dict
        Read as needed: at most a few chunks per worker are held.
    engine : Engine
        Where to run, and in what chunks.

    Raises
    ------
    OptionError
        If the engine is not installed or does not answer.
    MetaAnalysisError
        If a worker process dies.
    """
    jobs = engine.jobs or os.cpu_count() or 1
    chunks = batches(papers, engine.chunk_size)
    if engine.name == "dask":
        yield from _dask(function, chunks, jobs, engine.scheduler)
    elif jobs == 1:
        yield from map(function, chunks)
    else:
        yield from _processes(function, chunks, jobs)


def _ordered(submit: Callable[[Chunk], Future], chunks: Iterable[Chunk], width: int) -> Iterator[Done]:
    waiting: deque[Future] = deque()
    for chunk in chunks:
        waiting.append(submit(chunk))
        if len(waiting) >= width:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _processes(function: ChunkFunction, chunks: Iterable[Chunk], jobs: int) -> Iterator[Done]:
    # forked workers share the loaded lexicon; where there is no fork, it travels to each worker once
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context(method), _start_worker, (function,))
    try:
        yield from _ordered(lambda chunk: pool.submit(_work, chunk), chunks, width=3 * jobs)
    except BrokenProcessPool as error:
        raise MetaAnalysisError("a worker process died, perhaps for want of memory",
                                do="use fewer --jobs; a run with -o FILE goes on with --resume") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_worker: dict[str, ChunkFunction] = {}  # a worker process's own chunk function, set once when it starts


def _start_worker(function: ChunkFunction) -> None:
    _worker["function"] = function
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(chunk: Chunk) -> Done:
    return _worker["function"](chunk)


def _dask(function: ChunkFunction, chunks: Iterable[Chunk], jobs: int, scheduler: str | None) -> Iterator[Done]:
    with _client(jobs, scheduler) as client:
        workers = len(client.scheduler_info()["workers"])
        shared = client.scatter(function, broadcast=workers > 0, hash=False)
        yield from _ordered(lambda chunk: client.submit(_call, shared, chunk, pure=False), chunks,
                            width=3 * max(workers, jobs))


def _call(function: ChunkFunction, chunk: Chunk) -> Done:
    return function(chunk)


@contextmanager
def _client(jobs: int, scheduler: str | None) -> Iterator[Any]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise OptionError("the Dask engine needs dask, which is not installed",
                          do="pip install 'metaanalysis[dask]'") from error
    if scheduler is None:
        local = distributed.LocalCluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None)
        with local as cluster, distributed.Client(cluster) as client:
            yield client
        return
    try:
        client = distributed.Client(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        raise OptionError(f"no Dask scheduler answers at {scheduler!r}",
                          do="check the address, such as tcp://host:8786") from error
    with client:
        yield client
