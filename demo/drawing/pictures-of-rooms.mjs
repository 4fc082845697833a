// Pictures of textiles, light, bath and living rooms.
import { each, one } from "./album.mjs";
import * as bath from "./bath.mjs";
import * as hung from "./hung.mjs";
import * as light from "./light.mjs";
import * as living from "./living.mjs";
import {
  BEECH,
  BRASS,
  CHALK,
  CLAY,
  DUSK,
  FOREST,
  INK,
  OAT,
  ROSE,
  SAFFRON,
  SAGE,
  STRAW,
  TERRACOTTA,
} from "./palette.mjs";
import * as textiles from "./textiles.mjs";

each(
  "shearwater-throw",
  1.24,
  "plain",
  { oat: [OAT, "clay"], dusk: [DUSK, "sand"], rust: ["#b0603c", "sage"], forest: [FOREST, "blush"] },
  (c, colour) =>
    textiles.stack(c, {
      layers: [
        [colour, 120],
        [colour, 116],
      ],
      stripes: [
        [0.1, 0.14, "#efe7d6"],
        [0.17, 0.2, "#efe7d6"],
      ],
      tassels: true,
    }),
);
each(
  "waffle-blanket",
  1.24,
  "plain",
  { chalk: [CHALK, "dusk"], rose: [ROSE, "oat"], sage: [SAGE, "sand"] },
  (c, colour) =>
    textiles.stack(c, {
      layers: [
        [colour, 104],
        [colour, 104],
        [colour, 104],
      ],
      waffle: true,
    }),
);
each(
  "garden-room-cushion",
  1.22,
  "arch",
  { flax: ["#d6c6a6", "sage"], saffron: [SAFFRON, "stone"], ink: [INK, "clay"], rose: [ROSE, "sand"] },
  (c, colour) => textiles.cushion(c, { colour }),
);
one("kilim-cushion", 1.25, "sand", "plain", (c) =>
  textiles.cushion(c, { colour: "#9c4a36", motif: "kilim", accents: ["#d49a4c", "#2f4a5c", "#efe2c8"] }),
);
one("ticking-bolster-cushion", 1.3, "dusk", "plain", (c) =>
  textiles.cushion(c, { colour: "#ece3d2", motif: "stripe", accents: ["#3a5486", "#3a5486", "#b65b41"], size: 620 }),
);
one("high-atlas-rug", 1, "clay", "flat", (c) =>
  textiles.rug(c, { colour: "#ece3d1", accents: ["#4a4038", "#a8573a"], pile: true }),
);
each("hall-runner", 1, "flat", { madder: ["#a8503a", "oat"], indigo: ["#34507c", "sand"] }, (c, colour) =>
  textiles.rug(c, {
    colour,
    accents: ["#ead9b8", "#d0954a", "#2d2a2a"],
    motif: "stripe",
    width: 480,
    length: 1200,
    angle: 14,
  }),
);
one("caravan-border-rug", 1, "sage", "flat", (c) =>
  textiles.rug(c, { colour: "#9b4634", accents: ["#e3cfa4", "#2f4a5c", "#d49a4c"], motif: "border", angle: 7 }),
);
each("star-pouf", 1.24, "arch", { tan: ["#b5774a", "sage"], ivory: ["#e4d8c2", "clay"] }, (c, colour, name) =>
  textiles.pouf(c, { colour, stitch: name === "ivory" ? "#a9794d" : "#efe2c8" }),
);

each(
  "pebble-table-lamp",
  1.06,
  "plain",
  { chalk: ["#e5dccc", "olive"], clay: [CLAY, "ochre"], ink: [INK, "plum"] },
  (c, colour) => light.tableLamp(c, { colour }),
);
each("curlew-reading-lamp", 1.1, "plain", { brass: [BRASS, "ink"], black: ["#35322f", "clay"] }, (c, colour, name) =>
  light.deskLamp(c, { colour, finish: name === "brass" ? "metal" : "gloss" }),
);
one("woven-pendant", 1.1, "olive", "wall", (c) => light.pendant(c, { colour: STRAW, woven: true, height: 420 }));
each(
  "canteen-pendant",
  1.1,
  "wall",
  { sage: ["#7f9078", "sand"], brick: ["#ab5439", "dusk"], cream: ["#ebe1cb", "ink"] },
  (c, colour) => light.pendant(c, { colour }),
);
one("pierced-lantern", 1.12, "ink", "plain", (c) => light.lantern(c, { colour: BRASS }));
one("beeswax-pillars", 1.28, "plum", "plain", (c) =>
  light.pillars(c, {
    colour: "#d9a54a",
    set: [
      [560, 118, 560, 1130],
      [1010, 118, 360, 1140],
      [800, 128, 240, 1225],
    ],
  }),
);
each(
  "after-rain-candle",
  1.4,
  "arch",
  { fig: ["#5f6f58", "blush"], cedar: ["#8a5a3c", "sand"], neroli: ["#d9b36a", "sage"] },
  (c, colour) => light.candleGlass(c, { colour }),
);
one("tall-candlestick", 1.05, "brick", "plain", (c) => light.candlestick(c, { colour: BRASS }));
one("twelve-nights-candles", 1.25, "ink", "plain", (c) =>
  light.pillars(c, {
    colour: "#efe3cb",
    set: [
      [520, 84, 500, 1110],
      [700, 84, 380, 1130],
      [880, 84, 560, 1115],
      [1070, 84, 300, 1140],
      [790, 92, 200, 1235],
    ],
  }),
);

each(
  "hammam-towel",
  1.06,
  "wall",
  { saffron: [SAFFRON, "oat"], indigo: ["#41608f", "sand"], clay: ["#bf6f4d", "sage"], stone: ["#b9b0a2", "blush"] },
  (c, colour) =>
    hung.hungCloth(c, {
      colour,
      stripes: [
        [0.06, 0.1, "#f1eadb"],
        [0.12, 0.13, "#f1eadb"],
        [0.8, 0.82, "#f1eadb"],
        [0.84, 0.92, "#f1eadb"],
        [0.94, 0.955, "#f1eadb"],
      ],
      tassels: true,
    }),
);
each(
  "deep-pile-towel",
  1.3,
  "plain",
  { white: ["#efece5", "dusk"], sage: ["#9aa88a", "sand"], dusk: [DUSK, "clay"] },
  (c, colour) =>
    textiles.stack(c, {
      layers: [
        [colour, 124],
        [colour, 120],
        [colour, 116],
      ],
      terry: true,
      width: 660,
    }),
);
each("waffle-robe", 1.12, "wall", { natural: ["#ddd0b8", "sage"], dusk: [DUSK, "sand"] }, (c, colour) =>
  hung.robe(c, { colour }),
);
each(
  "olive-oil-soap",
  1.22,
  "plain",
  { laurel: ["#8b9461", "sand"], rose: ["#d3a096", "stone"], ghassoul: ["#a58468", "dusk"] },
  (c, colour) => bath.soap(c, { colour }),
);
one("long-handled-bath-brush", 1.08, "dusk", "flat", (c) => bath.brush(c, { colour: BEECH }));
each(
  "orange-flower-hand-wash",
  1.2,
  "window",
  { amber: ["#8a4a1c", "sand"], green: ["#3f5a47", "blush"] },
  (c, colour) => bath.pump(c, { colour }),
);

each(
  "amphora-vase",
  1.2,
  "arch",
  { chalk: ["#e3dac9", "clay"], terracotta: [TERRACOTTA, "sand"], ink: [INK, "blush"] },
  (c, colour) => living.vase(c, { colour, scale: 0.98 }),
);
one("single-stem-vase", 1.04, "sage", "plinth", (c) =>
  living.vase(c, { colour: "#d9cbb3", figure: "bottle", dip: "#9d6448", scale: 0.86, stems: "#7a8458" }),
);
each(
  "bubble-glass-vase",
  1.16,
  "window",
  { sea: ["#6ba3a0", "sand"], amber: ["#c98f3f", "dusk"], rose: ["#c98a8a", "sage"] },
  (c, tint) => living.glassVase(c, { tint, stems: "#75805a" }),
);
one("blue-hour-vase", 1.1, "ochre", "arch", (c) =>
  living.vase(c, { colour: "#39598c", figure: "bowl", dip: "#23364f", finish: "gloss", stems: "#a99a5c" }),
);
one("market-basket", 1.24, "sage", "plain", (c) => living.basket(c, { colour: STRAW }));
one("laundry-basket", 1.16, "blush", "plain", (c) => living.basket(c, { colour: "#b98f5a", tall: true, lid: true }));
each("doorway-mirror", 1.12, "wall", { brass: [BRASS, "olive"], black: ["#3a3735", "blush"] }, (c, frame) =>
  living.mirror(c, { frame }),
);
