"""Cut the power at random moments and look what the disk kept (SQLite and files).

Run: `python bench/durability/power_cut.py [--cuts 10000] [--acts 400] [--weaker NORMAL]`.

A preloaded library (`recorder.c`, compiled here with cc) records every write, sync, rename and
removal that the product asks for while people raise concerns and add files. The replay takes a
random moment in that record and builds a disk as it could be found after a power cut then: what was
synced stands there; what was not is dropped, kept, or torn into sectors of 512 bytes of which some
arrived; names that were made, changed or removed since their folder was synced are there or not.
The product's database and files are then opened and compared with what had been acknowledged.
`--weaker NORMAL` shows that the measurement notices a database that syncs less.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from house import HERE, House, ask, house

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTOR = 512
HEAD = struct.Struct("<cQQIHH")
DATABASE = "draagvlak.sqlite3"
CHANCE = 0.5


@dataclass(frozen=True)
class Act:
    """One thing that was asked of the disk."""

    what: str
    inode: int
    position: int
    path: str
    second: str
    content: bytes


@dataclass
class File:
    """A file: what the disk surely has, and what may still be on its way."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[Act] = field(default_factory=list)

    def sync(self) -> None:
        for act in self.waiting:
            apply(self.safe, act)
        self.waiting.clear()

    def after_cut(self, chance: random.Random, mode: str) -> bytearray:
        found = bytearray(self.safe)
        for act in self.waiting:
            if mode == "dropped" or (mode != "kept" and chance.random() < CHANCE):
                continue
            if mode == "torn" and act.what == "W":
                for start in range(0, len(act.content), SECTOR):
                    if chance.random() < CHANCE:
                        part = act.content[start : start + SECTOR]
                        write(found, act.position + start, part)
            else:
                apply(found, act)
        return found


def apply(content: bytearray, act: Act) -> None:
    if act.what == "W":
        write(content, act.position, act.content)
    elif len(content) > act.position:
        del content[act.position :]
    else:
        content.extend(bytes(act.position - len(content)))


def write(content: bytearray, position: int, part: bytes) -> None:
    if len(content) < position:
        content.extend(bytes(position - len(content)))
    content[position : position + len(part)] = part


@dataclass
class Disk:
    """Files by inode; names as surely on the disk, and changes of names that are on their way."""

    files: dict[int, File] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    now: dict[str, int] = field(default_factory=dict)
    waiting: list[Act] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def take(self, act: Act) -> None:
        """Let one act happen."""
        if act.what == "A":
            self.acknowledged += act.content.decode().split("\n")[:-1]
        elif act.what in "WT":
            self.files.setdefault(act.inode, File()).waiting.append(act)
        elif act.what == "S":
            self.files.setdefault(act.inode, File()).sync()
        elif act.what == "D":
            inside = [each for each in self.waiting if folder_of(each) == act.path]
            self.waiting = [each for each in self.waiting if folder_of(each) != act.path]
            for each in inside:
                rename(self.names, each)
        elif act.what != "C" or act.path not in self.now:
            if act.what == "C":
                self.files[act.inode] = File()
            rename(self.now, act)
            self.waiting.append(act)

    def after_cut(self, chance: random.Random, mode: str) -> dict[str, bytearray]:
        """The files by name, as they may be found."""
        names = dict(self.names)
        for act in self.waiting:
            if mode == "kept" or (mode != "dropped" and chance.random() < CHANCE):
                rename(names, act)
        return {
            name: self.files.get(inode, File()).after_cut(chance, mode)
            for name, inode in names.items()
        }


def folder_of(act: Act) -> str:
    return (act.second or act.path).rpartition("/")[0]


def rename(names: dict[str, int], act: Act) -> None:
    if act.what == "C":
        names[act.path] = act.inode
    elif act.what == "R" and act.path in names:
        names[act.second] = names.pop(act.path)
    elif act.what == "R" and act.inode:
        names[act.second] = act.inode
    elif act.what == "U":
        names.pop(act.path, None)


def read(record: Path) -> Iterator[Act]:
    """The record, act by act; a rename also carries the inode of what it moved."""
    raw, at = record.read_bytes(), 0
    current: dict[str, int] = {}
    while at < len(raw):
        what, inode, position, length, first, second = HEAD.unpack_from(raw, at)
        at += HEAD.size
        path = raw[at : at + first].decode()
        other = raw[at + first : at + first + second].decode()
        at += first + second
        act = Act(what.decode(), inode, position, path, other, raw[at : at + length])
        at += length
        if act.what == "C":
            current[path] = inode
        elif act.what == "R":
            act = Act("R", current.pop(path, 0), 0, path, other, b"")
            current[other] = act.inode
        yield act


def start(place: House) -> Disk:
    """The disk before anybody wrote: all of it synced."""
    disk = Disk()
    for path in place.data.rglob("*"):
        if path.is_file() and is_watched(path, place):
            inode = path.stat().st_ino
            disk.files[inode] = File(bytearray(path.read_bytes()))
            disk.names[str(path)] = disk.now[str(path)] = inode
    return disk


def is_watched(path: Path, place: House) -> bool:
    inside = path.relative_to(place.data).parts[0]
    return (inside.startswith(DATABASE) and not path.name.endswith("-shm")) or inside == "files"


def judge(
    files: dict[str, bytearray], place: House, acknowledged: list[str], scratch: Path
) -> Counter[str]:
    """Open what was found, and compare."""
    found: Counter[str] = Counter()
    base = str(place.data / DATABASE)
    for name, content in files.items():
        if name.startswith(base):
            (scratch / name[len(base) - len(DATABASE) :]).write_bytes(content)
    database = sqlite3.connect(scratch / DATABASE)
    try:
        if database.execute("pragma integrity_check").fetchone()[0] != "ok":
            return Counter(unsound=1)
        titles = {row[0] for row in database.execute("select title from concerns_concern")}
        rows = {
            name: (key, space, checksum)
            for key, space, name, checksum in database.execute(
                "select id, workspace_id, name, checksum from core_attachment"
            )
        }
        found["half"] += database.execute(HALF).fetchone()[0]
    except sqlite3.DatabaseError:
        return Counter(unsound=1)
    finally:
        database.close()
    for line in acknowledged:
        kind, _, token = line.partition(" ")
        stored = f"Zorg {token}" in titles if kind == "concern" else f"{token}.pdf" in rows
        found[f"lost {kind}"] += not stored
    for key, space, checksum in rows.values():
        path = str(place.data / "files" / space / key[:2] / key)
        whole = path in files and hashlib.sha256(files[path]).hexdigest() == checksum
        found["row without its file"] += not whole
    return found


HALF = """
select count(*) from concerns_concern c
where (select count(*) from core_auditevent a where a.subject_id = c.id) <> 1
   or (select count(*) from core_oncekey k where k.result_id = c.id) <> 1
   or (select count(*) from core_searchdocument d where d.object_id = c.id) <> 1
"""


def library(scratch: Path, source: Path) -> Path:
    """What is to be preloaded, compiled."""
    target = scratch / f"{source.stem}.so"
    words = ["cc", "-O2", "-shared", "-fPIC", "-o", str(target), str(source), "-ldl", "-lpthread"]
    subprocess.run(words, check=True)
    return target


def main() -> int:
    """Print the counts as JSON; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=10_000)
    parser.add_argument("--acts", type=int, default=400, help="what people do while it records")
    parser.add_argument("--weaker", default="", help="a value of PRAGMA synchronous to try instead")
    parser.add_argument("--seed", type=int, default=1)
    ask(parser, server=False)
    wishes = parser.parse_args()
    with house(wishes) as place:
        scratch = Path(tempfile.mkdtemp(dir=wishes.folder or None))
        try:
            found = run(place, scratch, wishes)
        finally:
            shutil.rmtree(scratch)
    print(json.dumps(found))
    return 1 if found["harm"] else 0


def run(place: House, scratch: Path, wishes: argparse.Namespace) -> dict[str, object]:
    """Record once, cut often."""
    began = time.monotonic()
    record = scratch / "record"
    disk = start(place)
    environment = place.environment | {
        "LD_PRELOAD": str(library(scratch, HERE / "recorder.c")),
        "RECORD_UNDER": str(place.data),
        "RECORD_TO": str(record),
        "WEAKER": wishes.weaker,
    }
    words = [sys.executable, str(HERE / "workload.py"), str(wishes.acts), place.user]
    subprocess.run(words, env=environment, check=True)
    acts = list(read(record))
    chance = random.Random(wishes.seed)  # noqa: S311 no secret
    moments = sorted(chance.randrange(1, len(acts) + 1) for _ in range(wishes.cuts))
    total: Counter[str] = Counter()
    rounds, at, modes = 0, 0, ("dropped", "kept", "some", "torn", "torn")
    lab = scratch / "lab"
    for moment in moments:
        while at < moment:
            disk.take(acts[at])
            at += 1
        lab.mkdir()
        files = disk.after_cut(chance, chance.choice(modes))
        harm = judge(files, place, disk.acknowledged, lab)
        shutil.rmtree(lab)
        rounds += any(harm.values())
        total += harm
    return {
        "cuts": len(moments),
        "seconds": round(time.monotonic() - began, 1),
        "recorded": dict(Counter(act.what for act in acts)),
        "acknowledged": len(disk.acknowledged),
        "cuts with harm": rounds,
        "harm": dict(total),
    }


if __name__ == "__main__":
    sys.exit(main())
