import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { deleteCollection, findCollection, updateCollection } from "../../src/catalog/collections/collections.ts";
import { collectionChange } from "../../src/catalog/collections/schemas.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { productQuery } from "../../src/catalog/schemas.ts";
import { bearer, call, signInStaff } from "../identity/people.ts";
import { change, contents, is, make, newestFirst, picked, ruled, shopper, staff } from "./gathered.ts";

let auth: Record<string, string> = {};
beforeAll(async () => {
  auth = bearer(await signInStaff());
}, 60_000);

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
    expect((await call("GET", "/api/v1/products?collection=renamed")).status).toBe(400);
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
