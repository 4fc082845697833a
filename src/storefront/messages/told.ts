import type { ErrorCode } from "../../platform/error-codes.ts";
import type { RefusalCode, Refusals } from "./refusals.ts";
import type { Messages } from "./words.ts";

/** Why the store said no, in the shopper's language. @param told what it says itself */
export function refusalIn({ refusals }: Messages, told: { code: ErrorCode; detail: string }): string {
  if (refusals === null) return told.detail;
  return isTold(refusals, told.code) ? refusals.codes[told.code] : refusals.other;
}

function isTold(refusals: Refusals, code: ErrorCode): code is RefusalCode {
  return Object.hasOwn(refusals.codes, code);
}

/** What the shopper should know of a line of the cart, or of the cart. @param left how many can be bought, where it is known */
export function noticeIn(
  words: Messages,
  notice: { code: keyof Refusals["notices"]; message: string; title?: string | null },
  left: number | null = null,
): string {
  if (words.refusals === null) return notice.message;
  const told = words.refusals.notices[notice.code];
  if (notice.code === "removed") return `${notice.title}: ${told}`;
  return notice.code === "fewer-left" && left !== null ? `${words.goods.onlyLeft(left)}. ${told}` : told;
}
