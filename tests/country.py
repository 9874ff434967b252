"""A country that never was, in the shape of the state classifier's file, for tests and benchmarks."""

import random
from collections.abc import Iterator

HEADER = "kato,kato_version,level,type_code,name_ru,name_kk"
_CONSONANTS = "бғджзйкқлмнңпрстш"
_VOWELS = "аәеиоөұүыі"


def kato_csv(*, oblasts: int = 20, rayons: int = 10, okrugs: int = 12, villages: int = 12_980) -> bytes:
    """A file of `oblasts`, `rayons` in each, `okrugs` in each of those, and `villages` in all: the same each time."""
    return "\n".join([HEADER, *_rows(oblasts, rayons, okrugs, villages), ""]).encode()


def _rows(oblasts: int, rayons: int, okrugs: int, villages: int) -> Iterator[str]:
    chance = random.Random(7)  # noqa: S311 - names, not secrets
    each, left = divmod(villages, oblasts * rayons * okrugs)
    for oblast in range(10, 10 + oblasts):
        yield _row(f"{oblast}0000000", "oblast", f"область {oblast}", f"{oblast} облысы")
        for rayon in range(30, 30 + rayons):
            name = _name(chance)
            yield _row(f"{oblast}{rayon}00000", "district", f"{name}ский район", f"{name} ауданы")
            for okrug in range(30, 30 + okrugs):
                code, name = f"{oblast}{rayon}{okrug}", _name(chance)
                yield _row(f"{code}000", "sub_district", f"{name}ский с.о.", f"{name} а.о.")
                left -= 1
                for village in range(100, 100 + each + (left >= 0)):
                    yield _row(f"{code}{village}", "settlement", f"с.{name}", f"{name} а.")
                    name = _name(chance)


def _row(code: str, level: str, ru: str, kk: str) -> str:
    return f"{code},NK RK 11-2025,{level},2,{ru},{kk}"


def _name(chance: random.Random) -> str:
    syllables = chance.choice((2, 3, 3, 4))
    letters = (chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(syllables))
    return ("".join(letters) + chance.choice(("", "л", "р", "н", "й"))).capitalize()
