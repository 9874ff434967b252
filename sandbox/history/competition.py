"""The business competition: that of 2018 is taken over, and another with its terms is announced."""

from datetime import date, datetime, timedelta

from sandbox.history.cast import AIGUL, EAST_KAZAKHSTAN, FARIDA, KARAGANDY, ZONE, Chapter, in_days, typed
from sandbox.history.past_events import PILOTS, filled, template
from sandbox.play import Stage

TITLES = ("Бизнес-жобалар байқауы", "Конкурс бизнес-проектов", "Competition of business projects")
TERMS = (
    "Шағын бизнес, жеке кәсіпкерлер және кәсіпкер болғысы келетіндер қатыса алады. Жобаңыз он аумақтың бірінде іске "
    "асуы керек. Бір жобаның бюджеті 500 000-нан 1 200 000 теңгеге дейін, өз үлесіңіз 10–20 %.",
    "Участвуют малый бизнес, индивидуальные предприниматели и те, кто хочет ими стать. Проект должен работать в одной "
    "из десяти территорий. Бюджет одного проекта от 500 000 до 1 200 000 тенге, собственный вклад 10–20 %.",
    "For small businesses, individual entrepreneurs and those who would become one, in the ten territories. The budget "
    "of one project is 500,000 to 1,200,000 tenge, the own contribution 10 to 20 %.",
)
FUND, BUDGET, SHARE = 12_000_000, (500_000, 1_200_000), (10, 20)
# Announced, applications until, decided, awarded.
DAYS_2018 = (date(2018, 10, 16), date(2018, 11, 15), date(2018, 11, 22), date(2018, 12, 6))


async def farida_takes_the_call_of_2018_over(stage: Stage) -> None:
    """Farida takes the competition of 2018 over by a table; nobody hears of it."""
    farida = await stage.meet(FARIDA)
    await farida.says("/menu")
    await farida.chooses("go1:enter_call")
    await farida.chooses("go1:import_calls")
    titles = [f"{title}, 2018" for title in TITLES]
    row = (*titles, *TERMS, FUND, *BUDGET, *SHARE, ", ".join(PILOTS), *DAYS_2018)
    await farida.sends_document(filled(await template(farida), [row]), name="calls.xlsx")


async def farida_announces_a_call(stage: Stage) -> None:
    """Farida enters a new call with the same terms, for both oblasts, and announces it."""
    farida = await stage.meet(FARIDA)
    await farida.says("/menu")
    await farida.chooses("go1:enter_call")
    await farida.chooses("go1:new_call")
    for text in (*TITLES, *TERMS):
        await farida.says(text)
    for amount in (FUND, *BUDGET):
        await farida.says(str(amount))
        await farida.chooses("calla1")
    for percent in SHARE:
        await farida.says(f"{percent} %")
    for oblast in (KARAGANDY, EAST_KAZAKHSTAN):
        await farida.chooses("callp1", f"{oblast}:1:0:0")
    await farida.chooses("callf1", "announce")
    announced = datetime.now(ZONE) - timedelta(hours=1)
    for at in (announced, in_days(21, 18), in_days(28, 18), in_days(42, 10)):
        await farida.says(typed(at))
    await farida.chooses("callo1", "0")
    await farida.chooses("callo1", "1")


async def aigul_asks_to_be_reminded(stage: Stage) -> None:
    """Aigul reads the terms and asks to be reminded of the deadline."""
    aigul = await stage.meet(AIGUL)
    await aigul.says("/competition")
    await aigul.chooses("callr1", "1")


CHAPTERS: tuple[Chapter, ...] = (
    farida_takes_the_call_of_2018_over,
    farida_announces_a_call,
    aigul_asks_to_be_reminded,
)
