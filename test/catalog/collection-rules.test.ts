import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createCategory, updateCategory } from "../../src/catalog/categories/categories.ts";
import { newCategory } from "../../src/catalog/categories/schemas.ts";
import { updateCollection } from "../../src/catalog/collections/collections.ts";
import { followStock, gatherAll } from "../../src/catalog/collections/regather.ts";
import type { CollectionRules } from "../../src/catalog/collections/rules.ts";
import { showAvailability } from "../../src/catalog/products/availability.ts";
import type { Product } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { bearer, call, signInStaff } from "../identity/people.ts";
import { change, contents, is, make, newestFirst, ruled, staff, type Thing } from "./gathered.ts";

let auth: Record<string, string> = {};
beforeAll(async () => {
  auth = bearer(await signInStaff());
}, 60_000);

describe("a collection by a rule", () => {
  let tools = "";
  let hammers = "";
  beforeAll(async () => {
    tools = (await createCategory(staff, newCategory.parse({ name: "Tools" }))).id;
    hammers = (await createCategory(staff, newCategory.parse({ name: "Hammers", parent_id: tools }))).id;
  });

  it("holds what fits when it is made, and what comes, changes and goes later", async () => {
    const first = await make({ brand: "Rulers", attributes: { tags: ["summer", "sale"] } });
    const other = await make({ brand: "Rulers", attributes: { tags: ["winter"] } });
    const made = await ruled("Summer of Rulers", "all", is("brand", "Rulers"), is("attr.tags", "summer"));
    expect(made.product_count).toBe(1);
    expect(await contents(made.slug)).toEqual([first.id]);
    const later = await make({ brand: "Rulers", attributes: { tags: ["summer"] } });
    await change(other, { attributes: { tags: ["winter", "summer"] } });
    expect(await contents(made.slug)).toEqual(newestFirst(first, other, later));
    await change(first, { brand: "Others" });
    expect(await contents(made.slug)).toEqual(newestFirst(other, later));
  });

  it("counts what lies below a category, and follows the category when it moves", async () => {
    const hammer = await make({ category_ids: [hammers] });
    const made = await ruled("All tools", "all", is("category", tools));
    expect(await contents(made.id)).toEqual([hammer.id]);
    await updateCategory(staff, hammers, 1, { parent_id: null });
    expect(await contents(made.id)).toEqual([]);
    await updateCategory(staff, hammers, 2, { parent_id: tools });
    expect(await contents(made.id)).toEqual([hammer.id]);
  });

  it("follows prices and reductions", async () => {
    const thing = await make({ brand: "Priced", price: 5000 });
    const cheap = await ruled("Cheap", "all", is("brand", "Priced"), {
      attribute: "price",
      operator: "at_most",
      values: [3000],
    });
    const reduced = await ruled("Reduced", "all", is("brand", "Priced"), is("reduced", true));
    expect([await contents(cheap.id), await contents(reduced.id)]).toEqual([[], []]);
    const [variant] = thing.variants;
    await change(thing, {
      variants: [
        {
          id: variant?.id,
          sku: variant?.sku,
          prices: [{ currency: "EUR", amount: 2500, compare_at_amount: 5000 }],
        },
      ],
    });
    expect([await contents(cheap.id), await contents(reduced.id)]).toEqual([[thing.id], [thing.id]]);
  });

  it("follows the stock within the minute", async () => {
    const thing = await make({ brand: "Stocked", stock: 1 });
    const here = await ruled("Here now", "all", is("brand", "Stocked"), is("in_stock", true));
    const gone = await ruled("Sold out", "all", is("brand", "Stocked"), is("in_stock", false));
    expect([await contents(here.id), await contents(gone.id)]).toEqual([[thing.id], []]);
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    const variant_id = thing.variants[0]?.id ?? "";
    await showAvailability(staff, [
      { variant_id, available: 0, in_stock: 0, sold_ahead: null, ships_at: null, at: at(60) },
    ]);
    await followStock(staff);
    expect([await contents(here.id), await contents(gone.id)]).toEqual([[], [thing.id]]);
    await showAvailability(staff, [
      { variant_id, available: 7, in_stock: 7, sold_ahead: null, ships_at: null, at: at(120) },
    ]);
    await showAvailability(staff, [
      { variant_id, available: 6, in_stock: 6, sold_ahead: null, ships_at: null, at: at(121) },
    ]);
    await followStock(staff);
    expect([await contents(here.id), await contents(gone.id)]).toEqual([[thing.id], []]);
    expect(await env.CATALOG.prepare("select count(*) as n from stock_turns").first("n")).toBe(0);
  });

  it("lets what is no longer new go in the night", async () => {
    const past = openStore(env, { now: () => new Date(Date.now() - 29 * 24 * 3600 * 1000) });
    const old = await make({ brand: "Novel" }, past.as(staff.actor));
    const fresh = await make({ brand: "Novel" });
    const made = await ruled("New in", "all", is("brand", "Novel"), {
      attribute: "age_days",
      operator: "at_most",
      values: [30],
    });
    expect(await contents(made.id)).toEqual(newestFirst(old, fresh));
    await gatherAll(openStore(env, { now: () => new Date(Date.now() + 2 * 24 * 3600 * 1000) }));
    expect(await contents(made.id)).toEqual([fresh.id]);
  });

  it("changes its contents when the rule changes, and when it is picked by hand instead", async () => {
    const [a, b] = [await make({ brand: "Swap A" }), await make({ brand: "Swap B" })];
    const made = await ruled("Swapped", "any", is("brand", "Swap A"));
    const rules = { match: "all" as const, conditions: [is("brand", "Swap B")] } as CollectionRules;
    const second = await updateCollection(staff, made.id, made.version, { rules });
    expect(await contents(made.id)).toEqual([b.id]);
    const third = await updateCollection(staff, made.id, second.version, { product_ids: [b.id, a.id] });
    expect(third).toMatchObject({ rules: null, product_ids: [b.id, a.id] });
    expect(await contents(made.id)).toEqual([b.id, a.id]);
    await updateCollection(staff, made.id, third.version, { rules });
    expect(await contents(made.id)).toEqual([b.id]);
  });

  it("holds exactly what a shopkeeper with a pencil would find, whatever the rule", async () => {
    const brands = ["Ore", "Peat", "Quartz"];
    const colours = ["red", "blue"];
    const things: { product: Product; thing: Required<Pick<Thing, "brand" | "price" | "attributes" | "title">> }[] = [];
    for (let n = 0; n < 18; n++) {
      const thing = {
        title: `Oracle ${n % 4 ? "jar" : "bowl"} ${n}`,
        brand: brands[n % 3] ?? "",
        price: 1000 + ((n * 377) % 900),
        attributes: {
          oracle: true,
          width: n % 7,
          ...(n % 5 ? { colours: colours.slice(0, 1 + (n % 2)) } : {}),
          made: `2026-0${1 + (n % 9)}-15`,
        },
      };
      things.push({ product: await make(thing), thing });
    }
    const inOracle = is("attr.oracle", "true");
    const cases: [string, "all" | "any", unknown[], (thing: (typeof things)[number]["thing"]) => boolean][] = [
      ["either of two brands", "all", [is("brand", "Ore", "Peat")], ({ brand }) => brand !== "Quartz"],
      ["not of a brand", "all", [{ ...is("brand", "Ore"), operator: "is_not" }], ({ brand }) => brand !== "Ore"],
      [
        "not of a colour, which has none at all too",
        "all",
        [{ ...is("attr.colours", "blue"), operator: "is_not" }],
        ({ attributes }) => !((attributes.colours as string[] | undefined) ?? []).includes("blue"),
      ],
      [
        "a range of widths",
        "all",
        [{ attribute: "attr.width", operator: "between", values: [2, 4] }],
        ({ attributes }) => Number(attributes.width) >= 2 && Number(attributes.width) <= 4,
      ],
      [
        "a day",
        "all",
        [{ attribute: "attr.made", operator: "at_least", values: ["2026-05-01"] }],
        ({ attributes }) => String(attributes.made) >= "2026-05-01",
      ],
      [
        "a price and a word of the title",
        "all",
        [
          { attribute: "price", operator: "between", values: [1200, 1700] },
          { attribute: "title", operator: "contains", values: ["JAR"] },
        ],
        ({ price, title }) => price >= 1200 && price <= 1700 && title.includes("jar"),
      ],
    ];
    for (const [name, match, conditions, fits] of cases) {
      const made = await ruled(name, match, inOracle, ...conditions);
      const expected = things.filter(({ thing }) => fits(thing)).map(({ product }) => product);
      expect(expected.length, name).toBeGreaterThan(0);
      expect([name, await contents(made.id)]).toEqual([name, newestFirst(...expected)]);
    }
    const any = await ruled("Ore, or not a jar", "any", is("brand", "Ore"), {
      attribute: "title",
      operator: "contains_not",
      values: ["jar"],
    });
    const found = await contents(any.id);
    for (const { product, thing } of things) {
      expect([thing, found.includes(product.id)]).toEqual([
        thing,
        thing.brand === "Ore" || !thing.title.includes("jar"),
      ]);
    }
  }, 30_000);
});

describe("a rule is tried before it is kept", () => {
  const preview = (conditions: unknown[], match = "all") =>
    call<{ fitting: number; looked_at: number; products: { id: string }[]; next_cursor: string | null }>(
      "POST",
      "/api/v1/collections/preview",
      { rules: { match, conditions } },
      auth,
    );

  it("staff see how many products fit and the newest of them, and nothing is kept", async () => {
    const fits = [await make({ brand: "Vorschau", price: 900 }), await make({ brand: "Vorschau", price: 800 })];
    await make({ brand: "Vorschau", price: 2000 });
    await make({ brand: "Vorschau", price: 700, status: "draft" });
    const kept = await call<{ data: unknown[] }>("GET", "/api/v1/collections?limit=100", undefined, auth);
    const rule = [is("brand", "Vorschau"), { attribute: "price", operator: "at_most", values: [1000] }];
    const { status, body } = await preview(rule);
    expect(status).toBe(200);
    expect(body).toMatchObject({ fitting: 2, next_cursor: null });
    expect(body.products.map(({ id }) => id)).toEqual(fits.map(({ id }) => id).reverse());
    const after = await call<{ data: unknown[] }>("GET", "/api/v1/collections?limit=100", undefined, auth);
    expect(after.body.data).toHaveLength(kept.body.data.length);
  });

  it("what a preview shows is what the collection then holds", async () => {
    const rules = [
      { attribute: "title", operator: "contains_not", values: ["COL-1"] },
      { attribute: "brand", operator: "is_not", values: ["Vorschau"] },
    ];
    const { body } = await preview(rules);
    const collection = await ruled("As previewed", "all", ...rules);
    expect(collection.product_count).toBe(body.fitting);
    expect(body.fitting).toBeGreaterThan(0);
  });

  it("a rule that makes no sense is refused, and shoppers may not ask", async () => {
    expect((await preview([{ attribute: "colour", operator: "is", values: ["red"] }])).status).toBe(400);
    const asked = await call("POST", "/api/v1/collections/preview", {
      rules: { match: "all", conditions: [is("brand", "Vorschau")] },
    });
    expect(asked.status).toBe(401);
  });
});
