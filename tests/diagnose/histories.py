"""A history out of a few rows, diagnosed."""

import csv
import tempfile
from contextlib import contextmanager
from pathlib import Path

from handoffspec.diagnose.diagnosis import diagnose
from handoffspec.diagnose.store import Store
from tests.diagnose.simulator import HEAD


@contextmanager
def diagnosed(rows, until=None, chosen=None):
    """The diagnosis of rows (tuples in the order of `HEAD`, or named parts), and the store with its tables."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEAD)
            writer.writerows([row.get(name) for name in HEAD] if isinstance(row, dict) else row for row in rows)
        store = Store(Path(folder))
        store.add_table(path, "csv", "log", {}, None)
        store.finish(until)
        yield diagnose(store, chosen or {}), store
        store.connection.close()
