import { ownZone } from "../forms/moment-field.tsx";
import { everyLine } from "./actions.ts";
import type { PromotionFields } from "./promotion-api.ts";

/** A promotion as it stands in its form. */
export type PromotionDraft = PromotionFields;

export const newPromotion = (): PromotionDraft => ({
  title: "",
  titles: {},
  note: "",
  status: "paused",
  needs_code: false,
  sale: everyLine,
  requires: null,
  action: { kind: "off_order", off: { percent: "" }, lines: everyLine },
  priority: 0,
  stacking_group: null,
  exclusive: false,
  starts_at: null,
  ends_at: null,
  time_zone: ownZone,
  usage_limit: null,
  per_customer_limit: null,
  budget: null,
});

/** What of a draft is sent. An archived one is only brought back by choosing what it is then. */
export function fieldsOf(draft: PromotionDraft): unknown {
  const { title, titles, note, status, needs_code, sale, requires, action, priority, stacking_group, exclusive } =
    draft;
  const { starts_at, ends_at, time_zone, usage_limit, per_customer_limit, budget } = draft;
  return {
    title,
    titles: Object.fromEntries(Object.entries(titles).filter(([, text]) => text.trim() !== "")),
    note,
    ...(status === "archived" ? {} : { status }),
    needs_code,
    sale,
    requires,
    action,
    priority,
    stacking_group: stacking_group?.trim() || null,
    exclusive,
    starts_at,
    ends_at,
    time_zone,
    usage_limit,
    per_customer_limit,
    budget,
  };
}
