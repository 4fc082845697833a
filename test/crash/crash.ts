/**
 * `npm run test:crash`: hundreds of shoppers over HTTP, while the store is killed without a word at random moments and started
 * again on the same data. Afterwards nothing may be lost, doubled or stranded.
 *
 *   --shoppers 600    how many there are; as many come in each of the store's lives
 *   --kills 20        how often the store dies
 *
 * It takes about four minutes, and ends with what the audit says.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { buildStore } from "../../bench/runtime.ts";
import { type Progress, step } from "../../scripts/steps.ts";
import { type Intent, type Memory, shop } from "./shopper.ts";
import { insist, MortalStore, underWay } from "./store.ts";
import { examine } from "./verdict.ts";

const { values } = parseArgs({
  options: { shoppers: { type: "string", default: "600" }, kills: { type: "string", default: "20" } },
});
const [shoppers, kills] = [Number(values.shoppers), Number(values.kills)];

/** How many shop at one moment. */
const atOnce = 24;
const kinds = 30;
/** Fewer than are wanted, so that much sells out. */
const stockOfEach = Math.max(1, Math.floor((shoppers * 1.2) / kinds));
const paymentWindow = 15;

console.log(`\n${shoppers} shoppers, ${kills} power cuts.\n`);
await step("Built as it is deployed", buildStore);
const folder = mkdtempSync(join(tmpdir(), "souk-crash-"));
const store = new MortalStore({
  folder,
  port: await freePort(),
  secret: crypto.randomUUID(),
  payment_window: paymentWindow,
});
try {
  await step("Open", () => store.start());
  const { variantIds, call } = await furnish();
  const { memories } = await step(
    "Shopping, dying and coming back",
    (progress) => shopAndDie(variantIds, progress),
    ({ memories, cuts, inUse }) => {
      const orders = memories.filter(({ order }) => order).length;
      return `${cuts} power cuts, ${inUse} of them with requests under way; ${memories.length} shoppers, ${orders} orders`;
    },
  );
  console.log(`    What shoppers were told instead of an order: ${toldOf(memories)}`);
  await step("The clock catches up", catchUp);
  const { findings, rules } = await step("Examined", () => examine(store, call, memories, variantIds, stockOfEach));
  for (const finding of findings) console.error(`  ✗ ${finding}`);
  if (findings.length > 0) {
    console.error(`\n${findings.length} findings, by ${rules} rules of the audit and by what the shoppers remember.\n`);
    process.exitCode = 1;
  } else
    console.log(`\nNothing lost, nothing doubled, nothing stranded: ${rules} rules of the audit, nothing found.\n`);
} finally {
  await store.kill();
  if (process.exitCode) console.error(`The data is kept for a look: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}

async function furnish() {
  const staff = { email: "staff@souk.test", password: crypto.randomUUID() };
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await insist(store.url + path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    if (answer.status >= 300) throw new Error(`${path} was refused: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await post("/dev/staff", { ...staff, name: "Crash" }, { "x-auth-secret": store.settings.secret });
  const variantIds: string[] = [];
  for (let number = 0; number < kinds; number++) {
    const { access_token } = await post("/api/v1/users/login", staff);
    const variants = [
      {
        ...{ sku: `KETTLE-${number}`, stock: stockOfEach, weight_grams: 800 },
        prices: [{ currency: "EUR", amount: 2000 + number }],
      },
    ];
    const product = { title: `Kettle ${number}`, slug: `kettle-${number}`, status: "active", variants };
    const made = await post("/api/v1/products", product, { authorization: `Bearer ${access_token}` });
    variantIds.push(...(made.variants as { id: string }[]).map(({ id }) => id));
  }
  const call = async (path: string) => {
    const { access_token } = await post("/api/v1/users/login", staff);
    const headers = { authorization: `Bearer ${access_token}` };
    return (await insist(store.url + path, { method: "GET", headers })).body;
  };
  return { variantIds, call };
}

/** The codes that shoppers were told, with how often. */
function toldOf(memories: readonly Memory[]): string {
  const codes = Object.groupBy(
    memories.flatMap(({ told }) => told),
    (code) => code,
  );
  return (
    Object.entries(codes)
      .flatMap(([code, times]) => `${code} ${times?.length} times`)
      .join(", ") || "nothing"
  );
}

/**
 * Shoppers come and go as others leave; the store dies some moments after each time that it opened, and then the next of them come.
 * @returns `inUse`: of how many power cuts somebody was in the middle of a request
 */
async function shopAndDie(variantIds: readonly string[], progress: Progress) {
  const memories: Memory[] = [];
  let [came, cuts, lives, inUse] = [0, 0, 1, 0];
  const visit = async (): Promise<void> => {
    while (came < shoppers) {
      if (came >= (shoppers * lives) / (kills + 1)) await sleep(50);
      else memories.push(await shop(store.url, variantIds, intentOf(came++)));
    }
  };
  const die = async (): Promise<void> => {
    while (cuts < kills) {
      await Promise.race([sleep(300 + Math.random() * 2500), clockTicks()]);
      if (underWay() > 0) inUse++;
      await store.kill();
      progress(`${++cuts} power cuts, ${memories.length} shoppers`);
      await store.start();
      await store.ask({ redeliver: true });
      lives++;
    }
  };
  await Promise.all([die(), ...Array.from({ length: atOnce }, visit)]);
  return { memories, cuts, inUse };
}

/** The clock ticks while shoppers shop, and is cut off like everything else. */
async function clockTicks(): Promise<void> {
  for (;;) {
    await sleep(1000);
    await store.ask({ tick: true }).catch(() => sleep(10_000));
  }
}

function intentOf(number: number): Intent {
  const share = (number * 37) % 100;
  return share < 65 ? "approve" : share < 80 ? "decline" : share < 90 ? "late" : "abandon";
}

/** Whatever waits is given its time, and the clock ticks often enough for every sweep to have been everywhere. */
async function catchUp(): Promise<void> {
  await store.ask({ redeliver: true });
  const until = Date.now() + (paymentWindow + 80) * 1000;
  while (Date.now() < until) {
    await store.ask({ tick: true });
    await sleep(5000);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const at = server.address();
      server.close(() => (at && typeof at === "object" ? resolve(at.port) : reject(new Error("No port is free."))));
    });
  });
}
