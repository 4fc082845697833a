import { refusalTexts } from "../cart/codes.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import type { Priced } from "../pricing/price.ts";
import { normalCode } from "../promotions/campaigns/code.ts";
import { findCodes } from "../promotions/campaigns/find-code.ts";
import type { BroughtCode, Refusal } from "../promotions/promotion.ts";
import type { Quote } from "./schemas.ts";

/** A code that is asked for, and how it stands in the books. */
export interface AskedCode extends BroughtCode {
  standing: "usable" | Extract<Refusal, "used_up" | "over" | "gone">;
}

/**
 * How codes stand: those of the cart, and behind them those that a request tries. The books are asked only where there is one.
 * @throws unknown-code for one that the request tries, and that there is not
 */
export async function standingOf(
  store: Store,
  brought: readonly BroughtCode[],
  tried: readonly string[],
): Promise<AskedCode[]> {
  if (brought.length === 0 && tried.length === 0) return [];
  const normal = tried.map((typed) => normalCode(typed) ?? "");
  const found = await findCodes(store, [...brought.map(({ code }) => code), ...normal]);
  const known = new Map(found.map((one) => [one.code, one]));
  const errors = normal.flatMap((code, index) =>
    known.has(code) ? [] : [{ pointer: `/codes/${index}`, detail: "There is no such discount code." }],
  );
  if (errors.length > 0) {
    throw new DomainError("unknown-code", "There is no such discount code. Look at how it is spelt.", { errors });
  }
  const own = brought.map((code): AskedCode => known.get(code.code) ?? { ...code, standing: "gone" });
  const others = normal.flatMap((code) => known.get(code) ?? []);
  return [...new Map([...own, ...others].map((one) => [one.code, one])).values()];
}

/** A code as a quote tells of it. */
export function toldCode({ code, promotion_id, standing }: AskedCode, { refused }: Priced): Quote["codes"][number] {
  const reason = standing === "usable" ? (refused.find((one) => one.code === code)?.reason ?? null) : standing;
  return { code, promotion_id, applies: reason === null, reason, message: reason && refusalTexts[reason] };
}
