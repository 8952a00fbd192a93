"""Which encoding a file has, by its first bytes."""

from __future__ import annotations

import codecs

__all__ = ["detect"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def detect(head: bytes) -> str | None:
    """Return the encoding of a text by its first bytes.

    Parameters
    ----------
    head : bytes
        The beginning of the file.

    Returns
    -------
    str or None
        ``utf-8``, ``utf-8-sig``, ``utf-16``, ``utf-16-le``, ``utf-16-be`` or ``utf-32``; None where the bytes are no
        text. Bytes that are not UTF-8 are found later, record by record.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if b"\0" not in head:
        return "utf-8"
    even, odd = head[0:2048:2].count(0), head[1:2048:2].count(0)
    half = max(1, min(len(head), 2048) // 2)
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None
