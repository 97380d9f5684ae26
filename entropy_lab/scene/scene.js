// 장면을 움직여요: 슬라이더의 값으로 테이프를 다시 셈하고, 그 줄에 적힌 자리로 SVG의 부분들을 옮겨요.
// 커널도 라이브러리도 쓰지 않아요. 셈은 scene.py가 numpy로 한 것과 한 걸음씩 같아요.
const OPS = {
  add: (a, b) => a + b, subtract: (a, b) => a - b, multiply: (a, b) => a * b, divide: (a, b) => a / b, power: (a, b) => a ** b,
  negative: a => -a, absolute: Math.abs, sign: Math.sign, floor: Math.floor, minimum: (a, b) => Math.min(a, b), maximum: (a, b) => Math.max(a, b),
  exp: Math.exp, log: Math.log, log2: Math.log2, log10: Math.log10, log1p: Math.log1p, expm1: Math.expm1,
  sqrt: Math.sqrt, square: a => a * a, sin: Math.sin, cos: Math.cos, arccos: Math.acos, where: (c, a, b) => c ? a : b,
  equal: (a, b) => +(a === b), not_equal: (a, b) => +(a !== b), less: (a, b) => +(a < b), less_equal: (a, b) => +(a <= b),
  greater: (a, b) => +(a > b), greater_equal: (a, b) => +(a >= b),
};
const fold = (v, n, f) => Array.from({length: v.length / n}, (_, i) => v.slice(i * n, i * n + n).reduce(f));
const STEPS = {
  const: (v, ...numbers) => numbers.map(Number), take: (v, a, ...places) => places.map(i => v[a][i]), join: (v, ...lines) => lines.flatMap(i => v[i]),
  sum: (v, a, n) => fold(v[a], n, (s, x) => s + x), max: (v, a, n) => fold(v[a], n, (s, x) => Math.max(s, x)), min: (v, a, n) => fold(v[a], n, (s, x) => Math.min(s, x)),
  cumsum: (v, a, n) => { let s = 0; return v[a].map((x, i) => s = i % n ? s + x : x); },
};
function work(tape, args) {
  const v = [];
  for (const [op, ...rest] of tape) {
    if (op === "arg") v.push(args.slice(rest[0], rest[0] + rest[1]));
    else if (STEPS[op]) v.push(STEPS[op](v, ...rest));
    else {
      const f = OPS[op], [a, b, c] = rest.map(i => v[i]), at = (x, i) => x && x[x.length > 1 ? i : 0];
      v.push(Array.from({length: Math.max(...rest.map(i => v[i].length))}, (_, i) => f(at(a, i), at(b, i), at(c, i))));
    }
  }
  return v;
}

const hundredths = x => Math.floor(Math.round(x * 1e6) / 1e4 + .5) / 100;          // as style.py rounds the file
function fixed(x, digits) {                                                       // as Python rounds: a tie goes to the even digit
  const tie = Math.abs(x * 2 ** (digits + 1)) % 2 === 1, s = 10 ** digits;
  return (tie ? 2 * Math.round(x * s / 2) / s : x).toFixed(digits).replace(/^-(?=[0.]*$)/, "").replace("-", "−").replace("Infinity", "∞");
}
const number = (v, [line, digits, comma]) => { const s = fixed(v[line][0], digits); return comma ? s.replace(/^[^.]*/, whole => whole.replace(/\B(?=(\d{3})+$)/g, ",")) : s; };
const chosen = (v, {n, words}) => words[v[n][0]];
const say = (runs, v) => runs.map(r => Array.isArray(r) ? number(v, r) : r.words ? chosen(v, r) : r).join("");

const draw = (commands, x, y, x0 = 0, y0 = 0, up = 1) => [...commands].map((c, i) =>
  c === "z" ? "z" : `${c} ${hundredths(x0 + x[i])} ${hundredths(y0 + up * y[i])}`).join(" ");
const trail = (d, n) => d.length > 1 ? d : "M" + "L".repeat(n - 1) + d;            // "" an open line, "z" a closed one, else as written

function play(box, picture, program, args, released = () => {}) {
  const {tape, parts, faces, glyphs, drawn, sliders, shown, dark, title, description, alt} = program;
  const own = `scene${globalThis.entropyScenes = (globalThis.entropyScenes ?? 0) + 1}-`;   // ids of their own for every copy on the page
  box.classList.add("entropy-scene");
  box.innerHTML = picture.replace(/^[^]*?<svg/, "<svg").replace(/( id="|url\(#|href="#)/g, "$1" + own);
  const svg = box.querySelector("svg");
  svg.querySelectorAll("title,desc,style").forEach(e => e.remove());
  ["aria-labelledby", "aria-describedby"].forEach(a => svg.removeAttribute(a));
  if (!globalThis.entropyStyle) {                                                // a sheet of our own: a strict Content-Security-Policy allows it
    globalThis.entropyStyle = new CSSStyleSheet();
    entropyStyle.replaceSync(STYLE + Object.entries(dark).flatMap(([light, night]) => ["fill", "stroke"].map(k => `.entropy-scene [${k}="${light}"]{${k}:light-dark(${light},${night})}`)).join(""));
    document.adoptedStyleSheets.push(entropyStyle);
  }
  box.insertAdjacentHTML("beforeend", `<div class="entropy-controls"></div>`);
  const controls = box.querySelector(".entropy-controls");
  const inputs = sliders.map((s, i) => {
    const choice = s.options, row = document.createElement(choice ? "fieldset" : "label");
    row.innerHTML = choice
      ? `<legend>${s.label}</legend><span>` + choice.map((o, k) => `<label><input type="radio" name="${own}${i}" value="${k}" data-lm-suppress-shortcuts>${o}</label>`).join("") + "</span>"
      : `<span>${s.label}</span><input type="range" min="${s.min}" max="${s.max}" step="${s.step}" aria-label="${s.label}" data-lm-suppress-shortcuts><output></output>`;
    controls.append(row);
    row.addEventListener("input", e => { args[i] = +e.target.value; show(); });
    row.addEventListener("change", () => released(s.name, args.filter((_, k) => sliders[k].name === s.name)));
    row.addEventListener("keydown", e => { if (/^(Arrow|Page|Home|End)/.test(e.key)) e.stopPropagation(); });   // slides page with these keys
    return row;
  });
  const moving = parts.map(p => { const g = svg.querySelector(`#${own}${p.id}`); return {...p, g, path: g.querySelector(":scope > path"), dots: p.dots && [...g.querySelectorAll("use")]}; });

  const defs = svg.insertBefore(document.createElementNS(svg.namespaceURI, "defs"), svg.firstChild);
  const define = ([commands, ...steps], i) => {                                   // an outline that the picture does not hold
    const [x, y] = [0, 1].map(k => { let s = 0; return [...commands].map((_, j) => (s += steps[2 * j + k]) / 1000); });
    const path = defs.appendChild(document.createElementNS(svg.namespaceURI, "path"));
    path.id = `${own}glyph${i}`;
    path.setAttribute("d", draw(commands, x, y, 0, 0, -1));
    return "#" + path.id;
  };
  const outlines = glyphs.map(define), first = work(tape, drawn);
  for (const p of moving.filter(p => p.text)) {                                   // which letter each <use> of the picture shows
    p.uses = [...p.g.querySelectorAll("use")];
    let k = 0;
    for (const r of p.text) {
      if (Array.isArray(r)) k += number(first, r).length;
      else if (r.words) { r.words.forEach(w => w.refs = w.g.map(i => outlines[i])); k += chosen(first, r).at.length; }
      else r.refs = r.at.map(() => p.uses[k++].getAttribute("xlink:href"));
    }
  }
  function letter(p, v, ends) {                                                   // one line of letters, its numbers filled in
    const digit = c => { const [w, i] = faces[p.face][c]; return {w, at: [0], refs: [outlines[i]]}; };
    const runs = p.text.flatMap(r => Array.isArray(r) ? [...number(v, r)].map(digit) : r.words ? chosen(v, r) : r);
    let x = p.after === undefined ? v[p.x][0] - p.align * runs.reduce((w, r) => w + r.w, 0) : ends[p.after], n = 0;
    for (const r of runs) {
      r.at.forEach((dx, i) => {
        const u = p.uses[n] ??= p.g.appendChild(document.createElementNS(svg.namespaceURI, "use"));
        n++;
        for (const [k, value] of [["href", r.refs[i]], ["x", hundredths(x + dx)], ["y", hundredths(v[p.y][0])], ["fill", p.fill], ["display", "inline"]])
          if (u.getAttribute(k) !== String(value)) u.setAttribute(k, value);
      });
      x += r.w;
    }
    p.uses.slice(n).forEach(u => u.setAttribute("display", "none"));
    return x;
  }
  function show() {
    const v = work(tape, args), ends = [];
    moving.forEach((p, k) => {
      if (p.visible !== undefined) p.g.setAttribute("display", v[p.visible][0] ? "inline" : "none");
      if (p.dots) p.dots.forEach((u, i) => { u.setAttribute("x", hundredths(v[p.x][i])); u.setAttribute("y", hundredths(v[p.y][i])); });
      else if (p.text) ends[k] = letter(p, v, ends);
      else if (p.x !== undefined) p.path.setAttribute("d", draw(trail(p.d, v[p.x].length), v[p.x], v[p.y]));
    });
    const now = say(alt, v);
    svg.setAttribute("aria-label", `${title}. ${description} ${now}`);
    inputs.forEach((row, i) => {
      const s = sliders[i];
      if (s.options) { row.querySelectorAll("input").forEach((e, k) => e.checked = k === args[i]); return; }
      const [range, out] = [row.querySelector("input"), row.querySelector("output")];
      range.value = args[i];
      out.textContent = shown[s.name] ? say(shown[s.name], v) : fixed(args[i], s.digits) + s.unit;
      range.style.setProperty("--at", `${100 * (args[i] - s.min) / (s.max - s.min)}%`);
      range.setAttribute("aria-valuetext", `${out.textContent}. ${now}`);
    });
  }
  show();
  return (name, value) => { let k = 0; args = args.map((a, i) => sliders[i].name === name ? [value].flat()[k++] : a); show(); };
}
const STYLE = `
.entropy-scene{max-width:640px;margin:0;font-size:15px;line-height:1.4}
.entropy-scene svg,.entropy-scene img{display:block;width:100%;height:auto;border-radius:6px}
.entropy-controls{display:grid;gap:.35em;margin:.5em .3em 0}
.entropy-controls>label,.entropy-controls>fieldset{display:grid;grid-template-columns:minmax(7.5em,max-content) 1fr minmax(3.6em,max-content);gap:.9em;align-items:center;border:0;margin:0;padding:0;min-width:0}
.entropy-controls output{text-align:right;font-variant-numeric:tabular-nums}
.entropy-controls legend{float:left;padding:0}.entropy-controls fieldset span{display:flex;flex-wrap:wrap;gap:.2em 1.1em}
.entropy-controls fieldset label{display:flex;gap:.35em;align-items:center}
.entropy-controls input{accent-color:light-dark(#0072b2,#5cb3ec);margin:0}
.entropy-controls input[type=range]{width:100%;height:28px;cursor:pointer;touch-action:pan-y}
.entropy-controls :focus-visible{outline:2px solid light-dark(#0072b2,#5cb3ec);outline-offset:3px;border-radius:4px}
[data-jp-theme-light=true] .entropy-scene{color-scheme:light}[data-jp-theme-light=false] .entropy-scene{color-scheme:dark}
@media print{.entropy-controls{display:none}}`;

const wake = (box, program) => play(box, new TextDecoder().decode(Uint8Array.from(atob(box.querySelector("img").src.split(",")[1]), c => c.charCodeAt())), program, [...program.drawn]);
function render({model, el}) {                                                    // the widget: the kernel hears of a value when the hand lets go
  const program = model.get("_program"), names = [...new Set(program.sliders.map(s => s.name))], at = n => model.get(n);
  const go = play(el, model.get("_picture"), program, names.flatMap(at), (name, value) => { model.set(name, Array.isArray(at(name)) ? value : value[0]); model.save_changes(); });
  names.forEach(n => model.on(`change:${n}`, () => go(n, at(n))));
}
