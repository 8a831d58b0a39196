"""The words by which a question shows what it asks for, in Korean and English.

General linguistic knowledge only: nothing here knows a document. Each table is a compiled pattern; the
functions that read them are in `question`, `evidence` and `follow_up`.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from enum import StrEnum
from re import Pattern


class Asked(StrEnum):
    """What kind of thing a question asks for. A question may ask for several."""

    WHO = "who"
    WHEN = "when"
    YEAR = "year"
    WHERE = "where"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    WHY = "why"
    NAMES = "names"
    LIST = "list"
    DEFINITION = "definition"
    YES_NO = "yes_no"
    COMPARISON = "comparison"
    AUTHOR = "author"
    RECOMMENDATION = "recommendation"
    CONTACT = "contact"
    PARTS = "parts"
    EFFECT = "effect"
    NEXT = "next"


def _any(*patterns: str) -> Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


_COUNTER = (
    "개국|나라|국가|명|인|건|개|곳|가지|차례|번|회|톤|살|세|시간|분|달|개월|주|일|항|대|척|미터|해리|배|석|표"
)

ASKED: dict[Asked, Pattern[str]] = {
    Asked.WHO: _any(r"누구|누가", r"\bwho(?:m|se)?\b"),
    Asked.YEAR: _any(
        r"몇\s*년(?!간|\s*동안)",
        r"어느\s*해",
        r"(?:출생|설립|창설|발행|시행|제정|체결)\s?연도",
        r"\b(?:what|which|by what) year\b",
    ),
    Asked.WHEN: _any(
        r"언제|며칠에|몇\s*월|날짜|시점|시한|체결일|기한|몇\s*년(?!간|\s*동안)|어느\s*해|[가-힣]\s?연도",
        r"\bwhen\b|\bwhat (?:date|year|day)\b|\bby what year\b|\bwhich (?:year|date|month)\b|\bdeadline\b",
    ),
    Asked.WHERE: _any(
        r"어디(?:서|에|인|야|로|를|가|지|예|죠)?|어느\s*(?:도시|나라|국가|곳|지역|기관)|무슨\s*(?:도시|나라)|소재지"
        r"|(?:나라|국가|회원국)(?:들)?(?:와|는|은)?\s*(?:그\s|\?|$)",
        r"\bwhere\b|\b(?:what|which) (?:\w+ ){0,2}?(?:city|country|countries|nations?|states?|place|town|location)\b",
    ),
    Asked.PERCENT: _any(
        r"몇\s*(?:%|퍼센트|프로|퍼)|비율|[가-힣]률(?:은|이|을|\?|$)",
        r"\bwhat (?:percentage|per ?cent|share|proportion|rate)\b|\bpercentage\b|\bhow many per ?cent\b",
        r"\b(?:what|which)(?: \w+){0,2} rate\b",
    ),
    Asked.MONEY: _any(
        r"(?:금액|예산|비용|가격|연봉|월급|액수|규모|돈|값|요금|운임|벌금|빚|부채|적자|매출)(?:은|는|이|가|을|를)?\s*(?:얼마|몇)",
        r"(?:[가-힣](?:액|금|료|대금)|(?<!국방)(?<!방위)(?<=[가-힣])비)(?:은|는|이|가|을|를)?\s*얼마|몇\s*(?:억|조|원|달러|유로)",
        r"얼마(?:를|씩)?\s*(?:내|냈|낸|지불|지급|물|들였|들었|썼|받)|(?:돈|비용|예산)[가-힣]*\s(?:\S+\s)?얼마",
        r"\bhow much (?:money|(?:do|does|did|will|would) .* (?:cost|pay)|is .* worth|did .* (?:lose|spend))\b|\bworth\b|\bsalary\b",
        r"\b(?:what|which)(?: \w+){0,3} (?:budget|cost|price|fine|funding|sum)\b|\bwhat (?:do|does|did|will|would) .* (?:pay|cost)\b",
        r"\bhow (?:large|big|high|much) (?:is|was|are|were) (?:the|a) (?:\w+ )?(?:fine|penalty|grant|debt|bill|fee|loan|subsidy)\b",
        r"\bhow many (?:(?:million|billion|trillion)s? )?(?:of )?(?:dollars|euros|won|pounds|crowns|yen)\b",
    ),
    Asked.NUMBER: _any(
        rf"얼마|몇\s*(?:{_COUNTER})|몇\b|며칠|수(?:는|가)\s*(?:\?|얼마|몇)|인원|번호",
        r"\bhow (?:many|much|long|old|large|big|often|far(?! apart)|high)\b|\bnumber of\b|\bwhat number\b|\bby how\b",
    ),
    Asked.WHY: _any(
        r"왜|이유|원인|까닭|배경|사유|계기",
        r"\bwhy\b|\bon what grounds?\b|\breasons?\b|\bhow come\b|\bwhat (?:caused|explains|prompted|made|led|drove)\b|\bcause of\b",
    ),
    Asked.NAMES: _any(
        r"(?:이름|명칭|제목)(?:은|이|을|들|과|\s*뭐|\s*좀|\?|$)",
        r"(?<!\bdoes )(?<!\bdid )(?<!\bit )(?<!\bthey )(?<!\bnot )\bnames?\b(?!\s*\?*$)|\b(?:the|their|its|his|her|full|real|[’']s|whose)\s+names?\b"
        r"|\bwhat (?:is|was) .* called\b|\btitle of\b",
    ),
    Asked.LIST: _any(
        r"모두|전부|나열|열거|목록|각각|단계별|항목별|분야별|들(?:은|이|을)?\s*(?:\?|$|무엇|어디|누구|뭐|어느|알려|말해)|두\s*가지|세\s*가지|네\s*(?:가지|분야)|가지(?:는|를|\?)",
        r"(?:두|세|네|다섯)\s*(?:나라|국가|분야|명|곳)|분야(?:는|들)|무엇무엇",
        r"\blist\b|\benumerate\b|\bname (?:all|the)\b|\ball (?:the|of)\b|\b(?:two|three|four|five|several) \w+|\beach\b"
        r"|\b(?:what|which) (?!does|is|was|has|this)(?:\w+ )?(?!does|is|was|has)\w+s\b",
    ),
    Asked.DEFINITION: _any(
        r"(?:이란|란)\s*(?:무엇|뭐|\?|$)|뜻|의미|가리키|(?:무엇|뭐)(?:이)?라고|라고\s*(?:불|부르)|무엇인가요|무엇이며|뭐야|뭔가요|정의|라는\s*(?:표현|말)",
        r"\bwhat (?:is|are|was) (?:a|an|the )?\b|\bdefin\w+\b|\bmean(?:s|ing|t)?\b|\brefers? to\b|\bstands? for\b",
    ),
    Asked.YES_NO: _any(
        r"(?:맞|맞음|맞나|맞아|인가|하나|했나|있나|없나|되나|뜻인가|됐나|일까|했어)(?:요|여|죠|음|\s)*\?*\s*$",
        r"^(?:is|are|was|were|does|do|did|can|could|has|have|had|will|would|should|may|must)\b",
    ),
    Asked.COMPARISON: _any(
        r"다른가|다르|차이|비교|달라|달랐|대비(?:해|되|하면)|공통|대조|견주|견줘|견준|\bvs\.?\b|어떻게\s*(?:변했|바뀌|변해)|(?:강|약|세)해졌",
        r"\b(?:change|shift|evolve|harden|soften|harsher|tougher|sharper|milder|stronger|weaker)\w*\b.*\b(?:between|from)\b.+\b(?:and|to)\b",
        r"\bcompar\w+\b|\bdiffer\w*\b|\bversus\b|\bvs\.?\b|\bcontrast\w*\b|\bin common\b|\bunlike\b|\bhow far apart\b",
        r"\bpositive and negative\b|장단점",
    ),
    Asked.AUTHOR: _any(
        r"저자|필자|글쓴이|지은이|작성자|(?:누가|누구).{0,6}(?:쓴|썼|작성)",
        r"\bauthors?\b|\bwho (?:wrote|is the writer)\b|\bwritten by\b",
    ),
    Asked.RECOMMENDATION: _any(
        r"제언|제안|권고|권하|주문|해야\s*(?:한|하|할)|바꾸자|방안|어떻게\s*하면|과제",
        r"\bask\w*\b.*\bto do\b|\brecommend\w*\b|\bsuggest\w*\b|\bpropos\w*\b|\badvi[sc]\w*\b|\bshould\b|\bought\b",
    ),
    Asked.PARTS: _any(
        r"(?:어떻게|무엇으로|뭐로|어떤\s?\S+(?:으)?로|몇\s?\S+(?:으)?로)\s?(?:나뉘|나누|구분|구성|이루어|이뤄|짜여|쪼개)|구성(?:은|요소|비|됐|되어|돼)|내역",
        r"\b(?:made (?:up )?(?:of|from)|consists? of|composed of|comprises?|broken? (?:down|up)|divided|split|breakdown|components?|composition)\b",
    ),
    Asked.EFFECT: _any(
        r"효과|성과|결과|영향|여파|파장|무슨\s?일이|어떤\s?일이",
        r"\b(?:effects?|impacts?|results?|outcomes?|consequences?)\b|\bwhat happened\b",
    ),
    Asked.NEXT: _any(
        r"(?<![가-힣])(?:다음|차기|다음번|그다음)(?:에|의)?\s(?!중|보기|질문|글|문장|지문|자료)",
        r"\b(?:next|upcoming)\b(?! to\b)",
    ),
    Asked.CONTACT: _any(
        r"e-?mail|이메일|메일\s*주소|전화\s*번호|연락처|휴대폰|(?:홈페이지|웹|인터넷|사이트)\s*주소|\bURL\b|링크",
        r"\bphone number\b|\bcontact details\b|\bweb ?(?:site )?address\b|\blink to\b",
    ),
}

# With one of these a question is no yes-no question, however it ends.
QUESTION_WORD: Pattern[str] = re.compile(
    r"누구|누가|언제|어디|무엇|뭐|뭔|왜|어떻|어떤|어느|몇|얼마|무슨|며칠|이유"
    r"|\b(?:who|whom|whose|what|which|when|where|why|how)\b",
    re.IGNORECASE,
)

# Offices and posts whose holder a question may ask for by name, in both languages.
POSTS: tuple[tuple[str, ...], ...] = (
    ("대통령", "president"),
    ("총리", "prime minister", "premier", "chancellor"),
    ("사무총장", "secretary general", "secretary-general"),
    ("장관", "minister", "secretary"),
    ("시장", "mayor"),
    ("의장", "위원장", "chair", "chairman", "chairwoman", "chairperson"),
    ("대표", "representative", "ceo", "chief executive"),
    ("원장", "소장", "국장", "실장", "director", "head", "chief"),
    ("대사", "ambassador", "envoy"),
    ("대변인", "spokesperson", "spokesman", "spokeswoman"),
    ("총재", "governor"),
)

# A request for so many quotations: "각주용 인용 세 개", "three quotes on …".
NUMERALS: dict[str, int] = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_N = r"(?P<{0}>\d{{1,2}}|{1})"
_KO_N = "다섯|여섯|일곱|여덟|아홉|한|두|세|네|열"
_EN_N = "one|two|three|four|five|six|seven|eight|nine|ten"
QUOTES_WANTED: tuple[Pattern[str], ...] = (
    re.compile(
        rf"(?:인용|인용문|인용구|각주|구절|문장|대목)(?:을|를|으로|용|\s)*{_N.format('n', _KO_N)}\s*(?:개|건|군데|문장)"
    ),
    re.compile(rf"{_N.format('n', _KO_N)}\s*(?:개|건|군데)의?\s*(?:인용|인용문|인용구|각주|구절|문장|대목)"),
    re.compile(
        rf"\b{_N.format('n', _EN_N)}\s+(?:\w+\s+){{0,2}}(?:quotes?|quotations?|citations?|passages?|footnotes?)\b",
        re.I,
    ),
)

# Sentences addressed to the machine, not to the library.
_RULES_EN = r"(?:instructions?|guidelines?|rules?|prompts?|directions?|restrictions?|constraints?|programming|above|polic(?:y|ies))"
_RULES_KO = r"(?:지시|명령|지침|규칙|프롬프트|설정|제한|제약)"
INSTRUCTION: Pattern[str] = _any(
    rf"\b(?:ignore|disregard|forget|override|bypass|skip|drop)\b.{{0,40}}\b{_RULES_EN}\b",
    r"\b(?:ignore|disregard|forget) (?:everything|all|what|that|the above)\b",
    r"\b(?:print|reveal|show|repeat|output|display|tell me|give me|leak|dump|expose)\b.{0,50}"
    r"\b(?:system prompt|hidden prompt|your prompt|prompt word|api key|password|secret|credentials?|your instructions"
    r"|your guidelines|above this line|everything above|environment variables?|source code)\b",
    r"\byou are (?:now|no longer)\b|\b(?:act|behave|respond|answer) as (?:if|a|an|though)\b|\bpretend (?:to|that|you)\b",
    r"\b(?:role-?play|jailbreak|developer mode|dan mode)\b",
    r"\b(?:write|compose|make up|sing|tell|give) (?:me |us )?(?:a |an |another |one |some )?(?:\w+ )?"
    r"(?:poem|joke|song|story|haiku|essay|limerick|rap|tale|code|script)\b",
    r"\b(?:delete|remove|erase|drop|wipe|overwrite|format) (?:all |every |the )*(?:\w+ )?(?:documents?|files?|library|database|index|disk)\b",
    r"\brun (?:the |this )?(?:command|code|script|shell)\b|\b(?:sudo|rm -rf)\b",
    rf"{_RULES_KO}(?:들|사항)?(?:을|를|은|는)?\s*(?:모두|전부|다|싹|모조리)?\s*(?:무시|잊|버리|따르지|어기|우회|해제)",
    r"(?:시스템\s*프롬프트|숨겨진\s*프롬프트|내부\s*지침|API\s*키|비밀번호|암호|비밀\s*키|프롬프트)(?:을|를|은|는|이|가|\s|의)*.{0,12}"
    r"(?:출력|공개|보여|알려|말해|적어|뱉|내놔|반복)",
    r"(?:너는|넌|당신은)\s*(?:이제|지금부터|이제부터)|(?:역할|캐릭터)(?:을|를)?\s*(?:맡|연기)|인\s*척\s*(?:해|하)|처럼\s*행동",
    r"(?:시|노래|농담|소설|이야기|가사|랩|동화|에세이|코드)(?:을|를)?\s*(?:한|하나|두)?\s*(?:편|곡|개|마디|수)?\s*(?:하나)?\s*"
    r"(?:를|을)?\s*(?:써|쓰|지어|지으|작성|불러|만들|해\s*줘|들려)",
    r"(?:문서|파일|자료|라이브러리|색인)(?:를|을|들을)?\s*(?:모두|전부|다)?\s*(?:삭제|지워|지우)",
)

# Small talk and connectives before the question proper.
OPENING: Pattern[str] = re.compile(
    r"^(?:(?:아|어|음|저기|저기요|근데|그런데|그리고|참|또|안녕하세요|안녕|고마워|감사합니다|질문(?:이)?\s*있(?:어요|습니다))[\s,.!~]+"
    r"|(?:oh|well|and|also|so|but|hi|hello|hey|thanks|thank you|please|ok|okay|then|now|um|by the way|one more thing)[\s,.!]+)+",
    re.IGNORECASE,
)
