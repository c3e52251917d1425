"""Reviewed entries as files: JSON Lines in the format of `data/labelled`, and CSV for a spreadsheet."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any, Final

import orjson

Row = dict[str, Any]
# A spreadsheet would take a cell that begins so for a formula (OWASP, «CSV Injection»), full-width forms as well.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_COLUMNS: Final = (
    "id", "received_at", "channel", "language", "text", "archetype", "urgency", "reviewed_archetype", "reviewed_urgency",
    "confidence", "model_version",
)  # fmt: skip


async def as_jsonl(portions: AsyncIterator[list[Row]], domain: str) -> AsyncIterator[bytes]:
    """One labelled message a line; entries in other languages than Russian and English are left out, as the model does not learn them."""
    async for rows in portions:
        yield b"".join(
            orjson.dumps(
                {
                    "text": row["text"],
                    "lang": row["language"],
                    "channel": row["channel"] or "chat",
                    "domain": domain,
                    "archetype": row["reviewed_archetype"],
                    "urgency": row["reviewed_urgency"],
                }
            )
            + b"\n"
            for row in rows
            if row["language"] in ("ru", "en") and row["channel"] != "in_person"
        )


def _cell(value: object) -> str:
    text = str(value) if value is not None else ""
    return "'" + text if text.startswith(_FORMULA) else text


async def as_csv(portions: AsyncIterator[list[Row]]) -> AsyncIterator[bytes]:
    """Comma-separated, a byte order mark first: without it Excel does not see that the file is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    yield b"\xef\xbb\xbf" + out.getvalue().encode()
    async for rows in portions:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerows([_cell(row[name]) for name in _COLUMNS] for row in rows)
        yield out.getvalue().encode()
