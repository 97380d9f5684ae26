// 식들을 [[따로 한 줄인가, MathML만인가, TeX], …]로 받아 조판한 HTML들을 돌려줘요.
// 틀린 식이 하나라도 있으면 멈춰요.
const {readFileSync} = require("node:fs");
const katex = require("katex");

const write = ([displayMode, bare, tex]) =>
  katex.renderToString(tex, {
    displayMode,
    output: bare ? "mathml" : "htmlAndMathml",
    strict: false,
  });

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0)).map(write)));
