"""Messages for the tests, with the characters that break offsets and parsers."""

IMPATIENT_RU = "ну где курьер??? час назад сказали выехал, сколько ещё ждать"
COMPLAINT_RU = "третий раз пишу, каждый раз обещаете и ничего. верните деньги, иначе пойду в роспотребнадзор и в суд"
TESTER_RU = (
    "Пользуюсь приложением с первой версии. Замерил: поиск занимает 14 касаний. Добавьте фильтр по дате, будет два. Готов посмотреть бету"
)
UNDECIDED_RU = "даже не знаю какой тариф взять, вроде и тот хорош, а с другой стороны... муж говорит одно, я другое, что посоветуете?"
NONE_RU = "добрый день, у вас есть размер 42?"
THEFT_EN = "someone has just withdrawn money from my card and it is not me, please block it now"

AWKWARD = [
    IMPATIENT_RU,
    "ну когда\r\n\r\nпривезёте??\r\nау",
    "👨‍👩‍👧‍👦🔥 где заказ??? 👩🏽‍💻 жду третий час 😡😡",
    "e\u0301а где же мо\u0438\u0306 заказ??? \u200bсколько ждать\ufeff ещё",
    "𝓦𝓱𝓮𝓻𝓮 is my order??? 😀 still waiting, how long \U0001f1f7\U0001f1fa",
    "КУДА ДЕЛИСЬ ДЕНЬГИ!!!!!! ответьте",
    "\t  hello??  \n is anyone there \u2028 answer me now  ",
    THEFT_EN,
    COMPLAINT_RU,
    TESTER_RU,
    "а" * 300 + " где заказ",
]
