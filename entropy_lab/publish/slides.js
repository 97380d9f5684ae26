// 강의 슬라이드의 키: c는 코드, d는 밝기. 나머지(→ ← s f o ?)는 reveal.js의 것이에요.
const inside = (e, names) => e.target.closest?.(names);
Reveal.initialize({
  width: 1280, height: 720, margin: 0, minScale: .1, maxScale: 8, center: false, hash: true, controls: false,
  transition: "none", backgroundTransition: "none", navigationMode: "linear", slideNumber: "c/t", scrollActivationWidth: null, plugins: [RevealNotes],
  // a space on a button presses the button, the arrows on a slider move the slider
  keyboardCondition: e => !(inside(e, ".entropy-controls") || [" ", "Enter"].includes(e.key) && inside(e, "button, summary, a")),
});
document.addEventListener("keydown", e => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.code === "KeyC") document.body.classList.toggle("coded");               // by its place: the Korean keyboard has no letter c
  if (e.code === "KeyD") {
    const {style} = document.documentElement, dark = style.colorScheme ? style.colorScheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    style.colorScheme = dark ? "light" : "dark";
  }
});
document.querySelectorAll(".entropy-controls").forEach(e => e.dataset.preventSwipe = "");
