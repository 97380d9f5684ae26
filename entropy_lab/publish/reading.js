// 옆으로 밀어 봐야 하는 표와 식은 글쇠로도 밀 수 있게 초점을 받아요. 다 보이면 받지 않아요.
const NAMES = {sideways: "옆으로 밀어 보는 표", "katex-display": "옆으로 밀어 보는 식"};

function reachable({target}) {
  const slides = target.scrollWidth > target.clientWidth;
  for (const [name, value] of Object.entries({
    tabindex: 0,
    role: "region",
    "aria-label": NAMES[target.className],
  })) {
    if (slides) target.setAttribute(name, value);
    else target.removeAttribute(name);
  }
}

const watcher = new ResizeObserver(entries => entries.forEach(reachable));
for (const box of document.querySelectorAll(".sideways, .katex-display")) watcher.observe(box);
