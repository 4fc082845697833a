// Pots that pour.
import { tone } from "./colour.mjs";
import { speckle, Turned, tube } from "./forms.mjs";
import { groundShadow } from "./scenes.mjs";

/** A long-handled coffee pot. */
export function cezve(canvas, { colour, handle = "#5d3f28", scale = 1 }) {
  const h = (v) => 1205 - v * scale;
  groundShadow(canvas, 720, 1205, 190 * scale);
  tube(
    canvas,
    `M${720 + 150 * scale} ${h(318)}C${900} ${h(330)} ${1000} ${h(440)} ${1210} ${h(500)}`,
    38,
    handle,
    "matte",
  );
  tube(canvas, `M${720 + 130 * scale} ${h(312)}L${720 + 220 * scale} ${h(345)}`, 30, colour, "metal");
  const r = (v) => v * scale;
  const pot = new Turned(canvas, {
    cx: 720,
    tilt: 0.2,
    profile: [
      [r(182), h(405), true],
      [r(150), h(350)],
      [r(136), h(300)],
      [r(170), h(180)],
      [r(206), h(60)],
      [r(196), h(0), true],
    ],
  });
  pot
    .paint(colour, "metal", (form) => {
      for (let row = 0; row < 7; row++) {
        for (let i = -8; i <= 8; i++) {
          const s = Math.sin(((i + (row % 2) * 0.5) * Math.PI) / 18);
          const y = h(200) + row * 27 * scale;
          canvas.ellipse(720 + s * form.radiusAt(y), y + 30, 11 * scale * Math.sqrt(1.02 - s * s), 9 * scale, {
            fill: tone(colour, 0.13),
            opacity: 0.55,
          });
        }
      }
    })
    .open(tone(colour, 0.1), "#cfc7ba", { wall: 9, filled: "#3b2414", level: 0.4 });
  canvas.path(`M${720 - r(180)} ${h(412)}L${720 - r(232)} ${h(420)}L${720 - r(160)} ${h(372)}Z`, {
    fill: tone(colour, 0.05),
  });
}

/** A dripper of stoneware on a glass server. */
export function pourover(canvas, { colour }) {
  groundShadow(canvas, 800, 1215, 215, 0.8);
  const server = new Turned(canvas, {
    profile: [
      [120, 800, true],
      [112, 850],
      [205, 1010],
      [240, 1120],
      [205, 1212, true],
    ],
  });
  const coffee = new Turned(canvas, {
    profile: [
      [226, 1046, true],
      [234, 1120],
      [200, 1206, true],
    ],
  });
  coffee.paint("#4b2a17", "gloss");
  canvas.ellipse(800, 1046, 226, 38, { fill: "#6a4024" });
  server.glaze("#dfe8e6", 0.14);
  tube(canvas, "M1000 980C1150 940 1150 1150 1014 1150", 24, "#cfd8d6", "matte");
  new Turned(canvas, {
    profile: [
      [118, 795, true],
      [116, 852, true],
    ],
  }).paint("#9c6b42", "wood");
  const cone = new Turned(canvas, {
    profile: [
      [262, 520, true],
      [246, 560],
      [140, 732, true],
      [136, 762, true],
    ],
  });
  canvas.path("M1010 572C1130 560 1120 690 960 668", {
    stroke: tone(colour, -0.13),
    "stroke-width": 34,
    "stroke-linecap": "round",
  });
  tube(canvas, "M1010 572C1130 560 1120 690 960 668", 30, colour, "matte");
  cone.paint(colour, "gloss", () => speckle(canvas, [540, 500, 1060, 780], 80));
  new Turned(canvas, {
    profile: [
      [215, 758, true],
      [210, 786, true],
    ],
  })
    .paint(colour, "gloss")
    .open(colour, tone(colour, 0.02), { wall: 4 });
  new Turned(canvas, {
    profile: [
      [140, 735, true],
      [136, 766, true],
    ],
  }).paint(colour, "gloss");
  cone.open(colour, tone(colour, -0.08), { wall: 14 });
  canvas.ellipse(800, 534, 205, 26, { fill: "#f4ecdd", opacity: 0.95 });
  canvas.ellipse(812, 542, 160, 17, { fill: "#4b2a17", filter: canvas.blur(3) });
}

/** A faceted stove-top coffee pot. */
export function moka(canvas, { colour = "#b9babb", handle = "#2c2622" }) {
  groundShadow(canvas, 780, 1210, 205);
  tube(canvas, "M880 640C1080 590 1090 700 1060 960", 44, handle, "gloss");
  const facets = (form) => {
    const steps = [0.16, -0.1, 0.1, -0.04, -0.14, 0.02];
    steps.forEach((step, i) => {
      canvas.path(form.strip(-1 + i / 3, -1 + (i + 1) / 3), { fill: tone(colour, step) });
    });
    for (let i = 1; i < 6; i++)
      canvas.path(form.meridian(-1 + i / 3), { stroke: tone(colour, 0.2), "stroke-width": 3, opacity: 0.7 });
  };
  const lower = new Turned(canvas, {
    cx: 780,
    tilt: 0.12,
    profile: [
      [168, 930, true],
      [205, 1205, true],
    ],
  });
  const upper = new Turned(canvas, {
    cx: 780,
    tilt: 0.12,
    profile: [
      [200, 590, true],
      [148, 868, true],
    ],
  });
  lower.paint(colour, "matte", facets);
  upper.paint(colour, "matte", facets);
  new Turned(canvas, {
    cx: 780,
    tilt: 0.12,
    profile: [
      [172, 862, true],
      [178, 890],
      [172, 934, true],
    ],
  }).paint(tone(colour, -0.05), "metal");
  canvas.path("M590 598L520 586L640 740Z", {
    fill: canvas.linear(
      [520, 590, 640, 700],
      [
        [0, tone(colour, 0.15)],
        [1, tone(colour, -0.14)],
      ],
    ),
  });
  const lid = new Turned(canvas, {
    cx: 780,
    tilt: 0.12,
    profile: [
      [24, 512, true],
      [120, 550],
      [206, 590, true],
    ],
  });
  lid.paint(colour, "matte", facets);
  new Turned(canvas, {
    cx: 780,
    profile: [
      [24, 452, true],
      [34, 474],
      [18, 516, true],
    ],
  })
    .paint(handle, "gloss")
    .open(handle, tone(handle, 0.08), { wall: 4 });
}

/** A round teapot; `glass` shows the tea. */
export function teapot(canvas, { colour, glass = false, squat = 1, knob = colour, accent }) {
  const [cx, foot] = [790, 1205];
  const top = foot - 420 * squat;
  groundShadow(canvas, cx, foot, 205, glass ? 0.7 : 1);
  const spout = `M${cx - 235} ${foot - 190 * squat}C${cx - 360} ${foot - 200 * squat} ${cx - 350} ${foot - 330 * squat} ${cx - 452} ${top + 6}L${cx - 398} ${top - 16}C${cx - 300} ${top + 90} ${cx - 290} ${top + 90} ${cx - 190} ${top + 106}Z`;
  canvas.path(spout, {
    fill: canvas.linear(
      [cx - 440, top, cx - 240, foot - 130],
      [
        [0, tone(colour, 0.07)],
        [0.45, colour],
        [1, tone(colour, -0.14)],
      ],
    ),
    opacity: glass ? 0.55 : 1,
  });
  canvas.ellipse(cx - 425, top - 4, 31, 11, {
    fill: tone(colour, -0.24),
    transform: `rotate(-22 ${cx - 425} ${top - 4})`,
    opacity: glass ? 0.5 : 1,
  });
  const handle = `M${cx + 205} ${top + 88}C${cx + 420} ${top + 20} ${cx + 430} ${foot - 110 * squat} ${cx + 222} ${foot - 116 * squat}`;
  tube(canvas, handle, glass ? 30 : 42, glass ? "#d5dedc" : colour, "gloss");
  const profile = [
    [128, top, true],
    [196, top + 40 * squat],
    [270, top + 180 * squat],
    [246, top + 330 * squat],
    [172, foot, true],
  ];
  const body = new Turned(canvas, { cx, profile });
  if (glass) {
    const tea = new Turned(canvas, {
      cx,
      profile: [
        [262, top + 150 * squat, true],
        [262, top + 230 * squat],
        [236, top + 336 * squat],
        [166, foot - 6, true],
      ],
    });
    tea.paint("#c47a2c", "gloss");
    canvas.ellipse(cx, top + 150 * squat, 262, 44, { fill: "#dd9c4c" });
    body.glaze("#e3ebe8", 0.16);
  } else {
    body.paint(colour, "gloss", () => {
      if (accent) canvas.path(body.band(foot - 92 * squat, foot + 90), { fill: accent });
      speckle(canvas, [500, top, 1080, foot + 40], 120);
    });
  }
  const lid = new Turned(canvas, {
    cx,
    profile: [
      [22, top - 52, true],
      [80, top - 40],
      [132, top - 8],
      [136, top + 6, true],
    ],
  });
  lid.paint(glass ? "#b08a5a" : colour, glass ? "wood" : "gloss");
  new Turned(canvas, {
    cx,
    profile: [
      [34, top - 104, true],
      [40, top - 88],
      [20, top - 56],
      [22, top - 46, true],
    ],
  })
    .paint(knob, "gloss")
    .open(knob, tone(knob, 0.06), { wall: 4 });
}

/** A gooseneck kettle. */
export function kettle(canvas, { colour, handle = "#8a5d38", finish = "gloss" }) {
  groundShadow(canvas, 820, 1205, 245);
  tube(canvas, "M640 1110C480 1120 520 880 452 760C432 724 400 716 366 724", 34, colour, finish);
  tube(canvas, "M960 700C1230 640 1260 790 1210 1010", 20, tone(colour, -0.05), finish);
  tube(canvas, "M1228 780C1240 850 1232 930 1212 1010", 50, handle, "matte");
  new Turned(canvas, {
    cx: 820,
    profile: [
      [150, 720, true],
      [176, 750],
      [232, 1040],
      [246, 1205, true],
    ],
  }).paint(colour, finish);
  new Turned(canvas, {
    cx: 820,
    profile: [
      [60, 690, true],
      [130, 702],
      [152, 724, true],
    ],
  }).paint(colour, finish);
  new Turned(canvas, {
    cx: 820,
    profile: [
      [44, 628, true],
      [50, 642],
      [26, 672],
      [24, 696, true],
    ],
  })
    .paint(handle, "wood")
    .open(handle, tone(handle, 0.08), { wall: 4 });
}
