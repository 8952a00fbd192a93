"""What the tests of reading share."""

from __future__ import annotations

import json

from metaanalysis.reading import records


def read_text(folder, content, **options):
    """Write content to a file without a telling suffix, and return its papers and problems."""
    path = folder / "input"
    if isinstance(content, (dict, list)):
        content = json.dumps(content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    problems = []
    return list(records(path, problems=problems, **options)), problems


def read_one(folder, content, **options):
    """Return the only paper in some content, and fail where anything else is in it."""
    papers, problems = read_text(folder, content, **options)
    assert not problems
    assert len(papers) == 1
    return papers[0]
