// 읽는 판: 장면의 스크립트는 화면에 가까워질 때 한 장면씩 불러요. 파일을 바로 열어도(file:) 돼요.
globalThis.entropyScene = wakeAll;
const here = document.currentScript.src;

for (const box of document.querySelectorAll("[data-scene]:has(> picture)")) {
  box.classList.toggle("entropy-stacked", box.clientWidth < STACKED); // 손잡이의 자리를 미리
  near(box, () => {
    const script = document.createElement("script");
    script.src = new URL(`pictures/${box.dataset.scene}.js`, here);
    document.head.append(script);
  });
}
