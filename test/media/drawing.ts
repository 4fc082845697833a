/** Draws small PNG pictures and reads them back, pixel by pixel, so that tests can look at what the store made. */

export type Colour = readonly [red: number, green: number, blue: number];

export const red: Colour = [220, 30, 30];
export const green: Colour = [30, 180, 60];
export const blue: Colour = [30, 60, 220];
export const yellow: Colour = [240, 220, 40];

export interface Pixels {
  width: number;
  height: number;
  at(x: number, y: number): Colour;
}

/** A picture in four colours, none like another: red, green above blue, yellow. `place` says where a stored pixel is seen. */
export function fourCorners(
  width: number,
  height: number,
  place: (x: number, y: number) => readonly [number, number] = (x, y) => [x, y],
  seenAs: readonly [number, number] = [width, height],
): Pixels {
  const [seenWidth, seenHeight] = seenAs;
  return {
    width,
    height,
    at(x, y) {
      const [left, top] = place(x, y);
      const above = top < seenHeight / 2;
      return left < seenWidth / 2 ? (above ? red : blue) : above ? green : yellow;
    },
  };
}

/** The picture as the camera stored it, that comes out as {@link fourCorners} when turned by this EXIF orientation. */
export function storedAs(orientation: number, seenWidth: number, seenHeight: number): Pixels {
  const sideways = orientation >= 5;
  const [width, height] = sideways ? [seenHeight, seenWidth] : [seenWidth, seenHeight];
  const right = width - 1;
  const bottom = height - 1;
  const places: Record<number, (x: number, y: number) => readonly [number, number]> = {
    1: (x, y) => [x, y],
    2: (x, y) => [right - x, y],
    3: (x, y) => [right - x, bottom - y],
    4: (x, y) => [x, bottom - y],
    5: (x, y) => [y, x],
    6: (x, y) => [bottom - y, x],
    7: (x, y) => [bottom - y, right - x],
    8: (x, y) => [y, right - x],
  };
  return fourCorners(width, height, places[orientation], [seenWidth, seenHeight]);
}

/** Puts an EXIF segment with an orientation, and a place on earth as cameras do, behind a JPEG's first marker. */
export function withOrientation(jpeg: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
  const secret = new TextEncoder().encode("GPS 52.5200 N 13.4050 E\0");
  const tiff = new Uint8Array(8 + 2 + 2 * 12 + 4 + secret.length);
  const view = new DataView(tiff.buffer);
  tiff.set([0x4d, 0x4d, 0x00, 0x2a, 0, 0, 0, 8]);
  view.setUint16(8, 2);
  writeEntry(view, 10, 0x010e, 2, secret.length, 38);
  writeEntry(view, 22, 0x0112, 3, 1, orientation << 16);
  tiff.set(secret, 38);
  const segment = new Uint8Array(4 + 6 + tiff.length);
  segment.set([0xff, 0xe1, 0, segment.length - 2, 0x45, 0x78, 0x69, 0x66, 0, 0]);
  segment.set(tiff, 10);
  return joined([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

function writeEntry(view: DataView, at: number, tag: number, type: number, count: number, value: number): void {
  view.setUint16(at, tag);
  view.setUint16(at + 2, type);
  view.setUint32(at + 4, count);
  view.setUint32(at + 8, value);
}

/** Writes pixels as an 8-bit RGB PNG. */
export async function drawPng({ width, height, at }: Pixels): Promise<Uint8Array<ArrayBuffer>> {
  const rows = new Uint8Array(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(at(x, y), y * (1 + width * 3) + 1 + x * 3);
  }
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, 2, 0, 0, 0], 8);
  const data = await through(rows, new CompressionStream("deflate"));
  return joined([
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** Reads an 8-bit RGB or RGBA PNG without interlace. */
export async function readPng(png: Uint8Array): Promise<Pixels> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  const channels = { 0: 1, 2: 3, 4: 2, 6: 4 }[png[25] ?? -1];
  if (png[24] !== 8 || !channels || png[28] !== 0) throw new Error("This reader knows plain 8-bit PNG only");
  const parts: Uint8Array[] = [];
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const type = new TextDecoder().decode(png.subarray(at + 4, at + 8));
    if (type === "IDAT") parts.push(png.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  const raw = await through(joined(parts), new DecompressionStream("deflate"));
  const stride = width * channels;
  const pixels = new Uint8Array(height * stride);
  const pixel = (x: number, y: number): number => (x < 0 || y < 0 ? 0 : (pixels[y * stride + x] ?? 0));
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const [left, up, corner] = [
        pixel(x - channels, y),
        pixel(x, y - 1),
        x < channels ? 0 : pixel(x - channels, y - 1),
      ];
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      pixels[y * stride + x] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  const colourful = channels > 2;
  return {
    width,
    height,
    at: (x, y) => {
      const first = x * channels;
      return [pixel(first, y), pixel(first + (colourful ? 1 : 0), y), pixel(first + (colourful ? 2 : 0), y)];
    },
  };
}

/** How far apart two colours are, by the channel that differs most. */
export function apart(one: Colour, other: Colour): number {
  return Math.max(...one.map((channel, index) => Math.abs(channel - (other[index] ?? 0))));
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(12 + data.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  whole.set(new TextEncoder().encode(type), 4);
  whole.set(data, 8);
  view.setUint32(8 + data.length, checksum(whole.subarray(4, 8 + data.length)));
  return whole;
}

function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
