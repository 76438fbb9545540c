// The room that checks a text: from a mark to its finding and back, copies, the report as a file.
"use strict";
(() => {
  const { byId, on, say } = youju;

  youju.settled(() => {
    const day = document.querySelector("#check-day input, #check-day textarea");
    if (day?.tagName === "INPUT" && day.type !== "date") day.type = "date";
    const result = byId("check-result");
    if (result && !result.hasAttribute("role")) {
      result.setAttribute("role", "region");
      result.setAttribute("aria-label", say("check.checked"));
      result.setAttribute("aria-live", "polite");
    }
  });

  let shown = null;
  youju.settled(() => {
    const answer = document.querySelector("#check-result .answer");
    if (answer === shown) return;
    shown = answer;
    if (answer && document.body.dataset.room === "check") answer.scrollIntoView({ block: "start" });
  });

  function go(place) {
    if (!place) return;
    place.scrollIntoView({ block: "center" });
    place.focus({ preventScroll: true });
    place.classList.add("seen");
    setTimeout(() => place.classList.remove("seen"), 1500);
  }
  on("#check-result [data-finding]", (mark) => go(byId(`check-finding-${mark.dataset.finding}`)));
  on("#check-result [data-place]", (button) => go(byId(`check-place-${button.dataset.place}`)));

  on("#check-result [data-report]", async (button) => {
    const kept = button.closest(".downloads"), kind = button.dataset.report;
    const asked = { text: kept.querySelector(".checked-words").value, day: kept.dataset.day, name: youju.nameRead(), kind };
    kept.querySelector(".complaint")?.remove();
    button.disabled = true;
    try {
      youju.save(await (await youju.send("check/report", asked)).blob(), `${say("check.report_name")}.${kind}`);
    } catch (fault) {
      const said = document.createElement("p");
      said.className = "complaint";
      said.setAttribute("role", "alert");
      said.textContent = fault.message;
      kept.prepend(said);
    } finally {
      button.disabled = false;
    }
  });
})();
