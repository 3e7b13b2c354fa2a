"""The command line over the same library as the window; Qt is imported only where something is printed or shown.

Exit codes: 0 found or done, 1 nothing found or a check failed, 2 wrong use or an input that cannot be used.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldref import __version__
from fieldref.core import paths
from fieldref.core.errors import BundleMissing, ContentError, FieldrefError, NotFound
from fieldref.core.model import PHASES, ROLE_CODES

if TYPE_CHECKING:
    from fieldref.core.library import Library
    from fieldref.core.model import Hit

FOUND, NOT_FOUND, WRONG_USE = 0, 1, 2
FORMATS = ("letter", "a4", "half", "index", "wallet")
PARTS = ("overview", *PHASES, "leaders", "help")

DESCRIPTION = """\
An offline field reference for people who prevent, respond to and recover from mass attacks.
Without a command the window opens, at PAGE or with QUERY searched when one is given."""
EPILOG = """\
examples:
  fieldref                                   open the window
  fieldref le: reunification                 open it with this search, for law enforcement
  fieldref search --role FE "casualty collection"
  fieldref show M21                          print a page as text
  fieldref cards --role LE --format half --out cards
  fieldref check                             verify this copy

exit codes: 0 found or done; 1 nothing found or a check failed; 2 wrong use or unusable input

Not an official product of RAND, NIJ or DOJ. Makes no network connections."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a C locale or a pipe must not stop an accent
            stream.reconfigure(encoding="utf-8", errors="replace")
    if not words or (words[0] not in COMMANDS and not words[0].startswith("-")):
        return _open_window(words)
    options = build_parser().parse_args(words)
    if not hasattr(options, "run"):
        return _open_window([])
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except NotFound as error:
        return _complain(str(error), NOT_FOUND)
    except FieldrefError as error:
        return _complain(str(error), WRONG_USE)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output left: nothing to say to whom
        return FOUND
    except OSError as error:  # a full disk, a folder that may not be written: the words of the system say which
        place = f"{error.filename}: " if error.filename else ""
        _complain(f"{place}{error.strerror or error}. Nothing more was written.", WRONG_USE)
        _drop_output()
        return WRONG_USE
    return code


def _drop_output() -> None:
    """Let Python end without a second try to write what could not be written."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _complain(text: str, code: int) -> int:
    print(f"fieldref: {text}", file=sys.stderr)
    return code


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="fieldref", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument(
        "--self-test", dest="run", action="store_const", const=_self_test,
        help="open the content, search, lay out a card, write user data, and say how each went",
    )  # fmt: skip
    commands = parser.add_subparsers(metavar="COMMAND")
    for name, (summary, add_options, run) in COMMANDS.items():
        command = commands.add_parser(
            name, help=summary, description=summary[0].upper() + summary[1:] + ".",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        add_options(command)
        command.set_defaults(run=run)
    return parser


def _version() -> str:
    lines = [f"fieldref {__version__}"]
    try:
        from fieldref.core.bundle import read_manifest

        manifest = read_manifest(paths.bundle_dir())
        lines.append(f"edition {manifest.edition}, content of {manifest.content_date}")
        lines.append(f"content digest {manifest.content_digest}")
    except FieldrefError as error:
        lines.append(f"no content: {error}")
    from fieldref.core.about import build_commit

    commit = build_commit()
    if commit:
        lines.append(f"built from {commit}")
    return "\n".join(lines)


def open_library() -> Library:
    """The library of this installation; raises BundleError."""
    from fieldref.core.library import Library

    folder = ready_bundle()
    try:
        return Library.open(folder)
    except BundleMissing as error:
        raise BundleMissing(f"{error} (Looked in {folder}.)") from error


def ready_bundle() -> Path:
    """The folder of the content; in a source tree it is compiled first when the content changed."""
    root, folder = paths.source_root(), paths.bundle_dir()
    if root is not None and paths.BUNDLE_VARIABLE not in os.environ:
        from fieldref.core.fresh import is_fresh

        if not is_fresh(root, folder):
            try:
                _compile_source(root, folder)
            except OSError as error:
                if not folder.is_dir():
                    raise
                _to_stderr(f"it cannot be written ({error.strerror}); the content compiled before is used")
    return folder


def _to_stderr(text: str) -> None:
    print(f"fieldref: {text}", file=sys.stderr)


def _compile_source(root: Path, folder: Path) -> None:
    from fieldref.compiler.pipeline import compile_content
    from fieldref.core.fresh import remember

    _to_stderr("the content changed; compiling it")
    report = compile_content(root / "content", folder, resources=root / "resources", progress=_to_stderr)
    if report.problems:
        _to_stderr(f"{len(report.problems)} problems in the content; `python3 build/make.py content` lists them")
    remember(root, folder)


def _open_window(words: list[str]) -> int:
    try:
        folder = ready_bundle()
    except ContentError as error:
        return _complain("\n".join([str(error), *error.problems]), WRONG_USE)
    except OSError as error:
        return _complain(f"the content cannot be compiled into {paths.bundle_dir()} ({error.strerror})", WRONG_USE)
    import gc

    gc.disable()  # starting makes no garbage worth looking for (8 % of it); the window collects in its pauses
    from fieldref.gui import app

    places = paths.user_places()
    return app.main(words, library_dir=folder, settings_path=places.settings, user_data_path=places.user_data)


# search


def _search_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help="words, or - to read one query a line")
    _add_scope(parser)
    parser.add_argument("--limit", type=_positive, default=10, metavar="N", help="at most N hits (10)")
    parser.add_argument(
        "--json", action="store_true",
        help="one JSON array: page, code, section, anchor, title, heading, part, roles, snippet, match, score",
    )  # fmt: skip


def _add_scope(parser: argparse.ArgumentParser, parts: Sequence[str] = PARTS) -> None:
    parser.add_argument("--role", type=str.upper, choices=ROLE_CODES, help="only what is for this role")
    parser.add_argument("--part", choices=parts, help="only this part")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _search(options: argparse.Namespace) -> int:
    library = open_library()
    if options.query == ["-"]:
        return _search_lines(library, options)
    result = library.search(" ".join(options.query), options.role, options.part, options.limit)
    if options.json:
        print(json.dumps([hit_values(hit) for hit in result.hits], ensure_ascii=False))
    else:
        if result.correction:
            print(f"No match for {result.correction.typed}; showing {result.correction.shown}.")
        for hit in result.hits:
            place = hit.section or hit.code or hit.page
            print(f"{place:8} {hit.title}: {hit.heading}" if hit.heading != hit.title else f"{place:8} {hit.title}")
            print(f"         {hit.snippet}")
        if result.outside:
            print(f"{result.outside} more outside this role or part.")
        if not result.hits:
            near = f" Near: {', '.join(result.suggestions)}." if result.suggestions else ""
            print(f"Nothing found.{near}")
    return FOUND if result.hits else NOT_FOUND


def _search_lines(library: Library, options: argparse.Namespace) -> int:
    """One query a line on standard input, one JSON array a line out; 1 when none of them found anything."""
    found = False
    for line in sys.stdin:
        result = library.search(line.rstrip("\r\n"), options.role, options.part, options.limit)
        found = found or bool(result.hits)
        print(json.dumps([hit_values(hit) for hit in result.hits], ensure_ascii=False), flush=True)
    return FOUND if found else NOT_FOUND


def hit_values(hit: Hit) -> dict[str, Any]:
    """A hit in the stable form of the command line's JSON."""
    return {
        "page": hit.page,
        "code": hit.code,
        "section": hit.section,
        "anchor": hit.anchor,
        "title": hit.title,
        "heading": hit.heading,
        "part": hit.part,
        "roles": list(hit.roles),
        "snippet": hit.snippet,
        "match": hit.match,
        "score": round(hit.score, 4),
    }


# export, show


def _export_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["sections"], help="sections: one JSON object a line")


def _export(options: argparse.Namespace) -> int:
    library = open_library()
    for page in library.pages():
        texts = {section.meta.anchor: section.text for section in library.page(page.id).sections}
        for section in library.sections(page.id):
            values = {
                "page": page.id,
                "code": section.code,
                "anchor": section.anchor,
                "title": page.title,
                "heading": section.heading,
                "text": texts[section.anchor],
                "roles": list(section.roles),
                "part": page.part,
            }
            print(json.dumps(values, ensure_ascii=False))
    return FOUND


def _show_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("page", metavar="PAGE", help="a page id (mitigate/first-officers), a code (M21, M21.3), a card")
    parser.add_argument("--role", type=str.upper, choices=ROLE_CODES, help="only sections for this role")


def _show(options: argparse.Namespace) -> int:
    from fieldref.core.model import SectionMeta
    from fieldref.core.plain_text import card_text, page_section_text, page_text

    library = open_library()
    found = library.find_code(options.page)
    name = getattr(found, "page", None) or getattr(found, "id", None) or options.page
    if name.startswith("cards/"):
        print(card_text(library, library.card(name)))
    elif isinstance(found, SectionMeta):
        print(page_section_text(library, library.page(name), found.anchor))
    else:
        print(page_text(library, library.page(name), role=options.role))
    return FOUND


# cards


def _cards_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--role", type=str.upper, choices=ROLE_CODES, action="append",
        help="only what is for this role (may be repeated)",
    )  # fmt: skip
    parser.add_argument("--part", choices=PHASES, action="append", help="only this phase (may be repeated)")
    parser.add_argument("--card", action="append", metavar="ID", help="this card (may be repeated)")
    parser.add_argument("--format", choices=FORMATS, default="half", help="paper format (half)")
    parser.add_argument(
        "--paper", choices=("letter", "a4", "card"),
        help="sheet for half, index and wallet (letter); card: 4 x 6 in stock for index cards",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for the PDF files")
    parser.add_argument("--local", type=Path, metavar="FILE", help="local details exported from fieldref")
    parser.add_argument("--color", action="store_true", help="add the phase colors")
    parser.add_argument("--duplex", action="store_true", help="order sheets for printing on both sides (not wallets)")
    parser.add_argument("--together", action="store_true", help="one PDF of all cards instead of one for each")
    parser.add_argument("--replace", action="store_true", help="write over files of the same name")
    parser.add_argument("--list", action="store_true", help="only say what would be written")


def _cards(options: argparse.Namespace) -> int:
    from fieldref.printing.command import write_card_files

    return write_card_files(open_library(), options)


def _check_cards_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--card", action="append", metavar="ID", help="only this card (may be repeated)")


def _check_cards(options: argparse.Namespace) -> int:
    from fieldref.printing.command import check_card_fit

    return check_card_fit(open_library(), options.card)


def _changes_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since", required=True, type=Path, metavar="EDITION",
        help="the older edition: a folder with its content, or where an older package is unpacked or installed",
    )  # fmt: skip


def _changes(options: argparse.Namespace) -> int:
    from fieldref.core.changes import changed_cards
    from fieldref.core.library import Library

    newer = open_library()
    older = Library.open(_edition_folder(options.since, newer.edition))
    changes = changed_cards(older, newer)
    print(f"From edition {older.edition} ({older.content_date}) to {newer.edition} ({newer.content_date}):")
    for change in changes:
        print(f"{change.code:8} {change.what:8} {change.title}")
    noun = "card" if len(changes) == 1 else "cards"
    print(f"{len(changes)} {noun} to replace." if changes else "No card changed.")
    return FOUND


def _edition_folder(given: Path, current: str) -> Path:
    """The folder of an edition's content, also inside a package of it; raises NotFound."""
    for inside in (".", "_internal/fieldref/_bundle", "fieldref/_bundle", "_bundle", ".cache/bundle"):
        if os.path.isfile(given / inside / "manifest.json"):
            return given / inside
    text = f"There is no edition at {given}. Name the folder where an older fieldref is unpacked or installed"
    raise NotFound(f"{text}; this copy is edition {current}.")


# check, compile


def _no_options(parser: argparse.ArgumentParser) -> None:
    pass


def _check(options: argparse.Namespace) -> int:
    import datetime

    from fieldref.core.installed import check_copy

    if paths.source_root():
        open_library()  # compiles what changed
    report = check_copy(paths.bundle_dir())
    for name in report.damaged:
        print(f"damaged: {name}")
    if report.damaged:
        print(f"{len(report.damaged)} of {report.checked} files are damaged. Install fieldref again.")
        return NOT_FOUND
    print(f"No damage found in {report.checked} files, checked {datetime.datetime.now():%H:%M}.")
    return FOUND


def _compile_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("content", type=Path, metavar="CONTENT", help="folder of pages, cards and data files")
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the bundle; replaced when all went well")
    parser.add_argument("--resources", type=Path, metavar="DIR", help="folder with figures (of this installation)")
    parser.add_argument("--strict", action="store_true", help="write nothing and exit 1 on any problem")
    parser.add_argument("--update-lock", action="store_true", help="number new sections and retire missing ones")


def _compile(options: argparse.Namespace) -> int:
    from fieldref.compiler.pipeline import compile_content

    if not options.content.is_dir():
        return _complain(f"there is no folder {options.content}", WRONG_USE)
    beside = options.content / ".." / "resources"
    resources = options.resources or (beside if beside.is_dir() else paths.resources_dir())
    try:
        report = compile_content(
            options.content, options.out, resources=resources, strict=options.strict, update_lock=options.update_lock
        )
    except ContentError as error:
        return _complain("\n".join([*error.problems, str(error)]), NOT_FOUND)
    except OSError as error:
        return _complain(f"{options.out} cannot be written ({error.strerror}); it is as it was", WRONG_USE)
    root = paths.source_root()
    if report.manifest and root and options.out.resolve() == paths.bundle_dir().resolve():
        from fieldref.core.fresh import remember

        remember(root, paths.bundle_dir())
    for problem in report.problems:
        print(problem)
    made = ", ".join(f"{count} {noun}" for noun, count in report.counts.items())
    state = "written" if report.manifest else "nothing written"
    print(f"{len(report.problems)} problems; {made}; {state}.", file=sys.stderr)
    return NOT_FOUND if report.problems and options.strict else FOUND


def _self_test(options: argparse.Namespace) -> int:
    from fieldref.selftest import run

    return run(open_library())


Command = tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]

COMMANDS: dict[str, Command] = {
    "search": ("search all sections, cards, directory and glossary", _search_options, _search),
    "show": ("print a page or card as text", _show_options, _show),
    "export": ("write out what the content holds", _export_options, _export),
    "cards": ("make quick cards as PDF", _cards_options, _cards),
    "check-cards": ("lay out every card in every format and fail on one that does not fit", _check_cards_options,
                    _check_cards),
    "changes": ("list the cards whose words changed since another edition", _changes_options, _changes),
    "check": ("verify this copy against its manifest", _no_options, _check),
    "compile": ("compile content to a bundle, listing every problem", _compile_options, _compile),
}  # fmt: skip
