// 강의 슬라이드의 키: c는 코드, d는 밝기. 나머지(→ ← s f o ?)는 reveal.js의 것이에요.
const inside = (event, names) => event.target.closest?.(names);

// 단추 위의 빈칸은 단추를 누르고, 슬라이더 위의 화살표는 슬라이더를 움직여요.
const turnsPage = event =>
  !inside(event, ".entropy-controls") &&
  !([" ", "Enter"].includes(event.key) && inside(event, "button, summary, a"));

Reveal.initialize({
  width: 1280,
  height: 720,
  margin: 0,
  minScale: 0.1,
  maxScale: 8,
  center: false,
  hash: true,
  controls: false,
  transition: "none",
  backgroundTransition: "none",
  navigationMode: "linear",
  slideNumber: "c/t",
  scrollActivationWidth: null,
  plugins: [RevealNotes],
  keyboardCondition: turnsPage,
});

function turnLight() {
  const {style} = document.documentElement;
  const dark = style.colorScheme
    ? style.colorScheme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  style.colorScheme = dark ? "light" : "dark";
}

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // 글쇠의 글자가 아니라 자리로 알아봐요. 한글 자판에는 c라는 글자가 없어요.
  if (event.code === "KeyC") document.body.classList.toggle("coded");
  if (event.code === "KeyD") turnLight();
});

for (const controls of document.querySelectorAll(".entropy-controls")) {
  controls.dataset.preventSwipe = "";
}
