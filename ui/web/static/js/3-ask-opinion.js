// What is wrong with an answer: the masked words are shown and may be changed before anything is kept.
"use strict";
(() => {
  const { on, say, send } = youju;
  let kept = null;

  youju.settled(() => {
    if (kept === null && document.querySelector(".opinion")) {
      kept = false;
      fetch("/youju/ask/feedback").then((given) => given.json()).then((told) => { kept = told.kept; reveal(); }, () => {});
    }
    reveal();
  });
  function reveal() {
    if (kept) for (const part of document.querySelectorAll(".opinion[hidden]")) part.hidden = false;
  }
  function element(name, words, properties = {}) {
    return Object.assign(document.createElement(name), { textContent: words, ...properties });
  }
  function fail(opinion, error) {
    opinion.querySelector(".told")?.remove();
    opinion.append(element("p", error.message, { className: "told", role: "alert" }));
  }

  on(".answer .reason", async (button) => {
    const opinion = button.closest(".opinion");
    const asked = opinion.closest(".turn").querySelector(".asked bdi").textContent;
    opinion.querySelector("form")?.remove();
    try {
      const { question } = await (await send("ask/feedback/draft", { question: asked })).json();
      opinion.append(form(opinion, button, question));
      opinion.querySelector("form textarea").focus();
    } catch (error) {
      fail(opinion, error);
    }
  });
  function form(opinion, button, question) {
    const refs = opinion.dataset.refs.split(" ").filter(Boolean);
    const words = element("textarea", "", { value: question, rows: 3, maxLength: 2000 });
    words.setAttribute("aria-label", say("ask.masked_question"));
    const acts = element("p", "", { className: "tools" });
    const keep = element("button", say("ask.keep_it"), { type: "submit", className: "quiet" });
    const cancel = element("button", say("ask.cancel"), { type: "button", className: "quiet" });
    acts.append(keep, cancel);
    const made = document.createElement("form");
    made.append(
      element("p", say("ask.keeping_shows")), words,
      element("p", say("ask.keeping_meta", { reason: button.textContent, n: refs.length }), { className: "small" }), acts,
    );
    cancel.addEventListener("click", () => { made.remove(); opinion.open = false; });
    made.addEventListener("submit", async (event) => {
      event.preventDefault();
      keep.disabled = true;
      try {
        await send("ask/feedback", { question: words.value, reason: button.dataset.reason, refs });
        opinion.replaceChildren(element("summary", say("ask.thanks")));
        opinion.open = false;
      } catch (error) {
        keep.disabled = false;
        fail(opinion, error);
      }
    });
    return made;
  }
})();
