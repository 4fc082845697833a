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
