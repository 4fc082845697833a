import { execFile, execFileSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { inside } from "../../scripts/repository.ts";
import { sharedStore } from "./store.ts";
import { eventually } from "./visitor.ts";

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

const fixtures = inside("..", "shared", "data", "catalogs", "magento2_fixtures.tar.xz");
if (!existsSync(fixtures)) console.warn("Magento's fixtures are not beside this checkout: they are not read here.");

interface Job {
  id: string;
  layout: string;
  status: string;
  rows_total: number;
  rows_refused: number;
  products: { created: number; updated: number; unchanged: number };
}

/** Sends a file and waits for what comes of it; the detail of the refusal where it is none of products. */
async function importFile(path: string): Promise<Job | string> {
  const staff = await store.staff();
  const form = new FormData();
  form.append("file", new File([readFileSync(path)], basename(path)));
  const { status, body } = await staff.ask<Job & { detail: string }>("POST", "/api/v1/products/import", { body: form });
  if (status !== 202) return `${status}: ${body.detail}`;
  return eventually(async () => {
    const job = await staff.get<Job>(`/products/import/${body.id}`);
    expect(job.status).toBe("finished");
    return job;
  }, 60_000);
}

it.runIf(existsSync(fixtures))(
  "Magento's own catalog goes in whole, and its other files are refused or read",
  { timeout: 180_000 },
  async () => {
    execFileSync("tar", ["-xJf", fixtures, "-C", folder]);
    const files = globSync("**/*.csv", { cwd: folder }).filter((name) => name.includes("Magento/"));
    expect(files.length).toBeGreaterThan(40);
    const outcomes = new Map<string, [string, number, number, number]>();
    for (const name of files.sort()) {
      const outcome = await importFile(join(folder, name));
      if (typeof outcome === "string")
        expect([name, outcome]).toEqual([name, expect.stringMatching(/^422: .*missing/)]);
      else {
        const { layout, rows_total, rows_refused, products } = outcome;
        outcomes.set(basename(name), [layout, rows_total, products.created, rows_refused]);
      }
    }
    expect(Object.fromEntries(outcomes)).toEqual({
      "products.csv": ["magento", 1994, 147, 0],
      "products_gear_bags.csv": ["plain", 14, 14, 0],
      "products_gear_fitness_equipment.csv": ["plain", 9, 9, 0],
      "products_gear_fitness_equipment_ball.csv": ["plain", 9, 9, 0],
      "products_gear_fitness_equipment_strap.csv": ["plain", 3, 3, 0],
      "products_gear_watches.csv": ["plain", 9, 9, 0],
      "products_training_video_download.csv": ["plain", 6, 6, 0],
      // A bundle and a set have no price of their own.
      "yoga_bundle.csv": ["plain", 1, 0, 1],
      "yoga_grouped.csv": ["plain", 1, 0, 1],
    });
    const configurable = files.find((name) => name.endsWith("ConfigurableSampleData/fixtures/products.csv")) ?? "";
    expect(await importFile(join(folder, configurable))).toMatchObject({
      rows_refused: 0,
      products: { created: 0, updated: 0, unchanged: 147 },
    });
  },
);
