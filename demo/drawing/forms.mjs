// The hand's few moves: a form turned on a wheel or a lathe, a bent tube, a flat piece, cloth, grain, leaves.
import { tone } from "./colour.mjs";
import { castShadow } from "./scenes.mjs";

/** Light and dark bands over a round form, from its left edge (-1) to its right (1): [from, to, lightness step, opacity]. */
const FINISHES = {
  matte: [
    [0.3, 1.15, -0.09, 0.75],
    [0.72, 1.15, -0.15, 0.75],
    [-1.15, -0.9, -0.06, 0.6],
    [-0.68, -0.2, 0.055, 0.85],
  ],
  gloss: [
    [0.3, 1.15, -0.1, 0.8],
    [0.72, 1.15, -0.17, 0.8],
    [-1.15, -0.88, -0.08, 0.7],
    [-0.7, -0.22, 0.07, 0.9],
  ],
  metal: [
    [-1.1, -0.82, -0.2, 0.85],
    [-0.74, -0.42, 0.2, 0.95],
    [-0.3, 0.05, -0.1, 0.8],
    [0.12, 0.3, 0.1, 0.7],
    [0.45, 0.9, -0.22, 0.9],
    [0.93, 1.1, 0.06, 0.7],
  ],
  wood: [
    [0.3, 1.15, -0.1, 0.75],
    [0.75, 1.15, -0.15, 0.7],
    [-1.15, -0.88, -0.07, 0.6],
    [-0.66, -0.25, 0.06, 0.8],
  ],
};

function smooth(points) {
  const samples = [];
  for (let i = 0; i < points.length - 1; i++) {
    const [a, b] = [points[i], points[i + 1]];
    const before = a[2] || i === 0 ? a : points[i - 1];
    const after = b[2] || i === points.length - 2 ? b : points[i + 2];
    const steps = 16;
    for (let n = i === 0 ? 0 : 1; n <= steps; n++) {
      const t = n / steps;
      const at = (k) => {
        const [m0, m1] = [(b[k] - before[k]) / 2, (after[k] - a[k]) / 2];
        const [t2, t3] = [t * t, t * t * t];
        return (2 * t3 - 3 * t2 + 1) * a[k] + (t3 - 2 * t2 + t) * m0 + (3 * t2 - 2 * t3) * b[k] + (t3 - t2) * m1;
      };
      samples.push([Math.max(0.5, at(0)), at(1)]);
    }
  }
  return samples;
}

const n = (v) => Math.round(v * 10) / 10;

/** A form of revolution: `profile` is a list of `[radius, y, corner?]` from the top down. */
export class Turned {
  constructor(canvas, { cx = 800, profile, tilt = 0.17 }) {
    this.canvas = canvas;
    this.cx = cx;
    this.tilt = tilt;
    this.samples = smooth(profile);
    [this.topRadius, this.top] = this.samples[0];
    [this.footRadius, this.foot] = this.samples[this.samples.length - 1];
    this.widest = Math.max(...this.samples.map(([r]) => r));
  }

  /** The radius at a height. */
  radiusAt(y) {
    const found = this.samples.find((sample) => sample[1] >= y);
    return found ? found[0] : this.footRadius;
  }

  /** The part of the front between two shares of the radius, -1 the left edge and 1 the right. */
  strip(from, to) {
    const side = (share, samples) =>
      samples.map(([r, y]) => `${n(this.cx + share * r)} ${n(y + this.#bulge(share, r))}`).join("L");
    return `M${side(from, this.samples)}L${side(to, [...this.samples].reverse())}Z`;
  }

  /** The line that runs down the front at a share of the radius. */
  meridian(share) {
    return `M${this.samples.map(([r, y]) => `${n(this.cx + share * r)} ${n(y + this.#bulge(share, r))}`).join("L")}`;
  }

  #bulge(share, r) {
    return r * this.tilt * Math.sqrt(Math.max(0, 1 - Math.min(1, share * share)));
  }

  /** The whole outline, with the front edge of the foot and the back edge of the mouth. */
  get outline() {
    const left = this.samples.map(([r, y]) => `${n(this.cx - r)} ${n(y)}`).join("L");
    const right = [...this.samples]
      .reverse()
      .map(([r, y]) => `${n(this.cx + r)} ${n(y)}`)
      .join("L");
    const [a, b] = [this.footRadius, this.topRadius];
    return `M${left}A${n(a)} ${n(a * this.tilt)} 0 0 0 ${n(this.cx + a)} ${n(this.foot)}L${right}A${n(b)} ${n(b * this.tilt)} 0 0 0 ${n(this.cx - b)} ${n(this.top)}Z`;
  }

  /** The ring of the front between two heights. */
  band(from, to) {
    const [a, b] = [this.widest * 1.02, this.widest * 1.02];
    const [ea, eb] = [this.radiusAt(from) * this.tilt, this.radiusAt(to) * this.tilt];
    return `M${this.cx - a} ${from}Q${this.cx} ${from + ea * 2} ${this.cx + a} ${from}V${to}Q${this.cx} ${to + eb * 2} ${this.cx - b} ${to}Z`;
  }

  /** Paints the form, then `decorate` on its surface, then the light. */
  paint(colour, finish = "matte", decorate) {
    const { canvas } = this;
    canvas.within(this.outline, () => {
      canvas.path(this.outline, { fill: colour, stroke: colour, "stroke-width": 3 });
      decorate?.(this);
      const soften = canvas.blur(Math.max(4, Math.round(this.widest * (finish === "metal" ? 0.035 : 0.08))));
      for (const [from, to, step, opacity] of FINISHES[finish]) {
        const light = decorate
          ? { fill: tone(colour, step > 0 ? 0.22 : -0.32), opacity: Math.min(0.6, Math.abs(step) * 3 * opacity) }
          : { fill: tone(colour, step), opacity };
        canvas.path(this.strip(from, to), { ...light, filter: soften });
      }
      canvas.rect(0, this.foot - (this.foot - this.top) * 0.4, 1600, 900, {
        fill: canvas.linear(
          [0, this.foot - (this.foot - this.top) * 0.4, 0, this.foot + this.footRadius * this.tilt],
          [
            [0, "#2a1a10", 0],
            [1, "#2a1a10", 0.16],
          ],
        ),
      });
      if (finish === "gloss") {
        const fade = canvas.linear(
          [0, this.top, 0, this.foot],
          [
            [0, "#ffffff", 0.5],
            [0.65, "#ffffff", 0.34],
            [1, "#ffffff", 0.04],
          ],
        );
        canvas.path(this.strip(-0.6, -0.47), { fill: fade, filter: canvas.blur(5) });
      }
      canvas.path(this.strip(0.95, 1.02), { fill: tone(colour, 0.1), opacity: 0.35, filter: canvas.blur(4) });
    });
    return this;
  }

  /** Opens the top: a lip of `wall` units, the inside, and what is in it up to `level` (0 to 1 below the lip). */
  open(lip, inside, { wall = 12, filled, level = 0.25 } = {}) {
    const { canvas, cx, top: y, topRadius: r, tilt } = this;
    canvas.ellipse(cx, y, r, r * tilt, {
      fill: canvas.linear(
        [cx - r, 0, cx + r, 0],
        [
          [0, tone(lip, 0.06)],
          [0.45, tone(lip, 0.1)],
          [1, tone(lip, -0.07)],
        ],
      ),
    });
    const [ri, ry] = [r - wall, (r - wall) * tilt];
    const mouth = ellipseAt(cx, y + wall * 0.18, ri, ry);
    canvas.path(mouth, {
      fill: canvas.linear(
        [cx - ri, 0, cx + ri, 0],
        [
          [0, tone(inside, -0.2)],
          [0.45, tone(inside, -0.09)],
          [1, tone(inside, 0.02)],
        ],
      ),
    });
    canvas.within(mouth, () => {
      canvas.ellipse(cx + ri * 0.2, y + ry * 0.9, ri * 0.9, ry * 0.8, {
        fill: tone(inside, 0.04),
        opacity: 0.6,
        filter: canvas.blur(Math.round(ry * 0.3) + 2),
      });
      if (filled) {
        const drop = ry * 2 * level;
        canvas.ellipse(cx, y + drop, ri, ry, {
          fill: canvas.linear(
            [cx - ri, 0, cx + ri, 0],
            [
              [0, tone(filled, 0.1)],
              [0.4, filled],
              [1, tone(filled, -0.06)],
            ],
          ),
        });
        canvas.ellipse(cx - ri * 0.4, y + drop, ri * 0.34, ry * 0.34, {
          fill: "#ffffff",
          opacity: 0.16,
          filter: canvas.blur(7),
        });
      }
    });
    return this;
  }

  /** Paints the form in clear or tinted glass. */
  glaze(tint, strength = 0.2) {
    const { canvas } = this;
    canvas.path(this.outline, { fill: tint, opacity: strength });
    canvas.within(this.outline, () => {
      const edge = canvas.blur(6);
      canvas.path(this.strip(-1.05, -0.9), { fill: tone(tint, -0.3), opacity: 0.42, filter: edge });
      canvas.path(this.strip(0.88, 1.05), { fill: tone(tint, -0.32), opacity: 0.48, filter: edge });
      canvas.path(this.strip(0.3, 0.75), { fill: tone(tint, -0.12), opacity: 0.16, filter: canvas.blur(18) });
      canvas.path(this.strip(-0.78, -0.58), { fill: "#ffffff", opacity: 0.6, filter: edge });
      canvas.path(this.strip(0.62, 0.7), { fill: "#ffffff", opacity: 0.4, filter: canvas.blur(4) });
      canvas.ellipse(this.cx, this.foot - 6, this.footRadius * 0.9, this.footRadius * this.tilt, {
        fill: tone(tint, -0.22),
        opacity: 0.25,
        filter: canvas.blur(9),
      });
    });
    canvas.ellipse(this.cx, this.top, this.topRadius, this.topRadius * this.tilt, {
      fill: "#ffffff",
      "fill-opacity": 0.12,
      stroke: tone(tint, 0.12),
      "stroke-width": 5,
      opacity: 0.9,
    });
    canvas.ellipse(this.cx, this.top + 3, this.topRadius - 5, (this.topRadius - 5) * this.tilt, {
      fill: "none",
      stroke: tone(tint, -0.28),
      "stroke-width": 2,
      opacity: 0.5,
    });
    return this;
  }
}

function ellipseAt(cx, cy, rx, ry) {
  return `M${n(cx - rx)} ${n(cy)}A${n(rx)} ${n(ry)} 0 1 1 ${n(cx + rx)} ${n(cy)}A${n(rx)} ${n(ry)} 0 1 1 ${n(cx - rx)} ${n(cy)}Z`;
}

/** A bent rod along `d`: handles, spouts, cords, wires. */
export function tube(canvas, d, width, colour, finish = "matte") {
  const line = { "stroke-linecap": "round", "stroke-linejoin": "round" };
  const shift = (by) => `translate(${-width * by} ${-width * by})`;
  const strong = finish === "metal" ? 0.2 : 0.07;
  canvas.path(d, { ...line, stroke: tone(colour, -0.16), "stroke-width": width });
  canvas.path(d, {
    ...line,
    stroke: colour,
    "stroke-width": width * 0.74,
    transform: shift(0.08),
    filter: width > 12 ? canvas.blur(Math.max(1, Math.round(width * 0.09))) : undefined,
  });
  canvas.path(d, {
    ...line,
    stroke: tone(colour, strong),
    "stroke-width": width * 0.26,
    transform: shift(0.17),
    opacity: 0.9,
    filter: width > 12 ? canvas.blur(Math.max(1, Math.round(width * 0.08))) : undefined,
  });
}

/** A flat piece of `colour` with its shadow, lit from the upper left; `decorate` draws on it. */
export function piece(canvas, d, colour, { lift = 22, decorate, spread = [300, 200, 1300, 1400], shadow = true } = {}) {
  if (shadow) castShadow(canvas, d, lift);
  canvas.path(d, {
    fill: canvas.linear(spread, [
      [0, tone(colour, 0.045)],
      [0.5, colour],
      [1, tone(colour, -0.06)],
    ]),
  });
  if (decorate) canvas.within(d, decorate);
  canvas.within(d, () => {
    canvas.path(d, { stroke: tone(colour, 0.14), "stroke-width": 5, opacity: 0.55, transform: "translate(2 2)" });
    canvas.path(d, {
      stroke: tone(colour, -0.22),
      "stroke-width": 6,
      opacity: 0.4,
      transform: "translate(-2 -2)",
      filter: canvas.blur(2),
    });
  });
}

/** The threads of a cloth over the current clip. */
export function weave(canvas, strength = 0.07, period = 8) {
  const lines = `<path d="M0 ${period / 2}H${period}" stroke="#000" stroke-width="${period / 3}" opacity="${strength}"/><path d="M${period / 2} 0V${period}" stroke="#fff" stroke-width="${period / 3}" opacity="${strength * 1.3}"/>`;
  canvas.rect(0, 0, 1600, 1600, { fill: canvas.pattern(period, period, lines) });
}

/** Soft vertical folds over the current clip at each `x`. */
export function folds(canvas, places, top, bottom, depth = 1) {
  for (const [x, width] of places) {
    canvas.path(
      `M${x} ${top}C${x + 16} ${top + 200} ${x - 14} ${bottom - 220} ${x + 6} ${bottom}L${x + 6 + width} ${bottom}C${x + width - 20} ${bottom - 260} ${x + width} ${top + 240} ${x + width * 0.6} ${top}Z`,
      { fill: "#20130b", opacity: 0.17 * depth, filter: canvas.blur(18) },
    );
    canvas.path(
      `M${x - width * 0.7} ${top}C${x - width * 0.6} ${top + 200} ${x - width} ${bottom - 220} ${x - width * 0.8} ${bottom}L${x - width * 0.3} ${bottom}C${x - width * 0.3} ${bottom - 200} ${x - width * 0.2} ${top + 240} ${x - width * 0.3} ${top}Z`,
      { fill: "#fff8ec", opacity: 0.22 * depth, filter: canvas.blur(14) },
    );
  }
}

/** Wood grain over the current clip: lines along x between two heights. */
export function grain(canvas, colour, [left, top, right, bottom], { lines = 22, swing = 14 } = {}) {
  for (let i = 0; i < lines; i++) {
    const y = top + ((bottom - top) * (i + canvas.between(0, 1))) / lines;
    const [a, b] = [canvas.between(-swing, swing), canvas.between(-swing, swing)];
    const third = (right - left) / 3;
    canvas.path(
      `M${left} ${y}C${left + third} ${y + a} ${left + 2 * third} ${y + b} ${right} ${y + canvas.between(-swing, swing) * 0.6}`,
      {
        stroke: tone(colour, -canvas.between(0.05, 0.16)),
        "stroke-width": n(canvas.between(1.5, 6)),
        opacity: n(canvas.between(0.25, 0.6)),
      },
    );
  }
}

/** Iron specks in a stoneware glaze over the current clip. */
export function speckle(canvas, [left, top, right, bottom], count = 130, colour = "#4a3426") {
  for (let i = 0; i < count; i++) {
    const r = canvas.between(1.2, 4.2);
    canvas.ellipse(
      n(canvas.between(left, right)),
      n(canvas.between(top, bottom)),
      n(r),
      n(r * canvas.between(0.6, 1)),
      { fill: colour, opacity: n(canvas.between(0.25, 0.6)) },
    );
  }
}

/** A leaf from its stalk at `(x, y)`, pointing `angle` degrees (0 is right, -90 is up). */
export function leaf(canvas, x, y, angle, length, width, colour) {
  canvas.group({ transform: `translate(${n(x)} ${n(y)}) rotate(${n(angle)})` }, () => {
    const d = `M0 0C${length * 0.3} ${-width} ${length * 0.75} ${-width * 0.8} ${length} 0C${length * 0.75} ${width * 0.8} ${length * 0.3} ${width} 0 0Z`;
    canvas.path(d, {
      fill: canvas.linear(
        [0, -width, 0, width],
        [
          [0, tone(colour, 0.06)],
          [0.5, colour],
          [0.52, tone(colour, -0.06)],
          [1, tone(colour, -0.1)],
        ],
      ),
    });
  });
}

/** A sprig that grows from `(x, y)` towards `angle`, with leaves in pairs. */
export function sprig(
  canvas,
  x,
  y,
  angle,
  length,
  { colour = "#7f8a5f", leafLength = 92, leafWidth = 17, pairs = 7, bend = 18 } = {},
) {
  let [px, py, heading] = [x, y, angle];
  const stalk = [`M${x} ${y}`];
  const leaves = [];
  for (let i = 0; i < pairs; i++) {
    heading += bend / pairs;
    px += (Math.cos((heading * Math.PI) / 180) * length) / pairs;
    py += (Math.sin((heading * Math.PI) / 180) * length) / pairs;
    stalk.push(`L${n(px)} ${n(py)}`);
    const size = leafLength * (1 - (i / pairs) * 0.35) * canvas.between(0.85, 1.1);
    if (i > 0)
      leaves.push([px, py, heading - canvas.between(34, 52), size], [px, py, heading + canvas.between(34, 52), size]);
    if (i === pairs - 1) leaves.push([px, py, heading, size]);
  }
  canvas.path(stalk.join(""), {
    stroke: tone(colour, -0.12),
    "stroke-width": 6,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
  for (const [lx, ly, at, size] of leaves)
    leaf(canvas, lx, ly, at, size, leafWidth, tone(colour, canvas.between(-0.05, 0.05)));
}
