"""The log of officials' acts."""

from datetime import tzinfo

from domain.audit import AuditPage, LoggedAct
from domain.permissions import Act
from domain.roles import Role
from screens import buttons, names
from screens.home import to_menu
from screens.screen import Button, Screen
from texts import Html, Words


def act_name(_: Words, act: str) -> str:
    """What was done, in words."""
    known = {
        Act.GIVE_ROLE.value: _.plain("offered a role"),
        Act.TAKE_ROLE.value: _.plain("took a role"),
        Act.REVOKE_ROLE.value: _.plain("ended a role"),
        Act.HAND_OVER_ROLE.value: _.plain("began to hand over a role"),
        Act.MAKE_POSTER.value: _.plain("made a poster"),
        Act.WRITE_ANNOUNCEMENT.value: _.plain("sent or changed an announcement"),
        Act.SEND_URGENT.value: _.plain("sent an urgent announcement"),
        Act.APPROVE_ANNOUNCEMENT.value: _.plain("decided on an announcement"),
        Act.RULE_ANNOUNCEMENTS.value: _.plain("arranged how announcements are approved"),
        Act.BIND_GROUP.value: _.plain("bound or unbound a group"),
        Act.READ_AUDIT.value: _.plain("downloaded this log"),
        Act.PUBLISH_CALL.value: _.plain("published a competition"),
        Act.CHANGE_CALL.value: _.plain("changed a published competition"),
        Act.CANCEL_CALL.value: _.plain("cancelled a competition"),
        Act.IMPORT_CALLS.value: _.plain("entered past competitions"),
        Act.READ_COMMITTEE_SHEET.value: _.plain("took a committee's sheet"),
        Act.ARCHIVE_ISSUE.value: _.plain("downloaded the files of a problem"),
        Act.COUNT_ISSUES.value: _.plain("downloaded the table of issues"),
        Act.ANSWER_ISSUE.value: _.plain("answered a problem or changed its state"),
        Act.HIDE_ISSUE.value: _.plain("let a problem in or hid it"),
        Act.RESTORE_ISSUE.value: _.plain("showed a hidden problem again"),
        Act.BAN_REPORTER.value: _.plain("barred somebody from telling of problems"),
        Act.LIFT_BAN.value: _.plain("let a barred person tell of problems again"),
        Act.RULE_ISSUES.value: _.plain("arranged how problems are answered"),
        Act.RULE_CATEGORIES.value: _.plain("changed categories or words to watch"),
        Act.IMPORT_ISSUES.value: _.plain("entered past problems"),
        Act.MAKE_SURVEY.value: _.plain("opened, changed or closed a survey"),
        Act.READ_RESULTS.value: _.plain("downloaded results of a survey"),
        Act.TAKE_RAW_ANSWERS.value: _.plain("downloaded the answers to a survey"),
        Act.REVIEW_WORDS.value: _.plain("looked through answers in words"),
        Act.LOAD_POPULATION.value: _.plain("loaded how many people live where"),
    }
    return known.get(act, act)


def who(_: Words, logged: LoggedAct) -> str:
    """Who did it: a role and our number, never a name."""
    entry = logged.entry
    if entry.person_id is None:
        return _.plain("command line")
    role = _.plain("resident") if entry.role is None else names.role(_, Role(entry.role))
    return f"{role} №{entry.person_id}"


def where(_: Words, logged: LoggedAct) -> str:
    """The territory in which it was done."""
    return _.plain("all territories") if logged.territory is None else logged.territory.names.in_(_.language)


def page(_: Words, found: AuditPage, zone: tzinfo) -> Screen:
    """A page of the log, the newest first."""
    if not found.acts:
        return Screen(_("Nothing has been logged yet."), to_menu(_))
    lines = [_("<b>Log of officials' acts</b>")]
    lines.extend(_line(_, logged, zone) for logged in found.acts)
    rows = [(Button(_.plain("⬇️ Download"), buttons.GoTo(screen="audit_file")),)]
    if found.older is not None:
        rows.insert(0, (Button(_.plain("Older ›"), buttons.ReadAudit(before=found.older)),))
    return Screen(Html("\n\n".join(lines)), (*rows, *to_menu(_)))


def _line(_: Words, logged: LoggedAct, zone: tzinfo) -> Html:
    role = logged.entry.details.get("role")
    what = act_name(_, logged.entry.act)
    if role:
        what = f"{what}: {names.role(_, Role(str(role)))}"
    return _(
        "{when}\n{who}, {where}: {what}",
        when=_.moment(logged.entry.at, zone),
        who=who(_, logged),
        where=where(_, logged),
        what=what,
    )


def downloaded(_: Words) -> Html:
    """What stands under the file."""
    return _("The log of officials' acts.")
