import { randomUUID } from "node:crypto";
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
