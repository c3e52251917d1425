"""What the labels and channels are called on the pages, and what the labels mean, in Russian and English."""

from typing import Final

LABEL_WORDS: Final[dict[str, tuple[str, str]]] = {
    "impatient": ("нетерпеливый", "impatient"),
    "undecided": ("нерешительный", "undecided"),
    "chronic_complainer": ("вечно недовольный", "chronic complainer"),
    "tester": ("тестировщик", "tester"),
    "none": ("без типа", "none"),
    "low": ("низкая", "low"),
    "normal": ("обычная", "normal"),
    "high": ("высокая", "high"),
    "critical": ("критическая", "critical"),
    "email": ("почта", "e-mail"),
    "chat": ("чат", "chat"),
    "messenger": ("мессенджер", "messenger"),
    "social": ("соцсеть", "social network"),
    "phone": ("телефон", "phone"),
    "web_form": ("форма на сайте", "web form"),
    "portal": ("личный кабинет", "portal"),
    "in_person": ("лично", "in person"),
    "channel_review": ("отзыв", "review"),
    "unknown": ("не указан", "not given"),
    "means_impatient": (
        "хочет результат сразу: торопит, переспрашивает, сыплет вопросами; смотрит вперёд, не обвиняет",
        "wants the result at once: pushes, asks again, throws questions together; looks ahead, blames nobody",
    ),
    "means_undecided": (
        "сомневается, просит совета, сам не знает, чего хочет; вопрос с ясной нуждой – без типа",
        "hesitates, asks for advice, does not know what he wants; a question with a clear need is none",
    ),
    "means_chronic_complainer": (
        "обвиняет, считает прошлые промахи, ждёт признания вины или наказания, грозит; угроза важнее спешки",
        "blames, counts earlier failures, wants guilt admitted or punished, threatens; a threat outweighs haste",
    ),
    "means_tester": (
        "делится опытом пользования: наблюдения, сравнения, что изменить, предлагает помочь – пусть и строго",
        "shares experience of use: observations, comparisons, what to change, offers help – however strict",
    ),
    "means_none": (
        "обычный вопрос, просьба, первая жалоба по делу, спасибо; грубость и восклицания сами ничего не решают",
        "an ordinary question, request, first plain report, thanks; rudeness and exclamation marks decide nothing",
    ),
    "means_low": ("ничего не нужно скоро", "nothing is needed soon"),
    "means_normal": ("надо сделать, но к завтра хуже не станет", "must be done, but is not worse by tomorrow"),
    "means_high": ("клиент теряет деньги или доступ, важны день-два", "the customer loses money or access; a day or two matters"),
    "means_critical": (
        "вред идёт сейчас или через часы, и его не вернуть; тон не считается, только факты",
        "harm is under way or hours away and cannot be undone; tone does not count, facts do",
    ),
}
