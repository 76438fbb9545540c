// What was logged: in this page's memory, and in the browser only while the reader has ticked that it be kept.
"use strict";
youju.log = (() => {
  const KEY = "youju-evidence";
  const empty = () => ({ rows: [], lender: "", ticks: [], keep: false });
  let state = empty();
  let next = 1;
  const hearing = [];

  function tell() {
    try {
      if (state.keep) localStorage.setItem(KEY, JSON.stringify({ rows: state.rows, lender: state.lender, ticks: state.ticks }));
      else localStorage.removeItem(KEY);
    } catch { // full, or forbidden by the browser
      state.keep = false;
      state.refused = true;
    }
    for (const act of hearing) act();
  }
  const plain = (row) => ({
    date: row.date, time: row.time ?? "", number: row.number ?? "", agency: row.agency ?? "", how: row.how ?? "",
    to: row.to ?? "", connected: row.connected ?? null, said: row.said ?? "", evidence: row.evidence ?? "",
  });
  const same = (one, other) => JSON.stringify(plain(one)) === JSON.stringify(plain(other));
  function put(rows) {
    const added = rows.map((row) => ({ ...plain(row), id: next++ }));
    state.rows = youju.csv.inOrder([...state.rows, ...added]);
    tell();
    return added;
  }
  function replace(id, row) {
    state.rows = youju.csv.inOrder(state.rows.map((old) => (old.id === id ? { ...plain(row), id } : old)));
    tell();
  }
  function remove(id) {
    state.rows = state.rows.filter((row) => row.id !== id);
    tell();
  }
  function set(values) {
    state = { ...state, ...values, refused: false };
    tell();
  }
  function clear() {
    state = empty();
    tell();
  }
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (kept) {
      state = { ...empty(), lender: kept.lender ?? "", ticks: kept.ticks ?? [], keep: true };
      state.rows = (kept.rows ?? []).map((row) => ({ ...plain(row), id: next++ }));
    }
  } catch { /* nothing can be kept here */ }
  // The quick exit leaves nothing; the page's own listener of clicks stops at its first row, hence one of our own.
  document.addEventListener("click", (event) => { if (event.target.closest?.("#leave")) clear(); }, true);
  return { get state() { return state; }, put, replace, remove, set, clear, same, changed: (act) => hearing.push(act) };
})();
