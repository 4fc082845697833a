import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createCategory,
  findCategory,
  listCategories,
  updateCategory,
} from "../../src/catalog/categories/categories.ts";
import { type Category, newCategory } from "../../src/catalog/categories/schemas.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { linkChange } from "../../src/catalog/products/link-schemas.ts";
import { findLinked, linkProducts } from "../../src/catalog/products/links.ts";
import { archiveProduct, createProduct, updateProduct } from "../../src/catalog/products/products.ts";
import { keepTimetable } from "../../src/catalog/products/publishing.ts";
import { type NewProduct, newProduct, productChange, type Variant } from "../../src/catalog/schemas.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { tick } from "../../src/scheduled.ts";
import { bearer, call, signInStaff } from "../identity/people.ts";
import { counting } from "./rows-read.ts";

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });
const shopper = openStore(env, { actor: { kind: "shopper", cartId: null } });
let headers: Record<string, string> = {};
beforeAll(async () => {
  headers = bearer(await signInStaff());
}, 60_000);

const simple = (sku: string, over: Record<string, unknown> = {}): NewProduct =>
  newProduct.parse({
    title: `Thing ${sku}`,
    status: "active",
    variants: [{ sku, prices: [{ currency: "EUR", amount: 1000 }] }],
    ...over,
  });
const refusal = (work: Promise<unknown>): Promise<{ code: string; pointers: string[] }> =>
  work.then(
    () => ({ code: "done", pointers: [] }),
    ({ code, extra }) => ({ code, pointers: (extra?.errors ?? []).map((one: { pointer: string }) => one.pointer) }),
  );
const redirected = async (path: string) => {
  const answer = await exports.default.fetch(`https://souk.test/api/v1${path}`, { redirect: "manual" });
  return [answer.status, answer.headers.get("Location")];
};

describe("an address that has changed", () => {
  it("leads a product's visitors on for ever, until another product needs it", async () => {
    const made = await createProduct(staff, simple("SLUG-1", { title: "Teapot", slug: "teapot" }));
    const once = await updateProduct(staff, made.id, 1, { slug: "clay-teapot" });
    const twice = await updateProduct(staff, made.id, once.version, { slug: "red-teapot" });
    expect((await findProduct(shopper, "teapot")).slug).toBe("red-teapot");
    expect(await redirected("/products/teapot?currency=EUR")).toEqual([
      301,
      "/api/v1/products/red-teapot?currency=EUR",
    ]);
    expect(await redirected("/products/clay-teapot")).toEqual([301, "/api/v1/products/red-teapot"]);
    expect(await redirected("/products/red-teapot")).toEqual([200, null]);
    expect(await call("GET", `/api/v1/products/${made.id}/former_slugs`, undefined, headers)).toMatchObject({
      body: { data: ["clay-teapot", "teapot"] },
    });
    const back = await updateProduct(staff, made.id, twice.version, { slug: "teapot" });
    expect(await redirected("/products/red-teapot")).toEqual([301, "/api/v1/products/teapot"]);
    const other = await createProduct(staff, simple("SLUG-2", { slug: "red-teapot" }));
    expect((await findProduct(shopper, "red-teapot")).id).toBe(other.id);
    await archiveProduct(staff, made.id, back.version);
    expect(await redirected("/products/clay-teapot")).toEqual([404, null]);
    expect(await refusal(updateProduct(staff, other.id, 1, { slug: "teapot" }))).toEqual({
      code: "slug-taken",
      pointers: ["/slug"],
    });
  });

  it("leads to the category that had it", async () => {
    const made = await createCategory(staff, newCategory.parse({ name: "Pots", seo_title: "Pots of clay" }));
    await updateCategory(staff, made.id, 1, { slug: "pots-and-jars", description: "For tea." });
    expect(await redirected("/categories/pots")).toEqual([301, "/api/v1/categories/pots-and-jars"]);
    expect(await call("GET", `/api/v1/categories/${made.id}/former_slugs`, undefined, headers)).toMatchObject({
      body: { data: ["pots"] },
    });
    expect(await findCategory(shopper, "pots")).toMatchObject({
      slug: "pots-and-jars",
      seo_title: "Pots of clay",
      description: "For tea.",
    });
    await createCategory(staff, newCategory.parse({ name: "Pots", slug: "pots" }));
    expect(await redirected("/categories/pots")).toEqual([200, null]);
    expect(await redirected("/categories/no-such")).toEqual([404, null]);
  });
});

describe("a category that is moved", () => {
  it("is not moved where something below it would lie deeper than ten levels, and stays where it was", async () => {
    const chain = async (name: string, levels: number) => {
      const made: Category[] = [];
      for (let level = 1; level <= levels; level++) {
        const parent_id: string | null = made.at(-1)?.id ?? null;
        made.push(await createCategory(staff, newCategory.parse({ name: `${name} ${level}`, parent_id })));
      }
      return made;
    };
    const [upper, lower] = [await chain("Upper", 6), await chain("Lower", 5)];
    const branch = lower[0];
    if (!branch) throw new Error("no branch");
    await expect(
      updateCategory(staff, branch.id, branch.version, { parent_id: upper[5]?.id ?? null }),
    ).rejects.toMatchObject({ code: "invalid-category" });
    expect(await findCategory(staff, lower[4]?.id ?? "")).toMatchObject({ depth: 4 });
    await updateCategory(staff, branch.id, branch.version, { parent_id: upper[4]?.id ?? null });
    expect(await findCategory(staff, lower[4]?.id ?? "")).toMatchObject({ depth: 9 });
  });

  it("never ends up below itself, though two are moved under each other at once", async () => {
    const make = (name: string) => createCategory(staff, newCategory.parse({ name }));
    const [one, two] = [await make("One"), await make("Two")];
    const moves = await Promise.allSettled([
      updateCategory(staff, one.id, 1, { parent_id: two.id }),
      updateCategory(staff, two.id, 1, { parent_id: one.id }),
    ]);
    expect(moves.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const paths = (await listCategories(staff)).filter(({ id }) => id === one.id || id === two.id);
    expect(paths.map(({ depth }) => depth)).toEqual([0, 1]);
    expect(
      await refusal(updateCategory(staff, paths[0]?.id ?? "", paths[0]?.version ?? 0, { parent_id: paths[1]?.id })),
    ).toEqual({
      code: "invalid-category",
      pointers: ["/parent_id"],
    });
  });
});

describe("a timetable", () => {
  const at = (time: string): Store => openStore(env, { now: () => new Date(time) });
  const status = async (id: string) => {
    const { status, publish_at, unpublish_at } = await findProduct(staff, id);
    return { status, publish_at, unpublish_at };
  };

  it("lets a draft go live and leave again, to the minute, everywhere in the shop", async () => {
    const made = await createProduct(
      staff,
      simple("TIME-1", {
        title: "Advent wreath",
        status: "draft",
        publish_at: "2099-11-27T07:00:00+01:00",
        unpublish_at: "2099-12-24T23:00:00Z",
      }),
    );
    expect(made.publish_at).toBe("2099-11-27T06:00:00.000Z");
    const listed = async () => (await listProducts(shopper, { limit: 5, q: "advent" })).data.length;
    await keepTimetable(at("2099-11-27T05:59:59Z"));
    expect([(await status(made.id)).status, await listed()]).toEqual(["draft", 0]);
    await keepTimetable(at("2099-11-27T06:00:00Z"));
    expect(await status(made.id)).toEqual({
      status: "active",
      publish_at: null,
      unpublish_at: "2099-12-24T23:00:00.000Z",
    });
    expect(await listed()).toBe(1);
    await keepTimetable(at("2099-12-24T23:00:30Z"));
    expect(await status(made.id)).toEqual({ status: "archived", publish_at: null, unpublish_at: null });
    expect(await listed()).toBe(0);
    const told = await env.CATALOG.prepare("select count(*) as n from outbox where subject = ?")
      .bind(made.id)
      .first("n");
    expect(told).toBe(3);
  });

  it("is kept by the clock, for many products at once", async () => {
    const soon = new Date(Date.now() + 400).toISOString();
    const made = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        createProduct(staff, simple(`SOON-${n}`, { status: "draft", publish_at: soon })),
      ),
    );
    expect(made.map((product) => product.status)).toEqual(["draft", "draft", "draft", "draft", "draft"]);
    await scheduler.wait(500);
    const ctx = createExecutionContext();
    await tick(createScheduledController({ cron: "* * * * *" }), env, ctx);
    await waitOnExecutionContext(ctx);
    for (const { id } of made) expect(await status(id)).toMatchObject({ status: "active" });
  });

  it("is made at once where its hour has come, and forgotten where it cannot come", async () => {
    const late = await createProduct(staff, simple("TIME-2", { status: "draft", publish_at: "2020-01-01T00:00:00Z" }));
    expect(late).toMatchObject({ status: "active", publish_at: null });
    const draft = await createProduct(staff, simple("TIME-3", { status: "draft", publish_at: "2099-01-01T00:00:00Z" }));
    expect(await updateProduct(staff, draft.id, 1, { status: "active" })).toMatchObject({ publish_at: null });
    const leaving = await updateProduct(staff, draft.id, 2, { unpublish_at: "2099-01-01T00:00:00.000Z" });
    expect(leaving.unpublish_at).toBe("2099-01-01T00:00:00.000Z");
    expect(await updateProduct(staff, draft.id, 3, { status: "archived" })).toMatchObject({ unpublish_at: null });
  });

  it("is refused where it makes no sense, by the field", async () => {
    const make = (over: Record<string, unknown>) => refusal(createProduct(staff, simple("TIME-9", over)));
    const refused = (pointer: string) => ({ code: "invalid-schedule", pointers: [pointer] });
    expect(await make({ publish_at: "2099-01-01T00:00:00Z" })).toEqual(refused("/publish_at"));
    expect(await make({ unpublish_at: "2020-01-01T00:00:00Z" })).toEqual(refused("/unpublish_at"));
    expect(await make({ status: "archived", unpublish_at: "2099-01-01T00:00:00Z" })).toEqual(refused("/unpublish_at"));
    const backwards = { status: "draft", publish_at: "2099-02-01T00:00:00Z", unpublish_at: "2099-01-01T00:00:00Z" };
    expect(await make(backwards)).toEqual(refused("/unpublish_at"));
    // In texts, a year of five digits would come before this one, and the draft would go live at once.
    const far = { ...simple("TIME-9"), status: "draft", publish_at: "9999-12-31T23:59:59-01:00" };
    expect((await call("POST", "/api/v1/products", far, headers)).body).toMatchObject({
      status: 422,
      errors: [{ pointer: "/publish_at" }],
    });
    const unread = { ...simple("TIME-9"), publish_at: "tomorrow" };
    expect((await call("POST", "/api/v1/products", unread, headers)).body).toMatchObject({
      status: 400,
      errors: [{ pointer: "/publish_at" }],
    });
  });
});

describe("what a product leads to", () => {
  it("is shown in the order that staff gave it, active products alone to shoppers", async () => {
    const [pan, lid, spoon, draft] = await Promise.all(
      ["PAN", "LID", "SPOON", "DRAFT"].map((sku) =>
        createProduct(
          staff,
          simple(`LINK-${sku}`, { title: sku, slug: sku.toLowerCase(), status: sku === "DRAFT" ? "draft" : "active" }),
        ),
      ),
    );
    if (!pan || !lid || !spoon || !draft) throw new Error("not made");
    const change = linkChange.parse({ related: [spoon.id, draft.id, lid.id], up_sell: [lid.id] });
    const { version } = await linkProducts(staff, pan.id, 1, change);
    expect(version).toBe(2);
    const titles = async (store: Store) => {
      const { links } = await findLinked(store, "pan");
      return [links.related, links.up_sell, links.cross_sell].map((some) => some.map(({ title }) => title));
    };
    expect(await titles(shopper)).toEqual([["SPOON", "LID"], ["LID"], []]);
    expect(await titles(staff)).toEqual([["SPOON", "DRAFT", "LID"], ["LID"], []]);
    expect(await refusal(linkProducts(staff, pan.id, 1, change))).toMatchObject({ code: "changed-meanwhile" });
    const strays = linkChange.parse({ cross_sell: [lid.id, pan.id, staff.newId("prod")] });
    expect(await refusal(linkProducts(staff, pan.id, 2, strays))).toEqual({
      code: "invalid-links",
      pointers: ["/cross_sell/1", "/cross_sell/2"],
    });
    expect(await titles(shopper)).toEqual([["SPOON", "LID"], ["LID"], []]);
    expect(await refusal(findLinked(shopper, "draft"))).toMatchObject({ code: "not-found" });
  });

  it("is read and put over HTTP, with the product's version", async () => {
    const read = await call<{ related: { title: string }[] }>("GET", "/api/v1/products/pan/links", undefined, headers);
    expect([read.headers.get("ETag"), read.body.related.length]).toEqual(['"2"', 3]);
    const { id } = await findProduct(staff, "pan");
    const path = `/api/v1/products/${id}/links`;
    expect((await call("PUT", path, { related: [] })).status).toBe(401);
    expect((await call("PUT", path, { related: [] }, headers)).status).toBe(428);
    expect((await call("PUT", path, { related: ["nobody"] }, { ...headers, "If-Match": '"2"' })).status).toBe(400);
    const put = await call("PUT", path, { related: [] }, { ...headers, "If-Match": '"2"' });
    expect([put.status, put.headers.get("ETag"), put.body]).toEqual([
      200,
      '"3"',
      { related: [], up_sell: [], cross_sell: [] },
    ]);
  });
});

describe("a product of two thousand variants", () => {
  const sizes = Array.from({ length: 50 }, (_, n) => `${n + 30}`);
  const colours = Array.from({ length: 40 }, (_, n) => `Colour ${n}`);
  const variants = sizes.flatMap((Size, size) =>
    colours.map((Colour, colour) => ({
      sku: `BOOT-${Size}-${colour}`,
      options: { Size, Colour },
      prices: [{ currency: "EUR", amount: 9000 + size * 10 + colour }],
      ...(size === 49 && { stock: 3 }),
    })),
  );
  const boot = {
    title: "Boot",
    slug: "boot",
    status: "active",
    options: [
      { name: "Size", values: sizes },
      { name: "Colour", values: colours },
    ],
    variants,
  };

  it("goes in whole, is read in pieces, and its list stays a page", async () => {
    const made = await createProduct(staff, newProduct.parse(boot));
    expect([made.variants.length, made.variant_count]).toEqual([2000, 2000]);
    expect(made.price_range).toEqual({ currency: "EUR", min: 9000, max: 9529 });
    const answer = await call<{ variants: Variant[]; variant_count: number }>("GET", "/api/v1/products/boot");
    expect([answer.body.variants.length, answer.body.variant_count]).toEqual([200, 2000]);
    expect(JSON.stringify(answer.body).length).toBeLessThan(100_000);
    // Staff's answer is no larger; what they change is answered so, too.
    const told = await call<{ variants: Variant[]; variant_count: number; version: number }>(
      "GET",
      "/api/v1/products/boot",
      undefined,
      headers,
    );
    expect([told.body.variants.length, told.body.variant_count]).toEqual([200, 2000]);
    expect(JSON.stringify(told.body).length).toBeLessThan(120_000);
    const { database, spent } = counting(env.CATALOG);
    const frugal = openStore({ ...env, CATALOG: database }, { actor: { kind: "shopper", cartId: null } });
    const [card] = (await listProducts(frugal, { limit: 5, q: "boot" })).data;
    expect([card?.variants.length, card?.variant_count, card?.price_range?.max]).toEqual([50, 2000, 9529]);
    expect(spent.rowsRead).toBeLessThan(1000);
    const seen: string[] = [];
    let cursor: string | null = "";
    do {
      const page: { data: Variant[]; next_cursor: string | null } = (
        await call<{ data: Variant[]; next_cursor: string | null }>(
          "GET",
          `/api/v1/products/boot/variants?limit=90${cursor && `&cursor=${cursor}`}`,
        )
      ).body;
      seen.push(...page.data.map(({ sku }) => sku));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen).toEqual(variants.map(({ sku }) => sku));
    const reds = await call<{ data: Variant[] }>(
      "GET",
      "/api/v1/products/boot/variants?option.Size=79&option.Colour=Colour+7",
    );
    expect(reds.body.data.map(({ sku, price, available }) => [sku, price, available])).toEqual([
      ["BOOT-79-7", 9497, 3],
    ]);
    expect((await call("GET", "/api/v1/products/boot/variants?size=79")).status).toBe(400);
    expect((await call("GET", `/api/v1/products/boot/variants?cursor=${btoa('["variants:x",1]')}`)).status).toBe(400);
    expect((await call("GET", "/api/v1/products/no-such/variants")).status).toBe(404);
    const renamed = await updateProduct(staff, made.id, 1, { title: "Laced boot" });
    const whole = renamed.variants.map(({ id, sku, options, prices, barcode, weight_grams }) => ({
      ...{ id, sku, options, prices, barcode, weight_grams },
    }));
    const fewer = await updateProduct(staff, made.id, 2, productChange.parse({ variants: whole.slice(1) }));
    expect([fewer.variant_count, fewer.price_range?.min]).toEqual([1999, 9001]);
  }, 30_000);

  it("takes no variant more, none twice, and no SKU of another's, by the field", async () => {
    const one = {
      sku: "ONE-MORE",
      options: { Size: "30", Colour: "Colour 0" },
      prices: [{ currency: "EUR", amount: 1 }],
    };
    const send = async (over: Record<string, unknown>) => {
      const { status, body } = await call<{ code: string; errors: { pointer: string }[] }>(
        "POST",
        "/api/v1/products",
        { ...boot, slug: "other-boot", ...over },
        headers,
      );
      return [status, body.code, body.errors.map(({ pointer }) => pointer)];
    };
    expect(await send({ variants: [...variants, one] })).toEqual([422, "invalid-variants", ["/variants"]]);
    expect(await send({ variants: [one, { ...one, options: { Size: "31", Colour: "Colour 0" } }] })).toEqual([
      422,
      "invalid-variants",
      ["/variants/1/sku"],
    ]);
    expect(await send({ variants: [one, { ...one, sku: "TWO-MORE" }] })).toEqual([
      422,
      "invalid-variants",
      ["/variants/1/options"],
    ]);
    expect(await send({ variants: [one, { ...variants[1] }] })).toEqual([409, "sku-taken", ["/variants/1/sku"]]);
    expect((await call("GET", "/api/v1/products/other-boot")).status).toBe(404);
  });
});

describe("what a search engine is told", () => {
  it("is written with the product and with the category", async () => {
    const made = await createProduct(staff, simple("SEO-1", { seo_title: "The thing", seo_description: "Buy it." }));
    expect(made).toMatchObject({ seo_title: "The thing", seo_description: "Buy it." });
    expect(await updateProduct(staff, made.id, 1, { seo_title: null })).toMatchObject({
      seo_title: null,
      seo_description: "Buy it.",
    });
  });
});
