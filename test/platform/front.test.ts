import { describe, expect, it } from "vitest";
import { front } from "../../src/front.ts";
import { namesOfTheHouse } from "../../src/front-rooms.ts";
import { house } from "../../src/house.ts";

const routes = house.openAPIRegistry.definitions.flatMap((definition) =>
  definition.type === "route"
    ? [{ method: definition.route.method.toUpperCase(), path: definition.route.path.replaceAll(/\{([^}]+)\}/g, ":$1") }]
    : [],
);
const promised = new Set(routes.map(({ method, path }) => `${method} ${path}`));

/** Which endpoint of the contract answers there; undefined where none does. */
const endpointAt = (app: typeof house, method: string, path: string): string | undefined =>
  app.router
    .match(method, path)[0]
    .map(([[, route]]) => route.path)
    .find((pattern) => promised.has(`${method} ${pattern}`));

/** Each endpoint, asked with some name where it takes any. */
const asked = routes.map(({ method, path }) => ({ method, path, at: path.replaceAll(/:\w+/g, "anything") }));

describe("the front of the store", () => {
  it("answers by the endpoint that the whole house would answer by, or leaves it to the house", () => {
    const otherwise = asked.filter(({ method, at }) => {
      const here = endpointAt(front, method, at);
      return here !== undefined && here !== endpointAt(house, method, at) && !namesOfTheHouse.includes(at);
    });
    expect(otherwise).toEqual([]);
  });

  it("has what shoppers ask for all day, and not what staff ask for", () => {
    const here = asked
      .filter(({ method, at }) => endpointAt(front, method, at))
      .map(({ method, path }) => `${method} ${path}`);
    expect(here).toEqual(
      expect.arrayContaining(["GET /api/v1/products", "POST /api/v1/cart/add", "POST /api/v1/checkout"]),
    );
    expect(here).not.toContain("GET /api/v1/inventory/:id");
    expect(here.length).toBeLessThan(asked.length / 3);
  });
});

describe("the whole house", () => {
  it("answers each promise of the contract by the endpoint that made it", () => {
    const lost = asked
      .filter(({ method, path, at }) => endpointAt(house, method, at) !== path)
      .map(({ method, path }) => `${method} ${path}`);
    expect(lost).toEqual([]);
  });
});
