// What goes along on a journey.
import { box } from "./canvas.mjs";
import { tone } from "./colour.mjs";
import { folds, grain, piece, Turned, tube, weave } from "./forms.mjs";
import { footShadow, groundShadow } from "./scenes.mjs";

/** A canvas tote hung by its handles. */
export function tote(canvas, { colour, handle = colour, print }) {
  tube(canvas, "M660 640C650 330 950 330 940 640", 40, tone(handle, -0.07));
  const d = "M486 600Q800 628 1114 600L1150 1296Q1150 1330 1110 1334Q800 1364 490 1334Q450 1330 450 1296Z";
  piece(canvas, d, colour, {
    lift: 36,
    decorate: () => {
      weave(canvas, 0.09, 9);
      folds(
        canvas,
        [
          [560, 40],
          [740, 50],
          [930, 46],
          [1060, 40],
        ],
        620,
        1380,
        0.75,
      );
      canvas.path("M486 652Q800 680 1114 652", {
        stroke: tone(colour, -0.14),
        "stroke-width": 4,
        "stroke-dasharray": "12 8",
      });
    },
  });
  tube(canvas, "M620 760V640C600 270 1000 270 980 640V760", 44, handle);
  for (const x of [620, 980])
    canvas.path(`M${x - 16} 690L${x + 16} 754M${x + 16} 690L${x - 16} 754`, {
      stroke: tone(handle, -0.2),
      "stroke-width": 4,
      "stroke-dasharray": "8 5",
    });
  if (print)
    canvas.path(
      "M690 1160V990Q690 900 800 846Q910 900 910 990V1160ZM740 1160V1000Q740 934 800 898Q860 934 860 1000V1160",
      { stroke: print, "stroke-width": 13, "stroke-linejoin": "round" },
    );
  canvas.ellipse(800, 352, 34, 34, {
    fill: canvas.radial(
      [788, 340, 44],
      [
        [0, "#d3a878"],
        [0.6, "#a9794d"],
        [1, "#7a5230"],
      ],
    ),
  });
}

/** A travel bag with leather ends and two handles. */
export function weekender(canvas, { colour, leather = "#8a5532", metal = "#c7a35e" }) {
  footShadow(canvas, 372, 1228, 1196);
  tube(canvas, "M590 760C580 470 1010 470 1000 760", 34, tone(leather, -0.1));
  const d =
    "M410 800Q420 716 520 706Q800 686 1080 706Q1180 716 1190 800L1236 1130Q1238 1190 1180 1196Q800 1214 420 1196Q362 1190 364 1130Z";
  piece(canvas, d, colour, {
    lift: 14,
    decorate: () => {
      weave(canvas, 0.1, 9);
      canvas.path("M380 1030Q800 1060 1220 1030V1260H380Z", { fill: leather });
      canvas.path("M380 1044Q800 1074 1220 1044", {
        stroke: tone(leather, 0.2),
        "stroke-width": 4,
        "stroke-dasharray": "12 8",
      });
      for (const x of [470, 1130])
        canvas.ellipse(x, 940, 60, 220, { fill: "#20130b", opacity: 0.16, filter: canvas.blur(24) });
      canvas.ellipse(700, 800, 260, 80, { fill: "#fff6e6", opacity: 0.22, filter: canvas.blur(40) });
      canvas.path("M440 742Q800 712 1160 742", { stroke: "#20130b", "stroke-width": 16, opacity: 0.5 });
      canvas.path("M440 740Q800 710 1160 740", { stroke: metal, "stroke-width": 7, "stroke-dasharray": "7 4" });
      canvas.rect(380, 1080, 860, 160, {
        fill: canvas.linear(
          [0, 1060, 0, 1210],
          [
            [0, "#20130b", 0],
            [1, "#20130b", 0.3],
          ],
        ),
      });
    },
  });
  for (const x of [600, 1000]) {
    piece(canvas, box(x - 30, 800, 60, 250, 10), leather, { lift: 6 });
    canvas.path(box(x - 22, 808, 44, 234, 6), {
      stroke: tone(leather, 0.2),
      "stroke-width": 3,
      "stroke-dasharray": "10 7",
    });
    canvas.path(box(x - 26, 776, 52, 40, 12), { stroke: metal, "stroke-width": 10 });
  }
  tube(canvas, "M600 790C580 420 1020 420 1000 790", 40, leather);
  tube(canvas, "M690 505Q800 478 910 505", 60, tone(leather, 0.03));
}

/** A zipped pouch. */
export function pouch(canvas, { colour, leather = "#8a5532", metal = "#c7a35e" }) {
  footShadow(canvas, 442, 1158, 1192);
  tube(canvas, "M1110 900C1210 900 1210 1010 1120 1010", 26, leather);
  const d =
    "M470 820Q470 780 520 776H1080Q1130 780 1130 820L1166 1120Q1168 1190 1100 1194Q800 1210 500 1194Q432 1190 434 1120Z";
  piece(canvas, d, colour, {
    lift: 14,
    decorate: () => {
      weave(canvas, 0.1, 9);
      canvas.rect(400, 760, 800, 74, { fill: tone(colour, -0.09) });
      canvas.path("M470 804H1130", { stroke: "#20130b", "stroke-width": 18, opacity: 0.5 });
      canvas.path("M470 804H1130", { stroke: metal, "stroke-width": 9, "stroke-dasharray": "8 5" });
      canvas.ellipse(700, 940, 250, 90, { fill: "#fff6e6", opacity: 0.2, filter: canvas.blur(40) });
      canvas.path("M520 1194Q560 1100 500 1010M1080 1194Q1050 1110 1110 1000", {
        stroke: "#20130b",
        "stroke-width": 22,
        opacity: 0.14,
        filter: canvas.blur(14),
      });
      canvas.path("M442 838H1152", { stroke: tone(colour, 0.16), "stroke-width": 3, "stroke-dasharray": "10 7" });
    },
  });
  tube(canvas, "M560 806L520 900", 20, metal, "metal");
  piece(canvas, box(496, 890, 40, 96, 14), leather, { lift: 6 });
  piece(canvas, box(720, 990, 160, 84, 8), leather, { lift: 5 });
  canvas.path(box(730, 1000, 140, 64, 5), { stroke: tone(leather, 0.2), "stroke-width": 3, "stroke-dasharray": "9 6" });
}

/** A backpack with a flap and two straps. */
export function backpack(canvas, { colour, leather = "#8a5532", metal = "#c7a35e" }) {
  footShadow(canvas, 490, 1112, 1210);
  tube(canvas, "M730 430C730 320 870 320 870 430", 34, leather);
  for (const side of [-1, 1])
    tube(
      canvas,
      `M${800 + side * 250} 560C${800 + side * 400} 700 ${800 + side * 380} 1000 ${800 + side * 300} 1120`,
      48,
      tone(colour, -0.1),
    );
  const body =
    "M500 620Q500 420 660 410H940Q1100 420 1100 620L1124 1120Q1124 1206 1040 1212Q800 1224 560 1212Q476 1206 476 1120Z";
  piece(canvas, body, colour, {
    lift: 14,
    decorate: () => {
      weave(canvas, 0.1, 9);
      canvas.rect(460, 1110, 680, 130, { fill: leather });
      canvas.rect(980, 420, 180, 820, { fill: "#20130b", opacity: 0.2, filter: canvas.blur(40) });
    },
  });
  piece(canvas, box(570, 900, 460, 250, 30), tone(colour, 0.01), { lift: 10, decorate: () => weave(canvas, 0.1, 9) });
  piece(
    canvas,
    "M494 600Q500 414 660 404H940Q1100 414 1106 600V760Q1106 806 1060 810Q800 826 540 810Q494 806 494 760Z",
    tone(colour, 0.02),
    {
      lift: 16,
      decorate: () => {
        weave(canvas, 0.1, 9);
        canvas.ellipse(690, 520, 240, 110, { fill: "#fff6e6", opacity: 0.22, filter: canvas.blur(44) });
      },
    },
  );
  canvas.path("M512 600V756Q514 790 546 794Q800 808 1054 794Q1086 790 1088 756V600", {
    stroke: tone(colour, 0.17),
    "stroke-width": 3,
    "stroke-dasharray": "10 7",
  });
  for (const x of [650, 950]) {
    piece(canvas, box(x - 27, 700, 54, 250, 12), leather, { lift: 7 });
    canvas.path(box(x - 36, 850, 72, 48, 8), { stroke: metal, "stroke-width": 11 });
    canvas.path(`M${x} 852V898`, { stroke: metal, "stroke-width": 7 });
  }
}

/** An insulated bottle with a screw cap. */
export function flask(canvas, { colour, cap = "#a9794d", height = 660 }) {
  const top = 1220 - height;
  groundShadow(canvas, 800, 1220, 145);
  new Turned(canvas, {
    profile: [
      [82, top - 10, true],
      [86, top + 40],
      [146, top + 130],
      [150, 1196],
      [140, 1220, true],
    ],
  }).paint(colour, "gloss");
  const steel = new Turned(canvas, {
    profile: [
      [86, top - 16, true],
      [88, top + 22, true],
    ],
  });
  steel.paint("#b9bbb9", "metal");
  new Turned(canvas, {
    profile: [
      [84, top - 110, true],
      [88, top - 96],
      [90, top - 14, true],
    ],
  })
    .paint(cap, "wood", () => grain(canvas, cap, [690, top - 130, 910, top], { lines: 14, swing: 4 }))
    .open(cap, tone(cap, 0.15), { wall: 4 });
  canvas.path(`M776 ${1090}V${1030}Q776 ${1004} 800 ${992}Q824 ${1004} 824 ${1030}V${1090}Z`, {
    stroke: tone(colour, 0.2),
    "stroke-width": 5,
    opacity: 0.8,
  });
}

/** A blanket rolled in leather straps. */
export function roll(canvas, { colour, stripes, leather = "#8a5532", metal = "#c7a35e" }) {
  footShadow(canvas, 400, 1180, 1184);
  const [l, r, cy, half] = [420, 1150, 1000, 178];
  const d = `M${l} ${cy - half}H${r}A70 ${half} 0 0 1 ${r} ${cy + half}H${l}A70 ${half} 0 0 1 ${l} ${cy - half}Z`;
  canvas.path(d, { fill: colour });
  canvas.within(d, () => {
    stripes.forEach((stripe, i) => {
      for (const x of [500 + i * 34, 780 + i * 34, 1050 + i * 34])
        canvas.path(`M${x} ${cy - half}A60 ${half} 0 0 1 ${x} ${cy + half}`, {
          stroke: stripe,
          "stroke-width": i ? 10 : 24,
        });
      canvas.rect(300, cy - half * 0.5 + i * 130, 960, i ? 8 : 18, { fill: stripe, opacity: 0.65 });
    });
    weave(canvas, 0.1, 9);
    canvas.rect(200, cy - half, 1200, half * 2, {
      fill: canvas.linear(
        [0, cy - half, 0, cy + half],
        [
          [0, "#20130b", 0.12],
          [0.24, "#fff6e6", 0.26],
          [0.5, "#20130b", 0.02],
          [1, "#20130b", 0.46],
        ],
      ),
    });
  });
  const end = [r, cy];
  canvas.ellipse(end[0], cy, 70, half, {
    fill: canvas.linear(
      [1090, 800, 1230, 1180],
      [
        [0, tone(colour, 0.05)],
        [1, tone(colour, -0.12)],
      ],
    ),
  });
  for (const k of [0.86, 0.68, 0.5, 0.32, 0.16])
    canvas.ellipse(end[0], cy + 2, 70 * k, half * k, {
      fill: "none",
      stroke: tone(colour, -0.2),
      "stroke-width": 5,
      opacity: 0.7,
    });
  for (const x of [590, 960]) {
    const strap = `M${x - 24} ${cy - half - 2}H${x + 24}A60 ${half} 0 0 1 ${x + 24} ${cy + half + 2}H${x - 24}A60 ${half} 0 0 0 ${x - 24} ${cy - half - 2}Z`;
    canvas.path(strap, {
      fill: canvas.linear(
        [0, cy - half, 0, cy + half],
        [
          [0, tone(leather, -0.05)],
          [0.25, tone(leather, 0.1)],
          [1, tone(leather, -0.16)],
        ],
      ),
    });
    canvas.path(box(x + 6, cy - 66, 76, 62, 12), { stroke: metal, "stroke-width": 11 });
  }
  tube(canvas, `M600 ${cy - half - 4}C630 ${cy - half - 150} 940 ${cy - half - 150} 970 ${cy - half - 4}`, 36, leather);
}
