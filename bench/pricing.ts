/**
 * `npm run bench:pricing`: how often a second the calculation of prices goes in the runtime that it is deployed to: a cart of 50
 * lines with 200 promotions and five price lists (bench/pricing-worker.ts), on one core, without anything around it.
 *
 *   --seconds 10    how long it is timed
 *
 * Rounds of 200 calculations are timed, by the clock and by what Linux says that the runtime's process has worked. Who else uses the
 * machine takes part of its caches too, so the quickest round says what the calculation itself takes, and the middle one what it took here.
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
const rehearsals = 15;

interface Priced {
  calls: number;
  calls_per_second: number;
  /** Milliseconds of the processor of one calculation, in the quickest round and in the middle one; null where there is no /proc. */
  best_cpu_ms: number | null;
  middle_cpu_ms: number | null;
  /** Promotions that took something off, of 200. */
  applied: number;
}

const { values } = parseArgs({ options: { seconds: { type: "string", default: "10" } } });

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
  if (priced.best_cpu_ms !== null && priced.best_cpu_ms > limit) {
    console.error(`\nA calculation may take ${limit} ms of the processor, and took ${priced.best_cpu_ms} at best.`);
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
  const began = performance.now();
  const rounds: number[] = [];
  let applied = 0;
  do {
    const before = cpuSeconds();
    applied = (await price()).applied;
    const after = cpuSeconds();
    rounds.push(before === null || after === null ? Number.NaN : ((after - before) * 1000) / atOnce);
  } while (performance.now() - began < milliseconds);
  const calls = rounds.length * atOnce;
  rounds.sort((a, b) => a - b);
  const milli = (value: number | undefined): number | null =>
    value === undefined || Number.isNaN(value) ? null : Math.round(value * 1000) / 1000;
  return {
    ...{ calls, applied, calls_per_second: Math.round((calls * 1000) / (performance.now() - began)) },
    best_cpu_ms: milli(rounds[0]),
    middle_cpu_ms: milli(rounds[Math.floor(rounds.length / 2)]),
  };
}

function tell({ calls, calls_per_second, best_cpu_ms, middle_cpu_ms, applied }: Priced): string {
  const cpu = `${best_cpu_ms ?? "?"} ms of CPU each at best, ${middle_cpu_ms ?? "?"} in the middle`;
  return `${calls_per_second} calls a second, ${cpu} (${calls} calls, ${applied} of 200 promotions apply)`;
}
