import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { archiveProduct, createProduct } from "../../src/catalog/products/products.ts";
import { newProduct, productQuery } from "../../src/catalog/schemas.ts";
import { house as app } from "../../src/house.ts";
import { openStore } from "../../src/platform/store.ts";
import { forgetOldMisses, listMisses } from "../../src/search/misses.ts";
import { bearer, signInStaff } from "../identity/people.ts";

const store = openStore(env);
const pending: Promise<unknown>[] = [];
const shopper = openStore(env, {
  actor: { kind: "shopper", cartId: null },
  after: (work) => void pending.push(work),
});

const page = (q: string, more: object = {}) => listProducts(shopper, { ...productQuery.parse({ q }), ...more });
const slugs = async (q: string, more: object = {}) => (await page(q, more)).data.map((product) => product.slug);
const ids: Record<string, string> = {};
let auth: Record<string, string>;

async function send(method: string, path: string, body?: object, headers: Record<string, string> = auth) {
  const ctx = createExecutionContext();
  const answer = await app.fetch(
    new Request(`https://souk.test/api/v1/search/${path}`, {
      method,
      headers: { ...headers, ...(body ? { "Content-Type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
    env,
    ctx,
  );
  await waitOnExecutionContext(ctx);
  const text = await answer.text();
  return { status: answer.status, etag: answer.headers.get("ETag") ?? "", body: text === "" ? null : JSON.parse(text) };
}

beforeAll(async () => {
  auth = bearer(await signInStaff());
  for (const [slug, title, brand] of [
    ["sofa", "Green sofa", "Nest"],
    ["settee", "Velvet settee", "Nest"],
    ["phone", "Pocket mobile phone", "Ring"],
    ["case", "Leather phone case", "Ring"],
    ["charger", "Phone charger", "Volt"],
    ["printer", "Toner TN-2110 for printers", "Brother"],
    ["console", "PlayStation 4", "Sony"],
  ] as const) {
    const { id } = await createProduct(
      store,
      newProduct.parse({
        title,
        slug,
        brand,
        status: "active",
        attributes: { memory_gb: 8, foldable: true, material: "cloth" },
        variants: [{ sku: slug.toUpperCase(), prices: [{ currency: "EUR", amount: 1000 }] }],
      }),
    );
    ids[slug] = id;
  }
}, 60_000);

describe("a search", () => {
  it("finds a model number however it is parted, and two words that are one", async () => {
    for (const q of ["tn-2110", "tn2110", "TN 2110", "toner tn2110"])
      expect([q, (await slugs(q))[0]]).toEqual([q, "printer"]);
    for (const q of ["playstation 4", "play station 4", "playstation4"])
      expect([q, (await slugs(q))[0]]).toEqual([q, "console"]);
  });

  it("shows what has some of the words after what has all, and says how many have all", async () => {
    const found = await page("leather phone");
    expect(found.data.map((product) => product.slug)).toEqual(["case", expect.any(String), expect.any(String)]);
    expect(found).toMatchObject({ total: 3, all_words: 1, total_exact: true });
    expect(await slugs("leather phone", { sort: "price" })).toEqual(["case"]);
  });

  it("is narrowed by brand, words, numbers and yes or no alike, and counts what other choices would leave", async () => {
    expect(await slugs("phone", { brand: "Volt" })).toEqual(["charger"]);
    expect((await slugs("phone", { attributes: { memory_gb: "8", foldable: "true", material: "cloth" } })).length).toBe(
      3,
    );
    expect(await slugs("phone", { attributes: { memory_gb: "9" } })).toEqual([]);
    const { facets } = await page("phone", { brand: "Volt" });
    expect(facets?.brands.map(({ value, count }) => [value, count])).toEqual([
      ["Ring", 2],
      ["Volt", 1],
    ]);
  });

  it("turns its pages to the end, each product once, also where a misspelt word was corrected", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const found = await page("phone", { limit: 1, ...(cursor ? { cursor } : {}) });
      seen.push(...found.data.map((product) => product.slug));
      cursor = found.next_cursor;
    }
    expect(seen.sort()).toEqual(["case", "charger", "phone"]);
  });
});

describe("synonyms", () => {
  it("are kept once, however they are written, and a set is not made into another one", async () => {
    const made = await send("POST", "synonyms", { words: ["lamp", "light", "luminaire"] });
    for (const words of [
      ["lamp", "light", "luminaire"],
      ["Luminaires", "LAMP", "lights", "lamps"],
    ])
      expect((await send("POST", "synonyms", { words })).body.code).toBe("synonyms-exist");
    const other = await send("POST", "synonyms", { words: ["lamp", "light"] });
    expect(other.status).toBe(201);
    const words = ["light", "lamp", "luminaire"];
    const changed = await send("PATCH", `synonyms/${other.body.id}`, { words }, { ...auth, "If-Match": other.etag });
    expect([changed.status, changed.body.code]).toEqual([409, "synonyms-exist"]);
    expect((await send("POST", "synonyms", { words, language: "de" })).status).toBe(201);
    expect((await send("POST", "synonyms", { words, direction: "one_way" })).status).toBe(201);
    for (const { id } of (await send("GET", "synonyms")).body.data) await send("DELETE", `synonyms/${id}`);
    expect(made.status).toBe(201);
  });

  it("lead from each word to the others, in any number, until they are removed", async () => {
    expect(await slugs("couches")).toEqual([]);
    const made = await send("POST", "synonyms", { words: ["sofa", "couch", "settee"] });
    expect(made.status).toBe(201);
    expect((await slugs("couches")).sort()).toEqual(["settee", "sofa"]);
    expect((await slugs("green couch"))[0]).toBe("sofa");

    const stale = await send(
      "PATCH",
      `synonyms/${made.body.id}`,
      { words: ["sofa", "divan"] },
      { ...auth, "If-Match": '"9"' },
    );
    expect([stale.status, stale.body.code]).toEqual([412, "changed-meanwhile"]);
    const changed = await send(
      "PATCH",
      `synonyms/${made.body.id}`,
      { words: ["sofa", "divan"] },
      { ...auth, "If-Match": made.etag },
    );
    expect(changed.body).toMatchObject({ words: ["sofa", "divan"], version: 2 });
    expect(await slugs("couches")).toEqual([]);
    expect(await slugs("divan")).toEqual(["sofa"]);

    expect((await send("DELETE", `synonyms/${made.body.id}`)).status).toBe(204);
    expect(await slugs("divan")).toEqual([]);
  });

  it("may lead one way, and from several words to one", async () => {
    const { body } = await send("POST", "synonyms", { words: ["cell phone", "mobile"], direction: "one_way" });
    expect((await slugs("cell phone"))[0]).toBe("phone");
    expect((await page("cell phone")).all_words).toBe(1);
    expect((await page("mobile")).all_words).toBe(1);
    expect((await send("GET", "synonyms")).body.data).toEqual([expect.objectContaining({ id: body.id })]);
  });

  it("are refused where they say nothing, and to whoever is not staff", async () => {
    expect((await send("POST", "synonyms", { words: ["alone"] })).status).toBe(400);
    expect((await send("POST", "synonyms", { words: ["a b c d", "e"] })).status).toBe(400);
    expect((await send("POST", "synonyms", { words: ["lamp", "Lamps"] })).body).toMatchObject({
      code: "invalid-input",
      errors: [{ pointer: "/words" }],
    });
    expect((await send("POST", "synonyms", { words: ["( )", '"'] })).status).toBe(400);
    expect((await send("POST", "synonyms", { words: ["x", "y"] }, {})).status).toBe(401);
    expect((await send("PATCH", "synonyms/syn_1", { words: ["x", "y"] }, { ...auth, "If-Match": '"1"' })).status).toBe(
      404,
    );
  });
});

describe("for one search staff", () => {
  it("pin what stands first, also without the words, and bury what stands last", async () => {
    const made = await send("POST", "rules", { query: "Phone", pinned: [ids.sofa, ids.charger], buried: [ids.phone] });
    expect(made.status).toBe(201);
    expect(await slugs("phone")).toEqual(["sofa", "charger", "case", "phone"]);
    expect(await slugs("PHONE")).toEqual(["sofa", "charger", "case", "phone"]);
    expect(await slugs("phone", { brand: "Ring" })).toEqual(["case", "phone"]);
    expect((await slugs("phone case"))[0]).toBe("case");

    const again = await send("POST", "rules", { query: "phone", pinned: [ids.case] });
    expect([again.status, again.body.code]).toEqual([409, "search-rule-exists"]);
    const changed = await send(
      "PATCH",
      `rules/${made.body.id}`,
      { pinned: [ids.phone] },
      { ...auth, "If-Match": made.etag },
    );
    expect(changed.body).toMatchObject({ pinned: [ids.phone], buried: [], version: 2 });
    expect((await slugs("phone"))[0]).toBe("phone");

    await archiveProduct(store, ids.phone ?? "", null);
    expect(await slugs("phone")).not.toContain("phone");
    expect((await send("DELETE", `rules/${made.body.id}`, undefined, { ...auth, "If-Match": made.etag })).status).toBe(
      412,
    );
    expect((await send("DELETE", `rules/${made.body.id}`)).status).toBe(204);
    expect((await send("GET", `rules/${made.body.id}`)).status).toBe(404);
  });

  it("cannot place what does not exist, nor one product first and last", async () => {
    const stranger = await send("POST", "rules", { query: "lamp", pinned: [`prod_${"0".repeat(26)}`] });
    expect([stranger.status, stranger.body.code]).toEqual([422, "unknown-product"]);
    expect((await send("GET", "rules")).body.data).toEqual([]);
    expect((await send("POST", "rules", { query: "lamp", pinned: [ids.sofa], buried: [ids.sofa] })).status).toBe(400);
    expect((await send("POST", "rules", { query: "lamp" })).status).toBe(400);
  });
});

describe("what is searched in vain", () => {
  it("is counted by its words for staff, without a trace of who searched", async () => {
    for (const q of ["Zither", "zither", "zither strings", "ada@example.org", "call 0151 23456789"]) await page(q);
    await listProducts(openStore(env, { actor: { kind: "staff", id: "usr_1", email: "a@b.c", groups: ["admins"] } }), {
      ...productQuery.parse({ q: "theremin" }),
    });
    await Promise.all(pending);
    const { status, body } = await send("GET", "misses?days=7");
    expect(status).toBe(200);
    const words = body.data.map((miss: { words: string; searches: number }) => [miss.words, miss.searches]);
    expect(words).toContainEqual(["zither", 2]);
    expect(words).toContainEqual(["zither strings", 1]);
    expect(JSON.stringify(body)).not.toMatch(/ada|0151|theremin/);
    expect((await send("GET", "misses", undefined, {})).status).toBe(401);
  });

  it("is forgotten after ninety days", async () => {
    const later = openStore(env, { now: () => new Date(Date.now() + 91 * 86_400_000) });
    await forgetOldMisses(later);
    expect(await listMisses(store, 90, 100)).toEqual([]);
  });
});

describe("while somebody types", () => {
  it("words, products and categories are suggested, whatever is typed", async () => {
    const answer = await send("GET", "suggest?q=pho", undefined, {});
    expect(answer.status).toBe(200);
    expect(answer.body.products.map((product: { slug: string }) => product.slug).sort()).toEqual(["case", "charger"]);
    for (const q of ["", "a", '" OR NEAR(', "*", "title:x", "x".repeat(100), "\u0000", "a b c d e f g h i j k l m n"]) {
      expect([q, (await send("GET", `suggest?q=${encodeURIComponent(q)}`, undefined, {})).status]).toEqual([q, 200]);
    }
    expect((await send("GET", `suggest?q=${"x".repeat(101)}`, undefined, {})).status).toBe(400);
    expect((await send("GET", "suggest", undefined, {})).status).toBe(400);
  });
});
