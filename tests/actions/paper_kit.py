"""Forms on paper for tests: made by who looks after a survey, keyed in a few steps."""

from typing import Any

import sqlalchemy as sa

from actions.surveys import keying, paper
from domain.people import Actor
from domain.surveys.forms import QuestionKind
from domain.surveys.keying import FormAt, KeyDeed, KeySeat, KeyStage, PaperForm, is_due
from domain.surveys.survey import Mode
from storage.surveys import keys
from storage.tables.surveys import answers, paper_forms, responses
from tests.actions.conftest import Council

# Yes, two needs, an order, a number: as `survey_kit.answers_all` answers the needs assessment.
SAID: tuple[Any, ...] = (0, (0, 2), (2, 0, 1), "7")


async def made(council: Council, author: Actor, number: int, forms: int = 200) -> tuple[PaperForm, ...]:
    """So many forms of a survey."""
    return (await paper.print_forms(council.ctx(author), number, forms)).forms


async def due(council: Council, number: int, forms: tuple[PaperForm, ...], *, is_so: bool = True) -> PaperForm:
    """The first of the forms that is keyed twice, or that is not."""
    key = await council.db.read(keys.key, number)
    assert key is not None
    return next(form for form in forms if is_due(key, form.serial) is is_so)


async def begun(council: Council, keyer: Actor, form: PaperForm, keying_: int = 0, mode: Mode = Mode.PAPER) -> KeySeat:
    """A form whose person is told of: a woman of 35 to 44, as far as it is asked."""
    at = FormAt(form.survey_id, form.serial, keying_)
    seat = await keying.begin(council.ctx(keyer), at, mode)
    told = {KeyStage.SEX: "woman", KeyStage.AGE: "35_44"}
    while seat.stage in told:
        seat = await keying.tell(council.ctx(keyer), at, seat.turn, seat.stage, told[seat.stage])
    return seat


async def keyed(
    council: Council,
    keyer: Actor,
    form: PaperForm,
    said: tuple[Any, ...] = SAID,
    *,
    keying_: int = 0,
    mode: Mode = Mode.PAPER,
) -> KeySeat:
    """A form that is keyed to its end."""
    seat = await begun(council, keyer, form, keying_, mode)
    for one in said:
        seat = await key(council, keyer, seat, one)
    return seat


async def key(council: Council, keyer: Actor, seat: KeySeat, given: Any) -> KeySeat:
    """Key one answer: a place of a choice, places of several, words, or None to skip."""
    assert seat.seat is not None
    assert seat.seat.asked is not None
    at, kind = FormAt(seat.survey.id, seat.form.serial, seat.keying), seat.seat.asked.question.kind

    async def press(deed: KeyDeed, choice: int = 0, place: int = 0) -> KeySeat:
        return await keying.press(council.ctx(keyer), at, seat.turn, deed, choice, place)

    if given is None:
        return await press(KeyDeed.SKIP)
    if isinstance(given, str):
        return await keying.write(council.ctx(keyer), at, seat.turn, given)
    if isinstance(given, int):
        return await press(KeyDeed.PICK, given)
    for position, choice in enumerate(given):
        await press(KeyDeed.RANK if kind is QuestionKind.RANK else KeyDeed.TICK, choice, position)
    return await press(KeyDeed.DONE)


async def rows(council: Council, table: sa.Table) -> list[Any]:
    """All rows of a table."""
    return list(await council.db.read(lambda connection: connection.execute(sa.select(table)).all()))


async def counted(council: Council) -> list[dict[str, str]]:
    """What is counted, by response."""
    found: dict[str, dict[str, str]] = {row.id: {} for row in await rows(council, responses)}
    for row in await rows(council, answers):
        if row.counted:
            found[row.response_id][row.question] = row.value
    return [one for one in found.values() if one]


async def used(council: Council, serial: int) -> str | None:
    """How a form was used."""
    found: dict[int, str | None] = {row.serial: row.used for row in await rows(council, paper_forms)}
    return found[serial]
