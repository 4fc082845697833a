// A square SVG of 1600 units that collects definitions and marks, with chance that always falls the same way.

/** Side of the drawing, in units (and in pixels of the finished picture). */
export const SIDE = 1600;

function chance(seed) {
  let state = 2166136261;
  for (const letter of seed) state = Math.imul(state ^ letter.charCodeAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const attributes = (set) =>
  Object.entries(set)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join("");

export class Canvas {
  #definitions = [];
  #marks = [];
  #blurs = new Map();
  #random;

  /** @param seed text that decides where chance puts speckles, leaves and grain */
  constructor(seed) {
    this.#random = chance(seed);
  }

  /** A number between `from` and `to`, the same for the same seed. */
  between(from, to) {
    return from + (to - from) * this.#random();
  }

  #define(element, set, inside) {
    const id = `d${this.#definitions.length}`;
    this.#definitions.push(`<${element} id="${id}"${attributes(set)}>${inside}</${element}>`);
    return `url(#${id})`;
  }

  /** A gradient along a line `[x1, y1, x2, y2]`; each stop is `[offset, colour, opacity = 1]`. */
  linear([x1, y1, x2, y2], stops) {
    return this.#define("linearGradient", { gradientUnits: "userSpaceOnUse", x1, y1, x2, y2 }, stopMarks(stops));
  }

  /** A gradient from the middle of a circle `[cx, cy, r]` outwards. */
  radial([cx, cy, r], stops) {
    return this.#define("radialGradient", { gradientUnits: "userSpaceOnUse", cx, cy, r }, stopMarks(stops));
  }

  /** A repeating texture of `width` by `height` units. */
  pattern(width, height, inside, transform) {
    return this.#define(
      "pattern",
      { patternUnits: "userSpaceOnUse", width, height, patternTransform: transform },
      inside,
    );
  }

  /** A Gaussian blur of `deviation` units, for the `filter` of one mark or of a group. */
  blur(deviation) {
    return { deviation };
  }

  /** Blurring costs by the area, so that a mark whose extent `[left, top, right, bottom]` is known gets a filter of its size. */
  #settled(set, extent) {
    if (!set.filter) return set;
    const { deviation } = set.filter;
    const margin = deviation * 3 + (set["stroke-width"] ?? 0) * 2 + 2;
    const [left, top, right, bottom] = (extent ?? [0, 0, SIDE, SIDE]).map(Math.round);
    const key = `${deviation} ${left} ${top} ${right} ${bottom} ${margin}`;
    if (!this.#blurs.has(key)) {
      const size = { width: right - left + 2 * margin, height: bottom - top + 2 * margin };
      const region = { filterUnits: "userSpaceOnUse", x: left - margin, y: top - margin, ...size };
      this.#blurs.set(key, this.#define("filter", region, `<feGaussianBlur stdDeviation="${deviation}"/>`));
    }
    return { ...set, filter: this.#blurs.get(key) };
  }

  path(d, set = {}) {
    this.#marks.push(`<path d="${d}"${attributes({ fill: "none", ...this.#settled(set, extentOf(d)) })}/>`);
  }

  ellipse(cx, cy, rx, ry, set) {
    const settled = this.#settled(set, [cx - rx, cy - ry, cx + rx, cy + ry]);
    this.#marks.push(`<ellipse${attributes({ cx, cy, rx, ry, ...settled })}/>`);
  }

  rect(x, y, width, height, set) {
    const settled = this.#settled(set, [x, y, x + width, y + height]);
    this.#marks.push(`<rect${attributes({ x, y, width, height, ...settled })}/>`);
  }

  group(set, draw) {
    this.#marks.push(`<g${attributes(this.#settled(set))}>`);
    draw();
    this.#marks.push("</g>");
  }

  /** Draws only inside the outline `d`. */
  within(d, draw) {
    this.group({ "clip-path": this.#define("clipPath", {}, `<path d="${d}"/>`) }, draw);
  }

  /** Draws turned by `angle` degrees around a point. */
  turnedBy(angle, [x, y], draw) {
    this.group({ transform: `rotate(${angle} ${x} ${y})` }, draw);
  }

  toString() {
    const size = `width="${SIDE}" height="${SIDE}" viewBox="0 0 ${SIDE} ${SIDE}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><defs>${this.#definitions.join("")}</defs>${this.#marks.join("")}</svg>`;
  }
}

/** What an outline of absolute points and curves covers at most; nothing where it holds other commands. */
function extentOf(d) {
  if (/[^MLCQZ\d\s.,-]/.test(d)) return undefined;
  const numbers = d.match(/-?[\d.]+/g).map(Number);
  const across = numbers.filter((_, at) => at % 2 === 0);
  const down = numbers.filter((_, at) => at % 2 === 1);
  return [Math.min(...across), Math.min(...down), Math.max(...across), Math.max(...down)];
}

function stopMarks(stops) {
  return stops
    .map(
      ([offset, colour, opacity = 1]) => `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
    )
    .join("");
}

/** An outline of rounded corners: `box(x, y, width, height, radius)`. */
export function box(x, y, w, h, r) {
  return `M${x + r} ${y}H${x + w - r}Q${x + w} ${y} ${x + w} ${y + r}V${y + h - r}Q${x + w} ${y + h} ${x + w - r} ${y + h}H${x + r}Q${x} ${y + h} ${x} ${y + h - r}V${y + r}Q${x} ${y} ${x + r} ${y}Z`;
}

/** The outline of an ellipse. */
export function oval(cx, cy, rx, ry) {
  return `M${cx - rx} ${cy}A${rx} ${ry} 0 1 1 ${cx + rx} ${cy}A${rx} ${ry} 0 1 1 ${cx - rx} ${cy}Z`;
}
