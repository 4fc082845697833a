import { randomUUID } from "node:crypto";
import type { sharedStore } from "./store.ts";
import type { Visitor } from "./visitor.ts";

export interface Good {
  id: string;
  slug: string;
  title: string;
  variant: { id: string; sku: string; available: number | null };
}

/** Puts a new product with one variant on the shelf, for 25.00 EUR unless told otherwise. */
export async function newGood(
  staff: Visitor,
  wanted: { title?: string; stock?: number; price?: number } = {},
): Promise<Good> {
  const name = randomUUID().slice(0, 8);
  const title = wanted.title ?? `Thing ${name}`;
  const sku = `THING-${name}`;
  const { variants, ...product } = await staff.post<Omit<Good, "variant"> & { variants: Good["variant"][] }>(
    "/products",
    {
      title,
      slug: `thing-${name}`,
      status: "active",
      variants: [
        {
          sku,
          prices: [{ currency: "EUR", amount: wanted.price ?? 2500 }],
          stock: wanted.stock ?? 10,
          weight_grams: 500,
        },
      ],
    },
  );
  const [variant] = variants;
  if (!variant) throw new Error("The new product has no variant.");
  return { ...product, variant };
}

/** Where the parcels of journeys go. */
export const address = {
  name: "Amina Haddad",
  line1: "12 Rue des Oliviers",
  city: "Lyon",
  postal_code: "69002",
  country: "FR",
};

/** A stranger orders so many of a new thing and pays at the test gateway. What comes of the payment may take a moment. */
export async function buy(
  store: ReturnType<typeof sharedStore>,
  { quantity = 1, email = "amina@example.org", billing_address = address } = {},
): Promise<{ id: string; number: number }> {
  const good = await newGood(await store.staff());
  const stranger = store.stranger();
  const cart = await stranger.post<{ id: string }>("/cart/add", { variant_id: good.variant.id, quantity });
  const shopper = stranger.with({ "x-cart-id": cart.id });
  const quote = await shopper.post<{ total: number }>("/checkout/quote", { address, shipping_option: "standard" });
  const { order, payment } = await shopper.post<{
    order: { id: string; number: number };
    payment: { redirect_url: string };
  }>(
    "/checkout",
    {
      ...{ email, shipping_address: address, billing_address, shipping_option: "standard" },
      ...{ payment_provider: "test", expected_total: quote.total },
    },
    { "idempotency-key": randomUUID() },
  );
  const { pathname } = new URL(payment.redirect_url);
  await store.stranger().ask("POST", pathname, { body: new URLSearchParams({ action: "approve" }) });
  return order;
}
