import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { bearer, call, logIn, newCustomer, systemStore } from "./people.ts";

// Hashing a password takes a quarter of a second of a whole core.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const path = "/api/v1/users/profile";
const home = { name: "Ada", line1: "12 St James's Square", city: "London", postal_code: "SW1Y 4JH", country: "GB" };
const work = { ...home, company: "Analytical Engines", phone: "+442079460000" };

let ada: Record<string, string>;
let bob: Record<string, string>;
beforeAll(async () => {
  await newCustomer("ada@example.com", "Ada");
  await newCustomer("bob@example.com", "Bob");
  ada = bearer((await logIn("ada@example.com")).body.access_token);
  bob = bearer((await logIn("bob@example.com")).body.access_token);
});

describe("a customer's profile", () => {
  it("is the customer's own and nobody else's", async () => {
    await call("PATCH", path, { addresses: [home], phone: "+442079460000" }, ada);
    expect((await call("GET", path, undefined, ada)).body).toMatchObject({ name: "Ada", addresses: [home] });
    expect((await call("GET", path, undefined, bob)).body).toMatchObject({ name: "Bob", addresses: [], phone: null });
    expect((await call("GET", path)).body.code).toBe("not-signed-in");
    expect((await call("PATCH", path, { name: "Nobody" })).body.code).toBe("not-signed-in");
  });

  it("keeps what a change leaves out, and the order of the address book", async () => {
    await call("PATCH", path, { addresses: [work, home], locale: "de-AT" }, ada);
    const changed = await call("PATCH", path, { name: "Ada, Countess of Lovelace" }, ada);
    expect(changed.body).toMatchObject({
      name: "Ada, Countess of Lovelace",
      locale: "de-AT",
      phone: "+442079460000",
      addresses: [work, home],
    });
    expect((await call("PATCH", path, { addresses: [], phone: null }, ada)).body).toMatchObject({
      addresses: [],
      phone: null,
    });
  });

  it("holds twenty addresses", async () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ ...home, line2: `Flat ${index + 1}` }));
    expect((await call("PATCH", path, { addresses: many }, ada)).body.addresses).toEqual(many);
    const answer = await call("PATCH", path, { addresses: [...many, home] }, ada);
    expect([answer.status, (answer.body.errors as { pointer: string }[])[0]?.pointer]).toEqual([400, "/addresses"]);
  });

  it.each([
    ["another e-mail address", { email: "mallory@example.com" }, "/email"],
    ["a group", { groups: ["admins"] }, "/groups"],
    ["an id", { id: "cus_x" }, "/id"],
    ["a phone number that is none", { phone: "call me" }, "/phone"],
    ["a country of three letters", { addresses: [{ ...home, country: "GBR" }] }, "/addresses/0/country"],
    ["an unknown field of an address", { addresses: [{ ...home, planet: "Earth" }] }, "/addresses/0/planet"],
    ["a name of 10,000 characters", { name: "a".repeat(10_000) }, "/name"],
  ])("refuses %s", async (_what, change, pointer) => {
    const before = (await call("GET", path, undefined, bob)).body;
    const answer = await call("PATCH", path, change, bob);
    expect([answer.status, (answer.body.errors as { pointer: string }[])[0]?.pointer]).toEqual([400, pointer]);
    expect((await call("GET", path, undefined, bob)).body).toEqual(before);
  });

  it("is gone when the account is, whatever a token still says", async () => {
    await newCustomer("gone@example.com");
    const gone = bearer((await logIn("gone@example.com")).body.access_token);
    await env.CUSTOMERS.prepare("delete from users where email = 'gone@example.com'").run();
    expect((await call("GET", path, undefined, gone)).body.code).toBe("not-signed-in");
    expect((await call("PATCH", path, { name: "Ghost" }, gone)).body.code).toBe("not-signed-in");
  });
});

describe("limits on writing", () => {
  it("are announced, and kept for each customer by itself", async () => {
    const limited = bearer((await logIn("bob@example.com")).body.access_token);
    const write = () => call("PATCH", path, {}, limited);
    const first = await write();
    expect(first.headers.get("RateLimit-Policy")).toBe('"writes";q=600;w=60');
    expect(first.headers.get("RateLimit")).toBeNull();
    const bucket = (await logIn("bob@example.com")).body.user.id;
    for (let calls = 0; calls < 600; calls += 1) await systemStore().env.LIMIT_WRITES.limit({ key: bucket });
    const refused = await write();
    expect([refused.status, refused.body.code]).toEqual([429, "too-many-requests"]);
    expect(refused.headers.get("Retry-After")).toBe("60");
    expect(refused.headers.get("RateLimit")).toBe('"writes";r=0;t=60');
    expect((await call("GET", path, undefined, limited)).status).toBe(200);
    expect((await call("PATCH", path, {}, ada)).status).toBe(200);
  });
});
