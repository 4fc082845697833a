/**
 * `npm run bench:pricing`: how often a second the calculation of prices goes in the runtime that it is deployed to: a cart of 50
 * lines with 200 promotions and five price lists (bench/pricing-worker.ts), on one core, without anything around it.
 *
 *   --seconds 5     how long it is timed
 *
 * Calls a second depend on who else uses the machine; milliseconds of the processor, as Linux counts them for the runtime's
 * process, much less.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { inside } from "../scripts/repository.ts";
import { step } from "../scripts/steps.ts";
import { beQuiet, runWrangler } from "../scripts/wrangler.ts";
import { cpuSeconds } from "./processor.ts";
import { benchFolder } from "./runtime.ts";

/** Milliseconds of the processor that one calculation may take. */
const limit = 1;
/** Calculations a request: so many that the request itself does not count. */
const atOnce = 200;
/** Requests before anything is timed, so that the code is as warm as in a Worker that is in use. */
const rehearsals = 5;

interface Priced {
  calls: number;
  calls_per_second: number;
  cpu_ms: number | null;
  /** Promotions that took something off, of 200. */
  applied: number;
}

const { values } = parseArgs({ options: { seconds: { type: "string", default: "5" } } });

console.log("\nThe calculation of prices is measured.\n");
const folder = join(benchFolder, "pricing");
await step("Built as it is deployed", () =>
  runWrangler(["deploy", "--dry-run", "--config", inside("bench", "pricing.toml"), "--outdir", folder]),
);
beQuiet();
const miniflare = new Miniflare({
  ...convertV4MiniflareOptions({
    workers: [
      {
        name: "souk-pricing",
        modules: true,
        scriptPath: join(folder, "pricing-worker.js"),
        compatibilityDate: "2026-10-15",
        unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
      },
    ],
    host: "127.0.0.1",
    port: 0,
  }),
});
try {
  const url = await miniflare.unsafeGetDirectURL("souk-pricing");
  const priced = await step("Priced", () => measure(url, Number(values.seconds) * 1000), tell);
  writeFileSync(join(benchFolder, "pricing.json"), JSON.stringify(priced, null, 2));
  if (priced.cpu_ms !== null && priced.cpu_ms > limit) {
    console.error(`\nA calculation may take ${limit} ms of the processor, and took ${priced.cpu_ms}.`);
    process.exitCode = 1;
  }
} finally {
  await miniflare.dispose();
}

async function measure(url: URL, milliseconds: number): Promise<Priced> {
  const price = async (): Promise<Pick<Priced, "applied">> => {
    const answer = await fetch(new URL(`/?times=${atOnce}`, url));
    if (!answer.ok) throw new Error(`The calculation failed: ${answer.status} ${await answer.text()}`);
    return answer.json() as Promise<Pick<Priced, "applied">>;
  };
  for (let rehearsal = 0; rehearsal < rehearsals; rehearsal++) await price();
  const [began, worked] = [performance.now(), cpuSeconds()];
  let [calls, applied] = [0, 0];
  while (performance.now() - began < milliseconds) {
    applied = (await price()).applied;
    calls += atOnce;
  }
  const seconds = (performance.now() - began) / 1000;
  const spent = worked === null ? null : (cpuSeconds() ?? worked) - worked;
  return {
    calls,
    calls_per_second: Math.round(calls / seconds),
    cpu_ms: spent === null ? null : Math.round((spent / calls) * 1e6) / 1000,
    applied,
  };
}

function tell({ calls, calls_per_second, cpu_ms, applied }: Priced): string {
  return `${calls_per_second} calls a second, ${cpu_ms ?? "?"} ms of CPU each (${calls} calls, ${applied} of 200 promotions apply)`;
}
