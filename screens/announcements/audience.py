"""Choosing whom an announcement is for."""

from collections import Counter
from dataclasses import replace

from domain.announcements import AnnouncementView, is_public
from domain.audiences import Rule, RuleKind
from domain.languages import LANGUAGES
from domain.roles import Area, Role
from domain.territories import Branch, Candidate, Level, Territory
from screens import buttons, names
from screens.announcements.compose import audience, people, to_draft
from screens.buttons import AnnouncementScreen as Side
from screens.screen import Button, Rows, Screen, in_columns, one_a_row
from texts import Html, Words, escaped

PAGE = 8
FOCUS = tuple(area for area in Area if area is not Area.PLANNING)


def choose(_: Words, view: AnnouncementView) -> Screen:
    """The kinds of choices; those that lead nowhere here are not shown."""
    its = view.announcement
    committee = Rule(RuleKind.ROLE, Role.COMMITTEE.value)
    rows = []
    if view.okrug is None:
        rows.append(Button(_.plain("🗺 Territories"), buttons.AnnouncementTree(announcement=its.id, code="", page=0)))
    else:
        rows.append(_open(_.plain("🏡 Only some villages"), its.id, Side.VILLAGES))
    rows.append(_open(_.plain("💡 Who is interested in…"), its.id, Side.AREAS))
    rows.append(_open(_.plain("🌐 Who reads…"), its.id, Side.LANGUAGES))
    rows.append(_toggle(view, committee, _.plain("Committee members")))
    if view.groups and is_public(its.audience):
        rows.append(_open(_.plain("📢 Groups and channels too"), its.id, Side.GROUPS))
    return Screen(_now(_, view), (*one_a_row(*rows), *to_draft(_, its.id)))


def _now(_: Words, view: AnnouncementView) -> Html:
    who = _("👥 For whom: <b>{audience}</b>", audience=audience(_, view))
    return Html(f"{who}\n{people(_, view)}")


def _open(text: str, number: int, side: Side) -> Button:
    return Button(text, buttons.OpenAnnouncement(announcement=number, screen=side))


def _toggle(view: AnnouncementView, rule: Rule, text: str) -> Button:
    """Once takes in, twice leaves out, a third time forgets; a group hears it or does not."""
    rules = view.announcement.audience.rules
    left_out = replace(rule, excludes=True)
    if left_out in rules:
        return _rule_button(view, f"✖️ {text}", left_out, on=False)
    if rule not in rules:
        return _rule_button(view, text, rule, on=True)
    if rule.kind is RuleKind.GROUP:
        return _rule_button(view, f"✔️ {text}", rule, on=False)
    return _rule_button(view, f"✔️ {text}", left_out, on=True)


def areas(_: Words, view: AnnouncementView) -> Screen:
    """Who said that a focus area interests them."""
    chosen = (_toggle(view, Rule(RuleKind.INTEREST, area.value), names.area(_, area)) for area in FOCUS)
    text = _("Who said that this interests them. Once: in ✔️, twice: not ✖️. None chosen: everybody.")
    return Screen(_under(_now(_, view), text), (*one_a_row(*chosen), *_back(_, view)))


def languages(_: Words, view: AnnouncementView) -> Screen:
    """Who reads a language."""
    chosen = (
        _toggle(view, Rule(RuleKind.LANGUAGE, language), names.LANGUAGE_NAMES[language]) for language in LANGUAGES
    )
    text = _("Who reads a language. Once: in ✔️, twice: not ✖️. None chosen: everybody.")
    return Screen(_under(_now(_, view), text), (*one_a_row(*chosen), *_back(_, view)))


def villages(_: Words, view: AnnouncementView, found: tuple[Territory, ...]) -> Screen:
    """Who named a village as theirs."""
    in_order = sorted(found, key=lambda village: _.order(village.names.in_(_.language)))[:90]
    chosen = [
        _toggle(view, Rule(RuleKind.VILLAGE, village.code), village.names.in_(_.language)) for village in in_order
    ]
    text = _("Who named a village as theirs. Once: in ✔️, twice: not ✖️. None chosen: the whole okrug.")
    columns = 1 if len(chosen) <= 8 else 2
    return Screen(_under(_now(_, view), text), (*in_columns(chosen, columns), *_back(_, view)))


def groups(_: Words, view: AnnouncementView) -> Screen:
    """Groups and channels that hear it too."""
    chosen = (_toggle(view, Rule(RuleKind.GROUP, str(group.id)), group.title[:40]) for group in view.groups[:50])
    text = _("It is written into these groups and channels too.")
    return Screen(_under(_now(_, view), text), (*one_a_row(*chosen), *_back(_, view)))


def tree(_: Words, view: AnnouncementView, branch: Branch, page: int = 0) -> Screen:
    """A part of the tree: each press on a name takes it in, then takes it out of the whole, then leaves it."""
    its = view.announcement
    here = branch.chain[-1] if branch.chain else None
    children = sorted(branch.children, key=lambda child: _.order(child.names.in_(_.language)))
    rows: list[tuple[Button, ...]] = []
    if here is not None:
        rows.append((_cycle(_, view, here, _.plain("All of {name}", name=here.names.in_(_.language))),))
    for child in children[page * PAGE : (page + 1) * PAGE]:
        below = () if child.level is Level.OKRUG else (_branch(its.id, "›", child.code, 0),)
        rows.append((_cycle(_, view, child), *below))
    last = (len(children) - 1) // PAGE
    code = "" if here is None else here.code
    turn = [
        _branch(its.id, text, code, to) for text, to in (("«", page - 1), ("»", page + 1)) if 0 <= to <= max(last, 0)
    ]
    if turn:
        rows.append(tuple(turn))
    if here is not None:
        above = branch.chain[-2].code if len(branch.chain) > 1 else ""
        rows.append((_branch(its.id, _.plain("‹ Back"), above, 0),))
    text = _(
        "Press a name: once takes it in ✔️, twice leaves it out ✖️, a third time forgets it. You can also write a name."
    )
    ready = _open(_.plain("✅ Ready"), its.id, Side.WHO)
    return Screen(_under(_now(_, view), text), (*rows, (ready,)))


def found(_: Words, view: AnnouncementView, candidates: tuple[Candidate, ...]) -> Screen:
    """The okrugs whose name was typed, with the way to each."""
    text = _("Which of them?") if candidates else _("I know no such okrug here. Please write it once more.")
    ways = [escaped(_way(_, one)) for one in candidates]
    named = Counter(one.okrug.names.in_(_.language) for one in candidates)
    rows = one_a_row(*(_cycle(_, view, one.okrug, _told_apart(_, one, named)) for one in candidates))
    back = _branch(view.announcement.id, _.plain("‹ Back"), "", 0)
    return Screen(Html("\n".join((_under(_now(_, view), text), *ways))), (*rows, (back,)))


def _told_apart(_: Words, one: Candidate, named: Counter[str]) -> str:
    name = one.okrug.names.in_(_.language)
    if named[name] == 1 or len(one.chain) < 2:
        return name
    return f"{name}, {one.chain[-2].names.in_(_.language)}"


def _way(_: Words, one: Candidate) -> str:
    return " › ".join(place.names.in_(_.language) for place in one.chain)


def _branch(number: int, text: str, code: str, page: int) -> Button:
    return Button(text, buttons.AnnouncementTree(announcement=number, code=code, page=page))


def _cycle(_: Words, view: AnnouncementView, place: Territory, name: str | None = None) -> Button:
    its = view.announcement
    taken_in = Rule(RuleKind.TERRITORY, place.code)
    left_out = Rule(RuleKind.TERRITORY, place.code, excludes=True)
    text = name or place.names.in_(_.language)
    if taken_in in its.audience.rules:
        return _rule_button(view, f"✔️ {text}", left_out, on=True)
    if left_out in its.audience.rules:
        return _rule_button(view, f"✖️ {text}", left_out, on=False)
    return _rule_button(view, text, taken_in, on=True)


def _rule_button(view: AnnouncementView, text: str, rule: Rule, *, on: bool) -> Button:
    its = view.announcement
    does = buttons.ForWhom(
        announcement=its.id, version=its.version, kind=rule.kind, key=rule.key, excludes=rule.excludes, on=on
    )
    return Button(text, does)


def _under(first: Html, second: Html) -> Html:
    return Html(f"{first}\n\n{second}")


def _back(_: Words, view: AnnouncementView) -> Rows:
    return one_a_row(_open(_.plain("‹ Back"), view.announcement.id, Side.WHO))
