import { sql } from "drizzle-orm";
import type { AnyEvent } from "../events/envelope.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { lettersFor } from "./letters.ts";
import type { Mail } from "./mailer.ts";
import { openMailer } from "./open-mailer.ts";
import { messages } from "./tables.ts";
import { writeLetter } from "./write-letter.ts";

/** A message that an event calls for, written and ready for the books. */
interface Draft {
  event_id: string;
  template: string;
  order_id: string | null;
  mail: Mail;
}

/**
 * Tells people of events: each event once for each template, however often it comes. All events of a batch together cost two
 * calls to the database, whatever their number, and the mailer's own.
 *
 * A message stands in the books before it is sent. Should this call die between sending and marking it sent, it is sent
 * again under the same id, and a mailer sends nothing twice under one id.
 * @returns what went wrong, by the event's id; every other event is told
 */
export async function notify(store: Store, events: readonly AnyEvent[]): Promise<ReadonlyMap<string, unknown>> {
  const failures = new Map<string, unknown>();
  const drafts = await writeDrafts(store, events, failures);
  const due = drafts.length > 0 ? await enterMessages(store, drafts) : [];
  if (due.length === 0) return failures;
  const refused = await send(
    store,
    due.map(({ mail }) => mail),
  );
  await markMessages(store, due, refused);
  for (const { event_id, mail } of due) {
    if (refused.has(mail.id)) failures.set(event_id, refused.get(mail.id));
  }
  return failures;
}

/** Writes every letter that the events call for; an event that cannot be written about does not hold up the others. */
async function writeDrafts(
  store: Store,
  events: readonly AnyEvent[],
  failures: Map<string, unknown>,
): Promise<Draft[]> {
  const once = [...new Map(events.map((event) => [event.id, event])).values()];
  const written = await Promise.all(
    once.map(async (event): Promise<Draft[]> => {
      try {
        const letters = await lettersFor(store, event);
        return await Promise.all(
          letters.map(async (letter) => ({
            event_id: event.id,
            template: letter.template,
            order_id: letter.order_id,
            mail: await writeLetter(store, store.newId("msg"), letter),
          })),
        );
      } catch (thrown) {
        failures.set(event.id, thrown);
        return [];
      }
    }),
  );
  return written.flat();
}

/** Enters the messages that are new, in one call, and answers those that are not sent yet, each under the id it has in the books. */
async function enterMessages(store: Store, drafts: readonly Draft[]): Promise<Draft[]> {
  const given = JSON.stringify(
    drafts.map(({ event_id, template, order_id, mail: { id, to, subject } }) => ({
      id,
      event_id,
      template,
      to,
      subject,
      order_id,
    })),
  );
  const [, standing] = await store.activity.batch([
    store.activity.run(sql`
      insert into messages (id, event_id, template, channel, recipient, subject, order_id, status, created_at)
      select value ->> 'id', value ->> 'event_id', value ->> 'template', 'email', value ->> 'to', value ->> 'subject',
        value ->> 'order_id', 'pending', ${timestamp(store)}
      from json_each(${given}) where true
      on conflict (event_id, template, channel) do nothing`),
    store.activity
      .select({ id: messages.id, event_id: messages.event_id, template: messages.template, status: messages.status })
      .from(messages)
      .where(sql`${messages.event_id} in (select value ->> 'event_id' from json_each(${given}))`),
  ]);
  return drafts.flatMap((draft) => {
    const row = standing.find((one) => one.event_id === draft.event_id && one.template === draft.template);
    return row && row.status !== "sent" ? [{ ...draft, mail: { ...draft.mail, id: row.id } }] : [];
  });
}

/** @returns what went wrong, by the message's id */
async function send(store: Store, mails: readonly Mail[]): Promise<ReadonlyMap<string, unknown>> {
  try {
    const mailer = await openMailer(store);
    return await mailer.send(store, mails);
  } catch (thrown) {
    // The service failed for all of them: each comes back by itself.
    return new Map(mails.map(({ id }) => [id, thrown]));
  }
}

/** Writes what became of the messages, in one call. What was once sent stays sent. */
async function markMessages(store: Store, due: readonly Draft[], refused: ReadonlyMap<string, unknown>): Promise<void> {
  const at = timestamp(store);
  const outcomes = due.map(({ mail: { id } }) => {
    const thrown = refused.get(id);
    if (!refused.has(id)) return { id, status: "sent", failure: null, sent_at: at };
    return {
      id,
      status: "failed",
      failure: thrown instanceof Error ? thrown.message.slice(0, 500) : "unknown",
      sent_at: null,
    };
  });
  await store.activity.run(sql`
    update messages set status = outcome.status, failure = outcome.failure, sent_at = outcome.sent_at
    from (
      select value ->> 'id' as id, value ->> 'status' as status, value ->> 'failure' as failure, value ->> 'sent_at' as sent_at
      from json_each(${JSON.stringify(outcomes)})
    ) as outcome
    where messages.id = outcome.id and messages.status <> 'sent'`);
}
