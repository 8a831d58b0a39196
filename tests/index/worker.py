"""A process that uses a library until it is stopped: `python -m tests.index.worker add|read HOME MODEL`.

`add` adds documents in turn and writes a line to stdout once each is acknowledged."""

from __future__ import annotations

import sys
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


def main(task: str, home: str, model: str, count: str = "200") -> None:
    library = Library.open(Path(home), IndexConfig(model=model, second=False, bulk_threads=1))
    print("open", flush=True)
    for number in range(int(count)):
        if task == "add":
            document = numbered(number)
            added = library.add(document, file=document.text.encode())
            print(added.status, added.key, flush=True)
            if number % 7 == 6:
                library.save()
        else:
            found = library.retrieve("국방비 목표", Language.KO)
            for passage in library.passages(found.hits):
                document = library.document(passage.document_id)
                assert document.text[passage.paragraph.start : passage.paragraph.end] == passage.text
    library.close()
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
