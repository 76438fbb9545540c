// A file or a screenshot into the text box of a room: chosen, dropped or pasted; its bytes go to our own server, which
// gives back its words and keeps nothing. The person corrects them before anything is checked.
"use strict";
(() => {
  const { lang, on, say } = youju;
  const MOST_BYTES = 5_000_000, MOST_SIDE = 4000, LEAST_WIDE = 500;
  const TEXTS = ".txt,.md,.html,.htm,.docx,.pdf";
  const chooser = () => document.querySelector(`#room-${document.body.dataset.room} .said.${lang} .file-chooser`);
  const isPicture = (file) => file.type.startsWith("image/");
  let busy = false;

  function tell(place, words, kind = "") {
    const line = place.querySelector(".told-reading");
    line.textContent = words;
    line.className = `told-reading ${kind}`;
  }
  async function smaller(file) { // a photo larger than the server takes; a long screenshot would become unreadable
    if (!isPicture(file)) return file;
    const picture = await createImageBitmap(file).catch(() => null); // what is no picture the server will say
    if (!picture) return file;
    const share = Math.min(1, MOST_SIDE / Math.max(picture.width, picture.height));
    const wide = Math.round(picture.width * share);
    if ((share === 1 && file.size <= MOST_BYTES * 0.9) || wide < LEAST_WIDE) return file;
    const canvas = document.createElement("canvas");
    canvas.width = wide;
    canvas.height = Math.round(picture.height * share);
    const draw = canvas.getContext("2d");
    draw.fillStyle = "#fff";
    draw.fillRect(0, 0, canvas.width, canvas.height);
    draw.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((give) => canvas.toBlob((blob) => give(blob ?? file), "image/jpeg", 0.92));
  }
  async function textOf(place, file) {
    if (isPicture(file) && !place.hasAttribute("data-pictures")) throw new Error(say("read_no_picture"));
    const content = await smaller(file);
    if (content.size > MOST_BYTES) throw new Error(say("read_too_large", { name: file.name }));
    const path = `${place.dataset.room}/read?name=${encodeURIComponent(file.name)}`;
    return (await (await youju.send(path, content, "application/octet-stream")).json()).text;
  }
  async function read(place, files) {
    if (busy || !files.length) return;
    busy = true;
    const button = place.querySelector("button");
    button.disabled = true;
    const pictures = files.some(isPicture);
    tell(place, say(pictures ? "reading_picture" : "reading_file"), "busy-sign");
    try {
      const texts = [];
      for (const file of files) texts.push(await textOf(place, file));
      const id = `${place.dataset.room}-words`;
      const before = document.querySelector(`#${id} textarea`).value.trim();
      if (before && !place.hasAttribute("data-replaces")) texts.unshift(before);
      youju.fill(id, texts.join("\n"));
      place.dataset.name = files[0].name;
      const told = files.length > 1 ? "read_many" : pictures ? "read_picture" : "read_file";
      tell(place, say(told, { n: files.length, name: files[0].name }), pictures ? "look" : "");
    } catch (fault) {
      tell(place, fault.message, "complaint");
    } finally {
      busy = false;
      button.disabled = false;
    }
  }

  on(".file-chooser button", (button) => {
    const place = button.closest(".file-chooser");
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.accept = place.hasAttribute("data-pictures") ? `image/*,${TEXTS}` : TEXTS;
    input.addEventListener("change", () => read(place, [...input.files]));
    input.click();
  });
  document.addEventListener("paste", (event) => {
    const place = chooser(), files = [...(event.clipboardData?.files ?? [])];
    if (!place || !files.length) return;
    event.preventDefault();
    event.stopPropagation();
    read(place, files);
  }, true);
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      const place = chooser();
      if (!place || !carriesFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      place.classList.toggle("over", name === "dragover");
      if (name === "drop") read(place, [...event.dataTransfer.files]);
    }, true);
  }
  youju.nameRead = () => chooser()?.dataset.name ?? "";
  for (const id of ["call-clear", "check-clear"]) {
    on(`#${id}`, () => {
      const place = chooser();
      if (!place) return;
      delete place.dataset.name;
      tell(place, "");
    });
  }
})();
