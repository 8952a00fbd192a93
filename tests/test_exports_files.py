"""A file appears under its name only when it is complete, and a bad place is one clear sentence."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys

import pytest

from metaanalysis.errors import OptionError
from metaanalysis.exports import atomic_file, check_output, write_table
from metaanalysis.exports.files import lock, output_error
from metaanalysis.tables import Column

COLUMNS = (Column("id", "string", ""), Column("n", "Int64", ""))


def names(folder):
    return [path.name for path in folder.iterdir()]


def test_file_appears_at_the_end(tmp_path):
    path = tmp_path / "out.txt"
    with atomic_file(path) as stream:
        stream.write(b"new")
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["out.txt"]


def test_failure_leaves_the_old_file(tmp_path):
    path = tmp_path / "out.txt"
    path.write_bytes(b"old")

    def fail():
        with atomic_file(path) as stream:
            stream.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["out.txt"]


def test_file_has_the_usual_mode(tmp_path):
    code = ("import os, sys; os.umask(0o027)\nfrom metaanalysis.exports import atomic_file\n"
            "with atomic_file(sys.argv[1]) as out: out.write(b'x')")
    subprocess.run([sys.executable, "-c", code, tmp_path / "x"], check=True)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o640


def test_link_keeps_being_a_link(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with atomic_file(tmp_path / "link") as stream:
        stream.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_named_pipe_is_written_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
    with atomic_file(pipe) as stream:
        stream.write(b"through")
    assert reader.communicate()[0] == b"through"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(("place", "words"), [
    ("folder", "is a folder"), ("missing/out.csv", "no such folder"), ("file/out.csv", "not a folder")])
def test_bad_place_is_one_sentence(tmp_path, place, words):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(OptionError) as caught:
        check_output(tmp_path / place)
    assert words in str(caught.value)
    assert str(tmp_path / place) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_in_the_place_of_a_folder_is_told():
    told = str(output_error("taken", FileExistsError(errno.EEXIST, "")))
    assert told == "taken: cannot be written: it is a file, not a folder; name another folder"


def test_lock_keeps_a_second_run_out(tmp_path):
    path = tmp_path / "out"
    path.touch()
    with path.open("r+b") as first:
        lock(first, path)
        with path.open("r+b") as second, pytest.raises(OptionError, match="another run"):
            lock(second, path)
    with path.open("r+b") as third:
        lock(third, path)


def test_write_table_streams_a_generator(tmp_path):
    rows = ({"id": str(i), "n": i} for i in range(2500))
    assert write_table(rows, COLUMNS, tmp_path / "t.csv") == 2500
    lines = (tmp_path / "t.csv").read_text().splitlines()
    assert lines[0] == "id,n"
    assert lines[-1] == "2499,2499"
    assert len(lines) == 2501


def test_write_table_to_standard_output(capfdbinary):
    write_table([{"id": "a", "n": 1}], COLUMNS)
    assert capfdbinary.readouterr().out == b"id,n\na,1\n"


def test_a_failing_generator_leaves_nothing(tmp_path):
    def rows():
        yield {"id": "a"}
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        write_table(rows(), COLUMNS, tmp_path / "t.csv")
    assert names(tmp_path) == []
