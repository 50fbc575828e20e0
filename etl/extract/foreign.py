"""The edge between our readers and other people's parsers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from etl.errors import ReadError


@contextmanager
def parsing(what: str) -> Iterator[None]:
    """Turns whatever a library throws at damaged bytes into ``ReadError("corrupt")``; ``what`` is the thing that it reads.

    Parsers of large formats fail on broken input in ways that no list of exception types covers. Only calls into a
    library belong inside: an exception of our own code is a defect and must stay visible. Too little memory is no damage.
    """
    try:
        yield
    except (ReadError, MemoryError):
        raise
    except Exception as error:
        # A library that calls ours wraps our refusal in an error of its own.
        if refusal := next((cause for cause in error.args if isinstance(cause, ReadError)), None):
            raise refusal from error
        if "excessive depth" in str(error).lower():
            raise ReadError("too_large", f"{what} nests its elements too deeply") from error
        raise ReadError("corrupt", f"{what} is damaged or cut off") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how a library written in Rust reports a defect of its own
            raise
        raise ReadError("corrupt", f"{what} is damaged or cut off") from error
