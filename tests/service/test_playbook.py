import json
import re
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from model.labels import ARCHETYPES
from service.app import create_app
from service.errors import PlaybookError
from service.playbook.content import SECTIONS, Strategy
from service.playbook.playbook import SHIPPED, load_playbook
from service.settings import Settings
from tests.texts import IMPATIENT_RU

PLAYBOOK = load_playbook()
RUSSIAN = re.compile("[а-яё]", re.IGNORECASE)


@pytest.mark.parametrize("name", SECTIONS)
def test_each_section_is_whole_in_both_languages(name: str) -> None:
    section = {str(k): v for k, v in PLAYBOOK.sections.items()}[name]
    for field in Strategy.model_fields:
        russian, english = getattr(section.ru, field), getattr(section.en, field)
        assert RUSSIAN.search(str(russian))
        assert (len(russian) == len(english)) or isinstance(russian, str)
    english_text = section.en.model_dump_json(exclude={"references"}) + "".join(t.reason.en for t in section.channels)
    assert not RUSSIAN.search(english_text)


@pytest.mark.parametrize(
    ("archetype", "field", "words"),
    [
        ("impatient", "summary", ["Выслушайте внимательно", "быстро", "вежливо", "границы"]),
        ("undecided", "summary", ["Выпишите потребности", "перескажите", "вежливо и твёрдо"]),
        ("undecided", "phrases", ["Если я правильно вас понял(а)", "Вы отметили, что вас интересует", "Вы сказали, что вам поможет"]),
        ("chronic_complainer", "summary", ["Отстранитесь от негатива", "клиент всегда прав", "закону", "письменный цифровой"]),
        ("tester", "summary", ["бесплатно", "благодарите", "статусом, бонусом или знаком"]),
    ],
)
def test_the_book_is_kept(archetype: str, field: str, words: list[str]) -> None:
    section = {str(k): v for k, v in PLAYBOOK.sections.items()}[archetype]
    text = str(getattr(section.ru, field))
    assert [word for word in words if word not in text] == []


def test_the_law_is_at_hand_for_complaints() -> None:
    section = PLAYBOOK.sections["chronic_complainer"]
    for strategy, prefix in ((section.ru, "ст."), (section.en, "Art.")):
        numbers = [r.title.split(" ")[1] for r in strategy.references if r.title.startswith(prefix)]
        assert numbers == ["18", "19", "20", "21", "22", "23", "25", "26.1", "28", "29", "32", "10"]
        assert all("pravo.gov.ru" in r.source for r in strategy.references[1:])


def test_only_the_books_channels_are_marked_as_the_books() -> None:
    for name, section in PLAYBOOK.sections.items():
        assert {tier.basis for tier in section.channels} == ({"book"} if name == "chronic_complainer" else {"reasoned"})


def own(tmp_path: Path, name: str, change: tuple[str, str] | None = None, content: bytes | None = None) -> Path:
    folder = tmp_path / "playbook"
    folder.mkdir()
    text = (SHIPPED / name).read_text() if (SHIPPED / name).exists() else ""
    if change:
        assert change[0] in text
        text = text.replace(*change, 1)
    (folder / name).write_bytes(text.encode() if content is None else content)
    return folder


def test_a_companys_own_file_replaces_the_shipped_one(tmp_path: Path) -> None:
    folder = own(tmp_path, "impatient.yaml", ("title: «Хочу всё и сейчас»", "title: Торопыга"))
    with TestClient(create_app(Settings(playbook_dir=folder)), base_url="http://127.0.0.1") as client:
        found = client.post("/v1/classify", json={"text": IMPATIENT_RU}).json()
        assert found["archetype"]["title"] == "Торопыга"
        assert client.get("/v1/archetypes/tester", headers={"Accept-Language": "en"}).json()["title"] == "“The tester”"


@pytest.mark.parametrize(
    ("name", "change", "content", "line", "reason"),
    [
        ("tester.yaml", ("  title: «Тестировщик»\n", ""), None, "", "ru.title: Field required"),
        ("tester.yaml", ("  title: «Тестировщик»", "  titel: «Тестировщик»"), None, "", "ru.titel|ru.title"),
        ("tester.yaml", ("basis: reasoned", "basis: guessed"), None, ":5", "basis"),
        ("tester.yaml", ("[email, portal, messenger]", "[email, pigeon]"), None, ":4", "channels.0.channels.1"),
        ("tester.yaml", ("[chat, web_form]", "[chat, email]"), None, "", "named more than once: email"),
        ("tester.yaml", ("ru:\n", "ru: [\n"), None, ":", "expected"),
        ("tester.yaml", ("en:\n", "ru:\n"), None, ":", "ru is there twice"),
        ("tester.yaml", None, b"", ":1", "empty"),
        ("tester.yaml", None, b"\xff\xfe\xfa", "", "not UTF-8"),
        ("tester.yaml", None, b"- a\n- b\n", ":1", "dictionary|object"),
        ("tester.yaml", None, b"a: &x 1\nb: *x\n", ":1", "anchors"),
        ("tester.yaml", None, b"channels: !!python/object/apply:os.system ['true']\n", ":", ""),
        ("deadlines.yaml", ("default: 10", "default: 0"), None, ":9", "critical.default"),
        ("deadlines.yaml", ("default: 10", "default: soon"), None, ":9", "critical.default"),
        ("deadlines.yaml", ("critical:", "catastrophic:"), None, "", "critical"),
        ("testers.yaml", None, b"a: 1", "", "no such part of the playbook"),
    ],
)
def test_a_bad_file_refuses_the_start_with_file_line_and_reason(
    tmp_path: Path, name: str, change: tuple[str, str] | None, content: bytes | None, line: str, reason: str
) -> None:
    folder = own(tmp_path, name, change, content)
    with pytest.raises(PlaybookError) as caught:
        create_app(Settings(playbook_dir=folder))
    assert f"{folder / name}{line}" in str(caught.value)
    assert re.search(reason, str(caught.value))


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match="not a folder"):
        load_playbook(tmp_path / "nowhere")


def test_every_shipped_file_can_be_taken_as_ones_own(tmp_path: Path) -> None:
    assert load_playbook(Path(shutil.copytree(SHIPPED, tmp_path / "own"))) == PLAYBOOK


@pytest.mark.parametrize("language", ["ru", "en"])
def test_archetypes_can_be_read(client: TestClient, language: str) -> None:
    listed = client.get("/v1/archetypes", headers={"Accept-Language": language})
    assert listed.headers["content-language"] == language
    assert [a["label"] for a in listed.json()["archetypes"]] == list(ARCHETYPES)
    for label in (*ARCHETYPES, "none"):
        one = client.get(f"/v1/archetypes/{label}", headers={"Accept-Language": language}).json()
        assert one["language"] == language
        assert one["channels"][0]["reason"]
        assert bool(RUSSIAN.search(json.dumps(one["do"], ensure_ascii=False))) is (language == "ru")
