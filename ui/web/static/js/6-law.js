// The library: the address behind `#law/` says which page; the server draws it. Words that are searched stay in this
// page's memory: the address only counts them.
"use strict";
(() => {
  const { byId, on, say, narrow } = youju;
  const searches = [];
  let shown = null;
  let day = ""; // as the reader chose it; empty: today

  const inRoom = () => document.body.dataset.room === "law";
  function place() { // what the address asks for
    const raw = location.hash.replace(/^#law\/?/, "");
    const [path, query = ""] = raw.split("?", 2);
    const asked = new URLSearchParams(query);
    let at = "";
    try { at = decodeURIComponent(path); } catch { at = path; }
    return { at, day: asked.get("day") ?? "", q: searches[Number(asked.get("n") ?? 0) - 1] ?? "" };
  }
  function go(hash) {
    if (location.hash === hash) load(true); else location.hash = hash;
  }
  async function load(again = false) {
    const box = byId("law-page");
    if (!box || !inRoom() || (location.hash === shown && !again)) return;
    const first = shown === null;
    const asked = shown = location.hash;
    box.setAttribute("aria-busy", "true");
    const made = document.createElement("template");
    try {
      const given = await youju.send("law/page", place());
      made.innerHTML = await given.text(); // escaped by our server
    } catch (fault) {
      const said = document.createElement("p");
      said.className = "complaint";
      said.textContent = fault.message;
      made.content.append(said);
    }
    if (asked !== shown) return;
    box.removeAttribute("aria-busy");
    box.replaceChildren(made.content);
    const of = box.querySelector("[data-shown]")?.dataset.shown;
    if (of) {
      day = of;
      for (const field of document.querySelectorAll("#room-law input[name=day]")) field.value = of;
    }
    const title = box.querySelector(".page-title");
    if (title && !(first && narrow())) {
      title.focus({ preventScroll: true });
      const top = document.querySelector("#room-law .law-search").getBoundingClientRect().top;
      if (top < 0) scrollTo({ top: 0 });
    }
    const opens = box.querySelector("[data-opens]");
    if (opens && !narrow()) youju.openLaw(opens.dataset.opens, opens.dataset.day, null);
  }
  function search(form) {
    const words = form.elements.q.value.trim();
    if (!words) { go(`#law/?day=${form.elements.day.value}`); return; }
    searches.push(words);
    go(`#law/?n=${searches.length}&day=${form.elements.day.value}`);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target.closest(".law-search");
    if (!form) return;
    event.preventDefault();
    search(form);
  });
  document.addEventListener("change", (event) => { // another day: the same page as the law stood then
    const field = event.target.closest?.("#room-law input[name=day]");
    if (!field || !field.value || field.value === day) return;
    const [path, query = ""] = location.hash.replace(/^#law\/?/, "").split("?", 2);
    const asked = new URLSearchParams(query);
    asked.set("day", field.value);
    go(`#law/${path}?${asked}`);
  });
  youju.entered((room) => { if (room === "law") load(); });
  addEventListener("hashchange", () => load());
  youju.settled(() => { if (shown === null) load(); });
})();
