"""A comparison that a document draws itself: "This contrasts with the accord of 2016. That one …".

Asked how two texts differ, such a passage says it in one piece: the sentence it points back to, the one that
contrasts, and the one after it.
"""
# ruff: noqa: E501  (long patterns)

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.choosing.asking import Asking
from assistant.choosing.compare import subject_of
from assistant.choosing.score import LEANS
from assistant.choosing.scored import Scored, views_of
from assistant.question.references import NAMED
from assistant.words.wording import has

CONSIDERED = 40  # sentences, best first, among which the contrast and its neighbours are looked for

_CONTRASTS = re.compile(
    r"대비된다|대비되|대조|달리|반면|차이를 보|다르다|\bcontrasts?\b|\bunlike\b|\bwhereas\b|\bdiffers?\b|\bin contrast\b|\bby comparison\b",
    re.IGNORECASE,
)


def drawn(asking: Asking, scored: Sequence[Scored]) -> list[Scored]:
    """The run of sentences that draws the comparison asked for between the documents named; [] for none.
    What is compared must be spoken of on both sides of the contrast."""
    keys, shelf = asking.whole.keys, asking.shelf
    if len(keys) < 2:
        return []
    near = list(scored[:CONSIDERED])
    subject = subject_of(asking)
    for one in near:
        seen = views_of(one.passage, one.sentence)
        if not LEANS.match(one.sentence.text) or not any(_CONTRASTS.search(text) for text, _ in seen):
            continue
        before, after = _beside(one, near, -1), _beside(one, near, +1)
        if before is None or after is None:
            continue
        named = {
            key
            for member in (before, one)
            for text, own in views_of(member.passage, member.sentence)
            for key, strength in shelf.named(text, own).items()
            if strength >= NAMED
        }
        spoken = all(
            any(has(t, text, own) >= 0.8 for text, own in views_of(side.passage, side.sentence))
            for side in (before, after)
            for t in subject
        )
        if set(keys) <= named and subject and spoken:
            return [before, one, after]
    return []


def _beside(one: Scored, near: Sequence[Scored], step: int) -> Scored | None:
    """The sentence before or after `one` in its document, over the end of a paragraph too."""
    where = one.passage.paragraph.number
    place = one.place + step
    if 0 <= place < len(one.passage.sentences):
        wanted = (where, place)
        return next((s for s in near if s.passage.key == one.passage.key and _at(s) == wanted), None)
    edge = [
        s for s in near if s.passage.key == one.passage.key and s.passage.paragraph.number == where + step
    ]
    return next((s for s in edge if s.place == (len(s.passage.sentences) - 1 if step < 0 else 0)), None)


def _at(one: Scored) -> tuple[int, int]:
    return (one.passage.paragraph.number, one.place)
