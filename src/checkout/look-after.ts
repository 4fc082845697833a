import type { Context } from "hono";
import type { LookedAt } from "../fraud/signals.ts";
import { Gathered } from "../platform/gathered.ts";
import { addressOf } from "../platform/http/limits.ts";
import type { AppEnv } from "../platform/http/router.ts";
import type { Store } from "../platform/store.ts";
import { assessOrders, type ToAssess } from "./assess-order.ts";

/** Orders of this isolate that nobody has looked at yet. Losing them costs time only: the clock finds them in the books. */
const gatherings = new WeakMap<Env, Gathered<ToAssess>>();

/** Has an order looked at once its buyer has the answer: what a request tells of where it came from is gone with it. */
export function lookAfter(c: Context<AppEnv>, order: LookedAt): void {
  const { store } = c.var;
  const country = c.req.header("cf-ipcountry") ?? null;
  const known = country !== null && /^[A-Z]{2}$/.test(country) && country !== "XX" ? country : null;
  const gathered = gatherings.get(store.env) ?? new Gathered<ToAssess>();
  gatherings.set(store.env, gathered);
  const isFirst = gathered.add([{ order, from: { ip: addressOf(c), country: known } }]);
  if (isFirst) store.after(assessGathered(store, gathered));
}

async function assessGathered(store: Store, gathered: Gathered<ToAssess>): Promise<void> {
  const orders = await gathered.takeSoon();
  try {
    await assessOrders(store, orders);
  } catch (thrown) {
    store.log.error("fraud.not-assessed", thrown, { count: orders.length });
  }
}
