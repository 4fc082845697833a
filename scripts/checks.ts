import { findFaults, readSources } from "./floors.ts";
import { type Ended, endOf, runProgram } from "./programs.ts";
import { inside } from "./repository.ts";
import { duration } from "./steps.ts";
import { startWrangler } from "./wrangler.ts";

/** Something that the code must satisfy before it is run; `run` returns what is wrong, or null. */
interface Check {
  title: string;
  run(): Promise<string | null>;
}

const complaint = ({ code, printed }: Ended): string | null => (code === 0 ? null : printed.trim());

const checks: readonly Check[] = [
  {
    title: "Format and lint (npm run format mends most of it)",
    run: async () => complaint(await runProgram("node_modules/@biomejs/biome/bin/biome", ["check", "."])),
  },
  { title: "Types", run: async () => complaint(await runProgram("node_modules/typescript/bin/tsc", ["--noEmit"])) },
  {
    title: "Types of the back office",
    run: async () => complaint(await runProgram("node_modules/typescript/bin/tsc", ["-p", "back-office", "--noEmit"])),
  },
  {
    title: "Floors: imports run down only, and never in a circle",
    run: async () => {
      const faults = findFaults(readSources()).map(({ file, imports, why }) => `${file}  ${imports}\n    ${why}`);
      return faults.length === 0 ? null : faults.join("\n");
    },
  },
  {
    title: "Types of the bindings are those of wrangler.toml (npm run types writes them)",
    run: async () => complaint(await endOf(startWrangler(["types", "--check", inside("worker-configuration.d.ts")]))),
  },
];

/** Runs every check, prints what each found, and returns the titles of those that failed. */
export async function runChecks(): Promise<string[]> {
  const failed: string[] = [];
  for (const { title, run } of checks) {
    const began = performance.now();
    const wrong = await run();
    console.log(`  ${wrong === null ? "✓" : "✗"} ${title} (${duration(performance.now() - began)})`);
    if (wrong === null) continue;
    console.log(`\n${wrong}\n`);
    failed.push(title);
  }
  return failed;
}
