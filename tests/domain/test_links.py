"""What stands behind `?start=` is written by us and read from anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.links import LONGEST, Link, LinkKind, link_url, read_payload

keys = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", min_size=1, max_size=LONGEST - 1)


@given(st.sampled_from(LinkKind), keys)
def test_a_payload_comes_back_as_the_link_it_was(kind: LinkKind, key: str) -> None:
    link = Link(kind, key)
    assert read_payload(link.payload) == link
    assert len(link.payload) <= LONGEST


@given(st.text())
def test_whatever_is_read_can_be_kept_and_read_again(payload: str) -> None:
    link = read_payload(payload)
    if link is not None:
        assert len(link.payload) <= LONGEST
        assert read_payload(link.payload) == link


def test_a_bare_code_is_the_okrugs() -> None:
    assert read_payload("355243000") == Link(LinkKind.TERRITORY, "355243000") == read_payload("t355243000")


@pytest.mark.parametrize(
    "payload",
    [
        None,
        "",
        "t",
        "x355243000",
        "35524300",
        "3552430000",
        "٣٥٥٢٤٣٠٠٠",
        "t355243000\n",
        "t355 243",
        "t355243000;DROP",
        "t<b>",
        "i" + "a" * 64,
        "\0\0",
        "тЖараспай",
        "../../etc/passwd",
    ],
)
def test_a_hostile_or_broken_payload_is_no_link(payload: str | None) -> None:
    assert read_payload(payload) is None


def test_the_longest_payload_that_telegram_carries_is_read() -> None:
    link = read_payload("i" + "a" * 63)
    assert link is not None
    assert link.key == "a" * 63


def test_the_address_opens_the_bot_with_the_link() -> None:
    assert link_url("kenes_bot", Link(LinkKind.TERRITORY, "355243000")) == "https://t.me/kenes_bot?start=t355243000"


def test_the_letters_of_links_on_paper_never_change() -> None:
    assert {kind.name: kind.value for kind in LinkKind} == {
        "TERRITORY": "t",
        "INVITE": "i",
        "EVENT": "e",
        "SURVEY": "s",
        "ISSUE": "q",
        "PAPER": "p",
    }
