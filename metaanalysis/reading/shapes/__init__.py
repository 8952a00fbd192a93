"""One file a shape of record: ``recognises(record)`` and ``fields(record)``."""
