import { describe, expect, it } from "vitest";
import { type Messages, wordsIn } from "../../src/storefront/messages/words.ts";

/** Every text of a language by its path; those that are made of numbers and names, made of these. */
function textsOf(words: unknown, given: readonly unknown[], path = ""): [string, string][] {
  if (typeof words === "string") return [[path, words]];
  if (typeof words === "function") return [[path, String(words(...given))]];
  return Object.entries(words ?? {}).flatMap(([name, part]) => textsOf(part, given, `${path}/${name}`));
}

const shown = (words: Messages, given: readonly unknown[]) => textsOf({ ...words, refusals: null }, given);

describe.each(["en", "de", "fr", "es", "ar"])("the words in %s", (locale) => {
  const words = wordsIn(locale);

  it("are all there, whatever is counted", () => {
    for (const count of [0, 1, 2, 3, 10, 11, 21, 99, 100, 101, 1_000_000]) {
      for (const [path, text] of shown(words, [count, count + 1])) {
        expect(text.trim(), path).not.toBe("");
        expect(text, path).not.toMatch(/#|undefined|NaN|null/);
      }
    }
  });

  it("say what they are given", () => {
    const saying = shown(words, ["Ada", 7]).filter(([, text]) => text.includes("Ada"));
    expect(saying.map(([path]) => path)).toContain("/order/pickupBy");
    expect(words.browse.products(5)).toMatch(/5/);
  });

  it("refuse in the same language", () => {
    if (locale === "en") return expect(words.refusals).toBeNull();
    for (const [path, text] of textsOf(words.refusals, [])) expect(text.trim(), path).not.toBe("");
  });
});

it("Arabic counts one, two, few and many each in its own way", () => {
  const { products } = wordsIn("ar").browse;
  expect(new Set([0, 1, 2, 3, 11, 100].map((count) => products(count).replaceAll(/\d+/g, ""))).size).toBe(6);
});

it("a region speaks its language, and a language without words speaks English", () => {
  expect(wordsIn("de-AT").language).toBe("Deutsch");
  expect(wordsIn("it").language).toBe("English");
});
