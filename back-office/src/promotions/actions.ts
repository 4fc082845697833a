import type { Action, Conditions, Off, Pieces } from "./promotion-api.ts";

type Kind = Action["kind"];

export const everyLine: Conditions = { match: "all", conditions: [] };

export const newPieces = (): Pieces => ({ key: crypto.randomUUID(), lines: everyLine, quantity: 1 });

/** What a promotion can do, and what that is called. */
export const actionChoices: readonly (readonly [Kind, string])[] = [
  ["off_order", "Something off the whole order"],
  ["off_lines", "Something off each piece"],
  ["off_pieces", "Something off the cheapest or dearest pieces"],
  ["off_shipping", "Something off shipping"],
  ["buy_get", "Buy some, get others for less"],
  ["bundle_price", "Several things together for one price"],
  ["tiers", "The more is spent, the more is taken off"],
  ["gift", "A gift"],
];

/** Another action to begin with; what it has in common with the one before stays. */
export function changedTo(kind: Kind, before: Action, currency: string): Action {
  const off: Off = "off" in before ? before.off : { percent: "" };
  const lines = "lines" in before ? before.lines : everyLine;
  switch (kind) {
    case "off_order":
    case "off_lines":
      return { kind, off, lines };
    case "off_pieces":
      return { kind, which: "cheapest", quantity: 1, off, lines };
    case "off_shipping":
      return { kind, off, options: null };
    case "bundle_price":
      return { kind, parts: [newPieces(), newPieces()], price: {}, times: null };
    case "buy_get":
      return { kind, buy: newPieces(), get: newPieces(), off, times: null };
    case "gift":
      return { kind, variant_id: "", quantity: 1 };
    case "tiers":
      return { kind, lines, currency, steps: [{ key: crypto.randomUUID(), from: 0, off }] };
  }
}
