"""Ten conversations of five turns, to be read: each turn's state, claims with their footnotes, and notes.

    python -m benchmarks.conversations [--home DIR] [--documents tests/gold/documents]

Asked of the shipped documents and a folder of others in one library. Languages change within some.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.answer import Answer
from assistant.ask import Assistant
from assistant.keeping.shipped import ensure_shipped
from index.library import Library
from sources.load import read_document

CONVERSATIONS: tuple[tuple[str, ...], ...] = (
    (
        "5% 목표는 어떻게 나뉘나요?",
        "그 안은 누가 제안했죠?",
        "가까이 간 나라는 어디인가요?",
        "And which one openly objected to it?",
        "그 나라 총리 이름은?",
    ),
    (
        "IP4 정상 중 누가 헤이그에 불참했나요?",
        "왜요?",
        "그럼 공동성명은 냈나요?",
        "거기서 어떤 분야의 사업을 찾기로 했죠?",
        "뉴질랜드에서는 누가 참석했나요?",
    ),
    (
        "What did the Washington declaration of 2024 say about China?",
        "And about North Korea?",
        "How much did Allies plan to give Ukraine?",
        "빌뉴스 공동성명은 우크라이나에 대해 뭐라고 했나요?",
        "그 회의 다음 정상회의는 어디서 열기로 했죠?",
    ),
    (
        "저자는 누구인가요?",
        "박사 학위는 어디서 받았나요?",
        "What are her research fields?",
        "저자 이메일은?",
        "저자는 한국에 무엇을 권고하나요?",
    ),
    (
        "ITPP는 언제 체결됐나요?",
        "몇 개 분야에서 협력하나요?",
        "이전 프로그램은 무엇이었죠?",
        "Did Japan conclude one too?",
        "호주는요?",
    ),
    (
        "심야버스 확대 뒤 이용객은 얼마나 늘었나요?",
        "늘어난 승객은 어느 노선에 몰렸나요?",
        "How much do the night buses cost a year?",
        "And what share do fares cover?",
        "기사 평균 연봉은요?",
    ),
    (
        "제1안의 보험료율은 얼마인가요?",
        "제2안은요?",
        "두 안의 소진 시점은 얼마나 늦춰지나요?",
        "노동계는 왜 자동조정장치에 반대하나요?",
        "스웨덴에서는 어떤 일이 있었죠?",
    ),
    (
        "By how much does the fisheries accord cut the grouper catch?",
        "Who sets it each year?",
        "Can the ministers overrule it?",
        "이행기금은 얼마인가요?",
        "그 돈은 어디에 쓰이나요?",
    ),
    (
        "What fines does the AI Act set for banned practices?",
        "From when do the bans apply?",
        "Who enforces the rules for general-purpose models?",
        "Why has it filled so few posts?",
        "Who is its head?",
    ),
    (
        "Which countries joined the chip controls in 2023?",
        "Why did Japan not name China?",
        "What did Beijing do in response?",
        "How much gallium does it produce?",
        "대만은 어떤 벌칙을 도입했나요?",
    ),
)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path)
    parser.add_argument("--documents", type=Path, default=Path("tests/gold/documents"))
    options = parser.parse_args(argv)
    library = Library.open(options.home or Path(tempfile.mkdtemp(prefix="gakju-talk-")))
    ensure_shipped(library)
    for path in sorted(options.documents.iterdir()):
        library.add(read_document(path))
    assistant = Assistant(library)
    for number, turns in enumerate(CONVERSATIONS, 1):
        print(f"\n=== {number}")
        before: list[Answer] = []
        for turn in turns:
            answer = assistant.ask(turn, previous=before)
            before.append(answer)
            show(turn, answer)


def show(turn: str, answer: Answer) -> None:
    print(f"Q: {turn}   [{answer.state}{', follow-up' if answer.follow_up else ''}]")
    for claim in answer.claims:
        lead = f"{claim.lead}: " if claim.lead else ""
        print(f"   {lead}{claim.text} {list(claim.citations)}")
        if claim.quoted:
            print(f"      “{claim.quoted}”")
    for citation in answer.citations:
        where = citation.location
        print(f"   [{citation.number}] {citation.record.key}, p. {where.page}, ¶ {where.paragraph}")
    for note in answer.notes:
        print(f"   ({note})")


if __name__ == "__main__":
    main()
