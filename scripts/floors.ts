/**
 * The floors of the house (docs/architecture.md): imports run down only, and never in a circle. `import type` counts: a
 * circle of types is as hard to read as one of values.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { root } from "./repository.ts";

/** From the top. The first floor that names a file holds it; a path that ends with a slash names everything below it. */
const floors: readonly { floor: number; holds: readonly (string | RegExp)[] }[] = [
  { floor: 5, holds: ["src/index.ts"] },
  {
    floor: 4,
    holds: [
      ...[
        "src/app.ts",
        "src/front.ts",
        "src/front-rooms.ts",
        "src/house.ts",
        "src/caller.ts",
        "src/scheduled.ts",
        "src/openapi.ts",
        /^src\/[^/]+\/([^/]+\/)?([a-z-]+-)?routes\.tsx?$/,
        "src/health/",
        "src/reference/",
        "src/dev/",
      ],
      ...["src/storefront/", "durable-objects/", "queues/"],
    ],
  },
  { floor: 3, holds: ["src/checkout/"] },
  {
    floor: 2,
    holds: [
      ...[
        "src/cart/",
        "src/orders/",
        "src/payments/",
        "src/fraud/",
        "src/inventory/",
        "src/shipping/",
        "src/pricing/",
        "src/promotions/",
      ],
      ...["src/tax/", "src/catalog/", "src/search/", "src/media/", "src/discovery/"],
      ...["src/identity/", "src/customers/", "src/notifications/"],
    ],
  },
  { floor: 1, holds: ["src/events/"] },
  { floor: 0, holds: ["src/platform/"] },
];

/** Values in, values out: no store, no database, no clock. */
const shippingRules = ["methods", "zones", "parcels", "live/inquiries"].map((name) => `src/shipping/${name}.ts`);
const pure = [
  "src/pricing/",
  /^src\/promotions\/(?!campaigns\/|routes\.ts)/,
  /^src\/tax\/(?!zones\/|exemptions\/|register\/|service\/|routes\.ts)/,
  ...shippingRules,
];

/** They learn of orders from events; whoever stands beside them does not call them. Rates are a price list, not a deed. */
const toldByEvents = ["src/notifications/", "src/shipping/"];
const openToAll = ["src/shipping/schemas.ts", "src/shipping/read-rules.ts", "src/shipping/live/", ...shippingRules];

/** A source file, by its path in the project with forward slashes. */
type Sources = ReadonlyMap<string, string>;

/** One import that may not be, and why. */
export interface Fault {
  file: string;
  imports: string;
  why: string;
}

interface Import {
  from: string;
  /** A path in the project, or the name of a package. */
  to: string;
  typeOnly: boolean;
}

/** Every import that breaks the floors, in the order of the files. */
export function findFaults(sources: Sources): Fault[] {
  const imports = [...sources].flatMap(([file, text]) => readImports(file, text));
  const within = imports.filter(({ to }) => sources.has(to));
  return [
    ...[...sources.keys()].filter((file) => floorOf(file) === null).map(homeless),
    ...imports.flatMap((one) => faultOf(one, sources)),
    ...circles(within, "file", (file) => file),
    ...circles(
      within.filter(({ from, to }) => floorOf(from) === 2 && floorOf(to) === 2),
      "context",
      contextOf,
    ),
  ];
}

const homeless = (file: string): Fault => ({ file, imports: "", why: "stands on no floor; give its folder one" });

function faultOf(one: Import, sources: Sources): Fault[] {
  const { from, to } = one;
  const fault = (why: string): Fault[] => [{ file: from, imports: to, why }];
  if (pure.some((entry) => names(entry, from)) && isImpure(to))
    return fault("is pure: it takes values and may not reach for the store");
  if (!to.includes("/") || !isOurs(to)) return [];
  if (!sources.has(to)) return fault("leaves the house, or is not there");

  const [floorFrom, floorTo] = [floorOf(from), floorOf(to)];
  if (floorFrom === null || floorTo === null) return [];
  if (floorTo > floorFrom) return fault(`imports up, from floor ${floorFrom} to floor ${floorTo}`);
  const elsewhere = floorTo > 0 && contextOf(from) !== contextOf(to);
  if (isRoutes(from) && elsewhere && !to.endsWith("/schemas.ts")) {
    return fault("is routes: it calls its own verbs, and leaves those of other contexts to them");
  }
  if (from.endsWith("/tables.ts") && !one.typeOnly) return fault("is tables: it imports nothing but types");
  const deaf = toldByEvents.some((path) => startOf(to)(path) && !startOf(from)(path));
  if (deaf && floorFrom < 4 && !openToAll.some(startOf(to))) return fault("hears of this by events, and is not called");
  return [];
}

const startOf =
  (file: string) =>
  (path: string): boolean =>
    path.endsWith("/") ? file.startsWith(path) : file === path;

const isOurs = (path: string): boolean =>
  /^(src|durable-objects|queues|test|scripts|bench|back-office|demo)\//.test(path);
const isRoutes = (file: string): boolean =>
  /^src\/[^/]+\/([^/]+\/)?([a-z-]+-)?routes\.tsx?$/.test(file) && !file.startsWith("src/dev/");
const isImpure = (to: string): boolean =>
  /^(drizzle-orm|cloudflare:)/.test(to) || to === "src/platform/store.ts" || to.endsWith("/tables.ts");

/** `src/orders/` for what lies in it; the file itself where it lies in no context. */
const contextOf = (file: string): string => /^src\/[^/]+\//.exec(file)?.[0] ?? file;

function floorOf(file: string): number | null {
  return floors.find((floor) => floor.holds.some((entry) => names(entry, file)))?.floor ?? null;
}

function names(entry: string | RegExp, file: string): boolean {
  return typeof entry === "string" ? startOf(file)(entry) : entry.test(file);
}

const statement = /^\s*(import|export)(\s+type)?\b(?:[^;"'`]*?\bfrom)?\s*["']([^"']+)["']/gm;
const expression = /\bimport\(\s*["']([^"']+)["']\s*\)/g;

function readImports(from: string, text: string): Import[] {
  const resolve = (name: string): string => (name.startsWith(".") ? posix.join(posix.dirname(from), name) : name);
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  return [
    ...[...code.matchAll(statement)].map(([, , type, name = ""]) => ({
      from,
      to: resolve(name),
      typeOnly: Boolean(type),
    })),
    ...[...code.matchAll(expression)].map(([, name = ""]) => ({ from, to: resolve(name), typeOnly: false })),
  ];
}

/** One fault for each circle, told as the way round it. */
function circles(imports: readonly Import[], what: string, group: (file: string) => string): Fault[] {
  const graph = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    if (group(from) === group(to) && what === "context") continue;
    const targets = graph.get(group(from)) ?? new Set();
    graph.set(group(from), targets.add(group(to)));
  }
  const faults: Fault[] = [];
  const done = new Set<string>();
  const walk = (node: string, way: string[]): void => {
    const seenAt = way.indexOf(node);
    if (seenAt >= 0) {
      const round = [...way.slice(seenAt), node];
      faults.push({ file: node, imports: round[1] ?? node, why: `closes a circle of ${what}s: ${round.join(" -> ")}` });
      return;
    }
    if (done.has(node)) return;
    for (const next of graph.get(node) ?? []) walk(next, [...way, node]);
    done.add(node);
  };
  for (const node of graph.keys()) walk(node, []);
  return faults;
}

/** What the Worker is made of. */
export function readSources(): Sources {
  const files = ["src", "durable-objects", "queues"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const named = files
    .sort()
    .map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")] as const);
  return new Map(named.filter(([path]) => !path.endsWith(".d.ts")));
}
