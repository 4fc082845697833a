import type { Context } from "hono";
import type { LookedAt } from "../fraud/signals.ts";
import { addressOf } from "../platform/http/limits.ts";
import type { AppEnv } from "../platform/http/router.ts";
import { assessOrder } from "./assess-order.ts";

/** Has an order looked at once its buyer has the answer: what a request tells of where it came from is gone with it. */
export function lookAfter(c: Context<AppEnv>, order: LookedAt): void {
  const { store } = c.var;
  const country = c.req.header("cf-ipcountry") ?? null;
  const known = country !== null && /^[A-Z]{2}$/.test(country) && country !== "XX" ? country : null;
  store.after(
    assessOrder(store, order, { ip: addressOf(c), country: known }).catch((thrown: unknown) =>
      store.log.error("fraud.not-assessed", thrown, { order_id: order.id }),
    ),
  );
}
