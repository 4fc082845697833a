import type { Store } from "../platform/store.ts";
import type { Mail, Mailer } from "./mailer.ts";

const endpoint = "https://api.resend.com/emails";

/** How long a call may take. Milliseconds. What took longer is asked again, under the same key. */
const deadline = 10_000;

/**
 * Resend: one call a mail, with the message's id as its key, so that what was taken once is not sent again within a day.
 * @see https://resend.com/docs/api-reference/emails/send-email
 * @see https://resend.com/docs/dashboard/emails/idempotency-keys
 */
export const resendMailer: Mailer = {
  async send(store, mails) {
    const failures = new Map<string, Error>();
    let refused: Error | null = null;
    for (const mail of mails) {
      // Who is told to slow down and does not is shut out for longer: the rest of the batch waits for its next turn.
      const failure: Error | null = refused ?? (await sendOne(store, mail));
      if (failure) failures.set(mail.id, failure);
      if (failure instanceof TooFast) refused = failure;
    }
    return failures;
  },
};

class TooFast extends Error {
  override readonly name = "TooFast";
}

/** @returns what went wrong, without anything of the person */
async function sendOne(store: Store, { id, to, subject, html, plain }: Mail): Promise<Error | null> {
  const { RESEND_API_KEY, MAIL_FROM, STORE_NAME } = store.env;
  if (!MAIL_FROM)
    return new Error("MAIL_FROM is not set: Resend sends from an address of a domain that it has verified.");
  try {
    const answer = await store.fetch(endpoint, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${RESEND_API_KEY}`,
        "Content-Type": "application/json",
        "Idempotency-Key": id,
        "User-Agent": STORE_NAME.replace(/[^\x20-\x7e]/g, "") || "Souk",
      },
      body: JSON.stringify({ from: MAIL_FROM, to: [to], subject, html, text: plain }),
      signal: AbortSignal.timeout(deadline),
    });
    return await failureOf(answer);
  } catch (thrown) {
    return new Error("Resend could not be reached, or did not answer in time.", { cause: thrown });
  }
}

async function failureOf(answer: Response): Promise<Error | null> {
  const body = await answer.json<{ name?: unknown }>().catch(() => ({ name: undefined }));
  if (answer.ok) return null;
  const name = typeof body.name === "string" ? body.name : "no reason";
  // This key was taken with other words, as after a change of the template: the person has the mail.
  if (name === "invalid_idempotent_request") return null;
  const told = `Resend refused the mail: ${answer.status} ${name}`;
  return answer.status === 429 ? new TooFast(told) : new Error(told);
}
