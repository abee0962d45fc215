"""jq from file to file: `python -m tests.benchmarks.peers.jq_lines SOURCE TARGET` runs `escalate.jq` on texts."""

import sys
from pathlib import Path

import jq


def main(source: Path, target: Path) -> None:
    """Turns the one file into the other."""
    program = jq.compile((Path(__file__).parent / "escalate.jq").read_text(encoding="utf-8"))
    with source.open(encoding="utf-8") as given, target.open("w", encoding="utf-8") as made:
        for line in given:
            made.write(program.input_text(line).text() + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
