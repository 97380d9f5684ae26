// 움직이는 그림을 끼운 쪽에서: 틀의 높이를 내용에 맞추고, 쪽이 밝은지 어두운지를 틀에 알려요.
// 묶음({}) 안이라서 쪽에 이름을 남기지 않고, 우리 틀이 아닌 곳에서 온 말은 듣지 않아요.
{
  const night = matchMedia("(prefers-color-scheme: dark)");
  const frames = () => [...document.querySelectorAll("iframe.entropy-live")];

  // 쪽이 color-scheme을 하나로 정했으면 그것을, 아니면 컴퓨터의 설정을 따라요.
  function scheme(frame) {
    const named = getComputedStyle(frame).colorScheme.match(/\b(light|dark)\b/g) ?? [];
    if (named.length === 1) return named[0];
    return night.matches ? "dark" : "light";
  }

  function tell(frame) {
    frame.contentWindow?.postMessage({entropyLab: {scheme: scheme(frame)}}, "*");
  }

  function tellAll() {
    frames().forEach(tell);
  }

  // 틀이 말을 걸었으면 들을 준비가 된 것이기도 해요.
  function hear(event) {
    const frame = frames().find(each => each.contentWindow === event.source);
    const height = event.data?.entropyLab?.height;
    if (!frame || !Number.isFinite(height)) return;
    frame.style.height = `${Math.ceil(height)}px`;
    if (!frame.heard) tell(frame);
    frame.heard = true;
  }

  // 틀이 제 높이를 말하기 전에도 아래의 글이 제자리에 있게 해요.
  function reserve(frame) {
    const layout = frame.clientWidth < 460 ? frame.dataset.narrow : frame.height;
    frame.style.height = `${layout}px`;
  }

  addEventListener("message", hear);
  night.addEventListener("change", tellAll);
  const watcher = new MutationObserver(tellAll);
  watcher.observe(document.documentElement, {attributes: true});
  watcher.observe(document.body, {attributes: true});
  frames().forEach(reserve);
  tellAll();
}
