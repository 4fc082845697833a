// Pans and pots: what stands on the stove.
import { oval } from "./canvas.mjs";
import { tone } from "./colour.mjs";
import { Turned, tube } from "./forms.mjs";
import { groundShadow } from "./scenes.mjs";

/** A frying pan: radius, depth, colours of body and inside, and a handle of `handleLength`. */
export function pan(
  canvas,
  {
    colour,
    inside = tone(colour, -0.04),
    handle = colour,
    r = 350,
    depth = 96,
    finish = "matte",
    handleLength = 430,
    oil = false,
  },
) {
  const [cx, y] = [640, 1000];
  groundShadow(canvas, cx, y + depth + 16, r * 0.92);
  groundShadow(canvas, cx + r + 190, y + depth + 70, 180, 0.45);
  tube(
    canvas,
    `M${cx + r - 36} ${y - 6}C${cx + r + 60} ${y - 20} ${cx + r + 120} ${y - 66} ${cx + r + handleLength} ${y - 104}`,
    44,
    handle,
    finish,
  );
  canvas.ellipse(cx + r + handleLength - 22, y - 104, 12, 7, { fill: tone(handle, -0.25) });
  const body = new Turned(canvas, {
    cx,
    tilt: 0.33,
    profile: [
      [r, y, true],
      [r * 0.97, y + depth * 0.5],
      [r * 0.8, y + depth, true],
    ],
  });
  body.paint(colour, finish).open(tone(colour, 0.03), inside, { wall: 13 });
  const floor = oval(cx, y + depth * 0.62, r * 0.8, r * 0.8 * 0.31);
  canvas.within(oval(cx, y + 3, r - 13, (r - 13) * 0.33), () => {
    canvas.path(floor, {
      fill: canvas.linear(
        [cx - r, y, cx + r, y + 120],
        [
          [0, tone(inside, -0.07)],
          [0.5, tone(inside, 0.02)],
          [1, tone(inside, 0.09)],
        ],
      ),
    });
    canvas.path(floor, { stroke: tone(inside, 0.14), "stroke-width": 3, opacity: 0.5, filter: canvas.blur(2) });
    if (oil)
      canvas.ellipse(cx + 40, y + depth * 0.7, 120, 32, { fill: "#c89b3c", opacity: 0.35, filter: canvas.blur(8) });
  });
  for (const at of [-9, 15]) canvas.ellipse(cx + r - 30, y + at + 4, 8, 7, { fill: tone(handle, 0.2) });
}

/** A lidded pot with two handles. */
export function casserole(canvas, { colour, knob = "#b08d57", r = 330, height = 280, finish = "gloss", lidRise = 92 }) {
  const y = 1210 - height;
  groundShadow(canvas, 800, 1210, r * 0.94);
  for (const side of [-1, 1]) {
    const x = (by) => 800 + side * (r + by);
    tube(
      canvas,
      `M${x(-16)} ${y + 62}C${x(62)} ${y + 42} ${x(74)} ${y + 122} ${x(-14)} ${y + 112}`,
      34,
      colour,
      finish,
    );
  }
  const body = new Turned(canvas, {
    profile: [
      [r, y, true],
      [r, y + height * 0.55],
      [r * 0.96, y + height * 0.88],
      [r * 0.86, y + height, true],
    ],
  });
  body.paint(colour, finish);
  const lid = new Turned(canvas, {
    profile: [
      [r * 0.1, y - lidRise, true],
      [r * 0.55, y - lidRise * 0.82],
      [r * 0.9, y - lidRise * 0.34],
      [r * 1.015, y - 14, true],
      [r * 1.015, y + 12, true],
    ],
  });
  canvas.path(body.band(y - 10, y + 34), { fill: "#1d120b", opacity: 0.3, filter: canvas.blur(9) });
  lid.paint(colour, finish);
  const stem = y - lidRise;
  new Turned(canvas, {
    profile: [
      [54, stem - 50, true],
      [60, stem - 36],
      [34, stem - 14],
      [26, stem + 8, true],
    ],
  })
    .paint(knob, "metal")
    .open(knob, tone(knob, 0.16), { wall: 5 });
}

/** An open saucepan with a long handle. */
export function saucepan(
  canvas,
  { colour = "#b8734a", lining = "#cfc9bf", handle = "#7a6a4a", r = 250, height = 270 },
) {
  const [cx, y] = [680, 1215 - height];
  groundShadow(canvas, cx, 1215, r);
  tube(
    canvas,
    `M${cx + r - 20} ${y + 54}C${cx + r + 90} ${y + 44} ${cx + r + 240} ${y - 8} ${cx + r + 430} ${y - 30}`,
    36,
    handle,
    "metal",
  );
  new Turned(canvas, {
    cx,
    tilt: 0.24,
    profile: [
      [r + 8, y, true],
      [r, y + 22],
      [r, y + height * 0.8],
      [r - 12, y + height, true],
    ],
  })
    .paint(colour, "metal")
    .open(tone(colour, 0.1), lining, { wall: 9 });
  for (const [x, at] of [
    [-34, 44],
    [-10, 66],
    [-34, 78],
  ])
    canvas.ellipse(cx + r + x, y + at, 9, 9, { fill: tone(colour, 0.14) });
}

/** A tagine: a shallow dish under a tall cone, with painted rings when `ring` is given. */
export function tagine(canvas, { colour, ring, dish = colour }) {
  groundShadow(canvas, 800, 1210, 330);
  const base = new Turned(canvas, {
    profile: [
      [400, 1055, true],
      [392, 1110],
      [300, 1195],
      [270, 1212, true],
    ],
  });
  base.paint(dish, "gloss").open(dish, tone(dish, -0.1), { wall: 20 });
  const cone = new Turned(canvas, {
    profile: [
      [52, 402, true],
      [44, 470],
      [70, 560],
      [150, 720],
      [262, 900],
      [345, 1028],
      [356, 1062, true],
    ],
  });
  cone.paint(
    colour,
    "gloss",
    ring &&
      ((form) => {
        for (const [from, to] of [
          [930, 1000],
          [700, 726],
          [560, 580],
        ])
          canvas.path(form.band(from, to), { fill: ring });
        for (let i = -9; i <= 9; i++) {
          const s = Math.sin((i * Math.PI) / 19);
          const [x, y] = [800 + s * 305, 828 + 305 * 0.17 * Math.sqrt(1 - s * s)];
          canvas.path(
            `M${x} ${y - 44}L${x + 22 * Math.cos(i / 7)} ${y}L${x} ${y + 44}L${x - 22 * Math.cos(i / 7)} ${y}Z`,
            { fill: ring },
          );
        }
      }),
  );
  new Turned(canvas, {
    profile: [
      [66, 372, true],
      [74, 392],
      [58, 424],
      [44, 440, true],
    ],
  })
    .paint(colour, "gloss")
    .open(colour, tone(colour, -0.06), { wall: 14 });
}
