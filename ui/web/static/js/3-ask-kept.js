// The conversation kept in this browser, if the reader asks for it: as plain text, nowhere else, gone with a tap.
"use strict";
(() => {
  const { byId, on, say } = youju;
  const PLACE = "youju-kept";
  const MOST = 50;
  let wanted = false;
  let written = "";

  function read() {
    try {
      const found = JSON.parse(localStorage.getItem(PLACE) ?? "null");
      return Array.isArray(found) ? found : null;
    } catch { return null; } // no storage, or not ours
  }
  function erase() {
    wanted = false;
    written = "";
    try { localStorage.removeItem(PLACE); } catch { /* nothing is kept there then */ }
  }
  function turns() {
    return [...document.querySelectorAll("#earlier .turn, #newest .turn")].flatMap((turn) => {
      const answer = turn.querySelector(".answer[data-turn]:not(.consent)");
      return answer ? [{ asked: turn.querySelector(".asked bdi").textContent, said: youju.wordsOf(answer) }] : [];
    });
  }
  const before = []; // what an earlier visit left
  function keep() {
    if (!wanted) return;
    const day = new Date().toISOString().slice(0, 10);
    const now = turns().map((turn) => ({ day, ...turn }));
    const text = JSON.stringify([...before, ...now].slice(-MOST));
    if (text === written) return;
    written = text;
    try { localStorage.setItem(PLACE, text); } catch { erase(); dress(); }
  }
  function dress() {
    for (const part of document.querySelectorAll(".keeping")) {
      const button = part.querySelector(".keep");
      button.setAttribute("aria-checked", String(wanted));
      part.querySelector(".keep-clear").hidden = !wanted;
      const said = document.createElement("p");
      said.className = "small";
      said.textContent = say("ask.kept_on");
      said.hidden = !wanted;
      const rows = before.map(({ day, asked, said: words }) => {
        const row = document.createElement("details");
        const title = document.createElement("summary");
        title.textContent = `${say("ask.kept_before", { day })}${youju.lang === "en" ? ": " : "："}${asked}`;
        const body = document.createElement("p");
        body.textContent = words;
        row.append(title, body);
        return row;
      });
      part.querySelector(".kept").replaceChildren(said, ...rows);
    }
  }
  on(".keeping .keep", () => {
    wanted = !wanted;
    if (wanted) keep();
    else { erase(); before.length = 0; }
    dress();
  });
  on(".keeping .keep-clear", () => { erase(); before.length = 0; dress(); });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#leave")) erase();
  }, true);

  let drawn = false;
  let waiting = 0;
  youju.settled(() => {
    if (!drawn && document.querySelector(".keeping")) {
      drawn = true;
      const found = read();
      wanted = found !== null;
      before.push(...(found ?? []).filter((one) => typeof one?.asked === "string"));
      dress();
    }
    if (wanted && !waiting) waiting = setTimeout(() => { waiting = 0; keep(); }, 200);
  });
})();
