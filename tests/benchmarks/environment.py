"""An environment of its own for what is measured: a wheel of this checkout and the peers, never the project's own."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]


def environment(at: Path, *peers: str) -> Path:
    """A new environment below `at`; the folder of its programs."""
    wheels = at / "wheels"
    subprocess.run([sys.executable, "-m", "venv", at / "venv"], check=True)
    pip = [str(at / "venv" / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", wheels, ROOT], check=True)
    subprocess.run([*pip, "install", *wheels.glob("*.whl"), *peers], check=True)
    return at / "venv" / "bin"


def node_modules(at: Path, *packages: str) -> Path | None:
    """The folder with the packages of npm; None where there is no node."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return None
    folder = at / "node"
    folder.mkdir(exist_ok=True)
    quiet = ["--silent", "--no-fund", "--no-audit"]
    subprocess.run(["npm", "install", *quiet, *packages], cwd=folder, check=True)
    return folder / "node_modules"
