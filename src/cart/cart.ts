import { z } from "@hono/zod-openapi";
import { inMarketOf, marketNamed } from "../catalog/markets/which-market.ts";
import { findOffers } from "../catalog/prices/offers.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { knowBuyer, rulesFor } from "../promotions/campaigns/buyer.ts";
import { normalCode } from "../promotions/campaigns/code.ts";
import { readCode } from "../promotions/campaigns/find-code.ts";
import type { CheckoutRefusal, Filling } from "./checkout-lock.ts";
import { variantIdOf } from "./contents.ts";
import { pricingRules } from "./pricing-rules.ts";
import { type CartSnapshot, settled } from "./requests.ts";
import type { AddToCart, CartView, EditLine, RemoveLine } from "./schemas.ts";
import { priceToShow } from "./too-dear.ts";
import { toPrice, viewCart, viewNothing } from "./view.ts";
import { guestCart, nameOf, objectOf, placeOf, termsOf } from "./which-cart.ts";

/** What a refusal with `cart-currency` says of the cart. */
const refusedPlace = z.object({ market: z.string(), currency: z.string() });

/** Reads the caller's cart: one call of one object, and no database but for the taxes, once a minute. Reading does not prolong its life. */
export async function readCart(store: Store): Promise<CartView> {
  const known = nameOf(store.actor);
  return viewOf(store, known && objectOf(store, known).read());
}

/**
 * Puts a variant into the caller's cart, or more of it. A guest without a cart gets one, named by the answer's `id`.
 * @param version the version that the caller means to change; null for whichever there is
 * @throws not-found for a variant that is not on sale, insufficient-stock, quantity-over-limit, changed-meanwhile
 */
export async function addToCart(store: Store, input: AddToCart, version: number | null = null): Promise<CartView> {
  const offer = (await findOffers(store, [input.variant_id])).get(input.variant_id);
  if (!offer) throw notFound("variant on sale");
  const name = nameOf(store.actor) ?? guestCart(store.newId("cart"));
  const { quantity } = input;
  const terms = termsOf(store, name);
  return viewOf(store, settled(await objectOf(store, name).add({ terms, offer, quantity, if_version: version })));
}

/**
 * Sets a line's quantity; 0 removes it.
 * @throws not-found, insufficient-stock, quantity-over-limit, not-available, changed-meanwhile
 */
export async function editLine(store: Store, input: EditLine, version: number | null = null): Promise<CartView> {
  const known = nameOf(store.actor);
  if (!known) throw notFound("line in this cart");
  const edit = async (at: Store): Promise<CartSnapshot | null> => {
    const { line_id, quantity } = input;
    const variantId = variantIdOf(line_id);
    const offer = quantity > 0 ? ((await findOffers(at, [variantId])).get(variantId) ?? null) : null;
    const request = { line_id, quantity, offer, place: placeOf(at), if_version: version };
    return settled(await objectOf(store, known).edit(request));
  };
  return viewOf(store, await edit(store).catch(async (thrown: unknown) => edit(await storeOfCart(store, thrown))));
}

/** The store in the market that the refused cart is in: its lines keep their currency wherever the shopper has gone. */
async function storeOfCart(store: Store, thrown: unknown): Promise<Store> {
  if (!(thrown instanceof DomainError) || thrown.code !== "cart-currency") throw thrown;
  return inMarketOf(store, refusedPlace.parse(thrown.extra));
}

/**
 * Prices the caller's cart in another market. Where it has not yet a line nothing is done: the first line says where it is.
 * @throws not-found for a market that there is not; not-available naming each line that is not sold there: the cart stays as it is
 */
export async function moveCartTo(store: Store, code: string, version: number | null = null): Promise<CartView> {
  const market = await marketNamed(store, code);
  if (!market) throw notFound("market");
  const there = store.at(market);
  const known = nameOf(store.actor);
  if (!known) return viewOf(there, null);
  const offersOf = async (ids: string[]) => [...(await findOffers(there, ids)).values()];
  const request = { place: placeOf(there), if_version: version };
  return viewOf(there, settled(await objectOf(store, known).move(request, offersOf)));
}

/** Takes a line out. @throws not-found, changed-meanwhile */
export async function removeLine(store: Store, input: RemoveLine, version: number | null = null): Promise<CartView> {
  const known = nameOf(store.actor);
  if (!known) throw notFound("line in this cart");
  const { line_id } = input;
  return viewOf(store, settled(await objectOf(store, known).remove({ line_id, if_version: version })));
}

/** Takes everything out. Clearing an empty cart is no error. @throws changed-meanwhile */
export async function clearCart(store: Store, version: number | null = null): Promise<CartView> {
  const known = nameOf(store.actor);
  if (!known) return viewOf(store, null);
  return viewOf(store, settled(await objectOf(store, known).clear({ if_version: version })));
}

/**
 * Brings a discount code. It stays in the cart also while it takes nothing off, and the cart says why.
 * @throws unknown-code, promotion-used-up, too-many-codes, changed-meanwhile
 */
export async function addCode(store: Store, typed: string, version: number | null = null): Promise<CartView> {
  const code = await readCode(store, typed);
  const name = nameOf(store.actor) ?? guestCart(store.newId("cart"));
  const terms = termsOf(store, name);
  return viewOf(store, settled(await objectOf(store, name).addCode({ terms, code, if_version: version })));
}

/** Takes a discount code out. @throws not-found, changed-meanwhile */
export async function removeCode(store: Store, typed: string, version: number | null = null): Promise<CartView> {
  const known = nameOf(store.actor);
  const code = normalCode(typed);
  if (!known || code === null) throw notFound("code in this cart");
  return viewOf(store, settled(await objectOf(store, known).removeCode({ code, if_version: version })));
}

/** Takes codes out that an order found to be of no use any more. */
export async function forgetDeadCodes(store: Store, codes: readonly string[]): Promise<void> {
  const known = nameOf(store.actor);
  if (known && codes.length > 0) await objectOf(store, known).forgetCodes([...codes]);
}

/** What the caller's cart holds, as its object remembers it; null where there is none. */
export async function openCart(store: Store): Promise<CartSnapshot | null> {
  const known = nameOf(store.actor);
  return known ? objectOf(store, known).read() : null;
}

/**
 * Lets one checkout at a time order what is in the caller's cart, in one call of its object.
 * @param place orders the filling; answers with the order's id, and the cart lets go what was ordered, or with null, and it
 *   stays as it is. Whatever fails while it works fails here.
 */
export async function checkOutCart(
  store: Store,
  idempotencyKey: string,
  place: (filling: Filling) => Promise<string | null>,
): Promise<{ outcome: "done" } | CheckoutRefusal> {
  const known = nameOf(store.actor);
  return known ? objectOf(store, known).checkOut(idempotencyKey, place) : { outcome: "empty" };
}

/**
 * Moves a guest's lines into the cart of the account that has signed in, once, however often it is called: the guest's
 * object keeps them until the account's has them, and the account's remembers which it took.
 * @returns false when a checkout of the guest's cart is still running, and it must be tried again
 */
export async function adoptGuestCart(store: Store, guestCartId: string): Promise<boolean> {
  const account = nameOf(store.actor);
  if (!account || store.actor.kind === "shopper") return true;
  const guest = objectOf(store, guestCart(guestCartId));
  const given = await guest.handOver();
  if (given === "busy") return false;
  if (!given) return true;
  await objectOf(store, account).takeIn(termsOf(store, account), given);
  await guest.confirmHandOver(given.from);
  return true;
}

/** A cart as its caller sees it: in their language, with what its market and their promotions make of the prices. */
export async function viewOf(
  store: Store,
  asked: CartSnapshot | null | Promise<CartSnapshot | null>,
): Promise<CartView> {
  const [cart, rules] = await Promise.all([asked, pricingRules(store)]);
  if (!cart) return viewNothing(nameOf(store.actor)?.id ?? null, placeOf(store));
  const [at, known] = await Promise.all([
    inMarketOf(store, cart),
    knowBuyer(store, rules.promotions, cart.codes, null),
  ]);
  const viewing = {
    locale: store.locale,
    rules: { ...rules, promotions: rulesFor(rules.promotions, known) },
    market: at.market,
    buyer: known.buyer,
    now: store.now(),
  };
  return viewCart(cart, viewing, await priceToShow(at, toPrice(cart, viewing)));
}
