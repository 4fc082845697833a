// Draws every picture of the demo store and writes it to pictures/: `npx node demo/make-pictures.mjs [name ...]`.
// The same drawing always gives the same file.
import { mkdir, writeFile } from "node:fs/promises";
import sharp from "sharp";
import { drawPicture, pictureNames } from "./drawing/list.mjs";

/** No picture is larger than this, so that a clone of the store stays small. */
const MOST_BYTES = 45_000;
const folder = new URL("pictures/", import.meta.url);

async function encode(name) {
  const drawn = sharp(Buffer.from(drawPicture(name)), { unlimited: true }).removeAlpha();
  const pixels = await drawn.png({ compressionLevel: 1 }).toBuffer();
  for (let quality = 84; quality >= 48; quality -= 6) {
    const file = await sharp(pixels).webp({ quality, effort: 5, smartSubsample: true }).toBuffer();
    if (file.length <= MOST_BYTES) return file;
  }
  throw new Error(`${name} does not fit into ${MOST_BYTES} bytes; draw it with less texture.`);
}

const names = pictureNames();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0)
  throw new Error(`No picture is called ${unknown.join(", ")}; the names stand in demo/drawing/pictures-of-*.mjs.`);

await mkdir(folder, { recursive: true });
let total = 0;
for (const name of asked.length > 0 ? asked : names) {
  const file = await encode(name);
  total += file.length;
  await writeFile(new URL(`${name}.webp`, folder), file);
  process.stdout.write(`${name}.webp ${Math.round(file.length / 1000)} KB\n`);
}
process.stdout.write(`${Math.round(total / 1000)} KB in all\n`);
