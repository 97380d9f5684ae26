// 틀(iframe)에 끼인 쪽: 제 높이를 둘레에 알리고, 둘레가 고른 밝기를 따라요.
if (parent !== window) {
  document.documentElement.classList.add("framed");
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    parent.postMessage({entropyLab: {height}}, "*");
  };
  new ResizeObserver(tell).observe(document.body);
  addEventListener("message", ({source, data}) => {
    const scheme = data?.entropyLab?.scheme;
    if (source !== parent || !scheme) return;
    document.documentElement.style.colorScheme = scheme;
    tell(); // 둘레가 듣기 전에 한 말은 사라졌을 수 있어요
  });
}
