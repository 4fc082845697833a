import { env, exports } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { issueAccessToken } from "../../src/identity/tokens.ts";
import { errorCodes } from "../../src/platform/error-codes.ts";
import { makeId } from "../../src/platform/ids.ts";
import { openStore } from "../../src/platform/store.ts";
import { bearer, logIn, newCustomer, signInStaff } from "../identity/people.ts";

/** What holds for every endpoint, read from the contract itself: an endpoint that is added is tested by being added. */

interface Operation {
  operationId: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string }[];
  requestBody?: { required?: boolean; content: Record<string, unknown> };
}

interface Endpoint extends Operation {
  method: string;
  path: string;
}

let endpoints: Endpoint[] = [];
let staff: Record<string, string>;
let customer: Record<string, string>;

beforeAll(async () => {
  const answer = await exports.default.fetch("https://souk.test/api/v1/openapi.json");
  const { paths } = await answer.json<{ paths: Record<string, Record<string, Operation>> }>();
  endpoints = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
  await newCustomer("ada@example.com");
  customer = bearer((await logIn("ada@example.com")).body.access_token);
});

/** Another account for each test: together they write more than one may in a minute. */
beforeEach(async () => {
  staff = bearer(await signInStaff(`${crypto.randomUUID()}@souk.test`));
});

type Audience = "everybody" | "staff" | "account" | "holder";

/** For whom an endpoint is: `holder` is an account, or a guest who holds a cart or an order's token. */
function audienceOf({ security }: Endpoint): Audience | undefined {
  if (security === undefined) return undefined;
  if (security.length === 0) return "everybody";
  const [only] = security;
  if (security.length > 1 || only === undefined || !("bearer" in only)) return "holder";
  return only.bearer?.includes("admins") ? "staff" : "account";
}

const forAudience = (...audiences: Audience[]): Endpoint[] =>
  endpoints.filter((endpoint) => audiences.some((audience) => audienceOf(endpoint) === audience));

const takesJson = ({ requestBody }: Endpoint): boolean => requestBody?.content["application/json"] !== undefined;

const samples: Record<string, () => string> = {
  product: () => "no-such-product",
  category: () => "no-such-category",
  sku: () => "NO-SUCH-SKU",
  job: () => makeId("job", Date.now()),
  payment_id: () => makeId("pay", Date.now()),
  image_id: () => makeId("img", Date.now()),
  width: () => "320",
  provider: () => "test",
  kind: () => "product",
  locale: () => "de",
  payment_reference: () => "no-such-payment",
};

/** An id of the right form that names nothing. */
function sampleFor(path: string, parameter: string): string {
  const own = samples[parameter];
  if (own) return own();
  if (path.includes("/products/")) return makeId("prod", Date.now());
  return makeId("ord", Date.now());
}

const addressOf = (path: string, fill = (name: string): string => sampleFor(path, name)): string =>
  path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => fill(name));

/** Sends a request, and checks what must be true of every answer. */
async function ask(method: string, address: string, init: Omit<RequestInit, "method"> = {}) {
  const answer = await exports.default.fetch(`https://souk.test${address}`, { method, redirect: "manual", ...init });
  const where = `${method} ${address.slice(0, 100)}: ${answer.status}`;
  const requestId = answer.headers.get("X-Request-Id");
  expect(requestId, where).toMatch(/^req_/);
  expect(answer.headers.get("Server-Timing"), where).toMatch(/^total;dur=\d/);
  expect(answer.headers.get("X-Content-Type-Options"), where).toBe("nosniff");
  expect(answer.headers.get("Content-Security-Policy"), where).toContain("default-src 'none'");
  const text = await answer.text();
  expect(answer.status, `${where} ${text}`).toBeLessThan(500);
  if (answer.status < 400) return { status: answer.status, where, problem: null };
  expect(answer.headers.get("Content-Type"), where).toBe("application/problem+json");
  const problem = JSON.parse(text) as Record<string, unknown> & { errors?: { pointer: string; detail: string }[] };
  expect(errorCodes, where).toHaveProperty(String(problem.code));
  const known = errorCodes[problem.code as keyof typeof errorCodes];
  expect(problem, where).toMatchObject({
    type: `https://souk.dev/errors/${String(problem.code)}`,
    title: known.title,
    status: known.status,
    detail: expect.stringMatching(/./),
    request_id: requestId,
  });
  expect(answer.status, where).toBe(known.status);
  return { status: answer.status, where: `${where} ${text}`, problem };
}

/** The headers of somebody whom the endpoint is for, with all that it requires. */
const rightful = (endpoint: Endpoint): Record<string, string> => ({
  ...(audienceOf(endpoint) === "staff" ? staff : customer),
  "If-Match": '"1"',
  "Idempotency-Key": crypto.randomUUID(),
});

/** How many rows each table of each database holds. */
async function rows(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const binding of ["CATALOG", "ORDERS", "CUSTOMERS", "ACTIVITY"] as const) {
    const tables = await env[binding]
      .prepare(
        "select name from sqlite_schema where type = 'table' and name not like '%\\_%' escape '\\' or name in ('stock_levels', 'idempotency_keys')",
      )
      .all<{ name: string }>();
    for (const { name } of tables.results) {
      const counted = await env[binding].prepare(`select count(*) as count from "${name}"`).first<{ count: number }>();
      counts[`${binding}.${name}`] = counted?.count ?? -1;
    }
  }
  return counts;
}

describe("who may call", () => {
  it("is said of every endpoint, by itself", () => {
    expect(endpoints.length).toBeGreaterThan(40);
    expect(endpoints.filter((endpoint) => audienceOf(endpoint) === undefined).map((each) => each.operationId)).toEqual(
      [],
    );
  });

  it("is everybody only where that was meant", () => {
    const open = forAudience("everybody").map(({ method, path }) => `${method} ${path}`);
    expect(open.sort()).toMatchInlineSnapshot(`
    [
      "GET /.well-known/jwks.json",
      "GET /api/v1/categories",
      "GET /api/v1/categories/{category}",
      "GET /api/v1/collections",
      "GET /api/v1/collections/{collection}",
      "GET /api/v1/markets",
      "GET /api/v1/markets/{market}",
      "GET /api/v1/orders/status/{payment_reference}",
      "GET /api/v1/products",
      "GET /api/v1/products/{product}",
      "GET /api/v1/products/{product}/links",
      "GET /api/v1/products/{product}/variants",
      "GET /api/v1/search/suggest",
      "GET /healthz",
      "GET /media/{image_id}/{width}",
      "GET /readyz",
      "POST /api/v1/payments/webhook/{provider}",
      "POST /api/v1/shipping/rates",
      "POST /api/v1/users/confirm-signup",
      "POST /api/v1/users/login",
      "POST /api/v1/users/logout",
      "POST /api/v1/users/password/forgot",
      "POST /api/v1/users/password/reset",
      "POST /api/v1/users/refresh",
      "POST /api/v1/users/signup",
    ]
  `);
  });

  it("staff endpoints ask strangers to sign in, before they look at anything else", async () => {
    for (const { method, path } of forAudience("staff")) {
      const { problem, where } = await ask(method, addressOf(path));
      expect(problem?.code, where).toBe("not-signed-in");
    }
  });

  it("staff endpoints send customers away, before they look at anything else", async () => {
    for (const { method, path } of forAudience("staff")) {
      const { problem, where } = await ask(method, addressOf(path), { headers: customer });
      expect(problem?.code, where).toBe("not-allowed");
    }
  });

  it("what is one's own needs an account", async () => {
    expect(forAudience("account").length).toBeGreaterThan(1);
    for (const { method, path } of forAudience("account")) {
      const { problem, where } = await ask(method, addressOf(path));
      expect(problem?.code, where).toBe("not-signed-in");
    }
  });

  it("an order or a parcel is not there for who holds neither account nor token", async () => {
    const named = forAudience("holder").filter(({ path }) => path.includes("{"));
    expect(named.length).toBeGreaterThan(2);
    for (const endpoint of named) {
      for (const headers of [{}, customer]) {
        const { problem, where } = await ask(endpoint.method, addressOf(endpoint.path), {
          headers: takesJson(endpoint) ? { ...headers, "Content-Type": "application/json" } : headers,
          ...(takesJson(endpoint) && { body: '{"reason":"changed my mind"}' }),
        });
        expect(problem?.code, where).toBe("not-found");
      }
    }
  });

  it("a token that was altered, has expired, is not ours or is none opens nothing", async () => {
    const yesterday = openStore(env, { now: () => new Date(Date.now() - 86_400_000) });
    const person = { id: "usr_staff", email: "staff@souk.test", name: "Staff", groups: ["admins" as const] };
    const expired = await issueAccessToken(yesterday, person, "session");
    const [head = "", , signature = ""] = staff.authorization?.slice("Bearer ".length).split(".") ?? [];
    const claims = { sub: "usr_x", email: "x@example.com", groups: ["admins"], sid: "s", exp: 4_102_444_800 };
    const encoded = (value: object): string => btoa(JSON.stringify(value)).replaceAll("=", "");
    const tokens = [
      `Bearer ${expired}`,
      `Bearer ${head}.${encoded(claims)}.${signature}`,
      `Bearer ${encoded({ alg: "none", typ: "at+jwt" })}.${encoded(claims)}.`,
      `Bearer ${encoded({ alg: "HS256", typ: "at+jwt", kid: "x" })}.${encoded(claims)}.c2lnbmF0dXJl`,
      "Bearer ",
      "Bearer a b",
      `Bearer ${"a".repeat(10_000)}`,
      "Basic c3RhZmY6c3RhZmY=",
      "junk",
    ];
    for (const { method, path } of endpoints) {
      if (path === "/healthz" || path === "/readyz" || path.startsWith("/media/")) continue;
      for (const authorization of path === "/api/v1/orders" ? tokens : tokens.slice(0, 3)) {
        const { problem, where } = await ask(method, addressOf(path), { headers: { authorization } });
        expect(problem?.code, `${where} ${authorization.slice(0, 30)}`).toBe("invalid-token");
      }
    }
  });
});

describe("what is sent", () => {
  const bodies: [what: string, type: string, body: () => string, code: string][] = [
    ["broken JSON", "application/json", () => '{"title": ', "malformed-json"],
    ["a list", "application/json", () => "[]", "invalid-input"],
    ["a word", "application/json", () => '"'.padEnd(20_000, "a").concat('"'), "invalid-input"],
    ["nothing", "application/json", () => "", "malformed-json"],
    [
      "brackets in brackets",
      "application/json",
      () => "[".repeat(100_000).concat("]".repeat(100_000)),
      "invalid-input",
    ],
    ["a field that is not there", "application/json", () => '{"no_such_field": 1}', "invalid-input"],
    ["2 MB", "application/json", () => JSON.stringify({ reason: "a".repeat(2_000_000) }), "too-large"],
    ["plain text", "text/plain", () => "{}", "wrong-content-type"],
    ["a form", "application/x-www-form-urlencoded", () => "a=b", "wrong-content-type"],
    ["a multipart form", "multipart/form-data; boundary=x", () => "--x--\r\n", "wrong-content-type"],
    ["JSON of another kind", "text/x+json", () => "{}", "wrong-content-type"],
  ];

  it.each(bodies)(
    "%s is refused by every endpoint that takes JSON, and nothing is stored",
    async (what, type, body, code) => {
      const before = await rows();
      const takers = endpoints.filter(takesJson);
      expect(takers.length).toBeGreaterThan(20);
      for (const endpoint of takers) {
        const { problem, where } = await ask(endpoint.method, addressOf(endpoint.path), {
          headers: { ...rightful(endpoint), "Content-Type": type },
          body: body(),
        });
        expect(problem?.code, `${endpoint.operationId}: ${where}`).toBe(code);
        if (code === "invalid-input") expect(problem?.errors?.[0]?.pointer, where).toBeTypeOf("string");
        if (what === "a field that is not there")
          expect(
            problem?.errors?.map(({ pointer }) => pointer),
            where,
          ).toContain("/no_such_field");
      }
      expect(await rows()).toEqual(before);
    },
  );

  it("a query parameter that no endpoint knows is refused, not ignored", async () => {
    for (const endpoint of endpoints.filter(({ path }) => path.startsWith("/api/"))) {
      for (const name of ["no_such_parameter", "constructor"]) {
        const { problem, where } = await ask(endpoint.method, `${addressOf(endpoint.path)}?${name}=1`, {
          headers: rightful(endpoint),
        });
        expect(problem?.code, `${endpoint.operationId}: ${where}`).toBe("invalid-input");
        expect(
          problem?.errors?.map(({ pointer }) => pointer),
          where,
        ).toContain(`/${name}`);
      }
    }
  });

  const odd = [
    "%00",
    "..%2F..%2Fetc%2Fpasswd",
    "a".repeat(5000),
    "%F0%9F%A6%86",
    "';%20drop%20table%20products;--",
    "%E0%A4%A",
    "%ED%A0%80",
    "__proto__",
    "-1",
    "1e999",
    "%25",
    "*",
  ];
  it.each(odd.map((name) => [name.slice(0, 30), name]))(
    "a name that can be no name is refused or names nothing: %s",
    async (_, name) => {
      for (const endpoint of endpoints.filter(({ path }) => path.includes("{"))) {
        const address = addressOf(endpoint.path, () => name);
        const { status, where } = await ask(endpoint.method, address, { headers: rightful(endpoint) });
        expect(status, where).toBeGreaterThanOrEqual(400);
      }
    },
  );
});
