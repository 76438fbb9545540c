// The chat: what one does with an answer, its steps, what to say now, and the newest answer in sight.
"use strict";
(() => {
  const { byId, on, say } = youju;

  // ---- the words of an answer, what waits behind 展开理由 too
  youju.wordsOf = (answer) => {
    const folds = [...answer.querySelectorAll("details.reasons:not([open])")];
    for (const one of folds) one.open = true;
    const words = [...answer.children].filter((part) => !part.matches(".tools, .opinion, .next, .reply, [hidden]"))
      .map((part) => part.innerText.trim());
    for (const one of folds) one.open = false;
    return words.filter(Boolean).join("\n\n");
  };
  on(".copy", (button) => youju.copy(youju.wordsOf(button.closest(".answer")), button));

  // ---- buttons in an answer press Gradio's own
  function ask(text) {
    youju.fill("quick", text, false);
    setTimeout(() => byId("quick-send").click(), 50); // after Gradio has taken in the words
  }
  on(".answer .say", (button) => { if (!byId("newest").querySelector(".stages")) ask(button.dataset.say); });
  for (const name of ["again", "edit", "agree", "refuse"]) {
    on(`.${name}`, (button) => { button.disabled = true; byId(name).click(); });
  }

  // ---- plain words or the articles' own: for every answer of the visit
  let told = "plain";
  function tell() {
    document.body.dataset.words = told;
    for (const one of document.querySelectorAll(".words button")) one.setAttribute("aria-pressed", String(one.dataset.words === told));
  }
  on(".words button", (button) => {
    told = button.dataset.words;
    tell();
    const answer = button.closest(".answer");
    const fold = answer.querySelector("details.reasons");
    if (fold?.contains(answer.querySelector(".plain"))) fold.open = true; // nothing would be seen to change
  });
  youju.settled(() => { if (document.querySelector(`.words [data-words=${told}][aria-pressed=false]`)) tell(); });

  // ---- on paper what waits behind a tap stands open
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".answer :is(.reasons, .terms, .reply):not([open])")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of opened) one.open = false; });

  // ---- steps: ticked in the page alone
  const ticked = new Set();
  function tick(box, on) {
    box.setAttribute("aria-checked", String(on));
    if (on) ticked.add(box.dataset.step); else ticked.delete(box.dataset.step);
  }
  on(".answer .steps .step", (row, event) => {
    if (event.target.closest("a, button:not(.tick)")) return;
    const box = row.querySelector(".tick");
    tick(box, box.getAttribute("aria-checked") !== "true");
  });

  // ---- what to say now: copied with a tap, read aloud where the device itself has a Chinese voice
  const lines = (part) => [...part.querySelectorAll(".reply li > span")].map((line) => line.textContent);
  const voice = () => globalThis.speechSynthesis?.getVoices().find((one) => one.localService && /^zh/i.test(one.lang));
  on(".copy-reply", (button) => youju.copy(lines(button.closest(".answer")).join("\n"), button));
  on(".answer .hear", (button) => {
    const spoken = new SpeechSynthesisUtterance(lines(button.closest(".answer")).join(""));
    spoken.voice = voice();
    spoken.lang = spoken.voice.lang;
    spoken.rate = 0.9;
    speechSynthesis.cancel();
    speechSynthesis.speak(spoken);
  });
  function mayHear() {
    if (voice()) for (const button of document.querySelectorAll(".hear[hidden]")) button.hidden = false;
  }
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", mayHear);
  youju.settled(() => {
    mayHear();
    for (const box of document.querySelectorAll(".tick[aria-checked=false]")) {
      if (ticked.has(box.dataset.step)) box.setAttribute("aria-checked", "true");
    }
  });

  on("#send", () => {
    const box = document.querySelector("#question textarea");
    if (!box.value.trim()) box.focus();
  });

  let seen = "";
  youju.settled(() => {
    const newest = byId("newest");
    if (!newest) return;
    for (const text of document.querySelectorAll(".toast-message-text:not([data-said])")) {
      text.dataset.said = "true"; // Gradio speaks English here, whatever the language of the page
      const body = text.closest(".toast-body");
      body.querySelector(".toast-title").textContent = say("failed");
      body.querySelector(".toast-close").setAttribute("aria-label", say("close"));
      if (/\p{Script=Han}|please ask again/u.test(text.textContent)) continue; // what our own server says
      const cause = /connect/i.test(text.textContent) ? "lost" : /busy|queue/i.test(text.textContent) ? "busy" : "bug";
      text.textContent = say(cause);
    }
    if (!newest.hasAttribute("aria-live")) {
      newest.setAttribute("aria-live", "polite");
      newest.setAttribute("role", "region");
      newest.setAttribute("aria-label", say("answered"));
    }
    const turn = newest.querySelector(".turn");
    const state = turn ? (turn.querySelector(".answer")?.dataset.turn ?? "working") : "";
    if (state === seen) return;
    seen = state;
    if (state === "working" && matchMedia("(pointer: coarse)").matches) {
      document.querySelector("#question textarea:focus")?.blur(); // a phone's keyboard would cover the answer
    }
    if (turn) requestAnimationFrame(() => {
      const top = turn.getBoundingClientRect().top; // left alone where it already stands near the top
      if (top < 50 || top > innerHeight / 5) turn.scrollIntoView({ block: "start", behavior: "instant" });
    });
    if (!turn) { youju.closeSheet(); ticked.clear(); }
  });
})();
