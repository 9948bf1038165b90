"""Logs to stderr, one JSON object per line."""

import logging
import sys
from datetime import UTC, datetime

import msgspec

encode = msgspec.json.Encoder(enc_hook=str).encode


class JsonLines(logging.Formatter):
    """What a record carries as `facts` stands beside the usual members."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            said["trace"] = self.formatException(record.exc_info)
        return encode(said).decode()


def log_to_stderr(level: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.getLogger("uvicorn").setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()]))
    # Nothing of this is shown, and each line would look for it.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None  # noqa: SLF001 - how the library's own manual says not to look for the caller
    # What they say of every statement or migration is of use to nobody but us.
    for name in ("sqlalchemy", "alembic", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
