"""Draw the program's icon in every standard size from its two SVG files: PNG, .ico for Windows, .icns for macOS.

python build/icons.py        after a change to resources/icons/app/*.svg; the pictures are committed
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons" / "app"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
SMALL = 32
"""Up to this many pixels the drawing made for few pixels is used."""
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_KINDS = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512}


def drawing(size: int) -> bytes:
    """The icon as PNG, `size` pixels wide and high."""
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    name = "fieldref-small.svg" if size <= SMALL else "fieldref.svg"
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(FOLDER / name)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon file of PNG pictures by size.

    >>> ico({16: b"picture"})[:6]
    b'\\x00\\x00\\x01\\x00\\x01\\x00'
    """
    head, rows, place = struct.pack("<HHH", 0, 1, len(pictures)), b"", 6 + 16 * len(pictures)
    for size, data in sorted(pictures.items()):
        side = 0 if size == 256 else size  # one byte: 256 is written as 0
        rows += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), place)
        place += len(data)
    return head + rows + b"".join(data for _, data in sorted(pictures.items()))


def icns(pictures: dict[int, bytes]) -> bytes:
    """A macOS icon file of PNG pictures by size.

    >>> icns({16: b"picture"})
    b'icns\\x00\\x00\\x00\\x17icp4\\x00\\x00\\x00\\x0fpicture'
    """
    parts = [(kind, pictures[size]) for kind, size in ICNS_KINDS.items() if size in pictures]
    body = b"".join(kind + struct.pack(">I", len(data) + 8) + data for kind, data in parts)
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main() -> int:
    """Write every picture."""
    pictures = {size: drawing(size) for size in SIZES}
    for size, data in pictures.items():
        (FOLDER / f"fieldref-{size}.png").write_bytes(data)
    (FOLDER / "fieldref.ico").write_bytes(ico({size: pictures[size] for size in ICO_SIZES}))
    (FOLDER / "fieldref.icns").write_bytes(icns(pictures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
