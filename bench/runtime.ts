import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  convertV4MiniflareOptions,
  Miniflare,
  type Request as MiniflareRequest,
  Response as MiniflareResponse,
} from "miniflare";
import { inside } from "../scripts/repository.ts";
import { beQuiet, runWrangler } from "../scripts/wrangler.ts";

/** Where the bundles and the results of a run lie. */
export const benchFolder = inside(".wrangler", "bench");

/** Both Workers in one runtime, each on a socket that leads straight to it, without the proxies of `wrangler dev`. */
export interface Runtime {
  store: URL;
  floors: URL;
  secret: string;
  database(worker: string, binding: string): Promise<D1Database>;
  /** Where the heaps of the Workers can be looked at; null unless it was asked for. */
  inspector: URL | null;
  stop(): Promise<void>;
}

interface Built {
  name: string;
  config: string;
  folder: string;
}

const store: Built = { name: "souk", config: inside("wrangler.toml"), folder: join(benchFolder, "store") };
const workers: readonly Built[] = [
  store,
  { name: "souk-floors", config: inside("bench", "floors.toml"), folder: join(benchFolder, "floors") },
];

/** Bundles the Workers as a deployment would. @returns where the store's bundle lies. */
export async function buildWorkers(): Promise<string> {
  for (const worker of workers) await build(worker);
  return join(store.folder, "index.js");
}

/** Bundles the store alone. */
export function buildStore(): Promise<void> {
  return build(store);
}

async function build({ config, folder }: Built): Promise<void> {
  mkdirSync(benchFolder, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  await runWrangler(["deploy", "--dry-run", "--config", config, "--outdir", folder]);
}

/** The built store as Miniflare takes it. @param bindings settings that are to be otherwise than in wrangler.toml */
export function storeWorker(bindings: Record<string, string>) {
  return workerOptions(store, bindings);
}

async function workerOptions({ name, config, folder }: Built, bindings: Record<string, string>) {
  const { unstable_getMiniflareWorkerOptions: optionsOf } = await import("wrangler");
  // The bundle is one module. The files of public/ are handed over as they lie: wrangler's own server for them would
  // stand between the load and the Worker.
  const { assets: _, modulesRules: __, ...options } = optionsOf(config).workerOptions;
  return {
    ...options,
    name,
    modules: true as const,
    modulesRoot: folder,
    scriptPath: join(folder, name === "souk" ? "index.js" : "floors.js"),
    bindings: Object.assign({}, options.bindings, bindings),
    serviceBindings: { ASSETS: serveFile },
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  };
}

async function serveFile(request: MiniflareRequest): Promise<MiniflareResponse> {
  const file = inside("public", new URL(request.url).pathname);
  return existsSync(file) ? new MiniflareResponse(readFileSync(file)) : new MiniflareResponse(null, { status: 404 });
}

export async function startRuntime({ inspected = false } = {}): Promise<Runtime> {
  beQuiet();
  process.env.WRANGLER_LOG = "error";
  const secret = crypto.randomUUID();
  const state = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "souk-bench-"));
  const settings = { STORE_MODE: "local", AUTH_SECRET: secret };
  const options = await Promise.all(workers.map((worker) => workerOptions(worker, settings)));
  const miniflare = new Miniflare({
    ...convertV4MiniflareOptions({
      workers: options,
      host: "127.0.0.1",
      port: 0,
      ...(inspected && { inspectorPort: 0 }),
    }),
    resourcePersistencePath: state,
  });
  await miniflare.ready;
  return {
    store: await miniflare.unsafeGetDirectURL("souk"),
    floors: await miniflare.unsafeGetDirectURL("souk-floors"),
    secret,
    inspector: inspected ? await miniflare.getInspectorURL() : null,
    database: (worker, binding) => miniflare.getD1Database(binding, worker),
    stop: async () => {
      await miniflare.dispose();
      rmSync(state, { recursive: true, force: true });
    },
  };
}
