import { env, exports } from "cloudflare:workers";
import { describe, expect, it, test } from "vitest";
import { createCategory } from "../../src/catalog/categories/categories.ts";
import { newCategory } from "../../src/catalog/categories/schemas.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import { newProduct } from "../../src/catalog/schemas.ts";
import { putTranslation } from "../../src/catalog/translations/edit-translations.ts";
import { findTranslation, mergeTexts } from "../../src/catalog/translations/translations.ts";
import { openStore } from "../../src/platform/store.ts";
import { bearer, signInStaff } from "../identity/people.ts";

const store = openStore(env);

test("a text is told in the nearest language that has it", async () => {
  const { id } = await createProduct(
    store,
    newProduct.parse({ title: "Pan", variants: [{ sku: "T-PAN", prices: [{ currency: "EUR", amount: 100 }] }] }),
  );
  const german = { kind: "product", id, locale: "de" } as const;
  await putTranslation(
    store,
    german,
    { title: "Pfanne", description: "Aus Kupfer", alts: { a: "Bild", b: "Griff" } },
    null,
  );
  await putTranslation(store, { ...german, locale: "de-AT" }, { title: "Pfandl", alts: { a: "Bildl" } }, null);

  expect(await findProduct(store.in("de-AT"), id)).toMatchObject({ title: "Pfandl", description: "Aus Kupfer" });
  expect((await findProduct(store.in("de-CH"), id)).title).toBe("Pfanne");
  expect((await findProduct(store.in("en"), id)).title).toBe("Pan");
  expect(mergeTexts<"product">([{ alts: { a: "Bildl" } }, { alts: { a: "Bild", b: "Griff" } }])).toEqual({
    alts: { a: "Bildl", b: "Griff" },
  });
});

test("of two people who translate at once the second is told so", async () => {
  const { id } = await createProduct(
    store,
    newProduct.parse({ title: "Pot", variants: [{ sku: "T-POT", prices: [{ currency: "EUR", amount: 100 }] }] }),
  );
  const german = { kind: "product", id, locale: "de" } as const;
  const first = await putTranslation(store, german, { title: "Topf" }, null);
  expect(first.version).toBe(1);
  await expect(putTranslation(store, german, { title: "Kessel" }, null)).rejects.toMatchObject({
    code: "if-match-required",
  });
  expect(await putTranslation(store, german, { title: "Kessel" }, 1)).toMatchObject({
    version: 2,
    texts: { title: "Kessel" },
  });
  await expect(putTranslation(store, german, { title: "Hafen" }, 1)).rejects.toMatchObject({
    code: "changed-meanwhile",
  });
  await expect(putTranslation(store, { ...german, locale: "fr" }, { title: "Pot" }, 7)).rejects.toMatchObject({
    code: "changed-meanwhile",
  });
  await expect(putTranslation(store, { ...german, locale: "en" }, { title: "Pot" }, null)).rejects.toMatchObject({
    code: "own-language",
  });
});

describe("over the API staff", () => {
  interface Answer {
    code?: string;
    version?: number;
    texts?: unknown;
    data?: { locale: string }[];
    errors?: { pointer: string }[];
  }

  async function ask(method: string, path: string, headers: Record<string, string>, body?: unknown) {
    const answer = await exports.default.fetch(`https://souk.test/api/v1/translations${path}`, {
      method,
      headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const json = answer.status === 204 ? {} : await answer.json<Answer>();
    return { status: answer.status, etag: answer.headers.get("ETag"), ...json };
  }

  it("write, read, change and take away what a category is called", { timeout: 60_000 }, async () => {
    const headers = bearer(await signInStaff());
    const { id } = await createCategory(store, newCategory.parse({ name: "Lamps" }));
    const path = `/category/${id}/de`;
    expect((await ask("GET", path, headers)).status).toBe(404);
    expect(await ask("PUT", path, headers, { name: "Lampen" })).toMatchObject({ status: 200, etag: '"1"' });
    expect((await ask("PUT", path, headers, { name: "Leuchten" })).code).toBe("if-match-required");
    const changed = await ask("PUT", path, { ...headers, "if-match": '"1"' }, { name: "Leuchten" });
    expect(changed).toMatchObject({ status: 200, etag: '"2"', texts: { name: "Leuchten" } });
    expect((await ask("PUT", path, { ...headers, "if-match": '"1"' }, { name: "Licht" })).status).toBe(412);
    await ask("PUT", `/category/${id}/AR`, headers, { name: "مصابيح" });
    expect((await ask("GET", `/category/${id}`, headers)).data?.map(({ locale }) => locale)).toEqual(["ar", "de"]);
    expect((await ask("DELETE", path, { ...headers, "if-match": '"1"' })).status).toBe(412);
    expect((await ask("DELETE", path, headers)).status).toBe(204);
    expect((await ask("GET", path, headers)).status).toBe(404);
  });

  it("are told which text or language is wrong, and nobody else may write", { timeout: 60_000 }, async () => {
    const headers = bearer(await signInStaff());
    const { id } = await createCategory(store, newCategory.parse({ name: "Rugs" }));
    const put = (path: string, body: unknown) => ask("PUT", path, headers, body);
    expect(await put(`/category/${id}/de`, { title: "Teppiche" })).toMatchObject({
      status: 400,
      errors: [{ pointer: "/title" }],
    });
    expect(await put(`/category/${id}/de`, { name: "x".repeat(121) })).toMatchObject({
      status: 400,
      errors: [{ pointer: "/name" }],
    });
    expect((await put(`/category/${id}/german`, { name: "Teppiche" })).status).toBe(400);
    expect((await put(`/shelf/${id}/de`, { name: "Teppiche" })).status).toBe(400);
    expect((await put("/category/cat_00000000000000000000000000/de", { name: "Teppiche" })).status).toBe(404);
    expect((await put("/attribute/attr_none/de", { label: "Farbe" })).status).toBe(404);
    expect((await put("/collection/col_none/de", { title: "Winter" })).status).toBe(404);
    expect((await put(`/category/${id}/en`, { name: "Rugs" })).code).toBe("own-language");
    expect((await ask("PUT", `/category/${id}/de`, {}, { name: "Teppiche" })).status).toBe(401);
    expect((await ask("GET", `/category/${id}/de`, {})).status).toBe(401);
  });

  it("add many translations in one go, all of them or none", { timeout: 60_000 }, async () => {
    const headers = bearer(await signInStaff());
    const { id } = await createCategory(store, newCategory.parse({ name: "Vases" }));
    const product = await createProduct(
      store,
      newProduct.parse({
        title: "Jug",
        status: "active",
        variants: [{ sku: "T-JUG", prices: [{ currency: "EUR", amount: 100 }] }],
      }),
    );
    const german = { kind: "category", id, locale: "de", texts: { name: "Vasen" } };
    const jug = (locale: string, title: string) => ({ kind: "product", id: product.id, locale, texts: { title } });
    const add = (...data: unknown[]) => ask("POST", "", headers, { data });

    expect(await add(german, { ...german, locale: "fr", texts: { title: "Vases" } })).toMatchObject({
      status: 400,
      errors: [{ pointer: "/data/1/texts" }],
    });
    expect(await add(german, { ...jug("de", "Krug"), id: "prod_none" })).toMatchObject({
      status: 400,
      errors: [{ pointer: "/data/1/id" }],
    });
    expect((await add(german, { ...german, locale: "en" })).code).toBe("own-language");
    expect((await ask("GET", `/category/${id}`, headers)).data).toEqual([]);

    expect((await add(german, jug("de", "Krug"), jug("ar", "إبريق"))).status).toBe(204);
    expect((await findTranslation(store, "category", id, "de")).texts).toEqual({ name: "Vasen" });
    const found = await exports.default.fetch("https://souk.test/api/v1/products?q=krug&locale=de");
    expect((await found.json<{ data: { title: string }[] }>()).data.map(({ title }) => title)).toEqual(["Krug"]);

    expect((await add(german, jug("fr", "Cruche"))).code).toBe("if-match-required");
    await expect(findTranslation(store, "product", product.id, "fr")).rejects.toMatchObject({ code: "not-found" });
    expect((await ask("POST", "", {}, { data: [german] })).status).toBe(401);
  });
});
