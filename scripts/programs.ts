import { type ChildProcess, spawn } from "node:child_process";
import { inside, root } from "./repository.ts";

/** How a program ended, and everything that it printed. */
export interface Ended {
  code: number | null;
  printed: string;
}

/**
 * Runs the JavaScript program at a path in the project with this Node, and reads what it prints.
 * @param shown also shows it as it comes.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; environment?: Record<string, string>; shown?: boolean } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ["--no-warnings", inside(program), ...args], {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.environment },
    stdio: options.shown ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  return endOf(child);
}

/** Reads what a program prints until it ends. @throws Error where it could not be started */
export function endOf(child: ChildProcess): Promise<Ended> {
  let printed = "";
  const read = (chunk: Buffer): void => {
    printed += chunk.toString();
  };
  child.stdout?.on("data", read);
  child.stderr?.on("data", read);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, printed }));
  });
}
