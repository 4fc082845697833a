import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as ask, createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { inside } from "../../scripts/repository.ts";
import { sharedStore } from "./store.ts";

const store = sharedStore();
const folder = mkdtempSync(join(tmpdir(), "souk-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `npm run import` or `npm run export` printed, and how it ended. */
async function run(script: "import" | "export", ...args: string[]): Promise<{ printed: string; failed: boolean }> {
  return runAgainst(store.url, script, ...args);
}

async function runAgainst(url: string, script: "import" | "export", ...args: string[]) {
  const env = {
    ...process.env,
    SOUK_URL: url,
    SOUK_STAFF_EMAIL: store.address.staffEmail,
    SOUK_STAFF_PASSWORD: store.address.staffPassword,
  };
  return promisify(execFile)(process.execPath, [inside("scripts", `${script}.mjs`), ...args], { env }).then(
    ({ stdout, stderr }) => ({ printed: stdout + stderr, failed: false }),
    ({ stdout, stderr }) => ({ printed: `${stdout}${stderr}`, failed: true }),
  );
}

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

it("a file from the command line is tried first, then goes in, then comes out again and changes nothing", async () => {
  const path = write(
    "pots.csv",
    "sku,name,price,qty,brand\nPOT-1,Pot,12.50,3,Potter\nPOT-2,Pot lid,x,1,Potter\n=POT,Formula,1,1,@potter\n",
  );
  const tried = await run("import", path, "--dry-run");
  expect(tried.printed).toMatch(/Nothing was stored.*3 rows: 2 products would be new.*1 row refused/s);
  expect(tried.printed).toMatch(/line 3 \(POT-2\): The price x is not an amount/);
  expect((await fetch(new URL("/api/v1/products/pot", store.url))).status).toBe(404);
  const sent = await run("import", path);
  expect(sent).toMatchObject({ failed: false, printed: expect.stringMatching(/3 rows: 2 products new/) });
  expect((await run("import", path)).printed).toMatch(/0 products new, 0 changed, 2 as they were/);
  const file = join(folder, "out.csv");
  expect((await run("export", file)).printed).toMatch(/products in .*out\.csv/);
  expect(readFileSync(file, "utf8")).toMatch(/\n=?pot-?/);
  expect((await run("import", file)).printed).toMatch(/0 products new, 0 changed/);
});

it("a file above 50 MB goes by parts, and is read as one", { timeout: 240_000 }, async () => {
  const filler = "x".repeat(900_000);
  const rows = Array.from({ length: 60 }, (_, no) => `BIG-${no},Big thing ${no},${no + 1}.00,${filler}\n`);
  const path = write("big.csv", `sku,name,price,comment\n${rows.join("")}`);
  const sent = await run("import", path, "--dry-run");
  expect(sent).toMatchObject({ failed: false, printed: expect.stringMatching(/60 rows: 60 products would be new/) });
});

/** A way to the store that breaks where a part is sent for which `breaksAt` is told; `sent` are the parts that came to it. */
async function brittleWay(breaksAt: number | null) {
  const sent: number[] = [];
  const server = createServer((request, response) => {
    const part = Number(/\/parts\/(\d+)$/.exec(request.url ?? "")?.[1] ?? 0);
    if (part > 0) sent.push(part);
    if (part === breaksAt) return request.socket.destroy();
    const onward = ask(new URL(request.url ?? "", store.url), { method: request.method, headers: request.headers });
    onward.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, sent, close: () => server.close() };
}

it("a large file whose connection broke goes on where it stopped, when the same command is run again", {
  timeout: 240_000,
}, async () => {
  const filler = "y".repeat(900_000);
  const rows = Array.from({ length: 60 }, (_, no) => `TORN-${no},Torn thing ${no},${no + 1}.00,${filler}\n`);
  const path = write("torn.csv", `sku,name,price,comment\n${rows.join("")}`);
  const broken = await brittleWay(4);
  const whole = await brittleWay(null);
  try {
    const torn = await runAgainst(broken.url, "import", path, "--dry-run");
    expect(torn).toMatchObject({ failed: true, printed: expect.stringMatching(/^No store answers at http/) });
    expect(broken.sent).toEqual([1, 2, 3, 4]);
    const again = await runAgainst(whole.url, "import", path, "--dry-run");
    expect(again).toMatchObject({ failed: false, printed: expect.stringMatching(/60 rows: 60 products would be new/) });
    expect(whole.sent).toEqual([4, 5, 6, 7]);
  } finally {
    broken.close();
    whole.close();
  }
});

it("what is no file of products is refused on the command line, with the reason", async () => {
  const refused = async (name: string, content: string | Uint8Array) => {
    const { printed, failed } = await run("import", write(name, content));
    expect([name, failed]).toEqual([name, true]);
    return printed;
  };
  expect(await refused("zip.csv", new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]))).toMatch(/zip archive/);
  expect(await refused("utf16.csv", Buffer.from("\ufeffsku,name,price\n", "utf16le"))).toMatch(/UTF-16/);
  expect(await refused("latin1.csv", Buffer.from("sku,name,price\n1,Café,2\n", "latin1"))).toMatch(/not UTF-8/);
  expect(await refused("missing.csv", "sku,name\n1,a\n")).toMatch(/The column Variant Price \(or Price\) is missing/);
});

it("a row of 5 MB is refused by its line, and the rest goes in", async () => {
  const path = write(
    "long.csv",
    `sku,name,price,description\nLONG-1,One,1,short\nLONG-2,Two,1,"${"x".repeat(5_000_000)}"\nLONG-3,Three,1,short\n`,
  );
  const { printed } = await run("import", path);
  expect(printed).toMatch(/3 rows: 2 products new, .*1 row refused/);
  expect(printed).toMatch(/line 3: This row is longer than 1 MB/);
});
