// The album of the shop: each picture by the name of its file, with its wall, its place in the studio and the thing itself.
import { Canvas } from "./canvas.mjs";
import { plinth, studio } from "./scenes.mjs";

const pictures = new Map();

/** One picture: `name` is its file's, without the ending; `zoom` is how much nearer than life the thing is shown. */
export function one(name, zoom, wall, place, draw) {
  pictures.set(name, { zoom, wall, place, draw });
}

/** A picture for each colour of a product: `{ colour: [shade, wall] }`. */
export function each(name, zoom, place, colours, draw) {
  for (const [colour, [shade, wall]] of Object.entries(colours))
    one(`${name}-${colour}`, zoom, wall, place, (canvas) => draw(canvas, shade, colour));
}

/** The names of all pictures, in the order of the shop. */
export const pictureNames = () => [...pictures.keys()];

/** The SVG of a picture by its name. */
export function drawPicture(name) {
  const { zoom, wall, place, draw } = pictures.get(name);
  const canvas = new Canvas(name);
  studio(canvas, wall, place);
  const still = { flat: 800, wall: 700 }[place] ?? 1290;
  canvas.group({ transform: `translate(800 ${still}) scale(${zoom}) translate(-800 ${-still})` }, () => {
    if (place === "plinth") plinth(canvas, wall, 1196);
    draw(canvas);
  });
  return canvas.toString();
}
