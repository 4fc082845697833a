import { and, desc, eq, lt, sql } from "drizzle-orm";
import { notFound } from "../platform/errors.ts";
import { isId } from "../platform/ids.ts";
import { type Store, timestamp } from "../platform/store.ts";
import type { Mailer } from "./mailer.ts";
import { mailbox } from "./tables.ts";

/** Takes mail where no mail service is: it can be read at /dev/mailbox. A whole batch is one statement. */
export const localMailbox: Mailer = {
  async send(store, mails) {
    await store.activity.run(sql`
      insert into mailbox (id, recipient, subject, html, plain, received_at)
      select value ->> 'id', value ->> 'to', value ->> 'subject', value ->> 'html', value ->> 'plain', ${timestamp(store)}
      from json_each(${JSON.stringify(mails)}) where true
      on conflict (id) do nothing`);
    return new Map();
  },
};

/** What the mailbox holds, newest first; with `to` only what was sent to that address, with `before` what came before that mail. */
export async function listMailbox(
  store: Store,
  query: { to?: string | undefined; before?: string | undefined; limit: number },
): Promise<(typeof mailbox.$inferSelect)[]> {
  const { to, before, limit } = query;
  return store.activity
    .select()
    .from(mailbox)
    .where(and(to ? eq(mailbox.recipient, to) : undefined, before ? lt(mailbox.id, before) : undefined))
    .orderBy(desc(mailbox.id))
    .limit(limit);
}

/** A mail in the mailbox. @throws not-found */
export async function readMailbox(store: Store, id: string): Promise<typeof mailbox.$inferSelect> {
  const [mail] = isId("msg", id) ? await store.activity.select().from(mailbox).where(eq(mailbox.id, id)) : [];
  if (!mail) throw notFound("mail");
  return mail;
}
