import type { BulkChange } from "../../catalog-wire.ts";
import { money } from "../../money.ts";

const compare = { keep: "", previous: ", the old price shown struck through", none: ", nothing struck through" };

/** A change of many products in words: `active; prices -10 %; width = 10`. @param names of categories, by id */
export function changeInWords(change: BulkChange, names: ReadonlyMap<string, string>): string {
  const { status, add_category_ids: add = [], remove_category_ids: remove = [], price, attributes = {} } = change;
  const named = (ids: string[]) => ids.map((id) => names.get(id) ?? id).join(", ");
  return [
    ...(status ? [`status: ${status}`] : []),
    ...(add.length > 0 ? [`into ${named(add)}`] : []),
    ...(remove.length > 0 ? [`out of ${named(remove)}`] : []),
    ...(price ? [priceInWords(price)] : []),
    ...Object.entries(attributes).map(([name, value]) =>
      value === null ? `without ${name}` : `${name}: ${[value].flat().join(", ")}`,
    ),
  ].join("; ");
}

function priceInWords({ percent, set, currency, compare_at }: NonNullable<BulkChange["price"]>): string {
  const which = currency ? `prices in ${currency}` : "prices";
  const how =
    set !== undefined && currency ? `= ${money(set, currency)}` : `${(percent ?? 0) > 0 ? "+" : ""}${percent ?? 0} %`;
  return `${which} ${how}${compare[compare_at]}`;
}
