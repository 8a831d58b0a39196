"""The command line as a user meets it: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import COMMANDS, main
from assistant.messages import catalogues
from sources.document import Language


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *words])


def lines(result: Result) -> list[dict]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_answer_in_json_holds_what_it_promises(read_home, shipped):
    (answer,) = lines(run(read_home, "ask", "Which country is within sight of 5%?", "--json"))
    assert answer["language"] == "en"
    assert answer["state"] in {"answer", "hedge"}
    assert answer["sentences"]
    numbers = {citation["number"] for citation in answer["citations"]}
    for sentence in answer["sentences"]:
        assert sentence["citations"]
        assert set(sentence["citations"]) <= numbers
    for citation in answer["citations"]:
        document = shipped.document(citation["document_hash"])
        assert document.text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["footnote"]


def test_questions_from_a_file_are_answered_line_by_line(read_home, tmp_path):
    file = tmp_path / "questions.jsonl"
    asked = [
        {"id": "a", "question": "저자는 누구인가요?"},
        {"id": "b", "question": "박사 학위는요?", "prev": "저자는 어디서 학사 학위를 받았나요?"},
        {"id": "c", "question": ""},
    ]
    file.write_text("\n".join(json.dumps(item, ensure_ascii=False) for item in asked) + "\n\n", "utf-8")
    answers = lines(run(read_home, "ask", "--from-file", str(file), "--json"))
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert [answer["follow_up"] for answer in answers] == [False, True, False]
    assert answers[2]["state"] == "abstain"
    assert answers[2]["notes"]


def test_a_search_result_names_its_place(read_home):
    (hits,) = lines(run(read_home, "search", "방위비 분담", "-k", "4", "--json"))
    assert [hit["rank"] for hit in hits] == [1, 2, 3, 4]
    assert all(hit["text"] and hit["document"] and hit["paragraph"] >= 1 for hit in hits)
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_only_the_named_document_answers(read_home):
    words = ("ask", "What does it say about Ukraine?", "--doc", "vilnius-communique-2023", "--json")
    (answer,) = lines(run(read_home, *words))
    found = {c["document"] for c in answer["citations"] + answer["related"]}
    assert found == {"vilnius-communique-2023"}


def test_the_library_can_be_listed_and_read(read_home, shipped):
    listed = lines(run(read_home, "list", "--json"))
    assert {item["document"] for item in listed} == {entry.key for entry in shipped.entries()}
    key = listed[0]["document"]
    shown = lines(run(read_home, "show", key, "--paragraph", "2", "--json"))
    document = shipped.document(key)
    paragraph = document.paragraphs[1]
    assert [item["text"] for item in shown] == [document.text[paragraph.start : paragraph.end]]


def test_the_doctor_finds_a_sound_library_sound(read_home):
    findings = lines(run(read_home, "doctor", "--json"))
    assert findings
    assert all(finding["ok"] for finding in findings)


def test_a_document_is_added_found_and_removed(shipped_copy, tmp_path):
    file = tmp_path / "메모.txt"
    file.write_text("제주 해녀학교는 2031년에 수강생 417명을 받기로 했다.\n", "utf-8")
    (added,) = lines(run(shipped_copy, "add", str(file), "--json"))
    assert added["status"] == "added"
    question = "해녀학교 수강생은 몇 명인가요?"
    (answer,) = lines(run(shipped_copy, "ask", question, "--json"))
    assert any("417명" in citation["quote"] for citation in answer["citations"])
    (again,) = lines(run(shipped_copy, "add", str(file), "--json"))
    assert again["status"] == "unchanged"
    assert run(shipped_copy, "remove", added["document"]).exit_code == 0
    (answer,) = lines(run(shipped_copy, "ask", question, "--json"))
    assert not any("417명" in c["quote"] for c in answer["citations"] + answer["related"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "no-such-document"), "no-such-document"),
        (("ask", "5%?", "--doc", "no-such-document"), "no-such-document"),
        (("show", "asan-nato-hague-2025", "--paragraph", "999"), "999"),
        (("cite", "asan-nato-hague-2025", "--page", "99"), "99"),
        (("cite", "asan-nato-hague-2025", "--style", "no-such-style"), "no-such-style"),
        (("add", "no-such-file.pdf"), "no-such-file.pdf"),
        (("ask", "--from-file", "no-such-file.jsonl"), "no-such-file.jsonl"),
        (("check", "no-such-draft.md"), "no-such-draft.md"),
        (("import", "no-such-archive.zip"), "no-such-archive.zip"),
    ],
)
def test_a_refusal_is_one_clear_sentence(read_home, words, said):
    result = run(read_home, *words)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("words", [("ask",), ("ask", "x", "--from-file", "y"), ("nonsense",), ("show",)])
def test_wrong_usage_ends_with_two(tmp_path, words):
    assert run(tmp_path, *words).exit_code == 2


@pytest.mark.parametrize("language", list(Language))
def test_help_names_every_command_without_loading_a_model(language):
    environment = os.environ | {"GAKJU_INTERFACE": language.value}
    code = "import sys; from assistant.cli import main; main(['--help'], standalone_mode=False);"
    code += "sys.exit(int(any(m in sys.modules for m in ('torch', 'faiss', 'streamlit', 'kiwipiepy'))))"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for command in COMMANDS:
        assert command in done.stdout
        assert catalogues()[f"cli.{command}_help"][language].strip()[:6] in done.stdout


@pytest.mark.parametrize(
    "words", [("list",), ("show", "asan-nato-hague-2025"), ("cite", "asan-nato-hague-2025", "--page", "3")]
)
def test_what_a_library_holds_is_told_without_what_finding_needs(read_home, words):
    code = "import sys; from assistant.cli import main; main(sys.argv[1:], standalone_mode=False); "
    code += "sys.exit(int(any(m in sys.modules for m in ('numpy', 'torch', 'faiss', 'kiwipiepy'))))"
    done = subprocess.run([sys.executable, "-c", code, "--home", str(read_home), *words], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


def test_every_command_explains_itself(tmp_path):
    for command in COMMANDS:
        result = run(tmp_path, command, "--help")
        assert result.exit_code == 0, (command, result.output)
        assert "사용법:" in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ask", "--from-file", "missing.jsonl"), "missing.jsonl"),
        (("import", "missing.zip"), "missing.zip"),
        (("export", "/there/is/no/library.zip"), "/there/is/no/library.zip"),
        (("styles", "--nonsense"), "--nonsense"),
    ],
)
def test_no_librarys_own_words_reach_the_user(tmp_path, words, said, read_home):
    result = run(read_home, *words)
    assert result.exit_code in (1, 2) and said in result.stderr
    assert "Errno" not in result.output and "Error(" not in result.output


def test_what_is_no_exported_library_is_told_apart(tmp_path, read_home):
    path = tmp_path / "x.zip"
    path.write_bytes(b"plain text")
    result = run(read_home, "import", str(path))
    assert result.exit_code == 1 and str(path) in result.stderr and "zip file" not in result.stderr


@pytest.mark.parametrize(("language", "heading"), [("ko", "사용법:"), ("en", "Usage:")])
def test_the_frame_of_the_help_is_in_the_interfaces_language(tmp_path, language, heading):
    environment = os.environ | {"GAKJU_INTERFACE": language, "GAKJU_HOME": str(tmp_path)}
    for words in (["--help"], ["search"], ["nonsense"], ["search", "-k", "0", "x"]):
        done = subprocess.run(
            [sys.executable, "-c", "from assistant.cli import main; main()", *words],
            env=environment,
            capture_output=True,
            check=False,
        )
        said = (done.stdout + done.stderr).decode("utf-8")
        assert heading in said, said
        if language == "ko":
            assert not re.search("Usage|Options|Error|Missing|Invalid|No such|Show this", said), said


def test_a_language_there_is_no_interface_in_is_refused_in_one_sentence(tmp_path):
    environment = os.environ | {"GAKJU_INTERFACE": "fr", "GAKJU_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", "from assistant.cli import main; main()", "list"],
        env=environment,
        capture_output=True,
        check=False,
    )
    (line,) = done.stderr.decode("utf-8").splitlines()
    assert done.returncode == 2 and "GAKJU_INTERFACE" in line and "ko, en" in line
