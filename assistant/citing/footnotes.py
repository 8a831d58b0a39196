"""Footnotes and bibliographies: a style laid over a citation.

The convention follows the language of the source (a Korean brief in 「」, an English one in “ ”), within
one list; the remarks about the text (digest, unofficial translation, OCR, 재인용) follow the language of
the report. Knows no wording: forms are in `styles/*.toml`, remarks in `messages/citing.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answer import Citation
from assistant.citing.errors import BadReceipt
from assistant.citing.fields import author_key, record_language, values_of, work_of
from assistant.citing.house import house_style
from assistant.citing.pinpoint import Pin, pin_of
from assistant.citing.receipt import link_of
from assistant.citing.style import DEFAULT, Convention, Repeat, Style, Work, shipped_style, style_names
from assistant.citing.template import Line, Run, Template, fill
from assistant.messages import say
from sources.document import Kind, Language, Record

AnyStyle = Style | str | None


def find_style(style: AnyStyle, language: Language) -> Style:
    """The style meant: a Style, the name of one that ships, the path of a house style's file, or the
    default of the report's language for None. Raises StyleError."""
    if isinstance(style, Style):
        return style
    if not style:
        return shipped_style(DEFAULT[language])
    return house_style(Path(style)) if style.endswith(".toml") else shipped_style(style)


def styles() -> dict[str, Style]:
    """The styles that ship, by name, in the order in which they are offered."""
    return {name: shipped_style(name) for name in style_names()}


def footnote(
    citation: Citation, style: AnyStyle, language: Language, previous: Sequence[Citation] = ()
) -> str:
    """The footnote as plain text. `language` is that of the text around it; `previous` are the citations
    of the footnotes before it, in order, for "위의 글" and "Ibid.". Raises StyleError."""
    return "".join(run.text for run in footnote_runs(citation, style, language, previous))


def footnote_runs(
    citation: Citation, style: AnyStyle, language: Language, previous: Sequence[Citation] = ()
) -> tuple[Run, ...]:
    """The footnote with its italics and small capitals. Raises StyleError."""
    chosen = find_style(style, language)
    convention = chosen.conventions[citation.language, language]
    if chosen.entries:
        return _entry(citation.record, citation.language, language, convention)
    template, number = _note_template(citation, chosen, convention, language, previous)
    pin = pin_of(citation, language)
    if number and chosen.repeat is Repeat.IBID and _repeats(previous[-1], citation):
        pin = Pin() if pin_of(previous[-1], language) == pin else pin  # "위의 글." already says the page
    values = values_of(
        *(citation.record, citation.language, language, convention, pin),
        inverted=convention.notes_as_entries,
        link=_link(citation),
        note_number=number,
    )
    whole = convention.notes_as_entries and not number
    if whole and values["pin"]:
        values |= {
            "pages": "",
            "pages_bare": "",
            "url": "",
        }  # the place cited stands for the range and the address
    join = convention.entry_join if whole else convention.join
    body, addresses = _parted(template)
    line = Line(convention.inside)
    fill(line, body, values, join)
    if whole:
        fill(line, "[, {pin}]", values, "")
    _remark(line, citation, language, convention)
    _end(line, addresses, values, join, convention.end)
    return line.merged()


def _end(line: Line, addresses: Template, values: Mapping[str, str], join: str, end: str) -> None:
    tail = Line()
    if fill(tail, addresses, values, join):
        line.literal(Run(join))
        line.runs.extend(tail.runs)
    line.literal(Run(end))


def _parted(template: Template) -> tuple[Template, Template]:
    """A note's template and the addresses at its end, which come after the remarks: "…에서 재인용" must
    not run into a link."""
    if isinstance(template, str):
        return template, ()
    parts = list(template)
    cut = len(parts)
    while cut and parts[cut - 1] in ("{url}", "{link}"):
        cut -= 1
    return tuple(parts[:cut]), tuple(parts[cut:])


def in_text(citation: Citation, style: AnyStyle, language: Language) -> str:
    """The citation for running text, "(Kim, 2025, p. 5)"; the footnote where the style has none.
    Raises StyleError."""
    convention = find_style(style, language).conventions[citation.language, language]
    if not convention.in_text:
        return footnote(citation, style, language)
    line = Line(convention.inside)
    values = values_of(citation.record, citation.language, language, convention, pin_of(citation, language))
    fill(line, convention.in_text, values, convention.join)
    return f"({line.text})"


def bibliography(records: Sequence[Record], style: AnyStyle, language: Language) -> list[str]:
    """One entry a source, each once, Hangul before Latin in a Korean report and after it in an English
    one, by author and title. Raises StyleError."""
    return ["".join(run.text for run in entry) for entry in bibliography_runs(records, style, language)]


def bibliography_runs(
    records: Sequence[Record],
    style: AnyStyle,
    language: Language,
    cited_in: Mapping[str, Language] | None = None,
) -> list[tuple[Run, ...]]:
    """The same with italics; `cited_in` gives the language of a record by its key. Raises StyleError."""
    chosen = find_style(style, language)
    entries: list[tuple[tuple[bool, str, str], tuple[Run, ...]]] = []
    for record in {record.key: record for record in records}.values():
        source = (cited_in or {}).get(record.key) or record_language(record)
        convention = chosen.conventions[source, language]
        entry = _entry(record, source, language, convention)
        author = values_of(record, source, language, convention, Pin(), inverted=True)["author"]
        entries.append((_filed(author, "".join(run.text for run in entry), language), entry))
    return [entry for _, entry in sorted(entries, key=lambda pair: pair[0])]


def _filed(author: str, entry: str, language: Language) -> tuple[bool, str, str]:
    """Where an entry is filed: by its script, its author, then itself."""

    def bare(text: str) -> str:
        return text.casefold().lstrip("「『“‘\"' <[(").removeprefix("the ")

    first = bare(author or entry)
    hangul = first[:1] >= "가"
    return hangul is not (language is Language.KO), first if author else bare(entry), bare(entry)


def _entry(record: Record, source: Language, report: Language, convention: Convention) -> tuple[Run, ...]:
    """A bibliography entry: the whole work, so no page of it."""
    values = values_of(record, source, report, convention, Pin(), inverted=True)
    line = Line(convention.inside)
    body, addresses = _parted(_template(convention.entry or convention.note, work_of(record)))
    fill(line, body, values, convention.entry_join)
    _mark(line, [say("citing.digest_whole", report)] if record.kind is Kind.DIGEST else [], convention)
    _end(line, addresses, values, convention.entry_join, convention.entry_end)
    return line.merged()


def _template(templates: Mapping[str, Template], work: Work) -> Template:
    """The templates for this kind of work, or for the nearest kind that has one."""
    for name in (work, Work.ITEM, Work.SERIES):
        if name in templates:
            return templates[name]
    return ("{author}", "{title}", "{year}", "{pin}")


def _repeats(earlier: Citation, citation: Citation) -> bool:
    return earlier.record.key == citation.record.key


def _note_template(
    citation: Citation, style: Style, convention: Convention, language: Language, previous: Sequence[Citation]
) -> tuple[Template, int]:
    """The template for this place in the row of footnotes, and the number of the first footnote to the
    same source (0 where this is the first)."""
    work = work_of(citation.record)
    first = next((n for n, other in enumerate(previous, start=1) if _repeats(other, citation)), 0)
    if first and style.repeat is not Repeat.FULL:
        titled = work is Work.OFFICIAL or _ambiguous(citation, convention, language, previous)
        name = "later_titled" if titled else "later"
        if style.repeat is Repeat.IBID and _repeats(previous[-1], citation):
            name = "ibid"
        if name in convention.repeat:
            return convention.repeat[name], first
    return _template(convention.entry if convention.notes_as_entries else convention.note, work), 0


def _ambiguous(
    citation: Citation, convention: Convention, language: Language, previous: Sequence[Citation]
) -> bool:
    """Whether the author's name alone would not tell this source from another one cited before."""
    author = author_key(citation.record, citation.language, language, convention)
    others = {other.record.key: other for other in previous if not _repeats(other, citation)}
    return not author or any(
        author_key(other.record, other.language, language, convention) == author for other in others.values()
    )


def _link(citation: Citation) -> str:
    try:
        return link_of(citation)
    except BadReceipt:
        return ""


def remarks(citation: Citation, language: Language) -> list[str]:
    """What the footnote has to say about the text itself, in the language of the report."""
    said: list[str] = []
    if citation.record.kind is Kind.DIGEST:
        number = citation.numbered or str(citation.location.paragraph or "")
        key = "citing.digest" if number else "citing.digest_whole"
        said.append(say(key, language, paragraph=number))
    if (
        not citation.pages_exact
        and citation.location.page is not None
        and citation.record.kind is not Kind.DIGEST
    ):
        said.append(say("citing.pages_estimated", language))
    if citation.ocr:
        said.append(say("citing.ocr", language))
    if citation.translation:
        said.append(say("citing.translation", language))
    return said


def _remark(line: Line, citation: Citation, language: Language, convention: Convention) -> None:
    """Add to the line what is to be said about the text, and "quoted in"."""
    before, after = "", ""
    if citation.second_hand:
        before, _, after = say("citing.second_hand", language, note="\0").partition("\0")
    if before and line.text.startswith(("Ibid", "Id.")):
        first = line.runs[0]
        line.runs[0] = replace(first, text=first.text[0].lower() + first.text[1:])
    if before:
        line.runs.insert(0, Run(before))
    # Beside a page called 쪽, a remark in English would be in neither language.
    korean = any("가" <= char <= "힣" for char in str(convention.terms.page))
    _mark(line, remarks(citation, Language.KO if korean else language), convention)
    line.value(Run(after))


def _mark(line: Line, said: Sequence[str], convention: Convention) -> None:
    if said:
        terms = convention.terms
        line.value(Run(terms.marks.replace("{marks}", terms.mark_join.join(said))))


@dataclass(frozen=True, slots=True)
class Numbered:
    """A footnote in its place: `number` counts from 1 through the report."""

    number: int
    citation: Citation
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def numbered(citations: Sequence[Citation], style: AnyStyle, language: Language) -> list[Numbered]:
    """The footnotes of a whole report, each knowing those before it. Raises StyleError."""
    chosen = find_style(style, language)
    return [
        Numbered(i + 1, citation, footnote_runs(citation, chosen, language, citations[:i]))
        for i, citation in enumerate(citations)
    ]
