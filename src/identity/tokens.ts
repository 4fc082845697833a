import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { DomainError } from "../platform/errors.ts";
import type { Actor, Store } from "../platform/store.ts";
import { signingKey, verifyingKey } from "./signing-keys.ts";
import type { Group } from "./tables.ts";

/**
 * Three tokens. The *access token* is a JWT of 15 minutes that says who somebody is and is believed without asking the
 * database. The *refresh token* of API clients and the *renewal token* in a browser's cookie name a session and are worth
 * nothing without it; they are signed, so that what we never issued is refused before the database is asked.
 */

/** Seconds an access token is good for. What it says may be that old. */
export const accessTokenLife = 900;

const audience = "souk";
const type = "at+jwt";
/** Longer than any token of ours; what is longer is not read. */
const longest = 4096;

/** The person a token speaks of. */
export interface Person {
  id: string;
  email: string;
  name: string;
  groups: Group[];
}

/** Signs an access token for a person who signed in by this session. */
export async function issueAccessToken(store: Store, person: Person, sessionId: string): Promise<string> {
  const { SignJWT } = await import("jose");
  const { kid, privateKey } = await signingKey(store);
  const now = Math.floor(store.now().getTime() / 1000);
  return new SignJWT({ email: person.email, name: person.name, groups: person.groups, sid: sessionId })
    .setProtectedHeader({ alg: "ES256", kid, typ: type })
    .setSubject(person.id)
    .setIssuer(store.env.STORE_URL)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + accessTokenLife)
    .sign(privateKey);
}

/** Who acts where this person is signed in: staff by their group, a customer else. */
export function actorOf({ id, email, groups }: { id: string; email: string; groups: string[] }): Actor {
  return { kind: groups.includes("admins") ? "staff" : "customer", id, email, groups };
}

/** What an access token says. */
interface Claims {
  actor: Actor;
  sessionId: string;
}

/** Reads an access token. @throws invalid-token when it is not ours, not for us, altered or expired. */
export async function readAccessToken(store: Store, token: string): Promise<Claims> {
  if (token.length > longest) throw invalidToken();
  const { errors, jwtVerify } = await import("jose");
  try {
    const { payload } = await jwtVerify(token, ({ kid }) => knownKey(store, kid), {
      algorithms: ["ES256"],
      typ: type,
      issuer: store.env.STORE_URL,
      audience,
      currentDate: store.now(),
      requiredClaims: ["sub", "exp", "sid"],
    });
    const { sub, email, groups, sid } = payload;
    if (typeof sub !== "string" || typeof email !== "string" || typeof sid !== "string" || !Array.isArray(groups)) {
      throw invalidToken();
    }
    return { actor: actorOf({ id: sub, email, groups: groups.map(String) }), sessionId: sid };
  } catch (thrown) {
    if (thrown instanceof errors.JOSEError) throw invalidToken();
    throw thrown;
  }
}

async function knownKey(store: Store, kid: string | undefined): Promise<CryptoKey> {
  const key = kid === undefined ? null : await verifyingKey(store, kid);
  if (!key) throw invalidToken();
  return key;
}

/** The refusal of a token, whatever is wrong with it. */
export function invalidToken(): DomainError {
  return new DomainError("invalid-token", "Sign in again, or refresh the token.");
}

/** The token that gets an API client its next pair of tokens; `generation` counts the pairs of this session. */
export function writeRefreshToken(store: Store, sessionId: string, generation: number): string {
  return sign(store, "refresh", `${sessionId}.${generation}`);
}

/** Reads a refresh token that we once issued; whether it is still good only the session knows. */
export function readRefreshToken(store: Store, token: string): { sessionId: string; generation: number } | null {
  const [sessionId, generation] = verify(store, "refresh", token)?.split(".") ?? [];
  return sessionId && generation ? { sessionId, generation: Number(generation) } : null;
}

/** The token by which a browser's session goes on when its access token has run out. */
export function writeRenewalToken(store: Store, sessionId: string): string {
  return sign(store, "renewal", sessionId);
}

/** The session that a renewal token names. */
export function readRenewalToken(store: Store, token: string): string | null {
  return verify(store, "renewal", token);
}

type Purpose = "refresh" | "renewal";

function sign(store: Store, purpose: Purpose, text: string): string {
  return `${text}.${mac(store, purpose, text).toString("base64url")}`;
}

function verify(store: Store, purpose: Purpose, token: string): string | null {
  const end = token.lastIndexOf(".");
  if (end < 0 || token.length > longest) return null;
  const text = token.slice(0, end);
  const given = Buffer.from(token.slice(end + 1), "base64url");
  const ours = mac(store, purpose, text);
  return given.length === ours.length && timingSafeEqual(given, ours) ? text : null;
}

/** The purpose is part of what is signed, so that one kind of token never passes for another. */
function mac(store: Store, purpose: Purpose, text: string): Buffer {
  return createHmac("sha256", store.env.AUTH_SECRET).update(`souk ${purpose} token\n${text}`).digest();
}
