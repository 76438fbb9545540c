// The chat: copying an answer, what is read aloud, and the newest answer in sight.
"use strict";
(() => {
  const { byId, on, say } = youju;

  on(".copy", (button) => {
    const answer = button.closest(".answer");
    const words = [...answer.children].filter((part) => !part.matches(".tools")).map((part) => part.innerText.trim());
    youju.copy(words.filter(Boolean).join("\n\n"), button);
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
    if (turn) requestAnimationFrame(() => {
      const top = turn.getBoundingClientRect().top; // left alone where it already stands near the top
      if (top < 50 || top > innerHeight / 5) turn.scrollIntoView({ block: "start", behavior: "instant" });
    });
    if (!turn) youju.closeSheet();
  });
})();
