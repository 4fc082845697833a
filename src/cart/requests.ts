import type { ErrorCode } from "../platform/error-codes.ts";
import { DomainError } from "../platform/errors.ts";
import type { BroughtCode } from "../promotions/promotion.ts";
import type { CartLine, CartPlace, CartState, LineOffer, RemovedLine } from "./contents.ts";

/** What the Worker asks of a cart's object, and what it is answered. All of it crosses a wire, and so is plain data. */

/** Which cart a change may begin when there is none yet. */
export interface CartTerms {
  /** The cart's id on the wire. */
  id: string;
  market: string;
  currency: string;
  life_seconds: number;
  /** Whether it sleeps at the end of its life and is kept: the cart of an account. */
  sleeps: boolean;
}

/** Every edit can say which version it means to change; null means whichever there is. */
export interface EditTerms {
  if_version: number | null;
}

export interface AddRequest extends EditTerms {
  terms: CartTerms;
  offer: LineOffer;
  quantity: number;
}

export interface EditRequest extends EditTerms {
  /** Where the offer holds. */
  place: CartPlace;
  line_id: string;
  quantity: number;
  /** Null when the variant is no longer offered, or when the line goes. */
  offer: LineOffer | null;
}

export interface CodeRequest extends EditTerms {
  terms: CartTerms;
  code: BroughtCode;
}

/** What the Worker needs to show a cart. */
export interface CartSnapshot {
  id: string;
  market: string;
  currency: string;
  version: number;
  lines: CartLine[];
  codes: BroughtCode[];
  left_out: number;
  removed: RemovedLine[];
  expires_at: string;
}

/** An expected failure does not survive the wire as an exception, so it is answered as a value. */
export type Outcome =
  | { ok: true; cart: CartSnapshot | null }
  | { ok: false; code: ErrorCode; detail: string; extra: string };

export function snapshotOf(cart: CartState): CartSnapshot {
  const { id, market, currency, version, lines, codes, left_out, removed, expires_at } = cart;
  return {
    id,
    market,
    currency,
    version,
    lines: [...lines],
    codes: [...codes],
    left_out,
    removed: [...removed],
    expires_at,
  };
}

/** Turns an expected failure into an answer; any other goes on as it came. */
export function refusal(thrown: unknown): Outcome {
  if (!(thrown instanceof DomainError)) throw thrown;
  return { ok: false, code: thrown.code, detail: thrown.detail, extra: JSON.stringify(thrown.extra) };
}

/** The cart of an answer; a refusal is thrown again on this side. @throws DomainError */
export function settled(outcome: Outcome): CartSnapshot | null {
  if (outcome.ok) return outcome.cart;
  throw new DomainError(outcome.code, outcome.detail, JSON.parse(outcome.extra) as Record<string, unknown>);
}
