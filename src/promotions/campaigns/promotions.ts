import { type SQL, sql } from "drizzle-orm";
import { type FieldError, notFound, refuse } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { faultsOfPromotion } from "./check-promotion.ts";
import { normalCode } from "./code.ts";
import { forgetPromotionRules } from "./read-rules.ts";
import { missingReferences } from "./references.ts";
import type { NewPromotion, PromotionChange, PromotionQuery, PromotionView } from "./schemas.ts";

interface PromotionRow
  extends Omit<PromotionView, "titles" | "sale" | "requires" | "action" | "budget" | "needs_code" | "exclusive"> {
  titles: string;
  sale: string;
  requires: string | null;
  action: string;
  needs_code: 0 | 1;
  exclusive: 0 | 1;
  budget_currency: string | null;
  budget_amount: number | null;
}

/** What an active promotion comes to at a time. */
const stateAt = (at: string): SQL => sql`
  case
    when p.status <> 'active' then p.status
    when p.ends_at <= ${at} then 'over'
    when p.used >= p.usage_limit or p.spent >= p.budget_amount then 'used_up'
    when p.starts_at > ${at} then 'scheduled'
    else 'active'
  end`;

const selectedAt = (at: string): SQL => sql`
  select
    p.id, p.title, p.titles, p.note, p.status, ${stateAt(at)} as state, p.needs_code, p.sale, p.requires, p.action, p.priority,
    p.stacking_group, p.exclusive, p.starts_at, p.ends_at, p.time_zone, p.usage_limit, p.per_customer_limit,
    p.budget_currency, p.budget_amount, p.used, p.spent,
    (select count(*) from promotion_codes c where c.promotion_id = p.id) as codes, p.version, p.created_at, p.updated_at
  from promotions p`;

/** Promotions, the newest first. @throws invalid-cursor */
export async function listPromotions(store: Store, query: PromotionQuery) {
  const { limit, cursor, state, q } = query;
  const at = timestamp(store);
  const list = JSON.stringify(["promotions", state ?? null, q ?? null]);
  const [before] = cursor === undefined ? [null] : readCursor(list, cursor, ["string"]);
  const wanted = [
    before === null ? undefined : sql`p.id < ${before}`,
    state && sql`${stateAt(at)} = ${state}`,
    q &&
      sql`(instr(lower(p.title), lower(${q})) > 0
        or p.id = (select promotion_id from promotion_codes where code = ${normalCode(q)}))`,
  ].filter((one) => one !== undefined && one !== "");
  const rows = await store.orders.all<PromotionRow>(sql`
    ${selectedAt(at)}
    ${wanted.length > 0 ? sql`where ${sql.join(wanted, sql` and `)}` : sql``}
    order by p.id desc limit ${limit + 1}
  `);
  const last = rows[limit - 1];
  return {
    data: rows.slice(0, limit).map(fromRow),
    next_cursor: rows.length > limit && last ? writeCursor(list, [last.id]) : null,
  };
}

/** @throws not-found */
export async function findPromotion(store: Store, id: string): Promise<PromotionView> {
  const [row] = await store.orders.all<PromotionRow>(sql`${selectedAt(timestamp(store))} where p.id = ${id}`);
  if (!row) throw notFound("promotion");
  return fromRow(row);
}

/** @throws invalid-promotion pointing at each field */
export async function createPromotion(store: Store, input: NewPromotion): Promise<PromotionView> {
  await refuseFaults(store, input, true);
  const id = store.newId("promo");
  const at = timestamp(store);
  const columns = { id, ...columnsOf(input), created_at: at, updated_at: at };
  await store.orders.run(sql`
    insert into promotions (${sql.raw(Object.keys(columns).join(", "))})
    values (${sql.join(
      Object.values(columns).map((value) => sql`${value}`),
      sql`, `,
    )})
  `);
  forgetPromotionRules();
  return findPromotion(store, id);
}

/**
 * Orders that were placed before keep what they were given. An archived promotion comes back by being set to `paused` or `active`.
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, invalid-promotion: also for a limit or budget below what is used already
 */
export async function updatePromotion(
  store: Store,
  id: string,
  version: number,
  change: PromotionChange,
): Promise<PromotionView> {
  const before = await findPromotion(store, id);
  if (before.version !== version) throw changedMeanwhile();
  const after = { ...before, ...givenIn(change) };
  const named =
    Boolean(change.action ?? change.requires ?? change.sale) ||
    (change.status === "active" && before.status !== "active");
  await refuseFaults(store, { ...after, status: after.status === "archived" ? "paused" : after.status }, named);
  const columns = columnsOf(after);
  const spent =
    after.budget?.currency === before.budget?.currency
      ? sql``
      : sql`, spent = (
          select coalesce(sum(u.amount), 0) from promotion_uses u
          where u.promotion_id = ${id} and u.state = 'claimed' and u.currency = ${columns.budget_currency}
        )`;
  const changed = await unlessBelowUse(
    store.orders.all<{ id: string }>(sql`
      update promotions set
        ${sql.join(
          Object.entries(columns).map(([column, value]) => sql`${sql.raw(column)} = ${value}`),
          sql`, `,
        )}, version = version + 1, updated_at = ${timestamp(store)}${spent}
      where id = ${id} and version = ${version} returning id
    `),
  );
  if (changed.length === 0) throw changedMeanwhile();
  forgetPromotionRules();
  return findPromotion(store, id);
}

/** Takes a promotion off every list of what runs; its uses and codes stay in the books. @throws not-found, changed-meanwhile */
export async function archivePromotion(store: Store, id: string, version: number): Promise<PromotionView> {
  await findPromotion(store, id);
  const changed = await store.orders.all<{ id: string }>(sql`
    update promotions set status = 'archived', version = version + 1, updated_at = ${timestamp(store)}
    where id = ${id} and version = ${version} returning id
  `);
  if (changed.length === 0) throw changedMeanwhile();
  forgetPromotionRules();
  return findPromotion(store, id);
}

type Given<Change> = { [Field in keyof Change]?: Exclude<Change[Field], undefined> };

/** The fields that a change names. */
function givenIn(change: PromotionChange): Given<PromotionChange> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/**
 * Refuses what nobody may save. @param at where in the request it stands: a JSON pointer
 * @throws invalid-promotion pointing at each field
 */
export async function refusePromotion(store: Store, given: NewPromotion, at = ""): Promise<void> {
  await refuseFaults(store, given, true, at);
}

/** @param named whether to look if the store has what it names: an edit of its title is not refused for a product that went */
async function refuseFaults(store: Store, given: NewPromotion, named: boolean, at = ""): Promise<void> {
  const placed = (faults: readonly FieldError[]) => faults.map((fault) => ({ ...fault, pointer: at + fault.pointer }));
  refuse("invalid-promotion", placed(faultsOfPromotion(given)));
  if (named) refuse("invalid-promotion", placed(await missingReferences(store, given)));
}

/** The schema refuses a limit that is passed already, also by an order that comes in at this very moment. */
async function unlessBelowUse<Rows>(writing: Promise<Rows>): Promise<Rows> {
  try {
    return await writing;
  } catch (thrown) {
    const broken = failureText(thrown);
    if (broken.includes("promotion_used_up")) {
      refuse("invalid-promotion", [{ pointer: "/usage_limit", detail: "More orders than that have used it already." }]);
    }
    if (broken.includes("promotion_budget_spent")) {
      refuse("invalid-promotion", [{ pointer: "/budget/amount", detail: "More than that is spent already." }]);
    }
    throw thrown;
  }
}

function columnsOf(given: Omit<NewPromotion, "status"> & { status: PromotionView["status"] }) {
  return {
    title: given.title,
    titles: JSON.stringify(given.titles),
    note: given.note,
    status: given.status,
    needs_code: given.needs_code ? 1 : 0,
    sale: JSON.stringify(given.sale),
    requires: given.requires && JSON.stringify(given.requires),
    action: JSON.stringify(given.action),
    priority: given.priority,
    stacking_group: given.stacking_group,
    exclusive: given.exclusive ? 1 : 0,
    starts_at: given.starts_at,
    ends_at: given.ends_at,
    time_zone: given.time_zone ?? "UTC",
    usage_limit: given.usage_limit,
    per_customer_limit: given.per_customer_limit,
    budget_currency: given.budget?.currency ?? null,
    budget_amount: given.budget?.amount ?? null,
  };
}

/** What is stored went through {@link refuseFaults}. */
function fromRow({ budget_currency, budget_amount, ...row }: PromotionRow): PromotionView {
  const budgeted = budget_currency !== null && budget_amount !== null;
  return {
    ...row,
    titles: JSON.parse(row.titles) as PromotionView["titles"],
    sale: JSON.parse(row.sale) as PromotionView["sale"],
    requires: row.requires === null ? null : (JSON.parse(row.requires) as PromotionView["requires"]),
    action: JSON.parse(row.action) as PromotionView["action"],
    needs_code: row.needs_code === 1,
    exclusive: row.exclusive === 1,
    budget: budgeted ? { currency: budget_currency, amount: budget_amount } : null,
  };
}
