"""Who shall hear something: a list of rules that include and exclude."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class RuleKind(StrEnum):
    """The kinds of rules there are; a subject adds its own together with its condition in `storage/audiences.py`."""

    TERRITORY = "territory"
    VILLAGE = "village"
    LANGUAGE = "language"
    INTEREST = "interest"
    ROLE = "role"
    GROUP = "group"
    PERSON = "person"
    INVITED = "invited"
    OUTSIDE = "outside"
    COMING = "coming"
    DECLINED = "declined"
    LEADS_MEETING = "leads_meeting"
    PARTICIPANTS = "participants"
    MEMBERS = "members"
    ASKED_REMINDER = "asked_reminder"
    HAS_DIGEST = "has_digest"
    SURVEY_DONE = "survey_done"
    ANSWERED_SURVEY = "answered_survey"
    BEGAN_SURVEY = "began_survey"
    SHARES_ISSUE = "shares_issue"
    FOLLOWS_ISSUE = "follows_issue"
    CONCERNED = "concerned"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a kind, its key (a territory's code, a language, a number), and whether it takes people out.

    The key of ROLE is `role` or `role.area`, where it holds being the territory rules' business; of GROUP the number
    of a bound group; of INVITED, COMING, DECLINED, PARTICIPANTS and LEADS_MEETING (who planned it, or whoever stands
    in for them now) a meeting's; of MEMBERS `area.code`, who sits in that committee there wherever they live; of
    ASKED_REMINDER a call's; of SURVEY_DONE (nothing more is asked of them), ANSWERED_SURVEY (they finished it) and
    BEGAN_SURVEY (they finished it or are at it) a survey's; of SHARES_ISSUE (they reported or share it or one merged
    with it), FOLLOWS_ISSUE and CONCERNED (either) an issue's; of DESK `desk.code`, who answers there for an okrug; of
    OUTSIDE another audience (`outside`), to which they must not belong. HAS_DIGEST needs none: for whom something
    waits until the daily digest.
    """

    kind: RuleKind
    key: str
    excludes: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """Everyone whom the including rules name, without those whom an excluding rule names.

    Rules of one kind widen each other, rules of different kinds narrow each other: two villages and Kazakh are the
    Kazakh readers of either village. GROUP rules add chats beside the people. No including rule means nobody.
    """

    rules: tuple[Rule, ...] = ()

    def including(self) -> Mapping[RuleKind, tuple[str, ...]]:
        """The keys of the including rules by kind, groups aside."""
        found: dict[RuleKind, tuple[str, ...]] = {}
        for rule in self.rules:
            if not rule.excludes and rule.kind is not RuleKind.GROUP:
                found[rule.kind] = (*found.get(rule.kind, ()), rule.key)
        return found

    def excluding(self) -> tuple[Rule, ...]:
        """The rules that take people out."""
        return tuple(rule for rule in self.rules if rule.excludes)

    def groups(self) -> tuple[int, ...]:
        """The numbers of the bound groups that hear it too."""
        return tuple(int(rule.key) for rule in self.rules if rule.kind is RuleKind.GROUP and not rule.excludes)

    def with_rule(self, rule: Rule) -> "Audience":
        """The same with one rule more; one that is there already changes nothing."""
        return self if rule in self.rules else Audience((*self.rules, rule))

    def without(self, rule: Rule) -> "Audience":
        """The same without this rule."""
        return Audience(tuple(other for other in self.rules if other != rule))

    def as_list(self) -> list[dict[str, Any]]:
        """For storage."""
        return [{"kind": rule.kind.value, "key": rule.key, "excludes": rule.excludes} for rule in self.rules]


def read_audience(rules: Iterable[Mapping[str, Any]]) -> Audience:
    """The audience that `as_list` wrote."""
    return Audience(tuple(Rule(RuleKind(rule["kind"]), rule["key"], rule["excludes"]) for rule in rules))


def outside(other: Audience) -> Rule:
    """The rule that takes only those who do not belong to another audience."""
    return Rule(RuleKind.OUTSIDE, json.dumps(other.as_list()))


def read_outside(key: str) -> Audience:
    """The audience that the key of such a rule names."""
    return read_audience(json.loads(key))


def territory(code: str) -> Audience:
    """Everyone who lives in a territory."""
    return Audience((Rule(RuleKind.TERRITORY, code),))
