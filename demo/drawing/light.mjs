// Lamps, lanterns and candles: the only things in the shop with a light of their own.
import { tone } from "./colour.mjs";
import { speckle, Turned, tube, weave } from "./forms.mjs";
import { groundShadow } from "./scenes.mjs";

const GLOW = "#ffdf9e";

function glow(canvas, x, y, r, strength = 0.6) {
  canvas.ellipse(x, y, r, r, {
    fill: canvas.radial(
      [x, y, r],
      [
        [0, GLOW, strength],
        [0.35, GLOW, strength * 0.42],
        [1, GLOW, 0],
      ],
    ),
  });
}

function flame(canvas, x, y, size = 1) {
  glow(canvas, x, y - 40 * size, 260 * size, 0.75);
  canvas.path(`M${x} ${y + 6}V${y - 22 * size}`, { stroke: "#3a281d", "stroke-width": 6 });
  canvas.path(
    `M${x} ${y - 104 * size}C${x + 30 * size} ${y - 54 * size} ${x + 26 * size} ${y - 14 * size} ${x} ${y - 10 * size}C${x - 26 * size} ${y - 14 * size} ${x - 24 * size} ${y - 50 * size} ${x} ${y - 104 * size}Z`,
    {
      fill: canvas.linear(
        [x, y - 104 * size, x, y],
        [
          [0, "#ffcf70"],
          [0.55, "#fff1c4"],
          [1, "#f2a548"],
        ],
      ),
    },
  );
}

/** A ceramic lamp under a linen shade. */
export function tableLamp(canvas, { colour, shade = "#efe4cf", finish = "matte" }) {
  glow(canvas, 800, 520, 720, 0.5);
  groundShadow(canvas, 800, 1220, 170);
  tube(canvas, "M800 790V700", 26, "#b08d57", "metal");
  new Turned(canvas, {
    profile: [
      [44, 780, true],
      [60, 800],
      [178, 920],
      [214, 1040],
      [176, 1170],
      [140, 1220, true],
    ],
  }).paint(colour, finish, () => speckle(canvas, [560, 780, 1040, 1250], 150));
  const form = new Turned(canvas, {
    tilt: 0.13,
    profile: [
      [196, 330, true],
      [340, 726, true],
    ],
  });
  canvas.within(form.outline, () => {
    canvas.path(form.outline, {
      fill: canvas.linear(
        [460, 0, 1140, 0],
        [
          [0, tone(shade, -0.06)],
          [0.4, tone(shade, 0.05)],
          [1, tone(shade, -0.1)],
        ],
      ),
    });
    canvas.ellipse(800, 590, 330, 250, {
      fill: canvas.radial(
        [800, 600, 320],
        [
          [0, "#fff3cf", 0.95],
          [0.5, "#ffe2a4", 0.6],
          [1, "#ffd58a", 0],
        ],
      ),
    });
    weave(canvas, 0.06, 7);
  });
  canvas.ellipse(800, 330, 196, 25, { fill: "#fff0c6", stroke: tone(shade, -0.06), "stroke-width": 6 });
  canvas.path(`M460 726A340 44 0 0 0 1140 726`, { stroke: tone(shade, -0.14), "stroke-width": 7, opacity: 0.8 });
  canvas.ellipse(800, 800, 190, 30, { fill: GLOW, opacity: 0.3, filter: canvas.blur(22) });
}

/** A reading lamp with a bent neck. */
export function deskLamp(canvas, { colour, finish = "metal", shade = colour }) {
  groundShadow(canvas, 900, 1215, 200);
  groundShadow(canvas, 560, 1235, 210, 0.25);
  canvas.path("M470 700L250 1250H860L660 660Z", {
    fill: canvas.linear(
      [560, 680, 560, 1250],
      [
        [0, GLOW, 0.6],
        [1, GLOW, 0.05],
      ],
    ),
    filter: canvas.blur(14),
  });
  canvas.ellipse(560, 1235, 290, 60, { fill: GLOW, opacity: 0.4, filter: canvas.blur(24) });
  new Turned(canvas, {
    cx: 900,
    tilt: 0.22,
    profile: [
      [190, 1178, true],
      [206, 1194],
      [206, 1216, true],
    ],
  })
    .paint(colour, finish)
    .open(colour, tone(colour, 0.12), { wall: 4 });
  tube(canvas, "M900 1180V560C900 400 740 350 640 450", 28, colour, finish);
  new Turned(canvas, {
    cx: 900,
    profile: [
      [34, 1110, true],
      [42, 1186, true],
    ],
  }).paint(colour, finish);
  canvas.turnedBy(24, [620, 480], () => {
    const dome = new Turned(canvas, {
      cx: 600,
      tilt: 0.2,
      profile: [
        [34, 426, true],
        [60, 470],
        [150, 540],
        [206, 660],
        [212, 690, true],
      ],
    });
    dome.paint(shade, finish === "metal" ? "metal" : "gloss");
    canvas.ellipse(600, 690, 212, 44, {
      fill: canvas.radial(
        [600, 694, 210],
        [
          [0, "#fffbe8"],
          [0.4, "#ffe9b4"],
          [1, "#d9a95c"],
        ],
      ),
      stroke: tone(shade, -0.1),
      "stroke-width": 6,
    });
  });
}

/** A pendant: a smooth dome, or woven when `woven` is set. */
export function pendant(canvas, { colour, woven = false, r = 360, height = 330, lining = "#fff1cf" }) {
  const [top, foot] = [620, 620 + height];
  glow(canvas, 800, foot + 40, 700, 0.6);
  tube(canvas, `M800 0V${top - 20}`, 12, "#3a332d");
  const form = new Turned(canvas, {
    tilt: 0.16,
    profile: woven
      ? [
          [70, top, true],
          [190, top + 60],
          [r * 0.9, top + height * 0.5],
          [r, top + height * 0.78],
          [r * 0.86, foot, true],
        ]
      : [
          [60, top, true],
          [96, top + 22],
          [r * 0.62, top + height * 0.3],
          [r * 0.93, top + height * 0.72],
          [r, foot, true],
        ],
  });
  if (woven) {
    form.paint(tone(colour, -0.12), "matte", () => lattice(canvas, form, colour, 11));
  } else form.paint(colour, "gloss");
  const rim = form.footRadius;
  canvas.ellipse(800, foot, rim, rim * 0.16, {
    fill: canvas.radial(
      [800, foot, rim],
      [
        [0, "#fffdf0"],
        [0.35, "#ffefc2"],
        [0.8, lining],
        [1, tone(lining, -0.12)],
      ],
    ),
    stroke: tone(colour, -0.1),
    "stroke-width": 7,
  });
  canvas.ellipse(800, foot + 6, 78, 26, { fill: "#fffef6", filter: canvas.blur(8) });
  new Turned(canvas, {
    profile: [
      [20, top - 74, true],
      [44, top - 54],
      [52, top + 8, true],
    ],
  }).paint(woven ? "#3a332d" : "#b08d57", woven ? "gloss" : "metal");
}

/** Weaves a round form: rows of short bands, over and under. */
export function lattice(canvas, form, colour, rows, count = 15) {
  const step = (form.foot - form.top) / rows;
  for (let row = -1; row <= rows; row++) {
    const y = form.top + (row + 0.5) * step;
    const r = form.radiusAt(Math.min(Math.max(y, form.top), form.foot));
    for (let i = -count; i <= count; i++) {
      const turn = (((i + (row % 2 ? 0.5 : 0)) * Math.PI) / (2 * count)) * 1.02;
      if (Math.abs(turn) > Math.PI / 2) continue;
      const [x, cy] = [form.cx + Math.sin(turn) * r, y + r * form.tilt * Math.cos(turn)];
      const half = ((r * Math.PI) / (2 * count)) * Math.cos(turn) * 0.94 + 1.2;
      canvas.ellipse(Math.round(x), Math.round(cy), Math.round(half * 10) / 10, Math.round(step * 0.5), {
        fill: tone(colour, canvas.between(-0.05, 0.07)),
        stroke: tone(colour, -0.2),
        "stroke-width": 2.5,
      });
      canvas.ellipse(
        Math.round(x - half * 0.2),
        Math.round(cy - step * 0.2),
        Math.round(half * 6) / 10,
        Math.round(step * 0.14),
        { fill: tone(colour, 0.13), opacity: 0.55 },
      );
    }
  }
}

/** A pierced metal lantern with a ring. */
export function lantern(canvas, { colour, scale = 1 }) {
  const at = (v) => 1215 - v * scale;
  const k = (v) => v * scale;
  glow(canvas, 800, at(330), k(640), 0.6);
  groundShadow(canvas, 800, 1215, k(180));
  canvas.ellipse(800, 1235, k(470), k(80), { fill: GLOW, opacity: 0.3, filter: canvas.blur(40) });
  tube(
    canvas,
    `M${800 - k(44)} ${at(790)}C${800 - k(90)} ${at(930)} ${800 + k(90)} ${at(930)} ${800 + k(44)} ${at(790)}`,
    k(20),
    colour,
    "metal",
  );
  const body = new Turned(canvas, {
    profile: [
      [k(150), at(560), true],
      [k(214), at(450)],
      [k(224), at(320)],
      [k(196), at(140)],
      [k(150), at(70), true],
    ],
  });
  body.paint(colour, "metal");
  canvas.within(body.outline, () => {
    for (let row = 0; row < 6; row++) {
      const y = at(520) + row * k(78);
      for (let i = -6; i <= 6; i++) {
        const turn = ((i + (row % 2) * 0.5) * Math.PI) / 13.5;
        const r = body.radiusAt(y);
        const [x, cy] = [800 + Math.sin(turn) * r, y + r * 0.17 * Math.cos(turn)];
        const w = k(19) * Math.cos(turn) + 1;
        canvas.path(`M${x} ${cy - k(30)}L${x + w} ${cy}L${x} ${cy + k(30)}L${x - w} ${cy}Z`, {
          fill: canvas.linear(
            [x, cy - 30, x, cy + 30],
            [
              [0, "#fff4cc"],
              [1, "#f3b35a"],
            ],
          ),
          stroke: tone(colour, -0.2),
          "stroke-width": 2,
        });
      }
    }
  });
  new Turned(canvas, {
    profile: [
      [k(158), at(84), true],
      [k(176), at(60)],
      [k(184), 1215, true],
    ],
  }).paint(colour, "metal");
  new Turned(canvas, {
    profile: [
      [k(20), at(800), true],
      [k(56), at(748)],
      [k(64), at(690)],
      [k(150), at(596)],
      [k(172), at(550), true],
    ],
  }).paint(colour, "metal");
  glow(canvas, 800, at(330), k(240), 0.5);
}

/** Pillar candles: `[x, radius, height]` each. */
export function pillars(canvas, { colour, set }) {
  for (const [x, r, height, foot = 1205] of set) {
    groundShadow(canvas, x, foot, r);
    const form = new Turned(canvas, {
      cx: x,
      profile: [
        [r, foot - height, true],
        [r, foot, true],
      ],
    });
    form.paint(colour, "matte");
    canvas.within(form.outline, () =>
      canvas.ellipse(x, foot - height + 40, r * 1.1, 150, { fill: "#ffe4a8", opacity: 0.6, filter: canvas.blur(40) }),
    );
    form.open(tone(colour, 0.05), tone(colour, 0.1), { wall: 10 });
    canvas.ellipse(x, foot - height + 4, r * 0.6, r * 0.1, { fill: "#ffefc4" });
    flame(canvas, x, foot - height + 4, 0.9);
  }
}

/** A candle poured into a glass, with a paper label. */
export function candleGlass(canvas, { colour, glass = tone(colour, 0.03), label = "#f3eadb" }) {
  const [r, top] = [205, 770];
  groundShadow(canvas, 800, 1210, r);
  const form = new Turned(canvas, {
    profile: [
      [r, top, true],
      [r, 1180],
      [r - 14, 1210, true],
    ],
  });
  form.paint(glass, "gloss");
  canvas.within(form.outline, () =>
    canvas.ellipse(800, top + 120, r, 130, { fill: "#ffdf9e", opacity: 0.42, filter: canvas.blur(46) }),
  );
  form.open(tone(glass, 0.1), "#efe3cb", { wall: 9, filled: "#f2e7d2", level: 0.5 });
  canvas.path(`M700 940Q800 974 900 940V1108Q800 1142 700 1108Z`, { fill: label });
  canvas.path(`M766 1090V1030Q766 994 800 978Q834 994 834 1030V1090`, {
    stroke: tone(colour, -0.12),
    "stroke-width": 6,
  });
  flame(canvas, 800, top + 30, 0.85);
}

/** A candlestick with a taper. */
export function candlestick(canvas, { colour, height = 430, taper = "#efe3c8" }) {
  const at = (share) => 1215 - height * share;
  groundShadow(canvas, 800, 1215, 165);
  const candle = new Turned(canvas, {
    profile: [
      [24, at(1) - 380, true],
      [34, at(1) + 10, true],
    ],
  });
  candle.paint(taper, "matte");
  canvas.within(candle.outline, () =>
    canvas.ellipse(800, at(1) - 350, 40, 120, { fill: "#ffe0a0", opacity: 0.7, filter: canvas.blur(24) }),
  );
  flame(canvas, 800, at(1) - 378, 0.95);
  new Turned(canvas, {
    tilt: 0.24,
    profile: [
      [52, at(1), true],
      [44, at(0.9)],
      [30, at(0.84)],
      [62, at(0.74)],
      [28, at(0.64)],
      [22, at(0.45)],
      [34, at(0.24)],
      [60, at(0.15)],
      [150, at(0.06)],
      [166, at(0), true],
    ],
  }).paint(colour, "metal");
  canvas.ellipse(800, at(1), 52, 12, { fill: "none", stroke: tone(colour, 0.16), "stroke-width": 8 });
  canvas.within(`M700 ${at(1) - 420}H900V${at(1)}A100 12 0 0 1 700 ${at(1)}Z`, () => candle.paint(taper, "matte"));
}
