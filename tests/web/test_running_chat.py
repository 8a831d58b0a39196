"""`gakju ask` beside a chat of the same home: answered by it, with the words it would find by itself."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import main
from assistant.commands.base import Session
from assistant.serving.running import announced, running_chat
from assistant.settings import load_settings
from tests.once import copy
from tests.web.conftest import APP, WAIT, serving

KOREAN = "5% 목표에 가장 가까운 나라는?"
ASKED = [
    (KOREAN,),
    (KOREAN, "--json"),
    (KOREAN, "--language", "en", "--style", "chicago"),
    ("What does it say about Ukraine?", "--doc", "vilnius-communique-2023", "--from", "2020"),
    ("What does it say about Ukraine?", "--kind", "brief", "--source-language", "ko", "--tag", "없는 표"),
    ("", "--json"),
    (KOREAN, "--doc", "no-such-document"),
    (KOREAN, "--from", "어제"),
]


@pytest.fixture(autouse=True)
def korean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAKJU_INTERFACE", "ko")


@pytest.fixture(scope="module")
def home(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy(shipped_home, tmp_path_factory)


@pytest.fixture(scope="module")
def alone(home: Path) -> dict[tuple[str, ...], str]:
    """What is printed for ASKED where no chat runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAKJU_INTERFACE", "ko")
        assert running_chat(load_settings(home)) is None
        return {words: _printed(_ask(home, *words)) for words in ASKED}


@pytest.fixture(scope="module")
def served(home: Path, alone: dict[tuple[str, ...], str]) -> Iterator[Path]:
    """The home, with a chat that has opened its library."""
    with serving(APP, home), pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAKJU_INTERFACE", "ko")
        until = time.monotonic() + WAIT
        chat = running_chat(load_settings(home))
        while chat is None or chat.ask({"question": KOREAN}) is None:
            assert time.monotonic() < until
            time.sleep(0.2)
            chat = running_chat(load_settings(home))
        yield home


def _ask(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), "ask", *words])


def _printed(result: Result) -> str:
    """All that is printed but the time it took."""
    if not result.stdout.startswith("{"):
        return f"{result.exit_code} {result.output}"
    return json.dumps(json.loads(result.stdout) | {"elapsed_ms": 0}, ensure_ascii=False)


@pytest.mark.parametrize("words", ASKED)
def test_what_is_printed_is_the_same(served, alone, words):
    assert _printed(_ask(served, *words)) == alone[words]


@pytest.mark.parametrize("words", ASKED[:5])
def test_a_running_chat_answers_without_the_library_being_opened(served, monkeypatch, words):
    monkeypatch.setattr(Session, "library", property(lambda _: pytest.fail("opened")))
    monkeypatch.setattr(Session, "catalogue", property(lambda _: pytest.fail("opened")))
    assert _ask(served, *words).exit_code == 0


def test_what_a_file_asks_keeps_its_names_and_what_came_before(served, monkeypatch, tmp_path):
    monkeypatch.setattr(Session, "library", property(lambda _: pytest.fail("opened")))
    items = [
        {"id": "a", "question": "저자는 어디서 학사 학위를 받았나요?"},
        {"id": "b", "question": "박사 학위는요?", "prev": "저자는 어디서 학사 학위를 받았나요?"},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(item) for item in items), "utf-8")
    printed = _ask(served, "--from-file", str(file), "--json").stdout
    answers = [json.loads(line) for line in printed.splitlines()]
    assert [(answer["id"], answer["follow_up"]) for answer in answers] == [("a", False), ("b", True)]


@pytest.mark.parametrize(
    "setting", [("INTERFACE", "en"), ("STYLE", "apa"), ("READER__NAME", "off"), ("MODEL__NAME", "another")]
)
def test_a_chat_of_other_settings_is_not_asked(served, monkeypatch, setting):
    assert running_chat(load_settings(served)) is not None
    monkeypatch.setenv(f"GAKJU_{setting[0]}", setting[1])
    assert running_chat(load_settings(served)) is None


def test_a_chat_of_another_version_is_not_asked(served, monkeypatch):
    monkeypatch.setattr("assistant.serving.running.version", lambda _: "0.0.1")
    assert running_chat(load_settings(served)) is None


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A program that takes what is sent to it and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def test_a_chat_that_says_nothing_is_not_waited_for(tmp_path, listening):
    settings = load_settings(tmp_path)
    began = time.monotonic()
    with announced(settings, listening.getsockname()[1]):
        assert running_chat(settings) is None
    assert time.monotonic() - began < 10


def test_nothing_is_sent_to_the_port_of_a_chat_that_was_killed(tmp_path, listening):
    settings = load_settings(tmp_path)
    with announced(settings, listening.getsockname()[1]):
        left = (tmp_path / "chat.json").read_bytes()
    assert not (tmp_path / "chat.json").exists()
    (tmp_path / "chat.json").write_bytes(left)
    assert running_chat(settings) is None
    listening.settimeout(0.1)
    with pytest.raises(TimeoutError):
        listening.accept()


def test_of_two_chats_the_first_is_asked_and_the_second_serves(tmp_path):
    settings = load_settings(tmp_path)
    with announced(settings, 1001), announced(settings, 1002):
        assert json.loads((tmp_path / "chat.json").read_bytes())["port"] == 1001
    assert not (tmp_path / "chat.json").exists()


def test_a_home_that_can_only_be_read_is_served_without_a_word(tmp_path, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr("assistant.serving.running.FileLock", refuse)
    with announced(load_settings(tmp_path), 1001):
        assert not (tmp_path / "chat.json").exists()
