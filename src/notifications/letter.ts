import type { Destination, OrderShown } from "./order-shown.ts";

/** The letters that the store writes. */
export type LetterName =
  | "confirmation"
  | "transfer"
  | "dispatched"
  | "edited"
  | "payment-reminder"
  | "pay-link"
  | "part-paid"
  | "goods-here"
  | "payment-failed"
  | "expired"
  | "cancelled"
  | "refunded"
  | "confirm-address"
  | "signup-repeated"
  | "password-reset"
  | "low-stock";

/** A mail that an event calls for, before it is written. The same event gives the same one, whenever it is told. */
export interface Letter {
  template: LetterName;
  recipient: string;
  order_id: string | null;
  /** BCP 47: the reader's. */
  locale: string;
  said: Said;
}

/** What a letter says, in its reader's language. */
export interface Said {
  subject: string;
  above: string;
  title: string;
  /** Its paragraphs; the first is what a mailbox shows beside the subject. */
  text: string[];
  /** Where it leads; the first is a button. */
  links: { label: string; href: string }[];
  /** Whether the button's address stands under it, to be copied. */
  spell_out?: boolean;
  order?: OrderShown;
  destination?: Destination;
  /** Why the reader gets it; left out: because they ordered. */
  why?: string;
}
