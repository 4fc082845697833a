import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { createAttribute } from "../../src/catalog/attributes/attributes.ts";
import { newAttribute } from "../../src/catalog/attributes/schemas.ts";
import { listRefusals, writeReport } from "../../src/catalog/import/import-notes.ts";
import { cancelJob, findImport, forgetOldJobs, resumeJobs } from "../../src/catalog/import/jobs.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import { type ScannedRow, scanRows } from "../../src/catalog/import/scan-rows.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { openStore } from "../../src/platform/store.ts";

// Whole files go in here, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const actor = { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } as const;
const staff = openStore(env, { actor });

const start = (text: string | Uint8Array<ArrayBuffer>, dryRun = false) =>
  startImport(staff, { name: "products.csv", bytes: new Blob([text]).stream() }, async () => ({ dryRun }));

const importText = async (text: string | Uint8Array<ArrayBuffer>, dryRun = false) => {
  const { id } = await start(text, dryRun);
  await runImport(staff, id);
  const refusals = (await listRefusals(staff, id, { limit: 100 })).data;
  return { job: await findImport(staff, id), refusals: refusals.map(({ line, reason }) => `${line}: ${reason}`) };
};

const count = (table: string) => env.CATALOG.prepare(`select count(*) as n from ${table}`).first<number>("n");
const list = (first: number, amount: number) =>
  `sku,name,price\n${Array.from({ length: amount }, (_, n) => `J-${first + n},Job ${first + n},1.00\n`).join("")}`;

describe("an import", () => {
  it("that is only tried tells what would come of it, and stores nothing", async () => {
    const text = "sku,name,price,category\nTRY-1,Try,1,New shelf\nTRY-1,Twice,1,\nTRY-2,Bad,x,\n";
    const { job, refusals } = await importText(text, true);
    expect(job).toMatchObject({ status: "finished", dry_run: true, rows_done: 3, products: { created: 1 } });
    expect(refusals).toEqual([
      "3: The SKU TRY-1 belongs to line 2 already.",
      "4: The price x is not an amount of EUR; write it as 19.99.",
    ]);
    await expect(findProduct(staff, "try")).rejects.toThrow("not-found");
    expect(await env.CATALOG.prepare("select 1 from categories where name = 'New shelf'").first()).toBeNull();
    expect(await count("import_names")).toBe(0);
  });

  it("that is stopped writes nothing more, and cannot be stopped twice", async () => {
    const { id } = await start(list(0, 1000));
    const products = await count("products");
    // Staff stop it while the first chunk is being decided.
    const stopping = openStore(
      {
        ...env,
        CATALOG: new Proxy(env.CATALOG, {
          get(target, name) {
            if (name !== "batch") {
              const value: unknown = Reflect.get(target, name, target);
              return typeof value === "function" ? value.bind(target) : value;
            }
            return async (statements: D1PreparedStatement[]) => {
              if (statements.length > 5) await cancelJob(staff, "import", id).catch(() => undefined);
              return target.batch(statements);
            };
          },
        }),
      },
      { actor },
    );
    await runImport(stopping, id);
    expect(await findImport(staff, id)).toMatchObject({ status: "cancelled", rows_done: 0 });
    expect(await count("products")).toBe(products);
    await expect(cancelJob(staff, "import", id)).rejects.toThrow("job-over");
    await runImport(staff, id);
    expect(await count("products")).toBe(products);
  });

  it("that two messages run at once is done once", async () => {
    const { id } = await start(list(2000, 900));
    await Promise.all([runImport(staff, id), runImport(staff, id)]);
    await runImport(staff, id);
    expect(await findImport(staff, id)).toMatchObject({
      status: "finished",
      rows_done: 900,
      products: { created: 900, updated: 0, unchanged: 0 },
    });
  });

  it("that lost its message is taken up again by the clock; one that is long over is forgotten", async () => {
    const { id } = await start(list(4000, 2));
    const later = (seconds: number) => openStore(env, { actor, now: () => new Date(Date.now() + seconds * 1000) });
    const sent: unknown[] = [];
    const queue = new Proxy(env.IMPORTS_QUEUE, {
      get: (own, name) =>
        name === "send" ? async (message: unknown) => void sent.push(message) : Reflect.get(own, name),
    });
    const store = openStore({ ...env, IMPORTS_QUEUE: queue }, { actor, now: later(90).now });
    await resumeJobs(store);
    expect(sent).toContainEqual({ kind: "import", job_id: id });
    await runImport(staff, id);
    await forgetOldJobs(later(20 * 24 * 3600));
    expect((await findImport(staff, id)).status).toBe("finished");
    await forgetOldJobs(later(40 * 24 * 3600));
    await expect(findImport(staff, id)).rejects.toThrow("not-found");
    expect(await env.IMPORTS.head(`imports/${id}.csv`)).toBeNull();
  });

  it("keeps what the file does not speak of, and variants whose rows were refused", async () => {
    const text = (price: string) =>
      `Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\nboot,Boot,Size,40,B-40,10\nboot,,,41,B-41,${price}\n`;
    await importText(text("11"));
    const { id } = await findProduct(staff, "boot");
    await env.CATALOG.prepare("update products set description = 'By hand', brand = 'Cobbler' where id = ?")
      .bind(id)
      .run();
    const { refusals } = await importText(text("eleven"));
    expect(refusals).toHaveLength(1);
    expect(await findProduct(staff, "boot")).toMatchObject({
      description: "By hand",
      brand: "Cobbler",
      variants: [
        { sku: "B-40", price: 1000 },
        { sku: "B-41", price: 1100 },
      ],
    });
  });

  it("gives attributes the type that is defined for them; what does not fit stays behind, and its product goes in", async () => {
    const define = (input: object) => createAttribute(staff, newAttribute.parse(input));
    await define({ code: "width", label: "Width", type: "number", unit: "cm" });
    await define({ code: "stuff", label: "Stuff", type: "enum", choices: ["Oak", "Ash"], multiple: true });
    const head = "sku,name,price,Width,Stuff\n";
    const { job, refusals } = await importText(`${head}W-1,Wide,1,24 cm,oak\nW-2,Wider,1,very,"Oak\nLycra"\n`);
    expect(job.products.created).toBe(2);
    expect(refusals).toEqual([]);
    expect((await new Response(await writeReport(staff, job.id)).text()).split("\n")[1]).toMatch(
      /^3,noted,W-2,.*very: Width is a number in cm\. Oak, Lycra: Stuff is one of: Oak, Ash\./,
    );
    expect((await findProduct(staff, "wide")).attributes).toEqual({ width: 24, stuff: ["Oak"] });
    expect((await findProduct(staff, "wider")).attributes).toEqual({ stuff: ["Oak"] });
    await importText(`${head}W-1,Wide,1,broad,Nylon\n`);
    expect((await findProduct(staff, "wide")).attributes).toEqual({ width: 24, stuff: ["Oak"] });
    const own = await importText(
      'slug,title,sku,options,attributes,price EUR\nwide,Wide,W-1,,"{""width"":""broad""}",1\n',
    );
    expect(own.refusals).toEqual(["2: broad: Width is a number in cm."]);
  });

  it("refuses rows of another encoding and a product of 2,001 variants, and takes the rest", async () => {
    const filler = "x".repeat(1000);
    const head = `sku,name,price,description\n${Array.from({ length: 300 }, (_, n) => `E-${n},Enc ${n},1,${filler}\n`).join("")}`;
    const bytes = new Uint8Array([
      ...new TextEncoder().encode(`${head}E-BAD,Caf`),
      0xe9,
      ...new TextEncoder().encode(",1,\nE-LAST,Last,1,\n"),
    ]);
    const encoded = await importText(bytes);
    expect(encoded.refusals).toEqual(["302: This row is not UTF-8. Save the file as “CSV UTF-8” and send it again."]);
    expect(encoded.job.products.created).toBe(301);
    const many = Array.from({ length: 2001 }, (_, n) => `many,${n ? "" : "Many"},Size,${n},M-${n},1`).join("\n");
    const { job, refusals } = await importText(
      `Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n${many}\nfew,Few,,,FEW,1\n`,
    );
    expect(job).toMatchObject({ rows_total: 2002, rows_refused: 2001, products: { created: 1 } });
    expect(refusals[0]).toMatch(/^2: .*(2000|100)/);
  });
});

describe("the form that sends a file", () => {
  let token = "";
  beforeAll(async () => {
    const ask = (path: string, body: object, headers = {}) =>
      exports.default.fetch(`https://souk.test${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      });
    const login = { email: "staff@souk.test", password: "a long password for tests" };
    await ask("/dev/staff", { ...login, name: "Staff" }, { "x-auth-secret": env.AUTH_SECRET });
    token = ((await (await ask("/api/v1/users/login", login)).json()) as { access_token: string }).access_token;
  });

  const send = (fields: Record<string, string | File>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return sendForm(form);
  };
  const sendForm = async (form: FormData) => {
    const answer = await exports.default.fetch("https://souk.test/api/v1/products/import", {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it("is answered with the job, whose report can be downloaded", async () => {
    const { status, body } = await send({
      file: new File(["sku,name,price\nF-1,Form,x\n"], "form.csv"),
      dry_run: "true",
    });
    expect(status).toBe(202);
    expect(body).toMatchObject({ file_name: "form.csv", status: "queued", dry_run: true, layout: "plain" });
    await runImport(staff, String(body.id));
    const report = await exports.default.fetch(`https://souk.test${body.report_url}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(report.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(await report.text()).toBe(
      "line,what,product,reason\n2,refused,F-1,The price x is not an amount of EUR; write it as 19.99.\n",
    );
  });

  it("is refused without a file, with other fields, and with a file that is none of products", async () => {
    const file = new File(["sku,name,price\n"], "x.csv");
    expect(await send({})).toMatchObject({ status: 400, body: { code: "invalid-input" } });
    const jobs = await count("jobs");
    expect(await send({ file, colour: "red" })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: "/colour" }] },
    });
    const two = new FormData();
    for (const name of ["one.csv", "two.csv"]) two.append("file", new File(["sku,name,price\n"], name));
    expect(await sendForm(two)).toMatchObject({ status: 400, body: { errors: [{ pointer: "/file" }] } });
    const wide = new File([`sku,name,price,${"x".repeat(300_000)}\nA,B,1\n`], "wide.csv");
    expect(await send({ file: wide })).toMatchObject({ status: 422, body: { code: "refused-file" } });
    expect(await send({ file, dry_run: "perhaps" })).toMatchObject({ status: 400 });
    const zip = new File([new Uint8Array([0x50, 0x4b, 3, 4]), "x".repeat(300_000)], "products.csv");
    expect(await send({ file: zip })).toMatchObject({ status: 422, body: { code: "refused-file" } });
    expect(await count("jobs")).toBe(jobs);
  });
});

describe("rows of a file", () => {
  const rowsOf = async (text: string, from = { offset: 0, line: 1 }) => {
    const bytes = new TextEncoder().encode(text);
    const read = async (offset: number, length: number) => bytes.subarray(offset, offset + length);
    const rows: ScannedRow[] = [];
    for await (const found of scanRows(read, from, 44)) rows.push(...found);
    return rows;
  };
  const texts = (rows: ScannedRow[]) =>
    rows.map(({ line, bytes }) => `${line} ${bytes ? new TextDecoder().decode(bytes) : "-"}`);

  it("are found at any line end, also inside of quotation marks, and from any row on", async () => {
    const text = 'a,b\r\n"1\r\n2",x\rc,"d ""e"" \n f"\n\n6" pan,last';
    const rows = await rowsOf(text);
    expect(texts(rows)).toEqual(["1 a,b", '2 "1\r\n2",x', '4 c,"d ""e"" \n f"', "6 ", '7 6" pan,last']);
    for (const [index, row] of rows.entries()) {
      expect(texts(await rowsOf(text, { offset: row.offset, line: row.line }))).toEqual(texts(rows).slice(index));
    }
  });

  it("are the same whatever piece of the file they fall into", async () => {
    const mebibyte = 1 << 20;
    for (const before of [mebibyte - 3, mebibyte - 2, mebibyte - 1, mebibyte]) {
      const text = `${"x".repeat(900_000)}\n${"y".repeat(before - 900_001)}\r\n"a\r\nb",c\r\nend`;
      const rows = await rowsOf(text);
      expect(rows.map(({ line }) => line)).toEqual([1, 2, 3, 5]);
      expect(texts(rows).slice(2)).toEqual(['3 "a\r\nb",c', "5 end"]);
    }
  });
});
