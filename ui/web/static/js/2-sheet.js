// The cited article beside the room, from below on a phone: any element with `data-cite="N"` opens `#sheet-N`.
"use strict";
(() => {
  const { byId, narrow, on } = youju;
  let opener = null;

  function show(nodes) {
    const words = byId("sheet-words");
    words.replaceChildren(...nodes);
    const sheet = byId("sheet");
    if (narrow() && !sheet.classList.contains("open")) history.pushState({ sheet: true }, "");
    sheet.classList.add("open");
    byId("veil").hidden = false;
    document.querySelector("gradio-app").inert = narrow(); // it is covered; the two emergency buttons are not
    words.scrollTop = 0;
    const marked = words.querySelector("mark");
    if (marked) words.scrollTop = Math.max(0, marked.offsetTop - words.offsetTop - words.clientHeight / 3);
    words.querySelector("h2")?.focus({ preventScroll: true });
  }
  function open(button) {
    const source = byId("sheet-" + button.dataset.cite);
    if (!source) return;
    for (const other of document.querySelectorAll("[data-cite].open")) other.classList.remove("open");
    for (const same of document.querySelectorAll(`[data-cite="${CSS.escape(button.dataset.cite)}"]`)) same.classList.add("open");
    opener = button;
    show([...source.childNodes].map((node) => node.cloneNode(true)));
  }
  function close(back = true) {
    const sheet = byId("sheet");
    if (!sheet?.classList.contains("open")) return;
    sheet.classList.remove("open");
    byId("veil").hidden = true;
    document.querySelector("gradio-app").inert = false;
    opener?.focus({ preventScroll: true });
    if (back && history.state?.sheet) history.back();
  }
  addEventListener("popstate", () => close(false));
  on("[data-cite]", open);
  on("#sheet-close, #veil", () => close());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  youju.showSheet = (nodes, from) => { opener = from ?? opener; show(nodes); };
  youju.closeSheet = close;
})();
