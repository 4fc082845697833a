import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { Stopped } from "./steps.ts";
import { startWrangler } from "./wrangler.ts";

/** A server that this command started and stops. */
export interface Service {
  name: string;
  url: string;
  /** Ends with the exit code, when the server ends, whoever ended it. */
  ended: Promise<number | null>;
  stop(): Promise<void>;
}

const forceAfter = 5_000;

/**
 * Starts a wrangler server and waits until `probe` answers.
 * @throws Stopped with what it printed, when it ends before that or takes longer than two minutes.
 */
export async function startService(
  name: string,
  url: string,
  probe: string,
  args: readonly string[],
  cwd?: string,
): Promise<Service> {
  const child = startWrangler(args, { apart: true, ...(cwd ? { cwd } : {}) });
  let printed = "";
  let phase: "starting" | "answering" | "stopping" = "starting";
  const read = (chunk: Buffer): void => {
    // While it stops, a compiler that loses its master in mid-sentence complains at length.
    if (phase === "starting") printed += chunk.toString();
    else if (phase === "answering") process.stderr.write(chunk);
  };
  child.stdout?.on("data", read);
  child.stderr?.on("data", read);
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const stop = (): Promise<void> => {
    phase = "stopping";
    return stopChild(child, ended);
  };

  const failure = await Promise.race([
    waitFor(new URL(probe, url)).then(() => null),
    ended.then((code) => `${name} ended with code ${code} before it answered.`),
    wait(120_000).then(() => `${name} did not answer within two minutes.`),
  ]);
  if (failure) {
    await stop();
    throw new Stopped(`${failure} It said:\n${printed.trim()}`);
  }
  phase = "answering";
  if (printed.trim()) process.stderr.write(printed);
  return { name, url, ended, stop };
}

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });

async function waitFor(url: URL): Promise<void> {
  for (;;) {
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Asks the whole group of processes to end, and ends it where it does not. */
async function stopChild(child: ChildProcess, ended: Promise<number | null>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
  const forced = setTimeout(() => signalGroup(child, "SIGKILL"), forceAfter);
  await ended;
  clearTimeout(forced);
  signalGroup(child, "SIGKILL");
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // Nobody is left in the group: that is what was asked for.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/**
 * The port that `variable` asks for, or the usual one.
 * @throws Stopped when it is not a port, or when something else listens there.
 */
export async function freePort(variable: string, usual: number): Promise<number> {
  const port = Number(process.env[variable] ?? usual);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Stopped(`${variable} must be a port, 1 to 65535; it is "${process.env[variable]}".`);
  }
  for (const host of ["127.0.0.1", "::1"]) {
    if (await taken(port, host)) {
      throw new Stopped(
        `Port ${port} is taken, perhaps by another start of this store. Stop what runs there, or choose another port: ` +
          `${variable}=${port + 10} npm start`,
      );
    }
  }
  return port;
}

function taken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve("code" in error && error.code === "EADDRINUSE"));
    server.listen(port, host, () => server.close(() => resolve(false)));
  });
}
