import { env } from "cloudflare:workers";
import { createCategory } from "../../src/catalog/categories/categories.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import { newProduct, type Product } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { type Page, Visitor } from "./visitor.ts";

export const staff = openStore(env, {
  actor: { kind: "staff", id: "usr_staff", email: "staff@souk.test", groups: ["admins"] },
});

export const hostile = `<script>alert(1)</script>"onmouseover="alert(2)' <img src=x onerror=alert(3)>`;

export interface Wares {
  pan: Product;
  mug: Product;
  gone: Product;
  hostile: Product;
}

/** A small shop: two floors of categories, a pan in two sizes, a reduced mug, something sold out, something hostile. */
export async function stockUp(): Promise<Wares> {
  const kitchen = await createCategory(staff, { name: "Kitchen", parent_id: null, position: 0 });
  const pans = await createCategory(staff, { name: "Pans", parent_id: kitchen.id, position: 0 });
  const make = (given: unknown) => createProduct(staff, newProduct.parse(given));
  const price = (amount: number, before: number | null = null) => [
    { currency: "EUR", amount, compare_at_amount: before },
  ];
  return {
    pan: await make({
      title: "Hammered pan",
      slug: "hammered-pan",
      status: "active",
      brand: "Forge 12",
      category_ids: [pans.id],
      description: "Heavy.\n\nAnd good.",
      attributes: { material: "copper" },
      options: [{ name: "Size", values: ["20 cm", "24 cm"] }],
      variants: [
        { sku: "PAN-20", options: { Size: "20 cm" }, prices: price(4900), stock: 9 },
        { sku: "PAN-24", options: { Size: "24 cm" }, prices: price(5900), stock: 0 },
      ],
    }),
    mug: await make({
      title: "Morning mug",
      slug: "morning-mug",
      status: "active",
      category_ids: [kitchen.id],
      attributes: { material: "stoneware" },
      variants: [{ sku: "MUG", prices: price(1500, 1900), stock: 40 }],
    }),
    gone: await make({
      title: "Last lamp",
      slug: "last-lamp",
      status: "active",
      variants: [{ sku: "LAMP", prices: price(9900), stock: 0 }],
    }),
    hostile: await make({
      title: hostile,
      slug: "hostile",
      status: "active",
      brand: hostile,
      description: hostile,
      attributes: { [hostile.slice(0, 70)]: hostile },
      variants: [{ sku: "HOSTILE", prices: price(100), stock: 5 }],
    }),
  };
}

export const title = (page: Page): string | undefined => page.headings.find(({ level }) => level === 1)?.text;

export const address = {
  email: "ada@example.com",
  name: "Ada Lovelace",
  line1: "Unter den Linden 1",
  postal_code: "10117",
  city: "Berlin",
};

/** A visitor with a pan in the cart, and the cart's page. */
export async function withPan(quantity = "1"): Promise<{ visitor: Visitor; cart: Page }> {
  const visitor = new Visitor();
  const page = await visitor.visit("/products/hammered-pan");
  return { visitor, cart: await visitor.submit(page, "/cart/add", { quantity }) };
}
