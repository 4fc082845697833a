import { createHash } from "node:crypto";
import type { Context } from "hono";
import { addressOf, limitBy } from "../platform/http/limits.ts";
import type { AppEnv } from "../platform/http/router.ts";

/** What a stranger may try only so often. Each is counted by itself. */
type Guess = "signup" | "confirm" | "login" | "forgot" | "reset";

/**
 * Counts a guess by where it comes from and, where it names one, by whose account it is about: one address trying many
 * accounts and many addresses trying one account both come to an end. Whether the account exists makes no difference.
 * @throws too-many-requests
 */
export async function limitGuesses(c: Context<AppEnv>, guess: Guess, email: string | null): Promise<void> {
  const address = addressOf(c);
  if (address) await limitBy(c, "sign-in", `${guess} from ${address}`);
  if (email) await limitBy(c, "sign-in", accountKey(guess, email));
}

/** An account under which guesses are counted, without its address. */
export function accountKey(guess: Guess, email: string): string {
  return `${guess} of ${createHash("sha256").update(email).digest("hex")}`;
}
