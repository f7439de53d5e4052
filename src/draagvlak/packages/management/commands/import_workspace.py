"""`draagvlak import-workspace`: look into a package, bring it in, or lay it open in a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.core.management.base import BaseCommand
from django.core.validators import validate_slug
from django.db import IntegrityError

from draagvlak.core.actor import SYSTEM
from draagvlak.packages.commands import bring_in
from draagvlak.packages.management.exits import Exit
from draagvlak.packages.packing.bringing import clash, preview
from draagvlak.packages.packing.reading import Closed, Verified, look_at, verify
from draagvlak.packages.packing.trouble import AlreadyHere, PackageUnusable, TooNew, WrongWords
from draagvlak.packages.packing.unpacking import lay_open

if TYPE_CHECKING:
    from argparse import ArgumentParser

LONGEST_SLUG: Final = 60


class Command(BaseCommand):
    help = (
        "Look into the package of a workspace and, with --yes, make that workspace here. Exit "
        "codes: 0 done, 2 wrong call, 3 damaged or no package, 4 the words do not open it, 5 made "
        "by a newer version, 6 it stands here already. Nothing is ever half stored or merged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--words-file",
            type=Path,
            help="the passphrase, or the codes of all guides, one on each line",
        )
        parser.add_argument("--slug", default="", help="its short name in the address here")
        parser.add_argument("--yes", action="store_true", help="bring it in")
        parser.add_argument("--open-to", type=Path, help="an empty folder to lay everything in")

    def handle(self, *args: object, **options: object) -> None:
        del args
        try:
            code = self._run(options)
        except WrongWords as error:
            code = self._say(error, Exit.WRONG_WORDS)
        except TooNew as error:
            code = self._say(error, Exit.TOO_NEW)
        except AlreadyHere as error:
            code = self._say(error, Exit.ALREADY_HERE)
        except PackageUnusable as error:
            code = self._say(error, Exit.REFUSED)
        except IntegrityError:  # a reference to nothing shows at the end of the transaction
            code = self._say(clash(), Exit.ALREADY_HERE)
        if code:
            sys.exit(code)

    def _run(self, options: dict[str, object]) -> Exit:
        closed = look_at(Path(str(options["file"])))
        slug = str(options["slug"] or closed.origin.slug)
        if options["words_file"] is None:
            self._outside(closed)
            return Exit.DONE
        try:
            text = Path(str(options["words_file"])).read_text(encoding="utf-8")
            validate_slug(slug)
        except (OSError, UnicodeDecodeError):
            self.stderr.write(f"{options['words_file']} cannot be read.")
            return Exit.WRONG_CALL
        except ValueError:
            self.stderr.write(f"{slug} is no short name: use letters, digits and hyphens.")
            return Exit.WRONG_CALL
        package = verify(closed, [line for line in text.splitlines() if line.strip()])
        if options["open_to"] is not None:
            lay_open(package, Path(str(options["open_to"])))
            self.stdout.write(f"{options['open_to']}: tables and files, readable for everybody "
                              "who can read that folder.")  # fmt: skip
            return Exit.DONE
        if options["yes"]:
            space = bring_in(by=SYSTEM, package=package, slug=slug)
            rows, files = package.contents.rows, len(package.contents.files)
            self.stdout.write(f"{rows} rows and {files} files stand here as {space.slug}.")
            return Exit.DONE
        return self._inside(package, slug)

    def _outside(self, closed: Closed) -> None:
        origin, words = closed.origin, closed.lock.words
        self.stdout.write(
            f"{origin.name} ({origin.slug}), made on {origin.made_at} by Draagvlak "
            f"{origin.version or '?'} on {origin.engine}.\nGive its "
            f"{'passphrase or code' if words == 1 else f'{words} codes'} with --words-file to look "
            "inside."
        )

    def _inside(self, package: Verified, slug: str) -> Exit:
        contents, found = package.contents, preview(package, slug)
        origin = contents.origin
        lines = [
            (
                f"{origin.name}, made on {origin.made_at} by Draagvlak {origin.version or '?'} on "
                f"{origin.engine}. Whole and unchanged."
            ),
            "",
            *(f"  programme: {name}" for name in contents.programmes),
            *(f"  {told.rows:>9}  {name}" for name, told in contents.tables.items() if told.rows),
            f"  {len(contents.files):>9}  files, {sum(contents.files.values()) / 1_000_000:.1f} MB",
            "",
            (
                f"Accounts: {found.known} known here by e-mail address, {found.invited} to be made "
                "without a password."
            ),
            f"Address here: /w/{slug}/",
        ]
        if found.workspace_here:
            lines.append("It stands here already: it will be refused.")
        elif found.slug_taken:
            lines.append("That address is taken: choose another with --slug.")
        self.stdout.write("\n".join(lines))
        if found.workspace_here or found.slug_taken:
            return Exit.ALREADY_HERE
        self.stdout.write("\nNothing was stored. Bring it in with --yes.")
        return Exit.DONE

    def _say(self, error: PackageUnusable, code: Exit) -> Exit:
        self.stderr.write(error.in_both())
        return code
