import { DomainError } from "../platform/errors.ts";

/** What a picture's own first bytes say of it; width and height as they are stored, before it is turned upright. */
interface PictureHeader {
  format: "image/jpeg" | "image/png" | "image/gif" | "image/webp" | "image/avif";
  width: number;
  height: number;
}

/** The longest side and the largest area, in pixels, that the Images service takes (its limits for every format). */
const longestSide = 12_000;
const largestArea = 100_000_000;

/** What of a file is at hand where `bytes` is only its beginning. */
interface Rest {
  /** Bytes of the whole file. */
  size: number;
  /** Its end. */
  tail: Uint8Array;
}

/**
 * Reads what a file is from its bytes alone: a name and a declared content type may lie. Nothing is decoded, so a file that
 * would unfold to gigabytes is turned away by its header.
 * @param bytes the whole file, or the beginning of one whose `rest` is told
 * @throws refused-picture with a reason for staff: not a picture that shoppers' browsers show safely, cut off, too large.
 */
export function readHeader(bytes: Uint8Array, rest: Rest | null = null): PictureHeader {
  if (bytes.length === 0) throw refused("The file is empty.");
  const header = readers.find((reader) => reader.knows(bytes))?.read(bytes, viewOf(bytes), rest);
  if (!header) throw refused(whatElse(bytes));
  const { width, height } = header;
  if (width < 1 || height < 1) throw refused("The picture says that it has no pixels. Save it again and upload that.");
  if (width > longestSide || height > longestSide || width * height > largestArea) {
    throw refused(
      `The picture is ${width} by ${height} pixels. At most 12,000 a side and 100 million in all: make it smaller.`,
    );
  }
  return header;
}

/** A picture that cannot be used; `reason` tells staff why and what to do. */
export function refused(reason: string): DomainError {
  return new DomainError("refused-picture", reason);
}

const cutOff = () => refused("The file ends before the picture does. Upload it again, whole.");
const broken = () => refused("The file begins like a picture but cannot be read. Save it again and upload that.");

interface Reader {
  knows(bytes: Uint8Array): boolean;
  read(bytes: Uint8Array, view: DataView, rest: Rest | null): PictureHeader;
}

const readers: readonly Reader[] = [
  { knows: (bytes) => begins(bytes, [0xff, 0xd8, 0xff]), read: readJpeg },
  { knows: (bytes) => begins(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), read: readPng },
  { knows: (bytes) => /^GIF8[79]a/.test(ascii(bytes, 0, 6)), read: readGif },
  { knows: (bytes) => ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP", read: readWebp },
  { knows: (bytes) => ascii(bytes, 4, 8) === "ftyp" && /avi[fs]/.test(ascii(bytes, 8, 40)), read: readAvif },
];

/** ITU T.81, B.1.1: segments of a marker and a length up to the scan; the frame header holds the size, EOI ends it all. */
function readJpeg(bytes: Uint8Array, view: DataView, rest: Rest | null): PictureHeader {
  let size: { width: number; height: number } | null = null;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw broken();
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2;
      continue;
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (frame && at + 9 <= bytes.length) size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
    if (marker === 0xda) {
      if (!size) throw broken();
      if (!(rest ? endsAfter(rest.tail, 0) : endsAfter(bytes, at))) throw cutOff();
      return { format: "image/jpeg", ...size };
    }
  }
  throw cutOff();
}

/** Whether an end-of-image marker stands after the scan began; searched from the end, where it nearly always is. */
function endsAfter(bytes: Uint8Array, scan: number): boolean {
  for (let at = bytes.length - 2; at >= scan; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  }
  return false;
}

/** W3C PNG, 5.3 and 11.2: chunks of length, type, data and checksum; IHDR first, IEND last. */
function readPng(bytes: Uint8Array, view: DataView, rest: Rest | null): PictureHeader {
  if (bytes.length < 33 || ascii(bytes, 12, 16) !== "IHDR") throw cutOff();
  const header: PictureHeader = { format: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
  if (rest && ascii(rest.tail, rest.tail.length - 8, rest.tail.length - 4) === "IEND") return header;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    if (ascii(bytes, at + 4, at + 8) === "IEND") return header;
  }
  throw cutOff();
}

/** GIF89a, 18: the size of the logical screen. */
function readGif(bytes: Uint8Array, view: DataView): PictureHeader {
  if (bytes.length < 14) throw cutOff();
  return { format: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** RFC 9649: the first chunk is VP8 (lossy), VP8L (lossless) or VP8X (extended), each with the size in its own place. */
function readWebp(bytes: Uint8Array, view: DataView, rest: Rest | null): PictureHeader {
  if (bytes.length < 30 || (rest?.size ?? bytes.length) < view.getUint32(4, true) + 8) throw cutOff();
  const format = "image/webp";
  switch (ascii(bytes, 12, 16)) {
    case "VP8 ":
      return { format, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { format, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { format, width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
    default:
      throw broken();
  }
}

/** ISO/IEC 23008-12, 6.5.3: `ispe` boxes give the size of each item; the picture is the largest of them. */
function readAvif(bytes: Uint8Array, view: DataView): PictureHeader {
  const header: PictureHeader = { format: "image/avif", width: 0, height: 0 };
  const end = Math.min(bytes.length, 65_536) - 16;
  for (let at = 4; at <= end; at++) {
    if (bytes[at] !== 0x69 || ascii(bytes, at, at + 4) !== "ispe") continue;
    const width = view.getUint32(at + 8);
    const height = view.getUint32(at + 12);
    if (width * height > header.width * header.height) Object.assign(header, { width, height });
  }
  if (header.width === 0) throw broken();
  return header;
}

const others: readonly { sign: RegExp; reason: string }[] = [
  {
    sign: /^(?:\xef\xbb\xbf)?\s*<(?:svg|\?xml|!doctype svg|!--)/i,
    reason: "SVG drawings can carry scripts, so the store does not show them. Export it as PNG or WebP.",
  },
  { sign: /^(?:II\*\0|MM\0\*)/, reason: "TIFF is not shown by browsers. Export it as JPEG or PNG." },
  { sign: /^.{4}jP {2}|^\xffO\xffQ/s, reason: "JPEG 2000 is not shown by browsers. Export it as JPEG." },
  { sign: /^.{4}ftyp(?:hei|hev|mif1|msf1)/s, reason: "HEIC is not shown by browsers. Export it as JPEG." },
  { sign: /^%PDF/, reason: "This is a PDF document. Export the page as JPEG or PNG." },
  { sign: /^8BPS/, reason: "This is a Photoshop document. Export it as JPEG or PNG." },
  { sign: /^BM/, reason: "BMP is too large for the web. Export it as PNG." },
];

function whatElse(bytes: Uint8Array): string {
  const start = ascii(bytes, 0, 200);
  const known = others.find(({ sign }) => sign.test(start));
  return known?.reason ?? "This is not a picture that the store can read. Upload JPEG, PNG, WebP, AVIF or GIF.";
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function begins(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** Bytes as characters of the same number, for comparing with names in a format. */
function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}
