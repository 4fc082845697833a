import { consume } from "../queues/index.ts";
import { createApp } from "./app.ts";
import { tick } from "./scheduled.ts";

export { Cart } from "../durable-objects/cart.ts";
export { CartWatch } from "../durable-objects/cart-watch.ts";

const app = createApp();

export default {
  fetch: app.fetch,
  queue: consume,
  scheduled: tick,
} satisfies ExportedHandler<Env>;
