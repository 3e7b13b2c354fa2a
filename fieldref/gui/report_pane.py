"""The one window for unexpected problems: what happened, a report to copy, go on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldref.gui.buttons import WordButton, Words
from fieldref.gui.look import Look
from fieldref.gui.text_field import TextField

WORDS = (
    "Something went wrong that fieldref did not expect. What you were doing may not have worked; you can go on."
    " The report below helps to mend it. It says where in the program it happened, and holds nothing you typed."
)


class ReportPane(QWidget):
    """A window of its own, so that it shows even when the main window is what failed."""

    def __init__(self, look: Look, parent: QWidget | None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("fieldref: unexpected problem")
        self.report = TextField(look)
        self.report.setReadOnly(True)
        self.report.setAccessibleName("Report")
        self._copy = WordButton(look, "Copy the report", "copy")
        close = WordButton(look, "Go on")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(20))
        column.addWidget(Words(look, "Unexpected problem", 24, bold=True))
        column.addWidget(Words(look, WORDS, 17, wrap=True))
        column.addWidget(self.report, 1)
        line = QHBoxLayout()
        line.addWidget(self._copy)
        line.addWidget(close)
        line.addStretch(1)
        column.addLayout(line)
        self._copy.clicked.connect(self._on_copy)
        close.clicked.connect(self.close)
        self.resize(look.px(720), look.px(480))

    def show_report(self, report: str) -> None:
        """Show a report; a second one is added below the first."""
        before = self.report.toPlainText()
        self.report.setPlainText(f"{before}\n\n{report}" if before and self.isVisible() else report)
        self._copy.set_word("Copy the report")
        self.show()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self._copy.set_word("Copied")
