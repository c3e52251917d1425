"""Which customer an address means."""

from pathlib import Path

import pytest

from tests.service.access_world import open_service
from tests.texts import NONE_RU


def test_an_address_means_one_customer(tmp_path: Path) -> None:
    with open_service(tmp_path) as client:
        kept = client.post("/v1/classify", json={"text": NONE_RU, "customer_id": "abc"}).json()["id"]
        for address in ("abc%0A", "abc%0A%0A", "abc%0Ad", "abc%0D", "ab", "abc%20", "%0Aabc"):
            assert client.delete(f"/v1/customers/{address}").json() == {"erased": 0}, address
        assert client.get(f"/v1/classifications/{kept}").status_code == 200
        assert client.delete("/v1/customers/abc").json() == {"erased": 1}


@pytest.mark.parametrize(
    ("customer_id", "status"),
    [("abc", 200), ("a b/ё", 200), ("abc\n", 422), ("a\nb", 422), ("\t", 422), ("a\x7f", 422), ("a\r", 422)],
)
def test_a_customers_reference_holds_no_control_characters(tmp_path: Path, customer_id: str, status: int) -> None:
    with open_service(tmp_path) as client:
        answer = client.post("/v1/classify", json={"text": NONE_RU, "customer_id": customer_id})
    assert answer.status_code == status
    if status == 422:
        assert answer.json()["errors"] == [{"pointer": "#/customer_id", "detail": "holds a control character"}]
