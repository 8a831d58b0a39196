"""A small library in two languages, on fields of its own, and questions with the paragraph that answers."""

from __future__ import annotations

from sources.document import Document, Language, Paragraph, Record, Sentence, content_id
from sources.text.sentences import sentence_spans

KO, EN = Language.KO, Language.EN

KOREAN = {
    "한강수계": (
        "한강유역환경청은 팔당호의 녹조 경보를 7월 둘째 주에 발령했다. "
        "남조류 세포 수가 두 주 연속 기준을 넘었기 때문이다.",
        "수도권 정수장 열두 곳은 활성탄 여과를 늘려 흙냄새를 줄였다. "
        "시민이 마시는 물에서는 독소가 나오지 않았다.",
        "농가의 비료 사용을 줄이기 위해 경기도는 완효성 비료 값의 절반을 보조한다.",
    ),
    "철도망": (
        "동남권 순환철도는 2031년 개통을 목표로 하며 총사업비는 1조 2,000억 원이다.",
        "안드레아스 뮐러 교수는 독일의 지역철도 개편이 한국의 적자 노선에 교훈을 준다고 본다.",
        "열차 지연의 38%는 건널목 사고가 아니라 신호 설비 고장에서 나왔다.",
    ),
    "도서관": (
        "작은도서관의 장서는 평균 6,400권이며 절반은 자원봉사자가 운영한다.",
        "전자책 대출은 코로나19 이후 세 배로 늘었으나 출판사의 대여 조건이 까다로워졌다.",
    ),
}
ENGLISH = {
    "fisheries": (
        "Iceland cut its cod quota by thirteen per cent after the spring survey found fewer young fish.",
        "Skipper Sigridur Magnusdottir says that small boats in Husavik lose most under the new rules.",
        "Mackerel moved north as the sea warmed, and four coastal states still cannot agree who "
        "may catch it.",
    ),
    "housing": (
        "Vienna owns about 220,000 flats, and half of its residents live in subsidised homes.",
        "Rents in Lisbon rose by 29% in two years, which the council blames on short-term lets to tourists.",
        "Professor Takahashi argues that empty houses in rural Japan should be taxed rather than torn down.",
    ),
    "vaccines": (
        "Rwanda vaccinated nine girls in ten against cervical cancer through a school campaign.",
        "Cold boxes that keep vaccines at four degrees for a month cost $1.2 million for the whole province, "
        "which the health ministry paid out of a loan.",
    ),
}

# (question, its language, key, paragraph number)
QUESTIONS = (
    ("팔당호에 녹조 경보가 내려진 까닭은?", KO, "한강수계", 1),
    ("순환철도는 언제 개통하나?", KO, "철도망", 1),
    ("열차가 늦는 가장 큰 원인은?", KO, "철도망", 3),
    ("전자책을 빌리는 사람은 얼마나 늘었나?", KO, "도서관", 2),
    ("비료 보조금은 어느 지방자치단체가 주나?", KO, "한강수계", 3),
    ("Why was an algae warning issued for the lake?", EN, "한강수계", 1),
    ("What does Andreas Müller say about regional railways in Germany?", EN, "철도망", 2),
    ("What share of train delays comes from signal failures?", EN, "철도망", 3),
    ("How many books does a small library hold on average?", EN, "도서관", 1),
    ("How did e-book lending change after COVID-19?", EN, "도서관", 2),
    ("Which country reduced how much cod may be caught?", EN, "fisheries", 1),
    ("Why have rents gone up in Lisbon?", EN, "housing", 2),
    ("How were girls protected against cervical cancer?", EN, "vaccines", 1),
    ("Where did mackerel go when the water got warmer?", EN, "fisheries", 3),
    ("아이슬란드는 대구 어획량을 왜 줄였나?", KO, "fisheries", 1),
    ("후사비크의 작은 어선은 누가 대변하나?", KO, "fisheries", 2),
    ("빈의 공공임대 주택은 몇 채인가?", KO, "housing", 1),
    ("다카하시 교수는 빈집에 세금을 매기자고 하나?", KO, "housing", 3),
    ("르완다는 자궁경부암 백신을 어떻게 접종했나?", KO, "vaccines", 1),
    ("백신 냉장 상자의 값은 120만 달러인가?", KO, "vaccines", 2),
)


def document(key: str, paragraphs: tuple[str, ...], language: Language, of: str | None = None) -> Document:
    found, at = [], 0
    for number, text in enumerate(paragraphs, 1):
        spans = sentence_spans(text, language)
        sentences = tuple(Sentence(at + start, at + end) for start, end in spans)
        found.append(Paragraph(number, None, "", at, at + len(text), sentences))
        at += len(text) + 2
    text = "\n\n".join(paragraphs)
    record = Record(key, titles={language: key}, language=language)
    return Document(content_id(text), text, tuple(found), language, record, "txt", translation_of=of)


def documents() -> list[Document]:
    korean = [document(key, paragraphs, KO) for key, paragraphs in KOREAN.items()]
    return korean + [document(key, paragraphs, EN) for key, paragraphs in ENGLISH.items()]
