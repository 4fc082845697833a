import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createCategory } from "../../src/catalog/categories/categories.ts";
import { showAvailability } from "../../src/catalog/products/availability.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import type { Product } from "../../src/catalog/schemas.ts";
import { house as app } from "../../src/house.ts";
import { requestContext } from "../../src/platform/http/context.ts";
import { keepAnswers, keepable } from "../../src/platform/http/kept.ts";
import { newRouter } from "../../src/platform/http/router.ts";
import { openStore } from "../../src/platform/store.ts";
import { meter, type Spent } from "../budgets/meter.ts";
import { bearer, signInStaff } from "../identity/people.ts";

const databases = ["CATALOG", "ORDERS", "CUSTOMERS", "ACTIVITY"] as const;
const system = openStore(env);

let staff: Record<string, string>;
let pan: Product;

const sellPan = (slug: string, stock: number | null = 100): Promise<Product> =>
  createProduct(system, {
    title: "Copper pan",
    slug,
    description: "A pan",
    status: "active",
    brand: null,
    category_ids: [],
    attributes: {},
    options: [],
    variants: [
      {
        sku: slug,
        options: {},
        prices: [
          { currency: "EUR", amount: 2000, compare_at_amount: null },
          { currency: "USD", amount: 2400, compare_at_amount: null },
        ],
        barcode: null,
        stock,
        weight_grams: 500,
      },
    ],
  });

beforeAll(async () => {
  staff = bearer(await signInStaff());
  pan = await sellPan("pan");
}, 30_000);

/** Asks the store, and counts the calls to its databases until all that the answer left behind is done. */
async function ask(path: string, init: RequestInit = {}, of: Pick<typeof app, "fetch"> = app) {
  const spent: Spent = { trips: 0, queries: 0, rows_read: 0 };
  const metered = { ...env };
  for (const name of databases) metered[name] = meter(env[name], spent);
  const ctx = createExecutionContext();
  const answer = await of.fetch(new Request(`https://kept.test${path}`, init), metered, ctx);
  const text = await answer.text();
  await waitOnExecutionContext(ctx);
  return { status: answer.status, headers: answer.headers, text, trips: spent.trips };
}

const priceOf = async (path: string): Promise<number | null | undefined> => {
  const { text } = await ask(path);
  const found = JSON.parse(text) as Product | { data: Product[] };
  const product = "data" in found ? found.data.find(({ id }) => id === pan.id) : found;
  return product?.variants[0]?.price;
};

async function reprice(amount: number): Promise<void> {
  const { headers, text } = await ask(`/api/v1/products/${pan.id}`, { headers: staff });
  const { variants } = JSON.parse(text) as Product;
  const changed = await ask(`/api/v1/products/${pan.id}`, {
    method: "PATCH",
    headers: { ...staff, "If-Match": headers.get("ETag") ?? "", "Content-Type": "application/json" },
    body: JSON.stringify({
      variants: variants.map(({ id, sku, options, barcode, weight_grams }) => ({
        ...{ id, sku, options, barcode, weight_grams },
        prices: [{ currency: "EUR", amount }],
      })),
    }),
  });
  expect(changed.status, changed.text).toBe(200);
}

describe("what everybody reads alike", () => {
  it.each([
    "/api/v1/products",
    "/api/v1/products?sort=price",
    "/api/v1/products/pan",
    "/api/v1/products/pan/variants",
    "/api/v1/categories",
    "/api/v1/collections",
  ])("%s asks the databases when it is first read, and is then answered without them", async (path) => {
    const first = await ask(path);
    expect(first.status, first.text).toBe(200);
    expect(first.trips).toBeGreaterThan(0);
    const second = await ask(path);
    expect(second.trips).toBe(0);
    expect(second.text).toBe(first.text);
    expect(second.headers.get("Cache-Status")).toBe("Souk; hit");
    for (const name of ["Content-Type", "ETag", "Cache-Control", "Vary", "Content-Security-Policy"]) {
      expect([name, second.headers.get(name)]).toEqual([name, first.headers.get(name)]);
    }
    expect(second.headers.get("X-Request-Id")).not.toBe(first.headers.get("X-Request-Id"));
    expect(second.headers.has("CDN-Cache-Control")).toBe(false);
  });

  it("shows a new price at once where it was made", async () => {
    for (const [amount, path] of [
      [2100, "/api/v1/products/pan"],
      [2200, "/api/v1/products"],
      [2300, `/api/v1/products/${pan.id}`],
    ] as const) {
      await ask(path);
      expect((await ask(path)).trips).toBe(0);
      await reprice(amount);
      expect(await priceOf(path)).toBe(amount);
    }
  });

  it("shows within a second what another isolate of the same place changed", async () => {
    const path = "/api/v1/products/pan";
    await ask(path);
    expect((await ask(path)).trips).toBe(0);
    // Another isolate writes behind this one's back, and puts its mark.
    await env.CATALOG.prepare("update prices set amount = 1700 where currency = 'EUR' and variant_id = ?")
      .bind(pan.variants[0]?.id)
      .run();
    await caches.default.put(
      `${env.STORE_URL}/.kept/edition`,
      new Response("another", { headers: { "Cache-Control": "max-age=60" } }),
    );
    await expect.poll(() => priceOf(path), { timeout: 1000, interval: 100 }).toBe(1700);
  });

  it("is new after every kind of change, without the verb that makes it knowing of it", async () => {
    await ask("/api/v1/categories");
    expect((await ask("/api/v1/categories")).trips).toBe(0);
    await createCategory(system, { name: "Pans", slug: "pans", parent_id: null, position: 0 });
    expect((await ask("/api/v1/categories")).text).toContain('"pans"');
  });

  it("is told apart by currency, language and filter", async () => {
    await ask("/api/v1/products/pan");
    const dollars = await ask("/api/v1/products/pan?currency=USD");
    expect((JSON.parse(dollars.text) as Product).variants[0]?.currency).toBe("USD");
    const { text } = await ask("/api/v1/products/pan");
    expect((JSON.parse(text) as Product).variants[0]?.currency).toBe("EUR");
    expect((await ask("/api/v1/products/pan?locale=de")).headers.get("Cache-Status")).toContain("miss");
  });

  it("is not sent again to whoever has it", async () => {
    const { headers } = await ask("/api/v1/products/pan");
    const known = { "If-None-Match": headers.get("ETag") ?? "" };
    const again = await ask("/api/v1/products/pan", { headers: known });
    expect([again.status, again.text, again.trips]).toEqual([304, "", 0]);
    await reprice(1900);
    const unkept = await ask("/api/v1/products/pan", { headers: known });
    expect(unkept.status).toBe(200);
    const unchanged = { "If-None-Match": unkept.headers.get("ETag") ?? "" };
    await createCategory(system, { name: "Pots", slug: "pots", parent_id: null, position: 0 });
    expect((await ask("/api/v1/products/pan", { headers: unchanged })).status).toBe(304);
    expect((await ask("/api/v1/products/pan")).trips).toBe(0);
  });
});

describe("what is not kept", () => {
  it("staff always see the truth, and leave nothing for shoppers", async () => {
    await sellPan("draft-pan");
    const draft = await ask("/api/v1/products/draft-pan", { headers: staff });
    const body = JSON.stringify({ status: "draft" });
    const headers = { ...staff, "If-Match": draft.headers.get("ETag") ?? "", "Content-Type": "application/json" };
    const { id } = JSON.parse(draft.text) as Product;
    expect((await ask(`/api/v1/products/${id}`, { method: "PATCH", headers, body })).status).toBe(200);
    for (let i = 0; i < 2; i++) {
      const seen = await ask("/api/v1/products/draft-pan", { headers: staff });
      expect([seen.status, seen.trips]).toEqual([200, 1]);
    }
    expect((await ask("/api/v1/products/draft-pan")).status).toBe(404);
    const list = await ask("/api/v1/products?status=any", { headers: staff });
    expect(list.text).toContain("draft-pan");
    expect((await ask("/api/v1/products?status=any")).text).not.toContain("draft-pan");
  });

  it("a failure: what is added a moment later is found", async () => {
    expect((await ask("/api/v1/products/soon")).status).toBe(404);
    expect((await ask("/api/v1/products/soon")).status).toBe(404);
    await sellPan("soon");
    expect((await ask("/api/v1/products/soon")).status).toBe(200);
    expect((await ask("/api/v1/products?no_such=1")).status).toBe(400);
    expect((await ask("/api/v1/products?no_such=1")).status).toBe(400);
  });

  it("a search: each is to be counted", async () => {
    await ask("/api/v1/products?q=copper");
    expect((await ask("/api/v1/products?q=copper")).trips).toBeGreaterThan(0);
  });

  it("anything with a cookie, and anything that its route did not allow", async () => {
    const router = newRouter();
    let asked = 0;
    router.use(requestContext, keepAnswers());
    router.get("/cookie", (c) => {
      asked += 1;
      c.header("Set-Cookie", "who=somebody");
      return c.text("yours", 200, keepable());
    });
    router.get("/own", (c) => {
      asked += 1;
      return c.text("mine");
    });
    router.post("/kept", (c) => {
      asked += 1;
      return c.text("done", 200, keepable());
    });
    for (const [path, method] of [
      ["/cookie", "GET"],
      ["/own", "GET"],
      ["/kept", "POST"],
    ] as const) {
      asked = 0;
      await ask(path, { method }, router);
      const again = await ask(path, { method }, router);
      expect([path, asked, again.status]).toEqual([path, 2, 200]);
    }
  });
});

describe("stock", () => {
  it("a sale makes nothing old, but the last few and none left are told at once", async () => {
    const kettle = await sellPan("kettle");
    const variantId = kettle.variants[0]?.id ?? "";
    let minute = 0;
    const sold = (available: number | null) =>
      showAvailability(system, [
        {
          variant_id: variantId,
          available,
          in_stock: available,
          sold_ahead: null,
          ships_at: null,
          at: `2099-01-01T00:${10 + minute++}:00.000Z`,
        },
      ]);
    const shown = async () => {
      const { text, trips } = await ask("/api/v1/products/kettle");
      return [(JSON.parse(text) as Product).variants[0]?.available, trips];
    };
    await ask("/api/v1/products/kettle");
    await sold(99);
    expect(await shown()).toEqual([100, 0]);
    await sold(3);
    expect(await shown()).toEqual([3, 1]);
    await sold(0);
    expect(await shown()).toEqual([0, 1]);
    await sold(0);
    expect(await shown()).toEqual([0, 0]);
    await sold(50);
    expect(await shown()).toEqual([50, 1]);
    await sold(null);
    expect(await shown()).toEqual([null, 1]);
  });
});

describe("an answer that is longer than what a Worker holds", () => {
  it("is kept when it was taken to its end, and not when its reader left", async () => {
    const pieces = 60;
    let made = 0;
    const long = newRouter();
    long.use(requestContext);
    long.get("/long/*", keepAnswers({ byEdition: false, isLong: true }), (c) => {
      let sent = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (sent === pieces) return controller.close();
          sent += 1;
          made += 1;
          controller.enqueue(new Uint8Array(65_536));
        },
      });
      return c.body(body, 200, keepable());
    });
    const ctx = createExecutionContext();
    const left = await long.fetch(new Request("https://kept.test/long/left"), { ...env }, ctx);
    const reader = left.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await waitOnExecutionContext(ctx);
    expect(made).toBeLessThan(pieces);
    for (const status of ["Souk; fwd=miss", "Souk; hit"]) {
      const { headers, text } = await ask("/long/left", {}, long);
      expect([headers.get("Cache-Status"), text.length]).toEqual([status, pieces * 65_536]);
    }
    expect((await ask("/long/head", { method: "HEAD" }, long)).text).toBe("");
    expect((await ask("/long/head", {}, long)).headers.get("Cache-Status")).toBe("Souk; fwd=miss");
  });
});
