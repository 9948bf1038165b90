"""The page's client is generated from what the API says of itself."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"
GENERATOR = WEB / "node_modules" / "openapi-typescript" / "bin" / "cli.js"


@pytest.mark.slow
def test_the_committed_client_is_what_would_be_generated(tmp_path: Path) -> None:
    if not GENERATOR.exists():
        pytest.skip("The page's packages are not installed (bin/setup does it): its client was not compared")
    fresh = tmp_path / "schema.d.ts"

    subprocess.run(
        [_node(), GENERATOR, ROOT / "docs" / "reference" / "openapi.json", "--output", fresh, "--root-types=false"],
        check=True, capture_output=True, cwd=WEB,
    )  # fmt: skip

    assert (WEB / "src" / "api" / "schema.d.ts").read_text() == fresh.read_text(), "run bin/fix"


def _node() -> str:
    for folder in os.environ["PATH"].split(os.pathsep):
        if (Path(folder) / "node").exists():
            return str(Path(folder) / "node")
    return pytest.skip("There is no Node here: the page's client was not compared")
