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
  stop(): Promise<void>;
}

interface Built {
  name: string;
  config: string;
  folder: string;
}

const workers: readonly Built[] = [
  { name: "souk", config: inside("wrangler.toml"), folder: join(benchFolder, "store") },
  { name: "souk-floors", config: inside("bench", "floors.toml"), folder: join(benchFolder, "floors") },
];

/** Bundles the Workers as a deployment would. @returns where the store's bundle lies. */
export async function buildWorkers(): Promise<string> {
  mkdirSync(benchFolder, { recursive: true });
  for (const { config, folder } of workers) {
    rmSync(folder, { recursive: true, force: true });
    await runWrangler(["deploy", "--dry-run", "--config", config, "--outdir", folder]);
  }
  return join(benchFolder, "store", "index.js");
}

async function serveFile(request: MiniflareRequest): Promise<MiniflareResponse> {
  const file = inside("public", new URL(request.url).pathname);
  return existsSync(file) ? new MiniflareResponse(readFileSync(file)) : new MiniflareResponse(null, { status: 404 });
}

export async function startRuntime(): Promise<Runtime> {
  beQuiet();
  process.env.WRANGLER_LOG = "error";
  const secret = crypto.randomUUID();
  const { unstable_getMiniflareWorkerOptions: optionsOf } = await import("wrangler");
  const state = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "souk-bench-"));
  const options = workers.map(({ name, config, folder }) => {
    // The bundle is one module. The files of public/ are handed over as they lie: wrangler's own server for them would
    // stand between the load and the Worker.
    const { assets: _, modulesRules: __, ...workerOptions } = optionsOf(config).workerOptions;
    return {
      ...workerOptions,
      name,
      modules: true as const,
      modulesRoot: folder,
      scriptPath: join(folder, name === "souk" ? "index.js" : "floors.js"),
      bindings: Object.assign({}, workerOptions.bindings, { STORE_MODE: "local", AUTH_SECRET: secret }),
      serviceBindings: { ASSETS: serveFile },
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    };
  });
  const miniflare = new Miniflare({
    ...convertV4MiniflareOptions({ workers: options, host: "127.0.0.1", port: 0 }),
    resourcePersistencePath: state,
  });
  await miniflare.ready;
  return {
    store: await miniflare.unsafeGetDirectURL("souk"),
    floors: await miniflare.unsafeGetDirectURL("souk-floors"),
    secret,
    database: (worker, binding) => miniflare.getD1Database(binding, worker),
    stop: async () => {
      await miniflare.dispose();
      rmSync(state, { recursive: true, force: true });
    },
  };
}
