import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createCategory } from "../../src/catalog/categories/categories.ts";
import { newCategory } from "../../src/catalog/categories/schemas.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import { newProduct, productQuery } from "../../src/catalog/schemas.ts";
import { suggest } from "../../src/catalog/suggestions/suggest.ts";
import { putTranslation } from "../../src/catalog/translations/edit-translations.ts";
import { openStore } from "../../src/platform/store.ts";
import { makeDictionary } from "../../src/search/dictionary.ts";
import { fold, stemmerOf } from "../../src/search/languages.ts";
import { formsOf } from "../../src/search/word-forms.ts";

const store = openStore(env);
const shopper = openStore(env, { actor: { kind: "shopper", cartId: null } });

const search = (locale: string, q: string) =>
  listProducts(openStore(env, { actor: shopper.actor, locale }), productQuery.parse({ q }));
/** The home titles of what has all the words. */
const finds = async (locale: string, q: string) => {
  const { data, all_words } = await search(locale, q);
  return data.slice(0, all_words ?? 0).map((product) => product.slug);
};

/** Title and description of each product, by locale. */
const goods: Record<string, Record<string, [title: string, description: string]>> = {
  pan: {
    en: ["Copper frying pan", "For quick dishes."],
    de: ["Kupferne Pfanne", "Für Straßenküchen und große Häuser."],
    fr: ["Poêle en cuivre", "Pour les châteaux et les animaux."],
    es: ["Sartén de cobre", "Da buena luz a la cocina."],
    ar: ["مقلاة نحاسية", "للمطبخ"],
  },
  pot: {
    en: ["Coffee pot", "Keeps coffee warm."],
    de: ["Kaffeekanne", "Hält Kaffee warm."],
    fr: ["Cafetière", "Garde le café chaud."],
    es: ["Cafetera", "Mantiene caliente el café."],
    ar: ["إبريق القهوة", "يحفظ القهوة ساخنة"],
  },
  lamp: { en: ["Reading lamp", "Gentle on the eyes."] },
};

beforeAll(async () => {
  const kitchen = await createCategory(store, newCategory.parse({ name: "Kitchen" }));
  await putTranslation(store, { kind: "category", id: kitchen.id, locale: "de" }, { name: "Küche" }, null);
  for (const [slug, texts] of Object.entries(goods)) {
    const [title, description] = texts.en ?? ["", ""];
    const { id } = await createProduct(
      store,
      newProduct.parse({
        title,
        slug,
        description,
        status: "active",
        category_ids: slug === "lamp" ? [] : [kitchen.id],
        variants: [{ sku: slug, prices: [{ currency: "EUR", amount: 1000 }] }],
      }),
    );
    for (const [locale, [title, description]] of Object.entries(texts)) {
      if (locale === "en") continue;
      await putTranslation(store, { kind: "product", id, locale }, { title, description }, null);
    }
  }
}, 60_000);

describe("a shopper who reads", () => {
  it("English finds a word in any number, by its stem", async () => {
    expect(await finds("en", "pans")).toEqual(["pan"]);
    expect(await finds("en", "reading lamps")).toEqual(["lamp"]);
    expect(await finds("en", "Pfanne")).toEqual([]);
  });

  it("German finds plurals, cases, umlauts and ß as they may be written", async () => {
    for (const q of ["Pfannen", "pfanne", "Haus", "hauser", "Strassenküche", "STRASSENKUCHE", "Küchen Pfanne"])
      expect([q, await finds("de", q)]).toEqual([q, ["pan"]]);
    expect(await finds("de-AT", "Pfannen")).toEqual(["pan"]);
  });

  it("French finds plurals, and words after an apostrophe or without their accents", async () => {
    for (const q of ["poeles", "poêle", "château", "chateaux", "l'animal"])
      expect([q, await finds("fr", q)]).toEqual([q, ["pan"]]);
    expect(await finds("fr", "cafetieres")).toEqual(["pot"]);
  });

  it("Spanish finds plurals and words without their accents", async () => {
    for (const q of ["sartenes", "sarten", "luces"]) expect([q, await finds("es", q)]).toEqual([q, ["pan"]]);
    expect(await finds("es", "cafeteras")).toEqual(["pot"]);
  });

  it("Arabic finds words with and without article, hamza, vowel signs and the tied t", async () => {
    for (const q of ["قهوة", "القهوة", "قهوه", "قَهْوَة", "ابريق"])
      expect([q, await finds("ar", q)]).toEqual([q, ["pot"]]);
    expect(await finds("ar", "مطبخ")).toEqual(["pan"]);
  });

  it("another language still finds what has no texts in it, and what is called by its English name", async () => {
    expect(await finds("de", "reading lamp")).toEqual(["lamp"]);
    expect(await finds("de", "frying pan")).toEqual(["pan"]);
    expect((await search("de", "pfanne")).data[0]?.title).toBe("Kupferne Pfanne");
  });

  it("another language is offered words, products and categories of it", async () => {
    await makeDictionary(store);
    const german = await suggest(shopper, "kü", "de");
    expect(german.categories.map((category) => category.name)).toEqual(["Küche"]);
    expect((await suggest(shopper, "pfa", "de")).words[0]).toBe("pfanne");
    expect((await suggest(shopper, "kaf", "de")).products.map((product) => product.title)).toEqual(["Kaffeekanne"]);
    expect((await suggest(shopper, "pfa", "en")).words).toEqual([]);
    expect((await search("de", "Pfane")).suggestion).toBe("pfanne");
  });

  it("finds the new words of a changed translation, and no more those that went", async () => {
    const [product] = (await search("de", "kaffeekanne")).data;
    const german = { kind: "product", id: product?.id ?? "", locale: "de" } as const;
    await putTranslation(store, german, { title: "Mokkakrug" }, 1);
    expect(await finds("de", "mokkakrüge")).toEqual(["pot"]);
    expect(await finds("de", "kaffeekanne")).toEqual([]);
  });
});

describe("the forms of a word", () => {
  it("are believed where they share its stem", async () => {
    const german = await stemmerOf("de");
    expect(formsOf("Bücher", "de", german)).toContain("buch");
    expect(formsOf("Buch", "de", german)).toContain("bucher");
    expect(formsOf("GX-200", "de", german)).toEqual(["gx-200"]);
    expect(formsOf("bijou", "fr", await stemmerOf("fr"))).toContain("bijoux");
    expect(formsOf("voz", "es", await stemmerOf("es"))).toContain("voces");
    expect(fold("Straße", "de")).toBe("strasse");
    expect(fold("Ğüzel", "tr")).toBe("guzel");
  });
});
