"""What is done with lessons: keeping, consent, taking back."""

from draagvlak.lessons.commands.keeping import (
    GivenConsent,
    bring_lessons,
    decide_lesson,
    keep_lesson,
    note_consent,
    put_lesson_back,
    remove_lesson,
    unkeep_lesson,
    withdraw_lesson,
)

__all__ = [
    "GivenConsent",
    "bring_lessons",
    "decide_lesson",
    "keep_lesson",
    "note_consent",
    "put_lesson_back",
    "remove_lesson",
    "unkeep_lesson",
    "withdraw_lesson",
]
