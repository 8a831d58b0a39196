"""A sample page of a style: invented sources of every kind, as the style prints them.

`docs/styles.md` is made of these, the tests pin them, and a user may look at one before choosing a style.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation
from assistant.citing.exports.clean import markdown
from assistant.citing.footnotes import AnyStyle, bibliography, find_style, footnote, in_text, styles
from assistant.citing.sample_units import UNITS
from sources.document import Kind, Language, Location, Record

KO, EN = Language.KO, Language.EN

BRIEF = Record(
    "sample-brief",
    Kind.BRIEF,
    titles={KO: "북극항로와 한국의 선택", EN: "The Arctic Route and Korea's Choice"},
    authors={KO: ("홍길동",), EN: ("Hong Gildong",)},
    publishers={KO: "한빛정책연구원", EN: "Hanbit Institute for Policy Studies"},
    series={KO: "한빛 이슈브리프", EN: "Hanbit Issue Brief"},
    language=KO,
    number="2024-07",
    date="2024-05-20",
    pages="1-12",
)
SEVERAL = replace(
    BRIEF,
    key="sample-several",
    titles={KO: "해양안보 협력의 조건"},
    authors={KO: ("김철수", "이영희", "박민수")},
    number="2024-09",
)
MANY = replace(
    BRIEF,
    key="sample-many",
    titles={KO: "공급망의 다음 십 년"},
    authors={KO: ("김철수", "이영희", "박민수", "최지우")},
    number="2024-11",
)
SECOND_BY_AUTHOR = replace(
    BRIEF, key="sample-second", titles={KO: "쇄빙선 외교"}, number="2023-02", date="2023"
)
NO_DATE = replace(BRIEF, key="sample-no-date", titles={KO: "날짜 없는 글"}, date="", number="", series={})
WHITE_PAPER = Record(
    "sample-white-paper",
    Kind.REPORT,
    titles={KO: "2023 해양백서"},
    issuers={KO: "해양정책부"},
    publishers={KO: "해양정책부"},
    language=KO,
    date="2023",
)
KOREAN_ARTICLE = Record(
    "sample-article",
    Kind.ARTICLE,
    titles={KO: "빙하가 녹은 뒤"},
    authors={KO: ("이영희",)},
    series={KO: "바다정치연구"},
    language=KO,
    number="제12집 3호",
    date="2022",
    pages="33-58",
)
KOREAN_WEB = Record(
    "sample-web",
    Kind.WEB,
    titles={KO: "북극이사회 회의 결과"},
    publishers={KO: "해양정책부"},
    language=KO,
    date="2024-02-01",
    url="https://www.example.org/arctic",
)
ENGLISH = Record(
    "sample-english",
    Kind.BRIEF,
    titles={EN: "Managing the Melt? Northern Waters after 2030"},
    authors={EN: ("Jane Smith", "Ursula van der Berg")},
    publishers={EN: "Institute for Northern Affairs"},
    series={EN: "Northern Affairs Working Paper"},
    language=EN,
    number="18",
    date="2023-11",
    pages="1-24",
)
ENGLISH_BOOK = Record(
    "sample-book",
    Kind.REPORT,
    titles={EN: "Ice and Order"},
    authors={EN: ("Jane Smith",)},
    publishers={EN: "Institute for Northern Affairs"},
    language=EN,
    date="2021",
)
ENGLISH_MANY = replace(
    ENGLISH,
    key="sample-english-many",
    titles={EN: "Ports, Cables, and Convoys"},
    authors={EN: ("Jane Smith", "Omar Haddad", "Ana de la Cruz", "Kim Jong-su")},
    number="21",
)
DECLARATION = Record(
    "sample-declaration",
    Kind.DECLARATION,
    titles={EN: "The Tromsø Declaration", KO: "트롬쇠 선언"},
    issuers={EN: "Heads of Government of the Northern Council"},
    publishers={EN: "Northern Council"},
    language=EN,
    date="2024-06-03",
    url="https://www.example.org/tromso",
)
KOREAN_DECLARATION = Record(
    "sample-korean-declaration",
    Kind.DECLARATION,
    titles={KO: "동해 평화 선언"},
    publishers={KO: "대한민국 정부"},
    language=KO,
    date="2021-10-05",
)
DIGEST = replace(DECLARATION, key="sample-digest", kind=Kind.DIGEST)
UNKNOWN = Record("scan_0012.pdf")


@dataclass(frozen=True, slots=True)
class Sample:
    """One footnote of the page: what it shows, in both languages, and the citation."""

    ko: str
    en: str
    citation: Citation


def _at(
    record: Record, page: int | None, *, to: int | None = None, paragraph: int = 4, label: str | None = None
) -> Citation:
    language = record.language or KO
    place = Location("00c0ffee00c0ffee", page, "", paragraph, 100, 180, to)
    return Citation(1, "", place, record, language, label=label)


def samples() -> tuple[Sample, ...]:
    """The footnotes of the page, in order: some shapes depend on what stands before."""
    brief = _at(BRIEF, 5)
    return (
        Sample("한국어 저자", "Korean author", brief),
        Sample("같은 출처를 바로 이어서", "Same source right after", _at(BRIEF, 6)),
        Sample("같은 출처, 같은 쪽", "Same source, same page", _at(BRIEF, 6)),
        Sample("저자 여럿", "Several authors", _at(SEVERAL, 3)),
        Sample("저자 넷 이상", "More than three authors", _at(MANY, 3)),
        Sample("앞서 인용한 출처", "Source cited before", _at(BRIEF, 7)),
        Sample("쪽 범위", "Page range", _at(SEVERAL, 8, to=9)),
        Sample("기관 저자", "Institution as author", _at(WHITE_PAPER, 30)),
        Sample("기관 저자, 바로 이어서", "Institution, right after", _at(WHITE_PAPER, 41)),
        Sample("학술지 논문", "Journal article", _at(KOREAN_ARTICLE, 41)),
        Sample("웹 문서(쪽 없음)", "Web page (no pages)", _at(KOREAN_WEB, None)),
        Sample("날짜 없음", "No date", _at(NO_DATE, 2)),
        Sample("같은 저자의 다른 글", "Another work by one author", _at(SECOND_BY_AUTHOR, 1)),
        Sample("앞서 인용, 저자의 글이 여럿", "Cited before, author has several", _at(BRIEF, 9)),
        Sample("영어 저자", "English authors", _at(ENGLISH, 5)),
        Sample("영어 출처를 바로 이어서", "English source right after", _at(ENGLISH, 6)),
        Sample("영어 저자 넷 이상", "More than three English authors", _at(ENGLISH_MANY, 2, to=3)),
        Sample("영어 단행 보고서", "English report", _at(ENGLISH_BOOK, 77)),
        Sample("영어 출처, 앞서 인용", "English source cited before", _at(ENGLISH, 20)),
        Sample("공식 선언(문단 번호)", "Official declaration", _at(DECLARATION, None, label="3")),
        Sample("공식 선언을 바로 이어서", "Declaration right after", _at(DECLARATION, None, label="5")),
        Sample("한국어 공식 선언", "Korean declaration", _at(KOREAN_DECLARATION, None, label="2")),
        Sample(
            "문단 번호 없는 선언", "Declaration without numbers", _at(KOREAN_DECLARATION, None, paragraph=7)
        ),
        Sample("요약본", "Digest", _at(DIGEST, None, label="4")),
        Sample("비공식 번역", "Unofficial translation", replace(_at(BRIEF, 5), translation="…")),
        Sample("재인용", "Quoted in", replace(_at(BRIEF, 8), second_hand=True)),
        Sample(
            "영어 출처에서 재인용", "Quoted in an English source", replace(_at(ENGLISH, 8), second_hand=True)
        ),
        Sample("쪽수 추정", "Estimated pages", replace(_at(SEVERAL, 4), pages_exact=False)),
        Sample("OCR 본문", "Text recognised by OCR", replace(_at(MANY, 4), ocr=True)),
        Sample("인쇄 쪽수가 다름", "Printed page differs", _at(replace(KOREAN_ARTICLE, page_offset=32), 3)),
        Sample("인쇄 쪽수 이전", "Before the printed pages", _at(replace(WHITE_PAPER, page_offset=-10), 4)),
        Sample("서지 정보 없음", "Nothing known", _at(UNKNOWN, 2)),
        *(Sample(ko, en, replace(_at(record, page), unit=unit)) for ko, en, record, page, unit in UNITS),
    )


def sample_notes(style: AnyStyle, language: Language) -> list[tuple[str, str]]:
    """What each sample shows, and its footnote. Raises StyleError."""
    chosen = find_style(style, language)
    shown = samples()
    cited = [sample.citation for sample in shown]
    return [
        (sample.ko if language is KO else sample.en, footnote(sample.citation, chosen, language, cited[:i]))
        for i, sample in enumerate(shown)
    ]


def sample_in_text(style: AnyStyle, language: Language) -> list[str]:
    """Citations for running text; empty for a style that has only notes. Raises StyleError."""
    chosen = find_style(style, language)
    if not chosen.conventions[KO, language].in_text:
        return []
    cited: Sequence[Citation] = [
        _at(BRIEF, 5),
        _at(SEVERAL, 8, to=9),
        _at(ENGLISH, 5),
        _at(DECLARATION, None, label="3"),
    ]
    return [in_text(citation, chosen, language) for citation in cited]


def sample_bibliography(style: AnyStyle, language: Language) -> list[str]:
    """The bibliography of the page. Raises StyleError."""
    return bibliography([sample.citation.record for sample in samples()], style, language)


def page_of_styles() -> str:
    """`docs/styles.md`: a sample page of every style that ships, and how to write a house style."""
    parts = [_HEAD]
    for name, style in styles().items():
        parts.append(f"## `{name}`: {style.title(EN)} / {style.title(KO)}")
        for language, report in ((KO, "한국어 보고서"), (EN, "English report")):
            rows = [f"| {what} | {markdown(note)} |" for what, note in sample_notes(style, language)]
            parts.append("\n".join([f"### {report}", "", "| | |", "| --- | --- |", *rows]))
            if running := sample_in_text(style, language):
                parts.append("\n".join(f"- {markdown(text)}" for text in running))
            parts.append("\n".join(f"- {markdown(entry)}" for entry in sample_bibliography(style, language)))
    return "\n\n".join([*parts, _HOUSE]) + "\n"


_HEAD = """# Citation styles / 인용 양식

Made by `python -m assistant.citing.sample > docs/styles.md`; a test keeps it up to date. The sources are
invented. Each table is one row of footnotes, in order: what a footnote looks like can depend on those before
it. The convention follows the language of the source, the remarks follow the language of the report. Italics
are printed in Word, Hangul and Markdown exports.

이 문서는 위 명령으로 만들며, 시험이 최신 상태를 지킵니다.
출처는 모두 지어낸 것입니다. 각 표는 차례로 이어지는 각주입니다."""

_HOUSE = """## House styles / 우리 기관 양식

A house style is a TOML file in the folder `styles` of the data directory, or any file named by its path. It
extends a style that ships and says only what differs. Its name is the file's name.

우리 기관 양식은 자료 폴더의 `styles` 안에 두는 TOML 파일입니다. 바탕이 되는 양식에서 다른 점만 적습니다.

```toml
extends = "korean"
repeat = "full"              # ibid: 위의 글 · short: shortened · full: 매번 다 적기

[name]
ko = "우리 부 각주"
en = "Our house style"

[ko.terms]
page = "p. {first}"          # 5쪽 → p. 5
pages = "pp. {first}-{last}"

[ko.note]                    # 「」 → “ ”
series = ["{author}", "“{title}”", "『{series}』[ {number}][ ({imprint})]", "{pin}"]
```

In a template, `{title}` is a field, `[ …]` a piece that is left out where one of its fields is empty,
`[?author …]` and `[!author …]` pieces for sources with and without an author, `<i>…</i>` italics, and a
list is joined by `join`. The files in `assistant/citing/styles/` are written the same way. A misspelt
setting is named."""


if __name__ == "__main__":
    sys.stdout.write(page_of_styles())
