import { consume } from "../queues/index.ts";
import { front } from "./front.ts";
import { tick } from "./scheduled.ts";

export { Cart } from "../durable-objects/cart.ts";
export { CartWatch } from "../durable-objects/cart-watch.ts";

export default {
  fetch: front.fetch,
  queue: consume,
  scheduled: tick,
} satisfies ExportedHandler<Env>;
