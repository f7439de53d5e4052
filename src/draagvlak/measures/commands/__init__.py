"""Everything that changes measures, what they answer, and what they brought."""

from draagvlak.measures.commands.delivering import (
    DeliveryDraft,
    add_delivery,
    edit_delivery,
    remove_delivery,
    restore_delivery,
)
from draagvlak.measures.commands.keeping import (
    MeasureDraft,
    Ties,
    add_measure,
    archive_measure,
    edit_measure,
    move_measure,
    restore_measure,
)
from draagvlak.measures.commands.linking import (
    link_cause,
    link_concerns,
    unlink_cause,
    unlink_concern,
)
from draagvlak.measures.commands.taking_back import (
    put_back_archived,
    put_back_cause,
    put_back_changes,
    put_back_concern,
    put_back_delivery,
    put_back_delivery_words,
)
from draagvlak.measures.commands.together import change_together

__all__ = [
    "DeliveryDraft",
    "MeasureDraft",
    "Ties",
    "add_delivery",
    "add_measure",
    "archive_measure",
    "change_together",
    "edit_delivery",
    "edit_measure",
    "link_cause",
    "link_concerns",
    "move_measure",
    "put_back_archived",
    "put_back_cause",
    "put_back_changes",
    "put_back_concern",
    "put_back_delivery",
    "put_back_delivery_words",
    "remove_delivery",
    "restore_delivery",
    "restore_measure",
    "unlink_cause",
    "unlink_concern",
]
