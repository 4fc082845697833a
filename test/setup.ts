// What requests and consumers load when they first need it is here before them. Of two that load the same at once, this runtime would
// let one wait for ever, for it may not wait for what another request began; and what is loaded when a file of tests is over
// ends the whole run.
import "../queues/dead-letters.ts";
import "../queues/imports.ts";
import "../queues/insights.ts";
import "../queues/inventory.ts";
import "../queues/media.ts";
import "../queues/notifications.ts";
import "../queues/shipping.ts";
import "../src/house.ts";
import "../src/notifications/mailbox.ts";
import "../src/payments/test-gateway.ts";
import "disposable-email-domains-js";
import "lib-address/lite";
import "liquidjs";
import "localized-address-format";
import type { D1Migration } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll } from "vitest";

declare global {
  namespace Cloudflare {
    interface Env {
      TEST_MIGRATIONS: Record<"CATALOG" | "ORDERS" | "CUSTOMERS" | "ACTIVITY", D1Migration[]>;
      /** How many products the largest catalogue of a test has, where more than usual are wanted. */
      TEST_PRODUCTS: string;
      /** How many orders the largest book of a test has, where more than usual are wanted. */
      TEST_ORDERS: string;
      /** How many stories of the shop are told, and the seed and path of one. */
      TEST_STORIES: string;
      TEST_STORY: string;
    }
  }
}

/** All the tables of a database in one batch: as each file of tests begins with its own, this is done some hundred times a run. */
async function layOut(binding: "CATALOG" | "ORDERS" | "CUSTOMERS" | "ACTIVITY"): Promise<void> {
  const database = env[binding];
  const queries = env.TEST_MIGRATIONS[binding].flatMap((migration) => migration.queries);
  await database.batch(queries.map((query) => database.prepare(query)));
}

beforeAll(async () => {
  await Promise.all((["CATALOG", "ORDERS", "CUSTOMERS", "ACTIVITY"] as const).map(layOut));
});
