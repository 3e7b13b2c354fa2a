"""What the user sees."""

import builtins

import PySide6.QtCore  # noqa: F401  first, so that it cannot put its own import in place later

# PySide puts its own import in the place of Python's, for `from __feature__ import`, which nothing here uses. To see
# whether a module wants it, it reads the source of every module that is imported afterwards: a tenth of the start and
# 5 MB that are kept for good.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
