"""What a territory arranges for its issues, and what issues can be about."""

from actions.context import Context, action
from actions.issues.waiting import setting
from domain.issues.cases import Categories, Settings
from domain.issues.escalation import SETTINGS
from domain.issues.issue import Category, Setting
from domain.languages import Localized
from domain.permissions import Act, may
from domain.refusals import Refused
from domain.roles import Area, Grant
from domain.territories import Place, Territory
from storage import audit, territories, territory_settings
from storage.database import Connection
from storage.issues import categories as store

LONGEST_CATEGORY = 40


@action(Act.ANSWER_ISSUE)
async def of_territory(ctx: Context, code: str) -> Settings:
    """What holds in a territory, for who answers there."""

    def look(connection: Connection) -> Settings:
        named = _named(connection, ctx, code)
        return _settings(connection, ctx, named)

    return await ctx.read(look)


def _named(connection: Connection, ctx: Context, code: str) -> Territory:
    named = territories.territory(connection, code)
    if named is None or may(ctx.actor, Act.ANSWER_ISSUE, place=named.place) is None:
        raise Refused("not_allowed")
    return named


def _settings(connection: Connection, ctx: Context, named: Territory) -> Settings:
    values = {which: setting(connection, named.place, which) for which in SETTINGS}
    return Settings(named, values, may(ctx.actor, Act.RULE_ISSUES, place=named.place) is not None)


@action(Act.RULE_ISSUES)
async def arrange(ctx: Context, code: str, which: Setting, value: int) -> Settings:
    """Arrange something in a territory and what lies in it; it holds for what is sent from now on."""
    if which not in SETTINGS or value not in SETTINGS[which].choices:
        raise Refused("old_button")

    def keep(connection: Connection) -> Settings:
        named = _named(connection, ctx, code)
        allowed = ctx.require(Act.RULE_ISSUES, place=named.place)
        remind = value if which is Setting.REMIND_DAYS else setting(connection, named.place, Setting.REMIND_DAYS)
        told = value if which is Setting.ESCALATE_DAYS else setting(connection, named.place, Setting.ESCALATE_DAYS)
        if told < remind:
            raise Refused("escalates_before_reminder", days=remind)
        territory_settings.set_setting(connection, code, which.value, str(value))
        _note(connection, ctx, Act.RULE_ISSUES, allowed.grant, named.place, code, {which.value: value})
        return _settings(connection, ctx, named)

    return await ctx.write(keep)


def _note(
    connection: Connection,
    ctx: Context,
    act: Act,
    grant: Grant | None,
    place: Place | None,
    subject: str | int,
    details: dict[str, object],
) -> None:
    audit.record(
        connection,
        at=ctx.now,
        person_id=ctx.actor.id,
        grant=grant,
        place=place,
        act=act.value,
        subject_id=subject,
        details=details,
        source=ctx.source,
    )


# What issues can be about


@action(Act.RULE_CATEGORIES)
async def categories(ctx: Context, area: Area) -> Categories:
    """The categories of an area, the retired ones too."""

    def look(connection: Connection) -> Categories:
        ctx.require(Act.RULE_CATEGORIES)
        return Categories(store.categories(connection, area, retired=True))

    return await ctx.read(look)


@action(Act.RULE_CATEGORIES)
async def category(ctx: Context, number: int) -> Category:
    """One category."""

    def look(connection: Connection) -> Category:
        ctx.require(Act.RULE_CATEGORIES)
        return _known(connection, number)

    return await ctx.read(look)


def _known(connection: Connection, number: int) -> Category:
    found = store.category(connection, number)
    if found is None:
        raise Refused("old_button")
    return found


def names_typed(text: str) -> Localized:
    """The names of a category as typed, one language a line: Kazakh, Russian, English; `Refused` for anything else."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if len(lines) != len(("kk", "ru", "en")):
        raise Refused("three_lines")
    if any(len(line) > LONGEST_CATEGORY for line in lines):
        raise Refused("name_too_long", limit=LONGEST_CATEGORY)
    return Localized(*lines)


@action(Act.RULE_CATEGORIES)
async def add_category(ctx: Context, area: Area, text: str) -> Category:
    """Add a category to an area, behind its others."""

    def add(connection: Connection) -> Category:
        allowed = ctx.require(Act.RULE_CATEGORIES)
        number = store.add(connection, area=area, names=names_typed(text), source=ctx.source)
        _note(connection, ctx, Act.RULE_CATEGORIES, allowed.grant, None, number, {"deed": "add"})
        return _known(connection, number)

    return await ctx.write(add)


@action(Act.RULE_CATEGORIES)
async def rename_category(ctx: Context, number: int, text: str) -> Category:
    """Call a category otherwise, for the issues that have it too."""

    def rename(connection: Connection) -> Category:
        allowed = ctx.require(Act.RULE_CATEGORIES)
        _known(connection, number)
        store.rename(connection, number, names_typed(text))
        _note(connection, ctx, Act.RULE_CATEGORIES, allowed.grant, None, number, {"deed": "rename"})
        return _known(connection, number)

    return await ctx.write(rename)


@action(Act.RULE_CATEGORIES)
async def retire_category(ctx: Context, number: int, *, retired: bool) -> Category:
    """Let a category be chosen no more, or again; an area keeps its "other"."""

    def retire(connection: Connection) -> Category:
        allowed = ctx.require(Act.RULE_CATEGORIES)
        found = _known(connection, number)
        if retired and found.is_other:
            raise Refused("other_stays")
        if found.retired is not retired:
            store.retire(connection, number, ctx.now if retired else None)
            deed = "retire" if retired else "restore"
            _note(connection, ctx, Act.RULE_CATEGORIES, allowed.grant, None, number, {"deed": deed})
        return _known(connection, number)

    return await ctx.write(retire)
