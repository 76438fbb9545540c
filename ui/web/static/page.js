// The page's own script: the danger card, the quick exit, the cited article beside the chat, what is read aloud.
// It builds no HTML from strings; the words it moves were escaped by the server.
"use strict";
(() => {
  const lang = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "zh-CN";
  // The page chooses its language, not the browser: Gradio's own words follow.
  for (const [name, value] of [["language", lang], ["languages", [lang]]]) {
    Object.defineProperty(navigator, name, { get: () => value, configurable: true });
  }

  const byId = (id) => document.getElementById(id);
  const narrow = () => matchMedia("(max-width: 699px)").matches;
  let opener = null;

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

  // ---- the quick exit: the server forgets, the page goes, its place in the history too
  function leave() {
    byId("forget")?.click();
    document.title = "";
    document.body.hidden = true;
    setTimeout(() => location.replace("/youju/blank?lang=" + (lang === "en" ? "en" : "zh")), 250);
  }

  // ---- the cited article
  function openSheet(button) {
    const source = byId("sheet-" + button.dataset.cite);
    if (!source) return;
    const words = byId("sheet-words");
    words.replaceChildren(...[...source.childNodes].map((node) => node.cloneNode(true)));
    for (const other of document.querySelectorAll("[data-cite].open")) other.classList.remove("open");
    for (const same of document.querySelectorAll(`[data-cite="${button.dataset.cite}"]`)) same.classList.add("open");
    opener = button;
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
  function closeSheet(back = true) {
    const sheet = byId("sheet");
    if (!sheet?.classList.contains("open")) return;
    sheet.classList.remove("open");
    byId("veil").hidden = true;
    document.querySelector("gradio-app").inert = false;
    opener?.focus({ preventScroll: true });
    if (back && history.state?.sheet) history.back();
  }
  addEventListener("popstate", () => closeSheet(false));

  // ---- copy an answer as plain words
  async function copy(button) {
    const answer = button.closest(".answer");
    const words = [...answer.children].filter((part) => !part.matches(".tools")).map((part) => part.innerText.trim());
    const text = words.filter(Boolean).join("\n\n");
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
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  }

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    const cite = on("[data-cite]");
    if (cite) openSheet(cite);
    else if (on("#danger")) showDanger(byId("danger-card").hidden);
    else if (on("#danger-close")) showDanger(false);
    else if (on("#leave")) leave();
    else if (on("#sheet-close") || on("#veil")) closeSheet();
    else if (on(".copy")) copy(on(".copy"));
    else if (on("#send") && !document.querySelector("#question textarea").value.trim()) document.querySelector("#question textarea").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeSheet();
  });

  // ---- what Gradio draws: a place that is read aloud, and the newest answer in sight
  let seen = "";
  function settle() {
    const newest = byId("newest");
    if (!newest) return;
    const said = byId("words").dataset;
    for (const text of document.querySelectorAll(".toast-message-text:not([data-said])")) {
      text.dataset.said = "true"; // Gradio speaks English here, whatever the language of the page
      const cause = /connect/i.test(text.textContent) ? "lost" : /busy|queue/i.test(text.textContent) ? "busy" : "bug";
      text.textContent = said[cause];
      const body = text.closest(".toast-body");
      body.querySelector(".toast-title").textContent = said.failed;
      body.querySelector(".toast-close").setAttribute("aria-label", said.close);
    }
    if (!newest.hasAttribute("aria-live")) {
      newest.setAttribute("aria-live", "polite");
      newest.setAttribute("role", "region");
      newest.setAttribute("aria-label", said.answered);
    }
    const turn = newest.querySelector(".turn");
    const state = turn ? (turn.querySelector(".answer")?.dataset.turn ?? "working") : "";
    if (state === seen) return;
    seen = state;
    if (turn) requestAnimationFrame(() => {
      const top = turn.getBoundingClientRect().top; // left alone where it already stands near the top
      if (top < 50 || top > innerHeight / 5) turn.scrollIntoView({ block: "start", behavior: "instant" });
    });
    if (!turn) closeSheet();
  }
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(settle).observe(document.body, { childList: true, subtree: true });
  });
})();
