"""One question, one way: language → usable? → follow-up → find → measure → select → judge → write → Answer.

Knows the library by its public door only. An Answer is finished when it leaves here; nothing is stored.
"""

from __future__ import annotations

import time
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, State
from assistant.choosing.asking import Asking, Wording, worded
from assistant.choosing.authored import with_authors
from assistant.choosing.dated import with_dated
from assistant.choosing.rows_named import row_of_number
from assistant.choosing.score import measured, ranked
from assistant.choosing.scored import Scored
from assistant.choosing.select import select
from assistant.choosing.spoken import spoken_of
from assistant.choosing.weights import shipped
from assistant.choosing.whole import Trees, behind, whole_units
from assistant.judging.homeland import with_homes
from assistant.judging.verdict import Verdict, judge
from assistant.messages import say
from assistant.question.again import Again, asked_again, before, last_told
from assistant.question.cues import Asked
from assistant.question.follow_up import Turn, read_turn
from assistant.question.part_of import in_its_article
from assistant.question.read import Question, asked_in, clean, read_question, singles
from assistant.question.references import Shelf
from assistant.writing.advised import advised
from assistant.writing.looked_up import asked_of_place, looked_up
from assistant.writing.notes import declined, noted
from assistant.writing.recorded import recorded
from assistant.writing.retold import no_more, retold
from assistant.writing.write import CitationList, write_claims
from index.catalogue import Entry
from index.hit import Filters, Hit, Passage, Retrieval
from index.library import Library
from sources.document import Language, Record
from sources.text.language import detect_language


@dataclass(frozen=True, slots=True)
class AskSettings:
    """`depth` hits are looked at for each wording of the question, and `of_named` more of each document it
    names; `related` passages are shown beside."""

    depth: int = 20
    of_named: int = 4
    related: int = 3


class Assistant:
    """Answers questions from one library. Safe to share between threads: it only reads."""

    def __init__(self, library: Library, settings: AskSettings = AskSettings()) -> None:
        self.library = library
        self._settings = settings
        self._shelf: tuple[str, Shelf] = ("", Shelf(()))

    def ask(
        self,
        question: str,
        *,
        previous: Sequence[Answer | str] = (),
        language: Language | None = None,
        interface: Language = Language.KO,
        filters: Filters = Filters(),
    ) -> Answer:
        """The answer to `question`, which may follow up on `previous` (oldest first). Never raises for any
        text: a question that cannot be looked up is declined with a note."""
        began = time.perf_counter()
        question = question.encode("utf-8", "replace").decode("utf-8")
        spoken, foreign = _language(question, previous, language, interface)
        asked = read_question(question, spoken)
        note = declined(asked, foreign, self.library, filters)
        answer = _silent(asked, note) if note else self._answer(asked, previous, filters)
        elapsed = (time.perf_counter() - began) * 1000
        return replace(answer, index_version=self.library.version, elapsed_ms=elapsed)

    def _answer(self, asked: Question, previous: Sequence[Answer | str], filters: Filters) -> Answer:
        again = asked_again(asked.text)
        if again and not any(isinstance(turn, str) for turn in previous[-1:]):
            return self._again(again, asked, previous, filters)
        asked = replace(asked, text=in_its_article(asked.text, asked.language, previous))
        placed = looked_up(self.library, self._books(), asked, previous, filters)
        placed = placed or recorded(self.library, self._books(), asked, filters)
        placed = placed or advised(self.library, self._books(), asked, previous, filters)
        if placed is not None:
            return placed
        asked, here = asked_of_place(self.library, self._books(), asked, previous, filters)
        return self._found(asked, previous, filters, here)

    def _again(
        self, how: Again, wish: Question, previous: Sequence[Answer | str], filters: Filters
    ) -> Answer:
        """The answer to a turn that asks nothing new."""
        last, said = last_told(previous), before(previous)
        if last is None or said is None:
            return _silent(wish, say("ask.of_what", wish.language))
        asked = replace(read_question(said.first.question, said.first.language), raw=wish.raw)
        allowed = self.library.keys(filters)
        if how is Again.TOLD:
            # What was removed since, or is not to be answered from now, is not shown again.
            held = all(citation.record.key in allowed for citation in last.citations)
            return retold(wish, last) if held else self._found(asked, said.earlier, filters)
        if how is Again.ELSEWHERE:
            others = tuple(key for key in allowed if key not in said.keys)
            if not others:
                return _silent(asked, say("ask.no_more", asked.language))
            filters = replace(filters, keys=others)
        return no_more(self._found(asked, said.earlier, filters, told=said.spots))

    def _found(
        self,
        asked: Question,
        previous: Sequence[Answer | str],
        filters: Filters,
        here: tuple[Passage, ...] = (),
        told: Container[tuple[str, int]] = (),
    ) -> Answer:
        """The answer made of the sentences found, or of those of the passages `here`, none that is `told`."""
        turn = read_turn(asked.text, asked.language, previous, asked.raw)
        asking = self.find(asked, turn, filters)
        asking = replace(asking, passages=here) if here else self._of_itself(asking)
        asking = measured(asking, self.library.read)
        weights = shipped(asking.read)
        asking = ranked(asking, weights.rank)
        text_first = behind(asking)
        scored = spoken_of(asking, previous, text_first)
        asking = replace(asking, scored=tuple(s for s in scored if s.spot not in told))
        chosen = select(asking, weights)
        if not chosen:
            return _silent(asked, say("ask.abstain", asked.language))
        asking = with_homes(asking, {one.passage.document_id for one in chosen}, self.library)
        verdict = judge(asking, chosen, weights)
        placed = here or row_of_number(asking.question, asking.scored)
        if placed and verdict.state is State.ABSTAIN:
            # What stands at the place that is asked about is shown, whatever it says.
            verdict = replace(verdict, state=State.HEDGE)
        answer = self._write(asking, chosen, verdict)
        standalone = turn.joined or asking.alone.question.text
        return replace(answer, follow_up=turn.follow_up, standalone=standalone)

    def find(self, asked: Question, turn: Turn, filters: Filters = Filters()) -> Asking:
        """What the library has for the question alone and, for a follow-up, joined with what it leans on."""
        shelf = self._books()
        if turn.follow_up:
            kinds = asked_in(turn.joined) if turn.inherits and not asked.asked else asked.asked
            asked = replace(asked, text=turn.text, asked=kinds)
        found = self._retrieve(asked, filters)
        alone = whole = worded(asked, found.renderings, shelf, 1 - turn.weight)
        hits = self._wide(found, alone)
        if turn.follow_up:
            # On lines: so what is taken over is told from what is asked now.
            joined = replace(asked, text=turn.joined, parts=())
            joint = self._retrieve(joined, filters)
            whole = worded(joined, joint.renderings, shelf, turn.weight)
            hits = [*self._wide(joint, whole), *hits]
            found = joint
        parts = tuple(worded(one, found.renderings, shelf) for one in singles(whole.question))
        return Asking(alone, whole, parts, found, self.library.passages(hits), shelf)

    def _of_itself(self, asking: Asking) -> Asking:
        """`asking` with the lines that say of a document itself what is asked: its days, its authors."""
        return with_authors(with_dated(asking, self.library), self.library)

    def _retrieve(self, asked: Question, filters: Filters) -> Retrieval:
        return self.library.retrieve(asked.text, asked.language, filters=filters, k=self._settings.depth)

    def _wide(self, found: Retrieval, wording: Wording) -> list[Hit]:
        """The hits, and the best few of each document the question names."""
        hits = list(found.hits)
        for key in wording.keys:
            for one in found.lists.values():
                own = [hit for hit in one if hit.chunk.key == key or hit.chunk.translation_of == key]
                hits += own[: self._settings.of_named]
        return list({hit.chunk.id: hit for hit in hits}.values())

    def _books(self) -> Shelf:
        version = self.library.version
        if self._shelf[0] != version:
            records = [self._record(entry) for entry in self.library.entries()]
            self._shelf = (version, Shelf(records, self._shelf[1]))
        return self._shelf[1]

    def _record(self, entry: Entry) -> Record:
        """A document's record with the titles its translations have, for questions in their language."""
        if not entry.translations:
            return entry.record
        titles = dict(entry.record.titles)
        for language in entry.translations:
            translation = self.library.translation(entry.key, language)
            if translation is not None and not titles.get(language):
                titles[language] = translation.record.title(language)
        return replace(entry.record, titles=titles)

    def _write(self, asking: Asking, chosen: Sequence[Scored], verdict: Verdict) -> Answer:
        """Claims and citations of the chosen sentences; for an abstention only the closest passages."""
        asked, trees = asking.question, Trees(self.library)
        cited = CitationList(trees, asked.language)
        shown = () if verdict.state is State.ABSTAIN else whole_units(asked, chosen, trees)
        own_words = None if asked.asks(Asked.COMPARISON) else asking.whole.keys
        claims = write_claims(cited, asked.language, shown, asking.passages, asking.shelf, own_words)
        related = cited.show(_closest(asking.scored, shown, self._settings.related))
        return Answer(
            asking.alone.question.raw,
            asked.language,
            verdict.state,
            claims,
            tuple(cited.citations),
            related,
            verdict.sight.missing if verdict.state is not State.ANSWER else (),
            noted(asked, verdict, claims, cited.citations, related),
            signals={"probability": round(verdict.probability, 4), **verdict.signals},
        )


def _silent(asked: Question, note: str) -> Answer:
    return Answer(asked.raw, asked.language, State.ABSTAIN, (), (), notes=(note,))


def _closest(scored: Sequence[Scored], chosen: Sequence[Scored], count: int) -> list[Scored]:
    """The best sentence of each of the best paragraphs that the answer does not rest on."""
    seen = {(s.passage.document_id, s.passage.paragraph.number) for s in chosen}
    found: list[Scored] = []
    for one in scored:
        where = (one.passage.document_id, one.passage.paragraph.number)
        if where not in seen and len(found) < count:
            seen.add(where)
            found.append(one)
    return found


def _language(
    question: str, previous: Sequence[Answer | str], chosen: Language | None, interface: Language
) -> tuple[Language, str]:
    """The language to answer in, and the code of an unsupported one the question is in ("" for none)."""
    if chosen is not None:
        return chosen, ""
    before = next((p.language for p in reversed(previous) if isinstance(p, Answer)), None)
    detected = detect_language(clean(question), before or interface)
    if detected.language is None:
        return before or interface, detected.unsupported
    return detected.language, ""
