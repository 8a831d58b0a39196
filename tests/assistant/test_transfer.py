from __future__ import annotations

import json
import zipfile

import pytest

from assistant.keeping.transfer import BadArchive, Fault, export_library, import_library
from index.library import Library
from sources.document import Language


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
    assert import_library(library, thinned) == len(small)
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
