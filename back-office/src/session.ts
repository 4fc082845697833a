import { base } from "./base.ts";
import { ApiFailure, failureFrom } from "./failure.ts";
import type { Person, SignIn } from "./wire.ts";

/**
 * Who is signed in, in this tab only: kept in memory, and in sessionStorage so that a reload does not sign out. No cookie
 * carries it, so no other site's page can make use of it.
 */
const shelf = "souk.session";

/** Only people of this group may come in. */
const staffGroup = "admins";

export interface Session {
  access_token: string;
  refresh_token: string;
  user: Person;
}

let present: Session | null = read();
let renewing: Promise<Session> | null = null;
let ended: ApiFailure | null = null;
const listeners = new Set<() => void>();

export function currentSession(): Session | null {
  return present;
}

/** Why the last session ended without its person asking for it; null where they signed out, or nobody was in. */
export function lastEnd(): ApiFailure | null {
  return ended;
}

/** Calls back when somebody comes in or goes out. @returns how to stop that */
export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Forgets who was in. @param why for a session that ended by itself */
export function endSession(why: ApiFailure | null = null): void {
  ended = why;
  hold(null);
}

function hold(session: Session | null): void {
  present = session;
  if (session) sessionStorage.setItem(shelf, JSON.stringify(session));
  else sessionStorage.removeItem(shelf);
  for (const listener of listeners) listener();
}

/** Keeps a sign-in. @throws ApiFailure not-staff when the person is no member of staff; then nothing is kept. */
export function keepSession(signIn: SignIn): Session {
  if (!signIn.user.groups.includes(staffGroup)) {
    const refusal = new ApiFailure({
      status: 403,
      code: "not-staff",
      detail: `${signIn.user.email} is a customer's account. The back office is for staff; ask an administrator to add you.`,
    });
    endSession(refusal);
    throw refusal;
  }
  const { access_token, refresh_token, user } = signIn;
  const session = { access_token, refresh_token, user };
  ended = null;
  hold(session);
  return session;
}

/**
 * Trades the refresh token for a new session. Calls that find their token expired at the same moment share one trade, since
 * a refresh token works once.
 * @throws ApiFailure when the session cannot be renewed; it is forgotten then
 */
export function renewSession(): Promise<Session> {
  renewing ??= renew().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renew(): Promise<Session> {
  const spent = present;
  if (!spent) throw sessionOver();
  const answer = await fetch(`${base}/users/refresh`, {
    method: "POST",
    credentials: "omit",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ refresh_token: spent.refresh_token }),
  });
  if (answer.ok) return keepSession(await answer.json());
  if (answer.status >= 500 || answer.status === 429) throw await failureFrom(answer);
  const over = sessionOver();
  endSession(over);
  throw over;
}

/** Nobody is in any more: the access token is not taken and cannot be renewed. */
export function sessionOver(): ApiFailure {
  return new ApiFailure({
    status: 401,
    code: "session-over",
    detail: "Your sign-in has run out. Please sign in again.",
  });
}

function read(): Session | null {
  const kept = sessionStorage.getItem(shelf);
  return kept ? (JSON.parse(kept) as Session) : null;
}
