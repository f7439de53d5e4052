"""Reading the content of a kit: JSON files written by hand, checked by their own tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

CONTENT = Path(__file__).resolve().parent / "content"


@dataclass(frozen=True)
class Entry:
    """One JSON object, read with the type that its place demands. A wrong type is a TypeError."""

    raw: dict[str, object]

    def text(self, key: str) -> str:
        value = self.raw.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise TypeError(key)
        return value

    def number(self, key: str) -> int:
        value = self.raw[key]
        if not isinstance(value, int):
            raise TypeError(key)
        return value

    def number_or_none(self, key: str) -> int | None:
        return None if self.raw.get(key) is None else self.number(key)

    def decimal_or_none(self, key: str) -> str | None:
        value = self.raw.get(key)
        return None if value is None else str(value)

    def flag(self, key: str) -> bool:
        return self.raw.get(key) is True

    def texts(self, key: str) -> list[str]:
        value = self.raw.get(key, [])
        if not isinstance(value, list):
            raise TypeError(key)
        return [str(each) for each in value]

    def entry(self, key: str) -> Entry:
        value = self.raw.get(key)
        if not isinstance(value, dict):
            raise TypeError(key)
        return Entry(value)

    def entry_or_none(self, key: str) -> Entry | None:
        return None if self.raw.get(key) is None else self.entry(key)

    def entries(self, key: str) -> list[Entry]:
        value = self.raw.get(key, [])
        if not isinstance(value, list):
            raise TypeError(key)
        return [Entry(each) for each in value]


@dataclass(frozen=True)
class DemoContent:
    """Everything that the demo programme is made of."""

    organisations: Entry
    programme: Entry
    questions: Entry
    conversations: list[Entry]
    quotes: list[Entry]
    concerns: list[Entry]
    causes: list[Entry]
    measures: list[Entry]
    stakeholders: Entry
    rounds: Entry
    intake: Entry
    contributions: Entry
    lessons: Entry
    processes: Entry
    event_log: Entry
    solutions: Entry
    findings: Entry


def read_demo(name: str = "voorbeeldstad") -> DemoContent:
    """The content of one demo programme."""
    folder = CONTENT / name
    return DemoContent(
        organisations=_object(folder / "organisations.json"),
        programme=_object(folder / "programme.json"),
        questions=_object(folder / "questions.json"),
        conversations=_list(folder / "conversations.json"),
        quotes=_list(folder / "quotes.json"),
        concerns=_list(folder / "concerns.json"),
        causes=_list(folder / "causes.json"),
        measures=_list(folder / "measures.json"),
        stakeholders=_object(folder / "stakeholders.json"),
        rounds=_object(folder / "rounds.json"),
        intake=_object(folder / "intake.json"),
        contributions=_object(folder / "contributions.json"),
        lessons=_object(folder / "lessons.json"),
        processes=_object(folder / "processes.json"),
        event_log=_object(folder / "event_log.json"),
        solutions=_object(folder / "solutions.json"),
        findings=_object(folder / "findings.json"),
    )


def _object(path: Path) -> Entry:
    return Entry(json.loads(path.read_text(encoding="utf-8")))


def _list(path: Path) -> list[Entry]:
    return [Entry(each) for each in json.loads(path.read_text(encoding="utf-8"))]
