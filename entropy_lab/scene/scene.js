// 장면을 움직여요: 손잡이의 값으로 테이프를 다시 셈하고, 그 줄에 적힌 자리로 SVG의 부분들을 옮겨요.
// 커널도 라이브러리도 쓰지 않아요. 셈은 tape.py가 numpy로 한 것과 한 걸음씩 같아요.

// -- 셈: tape.py의 OPS와 STEPS --------------------------------------------------------------------

const remainder = (a, b) => {
  const r = a % b;
  if (r === 0) return b < 0 || Object.is(b, -0) ? -0 : 0;
  return b < 0 !== r < 0 ? r + b : r;
};
const floorDivide = (a, b) => {
  if (b === 0) return a / b;
  const rest = a % b;
  const whole = (a - rest) / b - (rest !== 0 && b < 0 !== rest < 0 ? 1 : 0);
  if (whole === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(whole);
  return whole - floor > 0.5 ? floor + 1 : floor;
};
const power = (a, b) => {
  if (a === 1 || b === 0) return 1;
  return a === -1 && Math.abs(b) === Infinity ? 1 : a ** b;
};
const rint = a => (Math.abs(a % 1) === 0.5 ? 2 * Math.round(a / 2) : Math.round(a));
// 브라우저의 tanh는 numpy와 끝자리가 셋까지 달라요. t + 2에서 잘려 나간 끝을 되돌려 셈해요.
const tanh = a => {
  const t = Math.expm1(2 * Math.abs(a));
  const s = t + 2;
  const lost = t - (s - (s - t)) + (2 - (s - t));
  const ratio = t / s;
  return Math.sign(a) * (Math.abs(a) > 20 ? 1 : ratio - (ratio * lost) / s);
};
const sign = a => (a > 0 ? 1 : a < 0 ? -1 : a === 0 ? 0 : a);

const OPS = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  floor_divide: floorDivide,
  remainder,
  power,
  negative: a => -a,
  positive: a => a,
  absolute: Math.abs,
  sign,
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  rint,
  minimum: (a, b) => (a < b || Number.isNaN(a) ? a : b),
  maximum: (a, b) => (a > b || Number.isNaN(a) ? a : b),
  sqrt: Math.sqrt,
  square: a => a * a,
  exp: Math.exp,
  exp2: a => 2 ** a,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  arctan2: Math.atan2,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh,
  equal: (a, b) => +(a === b),
  not_equal: (a, b) => +(a !== b),
  less: (a, b) => +(a < b),
  less_equal: (a, b) => +(a <= b),
  greater: (a, b) => +(a > b),
  greater_equal: (a, b) => +(a >= b),
  logical_and: (a, b) => +(a !== 0 && b !== 0),
  logical_or: (a, b) => +(a !== 0 || b !== 0),
  logical_xor: (a, b) => +((a !== 0) !== (b !== 0)),
  logical_not: a => +(a === 0),
  isnan: a => +Number.isNaN(a),
  isfinite: a => +Number.isFinite(a),
  isinf: a => +(Math.abs(a) === Infinity),
};

const fold = (v, n, f) =>
  Array.from({length: v.length / n}, (_, i) => v.slice(i * n, i * n + n).reduce(f));

const STEPS = {
  const: (_, ...numbers) => numbers.map(Number),
  take: (v, line, ...places) => places.map(i => v[line][i]),
  join: (v, ...lines) => lines.flatMap(i => v[i]),
  where: (v, c, a, b) => spread((test, yes, no) => (test !== 0 ? yes : no), v[c], v[a], v[b]),
  sum: (v, line, n) => fold(v[line], n, (s, x) => s + x),
  prod: (v, line, n) => fold(v[line], n, (s, x) => s * x),
  max: (v, line, n) => fold(v[line], n, (s, x) => Math.max(s, x)),
  min: (v, line, n) => fold(v[line], n, (s, x) => Math.min(s, x)),
  cumsum: (v, line, n) => {
    let s = 0;
    return v[line].map((x, i) => (s = i % n ? s + x : x));
  },
  dot: (v, a, b, n, k, m) =>
    Array.from({length: n * m}, (_, i) => {
      const [row, column] = [Math.floor(i / m), i % m];
      let s = 0;
      for (let j = 0; j < k; j++) s += v[a][row * k + j] * v[b][j * m + column];
      return s;
    }),
  interp: (v, x, xs, ys) => v[x].map(at => between(at, v[xs], v[ys])),
};

// np.interp 한 점: 밖에서는 끝의 값, 안에서는 두 점을 이은 선이에요.
function between(x, xs, ys) {
  const last = xs.length - 1;
  if (last === 0) return ys[0];
  if (Number.isNaN(x)) return x;
  if (x < xs[0]) return ys[0];
  if (x >= xs[last]) return ys[last];
  let j = 0;
  while (xs[j + 1] <= x) j++;
  if (xs[j] === x) return ys[j];
  const slope = (ys[j + 1] - ys[j]) / (xs[j + 1] - xs[j]);
  const y = slope * (x - xs[j]) + ys[j];
  if (!Number.isNaN(y)) return y;
  const back = slope * (x - xs[j + 1]) + ys[j + 1];
  return Number.isNaN(back) && ys[j] === ys[j + 1] ? ys[j] : back;
}

// 수 하나는 긴 쪽에 맞춰 되풀이해요.
function spread(f, ...lists) {
  const at = (list, i) => list?.[list.length > 1 ? i : 0];
  const [a, b, c] = lists;
  const length = lists.some(x => x.length === 0) ? 0 : Math.max(...lists.map(x => x.length));
  return Array.from({length}, (_, i) => f(at(a, i), at(b, i), at(c, i)));
}

// 테이프를 처음부터 끝까지: 줄마다 나온 값들.
function run(tape, args) {
  const v = [];
  for (const [op, ...rest] of tape) {
    if (op === "arg") v.push(args.slice(rest[0], rest[0] + rest[1]));
    else if (STEPS[op]) v.push(STEPS[op](v, ...rest));
    else v.push(spread(OPS[op], ...rest.map(line => v[line])));
  }
  return v;
}

// -- 글로 적기: reading.py의 spell과 filled ----------------------------------------------------------

// 파이썬처럼: 딱 가운데면 끝자리가 짝수인 쪽으로. toFixed는 0에서 먼 쪽으로 올려요.
function fixed(x, digits) {
  if (!(Math.abs(x) < 1e21)) return whole(x, digits);
  const tie = Math.abs(x * 2 ** (digits + 1)) % 2 === 1;
  const cut = tie ? x.toFixed(digits + 1).slice(0, -1) : "";
  return /[02468]\.?$/.test(cut) ? cut.replace(/\.$/, "") : x.toFixed(digits);
}

// toFixed는 10^21부터 지수로 적어요.
function whole(x, digits) {
  if (!Number.isFinite(x)) return String(x);
  return `${BigInt(x)}${digits ? "." : ""}${"0".repeat(digits)}`;
}

const spelled = s =>
  s
    .replace(/^-(?=[0.]*%?$)/, "")
    .replace(/^[+-]?NaN/, "–")
    .replace("-", "−")
    .replace("Infinity", "∞");

function format(x, {digits, comma, percent, plus}) {
  let s = fixed(percent ? 100 * x : x, digits);
  if (comma) s = s.replace(/^[^.]*/, n => n.replace(/\B(?=(\d{3})+$)/g, ","));
  if (plus && !s.startsWith("-") && !Object.is(x, -0)) s = `+${s}`;
  return spelled(percent ? `${s}%` : s);
}

const word = (v, {n, words}) =>
  words[Math.min(Math.max(Math.trunc(v[n][0]) || 0, 0), words.length - 1)];

// 글 토막 하나: 그대로인 글, 고른 낱말, 적은 수.
function told(run, v) {
  if (run.digits !== undefined) return format(v[run.n][0], run);
  return run.words ? word(v, run) : run;
}

const say = (runs, v) => runs.map(run => told(run, v)).join("");

// -- 그리기 ---------------------------------------------------------------------------------------

const SVG = "http://www.w3.org/2000/svg";
const make = name => document.createElementNS(SVG, name);
const put = (element, name, value) => {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
};
const show = (element, on) => put(element, "display", on ? "inline" : "none");

// svg.py의 hundredths와 같은 반올림.
const hundredths = x => Math.floor(Math.round(x * 1e6) / 1e4 + 0.5) / 100;
const point = (x, y) => `${hundredths(x)} ${hundredths(y)}`;

// 윤곽선의 명령과 점들을 d로.
const outline = (commands, x, y) =>
  [...commands].map((c, i) => (c === "z" ? "z" : `${c} ${point(x[i], y[i])}`)).join(" ");

// 이어진 선: 없는 값(NaN)에서 끊겨요.
function trail(x, y) {
  let pen = "M";
  return x
    .map((_, i) => {
      if (!Number.isFinite(x[i] + y[i])) {
        pen = "M";
        return "";
      }
      const step = `${pen} ${point(x[i], y[i])}`;
      pen = "L";
      return step;
    })
    .join(" ");
}

// 글자 한 벌의 윤곽선을 그림에 한 번만 적고, 그것을 가리키는 주소를 돌려줘요.
function define(svg, own, glyphs) {
  const defs = svg.insertBefore(make("defs"), svg.firstChild);
  return glyphs.map(([commands, ...steps], i) => {
    const [x, y] = [0, 1].map(k => {
      let s = 0;
      return [...commands].map((_, j) => (s += steps[2 * j + k]) / 1000);
    });
    const path = defs.appendChild(make("path"));
    path.id = `${own}glyph${i}`;
    put(
      path,
      "d",
      outline(
        commands,
        x,
        y.map(v => -v),
      ),
    );
    return `#${path.id}`;
  });
}

// -- 움직이기: 종류마다 하나. 만들 때 그림에서 제 것을 찾아 두고, 부를 때마다 옮겨요 ------------------------------

const children = (g, selector) => [...g.querySelectorAll(selector)];

// 점 하나를 제자리에. 없는 자리(NaN)면 감춰요.
function stand(use, x, y) {
  const seen = Number.isFinite(x + y);
  show(use, seen);
  if (!seen) return;
  put(use, "x", hundredths(x));
  put(use, "y", hundredths(y));
}

const movers = {
  group: () => [],

  path(part, g) {
    const path = g.querySelector(":scope > path");
    return {
      targets: [path],
      move(v) {
        if (part.x === undefined) return;
        const [x, y] = [v[part.x], v[part.y]];
        if (part.d) closed(part, g, path, x, y);
        else put(path, "d", trail(x, y));
      },
    };
  },

  dots(part, g) {
    const uses = children(g, "use");
    return {
      targets: uses,
      move(v) {
        shade(part, uses, v);
        if (part.x === undefined) return;
        const [x, y] = [v[part.x], v[part.y]];
        uses.forEach((use, i) => stand(use, x[i], y[i]));
      },
    };
  },

  cells(part, g) {
    const cells = children(g, ":scope > path");
    return {targets: cells, move: v => shade(part, cells, v)};
  },

  text(part, g, stage) {
    const uses = children(g, "use");
    const first = run(stage.tape, stage.drawn);
    const refs = inherited(part, uses, first);
    const runs = part.text.map((r, i) => lettered(r, refs[i], stage, part.face));
    return {
      targets: uses,
      move(v, ends) {
        const line = runs.flatMap(letters => letters(v));
        const width = line.reduce((w, r) => w + r.w, 0);
        let x = part.after ? ends[part.after] : v[part.x][0] - part.align * width;
        let n = 0;
        for (const {w, at, refs} of line) {
          at.forEach((dx, i) => letter(n++, refs[i], x + dx, v[part.y][0]));
          x += w;
        }
        uses.slice(n).forEach(use => show(use, false));
        ends[part.id] = x;
      },
    };

    function letter(n, ref, x, y) {
      uses[n] ??= g.appendChild(make("use"));
      put(uses[n], "href", ref);
      put(uses[n], "fill", part.fill);
      stand(uses[n], x, y);
    }
  },
};

// 닫힌 넓이: 꼭짓점에 없는 값(NaN)이 있으면 그리지 않아요.
function closed(part, g, path, x, y) {
  const whole = x.every((_, i) => Number.isFinite(x[i] + y[i]));
  if (!whole) return show(g, false);
  const commands = part.d === "z" ? `M${"L".repeat(x.length - 1)}z` : part.d;
  put(path, "d", outline(commands, x, y));
  if (part.visible === undefined) show(g, true);
}

// 그림에 이미 있는 글자들이 가리키는 윤곽선을 토막마다 나누어 가져요.
function inherited(part, uses, v) {
  let k = 0;
  return part.text.map(run => {
    if (run.digits !== undefined) k += format(v[run.n][0], run).length;
    else if (run.words) k += word(v, run).at.length;
    else return run.at.map(() => uses[k++].getAttribute("xlink:href"));
    return null;
  });
}

// 글 토막 하나를 {나비, 자리들, 윤곽선들}의 나열로 바꾸는 함수.
function lettered(run, refs, {faces, outlines}, face) {
  if (refs) return () => [{...run, refs}];
  if (run.words) {
    return v => {
      const chosen = word(v, run);
      return [{...chosen, refs: chosen.g.map(i => outlines[i])}];
    };
  }
  return v =>
    [...format(v[run.n][0], run)].map(c => {
      const [w, i] = faces[face][c];
      return {w, at: [0], refs: [outlines[i]]};
    });
}

// 값에 따라 색이 달라지는 점과 칸.
function shade(part, elements, v) {
  if (!part.shade) return;
  const {n, colors, ends, edge} = part.shade;
  const [under, over, bad] = ends;
  v[n].forEach((level, i) => {
    const at = Math.min(Math.floor(level * colors.length + 1e-6), colors.length - 1);
    const color = Number.isNaN(level) ? bad : level < 0 ? under : level > 1 ? over : colors[at];
    put(elements[i], "fill", color);
    if (edge) put(elements[i], "stroke", color);
  });
}

// 색, 투명도, 굵기.
const within = (x, most) => Math.min(Math.max(x || 0, 0), most);
const hex = x =>
  rint(255 * within(x, 1))
    .toString(16)
    .padStart(2, "0");

// 프로그램에 적힌 값: 줄 번호(투명도와 굵기), 세 줄로 된 색, 고른 색 이름, 또는 그대로인 색.
function worth(value, v) {
  if (typeof value === "number") return within(v[value][0], 1e4);
  if (value.rgb) return `#${value.rgb.map(n => hex(v[n][0])).join("")}`;
  return value.words ? word(v, value) : value;
}

function dress(part, targets, v) {
  for (const [name, value] of part.look ?? []) {
    const now = worth(value, v);
    targets.forEach(element => put(element, name, now));
  }
}

// -- 손잡이 ---------------------------------------------------------------------------------------

const html = (name, attributes = {}, text = "") => {
  const element = document.createElement(name);
  for (const [k, value] of Object.entries(attributes)) element.setAttribute(k, value);
  element.textContent = text;
  return element;
};

function slider(s) {
  const row = html("label");
  const {label, min, max, step} = s;
  const range = html("input", {type: "range", min, max, step, "aria-label": label});
  const reading = html("span", {class: "entropy-value", "aria-hidden": "true"});
  row.append(html("span", {class: "entropy-name"}, label), range, reading);
  const write = (value, text, now, held) => {
    range.value = value;
    reading.textContent = text;
    range.style.setProperty("--at", `${(100 * (value - min)) / (max - min)}%`);
    // 손에 잡힌 것만 그림의 말을 해요. 모두가 말하면 화면 읽기가 같은 문장을 되풀이해요.
    put(range, "aria-valuetext", held ? `${text}. ${now}` : text);
  };
  return {row, write};
}

function choice(s, name) {
  const row = html("div", {role: "radiogroup", "aria-label": s.label});
  const options = html("span", {class: "entropy-options"});
  const status = html("span", {class: "entropy-status", role: "status"});
  const inputs = s.options.map((text, k) => {
    const label = html("label");
    label.append(html("input", {type: "radio", name, value: k}), html("span", {}, text));
    options.append(label);
    return label.firstChild;
  });
  row.append(html("span", {class: "entropy-name"}, s.label), options, status);
  const write = (value, _, now, held) => {
    inputs.forEach((input, k) => (input.checked = k === value));
    if (held) status.textContent = now;
  };
  return {row, write};
}

// 손잡이가 갖는 글쇠. 나머지(Ctrl+S 같은 것)는 쪽의 것이에요.
const OWN_KEYS = {range: /^(Arrow(Left|Right|Up|Down)|Page(Up|Down)|Home|End)$/, radio: /^Arrow/};
const owns = (input, e) =>
  OWN_KEYS[input.type].test(e.key) && !e.ctrlKey && !e.metaKey && !e.altKey;

// JupyterLab은 누구보다 먼저 글쇠를 보므로, 그보다 앞선 window에서 우리 글쇠인지 일러 줘요.
function guardKeys() {
  if (globalThis.entropyKeys) return;
  globalThis.entropyKeys = true;
  const tell = e => {
    const input = e.composedPath()[0];
    if (input?.closest?.(".entropy-controls")) {
      input.toggleAttribute("data-lm-suppress-shortcuts", owns(input, e));
    }
  };
  globalThis.addEventListener("keydown", tell, true);
}

// 슬라이드에서는 손을 떼면 손잡이도 놓아서, 다음 쪽 단추가 다시 쪽을 넘겨요.
const onSlide = element => Boolean(element.closest(".reveal"));

function listen(row, changed, released) {
  row.addEventListener("input", e => changed(+e.target.value));
  row.addEventListener("change", released);
  row.addEventListener("keydown", e => {
    const leaves = e.key === "Escape" && onSlide(row);
    if (leaves) e.target.blur();
    if (leaves || owns(e.target, e)) e.stopPropagation();
  });
  const letGo = () => onSlide(row) && row.querySelector(":focus")?.blur();
  row.addEventListener("pointerup", () => setTimeout(letGo));
}

// -- 장면 -----------------------------------------------------------------------------------------

// 쪽(또는 그림자 뿌리)마다 한 번. 스타일 글을 끼우지 않아서 엄격한 Content-Security-Policy에서도 돼요.
function dressPage(root) {
  if (!globalThis.entropySheet) {
    globalThis.entropySheet = new CSSStyleSheet();
    globalThis.entropySheet.replaceSync(CSS);
  }
  const sheets = root.adoptedStyleSheets ? root : document;
  if (!sheets.adoptedStyleSheets.includes(globalThis.entropySheet)) {
    sheets.adoptedStyleSheets = [...sheets.adoptedStyleSheets, globalThis.entropySheet];
  }
}

// 그림을 놓고 움직일 부분들을 찾아, 값들로 옮기는 함수를 돌려줘요.
function stage(picture, program, own) {
  const holder = document.createElement("div");
  holder.innerHTML = picture
    .replace(/^[\s\S]*?<svg/, "<svg")
    .replace(/( id="|url\(#|href="#)/g, `$1${own}`);
  const svg = holder.querySelector("svg");
  svg.querySelectorAll("title,desc,style").forEach(e => e.remove());
  ["aria-labelledby", "aria-describedby"].forEach(a => svg.removeAttribute(a));
  svg.setAttribute("role", "img");
  const outlines = define(svg, own, program.glyphs);
  const moving = program.parts.map(part => {
    const g = svg.querySelector(`#${own}${part.id}`);
    return {part, g, ...movers[part.kind](part, g, {...program, outlines})};
  });
  const move = v => {
    const ends = {};
    for (const {part, g, targets, move} of moving) {
      if (part.visible !== undefined) show(g, v[part.visible][0] !== 0);
      move?.(v, ends);
      dress(part, targets ?? [], v);
    }
  };
  return {svg, move, program};
}

// 그림은 이 너비(px)보다 좁으면 좁은 종이로 바꾸고, 손잡이는 이보다 좁으면 이름을 위에 둬요.
const [SLIM, STACKED] = [460, 480];

// views는 [넓은 종이] 또는 [넓은 종이, 좁은 종이]. 종이가 바뀌어도 손잡이와 값은 그대로예요.
function play(box, views, args, released = () => {}) {
  const {sliders, title, description} = views[0].program;
  const own = `scene${(globalThis.entropyScenes = (globalThis.entropyScenes ?? 0) + 1)}-`;
  const controls = html("div", {class: "entropy-controls"});
  const actors = [];
  let slim = 0;
  let actor = null;

  const rows = sliders.map((s, i) => {
    const control = s.options ? choice(s, own + i) : slider(s);
    const mine = () => args.filter((_, k) => sliders[k].name === s.name);
    listen(
      control.row,
      value => change(i, value),
      () => released(s.name, mine()),
    );
    controls.append(control.row);
    return control;
  });

  function change(i, value) {
    args[i] = value;
    update(i);
  }

  // 손에 잡힌 것이 held째 손잡이예요. 고르는 단추라면 무엇이 달라졌는지 소리 내어 알려요.
  function update(held) {
    wake();
    const {tape, alt, shown} = actor.program;
    const v = run(tape, args);
    const now = say(alt, v);
    actor.move(v);
    actor.svg.setAttribute("aria-label", `${title}. ${description} ${now}`);
    rows.forEach((control, i) => {
      const {name, digits, unit} = sliders[i];
      const plain = digits === undefined ? "" : spelled(fixed(args[i], digits)) + unit;
      control.write(args[i], shown[name] ? say(shown[name], v) : plain, now, i === held);
    });
  }

  function wake() {
    const {picture, program} = views[slim];
    const next = (actors[slim] ??= stage(picture(), program, own));
    if (actor === next) return;
    box.querySelector(":scope > :is(img, picture, svg)")?.remove();
    box.prepend(next.svg);
    // 10pt인 글자가 10px인 높이
    next.svg.style.setProperty("--entropy-least", `${next.svg.viewBox.baseVal.height}px`);
    actor = next;
  }

  // 제 자리가 없는 상자(display: contents)는 너비가 0이에요. 둘레가 자리를 정해요.
  function measure() {
    const width = box.clientWidth || STACKED;
    box.classList.toggle("entropy-stacked", width < STACKED);
    const now = +(width < SLIM && views.length > 1);
    box.classList.toggle("entropy-slim", now === 1);
    if (now === slim) return;
    slim = now;
    if (actor) update();
  }

  guardKeys();
  dressPage(box.getRootNode());
  box.classList.add("entropy-scene");
  box.querySelector(":scope > .entropy-controls")?.remove();
  box.append(controls);
  measure();
  new ResizeObserver(measure).observe(box);
  near(box, () => update());
  return (name, value) => {
    let k = 0;
    args = args.map((a, i) => (sliders[i].name === name ? [value].flat()[k++] : a));
    update();
  };
}

// 화면에 가까워지면 깨워요. 그때까지는 같은 크기의 그림과 손잡이가 자리를 지켜요.
function near(box, wake) {
  // 상자는 제 자리가 없기도 해서(display: contents) 그림을 봐요.
  const img = box.querySelector("img");
  if (!img || !globalThis.IntersectionObserver) return wake();
  const watch = new IntersectionObserver(
    entries => {
      if (!entries.some(e => e.isIntersecting)) return;
      watch.disconnect();
      wake();
    },
    {rootMargin: "600px"},
  );
  watch.observe(img);
}

// -- 문: 글로 실린 HTML과 위젯 ------------------------------------------------------------------------

const decoded = img => {
  const bytes = Uint8Array.from(atob(img.src.split(",")[1]), c => c.charCodeAt(0));
  return new TextDecoder().decode(bytes);
};

// 이 쪽의 열린 그림자 뿌리까지 모두.
function* roots(root) {
  yield root;
  for (const element of root.querySelectorAll("*")) {
    if (element.shadowRoot) yield* roots(element.shadowRoot);
  }
}

// 넓은 종이에도 있는 윤곽선(이름표 앞의 @)과 테이프의 앞쪽(same줄)은 거기에서 가져와요.
function narrower(wide, {picture, same, tape, ...rest}) {
  const drawn = () => {
    const outlines = wide.picture().matchAll(/<path id="([^"]*" d="[^"]*"[^/>]*)/g);
    const shared = [...outlines].map(([, outline]) => `<path id="@${outline}/>`);
    return picture.replace(">", `><defs>${shared.join("")}</defs>`);
  };
  const program = {...wide.program, ...rest, tape: [...wide.program.tape.slice(0, same), ...tape]};
  return {picture: drawn, program};
}

// 이름이 key인 잠든 장면을 모두 깨워요. 스크립트가 어디에 놓였는지는 묻지 않아요.
// 그림의 글(picture)이 없으면 상자에 놓인 그림이에요.
// biome-ignore lint/correctness/noUnusedVariables: Scene.html()의 스크립트가 불러요.
function wakeAll(key, program, narrow, picture) {
  for (const root of roots(document)) {
    for (const box of root.querySelectorAll(`[data-scene="${key}"]:not([data-awake])`)) {
      box.setAttribute("data-awake", "");
      const still = box.querySelector("img, svg");
      const drawn = () => picture ?? (still.src ? decoded(still) : still.outerHTML);
      const wide = {picture: drawn, program};
      play(box, narrow ? [wide, narrower(wide, narrow)] : [wide], [...program.drawn]);
    }
  }
}

// 위젯: 커널은 손을 뗄 때에야 값을 들어요.
// biome-ignore lint/correctness/noUnusedVariables: Scene._esm이 anywidget에 내놓아요.
function render({model, el}) {
  const program = model.get("_program");
  const names = [...new Set(program.sliders.map(s => s.name))];
  const at = name => model.get(name);
  const go = play(
    el,
    [{picture: () => model.get("_picture"), program}],
    names.flatMap(at),
    (name, value) => {
      model.set(name, Array.isArray(at(name)) ? value : value[0]);
      model.save_changes();
    },
  );
  names.forEach(name => model.on(`change:${name}`, () => go(name, at(name))));
}
