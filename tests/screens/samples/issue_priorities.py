"""Comparing issues and the figures of them: the longest words, the widest intervals, nothing at all."""

from dataclasses import replace
from datetime import date

from domain.issues.counts import Days, Group, IssueCounts, Selection
from domain.issues.issue import AREAS, Category, Issue
from domain.issues.priorities import ItemKind, OfferedArea, Priorities, Prioritized, Standing
from domain.issues.states import IssueState, Privacy
from domain.languages import Localized
from domain.registers import Count
from domain.roles import Area
from domain.statistics.pairs import Missing, Strength
from domain.territories import Branch, Level
from screens.issues import counts, names, priorities, ranking
from tests.screens.samples import BIG, CHAIN, EVIL, NOW, OBLAST, OKRUG, Sample, many, sample

WORDS = f"{EVIL} " + "Ауылда ұялы байланыс жоқ, " * 150
CATEGORY = Category(
    1,
    "mobile",
    Area.ENGINEERING,
    Localized(kk=f"{EVIL} Ұялы байланыс", ru=f"{EVIL} Мобильная связь", en=f"{EVIL} Mobile coverage"),
    1,
)
FIRST = Issue(
    id=BIG,
    state=IssueState.NEW,
    okrug=OKRUG.place,
    serial=999_999,
    category=CATEGORY,
    privacy=Privacy.OPEN,
    name_shown=False,
    author_id=None,
    text=WORDS,
    language="kk",
    latitude=None,
    longitude=None,
    version=1,
    created_at=NOW,
    sent_at=NOW,
    seen_from=NOW,
    let_in_at=NOW,
    root_id=BIG,
)
SECOND = replace(FIRST, id=BIG - 1, root_id=BIG - 1, text="")
STANDS = Standing(OKRUG, Area.ENGINEERING, (FIRST, SECOND), 1003, 17, 30)
OVER = replace(STANDS, pair=None, answered=5)
OTHER_CATEGORY = Category(2, "roads", Area.ENGINEERING, Localized(kk="Жолдар", ru="Дороги", en="Roads"), 2)
OF_CATEGORIES = replace(STANDS, pair=(CATEGORY, OTHER_CATEGORY), kind=ItemKind.CATEGORY)
CATEGORIES_OVER = replace(OF_CATEGORIES, pair=None, answered=5)


def strength(best: int, worst: int) -> Strength:
    return Strength(BIG, 0.9, -7.5, 7.5, 400, 200, best, worst)


RANKED = Priorities(
    OKRUG,
    Area.ENGINEERING,
    tuple(Prioritized(FIRST, 1_000_000, strength(place, place + place % 2)) for place in range(1, 31)),
    people=4000,
    choices=100_000,
    missing=None,
    lacking=0,
    beside=470,
)
UNRANKED = replace(
    RANKED,
    lines=tuple(Prioritized(one, 3) for one in (FIRST, SECOND) * 15),
    people=3,
    missing=Missing.PEOPLE,
    lacking=7,
)
TOO_FEW_CHOICES = replace(UNRANKED, missing=Missing.CHOICES, lacking=57, people=12, beside=0)
NOTHING = replace(UNRANKED, lines=(), missing=Missing.ITEMS, people=0, lacking=2, beside=0)
CATEGORIES_RANKED = Priorities(
    OKRUG,
    Area.ENGINEERING,
    tuple(
        Prioritized(replace(CATEGORY, id=place), 1_000_000, strength(place, place + place % 2))
        for place in range(1, 15)
    ),
    people=4000,
    choices=100_000,
    missing=None,
    lacking=0,
    kind=ItemKind.CATEGORY,
)
CATEGORIES_UNRANKED = replace(
    CATEGORIES_RANKED,
    lines=(Prioritized(CATEGORY, 3), Prioritized(OTHER_CATEGORY, 0)),
    people=3,
    missing=Missing.PEOPLE,
    lacking=7,
)
NO_CATEGORIES = replace(CATEGORIES_UNRANKED, lines=(), missing=Missing.ITEMS, people=0, lacking=2)

GROUP = Group(123_456, 100_000, 23_000, 1_234_567)
FULL = IssueCounts(
    selection=Selection(OKRUG.code, None, date(2026, 1, 1)),
    territory=OKRUG.names,
    okrug=OKRUG,
    areas=AREAS,
    total=GROUP,
    reports=130_000,
    private=4_000,
    by_area=tuple((area, GROUP) for area in AREAS),
    by_category=tuple((replace(CATEGORY, id=number), GROUP) for number in range(30)),
    by_state=tuple((state, 12_345) for state in IssueState if state not in (IssueState.DRAFT, IssueState.MERGED)),
    by_territory=tuple((one, GROUP) for one in many(Level.OKRUG, 20)),
    by_month=tuple((date(2026, month, 1), 1234) for month in range(1, 13)),
    first_answer=Days(3.25, 100, 40),
    solution=Days(123.4, 1, 40),
    open_over=((30, 5), (90, 1)),
    reached=Count(560, at_least=True),
    reached_known=2,
    rankings=(RANKED, UNRANKED),
    category_rankings=(CATEGORIES_RANKED, CATEGORIES_UNRANKED),
)
EVERYWHERE = replace(FULL, selection=Selection(), territory=None, okrug=None, rankings=(), category_rankings=())
NEVER = Days(None, 0, 12)
EMPTY = replace(
    FULL,
    selection=Selection(OKRUG.code, Area.SOCIAL),
    areas=(Area.SOCIAL,),
    total=Group(),
    reports=0,
    by_area=(),
    by_category=(),
    by_state=(),
    by_territory=(),
    first_answer=NEVER,
    solution=NEVER,
    reached=Count(0),
    reached_known=0,
    category_rankings=(),
)
ONE_AREA = replace(FULL, selection=Selection(OKRUG.code), areas=(Area.SOCIAL,), reached_known=0, first_answer=NEVER)
SELECTION = Selection("9" * 16, Area.ENGINEERING)
PERIODS = ("", "y0", "y1", "d90", "2017")

SAMPLES = (
    sample(priorities.areas, [OfferedArea(area, 30, 435) for area in AREAS]),
    sample(priorities.areas, [OfferedArea(area, number, 0) for number, area in enumerate(AREAS)]),
    sample(priorities.areas, [OfferedArea(area, number, 0) for number, area in enumerate(AREAS, 4)]),
    sample(priorities.areas, [OfferedArea(area, 2, 1, 8, 28) for area in AREAS]),
    sample(priorities.areas, [OfferedArea(area, 30, 435, 8, 28) for area in AREAS]),
    sample(priorities.kinds, OfferedArea(Area.ENGINEERING, 30, 435, 9, 36)),
    *(
        sample(priorities.standing, stands, wrote=True)
        for stands in (
            STANDS,
            replace(STANDS, chosen=FIRST),
            replace(STANDS, left=True, skipped=True),
            replace(OVER, chosen=SECOND),
            OF_CATEGORIES,
            replace(OF_CATEGORIES, left=True, chosen=OTHER_CATEGORY),
            replace(CATEGORIES_OVER, chosen=CATEGORY),
        )
    ),
    *(sample(priorities.standing, replace(CATEGORIES_OVER, pairs_left=0, items=items, left=True)) for items in (8, 1)),
    sample(priorities.standing, OVER),
    sample(priorities.standing, replace(OVER, answered=1)),
    sample(priorities.standing, replace(OVER, pairs_left=0)),
    sample(priorities.standing, replace(OVER, pairs_left=0, items=1, left=True)),
    *(
        Sample(
            ranking.ranking,
            lambda _, found=found, official=official: ranking.ranking(  # type: ignore[misc]
                _, found, official=official, at_home=not official
            ),
            wrote=True,
        )
        for found in (RANKED, UNRANKED, TOO_FEW_CHOICES, NOTHING, CATEGORIES_RANKED, CATEGORIES_UNRANKED, NO_CATEGORIES)
        for official in (True, False)
    ),
    *(sample(ranking.not_enough, found) for found in (UNRANKED, TOO_FEW_CHOICES, NOTHING, NO_CATEGORIES)),
    *(sample(names.in_short, one, 60, wrote=True) for one in (SECOND, CATEGORY)),
    *(
        sample(counts.counts, found, period, wrote=True)
        for found, period in ((FULL, "y0"), (EVERYWHERE, ""), (ONE_AREA, "2017"), (EMPTY, "d90"))
    ),
    *(sample(counts.about, FULL, period, wrote=True) for period in PERIODS),
    sample(counts.group_of, GROUP),
    *(sample(counts.state_in_file, state) for state in IssueState),
    sample(counts.month, date(2026, 11, 1)),
    *(sample(counts.reached, found) for found in (FULL, ONE_AREA)),
    *(sample(counts.half_within, days) for days in (FULL.first_answer, NEVER)),
    sample(counts.which_area, AREAS, SELECTION, "2017"),
    sample(counts.which_period, SELECTION, range(2019, 2027)),
    sample(counts.which_territory, Branch((), (OBLAST,)), SELECTION, "2017", wrote=True),
    sample(counts.which_territory, Branch(CHAIN[:2], many(Level.OKRUG, 90)), SELECTION, "2017", wrote=True),
    sample(counts.picture_ready, FULL, "y0", wrote=True, caption=True),
    sample(counts.table_ready, FULL, "y0", wrote=True, caption=True),
)
