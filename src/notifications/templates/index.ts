import { accountTemplates } from "./account.ts";
import { frame } from "./frame.ts";
import { orderTemplates } from "./order.ts";

/** The mails that the store writes. */
export const templateNames = [
  "confirmation",
  "dispatched",
  "payment-reminder",
  "payment-failed",
  "expired",
  "cancelled",
  "refunded",
  "confirm-address",
  "signup-repeated",
  "password-reset",
] as const;

export type TemplateName = (typeof templateNames)[number];

/** Every template by its file name: `<name>.subject`, `<name>.html`, `<name>.plain`, and the parts they share. */
export const templates: Readonly<Record<string, string>> = { ...frame, ...orderTemplates, ...accountTemplates };
