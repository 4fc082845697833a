/**
 * Every wrangler command runs through here: quiet, with nothing sent home, and apart from other checkouts on the machine.
 * By hand: `npm run wrangler -- <arguments>`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { endOf } from "./programs.ts";
import { inside, root } from "./repository.ts";

/** What makes wrangler quiet, and this checkout's Workers find only each other. */
export const quietSettings: Readonly<Record<string, string>> = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  // It would write a log of every command into the home folder.
  WRANGLER_WRITE_LOGS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  // Shared by all checkouts of a user unless told otherwise.
  WRANGLER_REGISTRY_PATH: inside(".wrangler", "registry"),
  // Both are proxies in front of the Worker; without them it answers twice as fast.
  X_LOCAL_OBSERVABILITY: "false",
  X_LOCAL_EXPLORER: "false",
};

/** For wrangler's own API in this process: to be called before it is imported. */
export function beQuiet(): void {
  Object.assign(process.env, quietSettings);
}

interface WranglerOptions {
  /** Where the command runs; the project's folder unless told otherwise. */
  cwd?: string;
  stdio?: "inherit" | "pipe";
  /** Own group of processes, so that a signal to the terminal reaches it only through us. */
  apart?: boolean;
}

/** Starts a wrangler command. */
export function startWrangler(args: readonly string[], options: WranglerOptions = {}): ChildProcess {
  const output = options.stdio ?? "pipe";
  return spawn(
    process.execPath,
    ["--no-warnings", inside("node_modules", "wrangler", "wrangler-dist", "cli.js"), ...args],
    {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...quietSettings },
      stdio: [output === "inherit" ? "inherit" : "ignore", output, output],
      detached: (options.apart ?? false) && process.platform !== "win32",
    },
  );
}

/**
 * Runs a wrangler command to its end and returns what it printed.
 * @throws Error with the command and its output, when it fails.
 */
export async function runWrangler(args: readonly string[]): Promise<string> {
  const { code, printed } = await endOf(startWrangler(args));
  if (code !== 0) throw new Error(`wrangler ${args.join(" ")} failed:\n${printed}`);
  return printed;
}

if (import.meta.main) {
  startWrangler(process.argv.slice(2), { stdio: "inherit" }).on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}
