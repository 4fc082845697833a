import { describe, expect, it } from "vitest";
import { findFaults } from "../../scripts/floors.ts";

/** The files that break a rule, in a house made of these files. */
const faulty = (files: Record<string, string>): string[] =>
  findFaults(new Map(Object.entries(files))).map(({ file, why }) => `${file} ${why}`);

const nothing = "export const here = 1;";

describe("the floors of the house", () => {
  it("let a conductor call the contexts below it", () => {
    expect(
      faulty({
        "src/checkout/place-order.ts":
          'import { a } from "../orders/order.ts";\nimport { b } from "../platform/store.ts";',
        "src/orders/order.ts": nothing,
        "src/platform/store.ts": nothing,
      }),
    ).toEqual([]);
  });

  it.each([
    ["a value", 'import { a } from "../checkout/place-order.ts";'],
    ["a type", 'import type { A } from "../checkout/place-order.ts";'],
    ["one of several lines", 'import {\n  a,\n  type B,\n} from "../checkout/place-order.ts";'],
    ["what is only passed on", 'export { a } from "../checkout/place-order.ts";'],
    ["what is loaded when needed", 'const load = () => import("../checkout/place-order.ts");'],
    ["a type written in place", 'type A = import("../checkout/place-order.ts").A;'],
    ["something for its effect", 'import "../checkout/place-order.ts";'],
  ])("refuse an import that runs up, be it %s", (_, code) => {
    expect(faulty({ "src/orders/order.ts": code, "src/checkout/place-order.ts": nothing })).toEqual([
      "src/orders/order.ts imports up, from floor 2 to floor 3",
    ]);
  });

  it("do not read comments as imports", () => {
    const comment =
      '/**\n import { a } from "../checkout/place-order.ts";\n*/\n// import "../checkout/place-order.ts";';
    expect(faulty({ "src/orders/order.ts": comment, "src/checkout/place-order.ts": nothing })).toEqual([]);
  });

  it("refuse two files that need each other, even if only by type", () => {
    expect(
      faulty({
        "src/orders/a.ts": 'import type { B } from "./b.ts";',
        "src/orders/b.ts": 'import { a } from "./a.ts";',
      }),
    ).toEqual(["src/orders/a.ts closes a circle of files: src/orders/a.ts -> src/orders/b.ts -> src/orders/a.ts"]);
  });

  it("refuse two contexts that need each other through different files", () => {
    expect(
      faulty({
        "src/orders/a.ts": 'import { c } from "../payments/c.ts";',
        "src/orders/b.ts": nothing,
        "src/payments/c.ts": nothing,
        "src/payments/d.ts": 'import { b } from "../orders/b.ts";',
      }),
    ).toEqual(["src/orders/ closes a circle of contexts: src/orders/ -> src/payments/ -> src/orders/"]);
  });

  it("keep routes to their own verbs", () => {
    expect(
      faulty({
        "src/payments/routes.ts": 'import { o } from "../orders/order.ts";\nimport { s } from "../orders/schemas.ts";',
        "src/orders/order.ts": nothing,
        "src/orders/schemas.ts": nothing,
      }),
    ).toEqual(["src/payments/routes.ts is routes: it calls its own verbs, and leaves those of other contexts to them"]);
  });

  it("keep routes of a subject to their own context, too, and let nothing below call them", () => {
    expect(
      faulty({
        "src/catalog/prices/routes.ts": 'import { o } from "../../orders/order.ts";\nimport { c } from "../slugs.ts";',
        "src/catalog/slugs.ts": 'import { p } from "./prices/routes.ts";',
        "src/orders/order.ts": nothing,
      }),
    ).toEqual([
      "src/catalog/prices/routes.ts is routes: it calls its own verbs, and leaves those of other contexts to them",
      "src/catalog/slugs.ts imports up, from floor 2 to floor 4",
      "src/catalog/prices/routes.ts closes a circle of files: src/catalog/prices/routes.ts -> src/catalog/slugs.ts -> src/catalog/prices/routes.ts",
    ]);
  });

  it("keep prices pure", () => {
    expect(
      faulty({
        "src/pricing/price.ts": 'import { eq } from "drizzle-orm";\nimport type { Store } from "../platform/store.ts";',
        "src/platform/store.ts": nothing,
      }),
    ).toHaveLength(2);
  });

  it("let nobody call those who hear by events", () => {
    expect(
      faulty({
        "src/orders/order.ts": 'import { send } from "../notifications/send.ts";',
        "queues/notifications.ts": 'import { send } from "../src/notifications/send.ts";',
        "src/notifications/send.ts": nothing,
      }),
    ).toEqual(["src/orders/order.ts hears of this by events, and is not called"]);
  });

  it("refuse tables that know more than columns", () => {
    expect(
      faulty({
        "src/orders/tables.ts": 'import { status } from "./life.ts";\nimport type { Life } from "./life.ts";',
        "src/orders/life.ts": nothing,
      }),
    ).toEqual(["src/orders/tables.ts is tables: it imports nothing but types"]);
  });

  it("refuse a folder without a floor, and an import of what is not there", () => {
    expect(faulty({ "src/cellar/wine.ts": nothing, "src/orders/order.ts": 'import { a } from "./gone.ts";' })).toEqual([
      "src/cellar/wine.ts stands on no floor; give its folder one",
      "src/orders/order.ts leaves the house, or is not there",
    ]);
  });
});
