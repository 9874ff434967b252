"""`python -m bot export survey ID --format …`."""

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path

from bot.commands.common import Subcommands, now, parser_for, ready, say, with_texts
from bot.settings import Settings, load_settings
from bot.trouble import Trouble
from domain.languages import LANGUAGES, Language
from domain.summaries.results import RAW, ResultFile, Taken

EXAMPLES = """  python -m bot export survey 7 --format pdf --language kk       two pages for the table of the committee
  python -m bot export survey 7 --format xlsx --language ru      all tables, charts, the answers, the codebook
  python -m bot export survey 7 --format csv --out answers.csv   the answers as codes"""


def add(commands: Subcommands) -> None:
    """Declare the command."""
    parser = parser_for(
        commands,
        "export",
        "Write the results of a closed survey into a file. The answers themselves (csv, csv-labels, sav, and in xlsx) "
        "are without names; of an anonymous survey also without what could point at somebody. The log notes it.",
        EXAMPLES,
    )
    verbs = parser.add_subparsers(title="what to export", metavar="survey", required=True)
    survey = verbs.add_parser("survey", help="a survey", description="Write the results of a closed survey.")
    survey.add_argument("id", type=int, metavar="ID", help="the number of the survey")
    survey.add_argument(
        "--format", choices=[one.value for one in ResultFile], default=ResultFile.BOOK.value, help="xlsx unless told"
    )
    survey.add_argument("--language", choices=LANGUAGES, default="kk", help="kk unless told")
    survey.add_argument("--out", type=Path, metavar="FILE", help="the file to write (kenes-survey-ID-…)")
    survey.set_defaults(command=command)


def command(args: argparse.Namespace) -> int:
    """Run it."""
    which, language = ResultFile(args.format), args.language
    if which is ResultFile.SPSS:
        _needs_spss()
    content, name = asyncio.run(_export(load_settings(), args.id, which, language))
    target: Path = args.out or Path(name)
    target.write_bytes(content)
    if which in RAW or which is ResultFile.BOOK:
        # It holds what people answered.
        target.chmod(0o600)
    say(f"Wrote {target}.")
    return 0


def _needs_spss() -> None:
    from reports.surveys.results import spss

    if not spss.there():
        raise Trouble("The library for SPSS is not there: pip install 'kenes[spss]'.")


async def _export(settings: Settings, survey_id: int, which: ResultFile, language: Language) -> tuple[bytes, str]:
    from actions.surveys.results import take_at_terminal
    from domain.refusals import Refused
    from reports.surveys.results import files

    try:
        async with ready(settings) as database:
            taken = await database.write(take_at_terminal, survey_id, which, now())
    except Refused as refused:
        raise Trouble(f"There are no results of survey {survey_id}: it is not there, not closed or not counted.") from (
            refused
        )
    with with_texts():
        return _made(taken, which, language), files.name(survey_id, which, language)


def _made(taken: Taken, which: ResultFile, language: Language) -> bytes:
    from reports.surveys.printed import printed
    from reports.surveys.results import files
    from reports.surveys.waves import waves
    from screens.surveys.results import called
    from texts import words

    spoken, results = words(language), taken.results
    names = called(spoken, {**results.territories, **taken.territories})
    its = printed(spoken, results.summary, names)
    if taken.trend is not None:
        its = replace(its, waves=waves(spoken, taken.trend))
    try:
        return files.made(spoken, its, taken.raw, names, which)
    except ValueError as error:
        raise Trouble(f"Nothing was written: {error}.") from error
