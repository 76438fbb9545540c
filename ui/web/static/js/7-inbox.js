// The inbox: files read in memory, the mask, the sorted cards; what the server draws is put in place, what was typed is text.
"use strict";
(() => {
  const { byId, on, say, send } = youju;
  const desk = () => byId("inbox-desk")?.dataset.desk ?? "";
  let files = [];
  let by = "";

  const tell = (words, bad = false) => {
    const said = byId("inbox-said");
    said.textContent = words;
    said.classList.toggle("complaint", bad);
  };
  function drawn(html) { // made and escaped by the server
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content;
  }
  async function post(name, body) {
    return (await send(`inbox/${name}`, { desk: desk(), ...body })).json();
  }
  async function take(name, body, otherwise) { // a file, under the name that the server gives it
    const given = await send(`inbox/${name}`, { desk: desk(), ...body });
    const named = /filename="([^"]+)"/.exec(given.headers.get("content-disposition"))?.[1];
    youju.save(await given.blob(), named ?? otherwise);
    tell(say("inbox.saved"));
  }
  async function working(button, words, act) {
    if (button.disabled) return;
    button.disabled = true;
    tell(words);
    try {
      await act();
    } catch (fault) {
      tell(fault.message, true);
      byId("inbox-said").scrollIntoView({ block: "center" });
    } finally {
      button.disabled = false;
    }
  }

  // ---- what is pasted and chosen
  function listFiles() {
    byId("inbox-chosen").replaceChildren(...files.map((file, place) => {
      const line = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = say("inbox.read", { name: file.name, n: file.text.length });
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "quiet";
      remove.textContent = say("inbox.remove");
      remove.addEventListener("click", () => { files.splice(place, 1); listFiles(); });
      line.append(words, remove);
      return line;
    }));
  }
  document.addEventListener("change", async (event) => {
    if (event.target.id !== "inbox-files") return;
    const faults = [];
    for (const file of [...event.target.files]) {
      tell(say("inbox.reading", { name: file.name }));
      try {
        const given = await send(`inbox/read?name=${encodeURIComponent(file.name)}`, await file.arrayBuffer(), "application/octet-stream");
        files.push({ name: file.name, text: (await given.json()).text });
      } catch (fault) { // the others are read all the same
        faults.push(fault.message);
      }
    }
    event.target.value = "";
    listFiles();
    tell(faults.join("\n"), faults.length > 0);
  });
  on("#inbox-mask", (button) => working(button, say("inbox.masking"), async () => {
    const given = await post("mask", {
      text: byId("inbox-words").value, files: files.map((file) => file.text),
      me: byId("inbox-me").value, names: byId("inbox-names").value,
    });
    tell("");
    byId("inbox-shown").replaceChildren(drawn(given.html));
    const title = document.querySelector("#inbox-shown h3");
    title.scrollIntoView({ block: "start" });
    title.focus({ preventScroll: true });
  }));

  // ---- sorting: a line of JSON for each message, then the board
  on(".inbox-sort", (button) => working(button, "", () => sorting(button, "sort", {})));
  async function sorting(button, name, body) {
    const reader = (await send(`inbox/${name}`, { desk: desk(), ...body })).body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    let board = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        const told = JSON.parse(line);
        if (told.html) board = told.html;
        else { tell(say("inbox.working", told)); if (button.type === "button") button.textContent = say("inbox.working", told); }
      }
    }
    if (!board) throw new Error(say("inbox.interrupted"));
    tell("");
    byId("inbox-paste").open = false;
    byId("inbox-shown").replaceChildren(drawn(board));
    dress(byId("inbox-shown"));
    choose(document.querySelector(".inbox-row").dataset.matter, { open: !youju.narrow() });
    document.querySelector(".inbox-top h3").focus({ preventScroll: true });
    document.querySelector(".inbox-top").scrollIntoView({ block: "start" });
  }

  // ---- the evening as a file, and back
  on(".inbox-progress", (button) => working(button, "", async () => {
    await take("progress", {}, "inbox.json");
  }));
  document.addEventListener("change", (event) => {
    if (event.target.id !== "inbox-resume" || !event.target.files.length) return;
    const file = event.target.files[0];
    working(event.target, say("inbox.resuming"), async () => {
      if (file.size > 5_000_000) throw new Error(say("inbox.too_large"));
      await sorting(event.target, "resume", { text: await file.text() });
    }).finally(() => { event.target.value = ""; });
  });
  function dress(within) {
    for (const button of within.querySelectorAll(".inbox-letter")) button.hidden = !youju.writeLetter;
    for (const field of within.querySelectorAll(".inbox-by")) field.value = by;
  }

  // ---- one card at a time; on a phone it takes the place of the list
  const rows = () => [...document.querySelectorAll(".inbox-row")];
  const card = (id) => document.querySelector(`[data-card="${CSS.escape(id)}"]`);
  const rowOf = (id) => document.querySelector(`[data-row="${CSS.escape(id)}"] .inbox-row`);
  function choose(id, { open = true, focus = false } = {}) {
    for (const one of rows()) {
      if (one.dataset.matter === id) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
    for (const one of document.querySelectorAll(".inbox-card")) one.hidden = one.dataset.card !== id;
    document.querySelector(".inbox-board").classList.toggle("reading-one", open);
    if (!focus) return;
    if (youju.narrow() && open) card(id).scrollIntoView({ block: "start" });
    card(id).querySelector(".headline").focus({ preventScroll: true });
  }
  function step(by_) {
    const all = rows();
    const next = all[all.findIndex((one) => one.hasAttribute("aria-current")) + by_];
    if (!next) return null;
    choose(next.dataset.matter);
    next.scrollIntoView({ block: "nearest" });
    return next;
  }
  on(".inbox-row, .inbox-goto", (button) => choose(button.dataset.matter, { focus: true }));
  on(".inbox-back", () => {
    const board = document.querySelector(".inbox-board");
    board.classList.remove("reading-one");
    const current = board.querySelector(".inbox-row[aria-current]");
    current.focus();
    current.scrollIntoView({ block: "center" });
  });
  on(".inbox-step", (button) => {
    const next = step(Number(button.dataset.step));
    if (next) choose(next.dataset.matter, { focus: true });
  });
  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.room !== "inbox" || !rows().length || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea, input, select")) return;
    const inList = event.target.closest?.(".inbox-list");
    const by_ = { j: 1, k: -1, ...(inList ? { ArrowDown: 1, ArrowUp: -1 } : {}) }[event.key];
    if (!by_) return;
    event.preventDefault();
    const next = step(by_);
    if (next && inList) next.focus({ preventScroll: true });
  });

  // ---- a draft: copied, changed, checked again
  function replaced(changed) {
    for (const one of changed) {
      const old = card(one.id);
      const shown = !old.hidden;
      const fresh = drawn(one.card);
      dress(fresh);
      old.replaceWith(fresh);
      const current = rowOf(one.id).hasAttribute("aria-current");
      rowOf(one.id).closest("[data-row]").replaceWith(drawn(one.row));
      if (shown) card(one.id).hidden = false;
      if (current) rowOf(one.id).setAttribute("aria-current", "true");
    }
  }
  const draft = (button) => button.closest(".draft");
  on(".inbox-copy", (button) => {
    const words = draft(button).querySelector("textarea").value;
    youju.copy(words.replace(/\[\d{1,2}\]|\*\*/g, ""), button);
  });
  function edit(section, open) {
    section.querySelector(".reading").hidden = open;
    section.querySelector(".editing").hidden = !open;
  }
  on(".inbox-edit", (button) => {
    const section = draft(button);
    edit(section, true);
    section.querySelector("textarea").focus();
  });
  on(".inbox-undo", (button) => {
    const section = draft(button), box = section.querySelector("textarea");
    box.value = box.defaultValue;
    edit(section, false);
    counted(section);
  });
  function counted(section) {
    const box = section.querySelector("textarea");
    const count = section.querySelector(".count");
    if (!count || !box.dataset.most) return;
    const length = [...box.value].length;
    count.textContent = `${length}/${box.dataset.most}`;
    count.classList.toggle("over", length > Number(box.dataset.most));
  }
  document.addEventListener("input", (event) => {
    if (event.target.matches(".inbox-words")) counted(draft(event.target));
    if (event.target.matches(".inbox-by")) by = event.target.value;
  });
  on(".inbox-save", (button) => working(button, say("inbox.checking"), async () => {
    const section = draft(button);
    const id = section.dataset.matter;
    const given = await post("edit", { matter: id, which: section.dataset.which, text: section.querySelector("textarea").value, by });
    replaced(given.changed);
    const failing = card(id).querySelector(".complaint");
    tell(say(failing ? "inbox.failing" : "inbox.kept"), Boolean(failing));
    (failing ?? card(id).querySelector(".headline")).scrollIntoView({ block: "center" });
    card(id).querySelector(".headline").focus({ preventScroll: true });
  }));

  // ---- review, paragraphs, files, letters
  on(".inbox-move", (button) => working(button, "", async () => {
    const section = button.closest(".review");
    by = section.querySelector(".inbox-by").value;
    const given = await post("move", {
      matter: section.dataset.matter, to: button.dataset.to, by, reason: section.querySelector(".inbox-reason")?.value ?? "",
    });
    replaced(given.changed);
    card(section.dataset.matter).querySelector(".review h4").scrollIntoView({ block: "center" });
    tell(say("inbox.moved"));
  }));
  on(".inbox-spread", (button) => working(button, say("inbox.checking"), async () => {
    const section = button.closest("[data-matter]");
    const given = await post("spread", { matter: section.dataset.matter, text: section.querySelector("textarea").value });
    section.querySelector(".card")?.remove();
    section.append(drawn(given.html));
    replaced(given.changed);
    tell(say("inbox.moved"));
  }));
  on(".inbox-out", (button) => working(button, "", async () => {
    const restore = button.closest(".out, .inbox-all").querySelector(".inbox-restore").checked;
    const { matter, kind } = button.dataset;
    await take("save", { matter, kind, restore }, `inbox.${kind}`);
  }));
  on(".inbox-letter", (button) => {
    const words = [...button.closest(".inbox-card").querySelectorAll("blockquote p")].map((line) => line.textContent).join("\n");
    youju.writeLetter(button.dataset.kind, { words });
  });

  // ---- forgotten: at a tap, and when the page goes
  on("#inbox-clear", (button) => working(button, "", async () => {
    await post("clear", {});
    files = [];
    for (const id of ["inbox-words", "inbox-me", "inbox-names"]) byId(id).value = "";
    listFiles();
    byId("inbox-shown").replaceChildren();
    byId("inbox-paste").open = true;
    by = "";
    youju.closeSheet();
    tell(say("inbox.cleared"));
  }));
  addEventListener("pagehide", () => {
    if (desk()) fetch("/youju/inbox/leave", { method: "POST", body: desk(), keepalive: true, headers: { "content-type": "text/plain" } });
  });
})();
