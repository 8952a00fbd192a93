"""Named choices of the statistics, each with the words that error messages list."""

from __future__ import annotations

from metaanalysis.errors import OptionError

__all__ = ["COMMON", "ITERATED", "METHODS", "RANDOM", "TESTS", "check_level", "check_method", "check_option"]

# estimators of the heterogeneity variance, with their sources
RANDOM = {
    "DL": "DerSimonian and Laird 1986",
    "PM": "Paule and Mandel 1982",
    "REML": "restricted maximum likelihood",
    "ML": "maximum likelihood",
    "SJ": "Sidik and Jonkman 2005",
    "HS": "Hunter and Schmidt 2004",
    "HE": "Hedges 1983, Cochran 1954",
    "EB": "empirical Bayes, Morris 1983 (the root of the Paule-Mandel equation)",
}
ITERATED = ("PM", "REML", "ML", "EB")
COMMON = {
    "FE": "one common effect, inverse-variance weights",
    "UWLS": "unrestricted weighted least squares, Stanley and Doucouliagos 2015",
}
METHODS = RANDOM | COMMON
_ALIASES = {"CE": "FE", "EE": "FE", "COMMON": "FE", "FIXED": "FE"}
TESTS = {
    "z": "normal",
    "t": "t with k - p degrees of freedom",
    "knha": "Knapp and Hartung 2003",
    "adhoc": "Knapp and Hartung, never below the plain standard error",
}


def check_option(value: str, allowed: object, name: str) -> str:
    """Return the value if it is allowed.

    Raises
    ------
    OptionError
        If it is not; the message lists what is allowed.
    """
    words = [str(word) for word in allowed]  # type: ignore[attr-defined]
    if value not in words:
        raise OptionError(f"{name}={value!r} is unknown", do=f"allowed are {', '.join(words)}")
    return value


def check_method(method: str) -> str:
    """Return the canonical name of a pooling method; case does not matter, ``CE`` and ``EE`` mean ``FE``."""
    name = str(method).upper()
    return check_option(_ALIASES.get(name, name), METHODS, "method")


def check_level(level: float) -> float:
    """Return a confidence level between 0 and 1.

    Raises
    ------
    OptionError
        If it lies outside; 95 is not taken for 0.95.
    """
    if not 0.0 < level < 1.0:
        raise OptionError(f"level={level!r} is not a confidence level", do="give a share between 0 and 1, such as 0.95")
    return float(level)
