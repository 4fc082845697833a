// What goes on a desk.
import { box } from "./canvas.mjs";
import { mix, tone } from "./colour.mjs";
import { piece, Turned, tube, weave } from "./forms.mjs";
import { castShadow, groundShadow } from "./scenes.mjs";

/** A clothbound notebook with a ribbon and an elastic, seen from above. */
export function notebook(canvas, { colour, accent = "#c9a35c", band = tone(colour, -0.12) }) {
  canvas.turnedBy(-11, [800, 800], () => {
    const [l, t, w, h] = [440, 300, 700, 1000];
    piece(canvas, box(l + 16, t + 16, w, h, 18), "#efe6d4", { lift: 30 });
    for (let i = 0; i < 6; i++)
      canvas.path(`M${l + w + 3 + i * 2} ${t + 34}V${t + h + 6}`, {
        stroke: "#b9ac94",
        "stroke-width": 1.2,
        opacity: 0.6,
      });
    canvas.path(
      `M${l + 470} ${t + h + 4}L${l + 466} ${t + h + 104}L${l + 480} ${t + h + 88}L${l + 496} ${t + h + 106}L${l + 492} ${t + h}Z`,
      { fill: accent },
    );
    piece(canvas, box(l, t, w, h, 18), colour, {
      lift: 6,
      decorate: () => {
        weave(canvas, 0.07, 7);
        canvas.rect(l, t, 86, h, { fill: tone(colour, -0.05) });
        canvas.path(`M${l + 88} ${t}V${t + h}`, {
          stroke: tone(colour, -0.2),
          "stroke-width": 7,
          opacity: 0.6,
          filter: canvas.blur(2),
        });
      },
    });
    const [cx, cy] = [l + 390, t + 380];
    canvas.path(
      `M${cx - 66} ${cy + 100}V${cy}Q${cx - 66} ${cy - 62} ${cx} ${cy - 96}Q${cx + 66} ${cy - 62} ${cx + 66} ${cy}V${cy + 100}ZM${cx - 42} ${cy + 100}V${cy + 6}Q${cx - 42} ${cy - 40} ${cx} ${cy - 64}Q${cx + 42} ${cy - 40} ${cx + 42} ${cy + 6}V${cy + 100}`,
      { stroke: accent, "stroke-width": 6 },
    );
    canvas.rect(l + w - 96, t - 3, 22, h + 6, {
      fill: canvas.linear(
        [l + w - 96, 0, l + w - 74, 0],
        [
          [0, tone(band, 0.08)],
          [1, tone(band, -0.08)],
        ],
      ),
    });
    canvas.path(`M${l + w - 72} ${t}V${t + h}`, {
      stroke: "#20130b",
      "stroke-width": 6,
      opacity: 0.35,
      filter: canvas.blur(3),
    });
  });
}

/** Letter paper with envelopes fanned beneath. */
export function letters(canvas, { colour, lining, seal = "#a3503c" }) {
  for (const [angle, x, y] of [
    [-20, 760, 640],
    [-9, 790, 690],
  ]) {
    canvas.turnedBy(angle, [x, y], () =>
      piece(canvas, box(x - 330, y - 380, 660, 820, 6), mix(colour, "#ffffff", 0.4), { lift: 12 }),
    );
  }
  canvas.turnedBy(7, [830, 960], () => {
    piece(canvas, box(410, 690, 860, 560, 10), colour, {
      lift: 20,
      decorate: () => {
        canvas.path("M410 1250L790 950H890L1270 1250Z", { fill: tone(colour, -0.035) });
        canvas.path("M410 1250L800 940M1270 1250L880 940", { stroke: tone(colour, -0.15), "stroke-width": 3 });
      },
    });
    piece(canvas, "M414 694H1266L870 1010Q840 1032 810 1010Z", tone(colour, 0.02), {
      lift: 8,
      spread: [410, 690, 1000, 1000],
    });
    canvas.path("M470 708H1210L862 984Q840 1000 818 984Z", { stroke: lining, "stroke-width": 9, opacity: 0.85 });
    canvas.ellipse(844, 1012, 62, 62, { fill: "#20130b", opacity: 0.35, filter: canvas.blur(7) });
    canvas.ellipse(840, 1004, 62, 60, {
      fill: canvas.radial(
        [820, 984, 90],
        [
          [0, tone(seal, 0.12)],
          [0.6, seal],
          [1, tone(seal, -0.12)],
        ],
      ),
    });
    canvas.path("M816 1036V1000Q816 976 840 964Q864 976 864 1000V1036Z", {
      stroke: tone(seal, -0.14),
      "stroke-width": 6,
    });
  });
}

/** A fountain pen, open, its cap beside it. */
export function pen(canvas, { colour, metal = "#c9a663" }) {
  const barrel = (x1, x2, y, h, fill) => {
    const d = box(x1, y - h / 2, x2 - x1, h, h * 0.42);
    castShadow(canvas, d, 16);
    canvas.path(d, {
      fill: canvas.linear(
        [0, y - h / 2, 0, y + h / 2],
        [
          [0, tone(fill, 0.02)],
          [0.22, tone(fill, 0.2)],
          [0.45, fill],
          [0.8, tone(fill, -0.13)],
          [1, tone(fill, -0.02)],
        ],
      ),
    });
    canvas.path(`M${x1 + 30} ${y - h * 0.26}H${x2 - 30}`, {
      stroke: "#fff",
      "stroke-width": h * 0.09,
      opacity: 0.5,
      "stroke-linecap": "round",
      filter: canvas.blur(2),
    });
  };
  canvas.turnedBy(-35, [800, 800], () => {
    barrel(250, 1010, 720, 84, colour);
    barrel(1000, 1130, 720, 62, tone(colour, -0.1));
    canvas.rect(996, 676, 16, 88, { fill: metal, rx: 5 });
    const nib = "M1126 692Q1190 690 1300 720Q1190 750 1126 748Z";
    castShadow(canvas, nib, 10);
    canvas.path(nib, {
      fill: canvas.linear(
        [0, 690, 0, 750],
        [
          [0, tone(metal, 0.16)],
          [0.5, metal],
          [1, tone(metal, -0.18)],
        ],
      ),
    });
    canvas.path("M1300 720H1196", { stroke: "#4a3820", "stroke-width": 3 });
    canvas.ellipse(1192, 720, 7, 7, { fill: "#4a3820" });
    barrel(520, 990, 910, 94, colour);
    for (const x of [536, 966]) canvas.rect(x, 862, 14, 96, { fill: metal, rx: 4 });
    tube(canvas, "M556 888H830", 20, metal, "metal");
  });
}

/** A row of hexagonal pencils under a paper band. */
export function pencils(canvas, { colours, band = "#efe4cf" }) {
  canvas.turnedBy(-16, [800, 800], () => {
    colours.forEach((colour, i) => {
      const x = 800 + (i - (colours.length - 1) / 2) * 84;
      castShadow(canvas, `M${x - 36} 420H${x + 36}V1330H${x - 36}Z`, 14);
      for (const [from, to, step] of [
        [-36, -14, 0.08],
        [-14, 14, 0.01],
        [14, 36, -0.1],
      ])
        canvas.rect(x + from, 430, to - from, 900, { fill: tone(colour, step) });
      const wood = "#d9b486";
      canvas.path(
        `M${x - 36} 432L${x - 9} 318H${x + 9}L${x + 36} 432Q${x + 25} 416 ${x + 14} 432Q${x} 416 ${x - 14} 432Q${x - 25} 416 ${x - 36} 432Z`,
        {
          fill: canvas.linear(
            [x - 36, 0, x + 36, 0],
            [
              [0, tone(wood, 0.07)],
              [0.5, wood],
              [1, tone(wood, -0.13)],
            ],
          ),
        },
      );
      canvas.path(`M${x - 10} 322L${x} 276L${x + 10} 322Z`, { fill: tone(colour, -0.18) });
      canvas.rect(x - 36, 1290, 72, 40, { fill: "#c9a663" });
      canvas.rect(x - 36, 1290, 72, 40, {
        fill: canvas.linear(
          [x - 36, 0, x + 36, 0],
          [
            [0, "#fff", 0.3],
            [0.5, "#fff", 0],
            [1, "#000", 0.3],
          ],
        ),
      });
    });
    const half = colours.length * 42 + 8;
    piece(canvas, box(800 - half, 800, half * 2, 210, 4), band, { lift: 8 });
    canvas.path("M766 964V892Q766 856 800 838Q834 856 834 892V964", { stroke: colours[0], "stroke-width": 7 });
  });
}

/** A pot for pens, with pencils in it. */
export function pencilPot(canvas, { colour, inks }) {
  groundShadow(canvas, 800, 1215, 190);
  inks.forEach((ink, i) => {
    const lean = -150 + (i * 300) / (inks.length - 1);
    const [x, top] = [800 + lean * 0.55, 470 + ((i * 67) % 130)];
    tube(canvas, `M${800 + lean * 0.2} 1000L${x} ${top}`, 34, ink);
    canvas.path(`M${x - 16} ${top}L${x + lean * 0.06} ${top - 74}L${x + 17} ${top}Z`, { fill: "#d9b486" });
    canvas.path(
      `M${x + lean * 0.05 - 5} ${top - 48}L${x + lean * 0.06} ${top - 76}L${x + lean * 0.05 + 6} ${top - 48}Z`,
      { fill: tone(ink, -0.2) },
    );
  });
  const form = new Turned(canvas, {
    profile: [
      [196, 840, true],
      [190, 1215, true],
    ],
  });
  form.paint(colour, "wood", () => {
    for (let s = -0.95; s < 1; s += 0.19)
      canvas.path(form.meridian(s), { stroke: tone(colour, -0.16), "stroke-width": 5, opacity: 0.6 });
  });
  canvas.path(`M604 840A196 33 0 0 0 996 840L980 840A180 29 0 0 1 620 840Z`, { fill: tone(colour, 0.09) });
}

/** Long paper scissors. */
export function scissors(canvas, { colour, grips }) {
  canvas.turnedBy(36, [800, 800], () => {
    for (const side of [-1, 1]) {
      canvas.turnedBy(side * 9, [800, 800], () => {
        const blade = `M${800 - side * 26} 820L${800 - side * 30} 780L${800 + side * 6} 200L${800 + side * 40} 800L${800 + side * 36} 900Z`;
        castShadow(canvas, blade, 16);
        canvas.path(blade, {
          fill: canvas.linear(
            [760, 0, 850, 0],
            [
              [0, tone(colour, 0.16)],
              [0.45, tone(colour, 0.04)],
              [0.5, tone(colour, -0.12)],
              [1, tone(colour, 0.1)],
            ],
          ),
        });
        const x = 800 - side * 78;
        const loop = `M${800 - side * 4} 880C${800 - side * 10} 960 ${x + side * 60} 980 ${x + side * 66} 1090C${x + side * 72} 1220 ${x - side * 70} 1230 ${x - side * 78} 1100C${x - side * 84} 980 ${x - side * 20} 960 ${800 - side * 30} 880`;
        canvas.path(loop, {
          stroke: "#2a1a10",
          "stroke-width": 46,
          opacity: 0.3,
          filter: canvas.blur(14),
          transform: "translate(22 28)",
        });
        tube(canvas, loop, 44, grips, "gloss");
      });
    }
    canvas.ellipse(800, 806, 25, 25, {
      fill: canvas.radial(
        [792, 796, 32],
        [
          [0, "#f3e3b6"],
          [0.6, "#c9a663"],
          [1, "#83673a"],
        ],
      ),
    });
    canvas.path("M786 806H814", { stroke: "#6d5732", "stroke-width": 5 });
  });
}
