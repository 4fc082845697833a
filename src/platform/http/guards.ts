import { DomainError } from "../errors.ts";
import type { Actor, Store } from "../store.ts";

export type Staff = Extract<Actor, { kind: "staff" }>;
export type Customer = Extract<Actor, { kind: "customer" }>;

/** @throws not-signed-in for a stranger, not-allowed for a customer. */
export function requireStaff(store: Store): Staff {
  if (store.actor.kind === "staff") return store.actor;
  throw store.actor.kind === "customer"
    ? new DomainError("not-allowed", "This needs a staff account.")
    : new DomainError("not-signed-in", "Sign in with a staff account.");
}

/** Anyone with an account: customers, and staff who look after their own profile. */
export function requireAccount(store: Store): Customer | Staff {
  if (store.actor.kind === "customer" || store.actor.kind === "staff") return store.actor;
  throw new DomainError("not-signed-in", "Sign in to see this.");
}
