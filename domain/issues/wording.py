"""What the words of a report are about, whether Kazakh or Russian: the stems by which two reports are compared.

Words are folded (Kazakh letters as Russian ones), their endings cut, and the commonest things and troubles of a village
are known by one name in both languages, so that «ауыз су жоқ» and «нет питьевой воды» have something in common.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from domain.spelling import fold

# What is spoken of: beginnings of words in both languages, and behind a dash whole words too short to begin others.
THINGS: Mapping[str, str] = {
    "mobile": "байланыс связ мобил ұялы сотов телефон қоңырау дозвон звонит тел2 билайн beeline kcell",
    "internet": "интернет ғаламтор инет вайфай wifi",
    "doctor": "дәрігер врач доктор медбике медсестр фельдшер медик терапевт педиатр акушер",
    "clinic": "емхана клиник больниц аурухана амбулатор фап медпункт поликлиник",
    "ambulance": "жедел скор",
    "medicine": "дәріхана аптек лекарств дәріні дәрілер препарат",
    "veterinary": "ветеринар ветврач вет",
    "cattle": "мал малды малдың малға малшы скот коров сиыр жылқы лошад овец овц қой отар табун",
    "school": "мектеп школ",
    "teacher": "мұғалім учител педагог",
    "kindergarten": "балабақша детсад садик ясли бөбекжай",
    "water": "вод водопровод водоснабж құбыр кран колонк құдық колодц колодец",
    "road": "жол дорог асфальт тротуар грейдер",
    "bridge": "көпір мост",
    "pothole": "шұңқыр ям яма ямы ойдым колдобин",
    "snow": "қар қардан снег сугроб",
    "light": "жарық свет электр ток напряжен кернеу трансформатор провод столб бағана",
    "lamp": "шам шамы шамдар фонар освещен темно қараңғы",
    "heat": "жылу отоплен котельн көмір угол угл уголь дров отын газ топит топлив",
    "waste": "қоқыс мусор свалк күл полигон",
    "bus": "автобус маршрут такси",
    "pasture": "жайылым пастбищ пасти жаятын выпас",
    "fodder": "жем шөп сено сена корм фураж",
    "watering": "суат водопой",
    "job": "жұмыс работ ваканс безработ еңбек",
    "youth": "жастар жастарға молодеж молодёж",
    "credit": "несие кредит субсид займ",
    "land": "жер телім участ земл",
    "sell": "сату өткізу продать сдать сбыт приемк приёмк базар рынок",
    "milk": "сүт молок",
    "shop": "дүкен магазин",
    "hair": "шаштараз парикмахер",
    "dog": "ит иттер итте соба пёс псы қаңғыбас бродяч",
    "club": "клуб мәдениет библиотек кітапхана дк",
    "sport": "спорт алаң площадк футбол стадион",
    "roof": "шатыр крыш төбе",
}
# Words that are too short to begin others, or begin words of something else.
WHOLE: Mapping[str, str] = {
    "water": "су суы суды судың суға сумен сусыз",
    "kindergarten": "сад сада",
    "clinic": "фап",
    "mobile": "сеть сети желі ұстамайды ловит",
}
TROUBLES: Mapping[str, str] = {
    "dirty": "лас грязн ржав мутн тот кір",
    "dear": "қымбат дорогой дорогая дорогое дорого тариф цен баға",
    "off": "сөн өш отключ выключ ажырат",
    "slow": "баяу медлен",
    "repair": "жөнде ремонт отремонт почин",
    "take_away": "шығар вывоз алып вывез",
    "broken": "бұзыл разбит разруш сломан құла қира нашар плох",
}
# They say nothing of what it is about.
_SILENT = (
    "нет нету не ни и в во на по за к у о об от до из с со а но или что чтобы как так уже ещё еще очень совсем "
    "вообще ваще для при над под рядом возле нам нас наш наша нашем нужен нужна нужно нужны надо есть был была было "
    "быть можно можем нельзя негде некому некуда нечем никто все всё это этот эта мы они его её год лет пожалуйста "
    "просим каждый каждую "
    "жоқ бар емес керек және мен бен пен да де та те үшін өте тым көп біз бізде біздің бұл сол ол осы бір екі "
    "жыл жылдан бері қажет болмайды болып тұр жатыр отыр мүлдем ешкім ештеңе өтінеміз сұраймыз сайын күн күнде"
)
SILENT = frozenset(map(fold, _SILENT.split()))
# Every report is about a village.
PLACES = ("ауыл", "аул", "сел", "көше", "улиц", "аудан", "район", "орталы", "округ", "үй", "дом")
_KAZAKH = (
    "дарынын дерин дары дери лары лери тары тери ларды лерди дарды дерди лар лер дар дер тар тер "
    "нын нин дын дин тын тин дан ден тан тен нан нен мен бен пен дагы деги тагы теги нда нде "
    "майды мейди байды бейди пайды пейди майтын мейтин ады еди йды йди ып ип ган ген кан кен "
    "ымыз имиз сы си га ге ка ке на не да де та те ды ди ты ти ны ни ы и"
)
_RUSSIAN = (
    "ками ами ями ого его ому ему ыми ими ать ять ить еть ают яют уют ует ает яет ишь ешь ой ей ый ий ая яя ое ее ые "
    "ие ых их ым им ом ем ах ях ам ям ов ев ую юю ет ит ут ют ат ят ть ка ки ку а я о е ы и у ю ь й"
)
_ENDINGS = tuple(sorted({*_KAZAKH.split(), *_RUSSIAN.split()}, key=len, reverse=True))
_SHORTEST_STEM = 3
# Vowels that people mix up in writing when they are not stressed; short words would fall together.
_UNSTRESSED = str.maketrans({"о": "а", "э": "и", "е": "и", "ы": "и", "й": "и"})
_LONG = 6
_MISSPELT = 84
THING, TROUBLE, WORD, PLACE = 2.0, 1.0, 1.0, 0.2
MOST_WORDS = 60


def _beginnings() -> dict[str, tuple[str, float]]:
    found: dict[str, tuple[str, float]] = {}
    for weight, known in ((TROUBLE, TROUBLES), (THING, THINGS)):
        for name, words in known.items():
            found.update({fold(word): (f"={name}", weight) for word in words.split()})
    found.update({fold(word): ("=place", PLACE) for word in PLACES})
    return found


_BEGINNINGS = _beginnings()
_WHOLE = {fold(word): (f"={name}", THING) for name, words in WHOLE.items() for word in words.split()}
_HEARD = {
    beginning.translate(_UNSTRESSED): known for beginning, known in _BEGINNINGS.items() if len(beginning) >= _LONG - 1
}
_LONGEST = max(map(len, _BEGINNINGS))


@lru_cache(4096)
def terms(text: str) -> Mapping[str, float]:
    """What a text is about: names of known things (they begin with =) and stems of other words, with their weights."""
    found: dict[str, float] = {}
    for word in _words(text):
        name, weight = _term(word)
        found[name] = max(weight, found.get(name, 0.0))
    return found


def _words(text: str) -> Iterator[str]:
    words = (word for word in fold(text).split() if len(word) > 1 and word not in SILENT and not word.isdigit())
    return (word for _, word in zip(range(MOST_WORDS), words, strict=False))


@lru_cache(1 << 16)
def _term(word: str) -> tuple[str, float]:
    if known := _WHOLE.get(word):
        return known
    for length in range(min(len(word), _LONGEST), 1, -1):
        beginning = word[:length]
        # A beginning of two or three letters is a word by itself, or begins any other.
        if (known := _BEGINNINGS.get(beginning)) and (length > _SHORTEST_STEM or len(word) - length <= _SHORTEST_STEM):
            return known
    return _misspelt(word) or (stem(word), WORD)


def _misspelt(word: str) -> tuple[str, float] | None:
    if len(word) < _LONG:
        return None
    heard = word.translate(_UNSTRESSED)
    found = process.extractOne(heard, _HEARD.keys(), scorer=_begins_like, score_cutoff=_MISSPELT)
    return None if found is None else _HEARD[found[0]]


def _begins_like(word: str, beginning: str, *, score_cutoff: float | None = None) -> float:
    return fuzz.ratio(word[: len(beginning)], beginning, score_cutoff=score_cutoff)


def stem(word: str) -> str:
    """A folded word without its ending, never shorter than three letters; long words as they are heard."""
    for _ in range(2):
        ending = next((one for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= _SHORTEST_STEM), "")
        if not ending:
            break
        word = word[: -len(ending)]
    return word.translate(_UNSTRESSED) if len(word) >= _LONG else word
