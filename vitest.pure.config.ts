import { defineConfig } from "vitest/config";

/**
 * The tests of the calculations alone, in plain Node: mutation testing runs them some hundred times over (`npm run mutate`). The
 * whole suite runs the same files in workerd.
 */
export default defineConfig({
  test: {
    include: [
      "test/inventory/allocate.test.ts",
      "test/platform/money.test.ts",
      "test/prices/{choose,conversion}.test.ts",
      "test/pricing/{assessed,leftovers,listed,price,refund-tax,shipping}.test.ts",
      "test/promotions/{actions,best-bundles,by-hand,conditions,peers,peers-medusa-vendure,properties,published,rules,which-count}.test.ts",
      "test/shipping/{methods,parcels-packed,zones}.test.ts",
      "test/tax/{examples,examples-by-law,rates-over-time,vat-id,zones}.test.ts",
    ],
    testTimeout: 60_000,
    env: { PROPERTY_RUNS: process.env.PROPERTY_RUNS ?? "25" },
  },
});
