"""Settings, read once at the edge: environment (`GAKJU_…`), then `gakju.toml` in the data directory.

An unknown or ill-typed key is refused with the key's name, never ignored. Nothing here builds a model
or opens a library.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from assistant.messages.invalid import Problem, file_problem, value_problem
from index.config import DEFAULT_MODEL, IndexConfig
from sources.document import Language

FILE_NAME = "gakju.toml"


class SettingsError(Exception):
    """A setting that cannot be used. `setting` names it, `problem` says what is wrong with it, `place`
    is the file it was read from, "" where `setting` is a variable of the environment."""

    def __init__(self, setting: str, problem: Problem, place: str = "") -> None:
        super().__init__(f"{place or 'environment'}: {setting}: {problem.key} {dict(problem.values)}")
        self.setting = setting
        self.problem = problem
        self.place = place


class ModelSettings(BaseModel):
    """The embedding model. An empty `name` is the one that comes with the installation."""

    model_config = ConfigDict(extra="forbid")
    name: str = ""
    revision: str = ""
    query_prefix: str | None = None
    passage_prefix: str | None = None
    reranker: str = ""
    weights: Path | None = None


class ReaderSettings(BaseModel):
    """What reads the best passages beside the question: "" is the reader that comes with the installation,
    "off" none, else the name or directory of a sentence-transformers CrossEncoder."""

    model_config = ConfigDict(extra="forbid")
    name: str = ""


class Settings(BaseSettings):
    """Everything a user may set. `home` is where the library, the chats and the basket live."""

    model_config = SettingsConfigDict(env_prefix="GAKJU_", env_nested_delimiter="__", extra="forbid")
    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("gakju", appauthor=False)))
    interface: Language = Field(default_factory=lambda: default_interface())
    style: str = ""
    port: int = Field(default=8501, ge=1, le=65535)
    watch: tuple[Path, ...] = ()
    ocr: bool = False
    private_addresses: bool = False
    outside_links: bool = False
    token: bool = False
    model: ModelSettings = ModelSettings()
    reader: ReaderSettings = ReaderSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment outranks the file, whose values arrive as `init_settings`."""
        return env_settings, init_settings

    def index_config(self) -> IndexConfig:
        """What the index room needs of all this."""
        model = self.model
        return IndexConfig(
            model=model.name or DEFAULT_MODEL,
            revision=model.revision,
            query_prefix=model.query_prefix,
            passage_prefix=model.passage_prefix,
            reranker=model.reranker,
            weights=model.weights,
            reader=self.reader.name,
        )


def default_interface() -> Language:
    """The language at the start: GAKJU_INTERFACE, else English for an English locale, else Korean."""
    chosen = os.environ.get("GAKJU_INTERFACE", "").lower()
    if chosen in set(Language):
        return Language(chosen)
    locale = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return Language.EN if locale.lower().startswith("en") else Language.KO


def load_settings(home: Path | None = None) -> Settings:
    """Settings for `home`, or for GAKJU_HOME, or for the default place. Raises SettingsError."""
    place = home or Path(os.environ.get("GAKJU_HOME") or platformdirs.user_data_dir("gakju", appauthor=False))
    place = place.expanduser().absolute()
    file = place / FILE_NAME
    values = _read(file)
    try:
        settings = Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        parts = [str(part) for part in first["loc"]]
        if variable := _variable(parts):
            raise SettingsError(variable, value_problem(first)) from None
        raise SettingsError(".".join(parts), value_problem(first), str(file)) from None
    return settings.model_copy(update={"home": place})


def check_interface() -> None:
    """Raises SettingsError where GAKJU_INTERFACE names a language there is no interface in."""
    if os.environ.get("GAKJU_INTERFACE", "").lower() not in {"", *Language}:
        raise SettingsError("GAKJU_INTERFACE", Problem("enum", {"allowed": ", ".join(Language)}))


def _variable(parts: Sequence[str]) -> str:
    """The variable of the environment that sets this, "" for none: it would outrank the file."""
    names = ["GAKJU_" + "__".join(parts[:size]).upper() for size in range(len(parts), 0, -1)]
    present = {name.upper(): name for name in os.environ}
    return next((present[name] for name in names if name in present), "")


def _read(file: Path) -> dict[str, Any]:
    content = ""
    try:
        content = file.read_text("utf-8-sig")
        return tomllib.loads(content)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(FILE_NAME, file_problem(error, content), str(file)) from None
