"""Naming, by taps, which question the results show by which other one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.tables.surveys import surveys
from tests.cast import Village, village
from tests.handlers.conftest import refused_calls
from tests.handlers.test_survey_editing import NEEDS, akim, draft, kk, rows

SATISFIED = "Ауылдағы өмірге қаншалықты көңіліңіз толады?"
MOBILE = "Үйіңізде ұялы байланыс қалай ұстайды?"
ECONOMY = "Экономика мен ауыл шаруашылығында не жетіспейді?"


@pytest.fixture
async def kenes(database_url: str, tmp_path: Path) -> AsyncIterator[Village]:
    async with village(database_url, tmp_path) as running:
        yield running


async def crossed(kenes: Village) -> object:
    [made] = await rows(kenes, surveys)
    return made.options["crossed"]


async def test_a_question_is_shown_by_another_one(kenes: Village) -> None:
    daniyar = await akim(kenes)
    await draft(daniyar)
    await daniyar.presses(kk("📄 From a file"))
    await daniyar.sends_document(NEEDS)
    await daniyar.presses("‹ Артқа")
    await daniyar.presses(kk("⚙️ More"))
    await daniyar.presses(kk("🔀 Pairs in the results"))
    await daniyar.presses(kk("❓ A question by another one"))
    await daniyar.presses(kk("➕ Add a pair"))
    await daniyar.presses(SATISFIED)
    # Only who lives in one area is asked about it: that one stands over no columns.
    assert ECONOMY not in str(daniyar.last)
    await daniyar.presses(MOBILE)
    assert SATISFIED in daniyar.sees
    assert MOBILE in daniyar.sees
    assert await crossed(kenes) == [["satisfied", "mobile"]]
    await daniyar.presses(kk("🗑 Without pair {number}", number=1))
    assert await crossed(kenes) == []
    assert refused_calls(kenes) == []
