import time

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
    ("\n\nSupport <help@example.com<mailto:help@example.com>> wrote:\nHello", True),
    ("\n\nвт, 12 мая 2026 г. в 10:14, Поддержка\n<help@example.com>:\nЗдравствуйте", True),
    ("\n\n---- On Tue, 12 May 2026 10:14:00 +0300 Support <help@example.com> wrote ----\nHello", True),
    ("\n\n*От:* Поддержка\n*Кому:* Анна\n*Тема:* Счёт\nЗдравствуйте", True),
    ("\n\nОт:\tПоддержка\nКому:\tАнна\nТема:\tСчёт\nЗдравствуйте", True),
    ("\n\nОт кого: Поддержка <help@example.com>\nКому: Анна\nЗдравствуйте", True),
    ("\n\nFrom: Support <help@example.com>\nCc: Ann\nHello", True),
    ("\n\u200b> Здравствуйте", True),
    ("\n\u00a0> Здравствуйте", True),
    ("\n\nС\u00a0уважением,\nАнна", True),
    ("\n\nС ув., Анна", True),
    ("\n\nС уважением, ООО «Ромашка», отдел закупок", True),
    ("\n\nBest,\nAnn", True),
    ("\n\nОтправлено с устройства Samsung", True),
    ("\n\nОтправлено с моего смартфона", True),
    ("\n\nОтправлено с помощью Outlook", True),
    ("\n\nОтправлено из почты на телефоне. Простите за краткость и опечатки", True),
    ("\n\nЗагрузить Outlook для iOS", True),
    ("\n\nSent via Gmail", True),
    ("\n\nSent from Yahoo Mail on Android", True),
    ("\n\nIf you have received this e-mail in error, delete it.\nThank you.", True),
    ("\n\n________\nЕсли вы получили это письмо по ошибке, удалите его.", True),
    # near-misses: the customer's words
    ("\nСегодня в 14:05 ваш менеджер пишет:\n«денег не будет». Иду в суд.", False),
    ("\nAt 10:30 your agent wrote:\nno refund. I will sue you.", False),
    ("\nПишите мне на anna@example.com:\nтак быстрее", False),
    ("\n______________________________\nВерните деньги", False),
    ("\nОт: ул. Ленина, 5\nДата: 5 мая\nПосылка с лекарством, срочно!", False),
    ("\n\nThe email you sent me exposed confidential data of other clients.\nFix it now", False),
    ("\n\nЭто сообщение предназначено для руководителя отдела.\nТретий раз пишу, деньги не вернули!", False),
    ("\n\nИнформация, содержащаяся в этом договоре, неверна.", False),
    ("\n\nDisclaimer: I am not a lawyer, but I want my money today.", False),
    ("\nНет у меня:\n--\nвхода\nсмс", False),
    ("\nОтправлено из почтового отделения 101000, где оно?", False),
    ("\nОтправлено с телефона мошенников, заблокируйте карту", False),
    ("\nSent from my hospital bed, so hurry", False),
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
    "С уважением,\nАнна\nP.P.S. ещё и с карты снимают!",
    "С уважением,\nАнна\nПС: деньги так и не пришли",
    "С уважением, Анна\nДополнение: карту украли, заблокируйте немедленно!",
    "С уважением,\nАнна\n\nзабыла сказать что рейс у нас уже завтра утром",
]


@pytest.mark.parametrize("closing", POSTSCRIPTS)
def test_a_postscript_under_the_signature_is_the_customers(closing: str) -> None:
    found = OwnWords(f"{OWN}\n\n{closing}").text
    assert found.split()[-1] == closing.split()[-1]
    assert "Анна" not in found
    assert "Ann" not in found


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("added", "goes"), PARTS)
def test_what_is_not_the_customers_goes_and_nothing_else(added: str, goes: bool, end: str) -> None:
    mail = (OWN + added).replace("\n", end)
    assert OwnWords(mail).text.strip() == (OWN if goes else mail.strip())


ANSWERED = [
    ("", "On Tue, May 12, 2026 at 10:14 AM Support <help@example.com> wrote:\n> What is your number?"),
    ("Добрый день.", "12.05.2026 10:14, Поддержка пишет:\n> Какой у вас номер?\n> Мы ждём."),
    ("", "От: Анна\nКому: Поддержка\nТема: Счёт"),  # a mail pasted with its own header
]


@pytest.mark.parametrize(("first", "above"), ANSWERED)
def test_an_answer_below_a_marked_quote_is_the_customers(first: str, above: str) -> None:
    assert OwnWords(f"{first}\n\n{above}\n\n{OWN}").text.split() == [*first.split(), *OWN.split()]


def test_a_paragraph_of_law_takes_nothing_else_with_it() -> None:
    law = "This e-mail and its attachments are confidential and intended solely for the addressee.\nDelete it otherwise."
    assert OwnWords(f"{OWN}\n\n{law}\n\nМой номер 77-12.").text.split() == [*OWN.split(), "Мой", "номер", "77-12."]


HEAVY = [
    " " * 60 + "<" * 60 + "@" * 10_000,
    "--\n" * 3_333,
    (" " * 80 + "1:11" * 20 + "x" * 80 + "\n") * 40,
    "От: a\n" * 1_600,
    "С уважением,\n" * 750,
    "on 2020 a\n" * 1_000,
    "12.05.2026 10:14 " * 600,
    "this message is " + "confidential " * 800,
    "с уважением" + " А" * 5_000,
    "отправлено с " + "моего " * 1_600,
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mail", HEAVY)
def test_no_mail_takes_longer_than_its_length_asks_for(mail: str, end: str) -> None:
    # Minutes with patterns that try every way to cut a run; a hundredth of this without.
    began = time.perf_counter()
    own_words(mail.replace("\n", end)[:10_000])
    assert time.perf_counter() - began < 1.0


def test_answers_between_quotes_are_kept() -> None:
    mail = "> Какой у вас номер?\n77-12\n> А адрес?\nЛесная\n"
    assert OwnWords(mail).text.split() == ["77-12", "Лесная"]


@pytest.mark.parametrize("mail", ["> только цитата", "С уважением,\nАнна", "-- \n", "", "On Tue, May 12, 2026 Ann wrote:\nhi"])
def test_a_mail_without_own_words_is_read_whole(mail: str) -> None:
    assert own_words(mail) == [(0, len(mail))]


LINES = [
    "да",
    "> цитата",
    "--",
    "С уважением,",
    "12.05.2026 10:14, Анна пишет:",
    "",
    "From: a <a@b.c>",
    "To: b",
    "нет ответа",
    "Sent via Gmail",
]


@given(st.lists(st.sampled_from([*LINES, "нет\r"]), max_size=10))
def test_offsets_lead_back_to_the_mail(lines: list[str]) -> None:
    mail = "\n".join(lines)
    found = OwnWords(mail)
    ends = [start - 1 for start in found.starts[1:]]
    for at, letter in enumerate(found.text):
        if at in ends:  # where two parts are joined
            with pytest.raises(ValueError, match="no part"):
                found.original(at, at + 1)
            continue
        start, end = found.original(at, at + 1)
        assert mail[start:end] == letter


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
