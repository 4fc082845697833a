import { sql } from "drizzle-orm";
import { fallbackChain } from "../../platform/locales.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { Warm } from "../../platform/warm.ts";
import type { Promotion } from "../promotion.ts";
import type { NewPromotion, PromotionView } from "./schemas.ts";

/** How old an isolate's copy of the rules may get, in seconds: a change by staff is heard of everywhere by then. */
const freshness = 60;
/** For so long a promotion that is over is still known, so that who brings its code is told. Milliseconds. */
const remembered = 24 * 3_600_000;
/** Promotions that run at once; more are not looked at. */
const most = 1000;

/** A promotion as the store runs it: with its title in other languages, and what is asked of the buyer before it is given. */
export interface RunningPromotion extends Promotion {
  titles: Readonly<Record<string, string>>;
  per_customer_limit: number | null;
  /** Whether it asks if this is the buyer's first order. */
  asks_first_order: boolean;
}

interface Row {
  id: string;
  title: string;
  titles: string;
  needs_code: 0 | 1;
  sale: string;
  requires: string | null;
  action: string;
  priority: number;
  stacking_group: string | null;
  exclusive: 0 | 1;
  starts_at: string | null;
  ends_at: string | null;
  time_zone: string;
  per_customer_limit: number | null;
  budget_currency: string | null;
  budget_left: number | null;
  exhausted: 0 | 1;
}

interface Rules {
  all: readonly RunningPromotion[];
  /** The same with their titles in a language; made once for each, so that a calculation knows the set again. */
  told: Map<string, readonly RunningPromotion[]>;
}

const warm = new Warm<Rules>(freshness, 1);
const only = "all";

/**
 * Every promotion that runs, told in the language of the call: read once a minute in an isolate, in one statement, however many
 * carts ask.
 */
export async function promotionRules(store: Store): Promise<readonly RunningPromotion[]> {
  const { all, told } = await readRules(store);
  const known = told.get(store.locale);
  if (known) return known;
  const chain = fallbackChain(store.locale, store.env.STORE_LOCALE);
  const rules = all.map((rule) => {
    const nearest = chain.find((locale) => rule.titles[locale] !== undefined);
    return nearest === undefined ? rule : { ...rule, title: rule.titles[nearest] ?? rule.title };
  });
  told.set(store.locale, rules);
  return rules;
}

async function readRules(store: Store): Promise<Rules> {
  const now = store.now().getTime();
  const known = warm.get(only, now);
  if (known) return known;
  const rows = await store.orders.all<Row>(sql`
    select
      id, title, titles, needs_code, sale, requires, action, priority, stacking_group, exclusive, starts_at, ends_at, time_zone,
      per_customer_limit, budget_currency, budget_amount - spent as budget_left,
      coalesce(used >= usage_limit or spent >= budget_amount, 0) as exhausted
    from promotions
    where status = 'active' and (ends_at is null or ends_at > ${new Date(now - remembered).toISOString()})
    order by priority desc, id limit ${most}
  `);
  if (rows.length === most) store.log.warn("promotions.too-many", { read: most, at: timestamp(store) });
  const rules: Rules = { all: rows.map(fromRow), told: new Map() };
  warm.set(only, rules, now);
  return rules;
}

/** Forgets what this isolate remembers, when a promotion was changed here, or an order found one used up. */
export function forgetPromotionRules(): void {
  warm.delete(only);
}

/** A promotion as staff wrote it, as if it ran and nobody had used it: what staff try before they start it. */
export function promotionOf(id: string, given: NewPromotion | PromotionView): Promotion {
  const { title, needs_code, sale, requires, action, priority, stacking_group, exclusive } = given;
  const { starts_at, ends_at, time_zone = "UTC", budget } = given;
  return {
    ...{ id, title, needs_code, priority, stacking_group, exclusive, starts_at, ends_at, time_zone },
    sale: sale as Promotion["sale"],
    requires: requires as Promotion["requires"],
    action: action as Promotion["action"],
    budget: budget && { currency: budget.currency, left: budget.amount },
    exhausted: false,
  };
}

/**
 * The promotions that an order used, on the terms that it was sold under: whatever has ended, was changed, put away or used up since (by
 * this very order, perhaps), it keeps them. Of a budget it has what is left and what it took itself.
 */
export async function promotionsOfOrder(store: Store, orderId: string): Promise<Promotion[]> {
  const rows = await store.orders.all<Row>(sql`
    select
      p.id, p.title, p.titles, 0 as needs_code, t.sale, t.requires, t.action, t.priority, t.stacking_group, t.exclusive,
      null as starts_at, null as ends_at, t.time_zone, p.per_customer_limit, p.budget_currency,
      p.budget_amount - p.spent + iif(u.currency = p.budget_currency, u.amount, 0) as budget_left, 0 as exhausted
    from promotion_uses u join promotions p on p.id = u.promotion_id join (
      select promotion_id, until, sale, requires, action, priority, stacking_group, exclusive, time_zone from promotion_terms
      union all
      select id, '9999', sale, requires, action, priority, stacking_group, exclusive, time_zone from promotions
    ) t on t.promotion_id = u.promotion_id and t.until = coalesce(
      (select min(x.until) from promotion_terms x where x.promotion_id = u.promotion_id and x.until > u.created_at), '9999'
    )
    where u.order_id = ${orderId} and u.state = 'claimed'
  `);
  return rows.map((row) => {
    const rule = fromRow(row);
    return { ...rule, sale: withoutBuyer(rule.sale) };
  });
}

/** What was asked of the buyer was so when they ordered, and is not asked again. */
function withoutBuyer({ match, conditions }: Promotion["sale"]): Promotion["sale"] {
  const others = conditions.filter(({ attribute }) => !attribute.startsWith("customer."));
  const met = match === "any" && others.length < conditions.length;
  return { match, conditions: met ? [] : others };
}

/** What is stored was checked when it was saved. */
function fromRow({ budget_currency, budget_left, ...row }: Row): RunningPromotion {
  const sale = JSON.parse(row.sale) as Promotion["sale"];
  return {
    ...row,
    titles: JSON.parse(row.titles) as RunningPromotion["titles"],
    sale,
    requires: row.requires === null ? null : (JSON.parse(row.requires) as Promotion["requires"]),
    action: JSON.parse(row.action) as Promotion["action"],
    needs_code: row.needs_code === 1,
    exclusive: row.exclusive === 1,
    exhausted: row.exhausted === 1,
    budget: budget_currency !== null && budget_left !== null ? { currency: budget_currency, left: budget_left } : null,
    asks_first_order: sale.conditions.some(({ attribute }) => attribute === "customer.first_order"),
  };
}
