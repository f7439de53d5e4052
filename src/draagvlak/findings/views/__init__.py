from __future__ import annotations

from draagvlak.findings.views.facts import fact_check, fact_uncheck
from draagvlak.findings.views.findings import (
    finding_add,
    finding_archive,
    finding_detail,
    finding_edit,
    finding_list,
    finding_restore,
)
from draagvlak.findings.views.opportunities import (
    concern_find,
    concern_tie,
    concern_untie,
    gain_put,
    gain_remove,
)
from draagvlak.findings.views.practices import practice_judge
from draagvlak.findings.views.reviews import (
    outcome_write,
    review_add,
    review_close,
    review_detail,
    review_hands,
    review_list,
    review_open,
    vote_cast,
    vote_count,
)
from draagvlak.findings.views.ties import (
    bottleneck_find,
    measure_find,
    measure_tie,
    measure_untie,
    opportunity_find,
)

__all__ = [
    "bottleneck_find",
    "concern_find",
    "concern_tie",
    "concern_untie",
    "fact_check",
    "fact_uncheck",
    "finding_add",
    "finding_archive",
    "finding_detail",
    "finding_edit",
    "finding_list",
    "finding_restore",
    "gain_put",
    "gain_remove",
    "measure_find",
    "measure_tie",
    "measure_untie",
    "opportunity_find",
    "outcome_write",
    "practice_judge",
    "review_add",
    "review_close",
    "review_detail",
    "review_hands",
    "review_list",
    "review_open",
    "vote_cast",
    "vote_count",
]
