"""The house rules that can be read off the source: who imports whom, and what nobody does."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "eportfolio"
SCREENS = ROOT / "ui"

# A module or package imports only what stands above it. This list is the one place of that order.
ORDER = (
    "errors",
    "settings",
    "shapes",
    "crypto",
    "signing",
    "texts",
    "cards",
    "records",
    "progress",
    "pipeline",
    "statute",
    "consent",
    "store",
    "journal",
    "checkpoint",
    "ledger",
    "vault",
    "portfolio",
    "register",
    "bundle",
    "outputs",
    "workspace",
    "demo",
    "cli",
    "__main__",
)
OWNERS = {
    "cryptography": {"crypto"},
    "filelock": {"vault"},
    "icalendar": {"outputs"},
    "joserfc": {"signing"},
    "PIL": {"outputs"},
    "platformdirs": {"settings"},
    "pydantic": {"records"},
    "pydantic_core": {"records"},
    "pypdfium2": {"ui/paper_work.py"},
    "pyrage": {"crypto"},
    "reportlab": {"outputs"},
    "shamir_mnemonic": {"crypto"},
    "sqlalchemy": {"store", "journal", "ledger", "portfolio", "register"},
    "sqlcipher3": {"store"},
    "typst": {"outputs"},
}
NETWORK = {
    "aiohttp", "asyncio.streams", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib",
    "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebSockets", "requests", "smtplib",
    "socket", "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "xmlrpc",
}  # fmt: skip
HEAVY = {"PIL", "icalendar", "pypdfium2", "reportlab", "shamir_mnemonic", "typst"}
MAY_PRINT = {"cli"}
MAY_CATCH_ALL = {"eportfolio/cli/__init__.py", "ui/app.py", "ui/tasks.py"}

TEXT_SUFFIXES = {".json", ".md", ".mjs", ".po", ".py", ".qss", ".svg", ".toml", ".txt", ".typ"}
SKIPPED = {"__pycache__", "node_modules"}
MACHINE_PATH = re.compile(r"(?<![\w.:/-])(?:/(?:home|root|work|Users)/\w|[A-Z]:\\Users\\\w)")
BIDI_CONTROL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def sources(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def unit_of(path: Path) -> str:
    """The module or package below `eportfolio` that a file belongs to; empty for its own init."""
    name = path.relative_to(CORE).parts[0].removesuffix(".py")
    return "" if name == "__init__" else name


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), name_of(path))


def imports_of(path: Path) -> Iterator[str]:
    """Everything imported anywhere in a file, each with its whole dotted name."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno}: relative import"
            yield from (f"{node.module}.{one.name}" for one in node.names)


def is_below(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def test_every_module_has_its_place_in_the_order() -> None:
    assert {unit_of(path) for path in sources(CORE)} - {""} <= set(ORDER)


@pytest.mark.parametrize("path", sources(CORE), ids=name_of)
def test_module_imports_only_what_stands_above_it(path: Path) -> None:
    above = set(ORDER[: ORDER.index(unit_of(path)) + 1]) if unit_of(path) else set()
    inside = [name.split(".") for name in imports_of(path) if name.split(".")[0] == "eportfolio"]
    assert {parts[1] if len(parts) > 1 else "eportfolio" for parts in inside} <= above


@pytest.mark.parametrize("path", sources(CORE), ids=name_of)
def test_third_party_package_is_imported_only_by_its_owner(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports_of(path)}
    foreign = roots - set(sys.stdlib_module_names) - {"eportfolio"}
    assert {root for root in foreign if unit_of(path) not in OWNERS.get(root, set())} == set()


def test_core_knows_nothing_of_the_screens() -> None:
    screens = {"ui", "PySide6", "shiboken6"}
    assert not [
        f"{name_of(path)}: {name}"
        for path in sources(CORE)
        for name in imports_of(path)
        if is_below(name, screens)
    ]


# What a screen may know of the core: use cases, and plain values.
FOR_SCREENS = {
    "consent", "demo", "errors", "records", "settings", "statute", "texts", "workspace",
}  # fmt: skip


def test_screens_work_through_the_workspace_and_plain_values() -> None:
    assert not [
        f"{name_of(path)}: {name}"
        for path in sources(SCREENS)
        for name in imports_of(path)
        if name.split(".")[0] == "eportfolio" and name.split(".")[1] not in FOR_SCREENS
    ]


def test_screens_need_nothing_but_qt() -> None:
    """And one module what draws the pages of a PDF."""
    allowed = set(sys.stdlib_module_names) | {"PySide6", "eportfolio", "shiboken6", "ui"}
    assert not [
        f"{name_of(path)}: {name}"
        for path in sources(SCREENS)
        for name in imports_of(path)
        if (root := name.split(".")[0]) not in allowed
        if name_of(path) not in OWNERS.get(root, set())
    ]


def test_only_the_worker_opens_a_vault() -> None:
    """The window's thread never holds a `Workspace`: it is named where work is written down."""
    named = {
        path.name
        for path in sources(SCREENS)
        for name in imports_of(path)
        if name == "eportfolio.workspace.Workspace"
    }
    asked = {
        path.name
        for path in sources(SCREENS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr)
        in {("Workspace", "open"), ("Workspace", "create"), ("Workspace", "recover")}
    }
    assert "openings.py" in named
    assert asked == {"openings.py"}


def test_nothing_reaches_for_the_network() -> None:
    assert not [
        f"{name_of(path)}: {name}"
        for path in sources(CORE, SCREENS)
        for name in imports_of(path)
        if is_below(name, NETWORK) or name.startswith(("asyncio.open_", "asyncio.start_"))
    ]


def test_only_the_command_line_prints() -> None:
    assert not [
        f"{name_of(path)}:{node.lineno}"
        for path in sources(CORE, SCREENS)
        if path.is_relative_to(SCREENS) or unit_of(path) not in MAY_PRINT
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]


def test_nothing_catches_everything_but_the_outermost_edge() -> None:
    assert not [
        f"{name_of(path)}:{node.lineno}"
        for path in sources(CORE, SCREENS)
        if name_of(path) not in MAY_CATCH_ALL
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler) and catches_all(node)
    ]


def catches_all(handler: ast.ExceptHandler) -> bool:
    """Bare, or `Exception`; `BaseException` is fine when it only cleans up and raises again."""
    caught = {one.id for one in ast.walk(handler.type or handler) if isinstance(one, ast.Name)}
    last = handler.body[-1]
    raises_again = isinstance(last, ast.Raise) and last.exc is None
    if handler.type is None or "Exception" in caught:
        return True
    return "BaseException" in caught and not raises_again


def test_no_module_keeps_state() -> None:
    assert not [
        f"{name_of(path)}:{node.lineno}"
        for path in sources(CORE, SCREENS)
        for node in tree_of(path).body
        if is_mutable_binding(node) or any(isinstance(one, ast.Global) for one in ast.walk(node))
    ]


def is_mutable_binding(node: ast.stmt) -> bool:
    """A list, dict or set bound to a name that is not written as a constant."""
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign | ast.AugAssign):
        targets = [node.target]
    else:
        return False
    names = [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
    return is_mutable(node.value) and not all(name.isupper() or name == "__all__" for name in names)


def is_mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id in {"bytearray", "defaultdict", "deque", "dict", "list", "set"}
    return isinstance(
        value, ast.Dict | ast.DictComp | ast.List | ast.ListComp | ast.Set | ast.SetComp
    )


@pytest.mark.parametrize(
    "module", [name for name in ("workspace", "cli") if name in map(unit_of, sources(CORE))]
)
def test_start_imports_nothing_heavy(module: str) -> None:
    program = f"import eportfolio.{module}, json, sys; print(json.dumps(list(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert {name.split(".")[0] for name in json.loads(done.stdout)} & HEAVY == set()


def texts(*, resources: bool) -> list[Path]:
    """Source and documents; with `resources` also the packaged texts, which hold Arabic."""
    folders = ["benchmarks", "docs", "eportfolio", "tests", "ui"] + ["resources"] * resources
    inside = [path for name in folders for path in (ROOT / name).rglob("*.*")]
    found = [path for path in [*inside, *ROOT.glob("*.*")] if path.suffix in TEXT_SUFFIXES]
    bare = [ROOT / "Makefile", ROOT / ".gitattributes", *(ROOT / ".ci").iterdir()]
    return sorted([one for one in found if not SKIPPED & set(one.parts)] + bare)


@pytest.mark.parametrize(
    ("unwanted", "resources"),
    [(MACHINE_PATH, True), (BIDI_CONTROL, False)],
    ids=["machine path", "bidirectional control"],
)
def test_source_and_documents_are_free_of(unwanted: re.Pattern[str], resources: bool) -> None:
    assert not [
        f"{name_of(path)}: {match[0]!r}"
        for path in texts(resources=resources)
        if (match := unwanted.search(path.read_text(encoding="utf-8")))
    ]


def test_lock_file_of_the_outside_checkers_names_no_registry() -> None:
    lock = json.loads((ROOT / "tests/interop/node/package-lock.json").read_bytes())
    packages = [found for name, found in lock["packages"].items() if name]
    assert not [found for found in packages if "resolved" in found]
    assert all(found["integrity"].startswith("sha512-") for found in packages)
