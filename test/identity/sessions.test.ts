import { env, exports } from "cloudflare:workers";
import { generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ensureStaff } from "../../src/identity/accounts.ts";
import { authenticate } from "../../src/identity/authenticate.ts";
import { accountKey } from "../../src/identity/guesses.ts";
import { forgetExpired, logIn as openSession, refreshSession } from "../../src/identity/sessions.ts";
import { publishedKeys, verifyingKey } from "../../src/identity/signing-keys.ts";
import { issueAccessToken, readAccessToken, writeRefreshToken } from "../../src/identity/tokens.ts";
import {
  type Answer,
  bearer,
  call,
  cookieOf,
  logIn,
  newCustomer,
  origin,
  password,
  type SignedInBody,
  systemStore,
} from "./people.ts";

// Hashing a password takes a quarter of a second of a whole core.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const profile = (headers: Record<string, string>) => call("GET", "/api/v1/users/profile", undefined, headers);
const refresh = (token: string) => call<SignedInBody>("POST", "/api/v1/users/refresh", { refresh_token: token });
const inMinutes = (minutes: number) => systemStore({ now: () => new Date(Date.now() + minutes * 60_000) });

let ada: SignedInBody;
beforeAll(async () => {
  await newCustomer("ada@example.com");
  await newCustomer("guessed@example.com");
  ada = (await logIn("ada@example.com")).body;
});

/** Guesses are forgotten as the clock's minute turns: what counts them begins where none turns meanwhile. */
async function roomInTheMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 4000) await new Promise((resolve) => setTimeout(resolve, left));
}

describe("signing in", () => {
  it("refuses a wrong password and an unknown address alike, in words and in work", async () => {
    const guess = async (email: string) => {
      const began = performance.now();
      const { status, body } = await logIn(email, "wrong");
      return { ms: performance.now() - began, answer: [status, body.code] };
    };
    // By turns, so that whatever else the machine does meets both alike.
    const known: Awaited<ReturnType<typeof guess>>[] = [];
    const unknown: typeof known = [];
    for (const stranger of ["a", "b", "c", "d", "e", "f"]) {
      known.push(await guess("ada@example.com"));
      unknown.push(await guess(`nobody@${stranger}.example`));
    }
    for (const { answer } of [...known, ...unknown]) expect(answer).toEqual([401, "wrong-credentials"]);
    const quickest = (guesses: { ms: number }[]) => Math.min(...guesses.map(({ ms }) => ms));
    expect(quickest(unknown)).toBeGreaterThan(quickest(known) * 0.5);
    expect(quickest(known)).toBeGreaterThan(quickest(unknown) * 0.5);
  });

  it("refuses a megabyte of password before hashing it", async () => {
    const answer = await logIn("ada@example.com", "x".repeat(900_000));
    expect([answer.status, answer.body.code]).toEqual([400, "invalid-input"]);
  });

  it.each(["guessed@example.com", "imagined@example.com"])("is refused after twenty guesses at %s", async (email) => {
    await roomInTheMinute();
    const bucket = accountKey("login", email);
    for (let guesses = 0; guesses < 19; guesses += 1) await env.LIMIT_SIGN_IN.limit({ key: bucket });
    const guess = () => call("POST", "/api/v1/users/login", { email, password: "guess" });
    expect((await guess()).status).toBe(401);
    const refused = await guess();
    expect([refused.status, refused.body.code]).toEqual([429, "too-many-requests"]);
    expect(refused.headers.get("Retry-After")).toBe("60");
    expect(refused.headers.get("RateLimit-Policy")).toContain('"sign-in";q=20;w=60');
    expect(refused.headers.get("RateLimit")).toBe('"sign-in";r=0;t=60');
  });

  it("by guessed links comes to an end after twenty from one network address", async () => {
    await roomInTheMinute();
    const guess = (address: string, index: number) =>
      call("POST", "/api/v1/users/confirm-signup", { token: `guess-${index}` }, { "cf-connecting-ip": address });
    const answers = await Promise.all(Array.from({ length: 22 }, (_, index) => guess("192.0.2.7", index)));
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(2);
    expect((await guess("192.0.2.8", 1)).status).toBe(422);
  });

  it("is noted as an event that names nobody's address", async () => {
    const { results } = await env.CUSTOMERS.prepare("select data from outbox where type = 'login.succeeded'").all();
    expect(results.map((row) => JSON.parse(String(row.data)))).toContainEqual({ customer_id: ada.user.id });
  });
});

describe("an access token", () => {
  const claims = () => ({ email: ada.user.email, name: "Ada", groups: ["customers", "admins"], sid: "ses_x" });
  const sign = async (
    header: Record<string, unknown>,
    change: { audience?: string; issuer?: string; expires?: string } = {},
  ) => {
    const { privateKey } = await generateKeyPair("ES256");
    return new SignJWT(claims())
      .setProtectedHeader({ alg: "ES256", typ: "at+jwt", ...header })
      .setSubject(ada.user.id)
      .setIssuer(change.issuer ?? env.STORE_URL)
      .setAudience(change.audience ?? "souk")
      .setIssuedAt()
      .setExpirationTime(change.expires ?? "5m")
      .sign(privateKey);
  };
  const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const kid = async () => (await publishedKeys(systemStore()))[0]?.kid ?? "";

  const bad: Record<string, () => string | Promise<string>> = {
    "nothing of ours": () => "abc",
    "three dots": () => "...",
    "half of a good one": () => ada.access_token.slice(0, -20),
    "one whose claims were changed": () => {
      const [head, payload = "", mac] = ada.access_token.split(".");
      const said = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
      return `${head}.${b64({ ...said, groups: ["customers", "admins"] })}.${mac}`;
    },
    "one that is signed by nobody": async () =>
      `${b64({ alg: "none", typ: "at+jwt", kid: await kid() })}.${ada.access_token.split(".")[1]}.`,
    "one that is signed by another key under our key's name": async () => sign({ kid: await kid() }),
    "one that names a file as its key": () => sign({ kid: "../../etc/passwd" }),
    "one that names no key": () => sign({}),
    "one that brings its own key": async () => {
      const { publicKey } = await generateKeyPair("ES256", { extractable: true });
      const jwk = (await crypto.subtle.exportKey("jwk", publicKey)) as JsonWebKey;
      return sign({ kid: await kid(), jwk });
    },
    "one that is signed with our public key as an HMAC secret": async () => {
      const [key] = await publishedKeys(systemStore());
      return new SignJWT(claims())
        .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: key?.kid ?? "" })
        .setSubject(ada.user.id)
        .setIssuer(env.STORE_URL)
        .setAudience("souk")
        .setExpirationTime("5m")
        .sign(new TextEncoder().encode(JSON.stringify(key)));
    },
    "one that ran out": () => issueAccessToken(inMinutes(-16), ada.user as never, "ses_x"),
    "a refresh token": () => ada.refresh_token,
    "one of 100,000 characters": () => `${"a".repeat(50_000)}.${"b".repeat(40_000)}.${"c".repeat(10_000)}`,
  };

  it.each(Object.keys(bad))("is refused when it is %s", async (what) => {
    const token = await bad[what]?.();
    const answer = await profile(bearer(token ?? ""));
    expect([answer.status, answer.body.code]).toEqual([401, "invalid-token"]);
    expect(answer.headers.get("WWW-Authenticate")).toBe("Bearer");
    const open = await call("GET", "/api/v1/nothing-here", undefined, bearer(token ?? ""));
    expect(open.status).toBe(401);
  });

  it.each(["Basic YWRhOmFkYQ==", "Bearer", "Bearer a b", "bearer"])(
    "is refused in a header such as %s",
    async (header) => {
      const answer = await profile({ authorization: header });
      expect([answer.status, answer.body.code]).toEqual([401, "invalid-token"]);
    },
  );

  it("is refused when another store or another audience is meant", async () => {
    const elsewhere = systemStore();
    const other = { ...elsewhere, env: { ...env, STORE_URL: "https://elsewhere.example" as typeof env.STORE_URL } };
    const token = await issueAccessToken(other, { ...ada.user, groups: ["customers"] }, "ses_x");
    expect((await profile(bearer(token))).status).toBe(401);
  });

  it("is good for 15 minutes and not for one more", async () => {
    const token = ada.access_token;
    expect((await readAccessToken(inMinutes(14), token)).actor).toMatchObject({ kind: "customer", id: ada.user.id });
    await expect(readAccessToken(inMinutes(16), token)).rejects.toMatchObject({ code: "invalid-token" });
  });

  it("can be checked by anybody with the published key, which has no private half", async () => {
    const answer = await call<{ keys: Record<string, string>[] }>("GET", "/.well-known/jwks.json");
    expect(answer.headers.get("Cache-Control")).toBe("public, max-age=300");
    expect(answer.body.keys).toHaveLength(1);
    const [key] = answer.body.keys;
    expect(Object.keys(key ?? {}).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
    const { createLocalJWKSet, jwtVerify } = await import("jose");
    const { payload } = await jwtVerify(ada.access_token, createLocalJWKSet({ keys: answer.body.keys as never }));
    expect(payload).toMatchObject({
      sub: ada.user.id,
      email: "ada@example.com",
      name: "Ada Lovelace",
      groups: ["customers"],
      iss: env.STORE_URL,
      aud: "souk",
    });
  });

  it("is believed without asking the database", async () => {
    const deaf = { ...systemStore() };
    Object.defineProperty(deaf, "customers", {
      get: () => {
        throw new Error("The database was asked");
      },
    });
    const caller = await authenticate(deaf, new Headers(bearer(ada.access_token)));
    expect(caller.actor).toMatchObject({ kind: "customer", id: ada.user.id, email: "ada@example.com" });
  });
});

describe("the signing key", () => {
  it("is one, however many need it first at the same moment", async () => {
    const row = await env.CUSTOMERS.prepare(
      "select count(*) as many from signing_keys where retired_at is null",
    ).first();
    expect(row).toEqual({ many: 1 });
    const second = env.CUSTOMERS.prepare(
      "insert into signing_keys (kid, public_jwk, sealed_private_key, created_at) values ('key_2', '{}', 'x.y', '2026-01-01')",
    ).run();
    await expect(second).rejects.toThrow(/UNIQUE/);
  });
});

describe("a refresh token", () => {
  it("brings the next pair, and the store goes on", async () => {
    const first = (await logIn("ada@example.com")).body;
    const second = await refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect(second.body.user).toEqual(first.user);
    expect((await profile(bearer(second.body.access_token))).status).toBe(200);
    expect((await refresh(second.body.refresh_token)).status).toBe(200);
  });

  it("that comes again ends the session for whoever holds it", async () => {
    const first = (await logIn("ada@example.com")).body;
    const second = (await refresh(first.refresh_token)).body;
    expect((await refresh(first.refresh_token)).body.code).toBe("invalid-token");
    expect((await refresh(second.refresh_token)).body.code).toBe("invalid-token");
  });

  it("exchanged twice at the same moment brings one pair, which is good", async () => {
    const session = (await logIn("ada@example.com")).body;
    const exchange = () => refreshSession(systemStore(), session.refresh_token);
    const outcomes = await Promise.allSettled([exchange(), exchange()]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
    const won = outcomes.find((outcome) => outcome.status === "fulfilled");
    expect((await refresh(won?.value.refreshToken ?? "")).status).toBe(200);
  });

  it("of one session ends no other", async () => {
    const phone = (await logIn("ada@example.com")).body;
    const laptop = (await logIn("ada@example.com")).body;
    await refresh(phone.refresh_token);
    await refresh(phone.refresh_token);
    expect((await refresh(laptop.refresh_token)).status).toBe(200);
  });

  it("cannot be made up by one who knows a session's id", async () => {
    const session = await openSession(systemStore(), { email: "ada@example.com", password });
    const forged = { ...systemStore(), env: { ...env, AUTH_SECRET: "another secret" } };
    expect((await refresh(writeRefreshToken(forged, session.sessionId, 1))).status).toBe(401);
    expect((await refresh(`${session.sessionId}.1.`)).status).toBe(401);
    expect((await refresh(`${session.sessionId}.9.${session.refreshToken.split(".")[2]}`)).status).toBe(401);
    expect((await refresh(session.refreshToken)).status).toBe(200);
  });

  it("runs out after thirty days without use", async () => {
    const session = (await logIn("ada@example.com")).body;
    const late = inMinutes(30 * 24 * 60 + 1);
    await expect(refreshSession(late, session.refresh_token)).rejects.toMatchObject({ code: "invalid-token" });
    await forgetExpired(late);
    expect(await env.CUSTOMERS.prepare("select count(*) as many from sessions").first()).toEqual({ many: 0 });
  });
});

describe("the session cookie", () => {
  let session: Answer<SignedInBody>;
  let cookie: string;
  beforeAll(async () => {
    session = await logIn("ada@example.com");
    cookie = cookieOf(session);
  });

  /** The same cookie as it is when its access token has run out. */
  const stale = async () => {
    const [, renewal] = cookie.split("~");
    const sessionId = String(renewal).split(".")[0] ?? "";
    const old = await issueAccessToken(inMinutes(-20), { ...session.body.user, groups: ["customers"] }, sessionId);
    return `__Host-session=${old}~${renewal}`;
  };

  it("is kept from scripts, from plain HTTP and from other sites", () => {
    const flags = session.headers.getSetCookie()[0]?.split("; ").slice(1);
    expect(flags).toEqual(["Max-Age=2592000", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"]);
  });

  it("signs a browser in", async () => {
    const answer = await profile({ cookie: `theme=dark; ${cookie}` });
    expect([answer.status, answer.body.email]).toEqual([200, "ada@example.com"]);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it("goes on by itself when its access token has run out", async () => {
    const answer = await profile({ cookie: await stale() });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Cache-Control")).toContain("no-store");
    const next = cookieOf(answer);
    expect(next).not.toBe(cookie);
    expect((await profile({ cookie: next })).headers.getSetCookie()).toEqual([]);
  });

  it("is forgotten, and makes a stranger, when it is not good", async () => {
    for (const value of ["", "x", "x~y", "~", "a.b.c~ses_x.y", "%00", `x~${session.body.refresh_token}`]) {
      const answer = await call("GET", "/api/v1/openapi.json", undefined, { cookie: `__Host-session=${value}` });
      expect(answer.status).toBe(200);
      expect(answer.headers.getSetCookie()[0]).toContain("__Host-session=; Max-Age=0;");
      expect((await profile({ cookie: `__Host-session=${value}` })).body.code).toBe("not-signed-in");
    }
  });

  it("does nothing for another site's form", async () => {
    const send = (headers: Record<string, string>) =>
      call("PATCH", "/api/v1/users/profile", { name: "Mallory" }, { cookie, ...headers });
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://evil.example" },
      { origin: "null" },
    ] as Record<string, string>[]) {
      const answer = await send(headers);
      expect([answer.status, answer.body.code]).toEqual([403, "cross-origin"]);
    }
    expect((await profile({ cookie })).body.name).toBe("Ada Lovelace");
    expect((await send({ "sec-fetch-site": "same-origin", origin })).status).toBe(200);
    await call("PATCH", "/api/v1/users/profile", { name: "Ada Lovelace" }, { cookie });
  });

  it("does not bring pictures a new session each", async () => {
    const answer = await exports.default.fetch(`${origin}/media/nothing`, { headers: { cookie: await stale() } });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it("ends when its owner signs out, on this browser alone", async () => {
    const other = await logIn("ada@example.com");
    const out = await call("POST", "/api/v1/users/logout", undefined, { cookie });
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()).toEqual(["__Host-session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax"]);
    expect((await profile({ cookie: await stale() })).status).toBe(401);
    expect((await refresh(session.body.refresh_token)).status).toBe(401);
    expect((await refresh(other.body.refresh_token)).status).toBe(200);
  });

  it("needs no session to be signed out of", async () => {
    expect((await call("POST", "/api/v1/users/logout")).status).toBe(204);
    expect((await call("POST", "/api/v1/users/logout", { refresh_token: "made up" })).status).toBe(204);
    const byToken = (await logIn("ada@example.com")).body;
    await call("POST", "/api/v1/users/logout", { refresh_token: byToken.refresh_token });
    expect((await refresh(byToken.refresh_token)).status).toBe(401);
    const byBearer = (await logIn("ada@example.com")).body;
    await call("POST", "/api/v1/users/logout", undefined, bearer(byBearer.access_token));
    expect((await refresh(byBearer.refresh_token)).status).toBe(401);
  });
});

describe("staff", () => {
  it("are known by the group in their token", async () => {
    await ensureStaff(systemStore(), { email: "staff@example.com", password, name: "Staff" });
    const { access_token } = (await logIn("staff@example.com")).body;
    expect((await readAccessToken(systemStore(), access_token)).actor.kind).toBe("staff");
  });
});

/** Last, because it makes every token of this file worthless. */
describe("a new AUTH_SECRET", () => {
  afterAll(async () => {
    await env.CUSTOMERS.prepare("delete from signing_keys").run();
  });

  it("retires the signing key that was sealed under the old one, and signing in goes on", async () => {
    const row = await env.CUSTOMERS.prepare("select kid from signing_keys where retired_at is null").first<{
      kid: string;
    }>();
    const changed = { ...systemStore(), env: { ...env, AUTH_SECRET: "another secret, as long as the first one" } };
    const later = { ...changed, now: () => new Date(Date.now() + 40 * 24 * 3600_000) };
    const [key] = await publishedKeys(later);
    expect(key?.kid).not.toBe(row?.kid);
    expect(
      await env.CUSTOMERS.prepare("select retired_at is not null as retired from signing_keys where kid = ?")
        .bind(row?.kid)
        .first(),
    ).toEqual({ retired: 1 });
    const token = await issueAccessToken(later, { ...ada.user, groups: ["customers"] }, "ses_x");
    expect((await readAccessToken(later, token)).actor).toMatchObject({ id: ada.user.id });
    expect(await verifyingKey(later, row?.kid ?? "")).toBeNull();
  });
});
