// 강의 슬라이드의 키와 모양: 넘치는 장을 줄이고, 누를 때 답을 펼치고, 늦었을 때 건너뛸 장을 숨겨요.
// 인쇄하는 모양은 slides.css 하나예요. reveal.js의 인쇄용 주소로 와도 같은 종이가 나와요.
if (/print-pdf/.test(location.search)) location.replace(location.href.replace(/\?[^#]*/, ""));

const inside = (event, names) => event.target.closest?.(names);

// 단추 위의 빈칸은 단추를 누르고, 슬라이더 위의 화살표는 슬라이더를 움직여요.
const turnsPage = event =>
  !inside(event, ".entropy-controls, .shannon") &&
  !([" ", "Enter"].includes(event.key) && inside(event, "button, summary, a"));

// 글이 틀보다 길면 들어갈 때까지 줄여요. 삼분의 일 아래로는 줄이지 않고, 그때는 굴려서 읽어요.
function fit(slide) {
  const body = slide?.querySelector(".body");
  if (!body) return;
  const frame = body.parentElement;
  let zoom = 1;
  body.style.zoom = 1;
  const over = () =>
    frame.scrollHeight > frame.clientHeight + 1 || body.scrollWidth > body.clientWidth + 1;
  while (over() && zoom > 0.35) {
    zoom -= 0.05;
    body.style.zoom = zoom;
  }
  body.classList.toggle("long", over());
}

const answers = (slide, open) => {
  for (const card of slide.querySelectorAll("details")) card.open = open;
};

function turnLight() {
  const {style} = document.documentElement;
  const dark = style.colorScheme
    ? style.colorScheme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  style.colorScheme = dark ? "light" : "dark";
}

// 아직 오지 않은, 늦었으면 건너뛰어도 되는 장들을 빼거나 도로 넣어요.
const slides = document.querySelector(".slides");
const away = [];

function skipLate() {
  if (away.length) {
    for (const [slide, next] of away.splice(0).reverse()) slides.insertBefore(slide, next);
  } else {
    const here = Reveal.getCurrentSlide();
    for (const slide of document.querySelectorAll("section[data-late]")) {
      if (here.compareDocumentPosition(slide) & Node.DOCUMENT_POSITION_FOLLOWING) {
        away.push([slide, slide.nextElementSibling]);
      }
    }
    for (const [slide] of away) slide.remove();
  }
  Reveal.sync();
  if (Reveal.isOverview()) lay();
}

// 한눈에 보기: reveal이 한 줄로만 늘어놓는 장을 바둑판에. 그동안 장의 속에는 Tab으로 들어갈 수 없어요.
const columns = () => Math.ceil(Math.sqrt(Reveal.getTotalSlides()));

function lay() {
  const n = columns();
  const all = Reveal.getSlides();
  slides.style.setProperty("--columns", n);
  slides.style.setProperty("--rows", Math.ceil(all.length / n));
  all.forEach((slide, k) => {
    slide.style.setProperty("--column", k % n);
    slide.style.setProperty("--row", Math.floor(k / n));
  });
  guard();
}

function guard() {
  const controls = slides.querySelectorAll("a, button, input, summary, textarea");
  for (const control of controls) control.inert = Reveal.isOverview();
}

function leap(rows) {
  const to = Reveal.getIndices().h + rows * columns();
  if (to >= 0 && to < Reveal.getTotalSlides()) Reveal.slide(to);
}

function help() {
  const box = document.getElementById("help");
  if (box.open) box.close();
  else box.showModal();
}

const ROWS = {ArrowUp: -1, ArrowDown: 1};
const KEYS = {KeyC: () => document.body.classList.toggle("coded"), KeyD: turnLight, KeyL: skipLate};

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || inside(event, ".shannon")) return;
  if (event.key === "?") help();
  else if (event.key in ROWS && Reveal.isOverview()) leap(ROWS[event.key]);
  else KEYS[event.code]?.(); // 글쇠의 글자가 아니라 자리로 알아봐요. 한글 자판에는 c라는 글자가 없어요.
});

for (const controls of document.querySelectorAll(".entropy-controls")) {
  controls.dataset.preventSwipe = "";
}

// 답을 펼쳤을 때도 들어가야 해요.
function measure(slide) {
  const closed = [...slide.querySelectorAll("details:not([open])")];
  for (const card of closed) card.open = true;
  fit(slide);
  for (const card of closed) card.open = false;
}

// 종이에도 나오게 처음에 모든 장을 재요. 숨은 장은 잠깐 펴야 잴 수 있고, 글꼴은 쓰기 전에 받아 둬야 폭이 바뀌지 않아요.
async function fitAll() {
  await Promise.all([...document.fonts].map(font => font.load()));
  for (const slide of Reveal.getSlides()) {
    const {cssText} = slide.style;
    slide.style.cssText += ";display: block !important; visibility: hidden";
    measure(slide);
    slide.style.cssText = cssText;
  }
}

Reveal.on("ready", fitAll);
Reveal.on("overviewshown", lay);
Reveal.on("overviewhidden", guard);
Reveal.on("fragmentshown", ({fragment}) => {
  if (fragment.classList.contains("opener")) answers(Reveal.getCurrentSlide(), true);
});
Reveal.on("fragmenthidden", ({fragment}) => {
  if (fragment.classList.contains("opener")) answers(Reveal.getCurrentSlide(), false);
});

Reveal.initialize({
  width: 1280,
  height: 720,
  margin: 0,
  minScale: 0.1,
  maxScale: 8,
  center: false,
  hash: true,
  help: false,
  controls: false,
  transition: "none",
  backgroundTransition: "none",
  navigationMode: "linear",
  slideNumber: "c/t",
  scrollActivationWidth: null,
  plugins: [RevealNotes],
  keyboardCondition: turnsPage,
});
