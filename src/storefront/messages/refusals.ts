import type { CartView } from "../../cart/schemas.ts";
import type { ErrorCode } from "../../platform/error-codes.ts";

/** Why the store may say no to a shopper, and what they can do. */
export type RefusalCode = Extract<
  ErrorCode,
  | "insufficient-stock"
  | "not-available"
  | "cart-currency"
  | "quantity-over-limit"
  | "total-changed"
  | "checkout-in-progress"
  | "already-ordered"
  | "already-paid"
  | "cannot-ship-there"
  | "invalid-vat-id"
  | "provider-unknown"
  | "provider-unavailable"
  | "idempotency-key-in-flight"
  | "wrong-credentials"
  | "email-not-confirmed"
  | "code-wrong"
  | "unknown-code"
  | "promotion-used-up"
  | "too-many-codes"
  | "not-found"
  | "too-many-requests"
>;

type NoticeCode = CartView["notices"][number]["code"];

/** Refusals and notices of the cart in another language than the one that the store tells them in. */
export interface Refusals {
  codes: Readonly<Record<RefusalCode, string>>;
  /** For a refusal that shoppers hardly ever meet. */
  other: string;
  /** What the shopper should know of a line or of the cart. */
  notices: Readonly<Record<NoticeCode, string>>;
}
