import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** The packages and files that are evaluated before the Worker answers its first request, each with who asks for it. */
function loadedAtStart(entry: string, askedBy = "", found = new Map<string, string>()): Map<string, string> {
  if (found.has(entry)) return found;
  found.set(entry, askedBy);
  if (!entry.startsWith("/")) return found;
  if (!existsSync(entry)) throw new Error(`${askedBy} imports ${entry}, which is not there`);
  const source = readFileSync(entry, "utf8");
  const imports = /^(?:import|export)\s+(?!type\b)(?:[^;"']*?\sfrom\s+)?["']([^"']+)["']/gm;
  for (const [, name = ""] of source.matchAll(imports)) {
    loadedAtStart(name.startsWith(".") ? resolve(dirname(entry), name) : name, entry, found);
  }
  return found;
}

describe("starting up", () => {
  const loaded = loadedAtStart(fileURLToPath(new URL("../../src/index.ts", import.meta.url)));

  it("finds what every request needs", () => {
    expect([...loaded.keys()]).toEqual(expect.arrayContaining(["@hono/zod-openapi", "drizzle-orm"]));
    expect([...loaded.keys()].some((name) => name.endsWith("/src/cart/routes.ts"))).toBe(true);
  });

  it.each(["better-auth", "@better-auth", "jose"])("leaves %s until somebody signs in or shows a token", (name) => {
    const early = [...loaded].filter(([loadedName]) => loadedName === name || loadedName.startsWith(`${name}/`));
    expect(early).toEqual([]);
  });
});
