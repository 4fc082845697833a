import { defineConfig } from "vitest/config";

/**
 * The tests of the calculations alone, in plain Node: mutation testing runs them some thousand times (`npm run mutate`). The
 * whole suite runs the same files in workerd.
 */
export default defineConfig({
  test: {
    testTimeout: 20_000,
    include: ["test/pricing/**/*.test.ts", "test/promotions/**/*.test.ts", "test/tax/examples.test.ts"],
  },
});
