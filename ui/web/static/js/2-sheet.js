// The cited article beside the room, from below on a phone. `data-cite="N"` opens `#sheet-N`, which stands in the page;
// `data-law="REF"` fetches an article of the library. What was shown before an article is kept for the way back.
"use strict";
(() => {
  const { byId, narrow, on, say, lang } = youju;
  let opener = null;
  let trail = []; // what was shown before, the oldest first

  const words = () => byId("sheet-words");
  const isOpen = () => byId("sheet")?.classList.contains("open");

  function put(nodes) {
    words().replaceChildren(...nodes);
    for (const unit of words().querySelectorAll("[data-unit]")) unit.id = `unit-${unit.dataset.unit}`;
    byId("sheet-back").hidden = trail.length === 0;
    const title = words().querySelector("h2")?.textContent ?? "";
    byId("sheet").dataset.shown = title;
  }
  function uncover() {
    byId("sheet").classList.add("open");
    byId("veil").hidden = false;
    document.querySelector("gradio-app").inert = narrow(); // it is covered; the two emergency buttons are not
  }
  function focus() {
    words().scrollTop = 0;
    const marked = words().querySelector("mark");
    if (marked) words().scrollTop = Math.max(0, marked.offsetTop - words().offsetTop - words().clientHeight / 3);
    words().querySelector("h2")?.focus({ preventScroll: true });
  }
  function show(nodes) { // a first article: whatever was shown before is forgotten
    trail = [];
    if (narrow() && !isOpen()) history.pushState({ sheet: 1 }, "");
    put(nodes);
    uncover();
    focus();
  }
  function deeper(nodes, from) {
    trail.push({ nodes: [...words().childNodes], top: words().scrollTop, from });
    if (narrow()) history.pushState({ sheet: trail.length + 1 }, "");
    put(nodes);
    focus();
  }
  function higher() {
    const before = trail.pop();
    if (!before) return;
    put(before.nodes);
    words().scrollTop = before.top;
    (before.from?.isConnected ? before.from : words().querySelector("h2"))?.focus({ preventScroll: true });
  }
  function mark(button) {
    for (const other of document.querySelectorAll("[data-cite].open")) other.classList.remove("open");
    const same = button.dataset.cite ? `[data-cite="${CSS.escape(button.dataset.cite)}"]` : "";
    if (same) for (const one of document.querySelectorAll(same)) one.classList.add("open");
  }
  function open(button) {
    const source = byId("sheet-" + button.dataset.cite);
    if (!source) return;
    mark(button);
    opener = button;
    show([...source.childNodes].map((node) => node.cloneNode(true)));
  }
  function close(back = true) {
    if (!isOpen()) return;
    const depth = history.state?.sheet ?? 0;
    trail = [];
    byId("sheet-back").hidden = true;
    byId("sheet").classList.remove("open");
    byId("veil").hidden = true;
    document.querySelector("gradio-app").inert = false;
    if (opener?.isConnected) opener.focus({ preventScroll: true });
    if (back && depth) history.go(-depth);
  }

  // ---- an article of the library
  async function fetched(ref, day) {
    const query = new URLSearchParams({ ref, as_of: day ?? "", lang });
    let given;
    try {
      given = await fetch(`/youju/law/sheet?${query}`);
    } catch {
      throw new Error(say("lost"));
    }
    if (!given.ok) throw new Error((await given.json().catch(() => ({}))).error ?? say("bug"));
    const made = document.createElement("template");
    made.innerHTML = await given.text(); // escaped by our server
    return [...made.content.childNodes];
  }
  let newest = 0;
  async function openLaw(ref, day, from) {
    const mine = ++newest;
    let nodes;
    try {
      nodes = await fetched(ref, day);
    } catch (fault) {
      const said = document.createElement("p");
      said.className = "complaint";
      said.setAttribute("role", "alert");
      said.textContent = fault.message;
      nodes = [said];
    }
    if (mine !== newest) return; // another was asked for since
    if (isOpen() && from?.closest("#sheet")) deeper(nodes, from);
    else {
      opener = from ?? opener;
      show(nodes);
    }
  }

  addEventListener("popstate", (event) => {
    const depth = event.state?.sheet ?? 0;
    if (!isOpen()) return;
    if (!depth) close(false);
    else while (trail.length + 1 > depth && trail.length) higher();
  });
  on("[data-cite]", open);
  on("[data-law]", (button, event) => {
    event.preventDefault();
    openLaw(button.dataset.law, button.dataset.day, button);
  });
  on("[data-goto]", (button) => {
    const place = button.closest(".law")?.querySelector(`[data-unit="${CSS.escape(button.dataset.goto)}"]`);
    if (!place) return;
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center" });
  });
  on("[data-copy]", (button) => { youju.copy(button.dataset.copy, button.querySelector(".unit-name") ?? button); });
  on("#sheet-words a[href^='#']", (link, event) => { // the way there leads past what the phone's back button would close
    const depth = narrow() ? history.state?.sheet ?? 0 : 0;
    if (!depth) return;
    event.preventDefault();
    const there = link.hash;
    addEventListener("popstate", () => { location.hash = there; }, { once: true });
    close();
  });
  on("#sheet-back", () => { if (narrow() && history.state?.sheet) history.back(); else higher(); });
  on("#sheet-close, #veil", () => close());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  youju.showSheet = (nodes, from) => { opener = from ?? opener; show(nodes); };
  youju.closeSheet = close;
  youju.openLaw = openLaw;
})();
