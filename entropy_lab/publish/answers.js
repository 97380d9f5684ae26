// 읽는 판의 연습: 적은 답을 읽고, 파이썬의 check와 같은 자료를 같은 차례로 보아 같은 말로 답해요.
// 아무것도 보내거나 저장하지 않아요. 맞힌 연습은 쪽을 떠나면 잊어요.

// -- 읽기 -------------------------------------------------------------------------------------------
const UNITS = {비트: /비트|\bbits?\b/i, 나트: /나트|\bnats?\b/i, 바이트: /바이트|\bbytes?\b/i};
const ENDINGS =
  /비트|나트|바이트|번호?|개|가지|이에요|예요|입니다|\bbits?\b|\bnats?\b|\bbytes?\b/gi;
const SUPERSCRIPT = /[⁰¹²³⁴-⁹⁺⁻]+/;
const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

// 전각, 빼기의 여러 모양, 분수 글자, 붙지 않은 단위와 퍼센트를 한 꼴로 모아요.
function tidy(text) {
  return text
    .replace(/[¼-¾⅐-⅞]/g, " $& ")
    .normalize("NFKC")
    .replace(/[−–‐‑]/g, "-")
    .replace(/[⁄∕÷]/g, "/")
    .replace(/、/g, ",")
    .replace(/(\d)(bit|nat|byte)/gi, "$1 $2")
    .replace(/\s*퍼센트|\s+%/g, "%")
    .replace(/\s*\/\s*/g, "/")
    .replace(/^\s*(답|약|=|≈)\s*:?/, "")
    .replace(/^\s*-\s+/, "-")
    .replace(/\.(?=\s|$)/g, "");
}

// 수 하나: 0.5, .5, 1e-3, 1/3, 50%, ∞. 아니면 undefined예요.
function number(token) {
  if (/^nan$/i.test(token)) return Number.NaN;
  if (/^[-+]?(∞|무한대|inf(inity)?)$/i.test(token))
    return token.startsWith("-") ? -Infinity : Infinity;
  const parts = token.replace(/%$/, "").split("/");
  if (parts.length > 2 || !parts.every(part => DECIMAL.test(part))) return undefined;
  return parts[0] / (parts[1] ?? 1) / (token.endsWith("%") ? 100 : 1);
}

// 적은 글에서 수들을 읽어요: {values}, 아니면 읽지 못한 까닭 {hint}.
function read(text, {size, unit}) {
  const power = text.match(SUPERSCRIPT)?.[0];
  if (power) return {hint: unreadable(power)};
  const clean = tidy(text);
  const other = Object.keys(UNITS).find(name => name !== unit && UNITS[name].test(clean));
  if (other && UNITS[unit]) return {hint: `${other}로 적으셨어요. ${unit}로 바꿔 적어 주세요.`};
  let list = clean.replace(ENDINGS, " ");
  if (size === 1 && /^\D*[1-9]\d{0,2}(,\d{3})+(\.\d+)?\D*$/.test(list))
    list = list.replace(/,/g, "");
  const tokens = list.split(/[\s,;[\](){}]+/).filter(Boolean);
  const odd = tokens.find(token => number(token) === undefined);
  return odd || !tokens.length
    ? {hint: unreadable(odd ?? text.trim())}
    : {values: tokens.map(number)};
}

function unreadable(part) {
  const short = part.length > 20 ? `${part.slice(0, 19)}…` : part;
  return `‘${short}’ 부분을 수로 읽지 못했어요. 0.5, 1/3, 50%처럼 적어 주세요.`;
}

// -- 채점: quiz/grading.py와 같아요 -------------------------------------------------------------------
function grade(values, {size, unit, wanted, rules, rest}) {
  if (values.length !== size) {
    const given = ["빈 리스트", "수 하나"][values.length] ?? `수 ${values.length}개`;
    return `${wanted} 답해 주세요. 지금은 ${given}예요.`;
  }
  if (values.some(Number.isNaN))
    return "nan이 나왔어요. 0·log 0이나 0 ÷ 0처럼 정할 수 없는 셈이 섞였는지 보세요.";
  if (!values.every(Number.isFinite))
    return "무한대가 나왔어요. 로그에 0이 들어갔거나 0으로 나눴는지 보세요.";
  const near = ([times, seen, within]) =>
    values.every((value, i) => Math.abs(value / times - seen[i]) <= within);
  const rule = rules.find(near);
  if (rule) return rule[3];
  const sum = values.reduce((a, b) => a + b);
  const low = Math.min(...values);
  if (unit === "확률" && (low < 0 || sum > 1.03 || (size > 1 && sum < 0.97)))
    return whyNot(size, low, sum);
  if (rest) return rest;
  const way = values[0] > rules[0][1][0] ? "작아요" : "커요";
  return `${josa(general(values[0], 6), "은/는")} 아니에요. 답은 이보다 ${way}.`;
}

function whyNot(size, low, sum) {
  if (size === 1) return "확률은 0과 1 사이의 수예요. 퍼센트로 적으셨다면 100으로 나눠 주세요.";
  if (low < 0) return `${josa(general(low, 6), "은/는")} 확률이 될 수 없어요. 확률은 0 이상이에요.`;
  const percent = Math.abs(sum - 100) < 2;
  const way = percent
    ? "퍼센트로 적으셨다면 100으로 나눠 주세요."
    : "확률은 모두 더해 1이어야 해요.";
  return `${josa(`합이 ${general(sum, 10)}`, "이에요/예요")}. ${way}`;
}

// 파이썬의 :g. 유효 숫자 digits개로 적고 끝의 0을 떼요.
function general(value, digits) {
  const [head, power] = value.toExponential(digits - 1).split("e");
  if (power >= -4 && power < digits) return String(+value.toPrecision(digits));
  return `${+head}e${power[0]}${power.slice(1).padStart(2, "0")}`;
}

// 수로 끝나는 말의 조사. 영일삼육칠팔과 십백천만에 받침이 있어요.
function josa(word, pair) {
  return word + pair.split("/")[/[013678]$/.test(word) ? 0 : 1];
}

// -- 쪽 ----------------------------------------------------------------------------------------
const MARKS = {맞아요: "✓", 다시: "✗", 아직: "…"};

function check(text, exercise) {
  if (!text.trim()) return ["아직", "답을 적고 확인을 눌러 주세요."];
  const {values, hint} = read(text, exercise);
  const said = hint ?? grade(values, exercise);
  return said ? ["다시", said] : ["맞아요", exercise.praise];
}

function answer(event) {
  event.preventDefault();
  const form = event.target;
  const {answer, verdict} = form.elements;
  const [state, text] = check(answer.value, JSON.parse(form.dataset.exercise));
  const mark = document.createElement("b");
  mark.textContent = `${MARKS[state]} ${state}`;
  verdict.dataset.state = state;
  answer.setAttribute("aria-invalid", state === "다시");
  if (state === "맞아요") form.dataset.solved = "";
  verdict.replaceChildren(mark, ` ${text}`, state === "맞아요" ? progress() : "");
}

function progress() {
  const [all, solved] = ["form.answer", "form.answer[data-solved]"].map(
    forms => document.querySelectorAll(forms).length,
  );
  const said = document.createElement("small");
  said.textContent = `이 쪽에서 채점하는 ${all}문제 가운데 ${solved}문제를 맞혔어요.`;
  return said;
}

for (const form of document.querySelectorAll("form.answer")) {
  form.addEventListener("submit", answer);
  form.elements.confirm.disabled = false;
}
