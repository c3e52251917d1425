"""Pages from templates: language, theme, forgery token, and the headers that let nothing but our own files run."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from service.api.access import CSRF_COOKIE, key_of
from service.api.address import page_address
from service.api.body import read_body
from service.api.language import accepted_language
from service.errors import InvalidBody, Violation
from service.schemas import AnswerLanguage, ServiceChannel
from service.web.words import WORDS, channel_word

FOLDER: Final = Path(__file__).parent
_MAX_FORM_BYTES: Final = 262_144
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LANGUAGE_COOKIE: Final = "triage_language"
THEME_COOKIE: Final = "triage_theme"
REVIEWER_COOKIE: Final = "triage_reviewer"
THEMES: Final = ("auto", "light", "dark")


def marked(text: str, spans: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """`text` cut into pieces, each with the names of the heads whose evidence it is: '', 'archetype', 'urgency' or both."""
    found = list(spans)
    edges = sorted({0, len(text), *(s["start"] for s in found), *(s["end"] for s in found)})
    pieces = []
    for start, end in pairwise(edges):
        heads = sorted({s["for"] for s in found if s["start"] <= start and end <= s["end"]})
        pieces.append((text[start:end], " ".join(heads)))
    return pieces


def _moment(value: datetime | str) -> str:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{moment:%Y-%m-%d %H:%M} UTC"


class View:
    """Renders the pages of one application."""

    def __init__(self, channels: Iterable[ServiceChannel], default_language: AnswerLanguage) -> None:
        self._default = default_language
        self._channels = tuple(channels)
        self._templates = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined)
        self._templates.filters["moment"] = _moment
        self._templates.globals["marked"] = marked

    def language(self, request: Request) -> AnswerLanguage:
        """The one chosen on the page, else the browser's, else the service's."""
        chosen = request.cookies.get(LANGUAGE_COOKIE)
        if chosen in ("ru", "en"):
            return "ru" if chosen == "ru" else "en"
        return accepted_language(request.headers.get("accept-language")) or self._default

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """One page. `values` are the template's own."""
        language = self.language(request)
        theme = request.cookies.get(THEME_COOKIE)
        token = request.cookies.get(CSRF_COOKIE) or secrets.token_urlsafe(24)
        key = key_of(request)
        context = {
            "w": WORDS[language],
            "language": language,
            "theme": theme if theme in THEMES else "auto",
            "csrf": token,
            "channels": self._channels,
            "channel_word": partial(channel_word, language),
            "path": request.url.path,
            "here": page_address(request),
            "signed_in": key.name if key else None,
        }
        text = self._templates.get_template(template).render(context | values)
        response = HTMLResponse(text, status_code=status, headers=_HEADERS | {"Content-Language": language})
        if CSRF_COOKIE not in request.cookies:
            response.set_cookie(CSRF_COOKIE, token, httponly=True, samesite="strict", secure=over_https(request))
        return response


def over_https(request: Request) -> bool:
    """Whether the browser asked by HTTPS, of the service or of a proxy before it; a forged word makes the forger's cookies stricter."""
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", "").lower())


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form, its forgery token checked. Raises InvalidBody."""
    try:
        fields = parse_qs((await read_body(request, _MAX_FORM_BYTES)).decode(), keep_blank_values=True, max_num_fields=50)
    except ValueError:
        raise InvalidBody("the form cannot be read", [Violation("#", "is not a form")]) from None
    form = {name: values[-1].replace("\r\n", "\n") for name, values in fields.items()}
    sent, expected = form.pop("csrf", ""), request.cookies.get(CSRF_COOKIE, "")
    if not expected or not secrets.compare_digest(sent.encode(), expected.encode()):
        raise InvalidBody("the page is too old or was not ours; load it again", [Violation("#/csrf", "does not fit")])
    return form
