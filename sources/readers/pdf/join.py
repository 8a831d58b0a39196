"""What stands between two lines of one paragraph: a space, nothing, or a hyphen too many.

English breaks at spaces and hyphens. Korean breaks at spaces in some programs and anywhere in others, and
some of those cut Latin words and figures as well ("NAT|O", "2|035년"); which it is, is told from all the
lines of a document, by words that occur elsewhere in one piece, by endings that cannot begin a word and by
the morphemes two pieces make.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from sources.readers.pdf.lines import Line, is_hangul
from sources.readers.pdf.spacing import SURE, Judge, spacing_judge

# Endings and particles that cannot begin a Korean word: a line that begins with one was broken inside a word.
_BOUND: Final = (
    "은 는 이 가 을 를 의 에 로 와 과 도 만 다 다. 고 며 서 나 한 된 할 될 "
    "하는 되는 했다. 됐다. 한다. 된다. 하고 되고 하여 되어 했다 에서 으로 에게 까지 부터 "
    "이다. 니다. 있다. 없다. 들은 들이 들을 들의 라는 라고 이라는 적인 적으로 성을 성이 "
)
BOUND: Final = frozenset(_BOUND.split())
# Particles after a figure, a Latin name or a closing mark, none of which is a word by itself.
_PARTICLES: Final = (
    "은 는 을 를 의 에 에서 에게 로 으로 와 과 까지 까지만 부터 으로만 로만 으로도 로도 에도 에는 "
    "에서는 에서도 으로는 로는 라고 이라고 라는 이라는 이며 이고 이다. 보다 처럼 만큼 조차 마저 밖에"
)
PARTICLES: Final = frozenset(_PARTICLES.split())
# A word as printed, or the Latin name a Korean particle is attached to.
WORD: Final = re.compile(r"[A-Za-z]+(?=[가-힣])|[^\W_]+(?:-[^\W_]+)*")
OPENING: Final = re.compile(r"(?:[(\[{「『《〈【“‘△▲]|(?:^|[\s가-힣])['\"])$")
FEW: Final = 8  # Korean lines below which a single ending at a line's start means nothing
MANY: Final = 40  # Korean lines of which one in six begins with an ending, if words are broken: none, if not
INSIDE: Final = 0.15  # share of a program's Korean lines broken inside a word, at the least, if it does that
HYPHENATED: Final = 2  # known words parted by hyphens, from which a program is one that parts words
ENOUGH: Final = (
    0.95  # share of a program's lines that end in a drawn space, for its absence to mean something
)


@dataclass(frozen=True, slots=True)
class Seams:
    """Where Korean words end in a document, by its own letters: how often each syllable ends a word, begins
    one, and stands beside another within a word or across a space. Only words inside lines are counted,
    because those at the edges may be pieces."""

    words: Counter[str]
    letters: Counter[str]
    lasts: Counter[str]
    firsts: Counter[str]
    openings: Counter[str]
    within: Counter[str]
    across: Counter[str]

    @classmethod
    def of(cls, lines: Iterable[str]) -> Seams:
        counts = cls(*(Counter() for _ in range(7)))
        for line in lines:
            inner = [_bare(word) for word in line.split()[1:-1]]
            for word in filter(None, inner):
                counts.words[word] += 1
                counts.letters.update(word)
                counts.lasts[word[-1]] += 1
                counts.firsts[word[0]] += 1
                counts.openings[word[:2]] += 1
                counts.within.update(a + b for a, b in pairwise(word))
            counts.across.update(a[-1] + b[0] for a, b in pairwise(inner) if a and b)
        return counts

    def is_word_end(self, left: str, right: str) -> bool:
        """Whether a line that ends in `left` and goes on with `right` broke between two words: naive Bayes
        over the counts, its constant measured (docs/decisions/0201)."""
        if right in BOUND:
            return False
        a, b = _bare(left), _bare(right)
        if not a or not b or left[-1] != a[-1]:
            return True  # a comma or a full stop ends a word
        if self.words[a + b]:
            return False
        odds = 5.0
        for part, char in ((self.lasts, a[-1]), (self.firsts, b[0])):
            odds *= (part[char] + 0.5) / (self.letters[char] - part[char] + 0.5)
        odds *= (self.across[a[-1] + b[0]] + 0.5) / (self.within[a[-1] + b[0]] + 0.5)
        odds *= (self.openings[b[:2]] + 0.5) / 1.0
        return odds * (2.0 if self.words[a] else 0.7) > 1


def _bare(word: str) -> str:
    return re.sub(r"^\W+|\W+$", "", word)


@dataclass(frozen=True, slots=True)
class Joiner:
    """How the lines of one document join. `words` are the words it has in one piece, `seams` where they end;
    `draws_spaces` that its lines end in a drawn space where they break at one; `breaks_hangul` that Korean
    lines break inside words, and `judge` where; `cuts` that Latin words and figures are cut too. A hyphen at
    a line's end is judged by the words `parted`: of a program that parts words, none of its pieces."""

    words: Counter[str]
    seams: Seams
    draws_spaces: bool = False
    breaks_hangul: bool = False
    cuts: bool = False
    judge: Judge | None = None
    parted: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, lines: Iterable[str], pairs: Sequence[tuple[Line, Line]]) -> Joiner:
        """`lines` are the texts of all lines, `pairs` neighbours of which the first is full."""
        lines = list(lines)
        words = Counter(word for line in lines for word in WORD.findall(line))
        inner = Counter(word for line in _whole_words(lines) for word in WORD.findall(line))
        hyphenates = sum(_is_parted(upper.text, lower.text, inner) for upper, lower in pairs) >= HYPHENATED
        unfinished = [upper for upper, _ in pairs if not upper.text.endswith("-")]
        draws = sum(line.trailing for line in unfinished) >= ENOUGH * max(1, len(unfinished))
        korean = [
            (upper.text, lower.text)
            for upper, lower in pairs
            if not upper.trailing and is_hangul(upper.text[-1:] or " ") and is_hangul(lower.text[:1] or " ")
        ]
        judge, breaks = (None, False) if draws else _breaks_hangul(korean)
        cut = sum(not upper.trailing and _looks_cut(upper.text, lower.text, words) for upper, lower in pairs)
        seams = Seams.of(lines)
        return cls(words, seams, draws, breaks, cut >= 2, judge, inner if hyphenates else words)

    def join(self, upper: str, lower: str, trailing: bool) -> tuple[int, str]:
        """How many characters to take off the first line (a hyphen the program put there), and what to put
        between. `trailing` says that a space was drawn at the first line's end."""
        left, right = _last(upper), _first(lower)
        if re.search(r"[^\W\d_]-$", left):
            return self._at_hyphen(left, right)
        if re.search(r"[/–—]$", left) or (
            re.match(r"https?://\S*$", left) and re.search(r"[/?=&_.-]$", left)
        ):
            return 0, ""
        if trailing:
            return 0, " "
        return 0, "" if self._is_one_word(left, right, upper, lower) else " "

    def _is_one_word(self, left: str, right: str, upper: str, lower: str) -> bool:
        korean = is_hangul(left[-1:] or " "), is_hangul(right[:1] or " ")
        if OPENING.search(upper) or re.match(r"[)\]}」』》〉】”’,;!?]|[-~·ㆍ]\w", right):
            return True
        if left.endswith(("·", "ㆍ")) and right[:1].isalnum():
            return True
        if all(korean):
            if self.draws_spaces:  # this program draws the space it breaks at: no space, no word's end
                return True
            return self.breaks_hangul and self._is_broken(left, right, upper, lower)
        if korean[1] and left and left[-1] not in ",.;:!?" and re.sub(r"[,.]$", "", right) in PARTICLES:
            return True
        return _known_whole(left, right, self.words) or (self.cuts and _runs_on(left, right))

    def _is_broken(self, left: str, right: str, upper: str, lower: str) -> bool:
        """Whether a Korean word was broken here, in a document where that happens."""
        favour = self.judge(upper, lower) if self.judge else None
        if favour is None:
            return not self.seams.is_word_end(left, right)
        if abs(favour) > SURE:
            return favour > 0
        # Both readings have the same morphemes: 경고|했다 may be written either way.
        return (len(_bare(right)) > 1 and right in BOUND) or self.words[_bare(left) + _bare(right)] > 0

    def _at_hyphen(self, left: str, right: str) -> tuple[int, str]:
        stem = re.split(r"[^\w-]", left[:-1])[-1]
        found = re.match(r"[\w-]*", right)
        tail = found.group() if found else ""
        if tail in ("and", "or", "to") and self.words[stem + tail] == 0:
            return 0, " "  # "medium- and long-term"
        if not left[:-1].isascii() or not tail[:1].islower() or "-" in stem:
            return 0, ""
        whole, pair = _seen(self.parted, stem + tail), _seen(self.parted, f"{stem}-{tail}")
        if whole or pair:
            return (1, "") if whole >= pair else (0, "")
        both = self.parted[stem] > 0 and self.parted[tail] > 0 and min(len(stem), len(tail)) > 2
        return (0, "") if both else (1, "")


def _breaks_hangul(korean: Sequence[tuple[str, str]]) -> tuple[Judge | None, bool]:
    """Whether a program broke these pairs of Korean lines inside words as well, and who tells where."""
    bound = sum(_first(lower) in BOUND for _, lower in korean)
    if not korean or (len(korean) >= MANY and not bound):
        return None, False
    judge = spacing_judge()
    if judge is None:
        return None, len(korean) >= FEW and bound > 0.07 * len(korean)
    favours = [favour for pair in korean if (favour := judge(*pair)) is not None]
    return judge, sum(favour > SURE for favour in favours) > INSIDE * len(favours)


def _whole_words(lines: Sequence[str]) -> Iterator[str]:
    """The lines without what a hyphen at a line's end leaves of a word, here and on the next line."""
    cut = False
    for line in lines:
        text = line.partition(" ")[2] if cut else line
        cut = bool(re.search(r"[^\W\d_]-$", line))
        yield text.rpartition(" ")[0] if cut else text


def _seen(words: Counter[str], word: str) -> int:
    """How often a word occurs, in large letters too, as at a sentence's beginning."""
    return sum(words[form] for form in {word, word.lower(), word.capitalize()})


def _is_parted(upper: str, lower: str, words: Counter[str]) -> bool:
    """Whether a word that is known whole was parted by a hyphen between two lines."""
    end, start = re.search(r"[A-Za-z]{2,}(?=-$)", upper), re.match(r"[a-z]{2,}", lower)
    if not end or not start:
        return False
    return _seen(words, end.group() + start.group()) > _seen(words, f"{end.group()}-{start.group()}")


def _last(line: str) -> str:
    return line.rpartition(" ")[2]


def _first(line: str) -> str:
    return line.partition(" ")[0]


def _looks_cut(upper: str, lower: str, words: Counter[str]) -> bool:
    left, right = _last(upper), _first(lower)
    return _known_whole(left, right, words) or bool(re.search(r"\d$", left) and re.match(r"\d", right))


def _known_whole(left: str, right: str, words: Counter[str]) -> bool:
    """Whether two pieces are known as one Latin word, and the first hardly is by itself."""
    end, start = re.search(r"[A-Za-z]+$", left), re.match(r"[A-Za-z]+", right)
    if not end or not start:
        return False
    whole = words[end.group() + start.group()]
    return whole >= 2 and whole > 3 * (words[end.group()] - 1)


def _runs_on(left: str, right: str) -> bool:
    """Whether two pieces look like one figure, a figure and its unit, or one name in capitals."""
    if re.search(r"\d[.,]?$", left) and re.match(r"\d", right):
        return True
    if re.search(r"\d$", left) and re.match(r"[년월일개차조억만명쪽호장]", right):
        return True
    end, start = re.search(r"[A-Z]+$", left), re.match(r"[A-Z]*\d*", right)
    return bool(end and start and start.group())
