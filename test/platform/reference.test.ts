import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

describe("the API reference", () => {
  it("shows every endpoint of the contract, on a page without script", async () => {
    const contract = await (await exports.default.fetch("https://souk.test/api/v1/openapi.json")).json<{
      paths: object;
    }>();
    const page = await (await exports.default.fetch("https://souk.test/api/v1/docs")).text();
    const paths = Object.keys(contract.paths);
    expect(paths.length).toBeGreaterThan(30);
    for (const path of paths) expect(page).toContain(`<code>${path}</code>`);
    expect(page).not.toContain("<script");
  });
});
