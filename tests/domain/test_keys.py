"""What is derived from the key is steady, hard to guess, and tells nothing."""

import re

from domain.keys import Key, code_hash

KEY = Key(b"k" * 32)


def test_the_same_press_gives_the_same_code_and_another_gives_another() -> None:
    assert KEY.invite_code("p:1:2") == KEY.invite_code("p:1:2")
    codes = {KEY.invite_code(f"p:1:{number}") for number in range(500)}
    assert len(codes) == 500
    # A code stands in a link after its letter, and in a button.
    assert all(re.fullmatch(r"[a-z2-7]{24}", code) for code in codes)


def test_another_key_gives_other_codes_and_other_names() -> None:
    other = Key(b"o" * 32)
    assert KEY.invite_code("p:1:2") != other.invite_code("p:1:2")
    assert KEY.who(1001) != other.who(1001)
    assert KEY.who(1001) != KEY.who(1002)
    assert "1001" not in KEY.who(1001)


def test_a_code_is_known_however_it_was_typed() -> None:
    assert code_hash(" ABC234 ") == code_hash("abc234")
    assert code_hash("abc234") != code_hash("abc235")


def test_the_key_never_shows_itself() -> None:
    assert "kkkk" not in f"{KEY!r} {KEY}"
