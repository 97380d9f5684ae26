// 식들을 [[따로 한 줄인가, MathML만인가, TeX], …]로 받아, 조판한 HTML이나 조판하지 못한 까닭을 차례로 돌려줘요.
const {readFileSync} = require("node:fs");
const katex = require("katex");

function write([displayMode, bare, tex]) {
  const output = bare ? "mathml" : "htmlAndMathml";
  try {
    return {html: katex.renderToString(tex, {displayMode, output, strict: false})};
  } catch (error) {
    return {error: error.message};
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0)).map(write)));
