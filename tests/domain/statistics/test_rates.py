"""The four rates and what became of each invited person."""

from domain.statistics.rates import Outcome, Rate, Reached, Share, coverage, outcome, rates, reached, together


def code(**known: object) -> Outcome:
    plain: dict[str, object] = {
        "told": True, "refused": False, "ineligible": False, "started": False, "answers": 0, "finished": False
    }  # fmt: skip
    return outcome(**(plain | known))  # type: ignore[arg-type]


def test_each_person_has_one_outcome() -> None:
    assert code(told=None) is Outcome.QUEUED
    assert code(told=False) is Outcome.FAILED
    assert code() is Outcome.UNRESPONSIVE
    assert code(refused=True) is Outcome.REFUSED
    assert code(started=True) is Outcome.BREAK_OFF
    assert code(started=True, answers=3) is Outcome.PARTIAL
    assert code(started=True, answers=9, finished=True) is Outcome.COMPLETED
    assert code(ineligible=True) is Outcome.INELIGIBLE


def test_whoever_finished_counts_even_if_the_invitation_failed() -> None:
    assert code(told=False, started=True, finished=True) is Outcome.COMPLETED


def test_each_rate_has_its_own_base() -> None:
    invited = reached(
        {
            Outcome.QUEUED: 5,
            Outcome.FAILED: 15,
            Outcome.UNRESPONSIVE: 100,
            Outcome.REFUSED: 10,
            Outcome.BREAK_OFF: 4,
            Outcome.PARTIAL: 6,
            Outcome.COMPLETED: 58,
            Outcome.INELIGIBLE: 2,
        }
    )
    assert invited == Reached(200, 180, 68, 58)
    assert rates(invited) == {
        Rate.DELIVERY: Share(180, 200),
        Rate.PARTICIPATION: Share(68, 180),
        Rate.COMPLETION: Share(58, 68),
    }


def test_an_open_link_has_completion_only() -> None:
    assert rates(Reached(None, None, 40, 30)) == {Rate.COMPLETION: Share(30, 40)}


def test_modes_together_have_no_delivery_where_one_has_none() -> None:
    both = together([Reached(100, 90, 50, 40), Reached(None, None, 20, 20)])
    assert both == Reached(None, None, 70, 60)
    assert together([Reached(100, 90, 50, 40), Reached(10, 9, 5, 4)]) == Reached(110, 99, 55, 44)


def test_coverage_is_unknown_where_the_population_is() -> None:
    assert coverage(120, None) is None
    assert coverage(120, 400) == Share(120, 400)


def test_fewer_than_thirty_are_counts_only() -> None:
    assert Share(10, 29).percent is None
    assert Share(10, 29).value is None
    assert Share(15, 30).percent == 50
    assert Share(1, 200).percent == 1
    assert Share(1, 201).percent == 0
