import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { limits } from "../../src/platform/http/limits.ts";

describe("the limits that are announced", () => {
  const toml = readFileSync(new URL("../../wrangler.toml", import.meta.url), "utf8");

  it.each(Object.entries(limits))("are the ones that are kept: %s", (_name, { binding, quota, window }) => {
    const block = new RegExp(`name = "${binding}"[^[]*simple = \\{ limit = (\\d+), period = (\\d+) \\}`).exec(toml);
    expect(block?.slice(1).map(Number)).toEqual([quota, window]);
  });
});
