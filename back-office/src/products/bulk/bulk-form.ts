import type { AttributeDraft } from "../../attributes/attribute-draft.ts";
import { fromSaid } from "../../attributes/attribute-draft.ts";
import type { BulkChange, BulkPrice } from "../../catalog-wire.ts";
import { fromDecimal } from "../../money.ts";
import type { ProductStatus } from "../../wire.ts";

/** What is to be changed of many products, as it is typed; what is empty stays as it is. */
export interface BulkForm {
  status: ProductStatus | "";
  add: string[];
  remove: string[];
  priceBy: "" | "percent" | "set";
  /** Percent, minus takes off; or an amount. */
  price: string;
  /** Of which prices; empty is all of them, and is for percent alone. */
  currency: string;
  compareAt: BulkPrice["compare_at"];
  /** An attribute to set; without a value, to take away. */
  attribute: AttributeDraft | { name: string; kind: "none" } | null;
}

export const nothing: BulkForm = {
  status: "",
  add: [],
  remove: [],
  priceBy: "",
  price: "",
  currency: "",
  compareAt: "keep",
  attribute: null,
};

/** What is sent; null while nothing is to be changed, or what was typed makes no sense yet. */
export function changeFrom(form: BulkForm): BulkChange | null {
  const price = form.priceBy === "" ? undefined : priceFrom(form);
  if (price === null) return null;
  const { attribute } = form;
  if (attribute && attribute.name.trim() === "") return null;
  const change: BulkChange = {
    ...(form.status ? { status: form.status } : {}),
    ...(form.add.length > 0 ? { add_category_ids: form.add } : {}),
    ...(form.remove.length > 0 ? { remove_category_ids: form.remove } : {}),
    ...(price ? { price } : {}),
    ...(attribute
      ? { attributes: { [attribute.name.trim()]: attribute.kind === "none" ? null : fromSaid(attribute) } }
      : {}),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** What is wrong with the price that was typed, in words; null where nothing is. */
export function priceFault(form: BulkForm): string | null {
  if (form.priceBy === "" || form.price === "" || priceFrom(form) !== null) return null;
  return form.priceBy === "percent"
    ? "From -99.99 to 1000, with at most two places"
    : `An amount in ${form.currency}, as 19.99`;
}

function priceFrom({ priceBy, price, currency, compareAt }: BulkForm): BulkPrice | null {
  if (priceBy === "set") {
    const set = fromDecimal(price, currency);
    return set === null ? null : { set, currency, compare_at: compareAt };
  }
  const typed = price.trim().replace(",", ".");
  if (!/^[+-]?\d+(\.\d{1,2})?$/.test(typed)) return null;
  const percent = Number(typed);
  if (percent === 0 || percent < -99.99 || percent > 1000) return null;
  return { percent, ...(currency ? { currency } : {}), compare_at: compareAt };
}
