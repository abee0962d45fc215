"""An environment of its own for what is measured: a wheel of this checkout and the peers, never the project's own."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]


def environment(at: Path, *peers: str) -> Path:
    """An environment below `at`, new or with a new wheel; the folder of its programs."""
    programs, wheels = at / "venv" / "bin", at / "wheels"
    pip = [str(programs / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    if not programs.exists():
        subprocess.run([sys.executable, "-m", "venv", at / "venv"], check=True)
        subprocess.run([*pip, "install", *peers], check=True)
    shutil.rmtree(wheels, ignore_errors=True)
    subprocess.run([*pip, "wheel", "--no-deps", "-w", wheels, ROOT], check=True)
    built = list(wheels.glob("*.whl"))
    subprocess.run([*pip, "install", *built], check=True)
    subprocess.run([*pip, "install", "--no-deps", "--force-reinstall", *built], check=True)
    return programs


def node_modules(at: Path, *packages: str) -> Path | None:
    """The folder with the packages of npm; None where there is no node."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return None
    folder = at / "node"
    if not folder.exists():
        folder.mkdir()
        quiet = ["--silent", "--no-fund", "--no-audit"]
        subprocess.run(["npm", "install", *quiet, *packages], cwd=folder, check=True)
    return folder / "node_modules"
