# SPDX-License-Identifier: GPL-3.0-or-later
"""What of the sources a user reads in the window, found by walking their syntax trees.

A text with values in it becomes a template: ``f"Rename {track.name}"`` is ``Rename {0}``. Words chosen by a condition
(``f"{n} clip{'s' if n != 1 else ''}"``) give one template each.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "musicstudio"
# The command line speaks English.
_LEFT_OUT = ("cli/", "plugins/checking", "engines/composer/melody_model/")
_MAX_WAYS = 8

# Calls whose arguments are read by a user: name -> places of the texts.
_SHOWN: dict[str, tuple[int, ...]] = {
    "tr": (0,), "_tr": (0,), "translate": (1,), "transact": (0,), "gesture": (0,), "edit": (0,), "submit": (0,),
    "notify": (0,), "Notice": (0,), "Action": (1, 2), "_action": (1, 2), "Question": (0,), "Preference": (1, 2, 3),
    "Starter": (1, 2), "ParamSpec": (1,), "DeviceSpec": (1, 2), "Progress": (1,), "Finding": (2, 3), "SheetField": (1,),
    "Automatable": (1,), "feed_meters": (3,), "_lufs_of": (2,),
    "MixPreset": (1, 2), "Target": (1,), "Suggestion": (1, 2), "preview": (0,), "_edit": (0,), "_preview": (0,),
    "_once": (0,), "Feel": (1,), "Band": (1,), "Mend": (0,), "show_notice": (0,),
}  # fmt: skip
_SHOWN_KEYWORDS = frozenset({"title", "label", "hint", "text", "detail", "why", "why_unavailable", "tooltip"})
_SHOWN_NAMES = frozenset({"title", "detail", "label", "hint", "told", "reason", "why"})
# Tables of words that are shown: file -> names.
_TABLES = {
    "app/session/preferences.py": (
        "THEMES", "COMPUTERS", "LANGUAGES", "MARKS", "SWITCH", "MOTIONS", "INPUT_CHANNELS", "COUNT_INS",
    ),
    "jobs/compute.py": ("TITLES",),
    "core/theory/drum_names.py": ("DRUM_NAMES",),
    "ui/create/sliders.py": ("_MOODS",), "app/actions/section_actions.py": ("KINDS",),
    "app/actions/lane_actions.py": ("_MODES",), "app/actions/track_actions.py": ("COLORS", "HEIGHTS"),
    "app/actions/clip_actions.py": ("COLORS",),
    "project/model/tracks.py": ("ROLES",), "app/generation/right_engine.py": ("WORDS",),
    "app/generation/engine_facts.py": ("INPUT_WORDS",),
    "app/files/export_plan.py": ("FILM_LOOKS", "FILM_SHAPES"), "app/files/export_memory.py": ("PRESETS",),
    "ui/export/tiles.py": ("_FACES",), "app/files/papers.py": ("_VERBS",), "ui/timeline/snap.py": ("SNAP_CHOICES",),
    "engines/composer/tasks/plan_change.py": ("_CHORDS",), "engines/composer/look_inside.py": ("_RULES",),
    "project/take_words.py": ("LESS", "MORE", "FIRST", "ALIKE", "OTHERWISE", "LEADS"),
}  # fmt: skip
_TELLING = re.compile(r"(^|_)(title|why|told|summary|describe)")  # functions that return what is read
_DEEDS = "engines/composer/score/recipes.py"  # what a person did, phrase by phrase
_PLANS = "engines/composer/tasks/plan_change.py"  # clauses of what words would do
_TOLD_IN = ("app/", "ui/")
_BUILT = ("app/actions/",)  # where functions of the file make actions of a title
_TITLED = ("ui/actions/",)  # where every title is a text of its own
_SENTENCE = re.compile(r"^[A-Z“{\[].*\s.*[.?!…]$", re.DOTALL)
_TITLE = re.compile(r"^[A-Z][a-z-]+ .*$")
_HAS_WORD = re.compile(r"[A-Za-z]{2}")
_CLAUSES = re.compile(r"_said_|_difference|_plan_(regeneration|whole)")
_NO_TEXT = re.compile(r"\(\?|\||^(SELECT|INSERT|UPDATE|DELETE|REPLACE) ")
_BETWEEN = {" and ": "musicstudio/ui/words.py"}
_OUR_ERRORS = re.compile(
    r"(Input|Media|Storage|Engine|ModelMissing|Device|Edit|Studio|Value|[A-Z]\w*File|Export)Error$"
)


@lru_cache(maxsize=1)
def collect() -> dict[str, str]:
    """Every text or template, with the place where it is said first."""
    found: dict[str, str] = dict(_BETWEEN)
    for path in sorted(SOURCES.rglob("*.py")):
        relative = path.relative_to(SOURCES).as_posix()
        if not relative.startswith(_LEFT_OUT):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for text, line in _Finder(tree, relative).texts():
                found.setdefault(text, f"musicstudio/{relative}:{line}")
    for text, place in _resource_titles():
        found.setdefault(text, place)
    return found


def _resource_titles() -> Iterator[tuple[str, str]]:
    for folder in ("styles", "instruments", "voices"):
        for path in sorted((ROOT / "resources" / folder).rglob("*.toml")):
            for title in _titles(tomllib.loads(path.read_text(encoding="utf-8"))):
                yield title, path.relative_to(ROOT).as_posix()


def _titles(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "title" and isinstance(inner, str):
                yield inner
            else:
                yield from _titles(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _titles(inner)


class _Finder:
    def __init__(self, tree: ast.Module, place: str) -> None:
        self._nodes, self._place = list(ast.walk(tree)), place
        self._own = {node.name for node in self._nodes if isinstance(node, ast.FunctionDef)}
        self._constants = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def texts(self) -> Iterator[tuple[str, int]]:
        """(text, line) of everything that is shown."""
        unread = self._unread()
        for node in self._nodes:
            if id(node) not in unread:
                for text, line in self._said(node):
                    plain = re.sub(r"\{\d+\}", "", text)
                    if _HAS_WORD.search(plain) and not _NO_TEXT.search(plain):
                        yield text, line

    def _said(self, node: ast.AST) -> Iterator[tuple[str, int]]:
        if isinstance(node, ast.Call):
            for argument in self._shown_arguments(node):
                yield from ((text, argument.lineno) for text in self.ways(argument))
        elif (
            isinstance(node, ast.FunctionDef) and _TELLING.search(node.name) and self._place.startswith(("app/", "ui/"))
        ):
            for part in ast.walk(node):
                if isinstance(part, ast.Return) and part.value is not None:
                    yield from ((text, part.lineno) for text in self.ways(part.value))
        elif isinstance(node, ast.FunctionDef) and self._place == _PLANS and _CLAUSES.match(node.name):
            yield from self._clauses(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield from self._texts_assigned(node)
        elif isinstance(node, ast.JoinedStr | ast.Constant | ast.BinOp):
            is_titled = self._place.startswith(_TITLED)
            for text in self.ways(node):
                if _SENTENCE.match(text) or (is_titled and _TITLE.match(text)):
                    yield text, node.lineno

    def _clauses(self, function: ast.FunctionDef) -> Iterator[tuple[str, int]]:
        """What stands in lists, dictionaries, conditions, sums and answers of a function that tells a plan."""
        told = []
        for part in ast.walk(function):
            if isinstance(part, ast.Dict):
                told += part.values
            elif isinstance(part, ast.List | ast.Tuple):
                told += part.elts
            elif isinstance(part, ast.IfExp):
                told += [part.body, part.orelse]
            elif isinstance(part, ast.Call) and _name(part.func) in ("append", "get"):
                told += part.args
            elif isinstance(part, ast.ListComp):
                told.append(part.elt)
            elif isinstance(part, ast.Return) and part.value is not None:
                told.append(part.value)
        for part in told:
            for text in self.ways(part):
                yield from ((piece, part.lineno) for piece in re.split(", |: ", text.strip()))

    def _texts_assigned(self, node: ast.Assign | ast.AnnAssign) -> Iterator[tuple[str, int]]:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = {_name(target) for target in targets}
        assert node.value is not None
        if names & set(_TABLES.get(self._place, ())):
            yield from _table_texts(node.value)
        elif names & _SHOWN_NAMES:
            yield from ((text, node.lineno) for text in self.ways(node.value) if " " in text or text[:1].isupper())

    def _unread(self) -> set[int]:
        """Docstrings, and the pieces of longer texts."""
        out: set[int] = set()
        for node in self._nodes:
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                out.add(id(node.value))
            elif isinstance(node, ast.JoinedStr):
                out.update(id(part) for part in ast.walk(node) if part is not node)
            elif isinstance(node, ast.BinOp) and self.ways(node):
                out.update(id(side) for side in (node.left, node.right) if not isinstance(side, ast.Call))
            elif isinstance(node, ast.Call) and _name(node.func) in ("warning", "info", "debug", "critical", "compile"):
                out.update(id(part) for argument in node.args for part in ast.walk(argument))
        return out

    def _shown_arguments(self, call: ast.Call) -> Iterator[ast.expr]:
        name = _name(call.func)
        if self._place.startswith(_BUILT) and name in self._own:
            yield from (each for each in call.args if isinstance(each, ast.Constant) and _is_title(each.value))
        if name == "append" and self._place == _DEEDS:
            yield from call.args
        places = (0,) if _OUR_ERRORS.search(name) else _SHOWN.get(name, ())
        yield from (call.args[place] for place in places if place < len(call.args))
        if name[:1].isupper():
            yield from (keyword.value for keyword in call.keywords if keyword.arg in _SHOWN_KEYWORDS)

    def ways(self, node: ast.expr) -> list[str]:
        """Every text that an expression of constants, values and conditions can be; none where there is no text."""
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else []
        if isinstance(node, ast.Name):
            return [self._constants[node.id]] if node.id in self._constants else []
        if isinstance(node, ast.IfExp):
            return self.ways(node.body) + self.ways(node.orelse)
        if isinstance(node, ast.BoolOp):
            return [text for value in node.values for text in self.ways(value)]
        if isinstance(node, ast.JoinedStr):
            return _number_values(self._ways_joined(node))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return _number_values(self._sum(node))
        return []

    def _sum(self, node: ast.BinOp) -> list[str]:
        """Texts that are put together; none where neither side is a text in itself."""
        sides = [self._pieces(side) for side in (node.left, node.right)]
        if not any(sides):
            return []
        return ["".join(way) for way in product(*(side or ["\0"] for side in sides))][:_MAX_WAYS]

    def _pieces(self, node: ast.expr) -> list[str]:
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else []
        if isinstance(node, ast.JoinedStr):
            return self._ways_joined(node)
        if isinstance(node, ast.BinOp):
            return self._sum(node) if isinstance(node.op, ast.Add) else []
        return self._choices(node)

    def _ways_joined(self, node: ast.JoinedStr) -> list[str]:
        parts: list[list[str]] = []
        for value in node.values:
            if isinstance(value, ast.Constant):
                parts.append([str(value.value).replace("{", "{{").replace("}", "}}")])
                continue
            assert isinstance(value, ast.FormattedValue)
            chosen = self._choices(value.value)
            parts.append(chosen or ["\0"])
        return ["".join(way) for way in list(product(*parts))[:_MAX_WAYS]]

    def _choices(self, node: ast.expr) -> list[str]:
        """Of a conditional part all its texts, if it has nothing else."""
        if not isinstance(node, ast.IfExp):
            return []
        sides = [
            [side.value] if isinstance(side, ast.Constant) and isinstance(side.value, str)
            else self._ways_joined(side) if isinstance(side, ast.JoinedStr)
            else self._choices(side) or ["\0"]
            for side in (node.body, node.orelse)
        ]  # fmt: skip
        return sides[0] + sides[1]


def _is_title(value: object) -> bool:
    return isinstance(value, str) and re.match(r"[A-Z][a-z]+(?:[ …]|$)", value) is not None


def _table_texts(node: ast.expr) -> Iterator[tuple[str, int]]:
    """Of a table of (value, title) the titles; of a plain list its texts; each with its line."""
    if isinstance(node, ast.Dict):
        for value in node.values:
            yield from _table_texts(value)
    elif isinstance(node, ast.Call):
        for argument in node.args[1:]:
            yield from _table_texts(argument)
    elif isinstance(node, ast.Starred):
        return
    elif isinstance(node, ast.Tuple):
        is_pair = len(node.elts) == 2 and isinstance(node.elts[0], ast.Constant | ast.Dict)
        for part in node.elts[-1:] if is_pair else node.elts:
            yield from _table_texts(part)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, node.lineno


def _number_values(texts: list[str]) -> list[str]:
    out = []
    for text in texts:
        pieces = text.split("\0")
        out.append("".join(f"{piece}{{{index}}}" for index, piece in enumerate(pieces[:-1])) + pieces[-1])
    return out


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
