"""An answer by place: what stands at "제25조 제2항", "Article 7.5", "표 3", "5쪽"; the outline of a document.

Nothing is judged here: the place is there or it is not. A question that asks more than what stands at a place
is not answered here.
"""
# ruff: noqa: E501  (long lists of words)

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.answer import Answer, Citation, Claim, State
from assistant.choosing.figures import years_in
from assistant.choosing.scored import Scored
from assistant.choosing.whole import Trees, sentences_of
from assistant.citing.lookup import citation_in
from assistant.messages import say
from assistant.question.look_up import LookUp, read_look_up
from assistant.question.read import Question
from assistant.question.references import Shelf, kind_tokens, plainest
from assistant.writing.compose import titled
from assistant.writing.write import Desk, write_claims
from index.hit import Filters, Passage
from index.library import Library
from index.words.terms import question_tokens
from sources.document import Language, Location, Record, UnitKind
from sources.text.legal import proviso_at
from sources.units.find import find_units, outline
from sources.units.tree import Tree

SEARCHED = 60  # documents looked through where none is named
DESCRIBED = 6  # passages by which a document is told that the question describes
_LAW = re.compile(r"([가-힣A-Za-z]+(?:법|법률|령|규칙|조례|규정|지침|협정|조약|협약|정관|계획))\s*의?\s*$")
# What may follow a place in English: the document it is in, or a word of saying.
_OF_DOCUMENT = re.compile(
    r"(?!.*\b(?:Art(?:icle|\.)?|Sec(?:tion|\.)?|paragraphs?)\s*\d)(?!.*\b(?:how|when|who|whom|why|where)\b)\W*(?:$|(?:of|in|from|on|under|to|for|says?|states?|provides?|about|covers?|please)\b)",
    re.IGNORECASE,
)
MOST_HEADINGS = 300
EACH = 3  # documents up to which each is told, where several have the place
_REQUEST = {
    Language.KO: "내용 무엇 뭐 뜻 알려 보여 줘 주세요 말하다 설명 규정 조문 전문 원문 읽다 있다 하다 되다 나오다 적다 쓰다 어떻게 표 쪽 문단 그대로 인용 문서 법 법률 이 해당 대하다 관하다 각주 함께 장 절 제목 차례 그러니까 무엇 어떤 붙다 담기다 실리다 나타내다 적히다 적혀 쓰이다 되어",
    Language.EN: "what does do say says text content show me read give tell of in the is are about quote provide state provision please on full document shown there stand stands written exactly word words",
}  # fmt: skip


def looked_up(
    library: Library, shelf: Shelf, asked: Question, previous: Sequence[Answer | str], filters: Filters
) -> Answer | None:
    """The answer to a question that asks for a place and nothing else; None for any other."""
    wanted = read_look_up(asked.text)
    if wanted is None:
        return None
    if _more_asked(wanted, asked.language):
        return None
    where = _documents(Trees(library), shelf, asked, wanted, previous, filters)
    answer = _from(where, shelf, asked, wanted)
    return _with_unread(answer, where, asked.language) if answer is not None and where.unread else answer


@dataclass(frozen=True, slots=True)
class _Where:
    """The documents to look in. `plain`: that they are meant is plain, by name or by the talk so far.
    `described`: only what the question says of them tells which is meant, which may be another than those
    there. `unread`: how many more there are, where none is named, that are not looked through."""

    trees: Trees
    keys: tuple[str, ...]
    plain: bool = False
    described: bool = False
    unread: int = 0


def _from(where: _Where, shelf: Shelf, asked: Question, wanted: LookUp) -> Answer | None:
    trees = where.trees
    found = [(tree, places) for key in where.keys if (places := _places(wanted, tree := trees.named(key)))]
    if where.described and found:
        return _hedged(
            asked, wanted, found[0][0].document.record, _told(asked, shelf, trees, wanted, found[:1])
        )
    # A bare number of a page or a paragraph is in every document: it says nothing by itself.
    if len(found) > EACH or (
        len(found) > 1 and wanted.steps[:1] and wanted.steps[0][0] in ("page", "paragraph")
    ):
        return _which(asked, wanted, [tree.document.record for tree, _ in found])
    if not found:
        # What looks like the name of a place may be a question of another kind: only a named document's
        # silence, or a statute's, is worth saying.
        return (
            _nothing(asked, wanted)
            if where.plain or (wanted.steps[:1] and wanted.steps[0][0] == "article")
            else None
        )
    if wanted.outline:
        return _outlined(asked, found)
    return _told(asked, shelf, trees, wanted, found)


def _documents(
    trees: Trees,
    shelf: Shelf,
    asked: Question,
    wanted: LookUp,
    previous: Sequence[Answer | str],
    filters: Filters,
) -> _Where:
    library = trees.library
    allowed = library.keys(filters)
    spoken = plainest(shelf.named(asked.text, asked.language))
    named = tuple(key for key in (*_by_short_name(wanted, shelf), *spoken) if key in allowed)
    if named:
        years = {str(year) for year in years_in(asked.text)}
        dated = tuple(key for key in named if shelf.records[key].year in years)
        return _Where(trees, tuple(dict.fromkeys(dated or named)), plain=True)
    unread = max(0, len(allowed) - SEARCHED)
    if _own(wanted.before, asked.language) or _own(wanted.after, asked.language):
        having = tuple(key for key in allowed[:SEARCHED] if _places(wanted, trees.named(key)))
        if not having:
            return _Where(trees, (), unread=unread)
        words = f"{wanted.before} {wanted.after}".strip()
        near = _nearest(library, shelf, words, asked.language, replace(filters, keys=having))
        return _Where(trees, near, described=True, unread=unread)
    last = next((one for one in reversed(previous) if isinstance(one, Answer)), None)
    cited = tuple(dict.fromkeys(c.record.key for c in last.citations)) if last else ()
    if len(cited) == 1 and cited[0] in allowed:
        return _Where(trees, cited, plain=True)
    return _Where(trees, allowed[:SEARCHED], plain=len(allowed) == 1, unread=unread)


def _with_unread(answer: Answer, where: _Where, language: Language) -> Answer:
    """The answer, which says that there are documents it knows nothing of."""
    note = say("ask.looked_through", language, count=SEARCHED, total=SEARCHED + where.unread)
    state = State.HEDGE if answer.state is State.ANSWER else answer.state
    return replace(answer, state=state, notes=(*answer.notes, note))


def _by_short_name(wanted: LookUp, shelf: Shelf) -> list[str]:
    """The documents named by their key, else those whose title the name before the place shortens, as Korean
    laws are called: 채용절차법 for 채용절차의 공정화에 관한 법률. A short name has letters of the title in their
    order, its first one first."""
    named = [key for key in shelf.records if len(key) > 3 and key in f"{wanted.before} {wanted.after}"]
    law = _LAW.search(wanted.before)
    if named or law is None:
        return named
    titles = {
        key: ["".join(title.split()) for title in record.titles.values()]
        for key, record in shelf.records.items()
    }
    return [key for key, those in titles.items() if any(_shortens(law[1], title) for title in those)]


def _shortens(name: str, title: str) -> bool:
    letters = iter(title)
    return title[:1] == name[:1] and all(letter in letters for letter in name)


def _hedged(asked: Question, wanted: LookUp, record: Record, told: Answer) -> Answer:
    """What stands there in the document nearest to the question's description: nobody named that one."""
    note = say("ask.described", asked.language, place=wanted.printed, title=record.title(asked.language))
    return replace(told, state=State.HEDGE, notes=(note, *told.notes)) if told.claims else told


def _nearest(
    library: Library, shelf: Shelf, text: str, language: Language, filters: Filters
) -> tuple[str, ...]:
    """The documents of `filters`, the one first that `text` most likely describes: by its title and by the
    passages nearest to it, the two orders fused (Cormack et al. 2009, reciprocal ranks)."""
    hits = library.retrieve(text, language, filters=filters, k=DESCRIBED).hits
    by_passage = dict.fromkeys(hit.chunk.translation_of or hit.chunk.key for hit in hits)
    asked = library.embed_question(text)
    titles = {key: [title for title in shelf.records[key].titles.values() if title] for key in filters.keys}
    close = {
        key: max((float(asked @ library.embed_question(title)) for title in own), default=0.0)
        for key, own in titles.items()
    }
    by_title = sorted(close, key=lambda key: -close[key])
    score = {key: 1.0 / (1 + rank) for rank, key in enumerate(by_title)}
    for rank, key in enumerate(by_passage):
        score[key] = score.get(key, 0.0) + 1.0 / (1 + rank)
    return tuple(sorted(score, key=lambda key: -score[key]))


def _more_asked(wanted: LookUp, language: Language) -> bool:
    """Whether the question asks more than what stands at the place. Of a Korean one what comes after the place
    tells it, of an English one what comes before, and whether anything but a document's name follows."""
    if language is Language.KO:
        return bool(_own(wanted.after, language))
    return bool(_own(wanted.before, language)) or not _OF_DOCUMENT.match(wanted.after)


def _own(text: str, language: Language) -> set[str]:
    """The words of `text` that neither ask for a place nor only say what kind of text it is in."""
    return set(question_tokens(text, language)) - _request(language) - kind_tokens(language)


@cache
def _request(language: Language) -> frozenset[str]:
    """The tokens of the words by which a place is asked for."""
    return frozenset(question_tokens(_REQUEST[language], language)) | frozenset(_REQUEST[language].split())


def _places(wanted: LookUp, tree: Tree) -> list[int]:
    if wanted.outline:
        return outline(tree)
    what, which = wanted.steps[0]
    if what == "page":
        # The printed page is meant, which is not always the page of the file.
        page = int(which) - tree.document.record.page_offset
        return find_units(tree, [("page", str(page))])
    return find_units(tree, wanted.steps)


def _told(
    asked: Question, shelf: Shelf, trees: Trees, wanted: LookUp, found: Sequence[tuple[Tree, list[int]]]
) -> Answer:
    desk = Desk(trees, asked.language)
    chosen: list[Scored] = []
    for tree, places in found:
        numbers: list[int] = []
        for place in places:
            units = [tree.units[p] for p in (place, *tree.below(place))]
            # A table's caption stands over its rows.
            tabled = any(unit.kind is UnitKind.CELL for unit in units)
            numbers += [
                u.paragraph for u in units if u.paragraph and not (tabled and u.kind is UnitKind.CAPTION)
            ]
        passages = trees.library.passages_at(tree.document.key, sorted(set(numbers)))
        if wanted.half:
            passages = tuple(half for p in passages if (half := _half(p, tree, wanted.half)) is not None)
        chosen += sentences_of(passages)
    if not chosen:
        return _nothing(asked, wanted)
    claims = write_claims(desk, asked.language, chosen, (), shelf, ())
    return Answer(asked.raw, asked.language, State.ANSWER, claims, tuple(desk.citations))


def _half(passage: Passage, tree: Tree, half: str) -> Passage | None:
    """The passage with the proviso of its sentences alone, or with what stands before it."""
    text, found = tree.document.text, []
    for sentence in passage.sentences:
        cut = proviso_at(text, sentence.start, sentence.end)
        if cut is None:
            if half == "main":  # without a proviso all of it is the main clause
                found.append(sentence)
            continue
        start, end = (cut, sentence.end) if half == "proviso" else (sentence.start, cut)
        end = start + len(text[start:end].rstrip())
        found.append(replace(sentence, start=start, end=end, text=text[start:end], translation=""))
    return replace(passage, sentences=tuple(found)) if found else None


def _outlined(asked: Question, found: Sequence[tuple[Tree, list[int]]]) -> Answer:
    """The headings of each document, each with the place it stands at."""
    claims: list[Claim] = []
    citations: list[Citation] = []
    for tree, places in found:
        document = tree.document
        starts = [paragraph.start for paragraph in document.paragraphs]
        for position, place in enumerate(places[:MOST_HEADINGS]):
            unit = tree.units[place]
            under = document.paragraphs[min(bisect_left(starts, unit.start), len(starts) - 1)]
            page = unit.page or under.page
            location = Location(document.id, page, under.section, under.number, unit.start, unit.end)
            # The paragraph under a heading has a number of its own, which is not the heading's.
            citation = replace(citation_in(tree, location, len(citations) + 1), label=None)
            citations.append(citation)
            lead = titled(document.record, asked.language) if not position and len(found) > 1 else ""
            claims.append(Claim(" ".join(citation.quote.split()), (citation.number,), lead))
    return Answer(asked.raw, asked.language, State.ANSWER, tuple(claims), tuple(citations))


def _which(asked: Question, wanted: LookUp, records: Sequence[Record]) -> Answer:
    titles = ", ".join(
        f"{title} ({record.year})" if record.year else title
        for record in records[:8]
        if (title := record.title(asked.language))
    )
    note = say("ask.which_document", asked.language, place=wanted.printed, titles=titles)
    return Answer(asked.raw, asked.language, State.ABSTAIN, (), (), notes=(note,))


def _nothing(asked: Question, wanted: LookUp) -> Answer:
    note = say("ask.no_such_place", asked.language, place=wanted.printed)
    return Answer(asked.raw, asked.language, State.ABSTAIN, (), (), notes=(note,))
