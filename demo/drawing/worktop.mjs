// What lies and stands on the worktop.
import { box } from "./canvas.mjs";
import { tone } from "./colour.mjs";
import { grain, piece, speckle, Turned } from "./forms.mjs";
import { castShadow, footShadow, groundShadow } from "./scenes.mjs";

/** A kitchen knife seen from above; `length` is the blade's, `serrated` for bread. */
export function knife(canvas, { handle, length = 620, depth = 104, serrated = false, square = false }) {
  canvas.turnedBy(-38, [800, 800], () => {
    const x = 800 - (length + 380) / 2;
    const y = 770;
    const end = x + 380 + length;
    const edge = serrated
      ? Array.from({ length: 26 }, (_, _i) => `q${-length / 54} 13 ${-length / 27} 0`).join("")
      : `C${end - length * 0.35} ${y + depth} ${end - length * 0.6} ${y + depth} ${x + 400} ${y + depth}`;
    const blade = serrated
      ? `M${x + 372} ${y}H${end - 40}Q${end} ${y + 8} ${end} ${y + depth * 0.8}${edge}L${x + 396} ${y + depth * 0.8}L${x + 372} ${y + 50}Z`
      : square
        ? `M${x + 372} ${y}H${end - 60}Q${end} ${y + 6} ${end} ${y + depth}H${x + 400}L${x + 372} ${y + 52}Z`
        : `M${x + 372} ${y}H${end - length * 0.4}Q${end - 80} ${y + 6} ${end} ${y + depth * 0.62}${edge}L${x + 372} ${y + 52}Z`;
    castShadow(canvas, blade, 16);
    canvas.path(blade, {
      fill: canvas.linear(
        [0, y, 0, y + depth],
        [
          [0, "#8d9296"],
          [0.25, "#c6cacc"],
          [0.55, "#aab0b3"],
          [0.62, "#e6e8e8"],
          [1, "#c2c6c8"],
        ],
      ),
    });
    canvas.within(blade, () => {
      canvas.path(`M${x + 520} ${y - 20}L${x + 620} ${y + 130}H${x + 720}L${x + 600} ${y - 20}Z`, {
        fill: "#fff",
        opacity: 0.4,
        filter: canvas.blur(14),
      });
    });
    const grip = `M${x + 22} ${y - 4}C${x + 140} ${y + 6} ${x + 240} ${y - 2} ${x + 376} ${y - 2}V${y + 54}C${x + 260} ${y + 58} ${x + 160} ${y + 72} ${x + 30} ${y + 78}Q${x - 4} ${y + 74} ${x} ${y + 36}Q${x + 2} ${y - 2} ${x + 22} ${y - 4}Z`;
    piece(canvas, grip, handle, {
      lift: 18,
      spread: [0, y - 20, 0, y + 90],
      decorate: () => grain(canvas, handle, [x, y - 10, x + 380, y + 80], { lines: 12, swing: 8 }),
    });
    canvas.rect(x + 356, y - 4, 26, 60, {
      fill: canvas.linear(
        [0, y, 0, y + 56],
        [
          [0, "#d9c08a"],
          [0.4, "#b2935a"],
          [1, "#7d6338"],
        ],
      ),
    });
    for (const at of [90, 190, 290])
      canvas.ellipse(x + at, y + 32, 9, 9, { fill: "#c9b07a", stroke: "#6d5732", "stroke-width": 2 });
  });
}

/** A serving board with a handle, seen from above. */
export function board(canvas, { colour, width = 430, length = 900 }) {
  canvas.turnedBy(24, [800, 800], () => {
    const [l, t] = [800 - width / 2, 880 - length / 2];
    const r = width * 0.32;
    const d = `M${l + r} ${t + 40}C${765} ${t + 20} ${757} ${t - 40} ${757} ${t - 130}Q${757} ${t - 200} ${800} ${t - 200}Q${843} ${t - 200} ${843} ${t - 130}C${843} ${t - 40} ${835} ${t + 20} ${l + width - r} ${t + 40}Q${l + width} ${t + 60} ${l + width} ${t + r + 60}V${t + length - 200 - r}Q${l + width} ${t + length - 190} ${l + width - r} ${t + length - 190}H${l + r}Q${l} ${t + length - 190} ${l} ${t + length - 200 - r}V${t + r + 60}Q${l} ${t + 60} ${l + r} ${t + 40}Z`;
    piece(canvas, d, colour, {
      lift: 26,
      decorate: () => {
        canvas.turnedBy(90, [800, 800], () =>
          grain(canvas, colour, [200, 800 - width * 0.55, 1500, 800 + width * 0.55], { lines: 30, swing: 46 }),
        );
        for (const ring of [70, 52, 34, 16])
          canvas.ellipse(l + width * 0.64, 1000, ring, ring * 1.7, {
            fill: "none",
            stroke: tone(colour, -0.14),
            "stroke-width": 5,
            opacity: 0.5,
          });
      },
    });
    canvas.ellipse(800, t - 140, 19, 19, { fill: "#3a281d", opacity: 0.7 });
    canvas.path(`M781 ${t - 138}A19 19 0 0 0 819 ${t - 138}`, { stroke: tone(colour, 0.15), "stroke-width": 4 });
  });
}

/** A thick end-grain block: a chequer of small squares on top, its edge below. */
export function block(canvas, { colours }) {
  const [l, r, back, front, inset, thick] = [360, 1240, 860, 1120, 110, 120];
  footShadow(canvas, l, r, front + thick);
  const top = `M${l + inset} ${back}H${r - inset}L${r} ${front}H${l}Z`;
  const columns = 11;
  canvas.within(top, () => {
    for (let j = 0; j < 6; j++) {
      const at = (k) => back + (front - back) * (k / 6) ** 1.12;
      const [y1, y2] = [at(j), at(j + 1)];
      const pull = (y) => inset * (1 - (y - back) / (front - back));
      for (let i = -1; i <= columns; i++) {
        const x = (k, y) => l + pull(y) + ((r - l - 2 * pull(y)) * (k + (j % 2) * 0.5)) / columns;
        const shade = tone(colours[(i + j + 8) % colours.length], canvas.between(-0.05, 0.05));
        canvas.path(`M${x(i, y1)} ${y1}L${x(i + 1, y1)} ${y1}L${x(i + 1, y2)} ${y2}L${x(i, y2)} ${y2}Z`, {
          fill: shade,
          stroke: tone(shade, -0.12),
          "stroke-width": 1.5,
        });
      }
    }
    canvas.path(top, {
      fill: canvas.linear(
        [l, back, r, front],
        [
          [0, "#fff4e0", 0.28],
          [1, "#2a1608", 0.16],
        ],
      ),
    });
  });
  const face = `M${l} ${front}H${r}V${front + thick - 16}Q${r} ${front + thick} ${r - 16} ${front + thick}H${l + 16}Q${l} ${front + thick} ${l} ${front + thick - 16}Z`;
  canvas.path(face, { fill: tone(colours[0], -0.1) });
  canvas.within(face, () => {
    for (let i = 0; i < columns; i++)
      canvas.rect(l + (i * (r - l)) / columns, front, (r - l) / columns, thick, {
        fill: tone(colours[i % colours.length], -0.1),
        stroke: tone(colours[0], -0.24),
        "stroke-width": 1.5,
      });
    grain(canvas, tone(colours[0], -0.08), [l, front, r, front + thick], { lines: 12, swing: 5 });
    canvas.rect(l, front, r - l, thick, {
      fill: canvas.linear(
        [l, 0, r, 0],
        [
          [0, "#fff4e0", 0.1],
          [0.4, "#000", 0],
          [1, "#1a0d04", 0.34],
        ],
      ),
    });
  });
  canvas.path(`M${l} ${front}H${r}`, { stroke: tone(colours[1], 0.14), "stroke-width": 4, opacity: 0.7 });
  canvas.path(box(720, front + 48, 160, 26, 13), { fill: "#2a1608", opacity: 0.55 });
}

/** A mortar of veined marble with its pestle. */
export function mortar(canvas, { colour, vein = "#8d8a86" }) {
  groundShadow(canvas, 800, 1205, 250);
  const bowl = new Turned(canvas, {
    profile: [
      [345, 840, true],
      [342, 900],
      [318, 1010],
      [250, 1120],
      [215, 1160],
      [232, 1205, true],
    ],
    tilt: 0.2,
  });
  bowl
    .paint(colour, "gloss", () => {
      for (let i = 0; i < 9; i++) {
        const x = canvas.between(420, 1150);
        canvas.path(
          `M${x} 820q${canvas.between(-90, 90)} 90 ${canvas.between(-60, 120)} 180t${canvas.between(-100, 100)} 230`,
          { stroke: vein, "stroke-width": canvas.between(2, 7), opacity: 0.4, filter: canvas.blur(2) },
        );
      }
    })
    .open(colour, tone(colour, -0.04), { wall: 40 });
  const pestle = `M985 470Q1035 440 1062 490Q1070 520 1040 570L905 842Q880 880 835 862Q790 838 808 796L952 520Q962 486 985 470Z`;
  canvas.within("M0 0H1600V842H1100A305 61 0 0 1 500 842H0Z", () =>
    piece(canvas, pestle, colour, { spread: [850, 600, 1060, 700], shadow: false }),
  );
  canvas.ellipse(840, 884, 80, 16, { fill: "#2a1a10", opacity: 0.28, filter: canvas.blur(9) });
}

/** Three wooden spoons side by side, seen from above. */
export function spoons(canvas, { colour }) {
  const shapes = [
    [-15, 96, 128, 0],
    [1, 84, 150, 1],
    [16, 78, 104, 2],
  ];
  for (const [angle, w, h, kind] of shapes) {
    canvas.turnedBy(angle, [800, 1500], () => {
      const head =
        kind === 1
          ? `M${800 - w} 330Q${800 - w} 250 800 250Q${800 + w} 250 ${800 + w} 330L${800 + 40} 560Q800 600 ${800 - 40} 560Z`
          : `M800 ${420 - h}C${800 + w * 1.3} ${420 - h} ${800 + w * 1.2} ${420 + h} ${800 + 22} ${420 + h + 40}H${800 - 22}C${800 - w * 1.2} ${420 + h} ${800 - w * 1.3} ${420 - h} 800 ${420 - h}Z`;
      const whole = `${head}M782 520H818L826 1290Q826 1330 800 1330Q774 1330 774 1290Z`;
      piece(canvas, whole, colour, {
        lift: 18,
        spread: [700, 0, 900, 0],
        decorate: () =>
          canvas.turnedBy(90, [800, 800], () => grain(canvas, colour, [200, 690, 1400, 910], { lines: 16, swing: 10 })),
      });
      if (kind !== 1) {
        canvas.ellipse(800, 420, w * 0.72, h * 0.8, {
          fill: canvas.linear(
            [800 - w, 420 - h, 800 + w, 420 + h],
            [
              [0, tone(colour, -0.16)],
              [0.6, tone(colour, -0.03)],
              [1, tone(colour, 0.06)],
            ],
          ),
          opacity: 0.8,
          filter: canvas.blur(4),
        });
      } else {
        for (const at of [-34, 0, 34])
          canvas.path(box(800 + at - 8, 320, 16, 150, 8), { fill: "#2c1b10", opacity: 0.55 });
      }
    });
  }
}

/** A turned pepper mill. */
export function mill(canvas, { colour, height = 620, metal = "#b89a62" }) {
  const top = 1220 - height;
  const y = (share) => top + height * share;
  groundShadow(canvas, 800, 1220, 128);
  const wood = () => {
    grain(canvas, colour, [620, top - 80, 980, 1240], { lines: 34, swing: 6 });
  };
  new Turned(canvas, {
    profile: [
      [82, y(0.3), true],
      [70, y(0.38)],
      [62, y(0.5)],
      [84, y(0.72)],
      [126, y(0.93)],
      [128, 1220, true],
    ],
  }).paint(colour, "wood", wood);
  new Turned(canvas, {
    profile: [
      [20, y(0), true],
      [78, y(0.035)],
      [104, y(0.12)],
      [84, y(0.22)],
      [66, y(0.285), true],
      [84, y(0.295), true],
    ],
  }).paint(colour, "wood", wood);
  new Turned(canvas, {
    profile: [
      [18, y(0) - 36, true],
      [22, y(0) - 20],
      [12, y(0) + 6, true],
    ],
  })
    .paint(metal, "metal")
    .open(metal, tone(metal, 0.15), { wall: 3 });
}

/** A stoneware jar under a cork. */
export function jar(canvas, { colour, scale = 1, dip }) {
  const [r, height] = [230 * scale, 480 * scale];
  const top = 1215 - height;
  groundShadow(canvas, 800, 1215, r * 0.95);
  const body = new Turned(canvas, {
    profile: [
      [r * 0.74, top, true],
      [r * 0.76, top + 26 * scale],
      [r, top + 96 * scale],
      [r, top + height * 0.75],
      [r * 0.93, 1215, true],
    ],
  });
  body.paint(colour, "matte", (form) => {
    if (dip) canvas.path(form.band(top + height * 0.66, 1400), { fill: dip });
    speckle(canvas, [800 - r, top, 800 + r, 1260], 150);
  });
  const cork = "#c29a6b";
  canvas.ellipse(800, top, r * 0.74, r * 0.74 * 0.17, { fill: tone(colour, -0.2) });
  new Turned(canvas, {
    profile: [
      [r * 0.68, top - 62 * scale, true],
      [r * 0.64, top + 6, true],
    ],
  })
    .paint(cork, "wood", () => speckle(canvas, [800 - r, top - 80, 800 + r, top + 30], 90, "#6b4526"))
    .open(cork, tone(cork, 0.15), { wall: 4 });
}

/** A round tin with a slip-on lid and, if there is one, a paper label. */
export function caddy(canvas, { colour, label, r = 205, height = 500, lid = 108 }) {
  const top = 1215 - height;
  groundShadow(canvas, 800, 1215, r);
  const body = new Turned(canvas, {
    profile: [
      [r, top, true],
      [r, 1215, true],
    ],
  });
  body.paint(colour, "gloss", (form) => {
    if (!label) return;
    canvas.path(form.band(top + 220, top + 380), { fill: label });
    for (const at of [212, 384]) canvas.path(form.band(top + at, top + at + 5), { fill: "#c6a661" });
    canvas.path(
      `M760 ${top + 392}V${top + 322}Q760 ${top + 282} 800 ${top + 262}Q840 ${top + 282} 840 ${top + 322}V${top + 392}`,
      { stroke: tone(colour, -0.05), "stroke-width": 7 },
    );
  });
  canvas.path(body.band(top + lid, top + lid + 12), { fill: "#1d120b", opacity: 0.4, filter: canvas.blur(3) });
  new Turned(canvas, {
    profile: [
      [r + 5, top - 16, true],
      [r + 5, top + lid, true],
    ],
  })
    .paint(tone(colour, -0.03), "gloss")
    .open(colour, tone(colour, 0.08), { wall: 8 });
}
