"""The styles of a Word report: fonts for both scripts, quotes, lists, entries and footnotes."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from assistant.citing.exports.report import Block, BlockKind
from sources.document import Language

CODES = {Language.KO: "ko-KR", Language.EN: "en-US"}
_FONT = "맑은 고딕"
_LATIN = {Language.KO: _FONT, Language.EN: "Times New Roman"}
_STYLES = {
    BlockKind.LEAD: "Gakju Lead",
    BlockKind.QUOTE: "Gakju Quote",
    BlockKind.NOTE: "Gakju Remark",
}
_DEEPEST = 5  # Word has five styles for lists without numbers of its own
_INDENT = Cm(0.6)  # of a list, for each level; the lines after an item's first hang below its words


def style_of(block: Block) -> str:
    """The name of the style that a paragraph of text is written in."""
    return _list_style(block.level) if block.level else _STYLES.get(block.kind, "Normal")


def set_styles(document: Any, language: Language) -> None:
    """Set the styles of a report in `language` in a new document of python-docx."""
    styles = document.styles
    normal = styles["Normal"]
    normal.font.size = Pt(11)
    _set_fonts(styles, language)
    for name in ("autoSpaceDE", "autoSpaceDN"):  # "2035년", not "2035 년"
        element = OxmlElement(f"w:{name}")
        element.set(qn("w:val"), "0")
        normal.element.get_or_add_pPr().append(element)
    quote = _paragraph_style(styles, "Gakju Quote")
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(1)
    lead = _paragraph_style(styles, "Gakju Lead")
    lead.font.bold = True
    lead.paragraph_format.keep_with_next = True
    lead.paragraph_format.space_after = Pt(2)
    _paragraph_style(styles, "Gakju Remark").paragraph_format.left_indent = Cm(1)
    entry = _paragraph_style(styles, "Gakju Entry")
    entry.paragraph_format.left_indent = Cm(1)
    entry.paragraph_format.first_line_indent = Cm(-1)
    for level in range(1, _DEEPEST + 1):
        item = _paragraph_style(styles, _list_style(level), builtin=True)
        item.paragraph_format.left_indent = _INDENT * (level + 1)
        item.paragraph_format.first_line_indent = -_INDENT
    _set_note_styles(styles)


def _list_style(level: int) -> str:
    return "List" if level == 1 else f"List {min(level, _DEEPEST)}"


def _paragraph_style(styles: Any, name: str, *, builtin: bool = False) -> Any:
    if name in styles:
        return styles[name]
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)
    style.base_style = styles["Normal"]
    return style


def _set_fonts(styles: Any, language: Language) -> None:
    """Korean and Latin fonts, and the language of each script."""
    for name in ("Normal", "Heading 1", "Heading 2"):
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{script}"), _LATIN[language])
        fonts.set(qn("w:eastAsia"), _FONT)
    for spoken in styles.element.iter(qn("w:lang")):
        # Per script, not per report: Latin letters in a Korean sentence still break and spell as English.
        spoken.set(qn("w:val"), CODES[Language.EN])
        spoken.set(qn("w:eastAsia"), CODES[Language.KO])


def _set_note_styles(styles: Any) -> None:
    text = _paragraph_style(styles, "footnote text", builtin=True)
    text.element.set(qn("w:styleId"), "FootnoteText")
    text.font.size = Pt(9)
    text.paragraph_format.space_after = Pt(0)
    mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.element.set(qn("w:styleId"), "FootnoteReference")
    mark.font.superscript = True
