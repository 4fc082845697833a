import type { Store } from "../platform/store.ts";

/** A mail, ready to go. */
export interface Mail {
  /** The message's id: a service that is handed it again must send nothing again. */
  id: string;
  to: string;
  subject: string;
  html: string;
  /** The same for programs that show no HTML. */
  plain: string;
}

/** A service that carries mail. */
export interface Mailer {
  /**
   * Sends each mail that this service has not taken before under the same id. One that fails does not hold up the others.
   * @returns what went wrong, by the mail's id; every other mail was taken
   */
  send(store: Store, mails: readonly Mail[]): Promise<ReadonlyMap<string, Error>>;
}

/**
 * The service of this store: Resend where there is a key, else the mailbox of a local store.
 * @throws Error in a live store that has no service: its mails wait among the dead letters until it has one
 */
export async function openMailer(store: Store): Promise<Mailer> {
  if (store.env.RESEND_API_KEY) return (await import("./resend.ts")).resendMailer;
  if (store.env.STORE_MODE === "local") return (await import("./mailbox.ts")).localMailbox;
  throw new Error("No mail service is set up: set RESEND_API_KEY and MAIL_FROM.");
}
