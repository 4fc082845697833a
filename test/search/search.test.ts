import { env, exports } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { runImport } from "../../src/catalog/import/run-import.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import { newProduct, productQuery } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { phrase, wordsOf } from "../../src/search/asked-words.ts";
import { makeDictionary } from "../../src/search/dictionary.ts";
import { editDistance } from "../../src/search/spelling.ts";

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });
const shopper = openStore(env, { actor: { kind: "shopper", cartId: null } });

const search = (q: string) => listProducts(shopper, productQuery.parse({ q }));
const titles = async (q: string) => (await search(q)).data.map((product) => product.title);

beforeAll(async () => {
  for (const [sku, title, brand, description] of [
    ["S-1", "Crème brûlée torch", "Flamme", "For sugar."],
    ["S-2", "Sugar tin", "Tinsmith", "Keeps sweet things dry."],
    ["S-3", "Cotton t-shirt", "Weaver", "Soft."],
    ["S-4", "Fliesenöl", "Straße", "Öl für Fliesen."],
    ["4006381333931", "قهوة عربية", "سوق", "☕"],
  ] as const) {
    await createProduct(
      staff,
      newProduct.parse({
        title,
        brand,
        description,
        status: "active",
        variants: [{ sku, prices: [{ currency: "EUR", amount: 100 }] }],
      }),
    );
  }
});

describe("a search", () => {
  it("finds words without their accents, in any case, and the last one by its beginning", async () => {
    expect(await titles("creme BRULEE")).toEqual(["Crème brûlée torch"]);
    expect(await titles("crème brû")).toEqual(["Crème brûlée torch"]);
    expect(await titles("fliesenol")).toEqual(["Fliesenöl"]);
    expect(await titles("t-shirt")).toEqual(["Cotton t-shirt"]);
    expect(await titles("قهوة")).toEqual(["قهوة عربية"]);
    expect(await titles("4006381333931")).toEqual(["قهوة عربية"]);
    expect(await search("brul torch")).toMatchObject({ all_words: 0, data: [{ title: "Crème brûlée torch" }] });
  });

  it("puts what is called so before what only mentions it", async () => {
    expect(await titles("sugar")).toEqual(["Sugar tin", "Crème brûlée torch"]);
  });

  it("corrects the words of an import as soon as it is done, without waiting for the clock", async () => {
    const file = new Blob(["Handle,Title,Variant SKU,Variant Price\nskillet,Carbon skillet,SK-1,30.00\n"]);
    const { id } = await startImport(staff, { name: "skillets.csv", bytes: file.stream() });
    await runImport(staff, id);
    expect(await search("carbn skilet")).toMatchObject({ total: 1, suggestion: "carbon skillet" });
  });

  it("finds what was meant by a misspelt word, and says what it searched for", async () => {
    await makeDictionary(openStore(env));
    expect(await search("coton shirt")).toMatchObject({ total: 1, suggestion: "cotton shirt" });
    expect(await search("coton sugr")).toMatchObject({ suggestion: "cotton sugar", all_words: 0 });
    expect(await titles("coton sugr")).toContain("Sugar tin");
    // Joined, the words must stand side by side; where they stand nowhere so, they are words by themselves.
    expect(await search("skillet-carbon")).toMatchObject({ total: 1, suggestion: "skillet carbon" });
    expect(await search("skilet_carbn")).toMatchObject({ total: 1, suggestion: "skillet carbon" });
    expect((await search("xyzzy")).suggestion).toBeNull();
    expect((await search("sugar")).suggestion).toBeNull();
    expect(editDistance("tehapot", "teapot")).toBe(1);
    expect(editDistance("taepot", "teapot")).toBe(1);
  });

  it("takes operators, quotes and column names for words, and asks for a word where there is none", async () => {
    for (const q of [
      "title:sugar",
      "sugar*",
      "-sugar",
      "NOT sugar",
      "sugar AND",
      "^sugar",
      "{title} : sugar",
      "marks:qqq",
      "'; drop table products --",
      "a\u0000b",
    ]) {
      const answer = await exports.default.fetch(`https://souk.test/api/v1/products?q=${encodeURIComponent(q)}`);
      expect([q, answer.status]).toEqual([q, 200]);
    }
    for (const q of ['" OR NEAR(', "AND", "*", '"', "🙂", "\u0000"]) {
      const answer = await exports.default.fetch(`https://souk.test/api/v1/products?q=${encodeURIComponent(q)}`);
      expect([q, answer.status]).toEqual([q, 400]);
      expect(await answer.json()).toMatchObject({ errors: [{ pointer: "/q" }] });
    }
    expect(await titles('"sugar" tin*')).toEqual(["Sugar tin", "Crème brûlée torch"]);
    expect(await titles("qqq")).toEqual([]);
    expect(wordsOf("  \u202eab\u0007c  ,, d ")).toEqual(["ab", "c", "d"]);
    expect(phrase('a"b')).toBe('"a""b"');
  });

  it("is answered, or refused for its length, whatever is typed", { timeout: 60_000 }, async () => {
    const unit = fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        "*",
        "(",
        ")",
        ":",
        "-",
        "^",
        "{",
        "}",
        "+",
        " ",
        "\u0000",
        "NEAR",
        "AND",
        "OR",
        "NOT",
        "%",
        "\ud800",
      ),
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.string({ unit: "grapheme", maxLength: 6 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { maxLength: 120 }), async (parts) => {
        const q = parts.join("").toWellFormed();
        const answer = await exports.default.fetch(
          `https://souk.test/api/v1/products?q=${encodeURIComponent(q)}&limit=1`,
        );
        await answer.arrayBuffer();
        // A small letter is never an operator: there is a word to look for.
        const certain = q.length > 400 ? [400] : /\p{Ll}/u.test(q) ? [200] : [200, 400];
        expect(certain).toContain(answer.status);
      }),
      { numRuns: 150 },
    );
    const long = await exports.default.fetch(`https://souk.test/api/v1/products?q=${"x".repeat(5000)}`);
    expect(long.status).toBe(400);
    await expect(listProducts(shopper, { ...productQuery.parse({}), q: "\ud800 lone" })).resolves.toMatchObject({
      total: 0,
    });
  });
});
