// What a table is laid with.
import { box } from "./canvas.mjs";
import { tone } from "./colour.mjs";
import { speckle, Turned, tube, weave } from "./forms.mjs";
import { footShadow, groundShadow } from "./scenes.mjs";

/** A mug; `rim` paints an enamel edge, `dip` leaves the foot in bare clay. */
export function mug(canvas, { colour, rim, dip, r = 215, height = 400, drink, specks = 120 }) {
  const [cx, top] = [760, 1210 - height];
  groundShadow(canvas, cx, 1210, r * 0.94);
  groundShadow(canvas, cx + r + 50, 1216, 60, 0.35);
  tube(
    canvas,
    `M${cx + r - 18} ${top + height * 0.22}C${cx + r + 178} ${top + height * 0.1} ${cx + r + 182} ${top + height * 0.78} ${cx + r - 22} ${top + height * 0.76}`,
    rim ? 30 : 46,
    colour,
    "gloss",
  );
  const body = new Turned(canvas, {
    cx,
    profile: rim
      ? [
          [r, top, true],
          [r * 0.98, 1196],
          [r * 0.93, 1210, true],
        ]
      : [
          [r, top, true],
          [r * 0.985, top + height * 0.5],
          [r * 0.97, top + height * 0.84],
          [r * 0.86, 1210, true],
        ],
  });
  body.paint(colour, "gloss", () => {
    if (dip) {
      canvas.path(body.band(1210 - height * 0.24, 1400), { fill: dip });
      canvas.path(body.band(1210 - height * 0.245, 1210 - height * 0.225), { fill: tone(colour, -0.1), opacity: 0.6 });
    }
    if (rim) {
      canvas.path(body.band(top - 10, top + 16), { fill: rim });
      for (const [x, y, s] of [
        [600, 1080, 9],
        [860, 900, 5],
        [690, 1180, 7],
      ])
        canvas.ellipse(x, y, s, s * 0.8, { fill: rim, opacity: 0.6 });
    } else speckle(canvas, [cx - r, top, cx + r, 1250], specks);
  });
  body.open(rim ?? colour, rim ? "#f0ebe0" : tone(colour, -0.02), { wall: rim ? 8 : 15, filled: drink, level: 0.3 });
}

/** Two small cups on saucers. */
export function espresso(canvas, { colour, saucer = colour }) {
  for (const [cx, foot] of [
    [585, 1120],
    [985, 1225],
  ]) {
    groundShadow(canvas, cx, foot, 215, 0.8);
    new Turned(canvas, {
      cx,
      tilt: 0.24,
      profile: [
        [232, foot - 34, true],
        [200, foot - 12],
        [120, foot + 4, true],
      ],
    })
      .paint(saucer, "gloss")
      .open(saucer, tone(saucer, 0.03), { wall: 10 });
    canvas.ellipse(cx + 16, foot - 20, 130, 32, { fill: "#2a1a10", opacity: 0.3, filter: canvas.blur(10) });
    tube(
      canvas,
      `M${cx + 120} ${foot - 172}C${cx + 210} ${foot - 190} ${cx + 206} ${foot - 80} ${cx + 108} ${foot - 84}`,
      26,
      colour,
      "gloss",
    );
    const cup = new Turned(canvas, {
      cx,
      tilt: 0.22,
      profile: [
        [140, foot - 218, true],
        [136, foot - 130],
        [108, foot - 50],
        [84, foot - 18, true],
      ],
    });
    cup
      .paint(colour, "gloss", () => speckle(canvas, [cx - 150, foot - 240, cx + 150, foot], 50))
      .open(colour, colour, { wall: 10, filled: "#5b3218", level: 0.24 });
  }
}

/** A bowl; `pattern` paints a ring of small tiles outside, `lining` another glaze inside. */
export function bowl(canvas, { colour, lining = colour, pattern, r = 350, height = 250, dip }) {
  const top = 1200 - height;
  groundShadow(canvas, 800, 1200, r * 0.56);
  groundShadow(canvas, 820, 1196, r * 0.8, 0.4);
  const form = new Turned(canvas, {
    tilt: 0.27,
    profile: [
      [r, top, true],
      [r * 0.97, top + height * 0.28],
      [r * 0.78, top + height * 0.68],
      [r * 0.47, top + height * 0.92],
      [r * 0.45, 1200, true],
    ],
  });
  form
    .paint(colour, "gloss", () => {
      if (dip) canvas.path(form.band(top + height * 0.5, 1500), { fill: dip });
      if (pattern) tiles(canvas, form, top + height * 0.1, pattern);
      else speckle(canvas, [800 - r, top, 800 + r, 1240], 150);
    })
    .open(colour, lining, { wall: 16 });
}

function tiles(canvas, form, y, colours) {
  for (let row = 0; row < 2; row++) {
    for (let i = -11; i <= 11; i++) {
      const s = Math.sin((i * Math.PI) / 24);
      const at = y + row * 62;
      const r = form.radiusAt(at);
      const [x, cy] = [800 + s * r, at + r * form.tilt * Math.sqrt(1 - s * s)];
      const w = 26 * Math.cos((i * Math.PI) / 24) + 2;
      canvas.path(`M${x} ${cy - 30}L${x + w} ${cy}L${x} ${cy + 30}L${x - w} ${cy}Z`, {
        fill: colours[(i + row + 22) % colours.length],
      });
    }
  }
  for (const at of [y - 46, y + 104]) canvas.path(form.band(at, at + 8), { fill: colours[0] });
}

/** A stack of plates with one leaning behind. */
export function plates(canvas, { colour, rim, count = 4, r = 345 }) {
  groundShadow(canvas, 800, 1212, r * 0.66);
  groundShadow(canvas, 830, 1206, r * 0.95, 0.45);
  for (let i = 0; i < count; i++) {
    const y = 1176 - i * 40;
    canvas.ellipse(806, y + 26, r * 0.92, r * 0.24, { fill: "#2a1a10", opacity: 0.32, filter: canvas.blur(9) });
    const plate = new Turned(canvas, {
      tilt: 0.27,
      profile: [
        [r, y - 22, true],
        [r * 0.9, y + 2],
        [r * 0.62, y + 24, true],
      ],
    });
    plate
      .paint(colour, "gloss", () => speckle(canvas, [800 - r, y - 20, 800 + r, y + 130], 60))
      .open(rim ?? colour, colour, { wall: 12 });
    if (i === count - 1) {
      canvas.ellipse(800, y - 12, r * 0.66, r * 0.66 * 0.26, {
        fill: canvas.linear(
          [800 - r, 0, 800 + r, 0],
          [
            [0, tone(colour, -0.03)],
            [1, tone(colour, 0.08)],
          ],
        ),
        stroke: tone(colour, -0.12),
        "stroke-width": 3,
      });
      canvas.within(`M${800 - r} ${y - 140}H${800 + r}V${y + 80}H${800 - r}Z`, () =>
        speckle(canvas, [800 - r * 0.8, y - 70, 800 + r * 0.8, y + 40], 70),
      );
    }
  }
}

/** A round hammered tray with three cups' worth of room. */
export function tray(canvas, { colour, r = 470 }) {
  groundShadow(canvas, 800, 1090, r * 0.96);
  const form = new Turned(canvas, {
    tilt: 0.36,
    profile: [
      [r, 1030, true],
      [r * 0.985, 1062],
      [r * 0.93, 1090, true],
    ],
  });
  form.paint(colour, "metal").open(tone(colour, 0.08), colour, { wall: 10 });
  const [rx, ry] = [r * 0.93, r * 0.93 * 0.355];
  canvas.ellipse(800, 1062, rx, ry, {
    fill: canvas.linear(
      [800 - r, 950, 800 + r, 1160],
      [
        [0, tone(colour, -0.1)],
        [0.35, tone(colour, 0.13)],
        [0.6, tone(colour, -0.02)],
        [1, tone(colour, 0.08)],
      ],
    ),
  });
  for (let ring = 1; ring <= 7; ring++) {
    const dots = ring * 12;
    for (let i = 0; i < dots; i++) {
      const turn = (i * 2 * Math.PI) / dots + ring;
      canvas.ellipse(
        Math.round(800 + (Math.cos(turn) * rx * ring) / 7.6),
        Math.round(1062 + (Math.sin(turn) * ry * ring) / 7.6),
        11,
        4.6,
        { fill: tone(colour, ring % 2 ? 0.16 : -0.12), opacity: 0.42 },
      );
    }
  }
  for (const k of [0.96, 0.34])
    canvas.ellipse(800, 1062, rx * k, ry * k, {
      fill: "none",
      stroke: tone(colour, -0.16),
      "stroke-width": 4,
      opacity: 0.7,
    });
  canvas.ellipse(590, 1010, 190, 40, { fill: "#fff8e2", opacity: 0.4, filter: canvas.blur(26) });
}

/** Three tea glasses with ribs, the front one filled. */
export function glasses(canvas, { tint, tea = "#b9782e" }) {
  for (const [cx, foot, filled] of [
    [560, 1090, false],
    [1000, 1100, false],
    [770, 1225, true],
  ]) {
    groundShadow(canvas, cx, foot, 118, 0.7);
    const at = (v) => foot - v;
    if (filled) {
      new Turned(canvas, {
        cx,
        profile: [
          [134, at(270), true],
          [116, at(170)],
          [106, at(90)],
          [112, at(26), true],
        ],
      }).paint(tea, "gloss");
      canvas.ellipse(cx, at(270), 134, 23, { fill: tone(tea, 0.12) });
    }
    const form = new Turned(canvas, {
      cx,
      profile: [
        [152, at(380), true],
        [140, at(280)],
        [118, at(170)],
        [110, at(90)],
        [118, at(0), true],
      ],
    });
    form.glaze(tint, filled ? 0.1 : 0.3);
    for (const s of [-0.7, -0.42, -0.14, 0.14, 0.42, 0.7])
      canvas.path(form.meridian(s), { stroke: s < 0 ? "#fff" : tone(tint, -0.25), "stroke-width": 4, opacity: 0.32 });
  }
}

/** A carafe with a tumbler over or beside it. */
export function carafe(canvas, { tint, water = "#d8e6e6" }) {
  groundShadow(canvas, 700, 1180, 190, 0.7);
  new Turned(canvas, {
    cx: 700,
    profile: [
      [186, 880, true],
      [200, 1000],
      [192, 1172, true],
    ],
  }).glaze(water, 0.3);
  new Turned(canvas, {
    cx: 700,
    profile: [
      [104, 430, true],
      [92, 500],
      [100, 640],
      [182, 830],
      [204, 1000],
      [196, 1180, true],
    ],
  }).glaze(tint, 0.28);
  groundShadow(canvas, 1060, 1230, 112, 0.6);
  new Turned(canvas, {
    cx: 1060,
    profile: [
      [126, 960, true],
      [112, 1230, true],
    ],
  }).glaze(tint, 0.3);
}

/** Two stemmed glasses. */
export function wineglass(canvas, { tint, wine = "#7d2235" }) {
  for (const [cx, foot, full] of [
    [985, 1110, false],
    [650, 1225, true],
  ]) {
    groundShadow(canvas, cx, foot, 130, 0.6);
    const at = (v) => foot - v;
    new Turned(canvas, {
      cx,
      tilt: 0.24,
      profile: [
        [16, at(300), true],
        [11, at(160)],
        [16, at(40)],
        [60, at(14)],
        [132, at(0), true],
      ],
    }).glaze(tint, 0.25);
    if (full) {
      new Turned(canvas, {
        cx,
        profile: [
          [166, at(480), true],
          [150, at(400)],
          [90, at(322)],
          [16, at(306), true],
        ],
      }).paint(wine, "gloss");
      canvas.ellipse(cx, at(480), 166, 28, { fill: tone(wine, 0.12) });
    }
    new Turned(canvas, {
      cx,
      profile: [
        [118, at(760), true],
        [150, at(640)],
        [172, at(500)],
        [150, at(396)],
        [84, at(318)],
        [15, at(292), true],
      ],
    }).glaze(tint, 0.16);
  }
}

/** Napkins or a cloth, folded square and stacked; `trim` sews a coloured hem. */
export function foldedLinen(canvas, { colour, trim, layers = 4, width = 620 }) {
  const [l, r, foot, thick] = [800 - width / 2, 800 + width / 2, 1190, 42];
  footShadow(canvas, l, r, foot);
  for (let i = 0; i < layers; i++) {
    const y = foot - (i + 1) * thick;
    const [x1, x2] = [l + canvas.between(-10, 10), r + canvas.between(-10, 10)];
    const back = y - 150;
    const sheet = `M${x1 + 70} ${back}H${x2 - 50}Q${x2 - 36} ${back} ${x2 - 32} ${back + 14}L${x2} ${y}V${y + thick - 8}Q${x2} ${y + thick} ${x2 - 12} ${y + thick}H${x1 + 20}Q${x1} ${y + thick} ${x1} ${y + thick * 0.5}Q${x1} ${y} ${x1 + 16} ${y - 6}Z`;
    canvas.path(sheet, { fill: "#2a1a10", opacity: 0.25, filter: canvas.blur(10), transform: "translate(8 12)" });
    canvas.path(sheet, {
      fill: canvas.linear(
        [0, back, 0, y + thick],
        [
          [0, tone(colour, 0.06)],
          [0.72, tone(colour, 0.02)],
          [0.8, tone(colour, -0.02)],
          [1, tone(colour, -0.13)],
        ],
      ),
    });
    canvas.within(sheet, () => {
      weave(canvas, 0.08, 7);
      canvas.path(`M${x1} ${y + thick * 0.55}H${x2}`, {
        stroke: tone(colour, -0.2),
        "stroke-width": 4,
        opacity: 0.5,
        filter: canvas.blur(2),
      });
      if (trim && i === layers - 1)
        canvas.path(`M${x1 + 108} ${back + 24}H${x2 - 78}L${x2 - 44} ${y - 22}H${x1 + 60}Z`, {
          stroke: trim,
          "stroke-width": 10,
        });
    });
  }
  const [cx, cy] = [800, foot - layers * thick - 66];
  if (!trim)
    canvas.path(box(cx - 44, cy + 20, 88, 44, 6), {
      fill: tone(colour, 0.1),
      opacity: 0.85,
      stroke: tone(colour, -0.12),
      "stroke-width": 2,
    });
}
