import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { showAvailability } from "../../src/catalog/availability.ts";
import { createCategory, updateCategory } from "../../src/catalog/categories.ts";
import { newCategory } from "../../src/catalog/category-schemas.ts";
import type { CollectionRules } from "../../src/catalog/collection-rules.ts";
import { collectionChange, newCollection } from "../../src/catalog/collection-schemas.ts";
import { createCollection, deleteCollection, findCollection, updateCollection } from "../../src/catalog/collections.ts";
import { findProduct } from "../../src/catalog/find-product.ts";
import { listProducts } from "../../src/catalog/list-products.ts";
import { createProduct, updateProduct } from "../../src/catalog/products.ts";
import { followStock, gatherAll } from "../../src/catalog/regather.ts";
import { newProduct, type Product, productChange, productQuery } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { bearer, call, signInStaff } from "../identity/people.ts";

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });
const shopper = openStore(env, { actor: { kind: "shopper", cartId: null } });

interface Thing {
  brand?: string;
  category_ids?: string[];
  attributes?: Record<string, string | number | boolean | string[]>;
  price?: number;
  before?: number;
  stock?: number;
  status?: "draft" | "active";
  title?: string;
}

let auth: Record<string, string> = {};
beforeAll(async () => {
  auth = bearer(await signInStaff());
}, 60_000);

let count = 0;

function make({ price = 1000, before, stock, ...fields }: Thing = {}, store = staff): Promise<Product> {
  const sku = `COL-${++count}`;
  return createProduct(
    store,
    newProduct.parse({
      title: `Thing ${sku}`,
      status: "active",
      ...fields,
      variants: [
        { sku, prices: [{ currency: "EUR", amount: price, compare_at_amount: before ?? null }], stock: stock ?? null },
      ],
    }),
  );
}

const picked = (title: string, productIds: readonly string[], over: Record<string, unknown> = {}) =>
  createCollection(staff, newCollection.parse({ title, status: "active", product_ids: productIds, ...over }));

const ruled = (title: string, match: "all" | "any", ...conditions: unknown[]) =>
  createCollection(staff, newCollection.parse({ title, status: "active", rules: { match, conditions } }));

const is = (attribute: string, ...values: unknown[]) => ({ attribute, operator: "is", values });

/** The ids of what is in it, page by page. */
async function contents(collection: string, query: Record<string, string> = {}, store = shopper): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const asked = productQuery.parse({ collection, limit: "3", ...query, ...(cursor ? { cursor } : {}) });
    const page = await listProducts(store, asked);
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  return seen;
}

const newestFirst = (...products: Product[]) => products.map(({ id }) => id).reverse();

async function change(product: Product, fields: Record<string, unknown>): Promise<Product> {
  const { version } = await findProduct(staff, product.id);
  return updateProduct(staff, product.id, version, productChange.parse(fields));
}

describe("a collection picked by hand", () => {
  it("shows its products in the order that staff gave them, page by page, and tells how many", async () => {
    const things = [await make(), await make(), await make(), await make(), await make()];
    const order = [things[3], things[0], things[4], things[1], things[2]].map((one) => one?.id ?? "");
    const made = await picked("Gifts for cooks", order);
    expect(made).toMatchObject({ slug: "gifts-for-cooks", rules: null, product_count: 5, product_ids: order });
    expect(await contents("gifts-for-cooks")).toEqual(order);
    expect(await contents(made.id, { sort: "newest" })).toEqual(newestFirst(...things));
    const page = await listProducts(shopper, productQuery.parse({ collection: made.id, limit: "2" }));
    expect(page).toMatchObject({ total: 5, total_exact: true });
  });

  it("is put into another order, added to and taken from, and each product keeps its place on the shelf", async () => {
    const [a, b, c, d] = [await make(), await make(), await make(), await make()];
    const made = await picked("Reordered", [a.id, b.id, c.id]);
    const changed = await updateCollection(
      staff,
      made.id,
      made.version,
      collectionChange.parse({ product_ids: [d.id, c.id, a.id] }),
    );
    expect(await contents(made.id)).toEqual([d.id, c.id, a.id]);
    await change(c, { title: "Renamed" });
    expect(await contents(made.id)).toEqual([d.id, c.id, a.id]);
    const emptied = await updateCollection(staff, made.id, changed.version, { product_ids: [] });
    expect(emptied.product_ids).toEqual([]);
    expect(await contents(made.id)).toEqual([]);
  });

  it("shows shoppers only what is for sale, and staff the rest too", async () => {
    const [shown, hidden] = [await make(), await make({ status: "draft" })];
    const made = await picked("Partly drafts", [hidden.id, shown.id]);
    expect(await contents(made.id)).toEqual([shown.id]);
    expect(await contents(made.id, { status: "any" }, staff)).toEqual([hidden.id, shown.id]);
    await change(hidden, { status: "active" });
    expect(await contents(made.id)).toEqual([hidden.id, shown.id]);
  });

  it("is searched within, and narrowed by brand and price like any list", async () => {
    const [pan, pot, lid] = [
      await make({ title: "Copper pan", brand: "Kupfer", price: 100 }),
      await make({ title: "Copper pot", brand: "Kupfer", price: 900 }),
      await make({ title: "Tin lid", brand: "Zinn", price: 100 }),
    ];
    await make({ title: "Copper elsewhere", brand: "Kupfer" });
    const made = await picked("Kitchen", [lid.id, pot.id, pan.id]);
    expect(new Set(await contents(made.id, { q: "copper" }))).toEqual(new Set([pan.id, pot.id]));
    expect(await contents(made.id, { brand: "Kupfer" })).toEqual([pot.id, pan.id]);
    expect(await contents(made.id, { price_max: "500" })).toEqual([lid.id, pan.id]);
    expect(await contents(made.id, { sort: "-price" })).toEqual([pot.id, lid.id, pan.id].sort(byPrice));
    function byPrice(x: string, y: string) {
      return Number(y === pot.id) - Number(x === pot.id) || (x < y ? 1 : -1);
    }
  });
});

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
    await showAvailability(staff, [{ variant_id, available: 0, at: at(60) }]);
    await followStock(staff);
    expect([await contents(here.id), await contents(gone.id)]).toEqual([[], [thing.id]]);
    await showAvailability(staff, [{ variant_id, available: 7, at: at(120) }]);
    await showAvailability(staff, [{ variant_id, available: 6, at: at(121) }]);
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

describe("collections", () => {
  it("are edited over HTTP by staff who have read the last version, and by nobody else", async () => {
    const thing = await make();
    const body = { title: "Over the wire", status: "active", product_ids: [thing.id], seo_title: "Wires" };
    expect((await call("POST", "/api/v1/collections", body)).status).toBe(401);
    const made = await call<{ id: string; slug: string }>("POST", "/api/v1/collections", body, auth);
    expect(made).toMatchObject({
      status: 201,
      body: { slug: "over-the-wire", product_ids: [thing.id], seo_title: "Wires" },
    });
    const at = `/api/v1/collections/${made.body.id}`;
    const tag = { "if-match": made.headers.get("etag") ?? "" };
    expect((await call("PATCH", at, { title: "Renamed" }, auth)).status).toBe(428);
    const renamed = await call("PATCH", at, { title: "Renamed", slug: "renamed" }, { ...auth, ...tag });
    expect(renamed).toMatchObject({
      status: 200,
      body: { title: "Renamed", seo_title: "Wires", product_ids: [thing.id] },
    });
    expect((await call("PATCH", at, { title: "Late" }, { ...auth, ...tag })).status).toBe(412);

    const seen = await call("GET", "/api/v1/collections/renamed");
    expect(seen).toMatchObject({ status: 200, body: { id: made.body.id, product_count: 1 } });
    expect(seen.body).not.toHaveProperty("product_ids");
    const products = await call<{ data: { id: string }[] }>("GET", "/api/v1/products?collection=renamed");
    expect(products.body.data.map(({ id }) => id)).toEqual([thing.id]);

    expect((await call("DELETE", at, undefined, { ...auth, "if-match": '"1"' })).status).toBe(412);
    expect((await call("DELETE", at, undefined, auth)).status).toBe(204);
    expect((await call("DELETE", at, undefined, auth)).status).toBe(404);
    expect((await call("GET", "/api/v1/collections/renamed")).status).toBe(404);
    expect((await call<{ data: [] }>("GET", "/api/v1/products?collection=renamed")).body.data).toEqual([]);
    const left = await env.CATALOG.prepare("select sum(products) as n from shelves where collection_id = ?")
      .bind(made.body.id)
      .first("n");
    expect(left).toBe(0);
  });

  it("lead from an address that they had to the one that they have", async () => {
    const made = await picked("Old address", []);
    await updateCollection(staff, made.id, made.version, { slug: "new-address" });
    expect((await findCollection(shopper, "old-address")).slug).toBe("new-address");
    const answer = await exports.default.fetch("https://souk.test/api/v1/collections/old-address?currency=EUR", {
      redirect: "manual",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([
      301,
      "/api/v1/collections/new-address?currency=EUR",
    ]);
    await picked("Taken again", [], { slug: "old-address" });
    expect((await findCollection(shopper, "old-address")).title).toBe("Taken again");
  });

  it("that are drafts are seen by staff alone, and so is what is in them", async () => {
    const thing = await make();
    const made = await picked("Secret sale", [thing.id], { status: "draft" });
    await expect(findCollection(shopper, made.slug)).rejects.toMatchObject({ code: "not-found" });
    expect(await contents(made.slug)).toEqual([]);
    expect(await contents(made.slug, { status: "any" }, staff)).toEqual([thing.id]);
    const titles = async (headers: Record<string, string> = {}) =>
      (
        await call<{ data: { title: string }[] }>("GET", "/api/v1/collections?limit=100", undefined, headers)
      ).body.data.map(({ title }) => title);
    expect(await titles()).not.toContain("Secret sale");
    const all = await titles(auth);
    expect(all).toContain("Secret sale");
    expect(all).toEqual([...all].sort());
  });

  it("turn pages by title, each once", async () => {
    const seen: string[] = [];
    const path = "/api/v1/collections?limit=4";
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { body: { data: { id: string }[]; next_cursor: string | null } } = await call(
        "GET",
        `${path}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...page.body.data.map(({ id }) => id));
      cursor = page.body.next_cursor;
    }
    const active = await env.CATALOG.prepare("select count(*) as n from collections where status = 'active'").first(
      "n",
    );
    expect([seen.length, new Set(seen).size]).toEqual([active, active]);
  });

  it("refuse a taken slug, strangers among products and categories, and rules that say nothing", async () => {
    const post = async (body: unknown) => {
      const answer = await call<{ code: string; errors?: { pointer: string }[] }>(
        "POST",
        "/api/v1/collections",
        body,
        auth,
      );
      return [answer.status, answer.body.code, answer.body.errors?.[0]?.pointer];
    };
    await picked("Taken", []);
    const condition = (over: Record<string, unknown>) => ({
      title: "Bad",
      rules: { match: "all", conditions: [{ attribute: "brand", operator: "is", values: ["x"], ...over }] },
    });
    const before = await env.CATALOG.prepare("select count(*) as n from collections").first("n");
    expect(await post({ title: "Bad", slug: "taken" })).toEqual([409, "slug-taken", undefined]);
    expect(await post({ title: "Bad", product_ids: [staff.newId("prod")] })).toEqual([
      422,
      "invalid-collection",
      "/product_ids/0",
    ]);
    expect(await post(condition({ attribute: "category", values: [staff.newId("cat")] }))).toEqual([
      422,
      "invalid-collection",
      "/rules/conditions/0/values",
    ]);
    for (const [over, field] of [
      [{ attribute: "colour" }, "attribute"],
      [{ attribute: "toString" }, "attribute"],
      [{ attribute: "price", operator: "is", values: [1] }, "operator"],
      [{ attribute: "price", operator: "between", values: [5] }, "values"],
      [{ attribute: "price", operator: "between", values: [9, 5] }, "values"],
      [{ attribute: "price", operator: "at_most", values: ["cheap"] }, "values"],
      [{ attribute: "in_stock", values: ["yes"] }, "values"],
      [{ attribute: "attr.made", operator: "at_least", values: ["2026-13-45"] }, "values"],
      [{ values: [] }, "values"],
      [{ currency: "EUR" }, "currency"],
    ] as const) {
      expect([over, await post(condition(over))]).toEqual([
        over,
        [400, "invalid-input", `/rules/conditions/0/${field}`],
      ]);
    }
    expect(await post({ title: "Bad", rules: { match: "all", conditions: [] } })).toEqual([
      400,
      "invalid-input",
      "/rules/conditions",
    ]);
    expect((await post({ ...condition({}), product_ids: [] }))[0]).toBe(400);
    expect((await post({ title: "Bad", product_ids: ["prod_x"] }))[0]).toBe(400);
    expect(await env.CATALOG.prepare("select count(*) as n from collections").first("n")).toBe(before);
  });

  it("of which one is removed leave nothing on its shelf, and its products stay", async () => {
    const thing = await make({ brand: "Remover" });
    const made = await ruled("To be removed", "all", is("brand", "Remover"));
    await deleteCollection(staff, made.id, null);
    const left = await env.CATALOG.prepare(
      "select count(*) as n from listings where shelf_no in (select no from shelves where collection_id = ?)",
    )
      .bind(made.id)
      .first("n");
    expect(left).toBe(0);
    expect((await findProduct(shopper, thing.id)).id).toBe(thing.id);
  });

  it("tell staff what a variant cost before", async () => {
    const thing = await make({ price: 3000 });
    const [variant] = thing.variants;
    for (const amount of [2500, 2000]) {
      await change(thing, {
        variants: [{ id: variant?.id, sku: variant?.sku, prices: [{ currency: "EUR", amount }] }],
      });
    }
    const path = `/api/v1/variants/${variant?.id}/former_prices`;
    const first = await call<{ data: { amount: number }[]; next_cursor: string }>(
      "GET",
      `${path}?limit=1`,
      undefined,
      auth,
    );
    expect(first.body.data.map(({ amount }) => amount)).toEqual([2500]);
    const second = await call<{ data: { amount: number }[]; next_cursor: string | null }>(
      "GET",
      `${path}?limit=1&cursor=${first.body.next_cursor}`,
      undefined,
      auth,
    );
    expect([second.body.data.map(({ amount }) => amount), second.body.next_cursor]).toEqual([[3000], null]);
    expect((await call("GET", path)).status).toBe(401);
    expect((await call("GET", `/api/v1/variants/${staff.newId("var")}/former_prices`, undefined, auth)).status).toBe(
      404,
    );
  });
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
