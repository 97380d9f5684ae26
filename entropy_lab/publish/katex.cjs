// 쪽마다 식들을 [[따로 한 줄인가, MathML만인가, TeX], …]로 받아, 조판한 HTML이나 조판하지 못한 까닭을 차례로 돌려줘요.
const {readFileSync} = require("node:fs");
const katex = require("katex");

// 아래 글자의 \\max는 올바르지 않은 MathML이 되어서 글자로 적어요.
const told = tex =>
  tex.replace(/\\require\{\w*\}/g, "").replace(/_\{\\(max|min)\}/g, "_{\\mathrm{$1}}");

function page(formulas) {
  const macros = {"\\mbox": "\\text{#1}"}; // 앞 식의 \\newcommand는 뒤 식에서도 통해요
  return formulas.map(([displayMode, bare, tex]) => {
    const output = bare ? "mathml" : "htmlAndMathml";
    const options = {displayMode, output, macros, strict: false, globalGroup: true};
    try {
      return {html: katex.renderToString(told(tex), options)};
    } catch (error) {
      return {error: error.message};
    }
  });
}

const asked = Object.entries(JSON.parse(readFileSync(0)));
process.stdout.write(JSON.stringify(Object.fromEntries(asked.map(([name, f]) => [name, page(f)]))));
