import { and, eq, gt } from "drizzle-orm";
import { DomainError } from "../platform/errors.ts";
import type { Actor, Store } from "../platform/store.ts";
import { clearedSessionCookie, readSessionCookie, writeSessionCookie } from "./cookie.ts";
import { personColumns, sessions, users } from "./tables.ts";
import { actorOf, invalidToken, issueAccessToken, readAccessToken } from "./tokens.ts";

/** Who a request's headers prove, and the `Set-Cookie` that the answer must carry when a session went on or ended. */
interface Caller {
  actor: Actor | null;
  setCookie: string | null;
}

const stranger: Caller = { actor: null, setCookie: null };

/**
 * Finds out who calls, by `Authorization: Bearer` or the session cookie; the header wins. Asks the database only when a
 * cookie's access token has run out, once in 15 minutes.
 * @throws invalid-token for a bearer token that is not good. A cookie that is not good makes a stranger: browsers send old
 * ones, and a page must still answer.
 */
export async function authenticate(store: Store, headers: Headers): Promise<Caller> {
  const bearer = bearerToken(headers);
  if (bearer !== null) return { actor: (await readAccessToken(store, bearer)).actor, setCookie: null };
  const cookie = readSessionCookie(store, headers);
  if (!cookie) return stranger;
  const actor = await believe(store, cookie.accessToken);
  if (actor) return { actor, setCookie: null };
  const renewed = cookie.sessionId ? await renew(store, cookie.sessionId) : null;
  return renewed ?? { actor: null, setCookie: clearedSessionCookie };
}

/** The session that a request's headers name: the one to end when its owner signs out. */
export async function sessionOf(store: Store, headers: Headers): Promise<string | null> {
  const bearer = bearerToken(headers);
  if (bearer !== null) return (await readAccessToken(store, bearer)).sessionId;
  return readSessionCookie(store, headers)?.sessionId ?? null;
}

function bearerToken(headers: Headers): string | null {
  const authorization = headers.get("authorization");
  if (authorization === null) return null;
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (!token) throw invalidToken();
  return token;
}

async function believe(store: Store, accessToken: string): Promise<Actor | null> {
  try {
    return (await readAccessToken(store, accessToken)).actor;
  } catch (thrown) {
    if (thrown instanceof DomainError && thrown.code === "invalid-token") return null;
    throw thrown;
  }
}

/**
 * Goes on with a browser's session. The renewal token stays the same: a browser often drops an answer and its Set-Cookie
 * (the shopper clicks on), and would be signed out by a token that works once.
 */
async function renew(store: Store, sessionId: string): Promise<Caller | null> {
  const [person] = await store.customers
    .select(personColumns)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.user_id))
    .where(and(eq(sessions.id, sessionId), gt(sessions.expires_at, store.now())));
  if (!person) return null;
  const accessToken = await issueAccessToken(store, person, sessionId);
  return { actor: actorOf(person), setCookie: writeSessionCookie(store, accessToken, sessionId) };
}
