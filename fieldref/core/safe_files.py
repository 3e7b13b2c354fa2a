"""Files that are never half-written: written beside, synced, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

UNFINISHED = ".part"


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable where the system can (Windows cannot open folders and needs none of it)."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):  # network and FUSE folders: the file is written, its folder cannot be synced
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def behind_links(path: Path) -> Path:
    """The file itself that a path leads to."""
    try:
        return Path(os.path.realpath(path)) if path.is_symlink() else path
    except (OSError, ValueError):  # a path that cannot be is refused where it is used
        return path


def free_name(target: Path) -> Path:
    """The path, or the first of "name (2)", "name (3)" ... that is not there."""
    number = 2
    free = target
    while os.path.lexists(free):
        free = target.with_name(f"{target.stem} ({number}){target.suffix}")
        number += 1
    return free


def write_atomically(path: Path, data: bytes) -> None:
    """Replace `path` by `data` or leave it as it was; raises OSError. A link stays one: what it leads to is replaced.

    >>> target = Path(tempfile.mkdtemp()) / "a.txt"
    >>> write_atomically(target, b"words")
    >>> target.read_bytes()
    b'words'
    """
    path = behind_links(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not by mkstemp, which makes files that only their owner can read: an exported file or a PDF is for others too.
    beside = path.with_name(f".{path.name[:40]}.{os.urandom(6).hex()}{UNFINISHED}")
    try:
        with beside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, path)
    except ValueError as error:  # a NUL in the path
        raise OSError(errno.EINVAL, "no possible file name", str(path)) from error
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    sync_folder(path.parent)


def unfinished_beside(path: Path) -> list[Path]:
    """What a program that was killed while it wrote `path` left beside it; never read, and safe to remove."""
    path = behind_links(path)
    folder, begin = path.parent, f".{path.name[:40]}."
    with contextlib.suppress(OSError):
        return [file for file in folder.iterdir() if file.name.startswith(begin) and file.name.endswith(UNFINISHED)]
    return []


@contextlib.contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """A temporary folder beside `target` that takes its place when the block ends well, and vanishes when it does not.

    The old folder is moved aside first and deleted last, so `target` is always the old or the new one, whole.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part"))
    try:
        yield fresh
        for file in sorted(fresh.rglob("*")):
            if file.is_file():
                with file.open("rb") as stream:
                    os.fsync(stream.fileno())
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    fresh.chmod(0o755)  # mkdtemp made it private; a bundle is for every user of the machine
    if not target.exists():
        fresh.rename(target)
    else:
        aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".old"))
        target.rename(aside / "bundle")
        try:
            fresh.rename(target)
        except OSError:
            (aside / "bundle").rename(target)
            raise
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    sync_folder(target.parent)
