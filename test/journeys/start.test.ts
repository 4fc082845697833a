import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inside, root } from "../../scripts/repository.ts";
import { eventually, Visitor } from "./visitor.ts";

/** What a fresh clone does not have. */
const notCloned = new Set([".git", "node_modules", ".wrangler", ".dev.vars", "dist", "coverage"]);

/** A copy of this code as a clone would be, but for the packages, which are lent. */
let clone: string;
let ports: { store: number; backOffice: number };
const started: Started[] = [];

interface Started {
  child: ChildProcess;
  printed: () => string;
  ended: Promise<number | null>;
}

interface Shelf {
  data: { images: { url: string }[] }[];
  total: number;
}

beforeAll(async () => {
  clone = mkdtempSync(join(tmpdir(), "souk-clone-"));
  cpSync(root, clone, { recursive: true, filter: (path) => path === root || !notCloned.has(basename(path)) });
  symlinkSync(inside("node_modules"), join(clone, "node_modules"), "dir");
  ports = { store: await anyFreePort(), backOffice: await anyFreePort() };
});

afterAll(async () => {
  await Promise.all(started.map(stop));
  rmSync(clone, { recursive: true, force: true });
});

async function anyFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("The system gave no port.");
  return address.port;
}

/** `npm start`, until it says that the store is open. */
async function npmStart(...args: string[]): Promise<Started> {
  const child = spawn(process.execPath, [join(clone, "scripts", "run.mjs"), "start", ...args], {
    cwd: clone,
    env: {
      ...process.env,
      SOUK_PORT: String(ports.store),
      SOUK_BACK_OFFICE_PORT: String(ports.backOffice),
      SOUK_STAFF_PASSWORD: "an-open-door-for-tests",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  let over = false;
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  void ended.then(() => {
    over = true;
  });
  const command = { child, printed: () => text, ended };
  started.push(command);
  await eventually(async () => {
    if (!over && !text.includes("Ctrl-C closes it")) throw new Error(`The store is not open yet:\n${text}`);
  }, 240_000);
  expect(text).toContain("Ctrl-C closes it");
  return command;
}

async function stop({ child, ended }: Started): Promise<number | null> {
  child.kill("SIGTERM");
  return ended;
}

const isListening = (port: number): Promise<boolean> =>
  fetch(`http://localhost:${port}/`).then(
    () => true,
    () => false,
  );

it("one command opens a furnished store with its back office, and closes it without leaving anything behind", async () => {
  const command = await npmStart();
  const store = new Visitor(`http://localhost:${ports.store}`);
  const backOffice = new Visitor(`http://localhost:${ports.backOffice}`);

  expect(command.printed()).toContain(`http://localhost:${ports.backOffice}`);
  expect(await store.ask("GET", "/")).toMatchObject({ status: 200 });
  expect(await backOffice.ask("GET", "/")).toMatchObject({ status: 200 });

  await eventually(async () => {
    const { data, total } = await store.get<Shelf>("/products?limit=100");
    expect(total).toBeGreaterThanOrEqual(60);
    const [picture] = data.flatMap(({ images }) => images);
    if (!picture) throw new Error("No product shows a picture yet.");
    const shown = await store.ask("GET", picture.url, { headers: { accept: "image/webp" } });
    expect(shown.headers.get("content-type")).toBe("image/webp");
  }, 60_000);

  const staff = { email: "staff@souk.test", password: "an-open-door-for-tests" };
  const through = await backOffice.ask("POST", "/api/v1/users/login", {
    body: staff,
    headers: { origin: `http://localhost:${ports.backOffice}` },
  });
  expect(through).toMatchObject({ status: 200, body: { user: { email: staff.email } } });

  expect(await stop(command)).toBe(0);
  expect(await isListening(ports.store)).toBe(false);
  expect(await isListening(ports.backOffice)).toBe(false);
}, 300_000);

it("a second start keeps what was there, does not furnish it again, and is quick", async () => {
  const began = Date.now();
  const command = await npmStart();
  expect(Date.now() - began).toBeLessThan(30_000);
  expect(command.printed()).not.toContain("Demo store");
  const { total } = await new Visitor(`http://localhost:${ports.store}`).get<{ total: number }>("/products?limit=1");
  expect(total).toBeGreaterThanOrEqual(60);

  const second = spawn(process.execPath, [join(clone, "scripts", "run.mjs"), "start"], {
    env: { ...process.env, SOUK_PORT: String(ports.store) },
  });
  let told = "";
  second.stderr.on("data", (chunk: Buffer) => {
    told += chunk.toString();
  });
  expect(await new Promise((resolve) => second.on("close", resolve))).toBe(1);
  expect(told).toContain(`Port ${ports.store} is taken`);
  expect(told).toContain("SOUK_PORT=");

  await stop(command);
  expect(existsSync(join(clone, ".dev.vars"))).toBe(true);
}, 120_000);
