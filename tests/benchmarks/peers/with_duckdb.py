"""The same with DuckDB: `python -m tests.benchmarks.peers.with_duckdb SOURCE TARGET THREADS` runs `escalate.sql`."""

import sys
from pathlib import Path

import duckdb


def main(source: str, target: str, threads: int) -> None:
    """Turns the one file into the other."""
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {threads}")
        connection.execute("SET preserve_insertion_order = true")
        for name, path in (("source", source), ("target", target)):
            quoted = path.replace("'", "''")
            connection.execute(f"SET VARIABLE {name} = '{quoted}'")
        connection.execute((Path(__file__).parent / "escalate.sql").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
