"""Settings: environment variables `TRIAGE_…`; an unknown or unparsable one refuses the start."""

import os
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from model.shipped import SHIPPED, ModelName
from service.errors import StartError
from service.schemas import ServiceChannel

PREFIX: Final = "TRIAGE_"


class Settings(BaseSettings):
    """Each field is the variable `TRIAGE_<FIELD>`; without any the service starts on its own."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="TCP port to listen on; 0 takes a free one.")
    model: ModelName = Field("accurate", description="Which model judges: accurate (encoder) or fast (n-grams only, no onnxruntime).")
    model_dir: Path = Field(SHIPPED, description="Folder of the trained model: its files and manifest.json.")
    playbook_dir: Path | None = Field(None, description="Folder whose files replace the shipped playbook's of the same name.")
    available_channels: Annotated[tuple[ServiceChannel, ...], NoDecode] = Field(
        ("chat", "messenger", "social", "email", "phone"),
        min_length=1,
        description="Channels that the company answers through, separated by commas; a request may name its own.",
    )
    default_language: Literal["ru", "en"] = Field(
        "ru", description="Language of the answer when neither request nor message tells Russian or English."
    )
    shown_threshold: float | None = Field(
        None, ge=0, le=1, description="Probability, 0-1, from which an archetype counts as shown; default: the model's own."
    )
    review_threshold: float | None = Field(
        None, ge=0, le=1, description="Confidence, 0-1, below which a message needs review; default: the model's own."
    )
    max_body_bytes: int = Field(262_144, ge=1024, description="Largest body of one message, in bytes; also of one NDJSON line.")
    max_batch_body_bytes: int = Field(4_194_304, ge=1024, description="Largest JSON body of a batch, in bytes.")
    max_ndjson_body_bytes: int = Field(67_108_864, ge=1024, description="Largest NDJSON body of a batch, in bytes.")
    store: bool = Field(True, description="Whether classifications are recorded in the journal; a request may say no for itself.")
    data_dir: Path = Field(
        Path("var"), description="Folder of the SQLite journal, and of models while they are learned and loaded; made when missing."
    )
    database_url: SecretStr | None = Field(
        None, description="postgresql:// address of the journal's database; default: SQLite in the data folder."
    )
    journal_required: bool = Field(
        True, description="Whether a message is answered only once it is recorded; off: it is answered all the same, and counted."
    )
    retention_days: int | None = Field(
        None, ge=1, le=36_500, description="Days after which an entry of the journal is deleted, 36500 at most; default: never."
    )
    labelled_dir: Path = Field(
        Path(__file__).parent.parent / "data" / "labelled",
        description="Folder of the labelled messages that reviews are learned together with.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Lowest level that is logged.")

    @field_validator("available_channels", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @classmethod
    def from_environment(cls) -> Self:
        """Read the settings. Raises StartError that names each variable which is unknown or cannot be used."""
        names = {key.upper() for key in os.environ}
        known = {PREFIX + name.upper() for name in cls.model_fields}
        unknown = sorted(name for name in names if name.startswith(PREFIX) and name not in known)
        if unknown:
            raise StartError(f"unknown setting {', '.join(unknown)}; known are {', '.join(sorted(known))}")
        try:
            return cls()
        except ValidationError as error:
            reasons = "; ".join(f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors(include_input=False))
            raise StartError(f"settings cannot be used: {reasons}") from None
