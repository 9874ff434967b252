"""The daily digest, with more in it than finds room."""

from screens import digest
from tests.screens.samples import EVIL, sample
from texts import escaped

SAMPLES = (
    sample(digest.digest, [escaped(EVIL)], wrote=True),
    sample(digest.digest, [escaped(f"{EVIL} Ғабит" * 20) for _ in range(60)], wrote=True),
)
