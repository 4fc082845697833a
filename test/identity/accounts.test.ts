import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { ensureStaff } from "../../src/identity/accounts.ts";
import { DomainError } from "../../src/platform/errors.ts";
import { bearer, call, logIn, mailed, mailedToken, newCustomer, password, systemStore } from "./people.ts";

// Hashing a password takes a quarter of a second of a whole core.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const signUp = (email: string, word = password, name = "Ada") =>
  call("POST", "/api/v1/users/signup", { email, password: word, name });
const confirm = (token: string) => call("POST", "/api/v1/users/confirm-signup", { token });

describe("signing up", () => {
  it("takes a person from sign-up over the mailed link to a signed-in customer", async () => {
    const signedUp = await signUp("ada@example.com", password, "Ada Lovelace");
    expect(signedUp.status).toBe(201);
    expect(signedUp.body).toEqual({
      user: {
        id: expect.stringMatching(/^cus_/),
        email: "ada@example.com",
        name: "Ada Lovelace",
        groups: ["customers"],
        confirmed: false,
      },
    });

    const early = await logIn("ada@example.com");
    expect([early.status, early.body.code]).toEqual([403, "email-not-confirmed"]);

    const confirmed = await confirm(await mailedToken("customer.created", "confirm_token", "ada@example.com"));
    expect([confirmed.status, confirmed.body]).toEqual([
      200,
      { user: { ...(signedUp.body.user as object), confirmed: true } },
    ]);
    expect(await mailed("customer.confirmed", "ada@example.com")).toHaveLength(1);

    const session = await logIn("ada@example.com");
    expect(session.status).toBe(200);
    expect(session.body).toEqual({
      access_token: expect.any(String),
      token_type: "Bearer",
      expires_in: 900,
      refresh_token: expect.any(String),
      user: {
        id: (signedUp.body.user as { id: string }).id,
        email: "ada@example.com",
        name: "Ada Lovelace",
        groups: ["customers"],
      },
    });
    const profile = await call("GET", "/api/v1/users/profile", undefined, bearer(session.body.access_token));
    expect(profile.body).toMatchObject({ email: "ada@example.com", confirmed: true, addresses: [], phone: null });
  });

  it("does not tell a wrong password before confirmation from one after", async () => {
    await signUp("early@example.com");
    const wrong = await logIn("early@example.com", "not the password");
    expect([wrong.status, wrong.body.code]).toEqual([401, "wrong-credentials"]);
  });

  it("knows an address however it is typed", async () => {
    await newCustomer("  GRACE@Example.COM ");
    expect((await logIn("grace@example.com")).status).toBe(200);
    expect((await logIn("Grace@EXAMPLE.com ")).status).toBe(200);
  });

  it("never shows that an address has an account, but tells its owner", async () => {
    await newCustomer("owner@example.com");
    const again = await signUp("owner@example.com", "somebody else's password", "Mallory");
    const fresh = await signUp("fresh@example.com", "somebody else's password", "Mallory");
    expect(again.status).toBe(fresh.status);
    const shape = (body: Record<string, unknown>) => ({
      ...(body.user as object),
      id: (body.user as { id: string }).id.length,
      email: "",
    });
    expect(shape(again.body)).toEqual(shape(fresh.body));
    expect(await mailed("customer.signup-repeated", "owner@example.com")).toHaveLength(1);
    expect(await mailed("customer.created", "owner@example.com")).toHaveLength(1);
    expect((await logIn("owner@example.com", "somebody else's password")).status).toBe(401);
    expect((await logIn("owner@example.com")).body.user.name).toBe("Ada Lovelace");
  });

  it("lets a new sign-up replace one that nobody confirmed, and its link die", async () => {
    await signUp("victim@example.com", "laid by an attacker");
    const old = await mailedToken("customer.created", "confirm_token", "victim@example.com");
    await signUp("victim@example.com", "chosen by the owner");
    expect((await confirm(old)).body.code).toBe("code-wrong");
    await confirm(await mailedToken("customer.created", "confirm_token", "victim@example.com"));
    expect((await logIn("victim@example.com", "laid by an attacker")).status).toBe(401);
    expect((await logIn("victim@example.com", "chosen by the owner")).status).toBe(200);
  });

  it("opens one account when two sign up with one address at the same moment", async () => {
    const answers = await Promise.all([signUp("twins@example.com"), signUp("twins@example.com")]);
    expect(answers.map((answer) => answer.status)).toEqual([201, 201]);
    const row = await env.CUSTOMERS.prepare(
      "select count(*) as many from users where email = 'twins@example.com'",
    ).first();
    expect(row).toEqual({ many: 1 });
    await confirm(await mailedToken("customer.created", "confirm_token", "twins@example.com"));
    expect((await logIn("twins@example.com")).status).toBe(200);
  });

  it("answers as ever when another sign-up takes its place half-way", async () => {
    await env.CUSTOMERS.exec(
      "create trigger overtake after insert on users when new.email = 'slow@example.com' begin delete from users where id = new.id; end",
    );
    const answer = await signUp("slow@example.com");
    await env.CUSTOMERS.exec("drop trigger overtake");
    expect([answer.status, answer.body.user]).toEqual([201, expect.objectContaining({ confirmed: false })]);
    expect(await mailed("customer.created", "slow@example.com")).toEqual([]);
  });

  it("keeps neither passwords nor mailed secrets in the clear", async () => {
    await signUp("secret@example.com", "the password itself");
    const token = await mailedToken("customer.created", "confirm_token", "secret@example.com");
    const tables = await Promise.all(
      ["users", "credentials", "sessions", "verifications", "signing_keys"].map((table) =>
        env.CUSTOMERS.prepare(`select * from ${table}`).all(),
      ),
    );
    const stored = JSON.stringify(tables.map((table) => table.results));
    expect(stored).toContain("$scrypt$ln=15,r=8,p=3$");
    expect(stored).not.toContain("the password itself");
    expect(stored).not.toContain(token);
    expect(stored).not.toContain('"d"');
  });

  it.each([
    ["nothing at the end", { email: "ada@" }, "/email"],
    ["two addresses", { email: "a@example.com,b@example.com" }, "/email"],
    ["a line break in the address", { email: "a@example.com\nbcc: b@example.com" }, "/email"],
    ["a NUL in the address", { email: "a\u0000@example.com" }, "/email"],
    ["an address of 10,000 characters", { email: `${"a".repeat(10_000)}@example.com` }, "/email"],
    ["an address that is SQL", { email: "'; drop table users; --" }, "/email"],
    ["an address that is a list", { email: ["a@example.com"] }, "/email"],
    ["a short password", { password: "1234567" }, "/password"],
    ["a password of a megabyte", { password: "x".repeat(900_000) }, "/password"],
    ["a NUL in the name", { name: "Ada\u0000" }, "/name"],
    ["a blank name", { name: "   " }, "/name"],
    ["a wish to be staff", { groups: ["admins"] }, "/groups"],
    ["a language that is none", { locale: "../../etc" }, "/locale"],
  ])("refuses %s, quickly, and stores nothing", async (_what, change, pointer) => {
    const before = await env.CUSTOMERS.prepare("select count(*) as many from users").first();
    const began = performance.now();
    const answer = await call("POST", "/api/v1/users/signup", {
      email: "odd@example.com",
      password,
      name: "Ada",
      ...change,
    });
    expect(performance.now() - began).toBeLessThan(500);
    expect([answer.status, answer.body.code]).toEqual([400, "invalid-input"]);
    expect(answer.body.errors).toEqual(expect.arrayContaining([expect.objectContaining({ pointer })]));
    expect(await env.CUSTOMERS.prepare("select count(*) as many from users").first()).toEqual(before);
  });

  it("refuses two megabytes before reading them", async () => {
    const answer = await call("POST", "/api/v1/users/signup", JSON.stringify({ password: "x".repeat(2_000_000) }));
    expect([answer.status, answer.body.code]).toEqual([413, "too-large"]);
  });

  it("takes names and passwords of every script", async () => {
    await signUp("world@example.com", "пароль 密码 🔑🔑🔑", "علي 王小明 🧵");
    await confirm(await mailedToken("customer.created", "confirm_token", "world@example.com"));
    const session = await logIn("world@example.com", "пароль 密码 🔑🔑🔑");
    expect(session.body.user.name).toBe("علي 王小明 🧵");
    expect((await call("GET", "/api/v1/users/profile", undefined, bearer(session.body.access_token))).status).toBe(200);
  });
});

describe("the link that confirms an address", () => {
  it("works once", async () => {
    await signUp("once@example.com");
    const token = await mailedToken("customer.created", "confirm_token", "once@example.com");
    const answers = await Promise.all([confirm(token), confirm(token)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422]);
    expect((await confirm(token)).body.code).toBe("code-wrong");
  });

  it("works for a day", async () => {
    await signUp("late@example.com");
    const token = await mailedToken("customer.created", "confirm_token", "late@example.com");
    const left = await env.CUSTOMERS.prepare(
      "select expires_at from verifications where value = (select id from users where email = 'late@example.com')",
    ).first<{ expires_at: string }>();
    expect(Date.parse(left?.expires_at ?? "") - Date.now()).toBeGreaterThan(23.9 * 3600_000);
    expect(Date.parse(left?.expires_at ?? "") - Date.now()).toBeLessThanOrEqual(24 * 3600_000);
    await env.CUSTOMERS.prepare(
      "update verifications set expires_at = '2020-01-01T00:00:00.000Z' where value = (select id from users where email = 'late@example.com')",
    ).run();
    expect((await confirm(token)).body.code).toBe("code-wrong");
    expect((await logIn("late@example.com")).status).toBe(403);
  });

  it.each(["x", "../../etc/passwd", "0".repeat(32), "' or 1=1 --"])("is not %s", async (token) => {
    expect((await confirm(token)).body.code).toBe("code-wrong");
  });
});

describe("a forgotten password", () => {
  const forgot = (email: string) => call("POST", "/api/v1/users/password/forgot", { email });
  const reset = (token: string, word: string) =>
    call("POST", "/api/v1/users/password/reset", { token, password: word });
  const resetToken = (email: string) =>
    vi.waitFor(() => mailedToken("customer.password-reset-requested", "reset_token", email), { timeout: 5000 });

  it("is replaced by the mailed link, once, and every session ends", async () => {
    await newCustomer("forgetful@example.com");
    const before = await logIn("forgetful@example.com");
    expect((await forgot("forgetful@example.com")).status).toBe(202);
    const token = await resetToken("forgetful@example.com");
    expect((await reset(token, "short")).status).toBe(400);
    expect((await reset(token, "a new and better one")).status).toBe(204);
    expect((await reset(token, "an even newer one")).body.code).toBe("code-wrong");
    expect((await logIn("forgetful@example.com")).status).toBe(401);
    expect((await logIn("forgetful@example.com", "a new and better one")).status).toBe(200);
    const refreshed = await call("POST", "/api/v1/users/refresh", { refresh_token: before.body.refresh_token });
    expect(refreshed.status).toBe(401);
  });

  it("answers the same for an address without an account, and mails nothing", async () => {
    expect((await forgot("nobody@example.com")).status).toBe(202);
    expect(await mailed("customer.password-reset-requested", "nobody@example.com")).toEqual([]);
  });

  it("proves the address too", async () => {
    await signUp("unconfirmed@example.com");
    await forgot("unconfirmed@example.com");
    await reset(await resetToken("unconfirmed@example.com"), "chosen by the owner");
    expect((await logIn("unconfirmed@example.com", "chosen by the owner")).status).toBe(200);
    expect(await mailed("customer.confirmed", "unconfirmed@example.com")).toHaveLength(1);
  });

  it("is not opened by the link that confirms an address", async () => {
    await signUp("mixed@example.com");
    const token = await mailedToken("customer.created", "confirm_token", "mixed@example.com");
    expect((await reset(token, "a new and better one")).body.code).toBe("code-wrong");
  });
});

describe("staff", () => {
  const staff = { email: "Staff@Example.com", password: "the staff's password", name: "The staff" };

  it("are appointed by the store itself, and doing it again changes nothing", async () => {
    await ensureStaff(systemStore(), staff);
    const before = await env.CUSTOMERS.prepare(
      "select id, email, groups from users where email = 'staff@example.com'",
    ).all();
    await ensureStaff(systemStore(), staff);
    const after = await env.CUSTOMERS.prepare(
      "select id, email, groups from users where email = 'staff@example.com'",
    ).all();
    expect(after.results).toEqual(before.results);
    const session = await logIn("staff@example.com", staff.password);
    expect(session.body.user.groups).toEqual(["customers", "admins"]);
  });

  it("get the password that the settings say", async () => {
    await ensureStaff(systemStore(), { ...staff, password: "another password" });
    expect((await logIn("staff@example.com", staff.password)).status).toBe(401);
    expect((await logIn("staff@example.com", "another password")).status).toBe(200);
    await ensureStaff(systemStore(), staff);
  });

  it("cannot be appointed by a caller", async () => {
    const caller = systemStore({ actor: { kind: "shopper", cartId: null } });
    const refusal = await ensureStaff(caller, staff).catch((thrown: unknown) => thrown);
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({ code: "not-allowed" });
  });

  it("open what is closed to customers and strangers", async () => {
    await newCustomer("curious@example.com");
    const customer = (await logIn("curious@example.com")).body.access_token;
    const member = (await logIn("staff@example.com", staff.password)).body.access_token;
    const look = (headers: Record<string, string>) => call("GET", "/api/v1/inventory", undefined, headers);
    expect(await look({}).then(({ status, body }) => [status, body.code])).toEqual([401, "not-signed-in"]);
    expect(await look(bearer(customer)).then(({ status, body }) => [status, body.code])).toEqual([403, "not-allowed"]);
    expect((await look(bearer(member))).status).toBe(200);
  });
});
