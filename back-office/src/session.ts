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

export function currentSession(): Session | null {
  return present;
}

export function forgetSession(): void {
  present = null;
  sessionStorage.removeItem(shelf);
}

/** Keeps a sign-in. @throws ApiFailure not-staff when the person is no member of staff; then nothing is kept. */
export function keepSession(signIn: SignIn): Session {
  if (!signIn.user.groups.includes(staffGroup)) {
    forgetSession();
    throw new ApiFailure({
      status: 403,
      code: "not-staff",
      detail: `${signIn.user.email} is a customer's account. The back office is for staff; ask an administrator to add you.`,
    });
  }
  present = { access_token: signIn.access_token, refresh_token: signIn.refresh_token, user: signIn.user };
  sessionStorage.setItem(shelf, JSON.stringify(present));
  return present;
}

/**
 * Trades the refresh token for a new session. Calls that find their token expired at the same moment share one trade, since
 * a refresh token works once.
 * @throws ApiFailure when the session cannot be renewed; it is forgotten then
 */
export function renewSession(address: string): Promise<Session> {
  renewing ??= renew(address).finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renew(address: string): Promise<Session> {
  const spent = present;
  if (!spent) throw signInAgain();
  const answer = await fetch(address, {
    method: "POST",
    credentials: "omit",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ refresh_token: spent.refresh_token }),
  });
  if (answer.ok) return keepSession(await answer.json());
  if (answer.status >= 500 || answer.status === 429) throw await failureFrom(answer);
  forgetSession();
  throw signInAgain();
}

function signInAgain(): ApiFailure {
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
