"""The bare window that fieldref's own is measured beside: PySide6 alone, with one of each larger widget."""

CODE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (QApplication, QLineEdit, QListView, QMainWindow, QSplitter, QStackedWidget,
                               QTextBrowser, QTreeView, QToolBar)
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)
def done():
    report()
app = QApplication(sys.argv)
window = Window(); window.resize(1366, 768)
bar = QToolBar(); bar.addWidget(QLineEdit()); window.addToolBar(bar)
split = QSplitter(); split.addWidget(QTreeView()); split.addWidget(QListView())
stack = QStackedWidget(); stack.addWidget(QTextBrowser()); split.addWidget(stack)
window.setCentralWidget(split); window.show()
sys.exit(app.exec())
"""
"""A program that shows it and calls `report`, which must come before it, once it was painted."""
