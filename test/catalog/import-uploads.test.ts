import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { runImport } from "../../src/catalog/import/run-import.ts";
import {
  beginUpload,
  findUpload,
  forgetOldUploads,
  partSize,
  takePart,
} from "../../src/catalog/import/upload-parts.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { openStore } from "../../src/platform/store.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const actor = { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } as const;
const staff = openStore(env, { actor });

let token = "";
beforeAll(async () => {
  const login = { email: "staff@souk.test", password: "a long password for tests" };
  const json = { "content-type": "application/json" };
  await exports.default.fetch("https://souk.test/dev/staff", {
    method: "POST",
    headers: { ...json, "x-auth-secret": env.AUTH_SECRET },
    body: JSON.stringify({ ...login, name: "Staff" }),
  });
  const answer = await exports.default.fetch("https://souk.test/api/v1/users/login", {
    method: "POST",
    headers: json,
    body: JSON.stringify(login),
  });
  token = ((await answer.json()) as { access_token: string }).access_token;
});

async function ask(method: string, path: string, body?: object | FormData) {
  const headers = new Headers({ authorization: `Bearer ${token}` });
  if (body && !(body instanceof FormData)) headers.set("content-type", "application/json");
  const answer = await exports.default.fetch(`https://souk.test/api/v1/import-uploads${path}`, {
    method,
    headers,
    ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Record<string, unknown> };
}

const sendPart = (id: unknown, part: number, bytes: Uint8Array<ArrayBuffer>) => {
  const form = new FormData();
  form.append("file", new File([bytes], "part"));
  return ask("POST", `/${id}/parts/${part}`, form);
};

const encoded = (text: string) => Uint8Array.from(new TextEncoder().encode(text));

/** A file of two parts: a product at its beginning, one at its end, and one across the border between them. */
function largeFile(mark: string): Uint8Array<ArrayBuffer> {
  const row = (no: string, length: number) => `${mark}-${no},Large ${mark} ${no},1.00,${"x".repeat(length)}\n`;
  const rows = Array.from({ length: 11 }, (_, no) => row(String(no), 800_000));
  return encoded(`sku,name,price,comment\n${rows.join("")}${row("last", 10)}`);
}

const ofPart = (bytes: Uint8Array<ArrayBuffer>, part: number) => bytes.slice((part - 1) * partSize, part * partSize);
/** SHA-256, hexadecimal. */
async function fingerprint(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
const objects = async () => (await env.IMPORTS.list()).objects.length;

describe("a file that is larger than a request", () => {
  it("comes in by parts in any order, goes on after a break, and is read as one", async () => {
    const bytes = largeFile("L");
    const asked = { file_name: "large.csv", size: bytes.length };
    const { status, body } = await ask("POST", "", asked);
    expect(status).toBe(201);
    expect(body).toMatchObject({ size: bytes.length, part_size: partSize, parts_total: 2, parts: [] });
    expect((await sendPart(body.id, 2, ofPart(bytes, 2))).body).toMatchObject({ parts: [{ part: 2 }] });
    expect(await ask("POST", `/${body.id}/complete`, {})).toMatchObject({
      status: 409,
      body: { code: "upload-missing", detail: expect.stringMatching(/parts are missing: 1\./) },
    });
    // The connection broke; the same file is sent again.
    const again = await ask("POST", "", asked);
    const sha256 = await fingerprint(ofPart(bytes, 2));
    expect(again.body).toMatchObject({ id: body.id, parts: [{ part: 2, size: bytes.length - partSize, sha256 }] });
    // One that is sent twice is replaced.
    for (const part of [1, 1, 2]) expect((await sendPart(body.id, part, ofPart(bytes, part))).status).toBe(200);
    const job = await ask("POST", `/${body.id}/complete`, {});
    expect(job).toMatchObject({
      status: 202,
      body: { id: body.id, size: bytes.length, layout: "plain", status: "queued" },
    });
    expect((await ask("POST", `/${body.id}/complete`, {})).body.id).toBe(body.id);
    expect((await ask("GET", `/${body.id}`)).status).toBe(404);
    await runImport(staff, String(body.id));
    expect(await findProduct(staff, "large-l-last")).toMatchObject({ attributes: { comment: "xxxxxxxxxx" } });
    expect(await env.CATALOG.prepare("select count(*) as n from products where slug like 'large-l-%'").first("n")).toBe(
      12,
    );
  });

  it("is not put together of parts that are another's, and goes on when those are sent again", async () => {
    const [own, other] = [largeFile("OWN"), largeFile("OTH")];
    const sha256 = await Promise.all([1, 2].map((part) => fingerprint(ofPart(own, part))));
    const { body } = await ask("POST", "", { file_name: "mixed.csv", size: own.length });
    await sendPart(body.id, 1, ofPart(own, 1));
    await sendPart(body.id, 2, ofPart(own, 2));
    // A colleague's machine sends another file of the same name and size, and part 2 of that comes last.
    expect((await sendPart(body.id, 2, ofPart(other, 2))).status).toBe(200);
    const complete = (named: string[]) => ask("POST", `/${body.id}/complete`, { sha256: named });
    expect(await complete(sha256)).toMatchObject({
      status: 409,
      body: { code: "upload-missing", detail: expect.stringMatching(/^These parts have other bytes than yours: 2\./) },
    });
    await sendPart(body.id, 2, ofPart(own, 2));
    expect(await complete(sha256.slice(0, 1))).toMatchObject({ status: 409 });
    expect(await complete([...sha256, ...sha256])).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/yours: 3, 4\./) },
    });
    expect((await complete(["none"])).status).toBe(400);
    expect(await complete(sha256)).toMatchObject({ status: 202, body: { id: body.id } });
  });

  it("can be tried only, as a file that comes whole", async () => {
    const bytes = encoded("sku,name,price\nT-1,Tried,1\n");
    const { body } = await ask("POST", "", { file_name: "try.csv", size: bytes.length });
    await sendPart(body.id, 1, bytes);
    const job = await ask("POST", `/${body.id}/complete`, { dry_run: true });
    expect(job.body).toMatchObject({ dry_run: true, file_name: "try.csv" });
  });

  it("is refused where its parts do not fit, where it is too large, and at its first part where it is none of products", async () => {
    const before = await objects();
    expect((await ask("POST", "", { file_name: "x.csv", size: 0 })).status).toBe(400);
    expect((await ask("POST", "", { file_name: "x.csv", size: 1_000_000_001 })).status).toBe(400);
    const { body } = await ask("POST", "", { file_name: "zip.csv", size: 30 });
    const short = await sendPart(body.id, 1, new Uint8Array(29));
    expect(short).toMatchObject({
      status: 422,
      body: { code: "invalid-part", detail: "This part has 30 bytes, and 29 came." },
    });
    expect(await sendPart(body.id, 1, new Uint8Array(31))).toMatchObject({
      status: 422,
      body: { code: "invalid-part" },
    });
    expect(await sendPart(body.id, 2, new Uint8Array(30))).toMatchObject({
      status: 422,
      body: { code: "invalid-part" },
    });
    expect((await sendPart(body.id, 0, new Uint8Array(30))).status).toBe(400);
    expect((await sendPart(body.id, 1, new Uint8Array(partSize + 200_000))).status).toBeGreaterThan(400);
    const zip = new Uint8Array(30);
    zip.set([0x50, 0x4b, 3, 4]);
    expect(await sendPart(body.id, 1, zip)).toMatchObject({ status: 422, body: { code: "refused-file" } });
    expect((await ask("GET", `/${body.id}`)).status).toBe(404);
    expect((await ask("POST", `/${body.id}/complete`, {})).status).toBe(404);
    expect(await objects()).toBe(before);
  });

  it("takes in no part whose form says more than is read, as a checksum that nobody would compare", async () => {
    const bytes = encoded("sku,name,price\nF-1,Form,1\n");
    const { body } = await ask("POST", "", { file_name: "form.csv", size: bytes.length });
    const form = new FormData();
    form.append("file", new File([bytes], "part"));
    form.append("sha256", "0".repeat(64));
    const refused = await ask("POST", `/${body.id}/parts/1`, form);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: "/sha256" }] } });
    expect((await ask("GET", `/${body.id}`)).body).toMatchObject({ parts: [] });
    expect((await ask("DELETE", `/${body.id}`)).status).toBe(204);
  });

  it("can be given up, and is forgotten where no part of it comes for a day", async () => {
    const { body } = await ask("POST", "", { file_name: "given-up.csv", size: 100 });
    expect((await ask("DELETE", `/${body.id}`)).status).toBe(204);
    expect((await ask("DELETE", `/${body.id}`)).status).toBe(404);
    const { id } = await beginUpload(staff, { file_name: "left.csv", size: partSize + 1 });
    const head = new TextEncoder().encode("sku,name,price\n");
    const first = new Uint8Array(partSize).fill(0x41);
    first.set(head);
    await takePart(staff, id, 1, new Blob([first]).stream());
    const at = (hours: number) => openStore(env, { actor, now: () => new Date(Date.now() + hours * 3_600_000) });
    await forgetOldUploads(at(23));
    expect((await findUpload(staff, id)).parts).toHaveLength(1);
    await forgetOldUploads(at(25));
    await expect(findUpload(staff, id)).rejects.toThrow("not-found");
    expect(await env.CATALOG.prepare("select count(*) as n from import_upload_parts").first("n")).toBe(0);
  });

  it("is staff's to send", async () => {
    const answer = await exports.default.fetch("https://souk.test/api/v1/import-uploads", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(answer.status).toBe(401);
  });
});
