"""Processes that use a library until they are stopped.

They are forked from one process that has imported all that is costly to import, and nothing else."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from index.config import IndexConfig
from index.library import Library
from sources.document import Document, Language, Paragraph, Record, Sentence, content_id

WORDS = ["국방비", "정상회의", "러시아", "회원국", "NATO", "5%", "2035년", "defence", "목표", "합의"]


def numbered(number: int) -> Document:
    """The document of a number: a few paragraphs of sentences nobody else has."""
    text, paragraphs = "", []
    for place in range(1, 4 + number % 5):
        start, sentences = len(text), []
        for line in range(1 + (number + place) % 3):
            word = WORDS[(number + place + line) % len(WORDS)]
            begin = len(text) + (1 if sentences else 0)
            text += (" " if sentences else "") + f"{word} 문서{number} 문단{place} 문장{line}이다."
            sentences.append(Sentence(begin, len(text)))
        paragraphs.append(Paragraph(place, place, "본론", start, len(text), tuple(sentences)))
        text += "\n\n"
    text = text.rstrip("\n")
    record = Record(f"d{number}", titles={"ko": f"문서 {number}"}, language=Language.KO)
    return Document(content_id(text), text, tuple(paragraphs), Language.KO, record, "txt")


def work(task: str, home: Path, model: str, count: int, told: Connection) -> None:
    """`add` adds documents in turn and tells of each once it is acknowledged; `read` asks as often."""
    library = Library.open(home, IndexConfig(model=model, second=False, bulk_threads=1))
    told.send("open")
    for number in range(count):
        if task == "add":
            document = numbered(number)
            added = library.add(document, file=document.text.encode())
            told.send(f"{added.status} {added.key}")
            if number % 7 == 6:
                library.save()
        else:
            found = library.retrieve("국방비 목표", Language.KO)
            for passage in library.passages(found.hits):
                document = library.document(passage.document_id)
                assert document.text[passage.paragraph.start : passage.paragraph.end] == passage.text
    library.close()
    told.send("done")


def started(task: str, home: Path, model: str, count: int) -> tuple[BaseProcess, Connection]:
    """A process at `task`, and what it tells: an EOFError follows its last word."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["sentence_transformers", "index.library"])
    hearing, telling = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(task, home, model, count, telling))
    process.start()
    telling.close()
    return process, hearing


def heard(hearing: Connection) -> list[str]:
    """All that is told until the process ends."""
    words = []
    try:
        while True:
            words.append(hearing.recv())
    except (EOFError, OSError):  # the latter where it was killed within a word
        return words
