"""What can be said of an audience without asking who lives where."""

from hypothesis import given
from hypothesis import strategies as st

from domain.audiences import Audience, Rule, RuleKind, read_audience

RULES = st.builds(
    Rule,
    st.sampled_from([RuleKind.TERRITORY, RuleKind.VILLAGE, RuleKind.LANGUAGE, RuleKind.GROUP]),
    st.sampled_from(["1", "2", "3"]),
    st.booleans(),
)
AUDIENCES = st.builds(lambda rules: Audience(tuple(rules)), st.lists(RULES, max_size=8))


@given(AUDIENCES)
def test_what_is_stored_is_read_back(audience: Audience) -> None:
    assert read_audience(audience.as_list()) == audience


@given(AUDIENCES, RULES)
def test_a_rule_that_is_added_twice_is_there_once(audience: Audience, rule: Rule) -> None:
    once = audience.with_rule(rule)
    assert rule in once.rules
    assert once.with_rule(rule) == once


@given(AUDIENCES, RULES)
def test_a_rule_that_is_taken_out_leaves_the_others_in_order(audience: Audience, rule: Rule) -> None:
    assert audience.without(rule).rules == tuple(other for other in audience.rules if other != rule)


@given(AUDIENCES)
def test_every_rule_includes_excludes_or_names_a_group(audience: Audience) -> None:
    included = {(kind, key) for kind, keys in audience.including().items() for key in keys}
    excluded = {(rule.kind, rule.key) for rule in audience.excluding()}
    of_groups = {(RuleKind.GROUP, str(number)) for number in audience.groups()}
    assert included | excluded | of_groups == {(rule.kind, rule.key) for rule in audience.rules}
    assert not any(kind is RuleKind.GROUP for kind, _ in included)
