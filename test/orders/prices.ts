import { env } from "cloudflare:workers";

/** Sets what a variant costs, in cents of EUR, past the catalogue: a price of another day. */
export async function patchPrice(variantId: string, amount: number): Promise<void> {
  await env.CATALOG.prepare("update prices set amount = ? where variant_id = ?").bind(amount, variantId).run();
}
