import { and, eq, gt, inArray, lt, sql } from "drizzle-orm";
import { newEvent, publish, relaySoon } from "../events/outbox.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { openAuth, refusalCode } from "./auth.ts";
import { sessionLife } from "./cookie.ts";
import type { LogIn } from "./schemas.ts";
import { personColumns, sessions, users, verifications } from "./tables.ts";
import { invalidToken, issueAccessToken, type Person, readRefreshToken, writeRefreshToken } from "./tokens.ts";

/** What signing in brings. */
export interface SignedIn {
  person: Person;
  sessionId: string;
  accessToken: string;
  refreshToken: string;
}

/**
 * Signs somebody in.
 * @throws wrong-credentials, the same and after the same work whether the account exists or not; email-not-confirmed, only
 * to those who know the password.
 */
export async function logIn(store: Store, { email, password }: LogIn): Promise<SignedIn> {
  const auth = await openAuth(store);
  const { token, user } = await auth.api.signInEmail({ body: { email, password } }).catch(async (thrown: unknown) => {
    throw logInRefusal(await refusalCode(thrown)) ?? thrown;
  });
  const event = newEvent(store, "login.succeeded", user.id, { customer_id: user.id });
  const [[row]] = await store.customers.batch([
    store.customers
      .select({
        person: personColumns,
        // A batch answers by the columns' names, and the person's is `id` already.
        session_id: sql<string>`${sessions.id}`.as("session_id"),
        generation: sessions.generation,
      })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.user_id))
      .where(eq(sessions.token, token)),
    publish(store.customers, [event]),
  ]);
  relaySoon(store, "customers", [event]);
  if (!row) throw new Error("The session that was just opened is gone.");
  return signedIn(store, row.person, row.session_id, row.generation);
}

function logInRefusal(code: string | null): DomainError | null {
  if (code === "EMAIL_NOT_VERIFIED") {
    return new DomainError(
      "email-not-confirmed",
      "Open the link in the mail we sent you, or sign up again to get a new one.",
    );
  }
  if (code === "INVALID_EMAIL_OR_PASSWORD" || code === "INVALID_EMAIL") {
    return new DomainError("wrong-credentials", "Check the e-mail address and the password, or set a new password.");
  }
  return null;
}

async function signedIn(store: Store, person: Person, sessionId: string, generation: number): Promise<SignedIn> {
  return {
    person,
    sessionId,
    accessToken: await issueAccessToken(store, person, sessionId),
    refreshToken: writeRefreshToken(store, sessionId, generation),
  };
}

/**
 * Exchanges a refresh token for the next pair. A token that was exchanged before and comes again is in two hands, and nobody
 * can tell which is the thief's: the session ends for both (RFC 9700, 4.14.2). Of two exchanges at the same moment one gets
 * the pair; the other is refused and nothing ends, for that is what an impatient program does.
 * @throws invalid-token
 */
export async function refreshSession(store: Store, refreshToken: string): Promise<SignedIn> {
  const named = readRefreshToken(store, refreshToken);
  if (!named) throw invalidToken();
  const [row] = await store.customers
    .select({ person: personColumns, generation: sessions.generation })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.user_id))
    .where(and(eq(sessions.id, named.sessionId), gt(sessions.expires_at, store.now())));
  if (!row) throw invalidToken();
  if (row.generation !== named.generation) {
    store.log.warn("session.refresh-token-reused", { session_id: named.sessionId });
    await endSessions(store, [named.sessionId]);
    throw invalidToken();
  }
  const generation = named.generation + 1;
  const won = await store.customers
    .update(sessions)
    .set({ generation, updated_at: store.now(), expires_at: new Date(store.now().getTime() + sessionLife * 1000) })
    .where(and(eq(sessions.id, named.sessionId), eq(sessions.generation, named.generation)))
    .returning({ id: sessions.id });
  if (won.length === 0) throw invalidToken();
  return signedIn(store, row.person, named.sessionId, generation);
}

/** Ends sessions: their refresh tokens and cookies are worth nothing from now on, their access tokens in 15 minutes. */
export async function endSessions(store: Store, sessionIds: string[]): Promise<void> {
  if (sessionIds.length > 0) await store.customers.delete(sessions).where(inArray(sessions.id, sessionIds));
}

/** Deletes sessions and mailed secrets that have run out. */
export async function forgetExpired(store: Store): Promise<void> {
  await store.customers.batch([
    store.customers.delete(sessions).where(lt(sessions.expires_at, store.now())),
    store.customers.delete(verifications).where(lt(verifications.expires_at, store.now())),
  ]);
}
