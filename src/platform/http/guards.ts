import type { MiddlewareHandler } from "hono";
import { DomainError } from "../errors.ts";
import type { Actor, Store } from "../store.ts";
import type { AppEnv } from "./router.ts";

export type Staff = Extract<Actor, { kind: "staff" }>;
export type Customer = Extract<Actor, { kind: "customer" }>;

/** Lets staff go on. @throws not-signed-in for a stranger, not-allowed for a customer. */
export const staffFirst: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { kind } = c.var.store.actor;
  if (kind === "customer") throw new DomainError("not-allowed", "This needs a staff account.");
  if (kind !== "staff") throw new DomainError("not-signed-in", "Sign in with a staff account.");
  await next();
};

/** Lets customers and staff go on. @throws not-signed-in for a stranger */
export const accountFirst: MiddlewareHandler<AppEnv> = async (c, next) => {
  requireAccount(c.var.store);
  await next();
};

/** Anyone with an account: customers, and staff who look after their own profile. */
export function requireAccount(store: Store): Customer | Staff {
  if (store.actor.kind === "customer" || store.actor.kind === "staff") return store.actor;
  throw new DomainError("not-signed-in", "Sign in to see this.");
}
