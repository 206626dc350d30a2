"""The house keeps its plan: who may import whom, and how long a file may get."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ORDER = ("core", "accounts", "missions", "diagnose", "discover", "develop", "deliver", "monitoring")
READERS = {"dashboards", "opendata", "admin"}  # may import anyone; nobody imports them
LAYERS = {"views": 3, "jobs": 3, "commands": 2, "queries": 2, "forms": 2, "rules": 1, "models": 0}
READERS_TAKE = {"queries", "models", "rules", "labels", "figures"}
ADMIN_TAKES = READERS_TAKE | {"commands"}  # it changes people and roles by their own verbs
TALK_TO_ENGINE = {"app/diagnose/analysis.py", "app/discover/opinion.py", "app/develop/similar.py"}
HEAVY = ("numpy", "pandas", "sklearn", "scipy", "openpyxl", "matplotlib")
MOST_LINES = 400


def files(folder: str) -> list[Path]:
    return [
        path
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations/versions" not in path.as_posix()
    ]


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that the file imports, with `from a import b` given as `a.b`, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def slice_of(path: Path) -> str | None:
    parts = path.relative_to(ROOT / "app").parts
    return parts[0] if len(parts) > 1 and parts[0] in (*ORDER, *READERS) else None


def layer_of(parts: tuple[str, ...]) -> str | None:
    """The layer of app/<slice>/<layer>(/…): commands.py and commands/votes.py alike."""
    name = parts[2].removesuffix(".py") if len(parts) > 2 else None
    return name if name in LAYERS else None


def app_imports() -> Iterator[tuple[Path, str, str, int]]:
    for path in files("app"):
        own = slice_of(path)
        for module, line in imports(path):
            if own and module.startswith("app.") and module.count(".") > 1:
                yield path, own, module, line


def test_earlier_stages_do_not_know_later_ones() -> None:
    wrong = []
    for path, own, module, line in app_imports():
        other = module.split(".")[1]
        if other == own or own in READERS:
            continue
        if other in READERS or (other in ORDER and ORDER.index(other) > ORDER.index(own)):
            wrong.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    assert wrong == []


def test_readers_take_queries_and_models_only() -> None:
    wrong = []
    for path, own, module, line in app_imports():
        other = module.split(".")[1]
        if own not in READERS or other in (own, "core"):
            continue
        allowed = ADMIN_TAKES if own == "admin" else READERS_TAKE
        if module.split(".")[2] not in allowed and "open_now" not in module:
            wrong.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    assert wrong == []


def test_inside_a_slice_views_stand_on_commands_and_commands_on_rules() -> None:
    wrong = []
    for path, own, module, line in app_imports():
        parts = module.split(".")
        mine, theirs = (
            layer_of(("app", *path.relative_to(ROOT / "app").parts)),
            layer_of(tuple(parts)),
        )
        if parts[1] == own and mine and theirs and LAYERS[theirs] > LAYERS[mine]:
            wrong.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    assert wrong == []


def test_nobody_imports_what_another_module_keeps_private() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for folder in ("app", "analytics", "benchmarks")
        for path in files(folder)
        for module, line in imports(path)
        if module.startswith(("app.", "analytics."))
        and any(part.startswith("_") and not part.startswith("__") for part in module.split("."))
    ]
    assert wrong == []


def test_the_engine_knows_nothing_of_the_platform() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in files("analytics")
        for module, line in imports(path)
        if module.split(".")[0] in ("app", "config", "flask", "sqlalchemy", "wsgi")
    ]
    assert wrong == []


def test_one_file_a_slice_talks_to_the_engine() -> None:
    """`analytics.text` is the exception: plain functions on one text, light to import."""
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in files("app")
        for module, line in imports(path)
        if module.split(".")[0] == "analytics"
        and not module.startswith("analytics.text")
        and path.relative_to(ROOT).as_posix() not in TALK_TO_ENGINE
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", ["app", "analytics", "tests", "benchmarks"])
def test_no_file_is_too_long_to_read(folder: str) -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files(folder)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_a_web_process_loads_no_heavy_library(tmp_path: Path) -> None:
    """Importing scikit-learn takes seconds and 166 MB: only workers do."""
    script = (
        "import sys; from app import create_app; app = create_app()\n"
        "client = app.test_client()\n"
        "[client.get(path) for path in ('/patterns', '/sign-in', '/submit')]\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    env = {
        "PATH": "",
        "HOME": str(tmp_path),
        "DATA_DIR": str(tmp_path),
        "RUAMKID_ENV": "development",
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"
