// Pictures of what is cooked with and eaten from.
import { each, one } from "./album.mjs";
import * as pots from "./coffee-and-tea.mjs";
import * as cookware from "./cookware.mjs";
import * as hung from "./hung.mjs";
import {
  BEECH,
  BRASS,
  CHALK,
  CHARCOAL,
  CLAY,
  COBALT,
  COPPER,
  DUSK,
  FOREST,
  INK,
  OAT,
  OLIVE_WOOD,
  ROSE,
  SAFFRON,
  SAGE,
  STEEL,
  WALNUT,
} from "./palette.mjs";
import * as table from "./table.mjs";
import * as worktop from "./worktop.mjs";

one("everyday-carbon-steel-pan", 1.06, "stone", "window", (c) =>
  cookware.pan(c, { colour: "#55585b", inside: "#5f6265", finish: "metal", handle: "#5b5e60", oil: true }),
);
each(
  "harbour-skillet",
  1.22,
  "plain",
  { ink: [INK, "ochre"], saffron: [SAFFRON, "dusk"], chalk: [CHALK, "clay"] },
  (c, colour) => cookware.pan(c, { colour, inside: "#3b3733", r: 340, depth: 120, handleLength: 250, finish: "gloss" }),
);
one("crepe-pan", 1.05, "sage", "plain", (c) =>
  cookware.pan(c, { colour: "#34302d", inside: "#3d3936", r: 375, depth: 44, handle: BEECH, handleLength: 420 }),
);
each(
  "slow-sunday-casserole",
  1.28,
  "arch",
  { terracotta: [CLAY, "sand"], sage: [SAGE, "blush"], ink: [INK, "clay"] },
  (c, colour) => cookware.casserole(c, { colour }),
);
each("tagine-for-four", 1.1, "arch", { natural: ["#c98a5c", "sage"], cobalt: [COBALT, "sand"] }, (c, colour, name) =>
  cookware.tagine(c, {
    colour: name === "cobalt" ? "#eee6d6" : colour,
    ring: name === "cobalt" ? COBALT : undefined,
    dish: colour,
  }),
);
one("copper-saucepan", 1.16, "sage", "window", (c) => cookware.saucepan(c, { colour: COPPER }));
one("quiet-stockpot", 1.25, "dusk", "plain", (c) =>
  cookware.casserole(c, { colour: STEEL, knob: "#8f9394", r: 300, height: 400, finish: "metal", lidRise: 60 }),
);
one("kitchen-knife-petty", 1.4, "sand", "flat", (c) =>
  worktop.knife(c, { handle: OLIVE_WOOD, length: 420, depth: 72 }),
);
one("kitchen-knife-chef", 1.22, "sage", "flat", (c) =>
  worktop.knife(c, { handle: OLIVE_WOOD, length: 660, depth: 130 }),
);
one("kitchen-knife-bread", 1.18, "clay", "flat", (c) =>
  worktop.knife(c, { handle: OLIVE_WOOD, length: 700, depth: 92, serrated: true }),
);
one("olive-wood-board", 1.25, "oat", "flat", (c) => worktop.board(c, { colour: OLIVE_WOOD }));
one("end-grain-block", 1.12, "dusk", "window", (c) =>
  worktop.block(c, { colours: [WALNUT, "#8a5f3e", "#a5764b", "#7c5335"] }),
);
one("marble-mortar", 1.3, "clay", "plain", (c) => worktop.mortar(c, { colour: "#e7e3dd" }));
each("long-spoons", 1.08, "flat", { beech: [BEECH, "sage"], walnut: [WALNUT, "blush"] }, (c, colour) =>
  worktop.spoons(c, { colour }),
);
each("pepper-mill", 1.15, "plinth", { oak: ["#c4965f", "dusk"], walnut: [WALNUT, "sand"] }, (c, colour) =>
  worktop.mill(c, { colour }),
);
one("pantry-jar", 1.4, "ochre", "plain", (c) => worktop.jar(c, { colour: "#dcd0bb", dip: "#a2664a" }));
one("spice-tins", 1.6, "plum", "plain", (c) => worktop.caddy(c, { colour: BRASS, height: 260, r: 230, lid: 84 }));

one("copper-cezve", 1.22, "olive", "arch", (c) => pots.cezve(c, { colour: COPPER }));
each("pour-over-set", 1.18, "window", { chalk: [CHALK, "clay"], charcoal: [CHARCOAL, "sand"] }, (c, colour) =>
  pots.pourover(c, { colour }),
);
one("stovetop-moka", 1.22, "blush", "plain", (c) => pots.moka(c, {}));
each(
  "harmattan-teapot",
  1.22,
  "arch",
  { celadon: ["#9db5a2", "sand"], oat: [OAT, "dusk"], ink: [INK, "ochre"] },
  (c, colour) => pots.teapot(c, { colour }),
);
one("clear-morning-teapot", 1.22, "sage", "window", (c) =>
  pots.teapot(c, { colour: "#dfe8e5", glass: true, knob: "#b08a5a" }),
);
each("heron-kettle", 1.16, "plain", { black: ["#3a3837", "clay"], steel: [STEEL, "sage"] }, (c, colour, name) =>
  pots.kettle(c, { colour, finish: name === "steel" ? "metal" : "gloss" }),
);
each(
  "tea-caddy",
  1.18,
  "plinth",
  { saffron: [SAFFRON, "stone"], forest: [FOREST, "blush"], rose: [ROSE, "sage"] },
  (c, colour) => worktop.caddy(c, { colour, label: "#efe4cf" }),
);

each(
  "morning-mug",
  1.5,
  "plain",
  {
    chalk: [CHALK, "clay"],
    clay: ["#bf7a56", "sand"],
    sage: [SAGE, "blush"],
    ink: [INK, "ochre"],
    saffron: [SAFFRON, "dusk"],
  },
  (c, colour) => table.mug(c, { colour, dip: "#b98a66", drink: "#4a2b18" }),
);
each(
  "espresso-pair",
  1.4,
  "window",
  { chalk: [CHALK, "sage"], rose: [ROSE, "sand"], ink: [INK, "clay"] },
  (c, colour) => table.espresso(c, { colour }),
);
each(
  "breakfast-bowl",
  1.45,
  "plain",
  { chalk: [CHALK, "brick"], sage: [SAGE, "oat"], dusk: [DUSK, "sand"], rose: [ROSE, "stone"] },
  (c, colour) => table.bowl(c, { colour, lining: "#eee6d8", dip: "#b98a66", r: 320, height: 260 }),
);
one("zellige-serving-bowl", 1.2, "sand", "arch", (c) =>
  table.bowl(c, {
    colour: "#efe7d8",
    lining: "#3f8084",
    pattern: ["#2f6f78", "#d69a3c", "#2e5a9e"],
    r: 400,
    height: 290,
  }),
);
each(
  "supper-plates",
  1.35,
  "plain",
  { chalk: [CHALK, "sage"], ink: ["#3c5063", "blush"], ochre: ["#d0a055", "dusk"] },
  (c, colour) => table.plates(c, { colour }),
);
one("hammered-brass-tray", 1.08, "clay", "arch", (c) => table.tray(c, { colour: BRASS }));
each(
  "beldi-glasses",
  1.36,
  "window",
  { clear: ["#dfe9e6", "clay"], green: ["#7fa487", "sand"], amber: ["#c98f3f", "sage"] },
  (c, tint) => table.glasses(c, { tint }),
);
each("bedside-carafe", 1.16, "plain", { clear: ["#dbe7e5", "plum"], smoke: ["#77736e", "sand"] }, (c, tint) =>
  table.carafe(c, { tint }),
);
one("long-evening-wine-glasses", 1.08, "olive", "window", (c) => table.wineglass(c, { tint: "#e6ecea" }));
each(
  "linen-napkins",
  1.42,
  "plain",
  { flax: ["#d6c6a6", "sage"], rose: [ROSE, "sand"], sage: [SAGE, "oat"], ink: [INK, "blush"] },
  (c, colour) => table.foldedLinen(c, { colour }),
);
each("long-table-cloth", 1.22, "plain", { white: ["#efeae0", "clay"], flax: ["#d3c19c", "dusk"] }, (c, colour, name) =>
  table.foldedLinen(c, { colour, layers: 5, width: 780, trim: name === "white" ? "#b9775b" : "#6f7c5c" }),
);
each(
  "drying-cloths",
  1.2,
  "wall",
  { brick: ["#b65b41", "sand"], indigo: ["#3a5486", "blush"], moss: ["#6f7c4c", "oat"] },
  (c, stripe) =>
    hung.hungCloth(c, {
      colour: "#efe8da",
      stripes: [
        [0.12, 0.15, stripe],
        [0.72, 0.75, stripe],
        [0.77, 0.86, stripe],
        [0.88, 0.91, stripe],
      ],
      width: 540,
      length: 800,
    }),
);
