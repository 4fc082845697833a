import type { Context, MiddlewareHandler } from "hono";
import { DomainError } from "../errors.ts";
import type { AppEnv } from "./router.ts";

/**
 * What a caller may do a minute. The numbers repeat those of the rate limit bindings in wrangler.toml, which a Worker cannot
 * read. Cloudflare counts per location and approximately: enough against guessing and flooding, never for stock or money.
 */
export const limits = {
  /** Guesses of passwords and codes, and sign-ups. */
  "sign-in": { binding: "LIMIT_SIGN_IN", quota: 20, window: 60 },
  /** Discount codes that are tried. */
  codes: { binding: "LIMIT_CODES", quota: 60, window: 60 },
  /** Attempts to check out and to pay. */
  checkout: { binding: "LIMIT_CHECKOUT", quota: 1200, window: 60 },
  /** Every unsafe request to the API. */
  writes: { binding: "LIMIT_WRITES", quota: 600, window: 60 },
} as const;

export type LimitName = keyof typeof limits;

/**
 * Counts a request against a limit and announces it on the answer (draft-ietf-httpapi-ratelimit-headers-10). What is left is
 * known only once it is nothing: the binding does not tell before.
 * @param key who or what is counted; never a secret or an address of a person in plain text
 * @throws too-many-requests
 */
export async function limitBy(c: Context<AppEnv>, name: LimitName, key: string): Promise<void> {
  const { binding, quota, window } = limits[name];
  const policy = `"${name}";q=${quota};w=${window}`;
  if (!c.res.headers.get("RateLimit-Policy")?.includes(policy)) c.header("RateLimit-Policy", policy, { append: true });
  const { success } = await c.env[binding].limit({ key });
  if (success) return;
  c.header("RateLimit", `"${name}";r=0;t=${window}`);
  throw new DomainError(
    "too-many-requests",
    `Wait a minute: at most ${quota} of these are taken in ${window} seconds.`,
    {
      retry_after: window,
    },
  );
}

/** The caller's network address as Cloudflare's edge saw it; null where no edge stands before the Worker. */
export function addressOf(c: Context<AppEnv>): string | null {
  return c.req.header("cf-connecting-ip") ?? null;
}

/** The limit on attempts to check out and to pay, by address. */
export const limitCheckout: MiddlewareHandler<AppEnv> = async (c, next) => {
  const address = addressOf(c);
  if (address) await limitBy(c, "checkout", address);
  await next();
};

/** Counts a discount code that is tried: by address, so that a new cart is no way round it; else by cart or account. */
export async function limitTriedCode(c: Context<AppEnv>): Promise<void> {
  const { actor } = c.var.store;
  const caller = addressOf(c) ?? ("id" in actor ? actor.id : actor.kind === "shopper" ? actor.cartId : null);
  if (caller) await limitBy(c, "codes", caller);
}

/** {@link limitTriedCode}, before a route that does nothing else. */
export const limitCodes: MiddlewareHandler<AppEnv> = async (c, next) => {
  await limitTriedCode(c);
  await next();
};

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Paths with a limit of their own: carts count in their objects, checkouts by address, webhooks prove themselves. */
const limitedElsewhere = /^\/api\/v1\/(?:cart|checkout|payments)\//;

/** The general limit on writes, by account, else by cart, else by address. */
export const limitWrites: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (!safeMethods.has(c.req.method) && !limitedElsewhere.test(`${c.req.path}/`)) {
    const { actor } = c.var.store;
    const caller = "id" in actor ? actor.id : actor.kind === "shopper" ? (actor.cartId ?? addressOf(c)) : null;
    if (caller) await limitBy(c, "writes", caller);
  }
  await next();
};
