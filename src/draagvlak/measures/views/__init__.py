"""The pages of measures and deliveries."""

from draagvlak.measures.views.boards import measure_board, measure_shift
from draagvlak.measures.views.deliveries import (
    delivery_add,
    delivery_edit,
    delivery_remove,
    delivery_restore,
)
from draagvlak.measures.views.details import (
    measure_archive,
    measure_detail,
    measure_drop,
    measure_edit,
    measure_move,
    measure_restore,
)
from draagvlak.measures.views.lists import measure_add, measure_list
from draagvlak.measures.views.ties import (
    measure_cause_add,
    measure_cause_link,
    measure_cause_remove,
    measure_concern_add,
    measure_concern_link,
    measure_concern_remove,
)
from draagvlak.measures.views.together import measure_together

__all__ = [
    "delivery_add",
    "delivery_edit",
    "delivery_remove",
    "delivery_restore",
    "measure_add",
    "measure_archive",
    "measure_board",
    "measure_cause_add",
    "measure_cause_link",
    "measure_cause_remove",
    "measure_concern_add",
    "measure_concern_link",
    "measure_concern_remove",
    "measure_detail",
    "measure_drop",
    "measure_edit",
    "measure_list",
    "measure_move",
    "measure_restore",
    "measure_shift",
    "measure_together",
]
