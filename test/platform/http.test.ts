import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

const fetchStore = (path: string, init?: RequestInit): Promise<Response> =>
  exports.default.fetch(`https://souk.test${path}`, init);

describe("every answer", () => {
  it("names its request, its time and forbids framing", async () => {
    const answer = await fetchStore("/healthz");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("X-Request-Id")).toMatch(/^req_/);
    expect(answer.headers.get("Server-Timing")).toMatch(/^total;dur=/);
    expect(answer.headers.get("Content-Security-Policy")).toContain("frame-ancestors 'none'");
  });

  it("says that every binding answers", async () => {
    const answer = await fetchStore("/readyz");
    expect(await answer.json()).toMatchObject({ status: "ok" });
  });

  it("is a problem document where there is nothing", async () => {
    const answer = await fetchStore("/api/v1/nothing");
    expect(answer.status).toBe(404);
    expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ code: "not-found", request_id: answer.headers.get("X-Request-Id") });
  });

  it("carries the contract", async () => {
    const answer = await fetchStore("/api/v1/openapi.json");
    expect(await answer.json()).toMatchObject({ openapi: "3.1.0" });
  });
});
