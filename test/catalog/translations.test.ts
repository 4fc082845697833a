import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { putTranslation } from "../../src/catalog/edit-translations.ts";
import { createProduct } from "../../src/catalog/products.ts";
import { newProduct } from "../../src/catalog/schemas.ts";
import { findTexts } from "../../src/catalog/translations.ts";
import { openStore } from "../../src/platform/store.ts";

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

  const austrian = await findTexts(store, "product", [id], "de-AT");
  expect(austrian.get(id)).toEqual({ title: "Pfandl", description: "Aus Kupfer", alts: { a: "Bildl", b: "Griff" } });
  expect((await findTexts(store, "product", [id], "de-CH")).get(id)?.title).toBe("Pfanne");
  expect(await findTexts(store, "product", [id], "en")).toEqual(new Map());
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
