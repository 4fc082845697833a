import { tone } from "./colour.mjs";
import { grain, leaf, piece, speckle, sprig, Turned, tube } from "./forms.mjs";
import { castShadow, groundShadow } from "./scenes.mjs";

/** A clay pot on its saucer with a plant: olive, herb or broad. */
export function planter(canvas, { colour, plant = "herb", scale = 1, glazed }) {
  const k = (v) => v * scale;
  const top = 1195 - k(400);
  groundShadow(canvas, 800, 1206, k(230));
  new Turned(canvas, {
    tilt: 0.2,
    profile: [
      [k(262), 1172, true],
      [k(230), 1208, true],
    ],
  })
    .paint(colour, "matte")
    .open(colour, tone(colour, -0.05), { wall: 12 });
  const rimFoot = top + k(96);
  new Turned(canvas, {
    tilt: 0.2,
    profile: [
      [k(238), rimFoot - 20, true],
      [k(190), 1190, true],
    ],
  }).paint(colour, "matte", (form) => {
    if (glazed) canvas.path(form.band(rimFoot - 60, 1195 - k(130)), { fill: glazed });
    speckle(canvas, [500, top, 1100, 1250], 120, tone(colour, -0.2));
  });
  canvas.ellipse(808, rimFoot + 20, k(236), k(50), { fill: "#20130b", opacity: 0.25, filter: canvas.blur(9) });
  new Turned(canvas, {
    tilt: 0.2,
    profile: [
      [k(276), top, true],
      [k(268), rimFoot, true],
    ],
  })
    .paint(glazed ?? colour, glazed ? "gloss" : "matte")
    .open(glazed ?? colour, "#4a3527", { wall: 18, filled: "#3d2b20", level: 0.22 });
  green(canvas, plant, top, k);
}

function green(canvas, plant, top, k) {
  const colour = { olive: "#8b957a", herb: "#6f8a55", broad: "#567452" }[plant];
  if (plant === "broad") {
    for (const [angle, length] of [
      [-158, 300],
      [-22, 310],
      [-136, 380],
      [-44, 370],
      [-112, 440],
      [-68, 430],
      [-90, 480],
    ]) {
      leaf(
        canvas,
        800 + (angle + 90) * 0.7,
        top + 16,
        angle,
        k(length),
        k(78),
        tone(colour, canvas.between(-0.05, 0.07)),
      );
    }
    return;
  }
  const set =
    plant === "olive"
      ? [
          [-128, 420],
          [-106, 540],
          [-88, 600],
          [-70, 520],
          [-50, 430],
        ]
      : [
          [-146, 260],
          [-124, 330],
          [-104, 380],
          [-86, 400],
          [-66, 370],
          [-48, 310],
          [-30, 250],
        ];
  for (const [angle, length] of set) {
    sprig(canvas, 800 + (angle + 88) * 1.1, top + 14, angle, k(length), {
      colour: tone(colour, canvas.between(-0.05, 0.04)),
      leafLength: k(plant === "olive" ? 104 : 84),
      leafWidth: k(plant === "olive" ? 15 : 27),
      pairs: plant === "olive" ? 8 : 6,
      bend: (angle + 88) * 0.4,
    });
  }
}

/** A watering can with a long neck and a rose. */
export function wateringCan(canvas, { colour, finish = "matte", rose = "#b89057" }) {
  groundShadow(canvas, 860, 1205, 240);
  tube(canvas, "M690 1100C560 1060 500 860 380 700", 46, colour, finish);
  canvas.turnedBy(-38, [372, 690], () =>
    new Turned(canvas, {
      cx: 372,
      tilt: 0.3,
      profile: [
        [74, 626, true],
        [30, 712, true],
      ],
    })
      .paint(rose, "metal")
      .open(rose, tone(rose, -0.04), { wall: 4 }),
  );
  tube(canvas, "M1050 900C1280 840 1270 1150 1086 1130", 32, colour, finish);
  tube(canvas, "M690 800C720 580 1010 580 1040 800", 32, colour, finish);
  const form = new Turned(canvas, {
    cx: 860,
    tilt: 0.2,
    profile: [
      [210, 800, true],
      [226, 830],
      [240, 1160],
      [236, 1205, true],
    ],
  });
  form.paint(colour, finish);
  for (const y of [850, 1140])
    canvas.within(form.outline, () => canvas.path(form.band(y, y + 12), { fill: tone(colour, 0.1), opacity: 0.7 }));
  form.open(colour, tone(colour, -0.08), { wall: 10 });
  canvas.within("M600 740H860V900H600Z", () => tube(canvas, "M690 800C720 580 1010 580 1040 800", 32, colour, finish));
}

/** A trowel or a hand fork, seen from above. */
export function handTool(canvas, { colour = "#8f9694", handle = "#a8744a", fork = false, x = 800, angle = 34 }) {
  canvas.turnedBy(angle, [800, 800], () => {
    const blade = fork
      ? `M${x - 92} 300Q${x - 78} 250 ${x - 66} 300V560Q${x - 60} 600 ${x - 14} 600V300Q${x} 240 ${x + 14} 300V600Q${x + 60} 600 ${x + 66} 560V300Q${x + 78} 250 ${x + 92} 300V590Q${x + 86} 690 ${x + 24} 720H${x - 24}Q${x - 86} 690 ${x - 92} 590Z`
      : `M${x} 210C${x + 60} 260 ${x + 118} 380 ${x + 118} 520C${x + 118} 640 ${x + 80} 700 ${x + 28} 720H${x - 28}C${x - 80} 700 ${x - 118} 640 ${x - 118} 520C${x - 118} 380 ${x - 60} 260 ${x} 210Z`;
    tube(canvas, `M${x} 700V900`, 34, colour, "metal");
    castShadow(canvas, blade, 22);
    canvas.path(blade, {
      fill: canvas.linear(
        [x - 118, 0, x + 118, 0],
        [
          [0, tone(colour, 0.12)],
          [0.3, tone(colour, 0.2)],
          [0.5, tone(colour, -0.1)],
          [0.75, tone(colour, 0.04)],
          [1, tone(colour, -0.14)],
        ],
      ),
    });
    if (!fork)
      canvas.path(`M${x} 260V690`, {
        stroke: tone(colour, -0.16),
        "stroke-width": 10,
        opacity: 0.5,
        filter: canvas.blur(4),
      });
    const grip = `M${x - 32} 880H${x + 32}C${x + 46} 1000 ${x + 60} 1100 ${x + 44} 1290Q${x + 40} 1340 ${x} 1340Q${x - 40} 1340 ${x - 44} 1290C${x - 60} 1100 ${x - 46} 1000 ${x - 32} 880Z`;
    piece(canvas, grip, handle, {
      lift: 22,
      spread: [x - 60, 0, x + 60, 0],
      decorate: () =>
        canvas.turnedBy(90, [800, 800], () =>
          grain(canvas, handle, [850, 1600 - x - 70, 1400, 1600 - x + 70], { lines: 14, swing: 8 }),
        ),
    });
    canvas.rect(x - 36, 872, 72, 40, {
      fill: canvas.linear(
        [x - 36, 0, x + 36, 0],
        [
          [0, "#d8bd83"],
          [0.4, "#f0dcae"],
          [0.7, "#9c7b45"],
          [1, "#b7965c"],
        ],
      ),
    });
    canvas.path(`M${x - 6} 1322C${x - 40} 1420 ${x + 40} 1420 ${x + 6} 1322`, { stroke: "#6d4a2c", "stroke-width": 9 });
  });
}

/** Balls of twine. */
export function twine(canvas, { colours }) {
  const places = [
    [620, 1030, 190],
    [1000, 1050, 170],
    [800, 1080, 200],
  ];
  colours.forEach((colour, i) => {
    const [x, y, r] = places[i];
    groundShadow(canvas, x, y + r * 0.92, r * 0.8);
    const ball = `M${x - r} ${y}A${r} ${r} 0 1 1 ${x + r} ${y}A${r} ${r} 0 1 1 ${x - r} ${y}Z`;
    canvas.path(ball, {
      fill: canvas.radial(
        [x - r * 0.35, y - r * 0.4, r * 1.5],
        [
          [0, tone(colour, 0.1)],
          [0.5, colour],
          [1, tone(colour, -0.22)],
        ],
      ),
    });
    canvas.within(ball, () => {
      for (let n = 0; n < 46; n++) {
        const turn = [24, 82, -40][n % 3] + canvas.between(-9, 9);
        const off = canvas.between(-r, r);
        canvas.group({ transform: `rotate(${turn} ${x} ${y})` }, () =>
          canvas.path(`M${x - r} ${y + off}Q${x} ${y + off * 1.5} ${x + r} ${y + off}`, {
            stroke: tone(colour, canvas.between(-0.14, 0.1)),
            "stroke-width": 8,
            opacity: 0.55,
          }),
        );
      }
      canvas.path(ball, {
        fill: canvas.radial(
          [x - r * 0.35, y - r * 0.4, r * 1.6],
          [
            [0, "#fff6e6", 0.2],
            [0.5, "#20130b", 0.03],
            [1, "#20130b", 0.5],
          ],
        ),
      });
    });
    if (i === colours.length - 1)
      tube(
        canvas,
        `M${x + r * 0.6} ${y + r * 0.75}C${x + 300} ${y + 240} ${x + 330} ${y + 120} ${x + 440} ${y + 190}`,
        10,
        colour,
      );
  });
}
