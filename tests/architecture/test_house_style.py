"""The house style, as far as a machine can check it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_engine("reads files, asks no database")

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "draagvlak"
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][
    0
]["layers"]
RANK = {app.strip("()"): -place for place, layer in enumerate(LAYERS) for app in layer.split(" | ")}
APPS = [app for app in RANK if (SRC / app / "apps.py").exists()]
WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create",
    "update_or_create",
}  # fmt: skip
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "managers", "service", "services", "misc"}
LONGEST = 400
# the frame around every page has the door to one's own account
FRAME = {("base.html", "accounts")}
RECORDERS = {"record", "record_many", "record_on", "record_outside"}


def modules(name: str) -> list[Path]:
    """The files of one kind in every app, whether a module or a package."""
    flat = [SRC / app / f"{name}.py" for app in APPS]
    packed = [path for app in APPS for path in (SRC / app / name).glob("*.py")]
    return sorted(path for path in [*flat, *packed] if path.exists())


def name_of(path: Path) -> str:
    return str(path.relative_to(SRC))


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text())
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def calls(node: ast.AST) -> set[str]:
    found = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            target = each.func
            found.add(
                target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
            )
    return found


def reachable_calls(path: Path, function: ast.FunctionDef) -> set[str]:
    """What a function calls, itself or through other functions of its module or package."""
    files = path.parent.glob("*.py") if path.parent.name == "commands" else [path]
    private = {f.name: f for each in files for f in functions(each)}
    seen: set[str] = set()
    waiting = [function]
    found: set[str] = set()
    while waiting:
        for called in calls(waiting.pop()):
            found.add(called)
            if called in private and called not in seen:
                seen.add(called)
                waiting.append(private[called])
    return found


def offered(path: Path, function: ast.FunctionDef) -> bool:
    """Whether a function of a commands module is one that others call."""
    if path.parent.name == "commands":
        package = ast.parse((path.parent / "__init__.py").read_text())
        imports = [node for node in package.body if isinstance(node, ast.ImportFrom)]
        return function.name in {alias.name for node in imports for alias in node.names}
    return not function.name.startswith("_")


@pytest.mark.parametrize("path", modules("commands"), ids=name_of)
def test_a_command_is_decorated_keyword_only_knows_its_actor_and_asks_a_rule(path):
    for function in functions(path):
        decorators = {ast.unparse(d) for d in function.decorator_list}
        if not offered(path, function):
            continue
        assert "command" in decorators, f"{function.name} is a @command"
        assert not function.args.args, f"{function.name}: arguments are keyword-only"
        assert function.args.kwonlyargs[0].arg == "by", f"{function.name}: `by` comes first"
        assert ast.get_docstring(function), f"{function.name} says what it does"
        found = reachable_calls(path, function)
        assert "demand" in found, f"{function.name} asks a rule"
        assert found & RECORDERS, f"{function.name} leaves a record"


@pytest.mark.parametrize("path", modules("views"), ids=name_of)
def test_a_view_neither_queries_nor_writes_and_stays_short(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            where = f"{path.name}:{node.lineno}"
            assert node.attr not in {"objects", "_default_manager"}, where
            assert node.attr not in WRITES - {"update"}, where
    for function in functions(path):
        length = (function.end_lineno or 0) - function.lineno
        assert length < 30, f"{function.name} has {length} lines"


@pytest.mark.parametrize("path", modules("queries") + modules("rules"), ids=name_of)
def test_queries_and_rules_do_not_write(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if node.func.attr == "update" and ".objects" not in owner:
                continue  # of a dict or a set
            assert node.func.attr not in WRITES, f"{path.name}:{node.lineno} {owner}"


@pytest.mark.parametrize("path", modules("queries"), ids=name_of)
def test_queries_take_no_request(path):
    for function in functions(path):
        names = {arg.arg for arg in function.args.args + function.args.kwonlyargs}
        assert "request" not in names, function.name


@pytest.mark.parametrize("path", modules("models"), ids=name_of)
def test_a_model_overrides_no_save_and_no_delete(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            assert node.name not in {"save", "delete"}, f"{path.name}:{node.lineno}"


@pytest.mark.parametrize("path", modules("forms"), ids=name_of)
def test_a_form_does_not_save(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef):
            assert "ModelForm" not in {ast.unparse(base).split(".")[-1] for base in node.bases}


@pytest.mark.parametrize(
    "path", sorted(p for p in SRC.rglob("*.py") if "migrations" not in p.parts), ids=name_of
)
def test_a_module_is_short_and_has_an_honest_name(path):
    lines = len(path.read_text().splitlines())
    assert lines <= LONGEST, f"{lines} lines: make it a package"
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", sorted(SRC.glob("*/templates/**/*.html")), ids=name_of)
def test_a_template_keeps_to_the_story_and_has_no_inline_code(path):
    source = path.read_text()
    app = path.relative_to(SRC).parts[0]
    for tag, other in re.findall(r"""{% (url|to|include|extends) ["'](\w+)[:/]""", source):
        if other in RANK and other != app and (path.name, other) not in FRAME:
            assert RANK[other] < RANK[app], f"{tag} {other} from {app}"
    scripts = re.findall(r"<script(?![^>]*\bsrc=)", source)
    assert not scripts
    assert not re.search(r"""\sstyle=["']""", source)
    assert not re.search(r"""\son[a-z]+=["']""", source)
    assert not re.search(r"""https?://(?!www\.w3\.org)""", source)
    for partial in re.findall(r"{% partialdef ([\w-]+)", source):
        beside = "".join(each.read_text() for each in path.parent.glob("*.html"))
        named = re.search(rf"""\bid=(["']?){partial}\b""", beside)
        in_a_row = 'hx-target="closest ' in source  # found from where one stands, not by name
        assert named or in_a_row, f"partial {partial} has no element"


def test_every_app_is_in_the_story():
    folders = {p.name for p in SRC.iterdir() if (p / "__init__.py").exists()} - {"config"}
    assert folders <= set(RANK)


@pytest.mark.parametrize("path", sorted(SRC.glob("*/templates/**/*.*")), ids=name_of)
def test_a_template_loads_no_library_that_is_always_there(path):
    """Loading `i18n` or `static` by name would bring back Django's own, slower tags."""
    loaded = re.findall(r"\{% load ([^%]*)%\}", path.read_text(encoding="utf-8"))
    assert not {"i18n", "static", "fields", "fixed", "place", "ui"} & {
        name for names in loaded for name in names.split()
    }
