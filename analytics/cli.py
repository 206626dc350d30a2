"""``python -m analytics topics FILE --text COLUMN --out DIR``: the engine without the platform."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.errors import InputError
from analytics.params import Params

if TYPE_CHECKING:
    import pandas as pd

MISUSE = 2
INTERRUPTED = 130
_KNOWN = ("person", "created_at", "channel", "group")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 0, or 2 for input that cannot be used."""
    options = _parser().parse_args(arguments)
    try:
        _topics(options)
    except InputError as error:
        _tell(f"analytics: {error}")
        return MISUSE
    except KeyboardInterrupt:
        _tell("\nanalytics: stopped; nothing was written.")
        return INTERRUPTED
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analytics", description=_ABOUT)
    commands = parser.add_subparsers(dest="command", required=True)
    topics = commands.add_parser("topics", help="find the topics in a table of comments")
    topics.add_argument("file", type=Path, help="CSV (UTF-8 or TIS-620/Windows-874) or XLSX")
    topics.add_argument("--text", required=True, metavar="COLUMN", help="column of the comments")
    topics.add_argument("--out", required=True, type=Path, metavar="DIR", help="results go here")
    topics.add_argument("--id", metavar="COLUMN", help="of ids (default: id, or row numbers)")
    for name in _KNOWN:
        topics.add_argument(
            f"--{name.replace('_', '-')}", metavar="COLUMN", help=f"default: {name}, where it is"
        )
    topics.add_argument("--topics", type=int, metavar="K", help="how many (default: found)")
    topics.add_argument("--seed", type=int, default=0, metavar="N", help="default: 0")
    topics.add_argument("--lang", choices=("th", "en"), default="th", help="of the report")
    return parser


_ABOUT = "Topics in comments: assignments.csv, topics.csv, result.json and report.html."


def _topics(options: argparse.Namespace) -> None:
    params = Params(topics=options.topics, seed=options.seed)
    _tell(f"Reading {options.file} …")
    from analytics.pipeline import run
    from analytics.readers import read_table
    from analytics.writers import write_all

    frame = _choose_columns(read_table(options.file), options)
    result = run(frame, params, _show_progress)
    paths = write_all(result, options.out, lang=options.lang, title=options.file.name)
    counts = result.counts
    _tell(
        f"{counts['topics']} topics in {counts['assigned']} of {counts['received']} comments "
        f"({counts['left_out']} left out)."
    )
    sys.stdout.writelines(f"{path}\n" for path in paths)


def _choose_columns(table: pd.DataFrame, options: argparse.Namespace) -> pd.DataFrame:
    """The columns that were named, under the names that `run` knows."""
    import pandas as pd

    chosen = {"id": _ids(table, options.id), "text": _column(table, options.text)}
    for name in _KNOWN:
        asked = getattr(options, name)
        if asked is not None:
            chosen[name] = _column(table, asked)
        elif name in table.columns:
            chosen[name] = _column(table, name)
    return pd.DataFrame(chosen)


def _ids(table: pd.DataFrame, asked: str | None) -> pd.Series:
    """The named column; else one called id, if it is one; else row numbers from 1."""
    import pandas as pd

    if asked is not None:
        return _column(table, asked)
    if "id" in table.columns:
        ids = _column(table, "id")
        if ids.is_unique and not ids.isna().any():
            return ids
        _tell("Column id has gaps or repeats: rows are numbered instead.")
    return pd.Series(range(1, len(table) + 1), index=table.index)


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    if name not in table.columns:
        names = ", ".join(map(str, table.columns))
        raise InputError("no_column", column=name, columns=names)
    found = table.loc[:, table.columns == name]
    return found.iloc[:, 0]


def _show_progress(fraction: float, stage: str) -> None:
    end = "\r" if sys.stderr.isatty() else "\n"
    _tell(f"{fraction:6.1%}  {stage:<12}", end)


def _tell(text: str, end: str = "\n") -> None:
    sys.stderr.write(text + end)
    sys.stderr.flush()
