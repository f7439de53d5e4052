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

__all__ = [
    "DeliveryDraft",
    "MeasureDraft",
    "Ties",
    "add_delivery",
    "add_measure",
    "archive_measure",
    "edit_delivery",
    "edit_measure",
    "link_cause",
    "link_concerns",
    "move_measure",
    "remove_delivery",
    "restore_delivery",
    "restore_measure",
    "unlink_cause",
    "unlink_concern",
]
