/**
 * `npm start`: the whole store on this machine. Migrates, seeds the demo store once, builds the back office, serves both,
 * and ticks the clock that a deployed Worker has.
 *
 *   --fresh   forgets the local databases, pictures and carts first
 *   SOUK_PORT, SOUK_BACK_OFFICE_PORT            8787 and 8788
 *   SOUK_STAFF_EMAIL, SOUK_STAFF_PASSWORD       the demo staff sign-in
 */
import { rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import { backOfficeFolder, buildBackOffice } from "./back-office.ts";
import { migrate, stateFolder } from "./migrate.ts";
import { ensureDemoStaff, seedDemoStore } from "./seed.ts";
import { freePort, type Service, startService } from "./services.ts";
import { type LocalSettings, readSettings } from "./settings.ts";
import { Stopped, sinceStart, step } from "./steps.ts";

const quietly = ["--inspector-port", "0", "--log-level", "error", "--show-interactive-dev-session=false"];
const services: Service[] = [];
let stopping: Promise<void> | undefined;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
// The process that started this one is gone without a word.
process.on("disconnect", () => void stop(0));

async function start(): Promise<void> {
  const { fresh } = readOptions();
  const port = await freePort("SOUK_PORT", 8787);
  const backOfficePort = await freePort("SOUK_BACK_OFFICE_PORT", 8788);
  const settings = readSettings();

  console.log("\nSouk is opening.\n");
  if (fresh) await step("Old state forgotten", () => rm(stateFolder, { recursive: true, force: true }));
  await step("Databases", migrate, (applied) => (applied === 0 ? "up to date" : `migrations applied: ${applied}`));
  const store = await step("Store", () => serveStore(port, settings));
  await ensureDemoStaff(store.url, settings);
  const seeded = await step(
    "Demo store",
    (progress) => seedDemoStore(store.url, settings, progress),
    (demo) => demo && `${demo.products} products with ${demo.pictures} pictures`,
  );
  // The first tick makes the dictionary: misspelt words are corrected from the first minute on.
  if (seeded) await step("Clock", () => tick(store.url));
  await step("Back office built", buildBackOffice, (built) => (built ? "" : null));
  const backOffice = await step("Back office", () => serveBackOffice(backOfficePort));
  tickEachMinute(store.url);
  printAddresses(store.url, backOffice.url, settings);
  if (seeded) console.log("The demo store's pictures are being prepared and appear within a minute or two.\n");
}

function readOptions(): { fresh: boolean } {
  try {
    return parseArgs({ options: { fresh: { type: "boolean", default: false } } }).values;
  } catch (thrown) {
    const fault = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Stopped(
      `${fault}\nnpm start takes one: "npm start -- --fresh" forgets the local databases, pictures and carts first.`,
    );
  }
}

async function serveStore(port: number, settings: LocalSettings): Promise<Service> {
  const url = `http://localhost:${port}`;
  // wrangler hands only the secrets that wrangler.toml requires from .dev.vars to the Worker; the optional ones go as vars.
  const variables = Object.entries({ STORE_URL: url, ...settings.optional });
  const args = ["dev", "--port", String(port), ...variables.flatMap(([name, value]) => ["--var", `${name}:${value}`])];
  return watch(await startService("The store", url, "/readyz", [...args, ...quietly]));
}

async function serveBackOffice(port: number): Promise<Service> {
  const args = ["pages", "dev", "--port", String(port), ...quietly];
  return watch(await startService("The back office", `http://localhost:${port}`, "/", args, backOfficeFolder));
}

/** A server that ends by itself takes the rest with it. */
function watch(service: Service): Service {
  services.push(service);
  void service.ended.then((code) => {
    if (stopping) return;
    console.error(`\n${service.name} ended by itself with code ${code}; its last words are above.`);
    void stop(1);
  });
  return service;
}

/** A deployed Worker is called by the clock; locally wrangler waits to be asked. */
function tickEachMinute(storeUrl: string): void {
  setInterval(() => void tick(storeUrl), 60_000);
}

let toldOfTick = false;

async function tick(storeUrl: string): Promise<void> {
  try {
    const answer = await fetch(new URL("/cdn-cgi/local/scheduled?cron=*+*+*+*+*&format=json", storeUrl));
    if (!answer.ok) throw new Error(await answer.text());
  } catch (error) {
    if (!toldOfTick && !stopping) console.error("The minute's tick failed; later failures are not shown.", error);
    toldOfTick = true;
  }
}

function printAddresses(store: string, backOffice: string, settings: LocalSettings): void {
  console.log(`
Souk is open, after ${sinceStart()}.

  Store          ${store}
  Back office    ${backOffice}
  Mailbox        ${store}/dev/mailbox
  API            ${store}/api/v1/docs

  Demo staff     ${settings.staffEmail}
  Password       ${settings.staffPassword}

Ctrl-C closes it. The data stays; "npm start -- --fresh" begins again.
`);
}

function stop(code: number): Promise<void> {
  stopping ??= Promise.all(services.map((service) => service.stop())).then(() => process.exit(code));
  return stopping;
}

try {
  await start();
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Stopped ? `\n${error.message}` : error);
    await stop(1);
  }
}
