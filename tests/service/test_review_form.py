"""The review form, sent as no browser of ours would."""

from pathlib import Path

from tests.service.access_world import open_service, token_of
from tests.texts import NONE_RU


def test_a_version_that_cannot_be_is_refused(tmp_path: Path) -> None:
    with open_service(tmp_path) as client:
        id = client.post("/v1/classify", json={"text": NONE_RU}).json()["id"]  # noqa: A001
        form = {"csrf": token_of(client), "archetype": "tester", "urgency": "low", "reviewer": "Ольга"}
        for version, status in (
            ("99999999999999999999", 422),
            ("9999999999", 422),
            ("-1", 422),
            ("1_0", 422),
            ("", 422),
            ("x", 422),
            ("999999999", 412),
            ("1", 412),
            ("0", 303),
            ("0", 412),
        ):
            answer = client.post(f"/entries/{id}/review", data={**form, "version": version}, follow_redirects=False)
            assert answer.status_code == status, version
        assert "Ольга" in answer.text
