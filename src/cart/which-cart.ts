import { DomainError } from "../platform/errors.ts";
import type { Actor, Store } from "../platform/store.ts";
import type { CartPlace } from "./contents.ts";
import type { CartTerms } from "./requests.ts";

type CartObject = ReturnType<Env["CART"]["getByName"]>;

/** A cart's id on the wire, and the name of its object. */
export interface CartName {
  id: string;
  object: string;
}

/**
 * The caller's cart. A guest's is named by its id, which nobody can guess; an account's by the account, with a prefix that
 * no `x-cart-id` can spell, so that knowing the id of somebody's cart opens nothing.
 */
export function nameOf(actor: Actor): CartName | null {
  switch (actor.kind) {
    case "shopper":
      return actor.cartId === null ? null : guestCart(actor.cartId);
    case "customer":
    case "staff":
      return { id: actor.id.replace(/^[a-z]+_/, "cart_"), object: `account:${actor.id}` };
    default:
      throw new DomainError("not-signed-in", "Only shoppers have carts.");
  }
}

/** A guest's cart: its object is named by the id that the guest holds. */
export function guestCart(id: string): CartName {
  return { id, object: id };
}

/** The object that keeps the cart. */
export function objectOf(store: Store, name: CartName): CartObject {
  return store.env.CART.getByName(name.object);
}

/** What a cart begins with that the caller fills now. */
export function termsOf(store: Store, name: CartName): CartTerms {
  const { CART_LIFE_SECONDS, CUSTOMER_CART_LIFE_SECONDS } = store.env;
  const sleeps = store.actor.kind !== "shopper";
  const life_seconds = Number(sleeps ? CUSTOMER_CART_LIFE_SECONDS : CART_LIFE_SECONDS);
  return { id: name.id, ...placeOf(store), life_seconds, sleeps };
}

/** Where the caller fills a cart. */
export function placeOf({ market, currency }: Store): CartPlace {
  return { market: market.code, currency };
}
