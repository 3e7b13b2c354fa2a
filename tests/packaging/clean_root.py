"""A fresh Debian without Python, Qt, fonts or network, in a folder; commands run in it as an ordinary user."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / ".cache" / "clean-root.tar"
"""The untouched root is made once; each run starts from a copy."""
USER, NUMBER, HOME = "jürgen", 1500, "/home/Jürgen Groß"
SYSTEM_STATE = (
    "proc/",
    "dev/",
    "tmp/",
    "run/",
    "root/",
    "home/",
    "var/lib/dpkg",
    "var/lib/apt",
    "var/log",
    "var/cache",
)
"""Where the system itself keeps books; everything else must be as before after a removal."""


def sources() -> tuple[str, str]:
    """The archive that this machine installs from, and its release's name."""
    shown = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)"], check=True, capture_output=True, text=True
    ).stdout.split("\n")
    pairs = [line.split(" ", 1) for line in shown if " " in line]
    plain = [(address, name) for address, name in pairs if "-" not in name]
    return plain[0]


class CleanRoot:
    """A root folder; `close` removes it. What is run in it stands in `transcript`."""

    def __init__(self, folder: Path, transcript: Path) -> None:
        self.folder = folder
        self.transcript = transcript
        transcript.unlink(missing_ok=True)
        if not KEPT.is_file():
            self._bootstrap()
        folder.mkdir(parents=True)
        subprocess.run(["tar", "-C", folder, "-xpf", KEPT], check=True)
        subprocess.run(["mount", "-t", "proc", "proc", folder / "proc"], check=True)
        shutil.copyfile("/etc/resolv.conf", folder / "etc" / "resolv.conf")
        home = folder / HOME[1:]
        home.mkdir()
        os.chown(home, NUMBER, NUMBER)
        with (folder / "etc" / "passwd").open("a", encoding="utf-8") as stream:
            stream.write(f"{USER}:x:{NUMBER}:{NUMBER}::{HOME}:/bin/sh\n")
        self.as_root("apt-get", "update", "-q")

    @staticmethod
    def _bootstrap() -> None:
        address, release = sources()
        scratch = KEPT.with_suffix(".making")
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        subprocess.run(
            ["debootstrap", "--variant=minbase", release, scratch, address], check=True, stdout=subprocess.DEVNULL
        )
        with tarfile.open(KEPT.with_suffix(".part"), "w") as archive:
            archive.add(scratch, ".")
        KEPT.with_suffix(".part").rename(KEPT)
        shutil.rmtree(scratch)

    def close(self) -> None:
        """Unmount and remove."""
        subprocess.run(["umount", "-l", self.folder / "proc"])
        shutil.rmtree(self.folder, ignore_errors=True)

    def as_root(self, *command: str) -> str:
        """Run a command as root, with the machine's network (for apt); returns its output."""
        done = subprocess.run(
            ["chroot", self.folder, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", *command],
            capture_output=True, text=True,
        )  # fmt: skip
        self._note("#", command, done)
        assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout

    def as_user(
        self, *command: str, settings: Sequence[str] = (), timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as the user: no network, C locale, nothing else in the environment."""
        plain = [f"HOME={HOME}", f"USER={USER}", "LC_ALL=C", "PATH=/usr/bin:/bin", "QT_QPA_PLATFORM=offscreen"]
        done = subprocess.run(
            ["unshare", "--net", "chroot", f"--userspec={NUMBER}:{NUMBER}", self.folder, "env", "-i", *plain,
             *settings, *command],
            capture_output=True, text=True, timeout=timeout,
        )  # fmt: skip
        self._note("$", command, done)
        return done

    def _note(self, sign: str, command: Sequence[str], done: subprocess.CompletedProcess[str]) -> None:
        """Add a command, the last lines it wrote and its exit code to the transcript beside the packages."""
        lines = (done.stdout + done.stderr).strip().splitlines()[-8:]
        text = "\n".join(
            [f"{sign} {' '.join(command)}", *(f"    {line}" for line in lines), f"    = {done.returncode}"]
        )
        with self.transcript.open("a", encoding="utf-8") as stream:
            stream.write(text + "\n")

    def files(self) -> set[str]:
        """Every file and folder, apart from where the system keeps its own books and the users' homes."""
        found = set()
        for place, folders, files in os.walk(self.folder):
            here = Path(place).relative_to(self.folder)
            folders[:] = [name for name in folders if not f"{(here / name).as_posix()}/".startswith(SYSTEM_STATE)]
            names = ((here / name).as_posix() for name in (*folders, *files))
            found.update(name for name in names if not name.startswith(SYSTEM_STATE))
        return found

    def inside(self, path: str) -> Path:
        """A path of the root as seen from outside."""
        return self.folder / path.lstrip("/")
