import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import {
  checkAttributes,
  createAttribute,
  deleteAttribute,
  findAttribute,
  listAttributes,
  updateAttribute,
} from "../../src/catalog/attributes/attributes.ts";
import { attributeChange, newAttribute } from "../../src/catalog/attributes/schemas.ts";
import { createCategory, deleteCategory } from "../../src/catalog/categories/categories.ts";
import { newCategory } from "../../src/catalog/categories/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { bearer, call, signInStaff } from "../identity/people.ts";

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });

const define = (input: Record<string, unknown>) => createAttribute(staff, newAttribute.parse({ label: "X", ...input }));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (thrown) => thrown.code,
  );

let furniture = "";
let chairs = "";
let lamps = "";
let token = "";
beforeAll(async () => {
  token = await signInStaff();
  const make = async (name: string, parent: string | null) =>
    (await createCategory(staff, newCategory.parse({ name, parent_id: parent }))).id;
  furniture = await make("Furniture", null);
  chairs = await make("Chairs", furniture);
  lamps = await make("Lamps", null);
  await define({ code: "width", label: "Width", type: "number", unit: "cm", category_ids: [furniture] });
  await define({ code: "finish", label: "Finish", type: "enum", choices: ["oiled", "waxed"], category_ids: [chairs] });
  await define({
    code: "woods",
    label: "Woods",
    type: "enum",
    choices: ["oak", "ash"],
    multiple: true,
    category_ids: [chairs],
  });
  await define({ code: "folds", label: "Folds", type: "boolean", category_ids: [chairs] });
  await define({ code: "launched", label: "On sale since", type: "date" });
  await define({ code: "note", label: "Note", type: "text", facet: false });
}, 60_000);

const wrong = (attributes: Record<string, never | unknown>, categories: string[]) =>
  checkAttributes(staff, attributes as Parameters<typeof checkAttributes>[1], categories).then(
    () => [],
    (thrown) => thrown.extra.errors as { pointer: string; detail: string }[],
  );

describe("what attributes mean", () => {
  it("is inherited down the tree of categories", async () => {
    const codes = async (category?: string) => (await listAttributes(staff, category)).map(({ code }) => code).sort();
    expect(await codes(chairs)).toEqual(["finish", "folds", "launched", "note", "width", "woods"]);
    expect(await codes("furniture")).toEqual(["launched", "note", "width"]);
    expect(await codes(lamps)).toEqual(["launched", "note"]);
    expect((await codes()).length).toBe(6);
    expect(await codeOf(listAttributes(staff, "no-such"))).toBe("not-found");
  });

  it("is what a product of the category is held to, by the field, and no product of another", async () => {
    const bad = {
      width: "wide",
      finish: "painted",
      woods: ["oak", "tin"],
      folds: "yes",
      launched: "2026-02-30",
      note: 7,
    };
    expect(await wrong(bad, [chairs])).toEqual([
      { pointer: "/attributes/finish", detail: "Finish is one of: oiled, waxed." },
      { pointer: "/attributes/folds", detail: "Folds is true or false." },
      { pointer: "/attributes/note", detail: "Note is text." },
      { pointer: "/attributes/launched", detail: "On sale since is a day, as 2026-11-21." },
      { pointer: "/attributes/width", detail: "Width is a number in cm." },
      { pointer: "/attributes/woods", detail: "Woods is one of: oak, ash." },
    ]);
    expect((await wrong(bad, [lamps])).map(({ pointer }) => pointer)).toEqual([
      "/attributes/note",
      "/attributes/launched",
    ]);
    const good = {
      width: 45.5,
      finish: "oiled",
      woods: ["ash"],
      folds: false,
      launched: "2026-02-28",
      note: "x",
      colour: 3,
    };
    expect(await wrong(good, [chairs])).toEqual([]);
    expect(await wrong({ finish: ["oiled"] }, [chairs])).toMatchObject([
      { detail: "Finish has one value, not a list." },
    ]);
  });

  it("cannot contradict itself, nor be said twice", async () => {
    expect(await codeOf(define({ code: "width", type: "text" }))).toBe("attribute-taken");
    expect(await codeOf(define({ code: "a", type: "text", unit: "cm" }))).toBe("invalid-attributes");
    expect(await codeOf(define({ code: "a", type: "enum" }))).toBe("invalid-attributes");
    expect(await codeOf(define({ code: "a", type: "number", choices: ["1"] }))).toBe("invalid-attributes");
    expect(await codeOf(define({ code: "a", type: "boolean", multiple: true }))).toBe("invalid-attributes");
    expect(await codeOf(define({ code: "a", type: "text", category_ids: [staff.newId("cat")] }))).toBe(
      "invalid-category",
    );
    expect((await listAttributes(staff)).map(({ code }) => code)).not.toContain("a");
  });

  it("is changed by who has read it last, and is gone without taking what products say", async () => {
    const made = await define({ code: "seat", type: "enum", choices: ["cane"], category_ids: [lamps] });
    expect(await codeOf(deleteCategory(staff, lamps, null))).toBe("category-in-use");
    const changed = await updateAttribute(
      staff,
      made.id,
      1,
      attributeChange.parse({ choices: ["cane", "felt"], category_ids: [chairs] }),
    );
    expect(changed).toMatchObject({ choices: ["cane", "felt"], category_ids: [chairs], version: 2 });
    expect(await codeOf(updateAttribute(staff, made.id, 1, { label: "Seat" }))).toBe("changed-meanwhile");
    expect(await codeOf(updateAttribute(staff, made.id, 2, { choices: [] }))).toBe("invalid-attributes");
    expect(await codeOf(deleteAttribute(staff, made.id, 1))).toBe("changed-meanwhile");
    await deleteAttribute(staff, made.id, 2);
    expect(await codeOf(findAttribute(staff, made.id))).toBe("not-found");
    expect(await wrong({ seat: "anything" }, [chairs])).toEqual([]);
  });

  it("is staff's to say, over HTTP", async () => {
    const headers = bearer(token);
    expect((await call("GET", "/api/v1/attributes")).status).toBe(401);
    const made = await call<{ id: string }>(
      "POST",
      "/api/v1/attributes",
      { code: "depth", label: "Depth", type: "number" },
      headers,
    );
    expect([made.status, made.headers.get("ETag")]).toEqual([201, '"1"']);
    const path = `/api/v1/attributes/${made.body.id}`;
    expect((await call("PATCH", path, { unit: "cm" }, headers)).status).toBe(428);
    const changed = await call("PATCH", path, { unit: "cm" }, { ...headers, "If-Match": '"1"' });
    expect([changed.status, changed.body]).toMatchObject([200, { unit: "cm", version: 2 }]);
    expect((await call("PATCH", path, { type: "text" }, { ...headers, "If-Match": '"2"' })).status).toBe(400);
    expect((await call("GET", "/api/v1/attributes?category=chairs", undefined, headers)).status).toBe(200);
    expect((await call("DELETE", path, undefined, headers)).status).toBe(204);
    expect((await call("GET", path, undefined, headers)).status).toBe(404);
  });
});
