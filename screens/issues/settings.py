"""What staff and others arrange: days and limits of a territory, categories, words to watch, who may not report."""

from datetime import tzinfo

from domain.issues.cases import Bans, Categories, Settings, WatchList
from domain.issues.escalation import SETTINGS
from domain.issues.issue import AREAS, Category, Setting
from domain.issues.moderation import read_reason
from domain.languages import LANGUAGES
from domain.roles import Area
from screens import names as common
from screens.buttons import GoTo
from screens.home import to_menu
from screens.issues import buttons, duties, names
from screens.issues.queue import Turn
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from texts import Html, Words

WORDS_PAGE, BANS_PAGE = 24, 8
_PARAGRAPH = "\n\n"


def rules(_: Words, found: Settings) -> Screen:
    """What holds in a territory, each with a button for who may change it."""
    code = found.territory.code
    lines = [
        _("<b>Days and limits: {territory}</b>", territory=found.territory.names.in_(_.language)),
        Html("\n".join(_rule(_, which, value) for which, value in found.values.items())),
    ]
    if not found.may_change:
        lines.append(_("The rayon and project staff can change this."))
        return Screen(Html(_PARAGRAPH.join(lines)), (*_back(_), *to_menu(_)))
    lines.append(_("What you change holds for what is sent from now on."))
    rows = [Button(duties.setting(_, which), buttons.IssueRules(code=code, setting=which)) for which in found.values]
    return Screen(Html(_PARAGRAPH.join(lines)), (*in_columns(rows, 2), *_back(_), *to_menu(_)))


def _rule(_: Words, which: Setting, value: int) -> Html:
    return _("• {what}: <b>{value}</b>", what=duties.setting(_, which), value=duties.value(_, which, value))


def _back(_: Words) -> Rows:
    return one_a_row(Button(_.plain("‹ Back"), GoTo(screen="issue_desk")))


def choose_rule(_: Words, found: Settings, which: Setting) -> Screen:
    """What one of them shall be."""
    explained = {
        Setting.REMIND_DAYS: _("After how many days without an answer is the desk reminded?"),
        Setting.ESCALATE_DAYS: _(
            "After how many days without an answer is it told further up: to the rayon, to staff?"
        ),
        Setting.ASK_DAYS: _("How many days after “solved” are those concerned asked whether it is?"),
        Setting.REOPEN_PEOPLE: _(
            "How many “not yet” open a problem again? It must be a third of the answers too. Where it concerns fewer "
            "people, all of them are enough."
        ),
        Setting.REPORTS_A_DAY: _("How many reports may one person send a day?"),
        Setting.HOURS_UNSEEN: _("After how many hours do neighbours see a report at which nobody has looked?"),
    }[which]
    code, now = found.territory.code, found.values[which]
    rows = [
        Button(
            ("✔️ " if value == now else "") + duties.value(_, which, value),
            buttons.ArrangeIssues(code=code, setting=which, value=value),
        )
        for value in SETTINGS[which].choices
    ]
    back = one_a_row(Button(_.plain("‹ Back"), buttons.IssueRules(code=code, setting=None)))
    text = _("<b>{territory}</b>", territory=found.territory.names.in_(_.language))
    return Screen(Html(f"{text}\n\n{explained}"), (*in_columns(rows, 2), *back))


# Categories


def areas(_: Words) -> Screen:
    """In which area."""
    rows = one_a_row(*(Button(names.area(_, area), buttons.ManageCategories(area=area)) for area in AREAS))
    return Screen(_("<b>Categories of problems</b>. Which area?"), (*rows, *_back(_), *to_menu(_)))


def categories(_: Words, area: Area, found: Categories) -> Screen:
    """The categories of an area; a retired one is marked."""
    opens = [
        Button(("🚫 " if one.retired else "") + names.category(_, one), buttons.EditCategory(category=one.id))
        for one in found.categories
    ]
    add = one_a_row(Button(_.plain("➕ Add a category"), buttons.AddCategory(area=area)))
    back = one_a_row(Button(_.plain("‹ Back"), GoTo(screen="issue_categories")))
    text = _("<b>{area}</b>. 🚫 can be chosen no more.", area=names.area(_, area))
    return Screen(text, (*in_columns(opens, 2), *add, *back))


def category(_: Words, one: Category) -> Screen:
    """A category with its three names."""
    lines = [_("<b>{area}</b>", area=names.area(_, one.area)), _names(_, one)]
    if one.retired:
        lines.append(_("🚫 It can be chosen no more; what has it keeps it."))
    rows = [Button(_.plain("✏️ Other names"), buttons.RenameCategory(category=one.id))]
    if one.retired:
        rows.append(Button(_.plain("✔️ Let it be chosen again"), buttons.RetireCategory(category=one.id, retired=False)))
    elif not one.is_other:
        rows.append(Button(_.plain("🚫 Choose it no more"), buttons.RetireCategory(category=one.id, retired=True)))
    rows.append(Button(_.plain("‹ Back"), buttons.ManageCategories(area=one.area)))
    return Screen(Html(_PARAGRAPH.join(lines)), one_a_row(*rows))


def _names(_: Words, one: Category) -> Html:
    lines = (
        _("{language}: {name}", language=common.LANGUAGE_NAMES[language], name=one.names.in_(language))
        for language in LANGUAGES
    )
    return Html("\n".join(lines))


def ask_names(_: Words, area: Area) -> Screen:
    """The three names of a category."""
    text = _("Write its name in three lines: Kazakh, Russian, English. At most 40 letters each.")
    return Screen(text, one_a_row(Button(_.plain("‹ Back"), buttons.ManageCategories(area=area))))


# Words to watch


def words(_: Words, found: WatchList) -> Screen:
    """The words to watch; a press takes one out, what is written is added."""
    lines = [
        _("<b>Words to watch</b>: {number}", number=_.number(found.total)),
        _(
            "A report with a word that begins so waits until somebody has looked at it. Write words to add them, one a "
            "line. Press a word to take it out."
        ),
    ]
    if found.added is not None:
        lines.insert(1, _.many("✔️ {number} word added.", "✔️ {number} words added.", found.added))
    drops = [Button(f"✖️ {one.folded}", buttons.DropWord(mark=one.mark, page=found.page)) for one in found.words]
    turns = _turns(found.page, found.total, WORDS_PAGE, lambda page: buttons.WatchWords(page=page))
    return Screen(Html(_PARAGRAPH.join(lines)), (*in_columns(drops, 3), *turns, *_back(_), *to_menu(_)))


def _turns(page: int, total: int, size: int, turn: Turn) -> Rows:
    last = max(0, (total - 1) // size)
    row = tuple(Button(sign, turn(to)) for sign, to in (("«", page - 1), ("»", page + 1)) if 0 <= to <= last)
    return (row,) if row else ()


# Who may not report


def bans(_: Words, found: Bans, zone: tzinfo) -> Screen:
    """Who may not report, until when and why; who it is nobody reads."""
    lines = [_("<b>Who may not report</b>: {number}", number=_.number(found.total))]
    for one, where in found.lines:
        text = _(
            "№{ban} · {where} · until {until}\n{reason}",
            ban=one.id,
            where="" if where is None else where.names.in_(_.language),
            until=_.moment(one.until, zone),
            reason=duties.reason(_, read_reason(one.reason)),
        )
        lines.append(text)
    if not found.lines:
        lines.append(_("Nobody."))
    rows: list[Button] = []
    for one, _where in found.lines:
        rows.append(Button(_.plain("✔️ Lift №{ban}", ban=one.id), buttons.LiftBan(ban=one.id)))
        if one.issue_id is not None:
            rows.append(Button(_.plain("📋 For which problem"), buttons.DeskIssue(issue=one.issue_id)))
    turns = _turns(found.page, found.total, BANS_PAGE, lambda page: buttons.ListBans(page=page))
    return Screen(Html(_PARAGRAPH.join(lines)), (*in_columns(rows, 2), *turns, *_back(_), *to_menu(_)))
