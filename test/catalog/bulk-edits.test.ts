import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { consume } from "../../queues/index.ts";
import { createAttribute } from "../../src/catalog/attributes/attributes.ts";
import { newAttribute } from "../../src/catalog/attributes/schemas.ts";
import { editNextProducts } from "../../src/catalog/bulk/chunk.ts";
import {
  cancelBulkEdit,
  findBulkEdit,
  listBulkRefusals,
  runBulkEdit,
  startBulkEdit,
} from "../../src/catalog/bulk/edits.ts";
import { bulkRequest } from "../../src/catalog/bulk/schemas.ts";
import { createCategory } from "../../src/catalog/categories/categories.ts";
import { newCategory } from "../../src/catalog/categories/schemas.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import { newProduct } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { bearer, call, signInStaff } from "../identity/people.ts";
import { fillCatalog } from "./many-products.ts";

const sent: unknown[] = [];
/** Staff whose messages to the queue of jobs are held back, so that a test does them when it likes. */
const queue = new Proxy(env.IMPORTS_QUEUE, {
  get: (target, name) =>
    name === "send" ? async (message: unknown) => void sent.push(message) : Reflect.get(target, name),
});
const staff = openStore(
  { ...env, IMPORTS_QUEUE: queue },
  { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } },
);
const shopper = openStore(env, { actor: { kind: "shopper", cartId: null } });

let headers: Record<string, string> = {};
let sale = "";
let summer = "";
const ids: string[] = [];
beforeAll(async () => {
  headers = bearer(await signInStaff());
  sale = (await createCategory(staff, newCategory.parse({ name: "Sale" }))).id;
  summer = (await createCategory(staff, newCategory.parse({ name: "Summer" }))).id;
  await createAttribute(
    staff,
    newAttribute.parse({ code: "length", label: "Length", type: "number", unit: "cm", category_ids: [sale] }),
  );
  for (const [n, amount, before] of [
    [1, 1999, null],
    [2, 1005, 1200],
    [3, 0, null],
  ] as const) {
    const product = newProduct.parse({
      title: `Shirt ${n}`,
      status: "active",
      category_ids: [summer],
      attributes: { fabric: "linen", length: n === 3 ? "long" : 70 },
      variants: [
        {
          sku: `SHIRT-${n}`,
          prices: [
            { currency: "EUR", amount, compare_at_amount: before },
            { currency: "USD", amount: amount + 1 },
          ],
        },
      ],
    });
    ids.push((await createProduct(staff, product)).id);
  }
}, 60_000);

const edit = (request: Record<string, unknown>) => startBulkEdit(staff, bulkRequest.parse(request));
const prices = async (currency = "EUR") =>
  Promise.all(
    ids.map(async (id) => {
      const { variants } = await findProduct(staff, id, currency as "EUR");
      return [variants[0]?.price, variants[0]?.compare_at_price];
    }),
  );

describe("an edit of many products", () => {
  it("takes a percentage off, to the nearest cent, and shows what it cost before", async () => {
    const done = await edit({
      product_ids: ids,
      change: { price: { percent: -12.5, currency: "EUR", compare_at: "previous" } },
    });
    expect(done).toMatchObject({ status: "finished", products_total: 3, products_done: 3, products_changed: 3 });
    // 1749.125, 879.375, 0
    expect(await prices()).toEqual([
      [1749, 1999],
      [879, 1200],
      [0, null],
    ]);
    expect(await prices("USD")).toEqual([
      [2000, null],
      [1006, null],
      [1, null],
    ]);
    const { data } = await listProducts(shopper, { limit: 5, q: "shirt", sort: "price" });
    expect(data.map(({ price_range }) => price_range?.min)).toEqual([0, 879, 1749]);
    await edit({ product_ids: ids, change: { price: { percent: 50 } } });
    expect(await prices()).toEqual([
      [2624, null],
      [1319, null],
      [0, null],
    ]);
    expect(await prices("USD")).toEqual([
      [3000, null],
      [1509, null],
      [2, null],
    ]);
    await edit({ product_ids: ids.slice(0, 2), change: { price: { set: 900, compare_at: "previous" } } });
    await edit({ product_ids: ids.slice(0, 1), change: { price: { set: 800, currency: "CHF" } } });
    expect(await prices()).toEqual([
      [900, 2624],
      [900, 1319],
      [0, null],
    ]);
    expect((await prices("CHF"))[0]).toEqual([800, null]);
  });

  it("files and describes products, and says of which it cannot be true", async () => {
    const done = await edit({
      filter: { category: "summer", status: "active" },
      change: {
        add_category_ids: [sale],
        remove_category_ids: [summer],
        attributes: { season: "summer", fabric: null },
      },
    });
    expect(done).toMatchObject({ products_total: 3, products_changed: 2, products_refused: 1 });
    expect(await listBulkRefusals(staff, done.id, { limit: 10 })).toEqual({
      data: [{ product_id: ids[2], reason: "Length is a number in cm." }],
      next_cursor: null,
    });
    expect(await findProduct(staff, ids[0] ?? "")).toMatchObject({
      category_ids: [sale],
      attributes: { length: 70, season: "summer" },
    });
    expect(await findProduct(staff, ids[2] ?? "")).toMatchObject({
      category_ids: [summer],
      attributes: { fabric: "linen" },
    });
    const again = await edit({ product_ids: ids.slice(0, 2), change: { add_category_ids: [sale] } });
    expect(again).toMatchObject({ products_changed: 0, products_unchanged: 2 });
    const stranger = staff.newId("prod");
    const strange = await edit({ product_ids: [stranger, ids[0]], change: { status: "archived" } });
    expect(strange).toMatchObject({ products_total: 2, products_changed: 1, products_refused: 1, products_done: 2 });
    expect((await listProducts(shopper, { limit: 5, category: "sale" })).total).toBe(1);
  });

  it("finds its products by brand, attribute, status and category together", async () => {
    await fillCatalog(staff, 0, 240);
    const total = async (filter: Record<string, unknown>) =>
      (await edit({ filter, change: { status: "active" } })).products_total;
    expect(await total({ brand: "Acme" })).toBe(24);
    expect(await total({ category: "lamp", attributes: { colour: "red" } })).toBe(6);
    expect(await total({ brand: "Acme", category: "chair", status: "active", attributes: { colour: "red" } })).toBe(6);
    expect(await total({ brand: "Nobody" })).toBe(0);
    expect(await total({ category: "no-such" })).toBe(0);
  });

  it("that is long is done chunk by chunk, each once, however often it is begun, and can be stopped", async () => {
    sent.length = 0;
    const begun = await edit({ filter: { attributes: {} }, change: { price: { percent: 10 } } });
    expect(begun).toMatchObject({ status: "queued", products_total: 243, products_done: 0 });
    expect(sent).toEqual([{ kind: "bulk-edit", job_id: begun.id }]);
    const [cheapest] = (await listProducts(staff, { limit: 1, sort: "price", brand: "Acme" })).data;
    const before = cheapest?.variants[0]?.price ?? 0;
    const rivals = await Promise.all([editNextProducts(staff, begun.id), editNextProducts(staff, begun.id)]);
    expect(rivals.sort()).toEqual(["go on", "stop"]);
    expect(await findBulkEdit(staff, begun.id)).toMatchObject({ status: "running", products_done: 100 });
    const batch = createMessageBatch("imports", [{ id: "m1", timestamp: new Date(), attempts: 1, body: sent[0] }]);
    const ctx = createExecutionContext();
    await consume(batch, env, ctx);
    expect((await getQueueResult(batch, ctx)).explicitAcks).toEqual(["m1"]);
    expect(await findBulkEdit(staff, begun.id)).toMatchObject({ status: "finished", products_changed: 243 });
    await runBulkEdit(staff, begun.id);
    const after = (await findProduct(staff, cheapest?.id ?? "")).variants[0]?.price;
    expect(after).toBe(Math.floor((before * 11000 + 5000) / 10000));

    const other = await edit({ filter: {}, change: { price: { percent: 10 } } });
    await editNextProducts(staff, other.id);
    expect(await cancelBulkEdit(staff, other.id)).toMatchObject({ status: "cancelled", products_done: 100 });
    await runBulkEdit(staff, other.id);
    expect(await findBulkEdit(staff, other.id)).toMatchObject({ status: "cancelled", products_done: 100 });
    await expect(cancelBulkEdit(staff, other.id)).rejects.toMatchObject({ code: "illegal-transition" });
  }, 20_000);

  it("is staff's, over HTTP, and refused where it says nothing, twice, or too much", async () => {
    const post = async (body: unknown, as = headers) => {
      const { status, body: answer } = await call<{ errors?: { pointer: string }[] }>(
        "POST",
        "/api/v1/products/bulk",
        body,
        as,
      );
      return [status, (answer.errors ?? []).map(({ pointer }) => pointer)];
    };
    expect(await post({}, {})).toEqual([401, []]);
    expect(await post({ filter: {}, change: {} })).toEqual([400, ["/change"]]);
    expect(await post({ change: { status: "draft" } })).toEqual([400, [""]]);
    expect(await post({ filter: {}, product_ids: ids, change: { status: "draft" } })).toEqual([400, [""]]);
    expect(await post({ filter: { colour: "red" }, change: { status: "draft" } })).toEqual([400, ["/filter/colour"]]);
    expect(await post({ filter: {}, change: { price: { percent: 5, set: 5 } } })).toEqual([400, ["/change/price"]]);
    expect(await post({ filter: {}, change: { price: { percent: -100 } } })).toEqual([400, ["/change/price/percent"]]);
    expect(await post({ filter: {}, change: { price: { percent: 1.005 } } })).toEqual([400, ["/change/price/percent"]]);
    const stray = { filter: {}, change: { add_category_ids: [staff.newId("cat")] } };
    expect(await post(stray)).toEqual([422, ["/change/add_category_ids/0"]]);
    expect(await post({ product_ids: ids, change: { status: "active" } })).toEqual([200, []]);
    const list = await call<{ data: { id: string; refusals_url: string }[] }>(
      "GET",
      "/api/v1/products/bulk?limit=2",
      undefined,
      headers,
    );
    expect(list.body.data.length).toBe(2);
    const [first] = list.body.data;
    expect((await call("GET", `/api/v1/products/bulk/${first?.id}`, undefined, headers)).status).toBe(200);
    expect((await call("GET", first?.refusals_url ?? "", undefined, headers)).status).toBe(200);
    expect((await call("POST", `/api/v1/products/bulk/${first?.id}/cancel`, undefined, headers)).status).toBe(409);
  });
});
