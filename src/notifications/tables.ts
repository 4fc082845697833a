import { sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Every message to a person: one for an event, template and channel. */
export const messages = sqliteTable("messages", {
  id: text().primaryKey(),
  event_id: text().notNull(),
  template: text().notNull(),
  channel: text({ enum: ["email"] }).notNull(),
  recipient: text().notNull(),
  subject: text().notNull(),
  order_id: text(),
  status: text({ enum: ["pending", "sent", "failed"] }).notNull(),
  failure: text(),
  created_at: text().notNull(),
  sent_at: text(),
});

/** What a mail service would have been handed: the local mailbox. */
export const mailbox = sqliteTable("mailbox", {
  id: text().primaryKey(),
  recipient: text().notNull(),
  subject: text().notNull(),
  html: text().notNull(),
  plain: text().notNull(),
  received_at: text().notNull(),
});
