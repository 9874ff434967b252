"""Who may do what, where: the one table of permissions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.people import Actor, Step
from domain.roles import Grant, Position, Right, Role
from domain.territories import Place


class Act(StrEnum):
    """What can be done; the audit log knows acts by these words."""

    BEGIN = "begin"
    REGISTER = "register"
    SETTINGS = "settings"
    OWN_DATA = "own_data"
    ERASE_SELF = "erase_self"
    FIND_TERRITORY = "find_territory"
    WRITE_LOOSELY = "write_loosely"
    GO_ON = "go_on"
    TAKE_ROLE = "take_role"
    LIST_ROLES = "list_roles"
    GIVE_ROLE = "give_role"
    REVOKE_ROLE = "revoke_role"
    HAND_OVER_ROLE = "hand_over_role"
    READ_AUDIT = "read_audit"
    MAKE_POSTER = "make_poster"
    HOLD_MEETING = "hold_meeting"
    SEE_MEETINGS = "see_meetings"
    ANSWER_INVITATION = "answer_invitation"
    CHECK_IN = "check_in"
    TAKE_ATTENDANCE = "take_attendance"
    WRITE_MINUTES = "write_minutes"
    READ_REGISTER = "read_register"
    IMPORT_MEETINGS = "import_meetings"
    WRITE_ANNOUNCEMENT = "write_announcement"
    SEND_URGENT = "send_urgent"
    APPROVE_ANNOUNCEMENT = "approve_announcement"
    RULE_ANNOUNCEMENTS = "rule_announcements"
    READ_ANNOUNCEMENT = "read_announcement"
    BIND_GROUP = "bind_group"
    ENTER_CALL = "enter_call"
    PUBLISH_CALL = "publish_call"
    CHANGE_CALL = "change_call"
    CANCEL_CALL = "cancel_call"
    IMPORT_CALLS = "import_calls"
    READ_CALL = "read_call"
    REMIND_CALL = "remind_call"
    SEE_CLOCK = "see_clock"
    READ_COMMITTEE_SHEET = "read_committee_sheet"
    MAKE_SURVEY = "make_survey"
    SEE_SURVEYS = "see_surveys"
    ANSWER_SURVEY = "answer_survey"
    READ_RESULTS = "read_results"
    TAKE_RAW_ANSWERS = "take_raw_answers"
    REVIEW_WORDS = "review_words"
    LOAD_POPULATION = "load_population"
    REPORT_ISSUE = "report_issue"
    READ_ISSUES = "read_issues"
    MY_ISSUES = "my_issues"
    SUPPORT_ISSUE = "support_issue"
    ARCHIVE_ISSUE = "archive_issue"
    COMPARE_ISSUES = "compare_issues"
    READ_PRIORITIES = "read_priorities"
    COUNT_ISSUES = "count_issues"
    ANSWER_ISSUE = "answer_issue"
    HIDE_ISSUE = "hide_issue"
    RESTORE_ISSUE = "restore_issue"
    BAN_REPORTER = "ban_reporter"
    LIFT_BAN = "lift_ban"
    RULE_ISSUES = "rule_issues"
    RULE_CATEGORIES = "rule_categories"
    IMPORT_ISSUES = "import_issues"
    JUDGE_ISSUE = "judge_issue"
    APPEAL_ISSUE = "appeal_issue"


class Reach(StrEnum):
    """What people without a role may do it to."""

    NOBODY = "nobody"
    ANYBODY = "anybody"
    OWN = "own"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do one act.

    `roles` may do it inside their territory; people without a role as far as `people` reaches: to what is their own, in
    their home okrug, or anywhere. `right`, when given, must have been added to the grant, an administrator's excepted.
    `registered` asks for a finished registration. Of committee members only those in one of `positions` may.
    """

    roles: frozenset[Role] = frozenset()
    people: Reach = Reach.NOBODY
    right: Right | None = None
    registered: bool = True
    positions: frozenset[Position] | None = None
    # The roles to which `right` belongs without being added.
    right_by_role: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Allowed:
    """An act was allowed; `grant` is the role it is done under, None when it is done as a resident."""

    grant: Grant | None


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


_OFFICE = _roles(Role.STAFF, Role.ADMINISTRATOR)
_AKIMAT = _roles(Role.AKIM, Role.ASSISTANT)
_LEADS = frozenset({Position.LEADER})
_WRITES = frozenset({Position.SECRETARY})

RULES: Mapping[Act, Rule] = {
    Act.BEGIN: Rule(people=Reach.OWN, registered=False),
    Act.REGISTER: Rule(people=Reach.OWN, registered=False),
    Act.SETTINGS: Rule(people=Reach.OWN),
    Act.OWN_DATA: Rule(people=Reach.OWN, registered=False),
    Act.ERASE_SELF: Rule(people=Reach.OWN, registered=False),
    Act.FIND_TERRITORY: Rule(people=Reach.ANYBODY, registered=False),
    Act.WRITE_LOOSELY: Rule(people=Reach.OWN),
    Act.GO_ON: Rule(people=Reach.OWN),
    Act.TAKE_ROLE: Rule(people=Reach.OWN),
    Act.LIST_ROLES: Rule(roles=_OFFICE | _roles(Role.AKIM)),
    Act.GIVE_ROLE: Rule(roles=_OFFICE | _roles(Role.AKIM)),
    Act.REVOKE_ROLE: Rule(roles=_OFFICE | _roles(Role.AKIM)),
    Act.HAND_OVER_ROLE: Rule(people=Reach.OWN),
    Act.READ_AUDIT: Rule(roles=_OFFICE),
    Act.MAKE_POSTER: Rule(roles=_OFFICE | _AKIMAT),
    Act.WRITE_ANNOUNCEMENT: Rule(roles=_OFFICE | _AKIMAT),
    Act.SEND_URGENT: Rule(roles=_OFFICE | _AKIMAT, right=Right.URGENT, right_by_role=_roles(Role.AKIM)),
    Act.APPROVE_ANNOUNCEMENT: Rule(
        roles=_OFFICE | _AKIMAT, right=Right.APPROVE, right_by_role=_roles(Role.AKIM, Role.STAFF)
    ),
    Act.RULE_ANNOUNCEMENTS: Rule(roles=_OFFICE | _roles(Role.AKIM)),
    Act.READ_ANNOUNCEMENT: Rule(people=Reach.OWN),
    Act.BIND_GROUP: Rule(roles=_OFFICE | _AKIMAT),
    Act.HOLD_MEETING: Rule(roles=_OFFICE | _AKIMAT | _roles(Role.COMMITTEE), positions=_LEADS),
    Act.SEE_MEETINGS: Rule(people=Reach.OWN),
    Act.ANSWER_INVITATION: Rule(people=Reach.OWN),
    Act.CHECK_IN: Rule(people=Reach.OWN),
    Act.TAKE_ATTENDANCE: Rule(roles=_OFFICE | _AKIMAT | _roles(Role.COMMITTEE), positions=_LEADS | _WRITES),
    Act.WRITE_MINUTES: Rule(roles=_OFFICE | _AKIMAT | _roles(Role.COMMITTEE), positions=_LEADS | _WRITES),
    Act.READ_REGISTER: Rule(roles=_OFFICE | _AKIMAT | _roles(Role.RAYON_OFFICIAL)),
    Act.IMPORT_MEETINGS: Rule(roles=_OFFICE),
    Act.ENTER_CALL: Rule(roles=_OFFICE),
    Act.PUBLISH_CALL: Rule(roles=_OFFICE),
    Act.CHANGE_CALL: Rule(roles=_OFFICE),
    Act.CANCEL_CALL: Rule(roles=_OFFICE),
    Act.IMPORT_CALLS: Rule(roles=_OFFICE),
    Act.READ_CALL: Rule(people=Reach.ANYBODY),
    Act.REMIND_CALL: Rule(people=Reach.OWN),
    Act.SEE_CLOCK: Rule(roles=_OFFICE),
    Act.READ_COMMITTEE_SHEET: Rule(roles=_OFFICE | _AKIMAT | _roles(Role.COMMITTEE, Role.RAYON_OFFICIAL)),
    Act.MAKE_SURVEY: Rule(roles=_OFFICE | _AKIMAT | _roles(Role.COMMITTEE), positions=_LEADS),
    Act.SEE_SURVEYS: Rule(people=Reach.OWN),
    Act.ANSWER_SURVEY: Rule(people=Reach.OWN),
    Act.READ_RESULTS: Rule(roles=_OFFICE | _AKIMAT | _roles(Role.RAYON_OFFICIAL, Role.COMMITTEE)),
    Act.TAKE_RAW_ANSWERS: Rule(roles=_OFFICE, right=Right.RAW_ANSWERS),
    # What nobody has looked at may tell who wrote it: the akim is promised away from it before the first question.
    Act.REVIEW_WORDS: Rule(roles=_OFFICE),
    Act.LOAD_POPULATION: Rule(roles=_OFFICE),
    Act.REPORT_ISSUE: Rule(people=Reach.HOME),
    Act.READ_ISSUES: Rule(roles=_OFFICE | _AKIMAT | _roles(Role.RAYON_OFFICIAL, Role.COMMITTEE), people=Reach.HOME),
    Act.MY_ISSUES: Rule(people=Reach.OWN),
    Act.SUPPORT_ISSUE: Rule(people=Reach.HOME),
    Act.ARCHIVE_ISSUE: Rule(roles=_OFFICE),
    Act.COMPARE_ISSUES: Rule(people=Reach.HOME),
    Act.READ_PRIORITIES: Rule(roles=_OFFICE | _AKIMAT | _roles(Role.RAYON_OFFICIAL, Role.COMMITTEE), people=Reach.HOME),
    Act.COUNT_ISSUES: Rule(roles=_OFFICE | _AKIMAT | _roles(Role.RAYON_OFFICIAL, Role.COMMITTEE)),
    Act.ANSWER_ISSUE: Rule(roles=_OFFICE | _AKIMAT | _roles(Role.RAYON_OFFICIAL)),
    Act.HIDE_ISSUE: Rule(roles=_OFFICE | _AKIMAT),
    Act.RESTORE_ISSUE: Rule(roles=_OFFICE),
    Act.BAN_REPORTER: Rule(roles=_OFFICE | _AKIMAT),
    Act.LIFT_BAN: Rule(roles=_OFFICE),
    # Not the akim: these say when their own silence is told further up.
    Act.RULE_ISSUES: Rule(roles=_OFFICE | _roles(Role.RAYON_OFFICIAL)),
    Act.RULE_CATEGORIES: Rule(roles=_OFFICE),
    Act.IMPORT_ISSUES: Rule(roles=_OFFICE),
    Act.JUDGE_ISSUE: Rule(people=Reach.OWN),
    Act.APPEAL_ISSUE: Rule(people=Reach.OWN),
}


def may(actor: Actor, act: Act, *, place: Place | None = None, owner: int | None = None) -> Allowed | None:
    """Under what the actor may do this, None when they may not.

    `place` is where the thing lies (None: it concerns everywhere), `owner` is our number of the person whose it is.
    An act without a rule is refused to everyone.
    """
    rule = RULES.get(act)
    if rule is None or (rule.registered and actor.step is not Step.DONE):
        return None
    for grant in actor.grants:
        if _gives(grant, rule) and grant.covers(place):
            return Allowed(grant)
    if rule.people is Reach.ANYBODY or (rule.people is Reach.OWN and owner == actor.id):
        return Allowed(None)
    if rule.people is Reach.HOME and actor.home is not None and place is not None and actor.home.covers(place):
        return Allowed(None)
    return None


def may_somewhere(actor: Actor, act: Act) -> bool:
    """Whether there is any place or thing to which the actor may do this: what a menu shows."""
    rule = RULES.get(act)
    if rule is None or (rule.registered and actor.step is not Step.DONE):
        return False
    return rule.people is not Reach.NOBODY or any(_gives(grant, rule) for grant in actor.grants)


def scope(actor: Actor, act: Act) -> tuple[Grant, ...]:
    """The grants under which the actor may do this, the widest first."""
    rule = RULES.get(act, Rule())
    fitting = (grant for grant in actor.grants if _gives(grant, rule))
    return tuple(sorted(fitting, key=lambda grant: 0 if grant.place is None else len(grant.place.path)))


def reach(actor: Actor, act: Act) -> tuple[Place, ...] | None:
    """The territories in which the actor may do this by their roles; None means everywhere."""
    places = [grant.place for grant in scope(actor, act)]
    return None if None in places else tuple(place for place in places if place is not None)


def _gives(grant: Grant, rule: Rule) -> bool:
    if grant.role not in rule.roles:
        return False
    if grant.role is Role.COMMITTEE and rule.positions is not None and grant.position not in rule.positions:
        return False
    has_it = grant.role is Role.ADMINISTRATOR or grant.role in rule.right_by_role
    return rule.right is None or rule.right in grant.rights or has_it
