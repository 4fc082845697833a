import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./programs.ts";
import { inside } from "./repository.ts";
import { Stopped } from "./steps.ts";

export const backOfficeFolder = inside("back-office");
const built = join(backOfficeFolder, "dist", "index.html");
const notSources = new Set(["dist", "node_modules", ".wrangler", "functions"]);

/** Builds the back office where its sources are newer than what was built. @returns whether it did. */
export async function buildBackOffice(): Promise<boolean> {
  const builtAt = existsSync(built) ? statSync(built).mtimeMs : 0;
  if (builtAt > Math.max(newest(backOfficeFolder), statSync(inside("package-lock.json")).mtimeMs)) return false;
  const { code, printed } = await runProgram("node_modules/vite/bin/vite.js", ["build", "--logLevel", "warn"], {
    cwd: backOfficeFolder,
    // Under a test runner NODE_ENV is "test", and React would be built with all its warnings.
    environment: { NODE_ENV: "production" },
  });
  if (code !== 0) throw new Stopped(`The back office could not be built:\n${printed}`);
  return true;
}

/** When the newest file of a folder was written, in milliseconds. */
function newest(folder: string): number {
  const times = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !notSources.has(entry.name))
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newest(path) : statSync(path).mtimeMs;
    });
  return Math.max(0, ...times);
}
