"""Names are taken apart where that is certain, and left whole where it is not."""

from __future__ import annotations

import pytest

from assistant.citing.names import NameList, is_institution, parse_name


@pytest.mark.parametrize(
    ("text", "hangul", "inverted", "initials", "short"),
    [
        ("김세미", "", "김세미", "김세미", "김세미"),
        ("Kim Saeme", "김세미", "Kim, Saeme", "Kim, S.", "Kim"),
        ("Saeme Kim", "김세미", "Kim, Saeme", "Kim, S.", "Kim"),
        ("Lee, Sang-hyun", "", "Lee, Sang-hyun", "Lee, S.-h.", "Lee"),
        ("Ban Ki-moon", "", "Ban, Ki-moon", "Ban, K.-m.", "Ban"),
        ("Kim Campbell", "", "Campbell, Kim", "Campbell, K.", "Campbell"),
        ("Jens Stoltenberg", "", "Stoltenberg, Jens", "Stoltenberg, J.", "Stoltenberg"),
        ("Ursula von der Leyen", "", "von der Leyen, Ursula", "von der Leyen, U.", "von der Leyen"),
        ("Martin Luther King Jr.", "", "King, Martin Luther, Jr.", "King, M. L., Jr.", "King"),
        ("NATO", "", "NATO", "NATO", "NATO"),
        ("Ministry of Foreign Affairs", "", *["Ministry of Foreign Affairs"] * 3),
        ("아산정책연구원", "", *["아산정책연구원"] * 3),
    ],
)
def test_names(text: str, hangul: str, inverted: str, initials: str, short: str) -> None:
    name = parse_name(text, hangul)
    assert (name.inverted, name.initials, name.short) == (inverted, initials, short)


@pytest.mark.parametrize(
    "text", ["The Asan Institute", "외교부", "NATO", "Bank of Korea", "통일연구원", "Rand & Co"]
)
def test_institutions(text: str) -> None:
    assert (
        is_institution(text) or text == "외교부"
    )  # three syllables may be a person: either way printed whole


@pytest.mark.parametrize("text", ["홍길동", "Jane Smith", "남궁민수", "Kim Saeme"])
def test_people(text: str) -> None:
    assert not is_institution(text)


def test_lists() -> None:
    people = [parse_name(text) for text in ("김철수", "이영희", "박민수", "최지우")]
    korean = NameList(between="·", pair="·", last="·", most=3, others=" 외")
    assert korean.print(people[:3]) == "김철수·이영희·박민수"
    assert korean.print(people) == "김철수 외"
    assert korean.print([]) == ""
