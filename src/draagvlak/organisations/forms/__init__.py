"""What is typed about the register, as values that commands take."""

from draagvlak.organisations.forms.groups import GroupForm
from draagvlak.organisations.forms.imports import (
    ImportColumnsForm,
    ImportGoneForm,
    ImportReadingForm,
    ImportRepairForm,
    ImportStart,
    ImportStartForm,
)
from draagvlak.organisations.forms.organisations import OrganisationForm, UnitForm
from draagvlak.organisations.forms.people import PeopleFilterForm, PersonForm

__all__ = [
    "GroupForm",
    "ImportColumnsForm",
    "ImportGoneForm",
    "ImportReadingForm",
    "ImportRepairForm",
    "ImportStart",
    "ImportStartForm",
    "OrganisationForm",
    "PeopleFilterForm",
    "PersonForm",
    "UnitForm",
]
