"""The title of a document: what its first page prints, else what the file says of itself, else its name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Final

from sources.blocks import Block, BlockKind, Reading
from sources.door.guard import extension_of
from sources.record.bylines import authors_of
from sources.record.dates import is_date
from sources.text.language import detect_language
from sources.text.normalise import display, matching_key
from sources.units.marks import is_bare_division, is_division

# What programs put into a title field when nobody filled it in.
_NO_TITLE: Final = re.compile(
    r"(?:microsoft\s\w+\s-\s.*|untitled.*|none|\(?anonymous\)?|제목\s?없음.*|무제.*|(?:빈\s?)?문서\s?\d*|document\s?\d*|presentation\d*|슬라이드\s?\d*|"
    r"powerpoint presentation|slide\s?\d*|(?:eur-lex\s-\s)?\d{5}[a-z]{1,2}\d{4}(?:\s-\s\w{2})?|"
    r".*\.(?:docx?|hwpx?|pdf|indd|pptx?|txt|html?|qxd))",
    re.I,
)
# Formats that keep the title of the first document ever typed into a template.
FORGETFUL: Final = frozenset(("hwp", "hwpx"))
# What heads a part of a document, or says what kind it is.
_SECTION: Final = re.compile(
    r"[〈<\[(【「]?\s*(?:참고|붙임|별첨|별지|별표|부록|첨부)\s*\d*|목\s?차\s*$|차\s?례\s*$"
    r"|[-\s]*[\[(【]?(?:언론\s?)?보\s?도\s?(?:(?:참\s?고|설\s?명)\s?)?자\s?료[-\s\])】]*$"
    r"|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]\s*[.．]?\s|(?:[IVX]{1,4}|\d{1,2})\s?[.．)]\s+\D"
    r"|(?i:(?:press|news|media)\s+release(?:\s+no\.?\s?[\d-]+)?|for(?:\s+immediate)?\s+release(?:\s+(?:at|on)\s.{1,40})?|contents)\s*[:.]?\s*$"
    r"|보도\s?(?:시점|일시)|배\s?포(?:\s|$)|S(?:ec|EC)\.\s?\d|§"
)
# What kind of press release it is, before its title.
_KIND: Final = re.compile(r"^\((?:보도\s?)?(?:참고|설명|해명)(?:\s?자료)?\)\s+(?=\S)")
# An annex, named as one and not by what it holds.
_ANNEX: Final = re.compile(r"(?i:exhibit|annex|appendix|attachment|enclosure|schedule)\s+[A-Z0-9]{1,3}")
# The caption of a table, with its name.
_TABLE: Final = re.compile(r"(?:table|표)\s?\d[\w.-]*\s?[.:)\]]?\s+\S", re.I)
# A remark: what a table counts in, as of when.
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
# Of a first page without page marks: as much as a page holds.
_FIRST: Final = 12


NOTE: Final = ("※", "*")  # what begins so is a note
TOP: Final = 3  # blocks of a plain text among which its title is
LETTERS: Final = 2  # of a title, at least: a date with a time of day has one
_SENTENCE: Final = 25  # characters from which a line that ends with a stop is one
_TITLE_LINE: Final = 100  # characters of a first line that may be a title
LONGEST: Final = 200  # characters of a title
LONGEST_HEADING: Final = 500  # of one that is a heading of the first level, where the file names no other
# A line that ends so goes on in the next one.
_GOES_ON: Final = re.compile(
    r"(?:에|의|을|를|와|과|및|등|에서|에게|으로|관한|대한|위한|따른|통한|부터|·|,"
    r"|\b(?:of|the|and|or|for|on|to|in|with|by|from|at|a|an))$",
    re.I,
)
# What no heading ends with.
_UNENDED: Final = re.compile(
    r"\s(?:및|관한|대한|위한|따른|통한)$|[·,]$|\b(?:of|the|and|or|for|with|by|from|an)$", re.I
)
_UNENDED_CAPITALS: Final = re.compile(r"\b(?:ON|TO|AT)$")
# The name of an act, as it stands under that of its country.
_ACT: Final = re.compile(r"\b(?:Act|Ordinance|Regulations?|Rules|Order|By-?laws?|Code)(?:,? \d{4})?$")
# The head of an act of the European Union: "Directive 2001/7/EC of …", "Regulation (EC) No 12/2003".
_EU_ACT: Final = re.compile(
    r"(?:Council |Commission )?(?:Implementing |Delegated )?(?:Directive|Regulation|Decision) "
    r"(?:\(E[CU]C?\) )?(?:No )?\d{2,4}/\d+",
    re.I,
)
# A resolution's own line under a masthead, though a wrapped text goes on: "RESOLUTION 1003 (1995) Adopted".
_NUMBERED: Final = re.compile(
    r"(?:Resolution|RESOLUTION)\s(?:No\.?\s?)?\d[\d/.-]*(?:\s\((?:(?:19|20)\d\d|[IVXL]+)\))?(?=$|\s*\n|\sAdopted\b)"
)
# The number of an act, and nothing of what it is about: "Ordinance No. 71-2002", "Resolution # 300 – 2024".
_BARE_NUMBER: Final = re.compile(
    r"(?:Ordinance|Resolution|Bill|Executive Order|Order|By-?law|Proclamation)\s(?:No\.?\s?|#\s?)?"
    r"(?-i:[IVXLC]+|\d[\w./-]*)(?:\s?[–-]\s?\d+)?",
    re.I,
)
LONG_TITLE: Final = 3  # words, at least, of what an act says it is about
TREATY_TITLE: Final = 5  # words, at least, of a treaty's title in any language
_MASTHEAD: Final = 3  # words, at most, of the first line of one
# A line that gives a date: "Published Date: 14 April 2023", "기준일 : 2017.12.31일 현재".
_DATED: Final = re.compile(
    r"[A-Za-z가-힣 ]{2,20}\s?[:：]\s?(?:\d{1,2}\s[A-Z][a-z]{2,8}\s\d{4}\b|\d{4}\s?[.년/-]\s?\d{1,2}(?!\d))"
)
# Formats whose readers know headings by their styles only: a file without styles has none.
_STYLED: Final = frozenset(("docx", "hwp", "hwpx"))


def title_of(
    found: Reading, said: Mapping[str, str], opening: Sequence[Block], path: Path
) -> tuple[str, str]:
    """Where the title comes from (`Record.origins`), and the title."""
    title, origin = _title(found, said, opening, path)
    return origin, _KIND.sub("", re.sub(r"^[□■○●◆◇▶※]\s*", "", title))


def _title(found: Reading, said: Mapping[str, str], opening: Sequence[Block], path: Path) -> tuple[str, str]:
    claimed = said.get("title", "")
    own = "head" if extension_of(path.name) in ("md", "markdown", "html", "htm", "xhtml") else "file"
    printed = matching_key(claimed) in matching_key(first_page(found))
    if not _usable_title(claimed) or (extension_of(path.name) in FORGETFUL and not printed):
        claimed = ""
    # Nothing but its place tells the title of a plain text from other short lines.
    within = [b for b in opening if b.kind is not BlockKind.FURNITURE][:TOP] if _is_plain(path) else opening
    longest = {1: LONGEST if claimed else LONGEST_HEADING}
    headings = dropwhile(lambda b: not _is_title(b, longest.get(b.level, LONGEST)), within)
    heading = _of_headings([b.text for b in takewhile(lambda b: b.kind is BlockKind.HEADING, headings)])
    opened = _first_line(opening, path)
    heading = re.sub(r"\s+", " ", opened or heading)
    prose = [b for b in opening if not b.text.startswith(NOTE)]
    first = next((b for b in prose if _is_text(b) or _heads(b, claimed)), None)
    if not opened and (first is None or first.kind is not BlockKind.HEADING):
        # A heading after text opens a section; it is not the title.
        heading = heading if found.metadata.get("title") and heading in found.metadata["title"] else ""
    if claimed and heading and (plain_title(heading) in plain_title(claimed) or _goes_on(heading, claimed)):
        return heading, "page"
    if claimed and (not heading or printed or _in_headings(claimed, opening)):
        return claimed, "page" if printed and own == "file" else own
    if heading or claimed:
        return (heading, "page") if heading else (claimed, own)
    if printed_name := _lone_name(found, opening):
        return printed_name, "page"
    return re.sub(r"[_\s]+", " ", display(path.stem).text).strip(), "name"


def _in_headings(claimed: str, opening: Sequence[Block]) -> bool:
    """Whether the headings of the first page have the words and numbers of a claimed title in their order: a
    program sets a comma or the long form of an abbreviation otherwise."""
    words = re.findall(r"\d+|[^\W\d_]{4,}", claimed.casefold())
    printed = " ".join(block.text for block in opening if block.kind is BlockKind.HEADING).casefold()
    there = iter(re.findall(r"\w+", printed))
    return len(words) >= TREATY_TITLE and all(word in there for word in words)


def _goes_on(heading: str, claimed: str) -> bool:
    """Whether a heading is the claimed title with a year, a number or a subtitle after it."""
    rest = heading[len(claimed) :].lstrip()
    begins = heading[: len(claimed)].casefold() == claimed.casefold()
    return begins and bool(re.match(r"[(\[:–—-]|\d", rest))


def _is_title(block: Block, longest: int) -> bool:
    return block.kind is BlockKind.HEADING and _usable_title(_KIND.sub("", block.text), longest)


def _of_headings(headings: Sequence[str]) -> str:
    """The first of headings that follow one another. With the next one where the first is only the number of
    an act or breaks off; the next one alone where the first is in a language that nobody is answered in, as
    the title of a treaty that is printed in that of each party."""
    first, second = (*headings, "", "")[:2]
    words = len(second.split())
    if not _usable_title(second, LONGEST) or words < LONG_TITLE:
        return first
    if _BARE_NUMBER.fullmatch(first.strip()):
        return f"{first.strip()}, {second}"
    if _breaks_off(first) and len(first) + len(second) < LONGEST:
        return f"{first.strip()} {second}"
    both = min(words, len(first.split())) >= TREATY_TITLE
    foreign = both and detect_language(first, None).unsupported and detect_language(second, None).language
    return second if foreign else first


def _breaks_off(heading: str) -> bool:
    """Whether a heading surely goes on: in capitals, also after what may end one ("LOG IN", "LOG ON")."""
    return bool(_UNENDED.search(heading) or (heading.isupper() and _UNENDED_CAPITALS.search(heading)))


def _lone_name(found: Reading, opening: Sequence[Block]) -> str:
    """What names a text that has no better title: an act of the European Union by its own line; a table by
    the caption that the text begins with; the only heading of the first level at its head, though it be the
    number and name of a chapter."""
    lines = [re.sub(r"\s+", " ", block.text).strip() for block in opening]
    if act := next((line for line in lines if _EU_ACT.match(line) and len(line) <= LONGEST_HEADING), ""):
        return act
    if (
        opening
        and opening[0].kind is BlockKind.CAPTION
        and _TABLE.match(lines[0])
        and _usable_title(lines[0])
    ):
        return lines[0]
    highest = [b for b in found.blocks if b.kind is BlockKind.HEADING and b.level == 1]
    if lines and _ANNEX.fullmatch(lines[0]):
        return lines[0]
    parted = any(b.kind is BlockKind.HEADING and b.level > 1 for b in found.blocks)
    if not parted or highest != list(opening[:1]):
        return ""
    return lines[0] if is_division(lines[0]) and not is_bare_division(lines[0]) else ""


def _first_line(opening: Sequence[Block], path: Path) -> str:
    """The first line where it is no sentence, of a text or of a file without headings: such has no other mark
    of its title. A line that breaks off is told with the next one."""
    above = list(takewhile(lambda block: not _is_text(block), opening))
    styled = extension_of(path.name) in _STYLED and all(b.kind is not BlockKind.HEADING for b in above)
    if not (_is_plain(path) or styled) or len(opening) < 2:
        return ""
    if styled:  # after the box of a press release, and the mark of one
        opening = [*dropwhile(lambda b: b.table or _SECTION.match(b.text), opening)]
    texts = [b.text.strip() for b in opening if b.kind is not BlockKind.FURNITURE or _usable_title(b.text)]
    first, second = (*texts, "")[:2]
    numbered = next((found[0] for text in texts if (found := _NUMBERED.match(text))), "")
    if numbered and first.replace(" ", "").isalpha() and len(first.split()) <= _MASTHEAD:
        return numbered
    if _GOES_ON.search(first) and len(second) <= _TITLE_LINE:
        first = f"{first} {second}"
    elif _ACT.search(second) and not _ACT.search(first) and len(second) <= _TITLE_LINE:
        first = second
    sentence = re.search(r"[.!]$", first) or len(first) > _TITLE_LINE
    return first if not (sentence or first.startswith(NOTE)) and _usable_title(first) else ""


def _is_text(block: Block) -> bool:
    """Whether a block is of the text, and no line of the first page's head."""
    ends = len(block.text) > _SENTENCE and re.search(r"[가-힣a-z]{2}[.!?][\"'”’]?$", block.text)
    return len(block.text) > 80 or (block.kind in (BlockKind.BODY, BlockKind.LIST) and bool(ends))


def _heads(block: Block, claimed: str) -> bool:
    """Whether a block is a heading: where the file names a title, not one that only says of which kind the
    text is."""
    return block.kind is BlockKind.HEADING and not (claimed and _SECTION.match(block.text))


def _is_plain(path: Path) -> bool:
    return extension_of(path.name) in ("txt", "text", "")


def _usable_title(text: str, longest: int = LONGEST) -> bool:
    if (
        is_date(text)
        or _DATED.match(text)
        or sum(letter.isalpha() for letter in text) < LETTERS
        or authors_of([text], "")
        or _SECTION.match(text)
        or _ANNEX.fullmatch(text.strip())
        or _IN_BRACKETS.fullmatch(text.strip())
        or is_division(text)
    ):
        return False
    # Mojibake has letters no Korean or English title has.
    strange = len(re.findall(r"[\u0080-\u00bf\u00c0-\u00ff]", text))
    return 1 < len(text) <= longest and not _NO_TITLE.fullmatch(text) and strange * 4 < len(text)


def first_page(found: Reading) -> str:
    """The text of the first page, or of the first blocks where there are no pages."""
    return "\n".join(block.text for block in opening_of(found))


def plain_title(title: str) -> str:
    """A title for comparing: no spaces, case, quotation marks or leading article."""
    return re.sub(r"\W", "", matching_key(re.sub(r"^(?:the|a|an)\s+", "", title.strip(), flags=re.I)))


def opening_of(found: Reading) -> list[Block]:
    """The blocks of the first page, or the first ones where there are no pages."""
    blocks = [block for block in found.blocks if block.page in (None, 1)]
    return blocks[:_FIRST] if not blocks or blocks[0].page is None else blocks[: 3 * _FIRST]
