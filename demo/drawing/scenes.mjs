// The studio: one warm light from the upper left, a wall, a table, and sometimes the arch that is the shop's own sign.
import { SIDE } from "./canvas.mjs";
import { mix, tone } from "./colour.mjs";

/** Wall colours of the studio; the table is the same colour, nearer to the light. */
export const WALLS = {
  sand: "#e3d7c5",
  oat: "#ece4d8",
  clay: "#d3ab95",
  blush: "#e2ccc0",
  sage: "#bfc5b2",
  dusk: "#b7c1c5",
  ochre: "#dcc298",
  olive: "#a4a58a",
  stone: "#d2ccc2",
  plum: "#b59c9d",
  ink: "#4c5a63",
  brick: "#b9775b",
};

/** Where the table meets the wall. */
const HORIZON = 1010;
const SHADOW = "#3a281d";

/** The wall and the table. `place` is plain, arch, window, plinth, wall (nothing to stand on) or flat (seen from above). */
export function studio(canvas, wall, place) {
  const colour = WALLS[wall];
  const light = [560, 420, 1350];
  canvas.rect(0, 0, SIDE, SIDE, {
    fill: canvas.radial(light, [
      [0, tone(colour, 0.05)],
      [0.55, colour],
      [1, tone(colour, -0.075)],
    ]),
  });
  if (place === "flat") return;
  if (place === "arch") arch(canvas, colour);
  if (place === "window" || place === "wall") windowLight(canvas, colour);
  if (place !== "wall") table(canvas, colour);
}

function table(canvas, colour) {
  const edge = 34;
  canvas.rect(0, HORIZON - edge, SIDE, SIDE - HORIZON + edge, {
    fill: canvas.linear(
      [0, HORIZON - edge, 0, SIDE],
      [
        [0, tone(colour, 0.015), 0],
        [0.09, tone(colour, 0.035), 1],
        [0.4, tone(colour, 0.06)],
        [1, tone(colour, 0.005)],
      ],
    ),
  });
  canvas.ellipse(640, 1330, 900, 230, { fill: tone(colour, 0.12), opacity: 0.35, filter: canvas.blur(90) });
}

function arch(canvas, colour) {
  const [left, right, top, foot] = [330, 1270, 330, HORIZON + 6];
  const middle = (left + right) / 2;
  const niche = `M${left} ${foot}V${top + 350}C${left} ${top + 120} ${middle - 200} ${top - 60} ${middle} ${top - 190}C${middle + 200} ${top - 60} ${right} ${top + 120} ${right} ${top + 350}V${foot}Z`;
  const deep = mix(tone(colour, -0.05), "#b9775b", 0.16);
  canvas.path(niche, {
    fill: canvas.linear(
      [left, 0, right, 0],
      [
        [0, tone(deep, -0.06)],
        [0.5, deep],
        [1, tone(deep, 0.035)],
      ],
    ),
  });
  canvas.within(niche, () => {
    canvas.path(niche, {
      stroke: tone(deep, -0.2),
      "stroke-width": 46,
      opacity: 0.5,
      filter: canvas.blur(30),
      transform: "translate(14 16)",
    });
  });
  canvas.path(niche, { stroke: tone(colour, 0.09), "stroke-width": 5, opacity: 0.7 });
}

function windowLight(canvas, colour) {
  canvas.group({ opacity: 0.5, filter: canvas.blur(16), transform: "skewY(-14) translate(0 210)" }, () => {
    for (const [x, y] of [
      [690, 150],
      [1000, 150],
      [690, 520],
      [1000, 520],
    ]) {
      canvas.rect(x, y, 272, 330, { fill: tone(colour, 0.09) });
    }
  });
}

/** A low round plinth whose top has its middle at `y`. */
export function plinth(canvas, wall, y, r = 470) {
  const colour = mix(WALLS[wall], "#f4ece0", 0.35);
  groundShadow(canvas, 800, y + 96, r);
  const ry = r * 0.17;
  canvas.path(`M${800 - r} ${y}V${y + 92}A${r} ${ry} 0 0 0 ${800 + r} ${y + 92}V${y}Z`, {
    fill: canvas.linear(
      [800 - r, 0, 800 + r, 0],
      [
        [0, tone(colour, -0.05)],
        [0.3, tone(colour, 0.02)],
        [0.65, tone(colour, -0.06)],
        [1, tone(colour, -0.16)],
      ],
    ),
  });
  canvas.ellipse(800, y, r, ry, {
    fill: canvas.linear(
      [800 - r, y, 800 + r, y],
      [
        [0, tone(colour, 0.08)],
        [1, tone(colour, -0.01)],
      ],
    ),
  });
}

/** The shadow of something round that stands at `(cx, y)` with radius `rx`. */
export function groundShadow(canvas, cx, y, rx, strength = 1) {
  canvas.ellipse(cx + rx * 0.42, y + rx * 0.01, rx * 1.28, rx * 0.24 + 12, {
    fill: SHADOW,
    opacity: 0.26 * strength,
    filter: canvas.blur(40),
  });
  canvas.ellipse(cx + rx * 0.14, y + 4, rx * 1.06, rx * 0.19 + 8, {
    fill: SHADOW,
    opacity: 0.3 * strength,
    filter: canvas.blur(16),
  });
  canvas.ellipse(cx + 3, y + 6, rx * 0.99, rx * 0.17 + 4, {
    fill: SHADOW,
    opacity: 0.42 * strength,
    filter: canvas.blur(6),
  });
}

/** The shadow of something with a straight foot, from `left` to `right` at height `y`. */
export function footShadow(canvas, left, right, y, strength = 1) {
  const width = right - left;
  canvas.path(`M${left + 20} ${y - 40}H${right + width * 0.16}L${right + width * 0.1} ${y + 26}H${left + 10}Z`, {
    fill: SHADOW,
    opacity: 0.28 * strength,
    filter: canvas.blur(34),
  });
  canvas.rect(left + 2, y - 22, width + 14, 36, {
    rx: 18,
    fill: SHADOW,
    opacity: 0.36 * strength,
    filter: canvas.blur(13),
  });
  canvas.rect(left + 6, y - 14, width - 8, 20, {
    rx: 10,
    fill: SHADOW,
    opacity: 0.5 * strength,
    filter: canvas.blur(5),
  });
}

/** The shadow that an outline throws on what lies `height` units behind it. */
export function castShadow(canvas, d, height = 24) {
  canvas.path(d, {
    fill: SHADOW,
    opacity: 0.26,
    filter: canvas.blur(height * 1.25),
    transform: `translate(${height * 1.1} ${height * 1.4})`,
  });
  canvas.path(d, { fill: SHADOW, opacity: 0.34, filter: canvas.blur(7), transform: "translate(5 8)" });
}
