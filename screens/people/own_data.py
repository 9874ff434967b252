"""The words in which a person reads what is kept about them."""

from domain.outbox import DeliveryState
from domain.people import AgeBand, Sex
from domain.roles import Area, Position, Role
from domain.surveys.survey import Progress
from domain.topics import Mode, Topic
from screens import names
from texts import Words


def label(_: Words, column: str) -> str:
    """What a column of the database is called for people; one that only machines need keeps its name."""
    return {
        "people.id": _.plain("Your number here"),
        "people.language": _.plain("Language"),
        "people.okrug_code": _.plain("Okrug"),
        "people.village_code": _.plain("Village"),
        "people.agreed_at": _.plain("You agreed"),
        "people.registered_at": _.plain("You registered"),
        "people.created_at": _.plain("You came"),
        "people.arrived_by": _.plain("The link you came by"),
        "accounts.telegram_id": _.plain("Your number in Telegram"),
        "accounts.blocked_at": _.plain("You shut the bot out"),
        "profiles.name": _.plain("Name"),
        "profiles.sex": _.plain("Sex"),
        "profiles.age_band": _.plain("Age"),
        "profiles.age_told_on": _.plain("You told your age"),
        "notification_choices.topic": _.plain("Topic"),
        "notification_choices.mode": _.plain("How you hear of it"),
        "quiet_hours.from_hour": _.plain("Quiet from this hour"),
        "quiet_hours.until_hour": _.plain("Quiet until this hour"),
        "interests.area": _.plain("You are interested in"),
        "grants.role": _.plain("Role"),
        "grants.territory_code": _.plain("Territory"),
        "grants.area": _.plain("Committee or working group"),
        "grants.position": _.plain("Position"),
        "grants.since": _.plain("Since"),
        "grants.until": _.plain("Until"),
        "grants.revoked_at": _.plain("Ended"),
        "issues.text": _.plain("What you told"),
        "issues.serial": _.plain("Its number in the okrug"),
        "issues.okrug_code": _.plain("Okrug"),
        "issues.created_at": _.plain("You began it"),
        "issues.sent_at": _.plain("You sent it"),
        "issues.name_shown": _.plain("Your name stands under it"),
        "issues.signed_as": _.plain("The name under it"),
        "issue_supports.since": _.plain("You said “me too”"),
        "issue_follows.since": _.plain("You follow it since"),
        "surveys.title": _.plain("Survey"),
        "participations.state": _.plain("How far you are"),
        "participations.day": _.plain("On"),
        "answers.question": _.plain("Question"),
        "answers.value": _.plain("Your answer"),
        "deliveries.id": _.plain("Number of the message"),
        "deliveries.notice_id": _.plain("Number of the notice"),
        "deliveries.okrug_code": _.plain("Okrug"),
        "deliveries.language": _.plain("Language"),
        "deliveries.state": _.plain("How far it is"),
        "deliveries.attempts": _.plain("Times tried"),
        "deliveries.sent_at": _.plain("Sent to you"),
        "deliveries.read_at": _.plain("You pressed that you have read it"),
    }.get(column, column)


def value(_: Words, column: str, kept: object) -> str | None:
    """What a kept word means, None when it speaks for itself."""
    name = column.partition(".")[2]
    if not isinstance(kept, str):
        return None
    if column in _STATES:
        return _STATES[column](_).get(kept)
    if column in ("people.language", "deliveries.language"):
        return names.LANGUAGE_NAMES[kept]  # type: ignore[index]
    try:
        if name == "sex":
            return names.sex(_, Sex(kept))
        if name == "age_band":
            return names.age(_, AgeBand(kept))
        if column.startswith("notification_choices."):
            return names.topic(_, Topic(kept)) if name == "topic" else names.mode(_, Mode(kept))
        if name == "role":
            return names.role(_, Role(kept))
        if name == "area":
            return names.area(_, Area(kept))
        return names.position(_, Position(kept)) if name == "position" else None
    except ValueError:
        return None


def _progress(_: Words) -> dict[str, str]:
    return {
        Progress.BEGUN.value: _.plain("begun, not finished"),
        Progress.FINISHED.value: _.plain("answered to the end"),
        Progress.FULL.value: _.plain("enough people like you had answered"),
        Progress.MINOR.value: _.plain("not asked: under 18"),
        Progress.DECLINED.value: _.plain("you said that you do not want to answer"),
    }


def _delivery(_: Words) -> dict[str, str]:
    sent, waits, failed = _.plain("sent"), _.plain("waits"), _.plain("was not sent")
    return {
        DeliveryState.QUEUED.value: waits,
        DeliveryState.SENDING.value: _.plain("on its way"),
        DeliveryState.DIGEST.value: _.plain("waits for the daily digest"),
        DeliveryState.SENT.value: sent,
        DeliveryState.BLOCKED.value: failed,
        DeliveryState.GONE.value: failed,
        DeliveryState.FAILED.value: failed,
        DeliveryState.SKIPPED.value: failed,
        DeliveryState.UNSURE.value: _.plain("perhaps sent"),
    }


_STATES = {"participations.state": _progress, "deliveries.state": _delivery}
