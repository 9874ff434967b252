"""The log of officials' acts."""

from domain.audit import AuditPage, Entry, LoggedAct
from domain.permissions import Act
from domain.roles import Role
from screens import audit as screens
from tests.screens.samples import BIG, NOW, OKRUG, ZONE, sample

DETAILS = {"role": "rayon_official", "area": None, "position": None}
ENTRY = Entry(BIG, NOW, BIG, Role.RAYON_OFFICIAL, OKRUG.code, Act.HAND_OVER_ROLE, f"invite {BIG}", DETAILS)
BY_RESIDENT = Entry(1, NOW, 1, None, None, Act.MAKE_POSTER, OKRUG.code, {})
BY_COMMAND_LINE = Entry(1, NOW, None, None, None, Act.GIVE_ROLE, "invite 1", {"role": "akim", "by": "command line"})
LOGGED = (Act.GIVE_ROLE, Act.TAKE_ROLE, Act.REVOKE_ROLE, Act.HAND_OVER_ROLE, Act.MAKE_POSTER, Act.READ_AUDIT)

SAMPLES = (
    *(sample(screens.act_name, act.value) for act in LOGGED),
    *(sample(screens.who, LoggedAct(entry, None)) for entry in (ENTRY, BY_RESIDENT, BY_COMMAND_LINE)),
    sample(screens.where, LoggedAct(ENTRY, OKRUG), wrote=True),
    sample(screens.where, LoggedAct(BY_RESIDENT, None)),
    sample(screens.page, AuditPage((LoggedAct(ENTRY, OKRUG),) * 8, BIG), ZONE, wrote=True),
    sample(screens.page, AuditPage((LoggedAct(BY_COMMAND_LINE, None), LoggedAct(BY_RESIDENT, None)), None), ZONE),
    sample(screens.page, AuditPage((), None), ZONE),
    sample(screens.downloaded, caption=True),
)
