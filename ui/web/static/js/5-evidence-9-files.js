// The SHA-256 of chosen files, computed here: what Web Crypto can take whole, large files piece by piece. Nothing is sent.
"use strict";
youju.fileList = (data) => {
  const { element, say } = youju;
  const word = (key, values) => say(`evidence.${key}`, values);
  const WHOLE = 200_000_000; // bytes that are read at once, where the browser hashes by itself
  const SLICE = 4 << 20;
  let files = []; // {name, size, modified, sha256}
  let stopped = false;

  const chooser = (id, folder) => element("input", { type: "file", id, multiple: true, hidden: true, webkitdirectory: folder, "aria-label": word(folder ? "files_folder" : "files_choose") });
  const [single, folder] = [chooser("files-chosen", false), chooser("files-in-folder", true)];
  const button = (id, key, act, look = "quiet") => {
    const made = element("button", { type: "button", class: look, id }, word(key));
    made.addEventListener("click", act);
    return made;
  };
  const status = element("p", { role: "status", "aria-live": "polite" });
  const progress = element("progress", { max: 100, hidden: true, "aria-label": word("tab_files") });
  const stop = button("files-stop", "files_stop", () => { stopped = true; });
  const faults = element("ul", { class: "faults" });
  const table = element("div", { class: "listed" });

  const china = (at) => `${new Date(Math.floor(at / 1000) * 1000 + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ")}+08:00`;
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  async function digest(file, tell) {
    if (crypto.subtle && file.size <= WHOLE) return hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const sum = youju.sha256.begin();
    for (let at = 0; at < file.size; at += SLICE) {
      if (stopped) return "";
      sum.update(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()));
      tell(Math.min(1, (at + SLICE) / file.size));
    }
    return sum.hex();
  }
  const nameOf = (file) => file.webkitRelativePath || file.name;
  async function list(chosen) {
    stopped = false;
    faults.replaceChildren();
    progress.hidden = stop.hidden = false;
    const all = chosen.filter((file) => !nameOf(file).split("/").some((part) => part.startsWith(".")));
    const total = all.reduce((sum, file) => sum + file.size, 0) || 1;
    let before = 0;
    for (const file of all) {
      if (stopped) break;
      const name = nameOf(file);
      const tell = (share) => {
        const percent = Math.round((100 * (before + share * file.size)) / total);
        progress.value = percent;
        status.textContent = word("files_reading", { name, percent });
      };
      tell(0);
      const told = await one(file, name, tell);
      if (told) faults.append(element("li", { class: "complaint" }, told));
      before += file.size;
    }
    progress.hidden = stop.hidden = true;
    status.textContent = word("files_done", { n: files.length });
    draw();
  }
  async function one(file, name, tell) { // puts it in the list; a fault as a sentence
    let sha256;
    try {
      sha256 = await digest(file, tell);
    } catch {
      return word("files_unread", { name });
    }
    const other = files.find((listed) => listed.name === name);
    if (other && other.sha256 !== sha256) return word("files_twice", { name });
    if (!other && sha256) files.push({ name, size: file.size, modified: china(file.lastModified), sha256 });
    return "";
  }
  function whole() { // one number for all, as `youju evidence` prints it
    const lines = files.map((file) => `${file.sha256}  ${file.name}\n`).sort(youju.counting.byCode);
    return youju.sha256.whole(new TextEncoder().encode(lines.join("")));
  }
  function csv() {
    const rows = files.map((file) => [file.name, String(file.size), file.modified, file.sha256]);
    return youju.csv.written([data.manifest.header, ...rows, ["说明", "", "", data.manifest.note]]);
  }
  function draw() {
    files.sort((one, other) => youju.counting.byCode(one.name, other.name));
    const cell = (key, look, ...words) => element("td", { "data-label": word(key), class: look }, ...words);
    const rows = files.map((file) => element("tr", {}, cell("files_name", "name", element("bdi", {}, file.name)),
      cell("files_size", "size", file.size.toLocaleString("en")), cell("files_modified", "modified", file.modified.slice(0, 19)), element("td", { "data-label": "SHA-256", class: "sha" }, file.sha256)));
    const head = ["files_name", "files_size", "files_modified"].map((key) => element("th", { scope: "col" }, word(key)));
    table.replaceChildren();
    if (!files.length) return;
    table.append(
      element("table", { class: "log" }, element("thead", {}, element("tr", {}, ...head, element("th", { scope: "col" }, "SHA-256"))), element("tbody", {}, ...rows)),
      element("p", { class: "digest" }, word("files_digest"), element("code", {}, whole())),
      element("p", { class: "not-notarial" }, data.manifest.shown),
      element("div", { class: "acts" }, button("files-export", "files_export", () => youju.save(new Blob([csv()], { type: "text/csv" }), `${word("files_name_csv")}-${youju.times.now().date}.csv`)),
        button("files-print", "print", () => window.print()), button("files-clear", "clear", forget)),
      element("p", { class: "quietly" }, word("files_verify")));
  }
  function forget() {
    files = [];
    status.textContent = "";
    draw();
  }
  for (const input of [single, folder]) {
    input.addEventListener("change", () => {
      const chosen = [...input.files];
      input.value = "";
      if (chosen.length) list(chosen);
    });
  }
  stop.hidden = true;
  document.addEventListener("click", (event) => { if (event.target.closest?.("#leave")) forget(); }, true);
  const root = element("div", { class: "files-tab" }, element("p", { class: "quietly" }, word("files_lead")),
    element("div", { class: "acts choose" }, button("files-choose", "files_choose", () => single.click(), "primary"),
      button("files-folder", "files_folder", () => folder.click(), "quiet on-computers"), single, folder),
    progress, status, stop, faults, table, element("p", { class: "quietly always" }, data.manifest.shown));
  return { root };
};
