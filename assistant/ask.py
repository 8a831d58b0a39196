"""One question, one way: language → usable? → follow-up → retrieve → passages → extract → verify → Answer.

Knows the library by its public door only. An Answer is finished when it leaves here; nothing is stored.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Answer, State
from assistant.choosing.columns import HAND
from assistant.choosing.compare import named_keys
from assistant.choosing.reading import readings
from assistant.choosing.score import Scored, View, hand_features, score_sentences
from assistant.choosing.select import select
from assistant.choosing.weights import shipped
from assistant.choosing.whole import Trees, behind, whole_units
from assistant.judging.anchors import Anchors
from assistant.judging.verdict import Verdict, judge
from assistant.messages import say
from assistant.question.cues import Asked
from assistant.question.follow_up import Turn, read_turn
from assistant.question.read import Question, asked_in, clean, read_question
from assistant.question.references import Shelf
from assistant.words.wording import terms_of
from assistant.writing.looked_up import looked_up
from assistant.writing.notes import declined, noted
from assistant.writing.write import Desk, write_claims
from index.catalogue import Entry
from index.hit import Filters, Hit, Passage, Retrieval
from index.library import Library
from sources.document import Language, Record
from sources.text.language import detect_language

SAME_TALK = 1.0  # score points a follow-up gives the documents that the answer before rests on


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
        self._library = library
        self._settings = settings
        self._shelf: tuple[str, Shelf] = ("", Shelf(()))
        self._anchors = Anchors(library)

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
        note = declined(asked, foreign, self._library, filters)
        if note:
            return self._finish(Answer(question, spoken, State.ABSTAIN, (), (), notes=(note,)), began)
        placed = looked_up(self._library, self._books(), asked, previous, filters)
        if placed is not None:
            return self._finish(replace(placed, question=question), began)
        turn = read_turn(asked.text, spoken, previous, question)
        if turn.follow_up and turn.text != asked.text:
            asked = replace(asked, text=turn.text)
        retrieval, views, passages = self._find(asked, turn, filters)
        asked = replace(asked, asked=views[-1].question.asked)
        matrix, read = self._matrix(views, passages)
        weights = shipped(read)
        scored = score_sentences(passages, matrix, weights.rank)
        scored = behind(asked, self._spoken_of(asked, turn, previous, scored))
        whole = views[-1].question if turn.follow_up else asked
        parts = self._parts(whole, retrieval)
        chosen = select(whole, scored, passages, self._books(), weights, parts)
        if not chosen:
            note = say("ask.abstain", spoken)
            return self._finish(Answer(question, spoken, State.ABSTAIN, (), (), notes=(note,)), began)
        anchor = self._anchors.nearness(retrieval.vector)
        named = named_keys(whole, self._books())
        # What a follow-up takes over from before was settled then: only its own words can be missing now.
        judged = asked if terms_of(asked.text, spoken) else whole
        verdict = judge(judged, retrieval, scored, chosen, passages, anchor, named, weights)
        answer = self._write(question, whole, scored, chosen, passages, verdict)
        answer = replace(answer, follow_up=turn.follow_up, standalone=turn.joined or asked.text)
        return self._finish(answer, began)

    def _find(
        self, asked: Question, turn: Turn, filters: Filters
    ) -> tuple[Retrieval, tuple[View, ...], tuple[Passage, ...]]:
        """What the library has for the question alone and, for a follow-up, joined with what it leans on."""
        found = self._retrieve(asked, filters)
        views: tuple[View, ...] = (View(asked, found.vector, renderings=found.renderings),)
        hits = self._wide(found, asked)
        if turn.follow_up:
            kinds = asked_in(turn.joined) if turn.inherits and not asked.asked else asked.asked
            joined = replace(
                read_question(turn.joined, asked.language),
                text=turn.joined,  # on lines, so that what is taken over is told from what is asked now
                asked=kinds,
                parts=(),
                quotes=asked.quotes,
            )
            joint = self._retrieve(joined, filters)
            views = (
                View(asked, found.vector, 1 - turn.weight, found.renderings),
                View(joined, joint.vector, turn.weight, joint.renderings),
            )
            hits = [*self._wide(joint, joined), *hits]
            found = joint
        return found, views, self._library.passages(hits)

    def _matrix(self, views: Sequence[View], passages: Sequence[Passage]) -> tuple[NDArray[np.float64], bool]:
        """The features of every sentence, (sentences, len(FEATURES)), and whether there was a reader: its
        column is 0 where there is none."""
        hand = hand_features(views, passages, self._books()) if passages else np.zeros((0, len(HAND)))
        first = hand @ shipped(False).first.values
        found = readings(self._library.read, views[-1].question, passages, first) if len(hand) else None
        column = np.zeros(len(hand)) if found is None else found
        return np.column_stack([hand, column]), found is not None

    def _retrieve(self, asked: Question, filters: Filters) -> Retrieval:
        return self._library.retrieve(asked.text, asked.language, filters=filters, k=self._settings.depth)

    def _spoken_of(
        self, asked: Question, turn: Turn, previous: Sequence[Answer | str], scored: list[Scored]
    ) -> list[Scored]:
        """`scored` in view of the documents the answer before rests on: a follow-up likely means the
        same. Where it speaks of "the author" without saying of what, only the one authored one is left."""
        last = previous[-1] if previous else None
        if not isinstance(last, Answer) or named_keys(asked, self._books()):
            return scored
        if asked.asks(Asked.AUTHOR):
            keys = {c.record.key for c in last.citations if any(c.record.authors.values())}
            own = [s for s in scored if s.passage.key in keys] if len(keys) == 1 else []
            return own or scored
        if not turn.follow_up:
            return scored
        keys = {c.record.key for c in last.citations}
        lifted = [replace(s, score=s.score + SAME_TALK) if s.passage.key in keys else s for s in scored]
        return sorted(lifted, key=lambda s: -s.score)

    def _parts(self, asked: Question, found: Retrieval) -> tuple[View, ...]:
        """The single questions inside a multi-part one, in words the whole was `found` with."""
        single = (
            replace(asked, text=part, asked=asked_in(part), parts=(), sides=(), about=asked.text)
            for part in asked.parts
        )
        embed = self._library.embed_question
        return tuple(View(one, embed(one.text), renderings=found.renderings) for one in single)

    def _wide(self, found: Retrieval, asked: Question) -> list[Hit]:
        """The hits, and the best few of each document the question names."""
        hits = list(found.hits)
        for key in named_keys(asked, self._books()):
            for one in found.lists.values():
                own = [hit for hit in one if hit.chunk.key == key or hit.chunk.translation_of == key]
                hits += own[: self._settings.of_named]
        return list({hit.chunk.id: hit for hit in hits}.values())

    def _books(self) -> Shelf:
        version = self._library.version
        if self._shelf[0] != version:
            self._shelf = (version, Shelf([self._record(entry) for entry in self._library.entries()]))
        return self._shelf[1]

    def _record(self, entry: Entry) -> Record:
        """A document's record with the titles its translations have, for questions in their language."""
        titles = dict(entry.record.titles)
        for language in entry.translations:
            translation = self._library.translation(entry.key, language)
            if translation is not None and not titles.get(language):
                titles[language] = translation.record.title(language)
        return replace(entry.record, titles=titles)

    def _write(
        self,
        question: str,
        asked: Question,
        scored: Sequence[Scored],
        chosen: Sequence[Scored],
        passages: Sequence[Passage],
        verdict: Verdict,
    ) -> Answer:
        """Claims and citations of the chosen sentences; for an abstention only the closest passages."""
        trees = Trees(self._library)
        desk = Desk(trees, asked.language)
        shown = () if verdict.state is State.ABSTAIN else whole_units(asked, chosen, trees)
        own_words = None if asked.asks(Asked.COMPARISON) else named_keys(asked, self._books())
        claims = write_claims(desk, asked.language, shown, passages, self._books(), own_words)
        related = desk.show(_closest(scored, shown, self._settings.related))
        return Answer(
            question,
            asked.language,
            verdict.state,
            claims,
            tuple(desk.citations),
            related,
            verdict.missing if verdict.state is not State.ANSWER else (),
            noted(asked, verdict, claims, desk.citations, related),
            signals={"probability": round(verdict.probability, 4), **verdict.signals},
        )

    def _finish(self, answer: Answer, began: float) -> Answer:
        elapsed = (time.perf_counter() - began) * 1000
        return replace(answer, index_version=self._library.version, elapsed_ms=elapsed)


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
