// Pictures of what is written with, packed and dug with.
import { each, one } from "./album.mjs";
import * as desk from "./desk.mjs";
import * as garden from "./garden.mjs";
import * as hung from "./hung.mjs";
import * as light from "./light.mjs";
import { CHALK, CLAY, COBALT, DUSK, FOREST, INK, OAT, PLUM, SAFFRON, TERRACOTTA, WALNUT } from "./palette.mjs";
import * as table from "./table.mjs";
import * as travel from "./travel.mjs";

each(
  "field-notebook",
  1.06,
  "flat",
  { ink: [INK, "sand"], clay: ["#b7694a", "sage"], forest: [FOREST, "blush"], oat: [OAT, "dusk"] },
  (c, colour) => desk.notebook(c, { colour, accent: colour === OAT ? "#a3503c" : "#d6b36c" }),
);
one("letter-paper", 1.14, "dusk", "flat", (c) => desk.letters(c, { colour: "#efe6d5", lining: "#3f8084" }));
each(
  "piston-fountain-pen",
  1.22,
  "flat",
  { black: ["#2f2d2d", "ochre"], forest: ["#2f5a45", "oat"], garnet: ["#7a2a35", "dusk"] },
  (c, colour) => desk.pen(c, { colour }),
);
one("six-pencils", 1.1, "oat", "flat", (c) =>
  desk.pencils(c, { colours: [FOREST, SAFFRON, "#b65b41", DUSK, PLUM, INK] }),
);
one("ribbed-pencil-pot", 1.2, "blush", "arch", (c) =>
  desk.pencilPot(c, { colour: WALNUT, inks: ["#b65b41", SAFFRON, FOREST, DUSK] }),
);
one("paper-scissors", 1.2, "clay", "flat", (c) => desk.scissors(c, { colour: "#b9bdbf", grips: "#35322f" }));

each(
  "market-tote",
  1.1,
  "wall",
  { natural: ["#e0d4bb", "clay"], olive: ["#7b8059", "sand"], ink: [INK, "blush"] },
  (c, colour, name) =>
    travel.tote(c, {
      colour,
      handle: name === "natural" ? "#b9775b" : colour,
      print: name === "natural" ? "#b9775b" : "#e9dcc0",
    }),
);
each("two-night-weekender", 1.18, "plain", { olive: ["#747a58", "sand"], sand: ["#cdb78f", "dusk"] }, (c, colour) =>
  travel.weekender(c, { colour }),
);
each(
  "wash-bag",
  1.4,
  "plain",
  { olive: ["#747a58", "blush"], rust: ["#a8573a", "oat"], ink: [INK, "ochre"] },
  (c, colour) => travel.pouch(c, { colour }),
);
each("courier-backpack", 1.12, "plain", { charcoal: ["#474645", "ochre"], sand: ["#c9b48c", "sage"] }, (c, colour) =>
  travel.backpack(c, { colour }),
);
each(
  "long-road-flask",
  1.16,
  "plinth",
  { forest: [FOREST, "sand"], clay: [CLAY, "dusk"], chalk: [CHALK, "brick"] },
  (c, colour) => travel.flask(c, { colour }),
);
each(
  "camp-mug",
  1.5,
  "window",
  { chalk: ["#efe9dd", "olive"], forest: ["#41604d", "sand"], brick: ["#b05438", "dusk"] },
  (c, colour, name) => table.mug(c, { colour, rim: name === "chalk" ? "#2f3d4c" : "#ece2cf", r: 230, height: 370 }),
);
one("picnic-blanket", 1.22, "sage", "plain", (c) =>
  travel.roll(c, { colour: "#b65b41", stripes: ["#efe2c8", "#2f4253"] }),
);
one("travel-candle", 1.4, "stone", "plain", (c) => light.candleGlass(c, { colour: "#a3613f", label: "#efe2c8" }));

each(
  "long-reach-watering-can",
  1.16,
  "plain",
  { zinc: ["#9ea5a6", "clay"], green: ["#4f6b53", "sand"] },
  (c, colour, name) => garden.wateringCan(c, { colour, finish: name === "zinc" ? "metal" : "gloss" }),
);
one("terracotta-planter", 1.08, "oat", "window", (c) =>
  garden.planter(c, { colour: TERRACOTTA, plant: "olive", scale: 0.9 }),
);
each("courtyard-planter", 1.16, "arch", { cobalt: [COBALT, "sand"], jade: ["#4f8573", "blush"] }, (c, glazed) =>
  garden.planter(c, { colour: "#c2885f", glazed, plant: "broad", scale: 0.86 }),
);
one("hand-trowel", 1.12, "oat", "flat", (c) => garden.handTool(c, {}));
one("hand-fork", 1.12, "sage", "flat", (c) => garden.handTool(c, { fork: true, angle: -30 }));
one("hand-tool-pair", 1.08, "clay", "flat", (c) => {
  garden.handTool(c, { angle: 14, x: 1000 });
  garden.handTool(c, { fork: true, angle: -14, x: 600 });
});
one("garden-twine", 1.45, "sage", "plain", (c) => garden.twine(c, { colours: ["#c9a36a", "#6f8a55", "#b65b41"] }));
each("potting-apron", 1.1, "wall", { olive: ["#72785a", "sand"], indigo: ["#3d5378", "blush"] }, (c, colour) =>
  hung.apron(c, { colour }),
);
