"""Accept-Language → Russian, English, or neither (RFC 9110, 12.5.4)."""

from service.schemas import AnswerLanguage


def accepted_language(header: str | None) -> AnswerLanguage | None:
    """The one of Russian and English that the header weighs higher, None when it names neither."""
    if not header:
        return None
    best: AnswerLanguage | None = None
    highest = 0.0
    for part in header[:1000].split(","):
        name, _, parameter = part.partition(";")
        weight = _weight(parameter)
        primary = name.strip().lower().partition("-")[0]
        if weight > highest:
            if primary == "ru":
                best, highest = "ru", weight
            elif primary == "en":
                best, highest = "en", weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
