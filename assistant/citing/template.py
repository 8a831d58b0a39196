"""The little language that style files are written in.

`{title}`      a field; a template one of whose own fields is empty is itself empty
`[ …]`         an optional piece: left out, on its own, where one of its fields is empty
`[?author …]`  a piece only for sources that have an author; `[!author …]` only for those that have none
`<i>…</i>`     italics, `<sc>…</sc>` small capitals
`\\[ \\{ \\<`     the sign itself
[ "…", "…" ]   a list: the pieces that are not empty, joined

Nothing is looked up and nothing is computed here: values come in as finished text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

_TOKEN = re.compile(r"\\(.)|\{(\w+)\}|(\[[?!]\w+ |[\[\]])|<(/?)(i|sc)>|([^\\{\[\]<]+|.)", re.S)
_CLOSING = "”’\"'"


class TemplateError(ValueError):
    """A template that cannot be read: an unclosed bracket, or italics that do not end."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one shape."""

    text: str
    italic: bool = False
    small_caps: bool = False


@dataclass(frozen=True, slots=True)
class _Literal:
    text: str


@dataclass(frozen=True, slots=True)
class _Field:
    name: str


@dataclass(frozen=True, slots=True)
class _Group:
    nodes: tuple[_Node, ...]
    shape: str = ""  # "i", "sc", or "" for an optional piece
    condition: str = ""  # "?author", "!author", or ""

    def wanted(self, values: Mapping[str, str]) -> bool:
        return not self.condition or bool(values.get(self.condition[1:])) is (self.condition[0] == "?")


_Node = _Literal | _Field | _Group
Template = str | Sequence["Template"]


class Line:
    """Text being put together, with the punctuation rules of print: no doubled full stops, and, where
    `inside` is set, commas and full stops before a closing quotation mark."""

    def __init__(self, inside: bool = False) -> None:
        self.runs: list[Run] = []
        self.inside = inside

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def value(self, run: Run) -> None:
        """Add text from a record as it stands."""
        if run.text:
            self.runs.append(run)

    def literal(self, run: Run) -> None:
        """Add wording of the style, fitting its punctuation to what stands before it."""
        text, before = run.text, self.text
        if before and text.startswith("."):
            bare = before.rstrip(_CLOSING)
            # "Inc." and "…Decline?”" already end the sentence; a bracket or 」 after them does not.
            if (bare or before)[-1] in ".?!":
                text = text[1:]
        if self.inside and text[:1] in (",", ".") and before.endswith(("”", "’")):
            last = self.runs[-1]
            self.runs[-1] = replace(last, text=last.text[:-1] + text[0] + last.text[-1])
            text = text[1:]
        if text:
            self.runs.append(replace(run, text=text))

    def trim(self) -> None:
        """Drop a comma or colon at the end, left by a piece that had nothing to follow it."""
        while self.runs:
            last = self.runs.pop()
            kept = last.text.rstrip(" ,:")
            if kept:
                self.runs.append(replace(last, text=kept))
                return

    def merged(self) -> tuple[Run, ...]:
        """The runs, neighbours of one shape put together."""
        merged: list[Run] = []
        for run in self.runs:
            if merged and (merged[-1].italic, merged[-1].small_caps) == (run.italic, run.small_caps):
                merged[-1] = replace(run, text=merged[-1].text + run.text)
            else:
                merged.append(run)
        return tuple(merged)


def fields_of(template: Template) -> frozenset[str]:
    """The names of all fields a template uses. Raises TemplateError."""
    if not isinstance(template, str):
        return frozenset[str]().union(*(fields_of(part) for part in template))
    return frozenset(match for match in _names(_parse(template)))


def fill(line: Line, template: Template, values: Mapping[str, str], join: str) -> bool:
    """Write `template` to `line`; False, writing nothing, where it is empty. Raises TemplateError."""
    if isinstance(template, str):
        nodes = _parse(template)
        if not _complete(nodes, values):
            return False
        _write(line, nodes, values, Run(""))
        return True
    written = False
    for part in template:
        written = _joined(line, part, values, join, written) or written
    return written


def _joined(line: Line, part: Template, values: Mapping[str, str], join: str, after: bool) -> bool:
    trial = Line(line.inside)
    fill(trial, part, values, join)
    trial.trim()
    if not trial.text:
        return False
    if after:
        line.literal(Run(join))
    line.runs.extend(trial.runs)
    return True


@lru_cache(maxsize=1024)
def _parse(template: str) -> tuple[_Node, ...]:
    stack: list[tuple[str, list[_Node]]] = [("", [])]
    for match in _TOKEN.finditer(template):
        escaped, name, bracket, closing, tag, literal = match.groups()
        if name:
            stack[-1][1].append(_Field(name))
        elif (bracket and bracket != "]") or (tag and not closing):
            stack.append((tag or bracket, []))
        elif bracket or tag:
            opened, nodes = stack.pop()
            if not stack or (opened != tag if tag else opened[0] != "["):
                raise TemplateError(template)
            stack[-1][1].append(_Group(tuple(nodes), tag or "", opened[1:].strip() if bracket else ""))
        else:
            stack[-1][1].append(_Literal(escaped or literal))
    if len(stack) != 1:
        raise TemplateError(template)
    return tuple(stack[0][1])


def _names(nodes: Sequence[_Node]) -> list[str]:
    found: list[str] = []
    for node in nodes:
        if isinstance(node, _Field):
            found.append(node.name)
        elif isinstance(node, _Group):
            found.extend([node.condition[1:]] if node.condition else [])
            found.extend(_names(node.nodes))
    return found


def _complete(nodes: Sequence[_Node], values: Mapping[str, str]) -> bool:
    """Whether every field of these nodes, those of optional pieces apart, has a value."""
    for node in nodes:
        if isinstance(node, _Field) and not values.get(node.name):
            return False
        if isinstance(node, _Group) and node.shape and not _complete(node.nodes, values):
            return False
    return True


def _write(line: Line, nodes: Sequence[_Node], values: Mapping[str, str], shape: Run) -> None:
    for node in nodes:
        if isinstance(node, _Literal):
            line.literal(replace(shape, text=node.text))
        elif isinstance(node, _Field):
            line.value(replace(shape, text=values.get(node.name, "")))
        elif node.shape:
            _write(
                line,
                node.nodes,
                values,
                Run("", shape.italic or node.shape == "i", shape.small_caps or node.shape == "sc"),
            )
        elif node.wanted(values) and _complete(node.nodes, values):
            _write(line, node.nodes, values, shape)
