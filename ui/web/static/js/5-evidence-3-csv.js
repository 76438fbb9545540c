// Tables out to spreadsheets and back, in the browser: no cell is a formula, files of Excel and WPS are read as they are;
// the same rules as assistant/spreadsheet.py and assistant/calllog.py. Faults are told as words of `evidence.toml`.
"use strict";
youju.csv = (() => {
  const FORMULA = /^'*[=+\-@|%\t\r\n＝＋－＠]/;
  const MOST_BYTES = 20_000_000;
  const HEADER_WITHIN = 10;
  const { say } = youju;
  const safe = (cell) => (FORMULA.test(cell) ? `'${cell}` : cell);
  const unsafe = (cell) => (cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell);
  const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const written = (rows) => "\ufeff" + rows.map((row) => row.map((cell) => quoted(safe(cell))).join(",") + "\r\n").join("");

  function textOf(bytes) {
    if (bytes.length > MOST_BYTES) throw new Error(say("evidence.csv_large"));
    if ((bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3) || (bytes[0] === 0xd0 && bytes[1] === 0xcf)) {
      throw new Error(say("evidence.csv_workbook"));
    }
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
    for (const encoding of ["utf-8", "gb18030"]) {
      try { return new TextDecoder(encoding, { fatal: true }).decode(bytes); } catch { /* the next one */ }
    }
    throw new Error(say("evidence.csv_encoding"));
  }
  function delimiterOf(text) {
    const head = text.split("\n").slice(0, 5).join("\n");
    const often = (mark) => head.split(mark).length;
    return [",", "\t", ";", "，"].reduce((best, mark) => (often(mark) > often(best) ? mark : best));
  }
  function rowsOf(text) { // [line on which it begins, cells]; empty rows are left out
    text = text.replace(/^sep=.\r?\n/, "");
    const delimiter = delimiterOf(text);
    const rows = [];
    let [cells, cell, quoting, fresh, line, begins] = [[], "", false, true, 1, 1];
    const endCell = () => { cells.push(unsafe(cell.replace(/^[ \u3000\xa0]+|[ \u3000\xa0]+$/g, ""))); cell = ""; fresh = true; };
    const endRow = () => {
      endCell();
      if (cells.some(Boolean)) rows.push([begins, cells]);
      cells = [];
      begins = line;
    };
    for (let i = 0; i < text.length; i++) {
      const c = text[i];
      const breaks = c === "\n" || c === "\r";
      if (breaks && !(c === "\n" && text[i - 1] === "\r")) line++;
      if (quoting && c === '"') {
        if (text[i + 1] === '"') { cell += c; i++; } else quoting = false;
      } else if (quoting) cell += c;
      else if (c === '"' && fresh) [quoting, fresh] = [true, false];
      else if (c === delimiter) endCell();
      else if (breaks) { if (!(c === "\n" && text[i - 1] === "\r")) endRow(); }
      else { cell += c; fresh = false; }
    }
    if (cell || cells.length) endRow();
    return rows;
  }

  function headerOf(rows, names) {
    for (const [place, [, cells]] of rows.slice(0, HEADER_WITHIN).entries()) {
      const found = {};
      cells.forEach((cell, i) => {
        const column = names[cell.replace(/\s*[（(].*?[)）]\s*$/, "").trim().toLowerCase()];
        if (column && !(column in found)) found[column] = i;
      });
      if (!("date" in found) && "time" in found && Object.keys(found).length > 1) {
        found.date = found.time;
        delete found.time;
      }
      if ("date" in found && Object.keys(found).length > 1) return [found, place + 1];
    }
    return [null, 0];
  }
  const clean = (text) => text.replaceAll("\r\n", "\n").replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}]|[^\P{Zs} ]/gu, "").trim();
  const short = (text) => text.slice(0, 20);

  function rowOf(cells, columns, today) { // a row, or the sentence that says what is wrong with it
    const [dayText, hourText] = youju.times.split(cells.date ?? "");
    const date = youju.times.day(dayText, today);
    if (!date) return say("evidence.bad_day", { cell: short(cells.date ?? "") });
    if (date > today) return say("evidence.bad_future", { day: date });
    const hour = cells.time || hourText;
    const time = hour ? youju.times.time(youju.times.split(hour)[1] || hour) : "";
    if (hour && !time) return say("evidence.bad_time", { cell: short(hour) });
    const row = { date, time, number: "", agency: "", how: "", to: "", connected: null, said: "", evidence: "" };
    for (const column of ["how", "to"]) {
      const plain = (cells[column] ?? "").trim().toLowerCase();
      if (!plain) continue;
      const words = columns.choices[column];
      const value = words[plain] ?? words[plain.replace(/^(?:打给)?我?的?/, "")];
      if (!value) {
        const usual = [...new Set(Object.values(columns.written[column]))].join("、");
        return say("evidence.bad_choice", { column: columns.titles[column], cell: short(cells[column]), usual });
      }
      row[column] = value;
    }
    const taken = (cells.connected ?? "").trim().toLowerCase();
    if (taken && !columns.yes.includes(taken) && !columns.no.includes(taken)) return say("evidence.bad_taken", { cell: short(taken) });
    row.connected = taken ? columns.yes.includes(taken) : null;
    if ([...(cells.said ?? "")].length > columns.most_said) return say("evidence.bad_said", { most: columns.most_said });
    for (const column of ["number", "agency", "said", "evidence"]) row[column] = clean(cells[column] ?? "");
    return row;
  }
  function readLog(bytes, columns, today) {
    const rows = rowsOf(textOf(bytes));
    const [header, at] = headerOf(rows, columns.names);
    if (!header) throw new Error(say("evidence.csv_header", { heads: Object.values(columns.titles).join("、") }));
    if (rows.length - at > columns.most_rows) throw new Error(say("evidence.csv_rows", { most: columns.most_rows }));
    const [calls, bad] = [[], []];
    for (const [line, cells] of rows.slice(at)) {
      const told = Object.fromEntries(Object.entries(header).map(([column, i]) => [column, cells[i] ?? ""]));
      const read = rowOf(told, columns, today);
      if (typeof read === "string") bad.push({ line, message: read });
      else calls.push(read);
    }
    return { calls: inOrder(calls), bad };
  }
  const inOrder = (rows) => [...rows].sort((a, b) => {
    const [one, other] = [`${a.date} ${a.time}`, `${b.date} ${b.time}`];
    return one < other ? -1 : one > other ? 1 : 0;
  });
  function writeLog(rows, columns) {
    const cells = (row) => Object.keys(columns.titles).map((column) => {
      if (column === "how" || column === "to") return columns.written[column][row[column]] ?? "";
      if (column === "connected") return row.connected === null ? "" : row.connected ? "是" : "否";
      return row[column];
    });
    return written([Object.values(columns.titles), ...inOrder(rows).map(cells)]);
  }
  return { written, readLog, writeLog, inOrder, rowsOf, clean };
})();
