import { consume } from "../queues/index.ts";
import { createApp } from "./app.ts";

export { Cart } from "../durable-objects/cart.ts";

const app = createApp();

export default {
  fetch: app.fetch,
  queue: consume,
} satisfies ExportedHandler<Env>;
