"""What `.ci/run` takes from the README is there."""

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"


def test_the_setup_that_ci_runs_is_in_the_readme():
    block = re.search(r"<!-- test -->\n```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    assert "pytest" in block[1]
