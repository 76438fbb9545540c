// The room that checks a call: fields of the phone's own kind, the result in sight and read aloud.
"use strict";
(() => {
  const { byId, on, say } = youju;
  const kinds = { date: ["type", "date"], time: ["type", "time"], times: ["inputmode", "numeric"] };

  youju.settled(() => {
    for (const [name, [attribute, value]] of Object.entries(kinds)) {
      const box = document.querySelector(`#call-${name} textarea, #call-${name} input`);
      if (box?.tagName === "INPUT" && box.getAttribute(attribute) !== value) box.setAttribute(attribute, value);
    }
    const result = byId("call-result");
    if (result && !result.hasAttribute("aria-live")) {
      result.setAttribute("aria-live", "polite");
      result.setAttribute("role", "region");
      result.setAttribute("aria-label", say("call.checked"));
    }
  });

  let shown = null;
  youju.settled(() => {
    const answer = document.querySelector("#call-result .answer");
    if (answer === shown) return;
    shown = answer;
    if (answer && document.body.dataset.room === "call") answer.scrollIntoView({ block: "start" });
  });

  on(".caused", (button) => {
    const finding = byId(`finding-${button.dataset.finding}`);
    finding.open = true;
    finding.scrollIntoView({ block: "center" });
    finding.querySelector("summary").focus({ preventScroll: true });
  });
  on(".deciding", (button) => {
    const more = byId("call-more");
    const field = () => byId(`call-${button.dataset.field}`) ?? byId("call-words");
    if (field().id !== "call-words" && !field().checkVisibility()) more.querySelector("button").click();
    setTimeout(() => {
      field().scrollIntoView({ block: "center" });
      field().querySelector("input, textarea").focus({ preventScroll: true });
    }, 150);
  });
})();
