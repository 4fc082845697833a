import type { Store } from "../platform/store.ts";
import type { Mailer } from "./mailer.ts";

/**
 * The service of this store: Resend where there is a key, else the mailbox of a local store.
 * @throws Error in a live store that has no service: its mails wait among the dead letters until it has one
 */
export async function openMailer(store: Store): Promise<Mailer> {
  if (store.env.RESEND_API_KEY) return (await import("./resend.ts")).resendMailer;
  if (store.env.STORE_MODE === "local") return (await import("./mailbox.ts")).localMailbox;
  throw new Error("No mail service is set up: set RESEND_API_KEY and MAIL_FROM.");
}
