import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { writeReport } from "../../src/catalog/import/import-notes.ts";
import { importPictures } from "../../src/catalog/import/import-pictures.ts";
import { findImport } from "../../src/catalog/import/jobs.ts";
import { whyNotPublic } from "../../src/catalog/import/public-address.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { openStore } from "../../src/platform/store.ts";

// Whole files go in here, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A red pixel, PNG. */
const png = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"),
  (character) => character.charCodeAt(0),
);

/** What servers outside answer, and what a resolver says of names; `asked` is every address that was asked for. */
function outside(answers: Record<string, () => Response>, names: Record<string, string> = {}) {
  const asked: string[] = [];
  const fetch = async (input: RequestInfo | URL): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.hostname === "cloudflare-dns.com") {
      const data = names[url.searchParams.get("name") ?? ""] ?? "93.184.216.34";
      return Response.json({ Answer: url.searchParams.get("type") === "A" ? [{ type: 1, data }] : [] });
    }
    asked.push(url.href);
    const answer = answers[url.href];
    if (!answer) throw new TypeError("Network connection lost.");
    return answer();
  };
  const actor = { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } as const;
  return { asked, staff: openStore(env, { actor, fetch: fetch as typeof globalThis.fetch }) };
}

const picture = (headers: Record<string, string> = { "content-type": "image/png" }) => new Response(png, { headers });
const leads = (to: string) => () => new Response(null, { status: 302, headers: { location: to } });

describe("a picture that a file names", () => {
  it("is fetched once, in its place, for the variants that it shows; what else is there is told in the report", {
    timeout: 30_000,
  }, async () => {
    const { staff, asked } = outside(
      {
        "https://cdn.example/a.png": () => picture(),
        "https://cdn.example/red.png": () => picture({}),
        "https://cdn.example/page": () => new Response("<html>", { headers: { "content-type": "text/html" } }),
        "https://cdn.example/huge.png": () =>
          new Response(png, { headers: { "content-type": "image/png", "content-length": "30000000" } }),
        "https://cdn.example/junk.png": () =>
          new Response("not a picture", { headers: { "content-type": "image/png" } }),
        "https://cdn.example/gone.png": () => new Response(null, { status: 404 }),
        "https://cdn.example/moved.png": leads("/a.png"),
        "https://cdn.example/inward.png": leads("http://169.254.169.254/latest/meta-data"),
        "https://cdn.example/loop.png": leads("/loop.png"),
      },
      { "rebind.example": "10.0.0.7" },
    );
    const names = ["page", "huge.png", "junk.png", "gone.png", "moved.png", "inward.png", "loop.png"];
    const urls = [
      ...names.map((name) => `https://cdn.example/${name}`),
      "https://rebind.example/a.png",
      "http://[::1]/a.png",
    ];
    const file = `Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,Image Alt Text,Variant Image
shoe,Shoe,Colour,Red,SHOE-R,10,https://cdn.example/a.png,A shoe,https://cdn.example/red.png
${urls.map((url) => `shoe,,,,,,${url},,`).join("\n")}
`;
    const send = async () => {
      const { id } = await startImport(staff, { name: "shoes.csv", bytes: new Blob([file]).stream() });
      await runImport(staff, id);
      await importPictures(staff, id);
      return findImport(staff, id);
    };
    const job = await send();
    expect(job.pictures).toEqual({ waiting: 0, stored: 3, refused: 8 });
    const { results } = await env.CATALOG.prepare(
      `select i.alt, i.position, (select group_concat(v.sku) from picture_variants s join variants v on v.id = s.variant_id where s.image_id = i.id) as skus
       from images i order by i.position`,
    ).all();
    expect(results).toEqual([
      { alt: "A shoe", position: 0, skus: null },
      { alt: "Shoe", position: 5, skus: null },
      { alt: "Shoe", position: 10, skus: "SHOE-R" },
    ]);
    const report = await new Response(await writeReport(staff, job.id)).text();
    for (const reason of [
      "page: It is text/html and no picture.",
      "huge.png: It is larger than 20 MB.",
      "gone.png: The server of the picture answers 404.",
      "inward.png: It leads on to http://169.254.169.254/latest/meta-data: It leads into a private network.",
      "loop.png: It leads on and on, more than 5 times.",
      "https://rebind.example/a.png: It leads into a private network.",
      "http://[::1]/a.png: It leads into a private network.",
    ]) {
      expect(report).toContain(reason);
    }
    expect(asked.filter((url) => !url.startsWith("https://cdn.example/"))).toEqual([]);
    const before = asked.length;
    expect((await send()).products).toEqual({ created: 0, updated: 0, unchanged: 1 });
    expect(asked.slice(before)).not.toContain("https://cdn.example/a.png");
    expect(await env.CATALOG.prepare("select count(*) as n from images").first("n")).toBe(3);
  });

  it("is there once, though the Worker was gone before it could note that it had stored it", async () => {
    const { staff } = outside({ "https://cdn.example/once.png": () => picture() });
    const file = "Handle,Title,Variant SKU,Variant Price,Image Src\nonce,Once,ONCE-1,10,https://cdn.example/once.png\n";
    const { id } = await startImport(staff, { name: "once.csv", bytes: new Blob([file]).stream() });
    await runImport(staff, id);
    const ofOnce = env.CATALOG.prepare(
      "select count(*) as n from images where product_id = (select id from products where slug = 'once')",
    );
    await env.CATALOG.exec(
      "create trigger cut_off before update of status on import_pictures when new.status = 'stored' begin select raise(abort, 'gone'); end",
    );
    await expect(importPictures(staff, id)).rejects.toThrow();
    await env.CATALOG.exec("drop trigger cut_off");
    expect(await ofOnce.first("n")).toBe(1);
    await importPictures(staff, id);
    expect(await ofOnce.first("n")).toBe(1);
    expect((await findImport(staff, id)).pictures).toEqual({ waiting: 0, stored: 1, refused: 0 });
  });

  it("of a server that cannot be reached is asked for again, and given up in the end", {
    timeout: 30_000,
  }, async () => {
    const { staff, asked } = outside({});
    const file = "sku,name,price,image_url\nHAT,Hat,5,https://down.example/hat.png\n";
    const { id } = await startImport(staff, { name: "hats.csv", bytes: new Blob([file]).stream() });
    await runImport(staff, id);
    for (const waiting of [1, 1, 0]) {
      await importPictures(staff, id);
      expect((await findImport(staff, id)).pictures.waiting).toBe(waiting);
    }
    expect((await findImport(staff, id)).pictures.refused).toBe(1);
    expect(asked).toHaveLength(3);
  });
});

describe("a picture that an export names without a description", () => {
  it("comes in without one, so that pages go on to describe it by the product's title in each language", async () => {
    const { staff } = outside({ "https://cdn.example/cap.png": () => picture() });
    const file = `slug,title,options,attributes,images,sku,price EUR
cap,Cap,,,"[{""url"":""https://cdn.example/cap.png"",""alt"":""""}]",CAP,5
`;
    const { id } = await startImport(staff, { name: "caps.csv", bytes: new Blob([file]).stream() });
    await runImport(staff, id);
    await importPictures(staff, id);
    expect((await findImport(staff, id)).pictures).toEqual({ waiting: 0, stored: 1, refused: 0 });
    const stored = "select i.alt from images i join products p on p.id = i.product_id where p.slug = 'cap'";
    expect(await env.CATALOG.prepare(stored).first("alt")).toBe("");
  });
});

describe("an address", () => {
  const { staff } = outside({});
  const inside = [
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://10.1.2.3/",
    "http://172.31.255.255/",
    "http://192.168.0.1/",
    "http://169.254.169.254/",
    "http://100.64.0.1/",
    "http://0.0.0.0/",
    "http://255.255.255.255/",
    "http://localhost/",
    "http://a.localhost/",
    "http://printer/",
    "http://db.internal/",
    "http://nas.local./",
    "http://[::1]/",
    "http://[::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://[ff02::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:db8::1]/",
  ];

  it.each(inside)("inside of a network is not asked for: %s", async (url) => {
    expect(await whyNotPublic(staff, url)).toBe("It leads into a private network.");
  });

  it("of another kind than the web's is not asked for", async () => {
    for (const url of [
      "ftp://a.example/x",
      "file:///etc/passwd",
      "data:image/png,x",
      "nonsense",
      "https://a:b@a.example/",
      "https://a.example:8080/",
    ]) {
      expect([url, await whyNotPublic(staff, url)]).toEqual([url, expect.any(String)]);
    }
  });

  it("of the public internet may be asked for", async () => {
    for (const url of [
      "https://a.example/x.png",
      "http://93.184.216.34/",
      "https://[2606:4700::1111]/",
      "http://[64:ff9b::5db8:d822]/",
    ]) {
      expect([url, await whyNotPublic(staff, url)]).toEqual([url, null]);
    }
  });
});
