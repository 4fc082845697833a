/**
 * `npm test`: everything that must hold, in the order in which it is cheapest to learn that it does not. It goes on after a
 * failure, so that one run tells all. `npm test -- test/cart` runs only the tests whose path begins so.
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { runChecks } from "./checks.ts";
import { findChromium, howToGetChromium } from "./chromium.ts";
import { runProgram } from "./programs.ts";
import { inside } from "./repository.ts";
import { sinceStart } from "./steps.ts";
import { quietSettings } from "./wrangler.ts";

/** What is read of vitest's JSON report. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}

const paths = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const failedChecks: string[] = [];

const chromium = findChromium();
if (!chromium) sayThatBrowsersAreSkipped();

if (paths.length === 0) {
  heading("Format, types and floors");
  failedChecks.push(...(await runChecks()));
  total.failed += failedChecks.length;
}
await runTests("The store's rules, in Node and in the Workers runtime", ["unit", "workers"]);
await runTests("Journeys, over HTTP and in a browser", ["journeys"]);

if (!chromium) sayThatBrowsersAreSkipped();
for (const title of failedChecks) console.log(`\nFailed before any test: ${title}`);
console.log(`\nAll of it took ${sinceStart()}.\n`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
process.exitCode = total.failed === 0 ? 0 : 1;

function heading(title: string): void {
  console.log(`\n${title}\n${"-".repeat(title.length)}\n`);
}

function sayThatBrowsersAreSkipped(): void {
  const line = "!".repeat(80);
  console.log(`\n${line}\nThe browser tests are SKIPPED: there is no Chromium here.\n${howToGetChromium}\n${line}`);
}

async function runTests(title: string, projects: readonly string[]): Promise<void> {
  heading(title);
  const file = inside(".wrangler", "tmp", `tests-${projects.join("-")}.json`);
  mkdirSync(inside(".wrangler", "tmp"), { recursive: true });
  rmSync(file, { force: true });
  const { code } = await runProgram(
    "node_modules/vitest/vitest.mjs",
    [
      "run",
      ...projects.flatMap((project) => ["--project", project]),
      ...["--passWithNoTests", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
      ...paths,
    ],
    {
      environment: { ...quietSettings, WRANGLER_LOG: "error", ...(chromium ? { CHROMIUM_PATH: chromium } : {}) },
      shown: true,
    },
  );
  const failedBefore = total.failed;
  addReport(file);
  // Something outside of any test went wrong: an unhandled error, or a run that never began.
  if (code !== 0 && total.failed === failedBefore) total.failed += 1;
}

function addReport(file: string): void {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // No report was written: the exit code speaks for the run.
    return;
  }
  const neverRan = report.testResults.filter(({ status, assertionResults }) => {
    return status === "failed" && !assertionResults.some((test) => test.status === "failed");
  });
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests + neverRan.length;
  total.skipped += report.numPendingTests + report.numTodoTests;
}
