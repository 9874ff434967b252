"""What matters more: residents compare two issues or categories at a time; everyone concerned sees what comes of it."""

from dataclasses import replace

from actions.context import Context, action
from domain.issues.issue import AREAS, Category, Issue
from domain.issues.priorities import (
    Choice,
    Compared,
    ItemKind,
    OfferedArea,
    Priorities,
    Standing,
    category_priorities,
    compared,
    ends_round,
    may_be_compared,
    pairs_left,
    priorities,
)
from domain.permissions import Act
from domain.refusals import Refused
from domain.roles import Area
from domain.statistics.pairs import choose_pair, strengths
from domain.territories import Level, Territory
from storage import territories
from storage.database import Connection
from storage.issues import categories, pairs, reading


@action(Act.COMPARE_ISSUES)
async def areas(ctx: Context) -> tuple[OfferedArea, ...]:
    """The areas of the person's okrug, with what there is to compare in each."""

    def look(connection: Connection) -> tuple[OfferedArea, ...]:
        okrug = _home(connection, ctx)
        found = pairs.comparable(connection, okrug.code, None, ctx.now)
        supports = reading.supporters(connection, [one.id for one in found])
        several = _categories(connection, ctx, okrug, None)
        shown = {
            kind: [one.roots for one in pairs.mine(connection, kind, ctx.actor.id, okrug.code) if one.answered]
            for kind in ItemKind
        }

        def offered(area: Area) -> OfferedArea:
            its_issues = [one.id for one in compared([one for one in found if one.area is area], supports)]
            its_categories = [one.id for one in several if one.area is area]
            return OfferedArea(
                area,
                len(its_issues),
                pairs_left(its_issues, shown[ItemKind.ISSUE]),
                len(its_categories),
                pairs_left(its_categories, shown[ItemKind.CATEGORY]),
            )

        return tuple(offered(area) for area in AREAS)

    return await ctx.read(look)


def _categories(connection: Connection, ctx: Context, okrug: Territory, area: Area | None) -> list[Category]:
    found = categories.categories(connection, area)
    return [one for one in found if may_be_compared(one, okrug.code, ctx.now)]


def _home(connection: Connection, ctx: Context) -> Territory:
    home = ctx.actor.home
    okrug = None if home is None else territories.territory(connection, home.code)
    if okrug is None:
        raise Refused("no_such_okrug")
    ctx.require(Act.COMPARE_ISSUES, place=okrug.place)
    return okrug


@action(Act.COMPARE_ISSUES)
async def go_on(ctx: Context, area: Area, kind: ItemKind = ItemKind.ISSUE) -> Standing:
    """The pair that the person was left with in this area of their okrug, else the next."""

    def show(connection: Connection) -> Standing:
        okrug = _home(connection, ctx)
        return _Comparing(connection, ctx, okrug, area, kind).go_on()

    return await ctx.write(show)


@action(Act.COMPARE_ISSUES)
async def choose(
    ctx: Context, first: int, second: int, chosen: int | None, kind: ItemKind = ItemKind.ISSUE
) -> Standing:
    """Keep which of the two before their eyes the person chose (None: they cannot say), and show what comes next.

    A pair that was answered stays as it was answered, and one of which an item may not be compared any more is put
    away: both lead to where the person stands now.
    """

    def keep(connection: Connection) -> Standing:
        okrug = _home(connection, ctx)
        shown = pairs.choice(connection, kind, ctx.actor.id, okrug.code, first, second)
        if shown is None:
            raise Refused("no_such_pair")
        if chosen not in (None, first, second):
            raise Refused("old_button")
        comparing = _Comparing(connection, ctx, okrug, shown.area, kind)
        return comparing.stand() if shown.answered else comparing.answer(shown, chosen)

    return await ctx.write(keep)


class _Comparing:
    """One person comparing the issues, or the categories, of one area of their okrug, in one transaction."""

    def __init__(self, connection: Connection, ctx: Context, okrug: Territory, area: Area, kind: ItemKind) -> None:
        self.connection, self.ctx, self.okrug, self.area, self.kind = connection, ctx, okrug, area, kind
        self.items, self.open = self._found()
        everything = pairs.mine(connection, kind, ctx.actor.id, okrug.code)
        self.done = [one.roots for one in everything if one.answered]
        self.answered = sum(one.answered and one.area is area for one in everything)
        self.waiting = [one for one in everything if not one.answered and one.area is area]

    def _found(self) -> tuple[list[int], dict[int, Compared]]:
        """What new pairs are made of, and what a pair that waits may still be made of."""
        if self.kind is ItemKind.CATEGORY:
            several = _categories(self.connection, self.ctx, self.okrug, self.area)
            return [one.id for one in several], {one.id: one for one in several}
        found = pairs.comparable(self.connection, self.okrug.code, self.area, self.ctx.now)
        supports = reading.supporters(self.connection, [one.id for one in found])
        return [one.id for one in compared(found, supports)], {one.id: one for one in found}

    def answer(self, shown: Choice, chosen: int | None) -> Standing:
        """Keep an answer, and stand before the next pair or at the end of a round."""
        if self._seen(shown) is None:
            return self.go_on()
        pairs.answer(self.connection, self.ctx.actor.id, shown, chosen=chosen, now=self.ctx.now)
        self.waiting.remove(shown)
        self.done.append(shown.roots)
        self.answered += 1
        after = self.stand() if ends_round(self.answered) else self.go_on()
        return replace(after, chosen=self.open.get(chosen or 0), skipped=chosen is None)

    def go_on(self) -> Standing:
        """Stand before the pair that waits, or before another."""
        after, left = self.stand(), False
        for shown in self.waiting:
            if self._seen(shown) is None:
                pairs.put_away(self.connection, self.ctx.actor.id, shown)
                left = True
        pair = after.pair or self._next()
        return replace(after, pair=pair, left=left)

    def stand(self) -> Standing:
        """Where the person stands; nothing is chosen or put away."""
        waiting = (self._seen(shown) for shown in self.waiting)
        pair = next((pair for pair in waiting if pair is not None), None)
        left = pairs_left(self.items, self.done)
        return Standing(self.okrug, self.area, pair, self.answered, left, len(self.items), kind=self.kind)

    def _seen(self, shown: Choice) -> tuple[Compared, Compared] | None:
        """The two items of a pair, None when one of them may not be compared any more."""
        first, second = (self.open.get(number) for number in (shown.first, shown.second))
        if first is None or second is None:
            return None
        both = all(may_be_compared(one, self.okrug.code, self.ctx.now) for one in (first, second))
        return (first, second) if both else None

    def _next(self) -> tuple[Compared, Compared] | None:
        said = pairs.said(self.connection, self.kind, self.okrug.code, self.area, self.items)
        seed = f"{self.ctx.actor.id}:{self.area}:{self.answered}"
        found = choose_pair(self.items, said.asked, strengths(self.items, said.wins), self.done, seed)
        if found is None:
            return None
        pair = (self.open[found[0]], self.open[found[1]])
        pairs.show(self.connection, self.kind, self.ctx.actor.id, self.okrug.code, self.area, pair, self.ctx.now)
        return pair


@action(Act.READ_PRIORITIES)
async def ranking(
    ctx: Context, okrug_code: str | None, area: Area, kind: ItemKind = ItemKind.ISSUE
) -> Priorities[Compared]:
    """What matters in an area of an okrug (None: the person's own), as its residents chose."""

    def look(connection: Connection) -> Priorities[Compared]:
        home = ctx.actor.home
        code = okrug_code or (None if home is None else home.code)
        okrug = None if code is None else territories.territory(connection, code)
        if okrug is None or okrug.level is not Level.OKRUG:
            raise Refused("not_allowed")
        ctx.require(Act.READ_PRIORITIES, place=okrug.place)
        if kind is ItemKind.CATEGORY:
            return category_priorities_of(connection, ctx, okrug, area)
        return priorities_of(connection, ctx, okrug, area)

    return await ctx.read(look)


def priorities_of(connection: Connection, ctx: Context, okrug: Territory, area: Area) -> Priorities[Issue]:
    """The same inside a transaction that is already open."""
    found = pairs.comparable(connection, okrug.code, area, ctx.now)
    supports = reading.supporters(connection, [one.id for one in found])
    chosen = [one.id for one in compared(found, supports)]
    said = pairs.said(connection, ItemKind.ISSUE, okrug.code, area, chosen)
    return priorities(okrug, area, found, supports, said.wins, said.people)


def category_priorities_of(connection: Connection, ctx: Context, okrug: Territory, area: Area) -> Priorities[Category]:
    """The same of the area's categories."""
    found = _categories(connection, ctx, okrug, area)
    told = pairs.comparable(connection, okrug.code, area, ctx.now)
    supports = reading.supporters_by_category(connection, [one.id for one in told])
    said = pairs.said(connection, ItemKind.CATEGORY, okrug.code, area, [one.id for one in found])
    return category_priorities(okrug, area, found, supports, said.wins, said.people)
