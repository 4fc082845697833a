import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  const env = {
    ...process.env,
    SOUK_URL: store.url,
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
