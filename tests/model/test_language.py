import pytest

from model.language import detect_language

CASES = [
    ("когда привезут", "ru"),
    ("ау?", "ru"),
    ("спс", "ru"),
    ("kogda privezut zakaz", "ru"),
    ("gde moj zakaz", "ru"),
    ("pozhalujsta pomogite, internet ne rabotaet vtoroi den", "ru"),
    ("@SomeCares где мой iPhone 12 Pro Max", "ru"),
    ("where is my card", "en"),
    ("hello??", "en"),
    ("ok", "en"),
    ("why?", "en"),
    ("Can I top up?", "en"),
    ("my order is late", "en"),
    ("я вас не понял, ответьте нормально", "ru"),
    ("так и что дальше", "ru"),
    ("Wo ist meine Karte geblieben?", "de"),
    ("wann kommt meine Bestellung, the app zeigt nichts an und niemand antwortet mir", "de"),
    ("hoe lang moet ik nog wachten op mijn bestelling", "nl"),
    ("Къде е моята поръчка, вие ще отговорите ли или не", "bg"),
    ("Дзе мая замова? Вы абяцалі яе ўчора прывезці", "be"),
    ("чому я не можу оплатити замовлення, вас не дозватись", "uk"),
    ("¿dónde está mi pedido?", "es"),
    ("a mí no me llega el pedido", "es"),
    ("no no me ha llegado", "es"),
    ("A loja não me deu o valor do pedido no prazo", "pt"),
    ("waar is mijn pakket, is het in de stad of niet", "nl"),
    ("er is nog niets in de bus, was het of is het zoek", "nl"),
    ("no no no", "en"),
    ("is it on or not", "en"),
    ("so do i get it or not", "en"),
    ("où est ma commande", "fr"),
    ("Gdzie jest moja paczka", "pl"),
    ("Де моє замовлення? вже другий день чекаю", "uk"),
    ("Менің тапсырысым қайда", "kk"),
    ("我的订单在哪里", "zh"),
    ("مرحبا أين طلبي", "ar"),
    ("???", "und"),
    ("👍", "und"),
    ("12345", "und"),
]


@pytest.mark.parametrize(("text", "language"), CASES)
def test_detect_language(text: str, language: str) -> None:
    assert detect_language(text) == language
