/**
 * The store as a process of its own, that can be killed at any moment and started again on the same data. Started by
 * `crash.ts`, which speaks to it over HTTP like everybody, and by messages where it stands for the platform: the clock, the
 * queues, and whoever looks into the databases afterwards.
 */
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { storeWorker } from "../../bench/runtime.ts";
import { migrateOne } from "../../scripts/migrate.ts";
import { inside } from "../../scripts/repository.ts";
import { beQuiet } from "../../scripts/wrangler.ts";

/** What the server is started with, as JSON in its first argument. */
export interface ServerSettings {
  /** Where its data lies. */
  folder: string;
  port: number;
  secret: string;
  /** How long an order waits for its payment. Seconds. */
  payment_window: number;
}

/** `redeliver`: what was sent to queues goes again, for the local ones forget what they held when they die. */
export type Order = { id: number } & ({ tick: true } | { redeliver: true } | { database: string; query: string });

export interface Reply {
  id: number;
  rows: Record<string, unknown>[];
}

const databases = { CATALOG: "catalog", ORDERS: "orders", CUSTOMERS: "customers", ACTIVITY: "activity" };

beQuiet();
process.env.WRANGLER_LOG = "error";
const { folder, port, secret, payment_window }: ServerSettings = JSON.parse(process.argv[2] ?? "{}");
const worker = await storeWorker({
  STORE_MODE: "local",
  STORE_URL: `http://127.0.0.1:${port}`,
  AUTH_SECRET: secret,
  PAYMENT_WINDOW_SECONDS: String(payment_window),
});
const miniflare = new Miniflare({
  ...convertV4MiniflareOptions({ workers: [worker], host: "127.0.0.1", port }),
  resourcePersistencePath: folder,
});
await miniflare.ready;
for (const [binding, migrations] of Object.entries(databases)) {
  await migrateOne(await miniflare.getD1Database(binding, "souk"), inside("migrations", migrations));
}
process.on("message", (order: Order) => void obey(order));
process.on("disconnect", () => process.exit());
process.send?.("ready");

async function obey(order: Order): Promise<void> {
  let rows: Reply["rows"] = [];
  if ("tick" in order) await (await miniflare.getWorker("souk")).scheduled({ cron: "* * * * *" });
  else if ("redeliver" in order) await redeliver();
  else rows = (await (await miniflare.getD1Database(order.database, "souk")).prepare(order.query).all()).results;
  process.send?.({ id: order.id, rows } satisfies Reply);
}

async function redeliver(): Promise<void> {
  for (const binding of ["CATALOG", "ORDERS", "CUSTOMERS"]) {
    await (await miniflare.getD1Database(binding, "souk")).prepare("update outbox set sent_at = null").run();
  }
}
