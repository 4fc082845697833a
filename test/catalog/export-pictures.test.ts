import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { runExport } from "../../src/catalog/export/run-export.ts";
import { startExport } from "../../src/catalog/export/start-export.ts";
import { listRefusals } from "../../src/catalog/import/import-notes.ts";
import { importPictures } from "../../src/catalog/import/import-pictures.ts";
import { findImport } from "../../src/catalog/import/jobs.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { putTranslation } from "../../src/catalog/translations/edit-translations.ts";
import { editPicture, listPictures } from "../../src/media/pictures.ts";
import { openStore } from "../../src/platform/store.ts";

// Whole files go in here, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A red pixel, PNG. */
const png = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"),
  (character) => character.charCodeAt(0),
);

/** Servers outside have a picture at every address. */
const outside = async (input: RequestInfo | URL): Promise<Response> => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.hostname !== "cloudflare-dns.com") return new Response(png, { headers: { "content-type": "image/png" } });
  const isAddress = url.searchParams.get("type") === "A";
  return Response.json({ Answer: isAddress ? [{ type: 1, data: "93.184.216.34" }] : [] });
};

const actor = { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } as const;
const staff = openStore(env, { actor, fetch: outside as typeof globalThis.fetch });
const german = openStore(env, { actor, locale: "de" });

async function exportAll(): Promise<string> {
  const { id } = await startExport(staff);
  await runExport(staff, id);
  return (await (await env.IMPORTS.get(`exports/${id}.csv`))?.text()) ?? "";
}

/** Imports a file, and has its pictures fetched and prepared. */
async function importAll(text: string) {
  const { id } = await startImport(staff, { name: "products.csv", bytes: new Blob([text]).stream() });
  await runImport(staff, id);
  await importPictures(staff, id);
  const ready = "status = 'ready', width = 1, height = 1, placeholder = 'data:image/png;base64,AA'";
  await env.CATALOG.prepare(`update images set ${ready} where status = 'processing'`).run();
  expect((await listRefusals(staff, id, { limit: 100 })).data).toEqual([]);
  return findImport(staff, id);
}

/** The products as they are told in German. */
async function picturesOf(slug: string) {
  const { images, title } = await findProduct(german, slug);
  return { title, pictures: images.map(({ alt, focal_point }) => ({ alt, ...focal_point })) };
}

const hats = "sku,name,price,image_url\nHAT,Hat,5,https://cdn.example/hat.png\nCAP,Cap,4,https://cdn.example/cap.png\n";

async function furnish(): Promise<void> {
  await importAll(hats);
  for (const [slug, alt, texts] of [
    ["hat", "A hat", { title: "Hut" }],
    ["cap", "A cap", {}],
  ] as const) {
    const { id } = await findProduct(staff, slug);
    const [picture] = await listPictures(staff, id);
    const edit = { alt, focal_point: { x: 20, y: 80 } };
    await editPicture(staff, id, picture?.id ?? "", picture?.version ?? 0, edit);
    const alts = { [picture?.id ?? ""]: `${alt} auf Deutsch` };
    await putTranslation(staff, { kind: "product", id, locale: "de" }, { ...texts, alts }, null);
  }
}

const unchanged = { created: 0, updated: 0, unchanged: 2 };
const told = (title: string, alt: string) => ({ title, pictures: [{ alt, x: 20, y: 80 }] });

describe("what is said of pictures", () => {
  it("goes into the file beside them, and the file imported again changes nothing", async () => {
    await furnish();
    const text = await exportAll();
    expect(text).toContain('""alts"":{""de"":""A hat auf Deutsch""},""focal_point"":{""x"":20,""y"":80}');
    expect(text).toContain('"{""de"":{""title"":""Hut""}}"');
    expect((await importAll(text)).products).toEqual(unchanged);
    expect(await exportAll()).toBe(text);
  });

  it("is the same in a store that had no products, once the pictures have come in", async () => {
    const text = await exportAll();
    await env.CATALOG.batch([
      env.CATALOG.prepare("delete from products"),
      env.CATALOG.prepare("delete from translations"),
    ]);
    expect(await importAll(text)).toMatchObject({
      products: { created: 2, updated: 0, unchanged: 0 },
      pictures: { waiting: 0, stored: 2, refused: 0 },
    });
    expect(await picturesOf("hat")).toEqual(told("Hut", "A hat auf Deutsch"));
    expect(await picturesOf("cap")).toEqual(told("Cap", "A cap auf Deutsch"));
    expect(await exportAll()).toBe(text);
    expect((await importAll(text)).products).toEqual(unchanged);
    expect(await exportAll()).toBe(text);
  });

  it("is changed by a file that says it otherwise, and the picture is not fetched again", async () => {
    const text = (await exportAll())
      .replace('""A hat auf Deutsch""', '""Ein Hut""')
      .replace('""alt"":""A cap""', '""alt"":""A blue cap""')
      .replace('""focal_point"":{""x"":20', '""focal_point"":{""x"":30');
    expect((await importAll(text)).products).toEqual({ created: 0, updated: 2, unchanged: 0 });
    expect(await exportAll()).toBe(text);
    expect((await picturesOf("hat")).pictures).toEqual([{ alt: "Ein Hut", x: 30, y: 80 }]);
    expect((await importAll(text)).products).toEqual(unchanged);
  });

  it("stays where a file names the picture and says nothing of it, as older files do", async () => {
    const { id } = await findProduct(staff, "hat");
    const [picture] = await listPictures(staff, id);
    const before = await exportAll();
    const older = before
      .replaceAll(/,""alts"":\{[^}]*\},""focal_point"":\{[^}]*\}/g, "")
      .replace(
        '{""de"":{""title"":""Hut""}}',
        `{""de"":{""title"":""Hut"",""alts"":{""${picture?.id}"":""Ein Hut""}}}`,
      );
    expect(older).not.toBe(before);
    expect((await importAll(older)).products).toEqual(unchanged);
    expect(await exportAll()).toBe(before);
  });

  it("that cannot be read is refused with its place", async () => {
    const text = (await exportAll()).replace('""x"":30', '""x"":300');
    const { id } = await startImport(staff, { name: "products.csv", bytes: new Blob([text]).stream() });
    await runImport(staff, id);
    const { data } = await listRefusals(staff, id, { limit: 10 });
    expect(data).toMatchObject([{ handle: "hat", reason: expect.stringMatching(/^images 0 focal_point x: /) }]);
  });
});
