import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createAttribute, updateAttribute } from "../../src/catalog/attributes/attributes.ts";
import { newAttribute } from "../../src/catalog/attributes/schemas.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { archiveProduct, createProduct, updateProduct } from "../../src/catalog/products/products.ts";
import { newProduct, type ProductQuery, productQuery } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { call } from "../identity/people.ts";
import { fillCatalog } from "./many-products.ts";
import { counting } from "./rows-read.ts";

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });
const { database, spent } = counting(env.CATALOG);
const shopper = openStore({ ...env, CATALOG: database }, { actor: { kind: "shopper", cartId: null } });

const watched = openStore({ ...env, CATALOG: database }, { actor: staff.actor });

const ask = (attributes: Record<string, string>, query: Record<string, unknown> = {}): ProductQuery => ({
  ...productQuery.parse(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))),
  attributes,
});
const titles = async (attributes: Record<string, string>, query: Record<string, unknown> = {}) =>
  (await listProducts(shopper, ask(attributes, query))).data.map(({ title }) => title);

let finish = "";

beforeAll(async () => {
  const define = (input: Record<string, unknown>) => createAttribute(staff, newAttribute.parse(input));
  await define({ code: "width", label: "Width", type: "number", unit: "cm", position: 2 });
  await define({ code: "launched", label: "On sale since", type: "date", position: 1 });
  await define({ code: "supplier", label: "Supplier", type: "text", facet: false });
  ({ id: finish } = await define({ code: "finish", label: "Finish", type: "enum", choices: ["oiled", "waxed"] }));
  await define({ code: "unused", label: "Unused", type: "boolean" });
  for (const [n, width, launched] of [
    [1, 40, "2026-01-31"],
    [2, 60.5, "2026-03-01"],
    [3, 90, "2026-06-30"],
  ] as const) {
    await createProduct(
      staff,
      newProduct.parse({
        title: `Shelf ${n}`,
        status: "active",
        brand: "Plank",
        attributes: { width, launched, supplier: "Sawmill", legs: n },
        variants: [{ sku: `SHELF-${n}`, prices: [{ currency: "EUR", amount: n * 100 }] }],
      }),
    );
  }
});

describe("a list narrowed by attributes", () => {
  it("is within a range of numbers or days, its ends included, whatever else is asked", async () => {
    const price = { sort: "price" };
    expect(await titles({ width: "40..60.5" }, price)).toEqual(["Shelf 1", "Shelf 2"]);
    expect(await titles({ width: "41.." }, price)).toEqual(["Shelf 2", "Shelf 3"]);
    expect(await titles({ width: "..89.9" }, { sort: "-price" })).toEqual(["Shelf 2", "Shelf 1"]);
    expect(await titles({ launched: "2026-02-01..2026-06-30" }, price)).toEqual(["Shelf 2", "Shelf 3"]);
    expect(await titles({ launched: "2026-02-01..", width: "..70" }, price)).toEqual(["Shelf 2"]);
    expect(await titles({ width: "50.." }, { brand: "Plank", price_max: 250, ...price })).toEqual(["Shelf 2"]);
    expect(await titles({ width: "50.." }, { q: "shelf", ...price })).toEqual(["Shelf 2", "Shelf 3"]);
    expect(await titles({ width: "60.5" })).toEqual(["Shelf 2"]);
    expect(await titles({ launched: "2026-03-01" })).toEqual(["Shelf 2"]);
    expect(await titles({ legs: "2..3" }, price)).toEqual(["Shelf 2", "Shelf 3"]);
    expect(await titles({ unused: "true" })).toEqual([]);
  });

  it("follows a product that is changed", async () => {
    const [shelf] = (await listProducts(staff, ask({ width: "90" }))).data;
    if (!shelf) throw new Error("no shelf");
    await updateProduct(staff, shelf.id, 1, { attributes: { ...shelf.attributes, width: 200 } });
    expect(await titles({ width: "100..300" })).toEqual(["Shelf 3"]);
    expect(await titles({ width: "80..100" })).toEqual([]);
    await updateProduct(staff, shelf.id, 2, { attributes: { ...shelf.attributes, width: 90 } });
  });

  it("is refused by the filter where nothing can be meant by it", async () => {
    const refused = async (query: string) => {
      const { status, body } = await call<{ errors: { pointer: string }[] }>("GET", `/api/v1/products?${query}`);
      return [status, (body.errors ?? []).map(({ pointer }) => pointer)];
    };
    expect(await refused("attr.wdith=40&attr.width=40")).toEqual([400, ["/attr.wdith"]]);
    expect(await refused("attr.a=1&attr.b=2")).toEqual([400, ["/attr.a", "/attr.b"]]);
    expect(await refused("attr.width=wide")).toEqual([400, ["/attr.width"]]);
    expect(await refused("attr.width=2026-01-01..2026-02-01")).toEqual([400, ["/attr.width"]]);
    expect(await refused("attr.width=20..10")).toEqual([400, ["/attr.width"]]);
    expect(await refused("attr.launched=1..2")).toEqual([400, ["/attr.launched"]]);
    expect(await refused("attr.launched=2026-02-30..")).toEqual([400, ["/attr.launched"]]);
    expect(await refused("attr.supplier=1..2")).toEqual([400, ["/attr.supplier"]]);
    expect(await refused("attr.width=..")).toEqual([400, ["/attr.width"]]);
    expect(await refused("attr.width=10..20")).toEqual([200, []]);
    expect(await refused("attr.unused=true")).toEqual([200, []]);
    expect(await refused("attr.unused=perhaps")).toEqual([400, ["/attr.unused"]]);
    expect(await refused("attr.finish=oiled")).toEqual([200, []]);
    expect(await refused("attr.finish=olied&attr.width=40")).toEqual([400, ["/attr.finish"]]);
    const told = await call<{ errors: { detail: string }[] }>("GET", "/api/v1/products?attr.finish=olied");
    expect(told.body.errors[0]?.detail).toBe("finish is one of: oiled, waxed.");
    expect(await refused("status=draft")).toEqual([400, ["/status"]]);
    expect(await refused("status=any&q=shelf")).toEqual([400, ["/status"]]);
    expect(await refused("status=active")).toEqual([200, []]);
    expect(await refused("attr.colour=')%20or%20(1=1")).toEqual([400, ["/attr.colour"]]);
  });

  it("is still narrowed by a value that products have from before it was no choice any more", async () => {
    const { id } = await createProduct(
      staff,
      newProduct.parse({
        title: "Old shelf",
        status: "active",
        attributes: { finish: "waxed" },
        variants: [{ sku: "SHELF-OLD", prices: [{ currency: "EUR", amount: 100 }] }],
      }),
    );
    await updateAttribute(staff, finish, 1, { choices: ["oiled"] });
    expect(await titles({ finish: "waxed" })).toEqual(["Old shelf"]);
    await archiveProduct(staff, id, null);
    await expect(titles({ finish: "waxed" })).rejects.toMatchObject({ code: "invalid-input" });
  });

  it("offers further choices that ignore their own, and none that staff keep to themselves", async () => {
    const page = await listProducts(shopper, ask({ width: "50.." }));
    expect(page.total).toBe(2);
    const { facets } = page;
    if (!facets) throw new Error("no facets");
    expect(facets.attribute_ranges).toMatchObject({
      width: { min: 40, max: 90 },
      launched: { min: "2026-03-01", max: "2026-06-30" },
    });
    expect(Object.keys(facets.attributes)).toEqual(["launched", "width", "legs"]);
    expect(facets.attribute_labels.width).toEqual({ label: "Width", unit: "cm", type: "number" });
    expect(facets.attributes.width?.map(({ value }) => value).sort()).toEqual(["40", "60.5", "90"]);
  });
});

describe("staff who narrow a list by attributes", () => {
  const seen = async (attributes: Record<string, string>, query: Record<string, unknown> = {}) => {
    const page = await listProducts(staff, ask(attributes, { status: "any", brand: "Drawn", ...query }));
    expect(page.total).toBe(page.data.length);
    return page.data.map(({ title }) => title);
  };

  it("see drafts too, whatever kind of value they ask for, and in every order", async () => {
    for (const [n, status] of [
      [1, "draft"],
      [2, "active"],
      [3, "archived"],
    ] as const) {
      await createProduct(
        staff,
        newProduct.parse({
          title: `Plan ${n}`,
          status,
          brand: "Drawn",
          attributes: { paper: ["laid", n === 3 ? "12" : "wove"], scale: n === 2 ? 12.5 : 10, framed: n !== 1 },
          variants: [{ sku: `PLAN-${n}`, prices: [{ currency: "EUR", amount: 1000 - n }] }],
        }),
      );
    }
    expect(await seen({ paper: "laid" })).toEqual(["Plan 3", "Plan 2", "Plan 1"]);
    expect(await seen({ paper: "laid" }, { sort: "title" })).toEqual(["Plan 1", "Plan 2", "Plan 3"]);
    expect(await seen({ paper: "wove", framed: "true" })).toEqual(["Plan 2"]);
    expect(await seen({ paper: "12" })).toEqual(["Plan 3"]);
    expect(await seen({ scale: "10" }, { sort: "price" })).toEqual(["Plan 3", "Plan 1"]);
    expect(await seen({ scale: "11..13" })).toEqual(["Plan 2"]);
    expect(await seen({ framed: "false" })).toEqual(["Plan 1"]);
    expect(await seen({ framed: "true", paper: "laid" }, { status: "archived" })).toEqual(["Plan 3"]);
    expect(await seen({ framed: "false" }, { q: "plan" })).toEqual(["Plan 1"]);
    expect(await seen({ paper: "wove" }, { q: "plan", sort: "title" })).toEqual(["Plan 1", "Plan 2"]);
    expect(await seen({ paper: "blotting" })).toEqual([]);
    const { facets } = await listProducts(staff, ask({ paper: "wove" }, { status: "any" }));
    expect(facets?.attributes.paper).toContainEqual({ value: "12", label: "12", count: 1 });
    expect(facets?.attributes.framed?.map(({ count }) => count)).toEqual([1, 1]);
    await expect(seen({ papre: "laid" })).rejects.toMatchObject({ code: "invalid-input" });
  });
});

describe("an attribute that is called like something every object has", () => {
  it("is told like any other, and so are its values", async () => {
    const named = (code: string) => ({ code, label: code, type: "text" as const });
    await createAttribute(staff, newAttribute.parse(named("constructor")));
    expect((await listProducts(shopper, ask({}))).facets?.attributes).not.toHaveProperty("constructor");
    await createProduct(
      staff,
      newProduct.parse({
        title: "Crane",
        status: "active",
        attributes: { constructor: "toString" },
        variants: [{ sku: "CRANE", prices: [{ currency: "EUR", amount: 100 }] }],
      }),
    );
    const { facets } = await listProducts(shopper, ask({ constructor: "toString" }));
    expect(JSON.parse(JSON.stringify(facets?.attributes))).toEqual({
      constructor: [{ value: "toString", label: "toString", count: 1 }],
    });
    expect(newAttribute.safeParse(named("__proto__")).success).toBe(false);
  });
});

describe("a range in a large catalogue", () => {
  it("reads as much among six thousand products as among two thousand", async () => {
    const spend = async (attributes: Record<string, string>, query: Record<string, unknown>) => {
      const { next_cursor } = await listProducts(shopper, ask(attributes, query));
      spent.rowsRead = 0;
      const page = await listProducts(
        shopper,
        ask(attributes, { ...query, ...(next_cursor && { cursor: next_cursor }) }),
      );
      return { rows: spent.rowsRead, shown: page.data.length };
    };
    const measure = async () => ({
      narrow: await spend({ width: "41..89" }, { sort: "newest" }),
      wide: await spend({ launched: "..2026-12-31" }, { sort: "price" }),
    });
    const forStaff = async (attributes: Record<string, string>) => {
      const before = spent.rowsRead;
      const { total, data } = await listProducts(watched, ask(attributes, { status: "any", sort: "price" }));
      return { rows: spent.rowsRead - before, total, shown: data.length };
    };
    await fillCatalog(staff, 0, 2000);
    const small = await measure();
    await fillCatalog(staff, 2000, 6000);
    const large = await measure();
    expect(large).toEqual(small);
    expect(large.narrow).toMatchObject({ shown: 1 });
    expect(large.narrow.rows).toBeLessThan(100);
    // Six of a thousand batches, one of five colours: both are found, and neither by reading them all.
    expect(await forStaff({ batch: "B7" })).toMatchObject({ total: 6, shown: 6 });
    expect(await forStaff({ colour: "red" })).toMatchObject({ shown: 20 });
    expect((await forStaff({ colour: "green" })).rows).toBeLessThan(35_000);
  }, 60_000);
});
