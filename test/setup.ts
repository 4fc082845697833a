import { applyD1Migrations, type D1Migration } from "cloudflare:test";
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

beforeAll(async () => {
  for (const binding of ["CATALOG", "ORDERS", "CUSTOMERS", "ACTIVITY"] as const) {
    await applyD1Migrations(env[binding], env.TEST_MIGRATIONS[binding]);
  }
});
