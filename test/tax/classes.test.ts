import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { editNextProducts } from "../../src/catalog/bulk/chunk.ts";
import { startBulkEdit } from "../../src/catalog/bulk/edits.ts";
import { updateProduct } from "../../src/catalog/products/products.ts";
import type { Placed, Quote } from "../../src/checkout/schemas.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import type { TaxClass } from "../../src/tax/rules.ts";
import { forgetTaxRules } from "../../src/tax/zones/read-rules.ts";
import { address, ask, checkOut, fillCart, sell, storeFor } from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";

let auth: Record<string, string>;

beforeAll(async () => {
  auth = bearer(await signInStaff());
}, 60_000);

/** A thing on sale, taxed as this. */
async function sellTaxed(tax_class: TaxClass, price: number) {
  const thing = await sell({ price, stock: 100 });
  await updateProduct(storeFor(), thing.product_id, 1, { tax_class });
  return thing;
}

const quoteOf = async (cartId: string, body: object): Promise<Quote> =>
  (await ask("POST", "/checkout/quote", body, { "x-cart-id": cartId })).json<Quote>();

describe("the tax class of a product", () => {
  it("decides what its line is taxed at, from the cart to the order, which keeps it", async () => {
    const [book, pan, stamp] = [
      await sellTaxed("reduced", 10_700),
      await sellTaxed("standard", 11_900),
      await sellTaxed("exempt", 500),
    ];
    const cartId = await fillCart(book.variant_id);
    await fillCart(pan.variant_id, 1, cartId);
    await fillCart(stamp.variant_id, 1, cartId);
    const lines = [
      { tax_total: 700, tax_rate: "7", tax_reason: "reduced", taxes: [{ name: "VAT", percent: "7", amount: 700 }] },
      {
        tax_total: 1900,
        tax_rate: "19",
        tax_reason: "standard",
        taxes: [{ name: "VAT", percent: "19", amount: 1900 }],
      },
      { tax_total: 0, tax_rate: "0", tax_reason: "exempt", taxes: [] },
    ];
    const cart = await (await ask("GET", "/cart", undefined, { "x-cart-id": cartId })).json();
    expect(cart).toMatchObject({ items: lines, tax_total: 2600 });
    const quoted = await quoteOf(cartId, { address, shipping_option: "standard" });
    expect(quoted).toMatchObject({ items: lines, tax_total: 2600 });
    const { order } = await (await checkOut(cartId, { body: { expected_total: quoted.total } })).json<{
      order: object;
    }>();
    expect(order).toMatchObject({
      items: [
        { ...lines[0], tax_class: "reduced" },
        { ...lines[1], tax_class: "standard" },
        { ...lines[2], tax_class: "exempt" },
      ],
      tax_total: 2600,
      tax_source: "own",
      tax_exemption: null,
    });
  });

  it("is standard where nobody said, is written by staff, and one that does not exist is refused at the field", async () => {
    const { product_id } = await sell();
    const path = `/products/${product_id}`;
    expect(await (await ask("GET", path)).json()).toMatchObject({ tax_class: "standard" });
    const changed = await ask("PATCH", path, { tax_class: "super_reduced" }, { ...auth, "If-Match": '"1"' });
    expect([changed.status, await changed.json()]).toEqual([
      200,
      expect.objectContaining({ tax_class: "super_reduced", version: 2 }),
    ]);
    const wrong = await ask("PATCH", path, { tax_class: "luxury" }, { ...auth, "If-Match": '"2"' });
    expect([wrong.status, await wrong.json()]).toEqual([
      400,
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: "/tax_class" })] }),
    ]);
    await expect(
      env.CATALOG.prepare("update products set tax_class = 'luxury' where id = ?").bind(product_id).run(),
    ).rejects.toThrow(/CHECK/);
  });

  it("is changed for many products at once, and those that have it already stay as they are", async () => {
    const things = [await sell(), await sellTaxed("reduced", 900)];
    const product_ids = things.map(({ product_id }) => product_id);
    const { id } = await startBulkEdit(storeFor(), { product_ids, change: { tax_class: "reduced" } });
    await editNextProducts(storeFor(), id);
    expect(await (await ask("GET", `/products/bulk/${id}`, undefined, auth)).json()).toMatchObject({
      products_changed: 1,
      products_unchanged: 1,
    });
    const classes = await Promise.all(
      product_ids.map(async (product) => (await ask("GET", `/products/${product}`)).json<{ tax_class: string }>()),
    );
    expect(classes.map(({ tax_class }) => tax_class)).toEqual(["reduced", "reduced"]);
  });
});

describe("several taxes on one line", () => {
  it("are told one by one on quote and order, and sum to the line's tax", async () => {
    const rates = [
      { class: "standard", name: "GST", percent: "5", since: "2008-01-01" },
      { class: "standard", name: "QST", percent: "9.975", since: "2013-01-01" },
    ];
    const quebec = { name: "Quebec", country: "CA", region: "QC", prices: "added", rates };
    expect((await ask("POST", "/tax/zones", quebec, auth)).status).toBe(201);
    forgetTaxRules();
    const cartId = await fillCart((await sell({ price: 100_00 })).variant_id);
    const montreal = { ...address, city: "Montréal", region: "QC", postal_code: "H2Y 1C6", country: "CA" };
    const taxes = [
      { name: "GST", percent: "5", amount: 500 },
      { name: "QST", percent: "9.975", amount: 998 },
    ];
    const quoted = await quoteOf(cartId, { address: montreal, shipping_option: "standard" });
    expect(quoted).toMatchObject({ items: [{ tax_total: 1498, tax_rate: "14.975", taxes }] });
    const shipped = quoted.shipping_taxes.reduce((sum, { amount }) => sum + amount, 0);
    expect(shipped).toBe(quoted.shipping_tax_total);
    const body = { shipping_address: montreal, expected_total: quoted.total };
    const { order } = await (await checkOut(cartId, { body })).json<Placed>();
    expect(order).toMatchObject({ items: [{ taxes }], shipping_taxes: quoted.shipping_taxes });
    const page = await exports.default.fetch(`https://souk.test/orders/${order.id}?token=${order.access_token}`);
    const text = (await page.text()).replaceAll(/<[^>]*>|\s+/g, " ").replaceAll(/ +/g, " ");
    const gst = 500 + (quoted.shipping_taxes[0]?.amount ?? 0);
    expect(text).toContain(`GST 5% €${(gst / 100).toFixed(2)}`);
    expect(text).toMatch(/QST 9\.975% €\d/);
    expect((await auditBooks(storeFor())).findings).toEqual([]);
  });
});

it("a new product takes its class from the call that makes it", async () => {
  const variants = [{ sku: "BREAD-1", options: {}, prices: [{ currency: "EUR", amount: 300 }] }];
  const made = await ask("POST", "/products", { title: "Bread", tax_class: "reduced", variants }, auth);
  expect([made.status, await made.json()]).toEqual([201, expect.objectContaining({ tax_class: "reduced" })]);
});
