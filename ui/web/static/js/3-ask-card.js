// The A6 card of an answer: drawn by the server as SVG with nothing personal on it, made a picture or printed here.
"use strict";
(() => {
  const { on, say } = youju;
  const WIDTH = 1240; // dots: 105 mm at 300 to the inch
  const HEIGHT = 1748;
  const address = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

  async function drawn(svg) {
    const picture = new Image(WIDTH, HEIGHT);
    picture.src = address(svg);
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [WIDTH, HEIGHT];
    canvas.getContext("2d").drawImage(picture, 0, 0, WIDTH, HEIGHT);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }
  on(".save-card", async (button) => {
    try {
      youju.save(await drawn(button.dataset.svg), "youju-card.png");
    } catch { // a browser that draws no SVG keeps the drawing itself
      youju.save(new Blob([button.dataset.svg], { type: "image/svg+xml" }), "youju-card.svg");
    }
  });
  on(".print-card", async (button) => {
    document.getElementById("printed")?.remove();
    const card = document.createElement("img");
    card.id = "printed";
    card.alt = "";
    card.src = address(button.dataset.svg);
    document.body.append(card);
    await card.decode();
    print();
    card.remove();
  });
})();
