"""Why a file could not be read or written, in words for the reader."""

from __future__ import annotations

import errno
import json


def file_reason(error: Exception) -> str:
    """Why a file could not be read or written, in a few words to go into brackets.

    >>> file_reason(OSError(errno.ENOSPC, "No space left on device"))
    'the disk is full'
    >>> file_reason(json.JSONDecodeError("Expecting value", "", 0))
    'it is damaged or empty'
    """
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return "it is damaged or empty"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "the disk is full"
    return str(getattr(error, "strerror", None) or error)
