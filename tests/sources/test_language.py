"""The language of questions: Korean, English, mixtures, neither, and others that have to be named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.document import Language
from sources.text.language import Detected, detect_language, text_language

KO = """
방위비 목표는 언제까지 달성해야 하나요?
누가 제안했어?
한국은?
왜?
결론만 알려줘
요약
ㅇㅇ 그거
IP4 summit 불참 이유
NATO의 5% target이 뭐야?
Trump가 Spain에 뭐라고 했어?
defence 협력 방안
ITPP란?
GDP 대비 2.32% 맞음?
Rutte 사무총장이 한 말은?
'free rider'가 무슨 뜻이에요
burden sharing 의미
summary 해줘
PDF 3쪽 내용 정리
AI Act 시행 일정
Poland만 가능하다는거 맞아?
deadline이 언제임
The Hague 선언문 요약해줘
Washington Declaration이랑 뭐가 달라?
Who is who 목록에 한국이 있나요?
“The Alliance will respond”가 무슨 뜻인가요?
이 문장 영어로 번역해 줘: We will pay the price.
그럼 Japan은 왜 안 왔지
F-35 도입 대수
K-방산 수출액
COVID-19 이후 예산 변화
http://example.org/report 이거 요약
北核 대응 방안은?
美中 갈등의 영향
5퍼센트?
3.5%는 무엇에 쓰이나
open source 라이선스 관련 조항
by 2035 목표는 뭐였지?
한미동맹(ROK–US alliance)의 과제는?
NATO와 EU의 차이
Made in Korea 정책은 뭐야
annyeong haseyo
hanguk bangwibi eolmayeyo
"""
EN = """
Who proposed the split?
Why?
What about Korea?
defence spending target
Poland
burden sharing
Spain tariffs
What is 집단방위?
Who is 김세미?
What does 방위비 분담 mean?
Explain “관리된 외관”
How does the brief describe IP4's absence?
Tell me about 우크라이나 in the declaration
translate 결론 into English
Summarise section 3
when will the target be reviewed
Zelensky Trump meeting
Is the 5% target realistic?
does NATO mention China
and Japan?
ok, then who else
Give me three quotes on Spain
list of countries opposing the target
Türkiye summit date
Macron's view on strategic autonomy
The naïve café question: why?
what did the U.S. do
cite page 5
irreversible path
collective defence
critical infrastructure resilience
supply chain security
Which of the four attended?
between 2024 and 2025, what changed
hi
thanks!
next steps
author affiliation
Is it true that "이는 성공적"?
What is the difference between 브리프 and 선언문?
"""
NEITHER = """
NATO?
5%?
IP4
2.32%
2025-06-25
???
G7, EU, UN
F-35?
🙂🇰🇷

GDP 2.32%?
123 456
IP4 vs QUAD
https://example.org/a
"""
OTHER = """
ja 日本はなぜ欠席したのか?
ja NATOの5%目標とは
ja カタカナ
zh 北约峰会为什么没有提到中国？
zh 韓國總統為何缺席北約峰會
ru Почему Корея не участвовала?
uk Чому Корея не брала участі у саміті?
ar لماذا لم يحضر الرئيس الكوري؟
fa چرا کره در نشست شرکت نکرد؟
he מי כתב את המסמך?
el Ποιος πρότεινε τον στόχο;
th ใครเป็นคนเสนอ
hi दक्षिण कोरिया क्यों नहीं आया?
de Wer hat das Fünf-Prozent-Ziel vorgeschlagen?
de Was ist das Ziel der NATO?
de Warum war Korea nicht dabei?
fr Qui a proposé l'objectif de 5 % ?
fr Pourquoi la Corée n'était-elle pas présente ?
fr Quelle est la position de l'Espagne ?
es ¿Quién propuso el objetivo del 5%?
es Por qué no asistió Corea a la cumbre
it Chi ha proposto l'obiettivo del 5%?
it Perché la Corea non era presente al vertice?
pt Quem propôs a meta de 5%?
pt Por que a Coreia não participou da cúpula?
nl Wie heeft het doel van vijf procent voorgesteld?
pl Kto zaproponował cel 5%?
pl Dlaczego Korea nie wzięła udziału w szczycie?
tr Neden Kore zirveye katılmadı?
id Mengapa Korea tidak hadir dalam pertemuan itu?
vi Tại sao Hàn Quốc không tham dự hội nghị?
sv Vem föreslog målet och varför är det viktigt?
"""


def _lines(block: str) -> list[str]:
    return block.strip("\n").split("\n")


@pytest.mark.parametrize("question", _lines(KO))
@pytest.mark.parametrize("fallback", [Language.KO, Language.EN, None])
def test_korean(question: str, fallback: Language | None) -> None:
    assert detect_language(question, fallback) == Detected(Language.KO)


@pytest.mark.parametrize("question", _lines(EN))
@pytest.mark.parametrize("fallback", [Language.KO, Language.EN, None])
def test_english(question: str, fallback: Language | None) -> None:
    assert detect_language(question, fallback) == Detected(Language.EN)


@pytest.mark.parametrize("question", _lines(NEITHER))
@pytest.mark.parametrize("fallback", [Language.KO, Language.EN, None])
def test_neither_keeps_the_fallback(question: str, fallback: Language | None) -> None:
    assert detect_language(question, fallback) == Detected(fallback)


@pytest.mark.parametrize("line", _lines(OTHER))
def test_others_are_named(line: str) -> None:
    code, _, question = line.partition(" ")
    assert detect_language(question, Language.KO) == Detected(None, code)


def test_there_are_enough_questions() -> None:
    assert sum(len(_lines(block)) for block in (KO, EN, NEITHER, OTHER)) >= 100


@given(st.text(max_size=80), st.sampled_from([Language.KO, Language.EN, None]))
def test_any_text_has_an_answer_and_always_the_same(text: str, fallback: Language | None) -> None:
    found = detect_language(text, fallback)
    assert found == detect_language(text, fallback)
    assert not (found.language and found.unsupported)
    assert found.language or found.unsupported or fallback is None


ENGLISH = "The members agreed to raise spending. Critics doubt that the target can be met by all of them. "
KOREAN = "회원국은 지출을 늘리기로 합의했다. 모두가 목표를 이룰지는 의문이다. "


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH * 50, Language.EN),
        (KOREAN * 50, Language.KO),
        (KOREAN * 30 + ENGLISH * 30, Language.KO),
        (ENGLISH * 50 + KOREAN * 3, Language.EN),
        ("NATO IP4 " * 20, Language.KO),
        ("2.32 5.0 3.5", Language.KO),
        ("국방비 GDP NATO IP4 ITPP F-35 Article 5", Language.KO),
        (
            "Die Mitglieder haben sich auf ein Ziel von fünf Prozent geeinigt, und die Kosten sind hoch. "
            * 20,
            "de",
        ),
        (
            "Les membres ont convenu de porter les dépenses à cinq pour cent du produit intérieur brut. "
            * 20,
            "fr",
        ),
        ("加盟国は国防費を引き上げることで合意した。目標の達成には疑問の声もある。" * 20, "ja"),
        ("成员国同意提高国防开支，但能否实现目标仍存疑问。" * 20, "zh"),
        ("國防費를 增額하기로 合意하였다. 會員國의 負擔이 크다." * 20, Language.KO),
    ],
)
def test_documents(text: str, language: Language | str) -> None:
    assert text_language(text) == language
