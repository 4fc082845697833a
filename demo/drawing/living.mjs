import { mix, tone } from "./colour.mjs";
import { speckle, sprig, Turned, tube } from "./forms.mjs";
import { lattice } from "./light.mjs";
import { groundShadow } from "./scenes.mjs";

/** A vase of one of three figures: amphora, bottle or bowl; `stems` puts a green or dry sprig in it. */
export function vase(canvas, { colour, figure = "amphora", dip, stems, finish = "matte", scale = 1 }) {
  const at = (v) => 1220 - v * scale;
  const k = (v) => v * scale;
  const profiles = {
    amphora: [
      [k(110), at(640), true],
      [k(92), at(600)],
      [k(84), at(540)],
      [k(190), at(430)],
      [k(236), at(310)],
      [k(190), at(130)],
      [k(120), at(0), true],
    ],
    bottle: [
      [k(56), at(660), true],
      [k(48), at(600)],
      [k(52), at(470)],
      [k(130), at(360)],
      [k(196), at(210)],
      [k(186), at(60)],
      [k(150), at(0), true],
    ],
    bowl: [
      [k(170), at(470), true],
      [k(160), at(430)],
      [k(250), at(310)],
      [k(276), at(190)],
      [k(220), at(50)],
      [k(150), at(0), true],
    ],
  };
  const form = new Turned(canvas, { profile: profiles[figure] });
  groundShadow(canvas, 800, 1220, form.footRadius * 1.15);
  groundShadow(canvas, 840, 1214, form.widest * 0.9, 0.4);
  if (figure === "amphora")
    for (const side of [-1, 1])
      tube(
        canvas,
        `M${800 + side * k(92)} ${at(596)}C${800 + side * k(230)} ${at(640)} ${800 + side * k(250)} ${at(500)} ${800 + side * k(190)} ${at(420)}`,
        k(34),
        colour,
        finish,
      );
  const mouth = form.top;
  const spray =
    stems &&
    (() => {
      for (const [angle, length] of [
        [-112, 400],
        [-84, 470],
        [-60, 380],
      ])
        sprig(canvas, 800 + (angle + 86) * 0.8, mouth + 14, angle, length, { colour: stems, bend: (angle + 86) * 0.5 });
    });
  form
    .paint(colour, finish, () => {
      if (dip) canvas.path(form.band(at(230), 1500), { fill: dip });
      speckle(canvas, [500, mouth, 1100, 1260], 170);
    })
    .open(colour, tone(colour, -0.12), { wall: k(13) });
  spray?.();
}

/** A vase of thick bubbled glass. */
export function glassVase(canvas, { tint, stems }) {
  groundShadow(canvas, 800, 1215, 180, 0.75);
  if (stems)
    for (const [angle, length] of [
      [-104, 640],
      [-78, 700],
    ])
      sprig(canvas, 800, 1130, angle, length, { colour: stems, pairs: 9 });
  new Turned(canvas, {
    profile: [
      [222, 850, true],
      [236, 980],
      [206, 1120],
      [172, 1200, true],
    ],
  }).glaze(mix(tint, "#ffffff", 0.3), 0.2);
  const form = new Turned(canvas, {
    profile: [
      [150, 620, true],
      [128, 680],
      [200, 820],
      [240, 980],
      [210, 1130],
      [182, 1215, true],
    ],
  });
  form.glaze(tint, 0.45);
  canvas.within(form.outline, () => {
    for (let i = 0; i < 46; i++) {
      const r = canvas.between(2, 7);
      canvas.ellipse(canvas.between(590, 1010), canvas.between(660, 1200), r, r, {
        fill: "none",
        stroke: "#fff",
        "stroke-width": 1.6,
        opacity: 0.5,
      });
    }
  });
}

/** A woven basket; `tall` for laundry, with a lid when `lid` is set. */
export function basket(canvas, { colour, tall = false, lid = false, handles = "#8a5a35", scale = 1, band }) {
  const k = (v) => v * scale;
  const height = k(tall ? 620 : 400);
  const top = 1215 - height;
  groundShadow(canvas, 800, 1215, k(tall ? 260 : 290));
  const profile = tall
    ? [
        [k(300), top, true],
        [k(310), top + height * 0.3],
        [k(262), 1215, true],
      ]
    : [
        [k(372), top, true],
        [k(380), top + height * 0.35],
        [k(345), top + height * 0.75],
        [k(280), 1215, true],
      ];
  const form = new Turned(canvas, { tilt: 0.2, profile });
  const loop = (side) =>
    `M${800 + side * k(150)} ${top - 6}C${800 + side * k(170)} ${top - k(190)} ${800 + side * k(300)} ${top - k(180)} ${800 + side * form.topRadius * 0.94} ${top - 2}`;
  if (!lid && !tall)
    tube(
      canvas,
      `M${800 - k(150)} ${top - 50}C${800 - k(150)} ${top - k(250)} ${800 + k(150)} ${top - k(250)} ${800 + k(150)} ${top - 50}`,
      24,
      tone(handles, -0.06),
    );
  form.paint(tone(colour, -0.14), "matte", () => {
    lattice(canvas, form, colour, tall ? 17 : 11, 17);
    if (band) {
      canvas.group({ opacity: 0.8 }, () =>
        canvas.path(form.band(top + height * 0.42, top + height * 0.62), { fill: band }),
      );
    }
  });
  if (lid) {
    const cover = new Turned(canvas, {
      tilt: 0.2,
      profile: [
        [k(60), top - k(96), true],
        [k(200), top - k(70)],
        [k(316), top - 10, true],
        [k(318), top + 22, true],
      ],
    });
    cover.paint(tone(colour, -0.14), "matte", () => lattice(canvas, cover, tone(colour, 0.02), 6, 17));
    tube(
      canvas,
      `M${800 - k(60)} ${top - k(84)}C${800 - k(50)} ${top - k(160)} ${800 + k(50)} ${top - k(160)} ${800 + k(60)} ${top - k(84)}`,
      22,
      handles,
    );
    return;
  }
  form.open(tone(colour, 0.02), tone(colour, -0.12), { wall: 24 });
  canvas.ellipse(800, top, form.topRadius - 10, (form.topRadius - 10) * 0.2, {
    fill: "none",
    stroke: tone(colour, -0.18),
    "stroke-width": 20,
    "stroke-dasharray": "20 9",
    opacity: 0.55,
  });
  if (tall) for (const side of [-1, 1]) tube(canvas, loop(side), 22, handles);
  else
    tube(
      canvas,
      `M${800 - k(170)} ${top + k(62)}C${800 - k(170)} ${top - k(150)} ${800 + k(170)} ${top - k(150)} ${800 + k(170)} ${top + k(62)}`,
      26,
      handles,
    );
}

/** A round mirror in a thin frame on the wall. */
export function mirror(canvas, { frame, r = 430 }) {
  const [cx, cy] = [800, 760];
  tube(
    canvas,
    `M${cx} ${cy - r - 92}L${cx - 150} ${cy - r + 28}M${cx} ${cy - r - 92}L${cx + 150} ${cy - r + 28}`,
    14,
    "#8a5d38",
  );
  canvas.ellipse(cx + 34, cy + 52, r, r, { fill: "#2a1a10", opacity: 0.32, filter: canvas.blur(34) });
  canvas.ellipse(cx, cy, r, r, {
    fill: canvas.linear(
      [cx - r, cy - r, cx + r, cy + r],
      [
        [0, tone(frame, 0.16)],
        [0.35, frame],
        [0.6, tone(frame, -0.16)],
        [0.8, tone(frame, 0.08)],
        [1, tone(frame, -0.1)],
      ],
    ),
  });
  const glass = `M${cx - r + 26} ${cy}A${r - 26} ${r - 26} 0 1 1 ${cx + r - 26} ${cy}A${r - 26} ${r - 26} 0 1 1 ${cx - r + 26} ${cy}Z`;
  canvas.path(glass, {
    fill: canvas.linear(
      [cx - r, cy - r, cx + r, cy + r],
      [
        [0, "#dfe3e1"],
        [0.45, "#c2cbcb"],
        [1, "#98a5a7"],
      ],
    ),
  });
  canvas.within(glass, () => {
    canvas.path(`M${cx - 380} ${cy + 300}L${cx + 80} ${cy - 470}H${cx + 250}L${cx - 250} ${cy + 400}Z`, {
      fill: "#fff",
      opacity: 0.3,
      filter: canvas.blur(10),
    });
    canvas.path(`M${cx - 90} ${cy + 420}L${cx + 360} ${cy - 340}H${cx + 420}L${cx} ${cy + 450}Z`, {
      fill: "#fff",
      opacity: 0.2,
      filter: canvas.blur(8),
    });
    canvas.path(glass, { stroke: "#40504f", "stroke-width": 22, opacity: 0.35, filter: canvas.blur(9) });
  });
  canvas.ellipse(cx, cy - r - 92, 20, 20, {
    fill: canvas.radial(
      [cx - 6, cy - r - 98, 24],
      [
        [0, tone(frame, 0.2)],
        [1, tone(frame, -0.14)],
      ],
    ),
  });
}
