"""What staff read of the clock: words, and never the names that the program gives things."""

from zoneinfo import ZoneInfo

import pytest

from bot.kinds import all_kinds
from domain.languages import LANGUAGES, Language
from screens.clock import kind_name
from storage.outbox import digests
from texts import words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_notice_has_a_name_of_its_own(language: Language) -> None:
    _ = words(language)
    kinds = {*all_kinds(ZoneInfo("Asia/Almaty")), digests.KIND}
    names = {kind: kind_name(_, kind) for kind in kinds}
    unknown = kind_name(_, "a kind that nobody knows")
    assert [kind for kind, name in names.items() if name == unknown or "_" in name] == []
    assert len(set(names.values())) == len(kinds)
