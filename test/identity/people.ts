import { env, exports } from "cloudflare:workers";
import { ensureStaff } from "../../src/identity/accounts.ts";
import { openStore, type StoreOptions } from "../../src/platform/store.ts";
// Here before it is asked for: of two requests that load the same at once, the tests' runtime lets one wait for ever.
import "../../src/house.ts";

/** What a test of people needs: the store over HTTP, and the mail that people would get. */

export const origin = "https://souk.test";

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  body: Body;
  headers: Headers;
}

export interface SignedInBody extends Record<string, unknown> {
  access_token: string;
  refresh_token: string;
  user: { id: string; email: string; name: string; groups: string[] };
}

/** Sends JSON (or nothing) and reads JSON (or nothing). */
export async function call<Body = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const answer = await exports.default.fetch(`${origin}${path}`, {
    method,
    headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Body, headers: answer.headers };
}

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** The data of the events of this type about this address, oldest first, as the outbox holds them. */
export async function mailed(type: string, email: string): Promise<Record<string, string>[]> {
  const { results } = await env.CUSTOMERS.prepare(
    "select data from outbox where type = ? and json_extract(data, '$.email') = ? order by time, id",
  )
    .bind(type, email.trim().toLowerCase())
    .all<{ data: string }>();
  return results.map((row) => JSON.parse(row.data) as Record<string, string>);
}

/** The newest secret that was mailed. */
export async function mailedToken(type: string, field: string, email: string): Promise<string> {
  const token = (await mailed(type, email)).at(-1)?.[field];
  if (!token) throw new Error(`Nothing of ${type} was mailed to ${email}`);
  return token;
}

export const password = "a sentence is a good password";

/** A confirmed customer. */
export async function newCustomer(email: string, name = "Ada Lovelace"): Promise<void> {
  await call("POST", "/api/v1/users/signup", { email, password, name });
  const token = await mailedToken("customer.created", "confirm_token", email);
  await call("POST", "/api/v1/users/confirm-signup", { token });
}

export function logIn(email: string, word = password): Promise<Answer<SignedInBody>> {
  return call<SignedInBody>("POST", "/api/v1/users/login", { email, password: word });
}

/** A staff account, signed in: its access token. */
export async function signInStaff(email = "staff@souk.test"): Promise<string> {
  await ensureStaff(systemStore(), { email, password, name: "The staff" });
  return (await logIn(email)).body.access_token;
}

/** The store as the system sees it; a test may move its clock. */
export const systemStore = (options: StoreOptions = {}) => openStore(env, options);

/** The `Cookie` header a browser would send back. */
export function cookieOf(answer: Answer<unknown>): string {
  const cookie = answer.headers.getSetCookie().find((text) => text.startsWith("__Host-session="));
  if (!cookie) throw new Error("No session cookie was set");
  return cookie.split(";")[0] ?? "";
}
