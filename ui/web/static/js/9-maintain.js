// The maintainer's room: a trace or a look, asked for and put in place; its JSON may be copied.
"use strict";
(() => {
  const { byId, on, say } = youju;
  let json = null;

  const field = (name) => document.querySelector(`.said.${youju.lang} .maintain ${name}`);
  async function show(button, path, body, words) {
    if (button.disabled) return;
    button.disabled = true;
    const said = field(".maintain-said");
    said.textContent = words;
    said.classList.remove("complaint");
    try {
      const given = await (await youju.send(`maintain/${path}`, body)).json();
      const holder = document.createElement("template");
      holder.innerHTML = given.html; // made and escaped by the server
      json = given.json ?? null;
      byId("maintain-shown").replaceChildren(holder.content);
      said.textContent = "";
    } catch (fault) {
      said.textContent = fault.message;
      said.classList.add("complaint");
    } finally {
      button.disabled = false;
    }
  }
  on(".maintain-trace", (button) => show(button, "trace", { text: field(".maintain-question").value }, say("maintain.tracing")));
  on(".maintain-look", (button) => show(button, button.dataset.look, {}, say("maintain.looking")));
  on(".maintain-copy", (button) => youju.copy(JSON.stringify(json, null, 1), button));
})();
