// The page's own script. Each file is one job; `youju` is what they share. It builds no HTML from strings of the
// reader's: what the server sends as HTML was escaped there, everything else is set as text.
"use strict";
const youju = (() => {
  const query = new URLSearchParams(location.search);
  const lang = query.get("lang") === "en" ? "en" : "zh";
  // The page chooses its language, not the browser: Gradio's own words follow.
  const locale = lang === "en" ? "en" : "zh-CN";
  for (const [name, value] of [["language", locale], ["languages", [locale]]]) {
    Object.defineProperty(navigator, name, { get: () => value, configurable: true });
  }

  const byId = (id) => document.getElementById(id);
  const narrow = () => matchMedia("(max-width: 699px)").matches;
  let words = null;
  function say(key, values = {}) { // the words of languages/*.toml, tables `script`
    words ??= JSON.parse(byId("words").textContent);
    return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  }

  // ---- clicks: one listener; the first row that fits acts
  const clicks = [];
  const on = (selector, act) => clicks.push([selector, act]);
  document.addEventListener("click", (event) => {
    for (const [selector, act] of clicks) {
      const found = event.target.closest?.(selector);
      if (found) { act(found, event); return; }
    }
  });

  // ---- what the server is sent, and what it gives back; nothing is kept there
  async function send(path, body, type = "application/json") {
    const content = type === "application/json" ? JSON.stringify(body) : body;
    let given;
    try {
      given = await fetch(`/youju/${path}${path.includes("?") ? "&" : "?"}lang=${lang}`, {
        method: "POST", body: content, headers: { "content-type": type },
      });
    } catch {
      throw new Error(say("lost"));
    }
    if (given.ok) return given;
    const told = await given.json().catch(() => ({}));
    throw Object.assign(new Error(told.error ?? say("bug")), { told }); // `told.field`: where it can be mended
  }
  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
  async function copy(text, button) {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
    } else { // a page without TLS that is not on this machine has no clipboard
      const field = document.body.appendChild(document.createElement("textarea"));
      field.value = text;
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    const before = button.textContent;
    button.textContent = say("copied");
    setTimeout(() => { button.textContent = before; }, 2000);
  }
  function fill(id, text, focus = true) { // Gradio hears of new words in its box by the event
    const box = document.querySelector(`#${id} textarea, #${id} input`);
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    if (focus) box.focus();
  }

  // ---- rooms: the address says which
  const entering = [];
  const known = () => [...document.querySelectorAll("#rooms [data-room]")].map((link) => link.dataset.room);
  function enter(first = false) {
    const asked = decodeURIComponent(location.hash.slice(1)).split("/")[0];
    const room = known().includes(asked) ? asked : known()[0];
    const moved = document.body.dataset.room !== room;
    document.body.dataset.room = room;
    for (const link of document.querySelectorAll("#rooms [data-room]")) {
      if (link.dataset.room === room) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    showMore(document.querySelector("#rooms [aria-current]")?.classList.contains("rare"));
    if (!first && moved) {
      scrollTo({ top: 0 });
      document.querySelector(`#room-${room} .room-title`)?.focus({ preventScroll: true });
    }
    for (const act of entering) act(room);
  }
  function showMore(show) {
    byId("rooms").classList.toggle("open", Boolean(show));
    byId("more").setAttribute("aria-expanded", String(Boolean(show)));
  }
  on("#more", () => showMore(!byId("rooms").classList.contains("open")));
  on("#rooms [data-room]", (link, event) => { // a room already entered is left alone
    if (link.hasAttribute("aria-current")) event.preventDefault();
  });
  addEventListener("hashchange", () => enter());

  // ---- the danger card
  function showDanger(show) {
    byId("danger-card").hidden = !show;
    byId("danger").setAttribute("aria-expanded", String(show));
    if (show) {
      byId("danger-title").focus({ preventScroll: true });
      scrollTo({ top: 0 });
    } else {
      byId("danger").focus({ preventScroll: true });
    }
  }
  on("#danger", () => showDanger(byId("danger-card").hidden));
  on("#danger-close", () => showDanger(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !byId("danger-card").hidden && !byId("sheet").classList.contains("open")) showDanger(false);
  });

  // ---- the quick exit: the server forgets, the page goes, its place in the history too
  on("#leave", () => {
    byId("forget")?.click();
    document.title = "";
    document.body.hidden = true;
    setTimeout(() => location.replace("/youju/blank?lang=" + lang), 250);
  });

  // ---- large type, day or night: in the address alone, so that nothing is stored
  const root = document.documentElement;
  function keep(name, value) {
    if (value) query.set(name, value); else query.delete(name);
    history.replaceState(history.state, "", `${location.pathname}?${query}${location.hash}`.replace(/\?(?=#|$)/, ""));
    const other = byId("language");
    const there = new URLSearchParams(query);
    there.set("lang", lang === "en" ? "zh" : "en");
    other.setAttribute("href", `?${there}${location.hash}`);
  }
  const dark = () => (root.dataset.look ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  function dress() {
    byId("large").setAttribute("aria-pressed", String(root.hasAttribute("data-large")));
    byId("look").setAttribute("aria-pressed", String(dark()));
  }
  if (query.get("type") === "large") root.dataset.large = "";
  if (["dark", "light"].includes(query.get("look"))) root.dataset.look = query.get("look");
  on("#large", () => {
    root.toggleAttribute("data-large");
    keep("type", root.hasAttribute("data-large") ? "large" : "");
    dress();
  });
  on("#look", () => {
    root.dataset.look = dark() ? "light" : "dark";
    keep("look", root.dataset.look);
    dress();
  });

  // ---- how high what stays at the top is, for what stands or is scrolled to beneath it
  function measure() {
    const [bar, urgent] = [document.querySelector(".bar"), document.querySelector(".urgent")];
    root.style.setProperty("--bar", `${(narrow() ? urgent : bar).offsetHeight}px`);
  }

  // ---- what Gradio draws later
  const settling = [];
  function tellFolds() { // Gradio's own say neither that they fold nor whether they are open
    for (const head of document.querySelectorAll("button.label-wrap")) {
      const open = String(head.classList.contains("open"));
      if (head.getAttribute("aria-expanded") === open) continue;
      head.setAttribute("aria-expanded", open);
      head.querySelector(".icon")?.setAttribute("aria-hidden", "true");
    }
  }
  settling.push(tellFolds);
  on("button.label-wrap", () => requestAnimationFrame(tellFolds));
  addEventListener("DOMContentLoaded", () => {
    enter(true);
    dress();
    keep("type", root.hasAttribute("data-large") ? "large" : "");
    const watched = new ResizeObserver(measure);
    for (const one of document.querySelectorAll(".bar, .urgent")) watched.observe(one);
    addEventListener("hashchange", () => keep("look", root.dataset.look));
    new MutationObserver(() => { for (const act of settling) act(); }).observe(document.body, { childList: true, subtree: true });
  });
  return {
    lang, byId, narrow, say, on, send, save, copy, fill,
    entered: (act) => entering.push(act), // act(room), whenever a room is entered
    settled: (act) => settling.push(act), // act(), whenever something on the page has changed
  };
})();
