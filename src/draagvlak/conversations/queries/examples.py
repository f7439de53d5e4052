"""Questions to begin with, for a phase that has none yet."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from draagvlak.programmes.models import Phase

EXAMPLES: dict[str, tuple[str, ...]] = {
    Phase.EXPLORE: (
        gettext_noop("What does your work look like now? Take me through the last time."),
        gettext_noop("What goes well, and what would you not want to lose?"),
        gettext_noop("How did you hear about this change, and what did you think then?"),
        gettext_noop("What worries you, even if it seems small?"),
        gettext_noop("A year from now, what would make you say: this went well?"),
        gettext_noop("Who else should I certainly talk to, and why?"),
    ),
    Phase.ANALYSE: (
        gettext_noop("What happens step by step, and who needs what from whom?"),
        gettext_noop("Why is it done this way? And where does that come from?"),
        gettext_noop("What would go wrong if this step were no longer there?"),
        gettext_noop("When did it really get stuck? What happened then?"),
        gettext_noop("For whom does this work out differently than for you?"),
        gettext_noop("How did an earlier change go here, and what did you learn from it?"),
    ),
    Phase.DEVELOP: (
        gettext_noop("If you could arrange it yourself, what would it look like?"),
        gettext_noop("What do you need to use it with an easy mind?"),
        gettext_noop("How do you prefer to learn something new?"),
        gettext_noop("What struck you when you used it for the first time?"),
        gettext_noop("What have we not understood well yet?"),
    ),
    Phase.GO_LIVE: (
        gettext_noop("How did the first time go? Tell it from beginning to end."),
        gettext_noop("Where did you look for help, and did you get it in time?"),
        gettext_noop("What did you still do the old way, and why?"),
        gettext_noop("What has to be different tomorrow?"),
        gettext_noop("What went well that you had dreaded?"),
    ),
    Phase.ANCHOR: (
        gettext_noop("What do you do differently now from half a year ago?"),
        gettext_noop("What happened with your worry or wish, and is it solved for you?"),
        gettext_noop("What does it bring you, and what does it still cost you?"),
        gettext_noop("Which old habit is back, and what does that tell us?"),
        gettext_noop("Where can it be better still, now that you know it?"),
    ),
}


def example_questions(phase: str) -> list[str]:
    """The examples for a phase, in the language of the reader."""
    return [_(text) for text in EXAMPLES.get(phase, ())]
