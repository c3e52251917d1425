import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.mail import OwnWords, own_words
from model.predictor import Predictor

OWN = "Добрый день! Счёт не открывается, помогите."
LONG = "Уважаемые коллеги, " + "прошу ещё раз проверить все начисления за прошлый квартал по каждому из объектов " * 3

# (what the mail program or the customer added, whether it goes)
PARTS = [
    ("\n\n> Здравствуйте, чем помочь?\n> Ваша поддержка", True),
    ("\n\n12 мая 2026 г., 10:14, Поддержка <help@example.com> пишет:\nЗдравствуйте!", True),
    ("\n\nвт, 12 мая 2026 г. в 10:14, Поддержка <help@example.com>:\n> Здравствуйте!", True),
    ("\n\n12.05.2026 10:14, Поддержка пишет:\nЗдравствуйте!", True),
    ("\n\nOn Tue, May 12, 2026 at 10:14 AM Support <help@example.com> wrote:\nHello", True),
    ("\n\n-----Original Message-----\nFrom: Support\nHello", True),
    ("\n\n---------- Forwarded message ----------\nHello", True),
    ("\n\n-------- Пересылаемое сообщение --------\nот кого-то", True),
    ("\n\nОт: Поддержка\nКому: Анна\nТема: Счёт\n\nЗдравствуйте", True),
    ("\n\nFrom: Support <help@example.com>\nSent: Monday\nHello", True),
    ("\n\nС уважением,\nАнна Петрова\nтел. +7 900 000-00-00", True),
    ("\n\nKind regards,\nAnn", True),
    ("\n\n--\nАнна Петрова, ООО «Ромашка»", True),
    ("\n\nОтправлено с iPhone", True),
    ("\n\nSent from my iPhone", True),
    ("\n\nОтправлено из мобильной Яндекс Почты", True),
    ("\n\nOn Tue, May 12, 2026 at 10:14 AM Support\n<help@example.com> wrote:\nHello", True),
    ("\n\nС уважением, Анна Петрова", True),
    ("\n\n________________________________\nFrom: Support", True),
    ("\n\nThis e-mail is intended only for the person to whom it is addressed.", True),
    ("\n\nНастоящее сообщение может содержать конфиденциальную информацию.", True),
    ("\n\nЭто сообщение может содержать сведения, составляющие коммерческую тайну.", True),
    # near-misses: the customer's words
    ("\nВ договоре написано: от 5 до 10 дней. Кому верить?", False),
    ("\nОт: кого теперь ждать ответа?", False),
    ("\nС уважением отношусь к вашему труду, но " + LONG, False),
    ("\n- первый счёт\n- второй счёт", False),
    ("\nОн писал: «ждите».", False),
    ("\nOn Tuesday your colleague said so.", False),
    ("\nцена > 500", False),
    ("\nВторую неделю жду, а менеджер мне написал:\nждите", False),
    ("\n15 мая ваш менеджер пишет:\nденег не будет", False),
    ("\nOn Monday your agent wrote:\nno refund, and I disagree", False),
    ("\nThis message contains my complaint about the courier.", False),
    ("\nС уважением отношусь к вам.", False),
    ("\nС уважением, но верните деньги.", False),
    ("\nSincerely hope that you fix it.", False),
    ("\nОтправлено с вашего склада 5 мая, и пропало.", False),
    ("\n| товар | 3 штуки |", False),
    ("\n____________\nИ второй вопрос: где акт?", False),
]

POSTSCRIPTS = [
    "С уважением,\nАнна\n\nP.S. С карты прямо сейчас снимают деньги!",
    "Kind regards,\nAnn\nPS: my flight is in two hours",
    "--\nАнна\nЗ.Ы. ответьте до вечера",
]


@pytest.mark.parametrize("closing", POSTSCRIPTS)
def test_a_postscript_under_the_signature_is_the_customers(closing: str) -> None:
    found = OwnWords(f"{OWN}\n\n{closing}").text
    assert found.split()[-1] == closing.split()[-1]
    assert "Анна" not in found
    assert "Ann" not in found


@pytest.mark.parametrize(("added", "goes"), PARTS)
def test_what_is_not_the_customers_goes_and_nothing_else(added: str, goes: bool) -> None:
    assert (OwnWords(OWN + added).text.strip() == OWN) is goes


def test_answers_between_quotes_are_kept() -> None:
    mail = "> Какой у вас номер?\n77-12\n> А адрес?\nЛесная\n"
    assert OwnWords(mail).text.split() == ["77-12", "Лесная"]


@pytest.mark.parametrize("mail", ["> только цитата", "С уважением,\nАнна", "-- \n", "", "On Tue, May 12, 2026 Ann wrote:\nhi"])
def test_a_mail_without_own_words_is_read_whole(mail: str) -> None:
    assert own_words(mail) == [(0, len(mail))]


@given(st.lists(st.sampled_from(["да", "> цитата", "--", "С уважением,", "wrote:", "", "On Monday, Ann wrote:", "нет ответа"]), max_size=8))
def test_offsets_lead_back_to_the_mail(lines: list[str]) -> None:
    mail = "\n".join(lines)
    found = OwnWords(mail)
    for at, letter in enumerate(found.text):
        start, end = found.original(at, at + 1)
        assert end == start or mail[start:end] == letter


def test_a_quoted_threat_is_not_the_customers_and_evidence_lies_in_the_mail(predictor: Predictor) -> None:
    quote = "\n\nOn Tue, May 12, 2026 at 10:14 AM Ann wrote:\n> You are liars, my fifth complaint, I will sue and tell the press!!!"
    own = "> old\nHello, where is my parcel? Been waiting for hours, when will it come, answer me now!"
    mail = own + quote
    with_quote, bare = (predictor.judge([text], explain=True, mails=[True])[0] for text in (mail, own))
    assert with_quote.archetype.probabilities == bare.archetype.probabilities
    assert with_quote.evidence
    for found in with_quote.evidence:
        assert mail[found.start : found.end] == found.text
        assert found.end <= len(own)
