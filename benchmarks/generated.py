"""Generated documents for the benchmarks of adding: text files that all differ, in Korean and English."""

from __future__ import annotations

import random
from pathlib import Path

KOREAN = {
    "who": [
        "정부",
        "국회",
        "산업부",
        "환경부",
        "해양수산부",
        "서울시",
        "연구진",
        "위원회",
        "한국은행",
        "세계은행",
    ],
    "what": ["탄소배출", "수산자원", "주택공급", "철도투자", "연구개발비", "출산율", "전력수요", "농가소득"],
    "how": ["크게 늘었다고", "줄었다고", "목표에 못 미친다고", "안정되었다고", "다시 살펴야 한다고"],
    "end": ["밝혔다", "평가했다", "전망했다", "지적했다", "발표했다", "설명했다"],
}
ENGLISH = {
    "who": ["The ministry", "The committee", "The central bank", "The agency", "The council"],
    "what": ["rail investment", "fish stocks", "housing supply", "power demand", "farm income"],
    "how": ["rose sharply", "fell short of the target", "remained stable", "changed quickly"],
    "end": ["in the latest survey", "according to the report", "over the past decade", "in most regions"],
}


def write_documents(folder: Path, count: int, paragraphs: int, seed: int = 1) -> list[Path]:
    """`count` text files of `paragraphs` paragraphs each in `folder`; every third is English."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number in range(count):
        path = folder / f"{number:04d}.txt"
        path.write_text(document(number, paragraphs, seed), encoding="utf-8")
        found.append(path)
    return found


def document(number: int, paragraphs: int, seed: int = 1) -> str:
    """The text of one: a title, then paragraphs of one to four sentences, each with figures of its own."""
    rng = random.Random(f"{seed} {number}")
    english = number % 3 == 2
    title = f"Report {number}: regional outlook" if english else f"{number}번째 지역 전망 보고서"
    parts = [title]
    for place in range(1, paragraphs + 1):
        count = rng.randint(1, 4)
        parts.append(" ".join(_sentence(rng, english, number, place) for _ in range(count)))
    return "\n\n".join(parts) + "\n"


def _sentence(rng: random.Random, english: bool, number: int, place: int) -> str:
    words = {name: rng.choice(stock) for name, stock in (ENGLISH if english else KOREAN).items()}
    year, share = rng.randint(1990, 2030), rng.randint(10, 999) / 10
    about = f"{number}-{place}"
    if english:
        told = f"{words['what']} of district {about} {words['how']} by {share}% in {year}"
        return f"{words['who']} found that {told} {words['end']}."
    told = f"제{about}구역의 {words['what']}이 {share}% 수준에서 {words['how']}"
    return f"{words['who']} 측은 {year}년 {told} {words['end']}."
