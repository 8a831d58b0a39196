from __future__ import annotations

import json
import random
import zipfile

import pytest

from assistant.explain import explain
from assistant.keeping.transfer import BadArchive, Fault, Prefer, export_library, import_library
from index.config import IndexConfig
from index.library import Library
from sources.document import Document, Language
from tests.index.test_library import made
from tests.index.tiny_model import tiny_model


@pytest.fixture
def archive(shipped, tmp_path):
    path = tmp_path / "library.zip"
    assert export_library(shipped, path) == len(shipped.entries())
    return path


def test_a_library_arrives_whole(shipped, archive, tmp_path, monkeypatch):
    """Every document reads the same after the journey, down to the paragraphs and the record."""
    small = [entry for entry in shipped.entries() if entry.paragraphs <= 7]
    keep = {entry.document_id for entry in small} | {
        document.id
        for entry in small
        for language in Language
        if (document := shipped.translation(entry.key, language))
    }
    thinned = tmp_path / "thinned.zip"
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(thinned, "w") as part:
        for name in whole.namelist():
            data = whole.read(name)
            if not name.startswith("documents/") or json.loads(data)["id"] in keep:
                part.writestr(name, data)
    library = Library.open(tmp_path / "other")
    assert import_library(library, thinned).added == len(keep)
    for entry in small:
        assert library.document(entry.key) == shipped.document(entry.key)
        for language in entry.translations:
            assert library.translation(entry.key, language) == shipped.translation(entry.key, language)
    library.close()


def test_nothing_is_added_from_a_damaged_archive(archive, tmp_path):
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(damaged, "w") as part:
        for name in whole.namelist():
            data = whole.read(name)
            if name == "documents/0003.json":
                data = json.dumps(json.loads(data) | {"text": "another text"}).encode()
            part.writestr(name, data)
    library = Library.open(tmp_path / "empty")
    with pytest.raises(BadArchive):
        import_library(library, damaged)
    assert library.entries() == ()
    library.close()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"plain text"])
def test_what_is_not_an_archive_is_refused(tmp_path, content):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    library = Library.open(tmp_path / "empty")
    with pytest.raises(BadArchive) as caught:
        import_library(library, path)
    library.close()
    assert caught.value.fault is Fault.FOREIGN


@pytest.mark.parametrize(
    ("manifest", "fault"),
    [("not json", Fault.DAMAGED), ("[]", Fault.DAMAGED), ('{"format": 99}', Fault.NEWER)],
)
def test_a_manifest_that_cannot_be_used_is_told_apart(tmp_path, manifest, fault):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("gakju.json", manifest)
    library = Library.open(tmp_path / "empty")
    with pytest.raises(BadArchive) as caught:
        import_library(library, path)
    library.close()
    assert caught.value.fault is fault


def small(key: str, text: str, **record: object) -> Document:
    return made(key, text, **record)


@pytest.fixture
def pair(tmp_path):
    """Two libraries of one small model."""
    config = IndexConfig(model=str(tiny_model(tmp_path / "model")), second=False)
    one, other = Library.open(tmp_path / "one", config), Library.open(tmp_path / "two", config)
    yield one, other
    one.close()
    other.close()


@pytest.mark.parametrize("prefer", [None, *Prefer])
def test_importing_adds_and_replaces_only_where_that_is_wanted(pair, tmp_path, prefer):
    one, other = pair
    same = small("same", "같은 글이다.")
    for document in (
        same, small("new", "새 문서이다."), small("text", "예전 글이다."), small("record", "기록이 다르다."),
    ):  # fmt: skip
        one.add(document, file=document.text.encode())
    corrected = small("record", "기록이 다르다.", tags=("고친",), catalogued=True)
    for document in (same, small("text", "고쳐 쓴 새 글이다."), corrected):
        other.add(document, file=document.text.encode())
    export_library(one, tmp_path / "out.zip")
    done = import_library(other, tmp_path / "out.zip", prefer=prefer)
    theirs = prefer is Prefer.THEIRS
    assert (done.added, done.same) == (1, 1)
    told = {(item.key, item.what, item.replaced) for item in done.differing}
    assert told == {("text", "text", theirs), ("record", "record", theirs)}
    assert other.document("new").text == "새 문서이다."
    assert other.document("text").text == ("예전 글이다." if theirs else "고쳐 쓴 새 글이다.")
    assert other.document("record").record.tags == (() if theirs else ("고친",))


def test_three_hundred_flipped_archives_end_in_one_sentence_each(pair, tmp_path):
    one, other = pair
    for n in range(3):
        document = small(f"d{n}", f"문서 {n}의 본문이다. | 이어지는 문장이다.")
        one.add(document, file=bytes(range(256)) * 4)
    export_library(one, tmp_path / "out.zip")
    whole = (tmp_path / "out.zip").read_bytes()
    rng = random.Random(13)
    refused = 0
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
        (tmp_path / "bad.zip").write_bytes(content)
        try:
            import_library(other, tmp_path / "bad.zip")
        except BadArchive as error:
            refused += 1
            for language in Language:
                said = explain(error, language)
                assert said and "\n" not in said
    assert refused > 200


def test_an_archive_that_unpacks_to_far_too_much_is_refused_unread(tmp_path, pair):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("gakju.json", '{"format": 1}')
        for n in range(3):
            archive.writestr(f"files/{n}", b"\0" * 100_000_000)
    with pytest.raises(BadArchive) as caught:
        import_library(pair[0], path)
    assert caught.value.fault is Fault.TOO_LARGE


@pytest.mark.parametrize("field", ["key", "titles", "authors"])
@pytest.mark.parametrize("text", ["a\nb", "a\x1b[31mb", "a\x00b", "a\u2028b"])
def test_control_characters_in_a_record_are_refused(pair, tmp_path, field, text):
    one, other = pair
    one.add(small("plain", "본문이다."))
    export_library(one, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as whole, zipfile.ZipFile(tmp_path / "bad.zip", "w") as part:
        for name in whole.namelist():
            data = whole.read(name)
            if name.startswith("documents/"):
                values = json.loads(data)
                values["record"][field] = {"key": text, "titles": {"ko": text}, "authors": {"ko": [text]}}[
                    field
                ]
                data = json.dumps(values).encode()
            part.writestr(name, data)
    with pytest.raises(BadArchive):
        import_library(other, tmp_path / "bad.zip")
    assert other.entries() == ()
