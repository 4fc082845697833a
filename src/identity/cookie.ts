import type { Store } from "../platform/store.ts";
import { readRenewalToken, writeRenewalToken } from "./tokens.ts";

/**
 * A browser's session is one cookie: the access token, and after a `~` the renewal token that gets the next one. The prefix
 * makes browsers refuse it without Secure, with a Domain or with another Path (RFC 6265bis, 4.1.3.2).
 */
const name = "__Host-session";
const flags = "Path=/; HttpOnly; Secure; SameSite=Lax";

/** Seconds that a sign-in lasts: 30 days. */
export const sessionLife = 30 * 24 * 3600;

/** `Set-Cookie` for a sign-in. */
export function writeSessionCookie(store: Store, accessToken: string, sessionId: string): string {
  return `${name}=${accessToken}~${writeRenewalToken(store, sessionId)}; Max-Age=${sessionLife}; ${flags}`;
}

/** `Set-Cookie` that ends it. */
export const clearedSessionCookie = `${name}=; Max-Age=0; ${flags}`;

/** Whether a `Set-Cookie` is about the session. */
export function isSessionCookie(setCookie: string): boolean {
  return setCookie.startsWith(`${name}=`);
}

/** What the browser sent: its access token, and the session that its renewal token names, if we issued that. */
export function readSessionCookie(
  store: Store,
  headers: Headers,
): { accessToken: string; sessionId: string | null } | null {
  const pairs = headers.get("cookie")?.split(";") ?? [];
  const pair = pairs.map((text) => text.trim()).find((text) => text.startsWith(`${name}=`));
  if (!pair) return null;
  const [accessToken = "", renewalToken = ""] = pair.slice(name.length + 1).split("~");
  return { accessToken, sessionId: readRenewalToken(store, renewalToken) };
}
