"""How many patterns, alternatives and constants the rooms of answering hold: what was written by hand.

A pattern is a regular expression written out in code, an alternative one of its branches, a constant a number
with a name at the top of a module; `words` are the alternatives in data files.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOMS = ("words", "question", "choosing", "judging", "writing")
LEARNT = re.compile(r"weights.*\.toml")  # fitted: no rules
_CALLS = frozenset({"compile", "search", "match", "fullmatch", "findall", "finditer", "split", "sub"})


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted in one file, or in all."""

    patterns: int = 0
    alternatives: int = 0
    constants: int = 0
    words: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.patterns + other.patterns,
            self.alternatives + other.alternatives,
            self.constants + other.constants,
            self.words + other.words,
        )


def counted(root: Path) -> Count:
    """The count of the answering rooms below `root`, the folder of `assistant`."""
    found = Count()
    for file in _files(root / "assistant"):
        text = file.read_text("utf-8")
        if file.suffix == ".py":
            found += in_code(text)
        elif not LEARNT.fullmatch(file.name):
            found += Count(words=sum(branches(str(leaf)) for leaf in _leaves(tomllib.loads(text))))
    return found


def _files(folder: Path) -> Iterator[Path]:
    yield folder / "ask.py"
    for room in ROOMS:
        yield from sorted((folder / room).glob("*.py"))
        yield from sorted((folder / room).glob("*.toml"))


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
    else:
        yield value


def in_code(text: str) -> Count:
    """The count of one module."""
    tree = ast.parse(text)
    written = [_literal(node) for node in ast.walk(tree) if _is_pattern(node)]
    patterns = [pattern for pattern in written if pattern]
    constants = sum(1 for node in tree.body if _is_constant(node))
    return Count(len(patterns), sum(map(branches, patterns)), constants)


def branches(pattern: str) -> int:
    """The branches of a regular expression: its bars outside of [ ] and one more."""
    bare = re.sub(r"\\.", "", pattern)
    return re.sub(r"\[[^\]]*\]", "", bare).count("|") + 1


def _is_pattern(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    if isinstance(called, ast.Attribute):
        return isinstance(called.value, ast.Name) and called.value.id == "re" and called.attr in _CALLS
    return isinstance(called, ast.Name) and called.id == "_any"


def _literal(node: ast.AST) -> str:
    """The text of the pattern, as far as it is written out; of several they are branches."""
    assert isinstance(node, ast.Call)
    several = isinstance(node.func, ast.Name)
    parts = []
    for argument in node.args if several else node.args[:1]:
        inner = [
            one.value
            for one in ast.walk(argument)
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        parts.append("".join(inner))
    return "|".join(parts)


def _is_constant(node: ast.stmt) -> bool:
    """Whether a statement gives a number, or several, a name."""
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if isinstance(value, ast.Dict):
        return bool(value.values) and all(_is_number(one) for one in value.values)
    return value is not None and _is_number(value)


def _is_number(node: ast.expr) -> bool:
    """Whether an expression is made of numbers alone: 3, -9.0, 10**8, (-2.0, 2.0)."""
    if isinstance(node, ast.Tuple):
        return bool(node.elts) and all(_is_number(one) for one in node.elts)
    if isinstance(node, ast.UnaryOp):
        return _is_number(node.operand)
    if isinstance(node, ast.BinOp):
        return _is_number(node.left) and _is_number(node.right)
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)
