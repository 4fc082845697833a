import { and, eq } from "drizzle-orm";
import type { SoukEvent } from "../events/catalogue.ts";
import { newEvent, publish, relaySoon } from "../events/outbox.ts";
import { DomainError } from "../platform/errors.ts";
import { makeSecret } from "../platform/ids.ts";
import type { Store } from "../platform/store.ts";
import { type Auth, openAuth, refusalCode } from "./auth.ts";
import { verifyPassword } from "./passwords.ts";
import type { Account, SignUp } from "./schemas.ts";
import { credentials, sessions, users } from "./tables.ts";

/** What a mailed link that confirms an address is good for. Milliseconds: a day. */
const confirmLife = 24 * 3600 * 1000;

type User = typeof users.$inferSelect;

/**
 * Opens an account; it can be used once its address is confirmed by the link that is mailed. Whether the address had an
 * account already is told only to its owner, by mail: the answer and the time it takes are the same.
 *
 * An account that nobody confirmed belongs to nobody, so a new sign-up takes its place, and the links of older ones die. So
 * nobody can lay a password of their own under an account that the owner of the address confirms later.
 */
export async function signUp(store: Store, input: SignUp): Promise<Account["user"]> {
  const owners: string[] = [];
  const auth = await openAuth(store, { addressTaken: (id) => owners.push(id) });
  await forgetUnconfirmed(store, input.email);
  const { email, password, name, locale = store.locale } = input;
  const answer = { email, name, groups: ["customers"], confirmed: false };
  let id: string;
  try {
    id = (await auth.api.signUpEmail({ body: { email, password, name, locale } })).user.id;
  } catch (thrown) {
    if (await overtaken(store, email, thrown)) return { id: store.newId("cus"), ...answer };
    throw thrown;
  }
  const [owner] = owners;
  if (owner) await tellOwner(store, owner);
  else await mailConfirmation(store, auth, id);
  return { id, ...answer };
}

/**
 * Whether a sign-up failed because another with the same address came at the same moment: one of them stands, and its owner
 * hears of it by mail.
 */
async function overtaken(store: Store, email: string, thrown: unknown): Promise<boolean> {
  if ((await refusalCode(thrown)) === "FAILED_TO_CREATE_USER") {
    const others = await store.customers.select({ id: users.id }).from(users).where(eq(users.email, email));
    return others.length > 0;
  }
  // The other took this one's place between its two writes, and the password had nobody to belong to.
  const cause = thrown instanceof Error ? thrown.cause : null;
  return cause instanceof Error && cause.message.includes("FOREIGN KEY constraint failed");
}

/** better-auth has written user and password by now, each by itself; a crash in between leaves what a next sign-up replaces. */
async function mailConfirmation(store: Store, auth: Auth, userId: string): Promise<void> {
  const { internalAdapter } = await auth.$context;
  const token = makeSecret();
  await internalAdapter.createVerificationValue({
    identifier: `confirm:${token}`,
    value: userId,
    expiresAt: new Date(store.now().getTime() + confirmLife),
  });
  const user = await findUser(store, userId);
  if (!user) return;
  const event = newEvent(store, "customer.created", user.id, { ...snapshot(user), confirm_token: token });
  await announce(store, event);
}

async function tellOwner(store: Store, userId: string): Promise<void> {
  const user = await findUser(store, userId);
  if (!user) return;
  await announce(store, newEvent(store, "customer.signup-repeated", user.id, snapshot(user)));
}

/** Publishes an event that no other change belongs to. */
async function announce(store: Store, event: SoukEvent): Promise<void> {
  await publish(store.customers, [event]);
  relaySoon(store, "customers", [event]);
}

/**
 * Proves an e-mail address by the secret that was mailed to it.
 * @throws code-wrong when it is not ours, was used or is older than a day.
 */
export async function confirmSignUp(store: Store, token: string): Promise<Account["user"]> {
  const { internalAdapter } = await (await openAuth(store)).$context;
  const proof = await internalAdapter.consumeVerificationValue(`confirm:${token}`);
  const user = proof && (await findUser(store, proof.value));
  if (!user) throw linkWrong("Sign up again to get a new one.");
  await confirm(store, user);
  const { id, email, name, groups } = user;
  return { id, email, name, groups, confirmed: true };
}

async function confirm(store: Store, user: User): Promise<void> {
  const event = newEvent(store, "customer.confirmed", user.id, snapshot(user));
  await store.customers.batch([
    store.customers.update(users).set({ email_confirmed: true, updated_at: store.now() }).where(eq(users.id, user.id)),
    publish(store.customers, [event]),
  ]);
  relaySoon(store, "customers", [event]);
}

/**
 * Mails a link to a new password, good for an hour, if the address has an account. Never tells whether it has: the work is
 * done after the answer, whose time would tell.
 */
export function requestPasswordReset(store: Store, email: string): void {
  store.after(mailReset(store, email).catch((thrown) => store.log.error("password.forgot-failed", thrown)));
}

async function mailReset(store: Store, email: string): Promise<void> {
  const requests: { userId: string; token: string }[] = [];
  const auth = await openAuth(store, { resetToken: (userId, token) => requests.push({ userId, token }) });
  await auth.api.requestPasswordReset({ body: { email } });
  for (const { userId, token } of requests) {
    const user = await findUser(store, userId);
    if (!user) continue;
    const type = "customer.password-reset-requested";
    await announce(store, newEvent(store, type, user.id, { ...snapshot(user), reset_token: token }));
  }
}

/**
 * Sets a new password by the secret that was mailed, and ends every session of the account. The mail proves the address too.
 * @throws code-wrong when the secret is not ours, was used or is older than an hour.
 */
export async function resetPassword(store: Store, token: string, password: string): Promise<void> {
  const owners: string[] = [];
  const auth = await openAuth(store, { passwordReset: (id) => owners.push(id) });
  try {
    await auth.api.resetPassword({ body: { token, newPassword: password } });
  } catch (thrown) {
    if ((await refusalCode(thrown)) === null) throw thrown;
    throw linkWrong("Ask for a new one.");
  }
  for (const id of owners) {
    const user = await findUser(store, id);
    if (user && !user.email_confirmed) await confirm(store, user);
  }
}

/**
 * Sees to it that a staff account exists with this password; doing it again changes nothing.
 * @throws not-allowed unless the system itself asks: no request may make staff.
 */
export async function ensureStaff(
  store: Store,
  { email, password, name }: { email: string; password: string; name: string },
): Promise<void> {
  if (store.actor.kind !== "system") throw new DomainError("not-allowed", "Only the store itself appoints staff.");
  const address = email.trim().toLowerCase();
  const auth = await openAuth(store);
  await forgetUnconfirmed(store, address);
  const [known] = await store.customers
    .select({ id: users.id, hash: credentials.password })
    .from(users)
    .innerJoin(credentials, eq(credentials.user_id, users.id))
    .where(eq(users.email, address));
  if (!known) await auth.api.signUpEmail({ body: { email: address, password, name, locale: store.locale } });
  else if (!known.hash || !(await verifyPassword(known.hash, password))) {
    const { internalAdapter, password: passwords } = await auth.$context;
    await internalAdapter.updatePassword(known.id, await passwords.hash(password));
    await store.customers.delete(sessions).where(eq(sessions.user_id, known.id));
  }
  await store.customers
    .update(users)
    .set({ name, groups: ["customers", "admins"], email_confirmed: true, updated_at: store.now() })
    .where(eq(users.email, address));
}

async function forgetUnconfirmed(store: Store, email: string): Promise<void> {
  await store.customers.delete(users).where(and(eq(users.email, email), eq(users.email_confirmed, false)));
}

async function findUser(store: Store, id: string): Promise<User | undefined> {
  const [user] = await store.customers.select().from(users).where(eq(users.id, id));
  return user;
}

function snapshot(user: User) {
  return { customer_id: user.id, email: user.email, name: user.name, locale: user.locale };
}

function linkWrong(advice: string): DomainError {
  return new DomainError("code-wrong", `This link was used already, has run out, or was not copied whole. ${advice}`);
}
