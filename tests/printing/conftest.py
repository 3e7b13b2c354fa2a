"""Printing needs a Qt application; pytest-qt's serves the widgets' tests as well."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """Have an application."""
