import { describe, expect, it } from "vitest";
import { wordsIn } from "../../src/storefront/messages/words.ts";
import { written, writtenChoice } from "../../src/storefront/written.ts";

const litres = { type: "number", unit: "l" } as const;

describe("what an attribute says", () => {
  it("has its numbers as the language writes them, to read and to choose by", () => {
    expect(written(0.8, litres, "fr", wordsIn("fr"))).toBe("0,8 l");
    expect(writtenChoice("0.8", "0.8", litres, "fr", wordsIn("fr"))).toBe("0,8");
    expect(writtenChoice("0.8", "0.8", litres, "en", wordsIn("en"))).toBe("0.8");
  });

  it("has its days and its yes or no in words", () => {
    const since = { type: "date", unit: null } as const;
    expect(writtenChoice("2026-11-21", "2026-11-21", since, "de", wordsIn("de"))).toBe("21. November 2026");
    expect(writtenChoice("soon", "soon", since, "de", wordsIn("de"))).toBe("soon");
    expect(writtenChoice("false", "false", { type: "boolean", unit: null }, "de", wordsIn("de"))).toBe("Nein");
  });

  it("keeps a unit beside its number where one reads from the right", () => {
    expect(written(24, { type: "number", unit: "cm" }, "ar", wordsIn("ar"))).toMatch(/^\u2068.+ cm\u2069$/);
  });
});
