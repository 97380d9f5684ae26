"""읽는 판의 연습: 브라우저가 파이썬과 같은 말로 채점하고, 사람이 적는 대로 읽어요."""

import json
import re
from html import unescape
from pathlib import Path

import numpy as np
import pytest

from entropy_lab import course
from entropy_lab.publish import answers, edition
from entropy_lab.quiz import check
from entropy_lab.quiz.grading import EXERCISES

course.load()
ROOT = Path(__file__).parents[1]
JS = "globalThis.document = {querySelectorAll: () => []};" + (edition.WEB / "answers.js").read_text(encoding="utf-8")
ASKED = [number for number, exercise in EXERCISES.items() if exercise.rules]


def family(exercise):
    """맞는 답, 빠지기 쉬운 함정, 그 언저리와 터무니없는 답들이에요."""
    truth = np.array(exercise.rules[0][1], float)
    random = np.random.default_rng(0)
    for times, seen, within, _ in exercise.rules:
        known = times * np.asarray(seen, float)
        yield from (known + k * within * abs(times) for k in (-1.01, -0.99, 0, 0.99, 1.01))
    for times in (-100, -1, 0, 0.5, 0.9, 0.98, 1.02, 1.1, 2, 100, np.log(2), np.log10(2), 12345.678, 1e-7, 1e9, 1e300):
        yield from (truth * times, truth / (times or 1))
    yield from (truth + v for v in (np.nan, np.inf, -np.inf, -0.03, 0.03, 1))
    yield from (random.dirichlet(np.ones(truth.size)).reshape(truth.shape) * k for k in (1, 0.99, 1.02, 100, -1))
    yield from (np.array(v, float) for v in (0, -0.0, 1, 2, 3, 4, 5, 0.5, 1e-5, [], [0.5, 0.5], [0.2] * 5))


@pytest.mark.parametrize("book", range(10))
def test_the_browser_grades_as_python_does(book, node):
    tried = {n: list(family(EXERCISES[n])) for n in ASKED if n.split(".")[0] == str(book)}
    sent = [[answers.data(EXERCISES[n]), [np.ravel(a).tolist() for a in family]] for n, family in tried.items()]
    said = node("all => all.map(([exercise, tried]) => tried.map(values => grade(values, exercise)))", sent, before=JS)
    for n, hints in zip(tried, said, strict=True):
        for answer, hint in zip(tried[n], hints, strict=True):
            feedback = check(n, answer.tolist())
            told = ("다시", hint) if hint else ("맞아요", EXERCISES[n].praise)
            assert told == (feedback.state, feedback.text), (n, answer)


READ = {  # 적은 글: 읽은 수들
    "": [
        ("0.5 .5 5. 1e-3 -.5 +2", [0.5, 0.5, 5, 0.001, -0.5, 2]),
        ("1/3, −1/3, ½ 1½", [1 / 3, -1 / 3, 0.5, 1, 0.5]),
        ("[0.5, 0.25; (0.25)]", [0.5, 0.25, 0.25]),
        ("[[0.12, 0.48], [0.08, 0.32]]", [0.12, 0.48, 0.08, 0.32]),
        ("50% 12.5 % 70퍼센트 1/2%", [0.5, 0.125, 0.7, 0.005]),
        ("０．５， －０．５、１／４", [0.5, -0.5, 0.25]),
        ("1 / 4 , 3 ∕ 4", [0.25, 0.75]),
        ("∞ -inf 무한대", [np.inf, -np.inf, np.inf]),
        ("1,024 2", [1, 24, 2]),
    ],
    "비트": [
        ("2.58비트", [2.58]),
        ("2.58 bits", [2.58]),
        ("약 2.58비트예요.", [2.58]),
        ("= 2.58", [2.58]),
        ("- 3", [-3]),
        ("2,048", [2048]),
        ("-1,234,567.5비트", [-1234567.5]),
        ("0,500", [0, 500]),
    ],
    "번호": [("3번", [3]), ("③", [3])],
    "개": [("16가지", [16]), ("4비트", [4])],
}
UNREAD = {  # 적은 글: 힌트에 있어야 할 말
    "log2(6)": "‘log2’",
    "2³": "‘³’",
    "5나트": "나트로 적으셨어요. 비트로",
    "2.5nats": "나트로 적으셨어요. 비트로",
    "1/2/3": "‘1/2/3’",
    "모름%": "‘모름%’",
    "비트": "‘비트’",
    "가" * 50: "가…’",
}


@pytest.mark.parametrize("unit", READ)
def test_what_a_person_writes_is_read(unit, node):
    texts = [text for text, _ in READ[unit]]
    size = 3 if unit == "" else 1
    got = node("(texts, about) => texts.map(text => read(text, about))", texts, {"unit": unit, "size": size}, before=JS)
    for (text, values), seen in zip(READ[unit], got, strict=True):
        assert seen == {"values": values}, text


def test_what_cannot_be_read_is_named(node):
    got = node("texts => texts.map(text => read(text, {unit: '비트', size: 1}))", list(UNREAD), before=JS)
    for (text, word), seen in zip(UNREAD.items(), got, strict=True):
        assert word in seen["hint"], (text, seen)
        assert len(seen["hint"]) < 80


# -- 쪽 ---------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def pages(site):
    return {file.name: file.read_text(encoding="utf-8") for file in site.glob("*.html")}


def test_every_exercise_has_a_form_or_a_sentence(pages):
    forms, sentences = [], 0
    for page in pages.values():
        forms += re.findall(r'<form class="answer" aria-label="연습 ([\d.]+)" data-exercise="([^"]*)"', page)
        sentences += page.count('<p class="answer">')
        assert page.count("answers.js") == ("<form" in page)
    assert sorted(n for n, _ in forms) == sorted(ASKED)  # 장을 읽은 차례는 어느 검사가 먼저였는지에 달려요
    assert all(json.loads(unescape(sent)) == answers.data(EXERCISES[n]) for n, sent in forms)
    assert len(ASKED) + sentences == len(EXERCISES)


def test_an_answer_is_checked_on_the_page(site, new_page):
    page = new_page(viewport={"width": 360, "height": 780})
    page.goto((site / "01-information.html").as_uri())
    form = page.get_by_role("form", name="연습 1.1", exact=True)
    field, said = form.get_by_role("textbox", name="답 (비트)"), form.get_by_role("status")
    for typed, words in {
        " ": "… 아직",
        "3.466": "✗ 다시 나트로 계산하신",
        "log 32": "✗ 다시 ‘log’",
        "5 비트": "✓ 맞아요 log₂ 32 = 5비트",
    }.items():
        field.fill(typed)
        field.press("Enter")
        assert said.inner_text().startswith(words)
    assert "문제 가운데 1문제를" in said.inner_text()
    form.get_by_role("button", name="확인").click()
    assert "문제 가운데 1문제를" in said.inner_text()
    assert min(field.bounding_box()["height"], form.get_by_role("button").bounding_box()["height"]) >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.emulate_media(media="print")
    assert not form.get_by_role("button").is_visible()
    assert field.bounding_box()["width"] > 80
