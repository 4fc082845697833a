// Cloth folded, stuffed and laid on the floor.
import { box } from "./canvas.mjs";
import { mix, tone } from "./colour.mjs";
import { Turned, weave } from "./forms.mjs";
import { castShadow, footShadow, groundShadow } from "./scenes.mjs";

/** A row of tassels of `length` units along a hem. */
export function fringe(canvas, from, to, y, length, colour, step = 15) {
  for (let x = from; x <= to; x += step) {
    const sway = canvas.between(-5, 5);
    canvas.path(`M${x} ${y - 4}q${sway} ${length * 0.5} ${sway * 1.4} ${length * canvas.between(0.85, 1.05)}`, {
      stroke: tone(colour, canvas.between(-0.1, 0.05)),
      "stroke-width": 6.5,
      "stroke-linecap": "round",
    });
  }
}

/** Folded blankets or towels: `layers` of `[colour, height]` from below, the top one with its stripes and fringe. */
export function stack(
  canvas,
  { layers, stripes = [], tassels = false, width = 760, terry = false, waffle = false, knit = false },
) {
  let y = 1215;
  const [l, r] = [800 - width / 2, 800 + width / 2];
  footShadow(canvas, l, r, y);
  layers.forEach(([colour, height], i) => {
    const [x1, x2] = [l + canvas.between(-12, 12), r + canvas.between(-12, 12)];
    const top = y - height;
    const k = height * 0.5;
    for (const [from, to] of [
      [top, top + height / 2],
      [top + height / 2, y],
    ]) {
      const half = (to - from) / 2;
      const layer = `M${x1 + half} ${from}H${x2 - 16}Q${x2} ${from} ${x2} ${from + 14}V${to - 8}Q${x2} ${to} ${x2 - 14} ${to}H${x1 + half}Q${x1 - 4} ${to} ${x1} ${from + half}Q${x1 - 4} ${from} ${x1 + half} ${from}Z`;
      canvas.path(layer, {
        fill: canvas.linear(
          [0, from, 0, to],
          [
            [0, tone(colour, 0.03)],
            [0.35, colour],
            [1, tone(colour, -0.19)],
          ],
        ),
      });
      canvas.within(layer, () => texture(canvas, { terry, waffle, knit }));
    }
    canvas.rect(x2 - k * 2.4, top, k * 2.4, height, {
      fill: canvas.linear(
        [x2 - k * 2.4, 0, x2, 0],
        [
          [0, "#20130b", 0],
          [1, "#20130b", 0.24],
        ],
      ),
    });
    if (i < layers.length - 1)
      canvas.path(`M${x1 + 14} ${top + 2}H${x2 - 10}`, {
        stroke: "#20130b",
        "stroke-width": 12,
        opacity: 0.4,
        filter: canvas.blur(6),
      });
    y = top;
  });
  const [colour] = layers[layers.length - 1];
  const back = y - 165;
  const sheet = `M${l + 66} ${back + 16}Q${l + 72} ${back} ${l + 92} ${back}H${r - 84}Q${r - 68} ${back} ${r - 62} ${back + 16}L${r + 2} ${y + 4}Q${r + 6} ${y + 26} ${r - 16} ${y + 26}H${l + 20}Q${l - 6} ${y + 24} ${l + 2} ${y}Z`;
  canvas.path(sheet, {
    fill: canvas.linear(
      [0, back, 0, y + 26],
      [
        [0, tone(colour, 0.02)],
        [0.75, tone(colour, 0.055)],
        [0.92, tone(colour, 0.02)],
        [1, tone(colour, -0.07)],
      ],
    ),
  });
  canvas.within(sheet, () => {
    for (const [from, to, stripe] of stripes) {
      const x = (share, at) => l + 66 * (1 - at) + (r - l - 128 * (1 - at)) * share;
      canvas.path(`M${x(from, 0)} ${back}L${x(to, 0)} ${back}L${x(to, 1)} ${y + 30}L${x(from, 1)} ${y + 30}Z`, {
        fill: stripe,
      });
    }
    texture(canvas, { terry, waffle, knit });
    canvas.path(`M${l + 260} ${back + 40}C${l + 360} ${back + 60} ${l + 420} ${y - 60} ${l + 560} ${y - 20}`, {
      stroke: "#20130b",
      "stroke-width": 16,
      opacity: 0.1,
      filter: canvas.blur(12),
    });
    canvas.rect(r - 240, back, 260, 230, { fill: "#20130b", opacity: 0.1, filter: canvas.blur(40) });
  });
  if (tassels) fringe(canvas, l + 10, r - 8, y + 24, 74, colour, 17);
}

function texture(canvas, { terry, waffle, knit }) {
  if (waffle)
    canvas.rect(0, 0, 1600, 1600, {
      fill: canvas.pattern(
        24,
        20,
        `<rect x="3" y="3" width="18" height="14" rx="4" fill="#1d120b" opacity=".12"/><path d="M3 17H21" stroke="#fff" stroke-width="3" opacity=".3"/>`,
      ),
    });
  else if (knit)
    canvas.rect(0, 0, 1600, 1600, {
      fill: canvas.pattern(
        22,
        18,
        `<path d="M0 2Q9 6 11 16Q13 6 22 2" stroke="#1d120b" stroke-width="4" fill="none" opacity=".16"/><path d="M0 7Q8 10 11 20" stroke="#fff" stroke-width="3" fill="none" opacity=".2"/>`,
      ),
    });
  else if (terry)
    canvas.rect(0, 0, 1600, 1600, {
      fill: canvas.pattern(
        11,
        11,
        `<circle cx="3" cy="3" r="2.6" fill="#fff" opacity=".22"/><circle cx="8" cy="8" r="2.8" fill="#1d120b" opacity=".11"/>`,
      ),
    });
  else weave(canvas, 0.08, 8);
}

/** A cushion. `motif` is plain, stripe or kilim in `accents`. */
export function cushion(canvas, { colour, motif = "plain", accents = [], size = 660 }) {
  const h = size / 2;
  const [cx, cy] = [800, 1170 - h];
  footShadow(canvas, cx - h * 0.9, cx + h * 0.9, 1168);
  const d = `M${cx - h} ${cy - h + 12}C${cx - h * 0.4} ${cy - h * 0.86} ${cx + h * 0.4} ${cy - h * 0.86} ${cx + h} ${cy - h}C${cx + h * 0.87} ${cy - h * 0.4} ${cx + h * 0.87} ${cy + h * 0.4} ${cx + h} ${cy + h - 6}C${cx + h * 0.4} ${cy + h * 0.9} ${cx - h * 0.4} ${cy + h * 0.9} ${cx - h} ${cy + h}C${cx - h * 0.87} ${cy + h * 0.4} ${cx - h * 0.87} ${cy - h * 0.4} ${cx - h} ${cy - h + 12}Z`;
  castShadow(canvas, d, 26);
  canvas.path(d, { fill: colour });
  canvas.within(d, () => {
    if (motif === "stripe")
      accents.forEach((accent, i) => {
        for (const side of [-1, 1])
          canvas.path(
            `M${cx + side * (90 + i * 74)} 0Q${cx + side * (110 + i * 84)} ${cy} ${cx + side * (90 + i * 74)} 1600`,
            { stroke: accent, "stroke-width": i ? 14 : 32 },
          );
      });
    if (motif === "kilim") kilim(canvas, [cx, cy], h, accents);
    weave(canvas, 0.09, 9);
    canvas.path(d, {
      fill: canvas.radial(
        [cx - h * 0.3, cy - h * 0.35, h * 1.6],
        [
          [0, "#fff6e6", 0.3],
          [0.45, "#fff6e6", 0.02],
          [0.75, "#20130b", 0.12],
          [1, "#20130b", 0.4],
        ],
      ),
    });
    for (const [x, y, a] of [
      [-1, -1, 45],
      [1, -1, 135],
      [1, 1, 225],
      [-1, 1, 315],
    ]) {
      canvas.group(
        {
          transform: `translate(${cx + x * h * 0.84} ${cy + y * h * 0.84}) rotate(${a})`,
          filter: canvas.blur(9),
          opacity: 0.3,
        },
        () => {
          canvas.path("M0 0C60 -6 100 -20 150 -8M6 18C60 22 90 14 120 30", { stroke: "#20130b", "stroke-width": 13 });
        },
      );
    }
  });
  canvas.path(d, { stroke: tone(colour, -0.1), "stroke-width": 8, "stroke-linejoin": "round" });
  canvas.path(d, {
    stroke: tone(colour, 0.08),
    "stroke-width": 3,
    "stroke-dasharray": "9 6",
    opacity: 0.6,
    transform: "translate(-1 -1)",
  });
}

function kilim(canvas, [cx, cy], h, [a, b, c]) {
  const step = h / 3;
  for (let row = -3; row <= 3; row++) {
    for (let column = -3; column <= 3; column++) {
      const [x, y] = [cx + column * step, cy + row * step];
      const k = step * 0.52;
      const stair = (size) =>
        `M${x} ${y - size}L${x + size * 0.4} ${y - size * 0.5}L${x + size} ${y}L${x + size * 0.4} ${y + size * 0.5}L${x} ${y + size}L${x - size * 0.4} ${y + size * 0.5}L${x - size} ${y}L${x - size * 0.4} ${y - size * 0.5}Z`;
      canvas.path(stair(k), { fill: (row + column) % 2 ? a : b });
      canvas.path(stair(k * 0.45), { fill: c });
    }
  }
}

/** A rug seen from above: `motif` lozenge, stripe or border. */
export function rug(
  canvas,
  { colour, accents, motif = "lozenge", width = 760, length = 1120, pile = false, angle = -9 },
) {
  canvas.turnedBy(angle, [800, 800], () => {
    const [l, r, t, b] = [800 - width / 2, 800 + width / 2, 800 - length / 2, 800 + length / 2];
    castShadow(canvas, box(l, t, width, length, 6), 14);
    fringe(canvas, l + 6, r - 4, b + 2, 52, mix(colour, "#efe6d4", 0.5), 13);
    canvas.group({ transform: `rotate(180 800 ${t})` }, () =>
      fringe(canvas, l + 6, r - 4, t + 2, 52, mix(colour, "#efe6d4", 0.5), 13),
    );
    const body = box(l, t, width, length, 6);
    canvas.path(body, { fill: colour });
    canvas.within(body, () => {
      if (motif === "stripe") {
        let y = t + 30;
        for (let i = 0; y < b; i++) {
          const band = [64, 18, 40, 12][i % 4];
          canvas.rect(l, y, width, band, { fill: accents[i % accents.length] });
          y += band + [38, 22, 54, 26][i % 4];
        }
      }
      if (motif === "lozenge") {
        const [w, h] = [width / 2.5, length / 4];
        for (let row = -1; row <= 4; row++)
          for (let column = -1; column <= 3; column++) {
            const [x, y] = [l + (column + 0.25 + (row % 2) * 0.5) * w + w / 4, t + row * h * 0.5 * 2 * 0.9 + h * 0.6];
            const wobble = () => canvas.between(-8, 8);
            canvas.path(
              `M${x} ${y - h * 0.45 + wobble()}L${x + w * 0.42 + wobble()} ${y}L${x} ${y + h * 0.45 + wobble()}L${x - w * 0.42 + wobble()} ${y}Z`,
              { stroke: accents[0], "stroke-width": 13, "stroke-linejoin": "round" },
            );
            canvas.path(`M${x} ${y - 34}L${x + 26} ${y}L${x} ${y + 34}L${x - 26} ${y}Z`, {
              fill: accents[(row + column + 4) % accents.length],
            });
          }
      }
      if (motif === "border") {
        accents.forEach((accent, i) => {
          canvas.path(box(l + 34 + i * 44, t + 34 + i * 44, width - 68 - i * 88, length - 68 - i * 88, 2), {
            stroke: accent,
            "stroke-width": i % 2 ? 12 : 22,
          });
        });
        for (let i = -2; i <= 2; i++)
          canvas.path(
            `M800 ${800 + i * 150 - 76}L866 ${800 + i * 150}L800 ${800 + i * 150 + 76}L734 ${800 + i * 150}Z`,
            { fill: accents[(i + 2) % accents.length] },
          );
      }
      weave(canvas, pile ? 0.018 : 0.035, 16);
      canvas.path(body, {
        fill: canvas.linear(
          [l, t, r, b],
          [
            [0, "#fff6e6", 0.16],
            [0.5, "#fff6e6", 0],
            [1, "#20130b", 0.14],
          ],
        ),
      });
    });
  });
}

/** A leather pouf in segments, stitched with a star on top. */
export function pouf(canvas, { colour, stitch = "#efe2c8" }) {
  groundShadow(canvas, 800, 1205, 340);
  const form = new Turned(canvas, {
    tilt: 0.26,
    profile: [
      [250, 860, true],
      [350, 892],
      [402, 1010],
      [372, 1140],
      [300, 1205, true],
    ],
  });
  form.paint(colour, "matte", () => {
    for (const s of [-0.92, -0.72, -0.42, -0.08, 0.28, 0.6, 0.85]) {
      canvas.path(form.meridian(s), { stroke: "#1d120b", "stroke-width": 9, opacity: 0.35, filter: canvas.blur(3) });
      canvas.path(form.meridian(s + 0.015), {
        stroke: stitch,
        "stroke-width": 4,
        "stroke-dasharray": "13 9",
        opacity: 0.85,
      });
    }
  });
  canvas.ellipse(800, 860, 252, 66, {
    fill: canvas.linear(
      [550, 0, 1050, 0],
      [
        [0, tone(colour, 0.1)],
        [0.5, tone(colour, 0.05)],
        [1, tone(colour, -0.05)],
      ],
    ),
  });
  const star = Array.from({ length: 24 }, (_, i) => {
    const turn = (i * Math.PI) / 12;
    const k = i % 2 ? 0.56 : 0.94;
    return `${Math.round(800 + Math.cos(turn) * 236 * k)} ${Math.round(860 + Math.sin(turn) * 61 * k)}`;
  });
  canvas.path(`M${star.join("L")}Z`, { stroke: stitch, "stroke-width": 5, "stroke-dasharray": "13 7" });
  canvas.ellipse(800, 860, 92, 24, { fill: "none", stroke: stitch, "stroke-width": 5, "stroke-dasharray": "11 7" });
  canvas.ellipse(800, 860, 16, 6, { fill: tone(colour, -0.15) });
}
