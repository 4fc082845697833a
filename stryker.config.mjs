/**
 * Mutation testing of the calculations (`npm run mutate`): each small fault that can be put into them must make a test fail.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  testRunner: "vitest",
  vitest: { configFile: "vitest.pure.config.ts" },
  plugins: ["@stryker-mutator/vitest-runner"],
  // Nothing here is compiled before it is run, and TypeScript 7 has no programming interface for Stryker to rewrite one with.
  tsconfigFile: "none",
  mutate: [
    "src/platform/money.ts",
    "src/pricing/**/*.ts",
    "src/promotions/*.ts",
    "src/promotions/actions/*.ts",
    "!src/promotions/{fields,routes,schemas,tables}.ts",
    "src/tax/{postal,rate,rules,terms,vat-id}.ts",
    "src/shipping/{methods,parcels,zones}.ts",
  ],
  coverageAnalysis: "perTest",
  // What is set once when a module is loaded would need a fresh process for each fault, and every test.
  ignoreStatic: true,
  incremental: true,
  incrementalFile: ".stryker/incremental.json",
  tempDirName: ".stryker/sandbox",
  concurrency: 1,
  timeoutMS: 4_000,
  reporters: ["clear-text", "json", "progress-append-only"],
  jsonReporter: { fileName: ".stryker/report.json" },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 85 },
};
