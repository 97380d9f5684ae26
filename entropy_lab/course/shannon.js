// 섀넌의 게임: 숨은 문장의 다음 자모를 맞힐 때까지 골라요. 커널 없이 브라우저가 비트를 계산해요.

// 두벌식 자판의 자리. 한글 입력기가 켜져 있어도 꺼져 있어도 같은 글쇠예요.
const ROWS = ["QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"].join("");
const PLAIN = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ";
const SHIFTED = {ㅂ: "ㅃ", ㅈ: "ㅉ", ㄷ: "ㄸ", ㄱ: "ㄲ", ㅅ: "ㅆ", ㅐ: "ㅒ", ㅔ: "ㅖ"};
const PAIRS = {ㅗㅏ: "ㅘ", ㅗㅐ: "ㅙ", ㅗㅣ: "ㅚ", ㅜㅓ: "ㅝ", ㅜㅔ: "ㅞ", ㅜㅣ: "ㅟ", ㅡㅣ: "ㅢ"};
const FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const VOWEL = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const LAST = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

const typed = ({code, shiftKey}) => {
  const c = PLAIN[ROWS.indexOf(code.replace(/^Key/, ""))];
  return /^Key[A-Z]$/.test(code) ? (shiftKey && SHIFTED[c]) || c : undefined;
};

// 드러난 자모를 음절로 모아요. 받침인지 첫소리인지는 다음 자모가 말해 줘요.
function syllables(jamo) {
  let out = "";
  for (let i = 0; i < jamo.length; ) {
    const [l, m] = [FIRST.indexOf(jamo[i]), VOWEL.indexOf(jamo[i + 1])];
    if (l < 0 || m < 0 || i + 1 >= jamo.length) {
      out += jamo[i++];
      continue;
    }
    const opens = i + 3 < jamo.length && VOWEL.includes(jamo[i + 3]);
    const t = i + 2 < jamo.length && !opens ? Math.max(LAST.indexOf(jamo[i + 2]), 0) : 0;
    out += String.fromCharCode(0xac00 + (l * 21 + m) * 28 + t);
    i += t ? 3 : 2;
  }
  return out;
}

const element = (name, attributes = {}, ...inside) => {
  const made = document.createElement(name);
  for (const [k, value] of Object.entries(attributes)) made.setAttribute(k, value);
  made.append(...inside);
  return made;
};

// 순위를 적는 부호: 지금까지 나온 순위의 횟수에 1/r 꼴의 처음 믿음을 두 번만큼 섞어요. 확률의 합이 1이라
// 정말 되살릴 수 있는 부호예요. 부를 때마다 그 순위를 배우고, 든 비트를 돌려줘요.
function coder(many) {
  const counts = {};
  let [seen, whole] = [0, 0];
  for (let r = 1; r <= many; r++) whole += 1 / r;
  return r => {
    const p = ((counts[r] ?? 0) + 2 / (r * whole)) / (seen + 2);
    counts[r] = (counts[r] ?? 0) + 1;
    seen += 1;
    return -Math.log2(p);
  };
}

function play(box) {
  const {letters, games} = JSON.parse(box.dataset.games);
  const sure = Math.log2(letters.length);
  const find = selector => box.querySelector(selector);
  const [list, read, say] = ["ol", ".read", ".say"].map(find);
  const keys = [];
  let game, at, wrong, held, mine, ranked, total;

  // -- 놓기 --
  find(".told").textContent =
    "헌법의 한 문장이 숨어 있어요. 다음 자모를 맞힐 때까지 골라 보세요. 몇 번 만에 맞혔는지만 적어 두면, " +
    "나와 똑같이 짐작하는 사람이 문장을 되살릴 수 있어요. 막대는 자모마다 든 비트예요(왼쪽이 나, 오른쪽이 모델).";
  const pad = element("div", {role: "group", "aria-label": "자모 글쇠"});
  for (const row of [FIRST + LAST.trim(), VOWEL]) {
    const line = element("div", {class: "keys"});
    for (const c of new Set([...row].filter(c => letters.includes(c)))) {
      keys.push(line.appendChild(element("button", {type: "button", tabindex: -1}, c)));
    }
    pad.append(line);
  }
  keys[0].tabIndex = 0;
  const tell = element("button", {type: "button"}, "모르겠어요, 알려 주세요");
  const again = element("button", {type: "button"}, "처음부터");
  const which = element("select", {"aria-label": "문장"});
  games.forEach((g, i) => {
    which.append(element("option", {value: i}, `문장 ${i + 1}: 자모 ${g.jamo.length}개`));
  });
  find(".pad").replaceChildren(pad, element("div", {class: "row"}, tell, again, which));

  // -- 놀기 --
  function start() {
    game = games[which.value];
    at = 0;
    total = {even: 0, mine: 0, ranked: 0, model: 0};
    [mine, ranked] = [coder(letters.length), coder(letters.length)];
    const hidden = () => element("li", {}, element("span", {class: "cost"}), element("b"));
    list.replaceChildren(...[...game.jamo].map(hidden));
    turn("첫 자모를 골라 보세요. 자판으로 바로 쳐도 돼요.");
  }

  function turn(told) {
    wrong = new Set();
    held = "";
    show(told);
  }

  function settle(r, told) {
    const cost = {mine: mine(r), model: game.bits[at]};
    const more = {...cost, even: sure, ranked: ranked(game.ranks[at])};
    for (const who of Object.keys(total)) total[who] += more[who];
    const [you, model] = [cost.mine, cost.model].map(x => x.toFixed(1));
    const bars = Object.entries(cost).map(([who, bits]) =>
      element("i", {class: who, style: `--bits:${bits}`}),
    );
    const li = list.children[at];
    li.className = "done";
    li.replaceChildren(
      element("span", {class: "cost"}, ...bars),
      element("b", {}, game.jamo[at]),
      told ? "✕" : String(r),
      element("span", {class: "aside"}, `${told ? "" : "번"}, 나 ${you}비트, 모델 ${model}비트`),
    );
    at += 1;
    turn(
      told
        ? `${game.jamo[at - 1]}였어요. 꼴찌 순위로 적어요: ${you}비트.`
        : `${game.jamo[at - 1]}: ${r}번 만에 맞혔어요. 나 ${you}비트, 모델 ${model}비트.`,
    );
  }

  function guess(c) {
    held = "";
    if (at === game.jamo.length) return;
    if (wrong.has(c)) return show(`${c}: 벌써 골라 봤어요.`);
    if (c === game.jamo[at]) return settle(wrong.size + 1);
    wrong.add(c);
    show(`${c}: 아니에요. ${wrong.size}번 틀렸어요.`);
  }

  // 자판의 ㅗ, ㅜ, ㅡ는 겹모음의 첫 획일 수 있어서 다음 글쇠까지 기다려요. 두 번 쳐도 한 번의 짐작이에요.
  function strike(c) {
    const whole = PAIRS[held + c];
    if (whole && letters.includes(whole)) return guess(whole);
    if (held) guess(held);
    if (!letters.includes(c)) return show(`${c}: 이 글에는 나오지 않는 자모예요.`);
    if (!"ㅗㅜㅡ".includes(c) || at === game.jamo.length) return guess(c);
    held = c;
    show(`${c} … 엔터를 누르면 ${c}로 정하고, 이어서 치면 겹모음이 돼요.`);
  }

  function show(told) {
    const n = game.jamo.length;
    [...list.children].forEach((li, i) => {
      li.toggleAttribute("aria-current", i === at);
      if (i < at) return li.removeAttribute("aria-label");
      li.className = i === at ? "now" : "";
      li.setAttribute("aria-label", i === at ? "지금 맞힐 자모" : "숨은 자모");
      li.querySelector("b").textContent = i === at ? held : "";
    });
    read.textContent = at ? syllables(game.jamo.slice(0, at)) + (at < n ? " …" : "") : "";
    for (const [who, bits] of Object.entries(total)) {
      const row = find(`tr.${who}`);
      row.hidden = false;
      row.querySelector(".bar").style.setProperty("--part", bits / (n * sure));
      const each = at ? `, 하나에 ${(bits / at).toFixed(2)}` : "";
      row.lastElementChild.textContent = `${bits.toFixed(1)}비트${each}`;
    }
    for (const key of keys) key.setAttribute("aria-disabled", wrong.has(key.textContent));
    const end = `다 맞혔어요: “${game.text}”. 나 ${total.mine.toFixed(1)}비트, 모델은 `;
    const rest = `확률로 ${total.model.toFixed(1)}비트, 나와 같은 부호로 ${total.ranked.toFixed(1)}비트.`;
    say.textContent = at < n ? told : end + rest;
  }

  // -- 손 --
  const arrows = {ArrowRight: 1, ArrowLeft: -1};
  function walk(from, key) {
    const here = keys.indexOf(from);
    const {top, left} = from.getBoundingClientRect();
    const down = {ArrowDown: 1, ArrowUp: -1}[key];
    const far = other => {
      const spot = other.getBoundingClientRect();
      const rows = down * (spot.top - top);
      return rows < 5 ? Infinity : 10 * rows + Math.abs(spot.left - left);
    };
    const ends = {Home: keys[0], End: keys.at(-1)};
    const beside = ends[key] ?? keys[here + (arrows[key] ?? NaN)];
    const near = down && keys.reduce((a, b) => (far(b) < far(a) ? b : a));
    const next = down ? far(near) < Infinity && near : beside;
    if (!next) return;
    for (const k of keys) k.tabIndex = k === next ? 0 : -1;
    next.focus();
  }

  // 우리 글쇠인지: 자모, 글쇠 사이의 화살표, 기다리는 획을 정하는 엔터. 나머지(Ctrl+S 같은 것)는 쪽의 것이에요.
  function owns(e) {
    if (e.ctrlKey || e.metaKey || e.altKey || !box.contains(e.composedPath()[0])) return false;
    if (e.composedPath()[0] === which) return /^(Arrow|Enter|Home|End|Key)/.test(e.code);
    return /^(Arrow|Home|End|Enter$|Space$|Backspace$)/.test(e.code) || Boolean(typed(e));
  }

  // JupyterLab은 누구보다 먼저 글쇠를 보므로, 그보다 앞선 window에서 일러 줘요.
  const warn = e => box.toggleAttribute("data-lm-suppress-shortcuts", owns(e));
  globalThis.addEventListener("keydown", warn, true);

  box.addEventListener("keydown", e => {
    if (!owns(e)) return;
    e.stopPropagation();
    const {target} = e;
    if (target === which) return;
    const c = typed(e);
    const key = keys.includes(target);
    if (held && ["Enter", "Space"].includes(e.code)) {
      e.preventDefault();
      guess(held);
    } else if (held && e.code === "Backspace") {
      turnBack();
    } else if (key && /^(Arrow|Home|End)/.test(e.code)) {
      e.preventDefault();
      walk(target, e.key);
    } else if (c) {
      e.preventDefault();
      strike(c);
    }
  });

  function turnBack() {
    held = "";
    show("지웠어요.");
  }

  pad.addEventListener("click", e => {
    if (keys.includes(e.target)) guess(e.target.textContent);
  });
  tell.addEventListener("click", () => at < game.jamo.length && settle(letters.length, true));
  again.addEventListener("click", start);
  which.addEventListener("change", start);
  box.tabIndex = -1;
  start();
}

play(document.currentScript.parentElement);
