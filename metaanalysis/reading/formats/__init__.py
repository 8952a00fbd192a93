"""One file a family of file formats: ``sniff(sample)`` and ``read(document, interpret)``."""
