"""What people fill in, turned into what commands take."""

from draagvlak.measures.forms.deliveries import DeliveryAddForm, DeliveryEditForm
from draagvlak.measures.forms.fields import on_version, read_number
from draagvlak.measures.forms.measures import (
    DropForm,
    MeasureAddForm,
    MeasureEditForm,
    draft_text,
    start_of,
    stored_text,
)
from draagvlak.measures.forms.ties import CausePickForm, CauseTieForm, ConcernTieForm
from draagvlak.measures.forms.together import TogetherForm

__all__ = [
    "CausePickForm",
    "CauseTieForm",
    "ConcernTieForm",
    "DeliveryAddForm",
    "DeliveryEditForm",
    "DropForm",
    "MeasureAddForm",
    "MeasureEditForm",
    "TogetherForm",
    "draft_text",
    "on_version",
    "read_number",
    "start_of",
    "stored_text",
]
