// Soap, bottles and brushes.
import { box } from "./canvas.mjs";
import { tone } from "./colour.mjs";
import { grain, piece, speckle, Turned, tube } from "./forms.mjs";
import { groundShadow } from "./scenes.mjs";

/** Bars of soap, stacked crosswise and stamped. */
export function soap(canvas, { colour, dish = "#c9b79c" }) {
  groundShadow(canvas, 800, 1200, 340);
  new Turned(canvas, {
    tilt: 0.24,
    profile: [
      [370, 1150, true],
      [340, 1180],
      [250, 1206, true],
    ],
  })
    .paint(dish, "matte", () => speckle(canvas, [420, 1100, 1180, 1300], 90))
    .open(dish, tone(dish, 0.02), { wall: 14 });
  for (const [x, y, w, h, shift] of [
    [520, 1000, 560, 140, 0],
    [580, 858, 470, 142, -0.015],
  ]) {
    const base = tone(colour, shift);
    canvas.ellipse(x + w / 2 + 20, y + h + 6, w * 0.5, 30, { fill: "#20130b", opacity: 0.32, filter: canvas.blur(12) });
    const front = box(x, y, w, h, 34);
    canvas.path(
      `M${x + 16} ${y + 16}L${x + 50} ${y - 70}Q${x + 56} ${y - 82} ${x + 72} ${y - 82}H${x + w - 72}Q${x + w - 56} ${y - 82} ${x + w - 50} ${y - 70}L${x + w - 14} ${y + 16}Z`,
      { fill: tone(base, 0.075), stroke: tone(base, 0.075), "stroke-width": 16, "stroke-linejoin": "round" },
    );
    canvas.path(front, {
      fill: canvas.linear(
        [x, y, x + w, y + h],
        [
          [0, tone(base, 0.04)],
          [0.5, base],
          [1, tone(base, -0.12)],
        ],
      ),
    });
    canvas.within(front, () => {
      speckle(canvas, [x, y, x + w, y + h], 36, tone(base, -0.2));
      canvas.path(`M${x + 20} ${y + 12}H${x + w - 20}`, {
        stroke: "#fff",
        "stroke-width": 12,
        opacity: 0.4,
        filter: canvas.blur(6),
      });
    });
    const cx = x + w / 2;
    for (const [dx, colourOf] of [
      [0, tone(base, -0.15)],
      [3, tone(base, 0.1)],
    ])
      canvas.path(
        `M${cx - 36 + dx} ${y + h - 30 + dx}V${y + 66 + dx}Q${cx - 36 + dx} ${y + 38 + dx} ${cx + dx} ${y + 24 + dx}Q${cx + 36 + dx} ${y + 38 + dx} ${cx + 36 + dx} ${y + 66 + dx}V${y + h - 30 + dx}Z`,
        { stroke: colourOf, "stroke-width": dx ? 3 : 7, opacity: dx ? 0.6 : 1 },
      );
  }
}

/** A pump bottle in tinted glass or stoneware. */
export function pump(canvas, { colour, label = "#efe6d6", metal = "#2f2a26" }) {
  groundShadow(canvas, 800, 1215, 172);
  tube(canvas, "M800 620V520H690C672 520 664 528 662 548", 24, metal, "gloss");
  new Turned(canvas, {
    profile: [
      [54, 600, true],
      [54, 668, true],
    ],
  }).paint(metal, "gloss");
  const form = new Turned(canvas, {
    profile: [
      [60, 660, true],
      [66, 700],
      [160, 780],
      [176, 840],
      [176, 1180],
      [162, 1215, true],
    ],
  });
  form.paint(colour, "gloss");
  canvas.within(form.outline, () => {
    canvas.path(form.band(910, 1090), { fill: label });
    canvas.path(form.band(1080, 1084), { fill: tone(label, -0.2) });
    canvas.path(`M772 1086V1022Q772 990 800 976Q828 990 828 1022V1086`, {
      stroke: tone(colour, -0.05),
      "stroke-width": 6,
    });
    canvas.path(form.strip(0.35, 1.1), { fill: "#1d120b", opacity: 0.22, filter: canvas.blur(16) });
    canvas.path(form.strip(-0.66, -0.5), { fill: "#fff", opacity: 0.35, filter: canvas.blur(6) });
  });
}

/** A wooden bath brush on a cord, seen from above. */
export function brush(canvas, { colour, bristle = "#e6d6b4" }) {
  canvas.turnedBy(32, [800, 800], () => {
    canvas.path("M800 1430C760 1500 850 1500 806 1420", { stroke: "#8d6b45", "stroke-width": 9 });
    for (let i = 0; i < 44; i++) {
      const turn = (i / 44) * 2 * Math.PI;
      canvas.path(
        `M${800 + Math.cos(turn) * 130} ${470 + Math.sin(turn) * 210}l${Math.cos(turn) * 44} ${Math.sin(turn) * 44}`,
        { stroke: tone(bristle, canvas.between(-0.14, 0.02)), "stroke-width": 15, "stroke-linecap": "round" },
      );
    }
    const d =
      "M800 240C930 240 968 360 968 470C968 590 900 690 842 730L830 1390Q828 1440 800 1440Q772 1440 770 1390L758 730C700 690 632 590 632 470C632 360 670 240 800 240Z";
    piece(canvas, d, colour, {
      lift: 28,
      spread: [620, 300, 980, 800],
      decorate: () =>
        canvas.turnedBy(90, [800, 800], () => grain(canvas, colour, [200, 600, 1480, 1000], { lines: 28, swing: 26 })),
    });
    canvas.ellipse(800, 1392, 10, 10, { fill: "#3a281d" });
    for (let row = -4; row <= 4; row++)
      for (let i = -2; i <= 2; i++) {
        if ((row / 4.6) ** 2 + (i / 2.8) ** 2 < 1)
          canvas.ellipse(800 + i * 50, 470 + row * 44, 13, 13, {
            fill: tone(colour, -0.14),
            stroke: tone(colour, 0.1),
            "stroke-width": 2,
            opacity: 0.8,
          });
      }
  });
}
