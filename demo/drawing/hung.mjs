// Cloth on a rail or a peg.
import { box } from "./canvas.mjs";
import { tone } from "./colour.mjs";
import { folds, piece, tube, weave } from "./forms.mjs";
import { castShadow } from "./scenes.mjs";
import { fringe } from "./textiles.mjs";

function peg(canvas, x, y) {
  const wood = "#a9794d";
  canvas.ellipse(x + 14, y + 20, 36, 34, { fill: "#2a1a10", opacity: 0.35, filter: canvas.blur(10) });
  canvas.ellipse(x, y, 34, 34, {
    fill: canvas.radial(
      [x - 10, y - 12, 44],
      [
        [0, tone(wood, 0.14)],
        [0.6, wood],
        [1, tone(wood, -0.16)],
      ],
    ),
  });
}

/** A towel or cloth hung over a rail. `stripes` are `[from, to, colour]` in shares of the length. */
export function hungCloth(
  canvas,
  { colour, stripes = [], tassels = false, width = 620, length = 900, waffle = false },
) {
  const [l, r, top] = [800 - width / 2, 800 + width / 2, 330];
  const foot = top + length;
  const cloth = `M${l + 6} ${top}Q${800} ${top - 16} ${r - 6} ${top}C${r + 6} ${top + length * 0.3} ${r - 10} ${top + length * 0.7} ${r + 8} ${foot - 6}Q${800} ${foot + 20} ${l - 6} ${foot}C${l + 12} ${top + length * 0.7} ${l - 8} ${top + length * 0.3} ${l + 6} ${top}Z`;
  castShadow(canvas, cloth, 34);
  if (tassels) fringe(canvas, l + 4, r - 2, foot + 6, 70, colour);
  canvas.path(cloth, { fill: colour });
  canvas.within(cloth, () => {
    for (const [from, to, stripe] of stripes) {
      const [y1, y2] = [top + length * from, top + length * to];
      canvas.path(`M${l - 20} ${y1}Q800 ${y1 + 14} ${r + 20} ${y1}V${y2}Q800 ${y2 + 14} ${l - 20} ${y2}Z`, {
        fill: stripe,
      });
    }
    if (waffle)
      canvas.rect(0, 0, 1600, 1600, {
        fill: canvas.pattern(
          28,
          28,
          `<rect x="3" y="3" width="22" height="22" rx="4" fill="#1d120b" opacity=".09"/><path d="M3 25H25V4" stroke="#fff" stroke-width="3" fill="none" opacity=".25"/>`,
        ),
      });
    weave(canvas, 0.06, 8);
    folds(
      canvas,
      [
        [l + width * 0.16, 46],
        [l + width * 0.4, 60],
        [l + width * 0.66, 50],
        [l + width * 0.88, 44],
      ],
      top,
      foot,
      1,
    );
    canvas.path(`M${l} ${top + 6}Q800 ${top - 10} ${r} ${top + 6}`, {
      stroke: "#fff6e6",
      "stroke-width": 26,
      opacity: 0.35,
      filter: canvas.blur(9),
    });
    canvas.rect(r - 90, top, 120, length + 40, { fill: "#20130b", opacity: 0.16, filter: canvas.blur(30) });
  });
  tube(canvas, `M${l - 130} ${top - 4}H${r + 130}`, 26, "#b89057", "metal");
  const over = `M${l + 6} ${top + 30}Q800 ${top + 20} ${r - 6} ${top + 30}V${top - 14}Q800 ${top - 26} ${l + 6} ${top - 14}Z`;
  canvas.path(over, {
    fill: canvas.linear(
      [0, top - 20, 0, top + 30],
      [
        [0, tone(colour, 0.02)],
        [0.4, tone(colour, 0.08)],
        [1, colour],
      ],
    ),
  });
  canvas.within(over, () => weave(canvas, 0.06, 8));
  for (const x of [l - 130, r + 130]) peg(canvas, x, top - 4);
}

/** A robe or an apron on a peg. */
export function robe(canvas, { colour, trim = tone(colour, -0.1), belt = colour }) {
  const body =
    "M700 330Q800 420 900 330L1010 372Q1110 420 1140 620L1170 900Q1120 930 1054 920L1030 640L1046 1330Q800 1376 554 1330L570 640L546 920Q480 930 430 900L460 620Q490 420 590 372Z";
  castShadow(canvas, body, 36);
  canvas.path(body, { fill: colour });
  canvas.within(body, () => {
    canvas.rect(0, 0, 1600, 1600, {
      fill: canvas.pattern(
        30,
        30,
        `<rect x="3" y="3" width="24" height="24" rx="5" fill="#1d120b" opacity=".08"/><path d="M3 27H27V4" stroke="#fff" stroke-width="3" fill="none" opacity=".22"/>`,
      ),
    });
    folds(
      canvas,
      [
        [630, 50],
        [760, 40],
        [890, 46],
        [990, 38],
      ],
      760,
      1380,
      1,
    );
    folds(
      canvas,
      [
        [486, 30],
        [1086, 34],
      ],
      520,
      930,
      0.9,
    );
    canvas.path("M570 640L590 440M1030 640L1010 440", {
      stroke: "#20130b",
      "stroke-width": 20,
      opacity: 0.3,
      filter: canvas.blur(10),
    });
    canvas.path("M690 320Q720 600 850 800V1380M910 320Q890 560 800 720", { stroke: trim, "stroke-width": 58 });
    canvas.path("M722 330Q750 590 880 790V1380", {
      stroke: "#20130b",
      "stroke-width": 6,
      opacity: 0.35,
      filter: canvas.blur(2),
    });
  });
  canvas.path("M700 330Q800 400 900 330Q800 300 700 330Z", { fill: tone(colour, -0.2) });
  piece(canvas, "M566 846Q800 880 1034 846V904Q800 938 566 904Z", belt, { lift: 8, spread: [500, 0, 1100, 0] });
  for (const d of [
    "M806 886L760 1150L806 1160L842 890Z",
    "M826 886L872 1096L914 1082L858 886Z",
    box(792, 848, 66, 66, 18),
  ])
    piece(canvas, d, belt, { lift: 8, spread: [740, 800, 920, 1160] });
  tube(canvas, "M770 336Q800 240 830 336", 12, trim);
  peg(canvas, 800, 262);
}

/** A bib apron on a peg. */
export function apron(canvas, { colour, strap = "#8a5d38" }) {
  for (const side of [-1, 1]) {
    tube(canvas, `M${800 + side * 150} 470C${800 + side * 140} 380 ${800 + side * 60} 300 800 262`, 24, strap);
    tube(
      canvas,
      `M${800 + side * 300} 740C${800 + side * 390} 800 ${800 + side * 350} 960 ${800 + side * 380} 1100`,
      20,
      strap,
    );
  }
  const body = "M640 462H960C962 600 1010 700 1112 736L1120 1330Q800 1366 480 1330L488 736C590 700 638 600 640 462Z";
  piece(canvas, body, colour, {
    lift: 34,
    decorate: () => {
      weave(canvas, 0.08, 9);
      folds(
        canvas,
        [
          [600, 46],
          [790, 50],
          [980, 46],
        ],
        700,
        1380,
        0.9,
      );
    },
  });
  canvas.path("M640 488H960M508 752C610 716 660 640 664 480M1092 752C990 716 940 640 936 480", {
    stroke: tone(colour, 0.2),
    "stroke-width": 3,
    "stroke-dasharray": "10 8",
    opacity: 0.7,
  });
  piece(canvas, box(616, 890, 368, 250, 14), tone(colour, 0.012), { lift: 7, decorate: () => weave(canvas, 0.08, 9) });
  canvas.path("M632 906H968M800 890V1140", {
    stroke: tone(colour, 0.2),
    "stroke-width": 3,
    "stroke-dasharray": "10 8",
    opacity: 0.7,
  });
  for (const [x, y] of [
    [664, 488],
    [936, 488],
    [616, 892],
    [984, 892],
  ])
    canvas.ellipse(x, y, 11, 11, { fill: "#c39a5a", stroke: "#7c5c2c", "stroke-width": 2 });
  peg(canvas, 800, 262);
}
