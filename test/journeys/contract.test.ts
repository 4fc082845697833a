import { mkdirSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { runProgram } from "../../scripts/programs.ts";
import { inside } from "../../scripts/repository.ts";
import { sharedStore } from "./store.ts";

const store = sharedStore();

it("the store is alive, and every part of it answers", async () => {
  expect(await store.stranger().ask("GET", "/healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
  expect(await store.stranger().ask("GET", "/readyz")).toMatchObject({ status: 200, body: { status: "ok" } });
});

it("the contract is one that other people's tools accept", async () => {
  const contract = await store.stranger().get<object>("/openapi.json");
  const file = inside(".wrangler", "tmp", "openapi.json");
  mkdirSync(inside(".wrangler", "tmp"), { recursive: true });
  writeFileSync(file, JSON.stringify(contract, null, 2));
  const { code, printed } = await runProgram(
    "node_modules/@redocly/cli/bin/cli.js",
    ["lint", file, "--format=stylish"],
    {
      environment: { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    },
  );
  expect(printed).not.toContain("warning");
  expect(code, printed).toBe(0);
});

it("the contract has a page for people", async () => {
  const page = await store.stranger().ask<string>("GET", "/api/v1/docs");
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toContain("text/html");
  expect(page.body).toContain("/api/v1/products");
});

it("whatever the contract lets one read is answered, if only by a refusal", async () => {
  const { paths } = await store.stranger().get<{ paths: Record<string, Record<string, unknown>> }>("/openapi.json");
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method === "get")
      .map(() => path.replaceAll(/\{[^}]+\}/g, "nothing")),
  );
  expect(operations.length).toBeGreaterThan(10);
  for (const path of operations) {
    const answer = await store.stranger().ask<{ code?: string }>("GET", path);
    expect(answer.status, `${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(500);
  }
});
