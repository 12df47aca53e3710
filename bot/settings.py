"""Every setting of the assistant, read once from the environment (`THUTHU_*`) or `.env`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from bot.settings_library import LibrarySettings
from retrieval.search.tuning import Tuning

CHECKOUT = Path(__file__).resolve().parent.parent
"""Where this project stands: what is not set is looked for here, whatever folder we are in."""


class Settings(LibrarySettings):
    """Defaults serve the demo library on one machine."""

    model_config = SettingsConfigDict(
        env_prefix="THUTHU_", env_nested_delimiter="__", env_file=CHECKOUT / ".env", extra="ignore"
    )

    home: Path = Field(
        default=CHECKOUT / "var", description="Where everything built or stored lives."
    )
    host: str = Field(default="127.0.0.1", description="Address the app listens on.")
    port: int = Field(default=8080, description="Port the app listens on.")
    url: str = Field(default="", description="Public address of the app; empty: http://host:port.")
    today: date | None = Field(default=None, description="Pretend this is today (tests, demo).")
    rasa_url: str = Field(default="http://127.0.0.1:5005", description="Where Rasa listens.")
    rasa_token: SecretStr = Field(
        default=SecretStr(""), description="Rasa's API token; empty: made at first start."
    )
    rasa_timeout: float = Field(default=2.0, description="Seconds before a turn falls back.")
    rasa_stock: bool = Field(default=False, description="Run Rasa with TensorFlow, as shipped.")
    encoder: str = Field(
        default="e5-small", description="The embedded model, or any sentence-transformers name."
    )
    reranker: str = Field(
        default="",
        description="A sentence-transformers CrossEncoder by name or path; empty: none (no torch).",
    )
    search: Tuning = Field(
        default_factory=Tuning,
        description="Weights of the search, each by its name: THUTHU_SEARCH__ANSWER_BAR=0.4.",
    )
    database_url: str = Field(default="", description="SQLAlchemy URL; empty: SQLite under home.")
    origins: str = Field(
        default="", description="Comma list of sites that may embed the widget besides our own."
    )
    librarian_password: SecretStr = Field(
        default=SecretStr(""),
        description="Password of the first librarian; empty: made and printed.",
    )
    words: Path | None = Field(
        default=None, description="The library's own sentences; empty: `words` under home."
    )
    facts: Path = Field(
        default=CHECKOUT / "demo/library", description="Hours, rules, events, contacts."
    )

    @property
    def own_words(self) -> Path:
        return self.words or self.home / "words"

    @property
    def public_url(self) -> str:
        return (self.url or f"http://{self.host}:{self.port}").rstrip("/")
