import type { z } from "@hono/zod-openapi";
import { and, asc, eq } from "drizzle-orm";
import { DomainError, notFound } from "../platform/errors.ts";
import { changedMeanwhile } from "../platform/http/versions.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { Warm } from "../platform/warm.ts";
import type { FraudRule, FraudSettings, fraudRuleChange, newFraudRule } from "./schemas.ts";
import { fraudRules, fraudSettingsRow } from "./tables.ts";

/** How many rules a store keeps: all are asked of every order. */
const mostRules = 100;

/** The rules, in the order in which they were written. */
export function listRules(store: Store): Promise<FraudRule[]> {
  return store.orders.select().from(fraudRules).orderBy(asc(fraudRules.id)).limit(mostRules);
}

/** Rules and settings may be this old when an order is weighed. Seconds. */
const freshness = 15;
const warm = new Warm<{ rules: FraudRule[]; settings: FraudSettings }>(freshness, 4);

/** What orders are weighed by at the moment; read seldom, for every order asks. */
export async function fraudRulesNow(store: Store): Promise<{ rules: FraudRule[]; settings: FraudSettings }> {
  const now = store.now().getTime();
  const known = warm.get("rules", now);
  if (known) return known;
  const [rules, settings] = await Promise.all([listRules(store), readSettings(store)]);
  warm.set("rules", { rules, settings }, now);
  return { rules, settings };
}

/** @throws too-many-rules */
export async function addRule(store: Store, rule: z.infer<typeof newFraudRule>): Promise<FraudRule> {
  if ((await store.orders.$count(fraudRules)) >= mostRules) {
    throw new DomainError("too-many-rules", `There are ${mostRules} rules, which is the most. Take one away first.`);
  }
  const at = timestamp(store);
  const row = { id: store.newId("frule"), version: 1, ...rule, created_at: at, updated_at: at };
  await store.orders.insert(fraudRules).values(row);
  warm.delete("rules");
  return row;
}

/** @throws not-found, changed-meanwhile */
export async function changeRule(
  store: Store,
  id: string,
  change: z.infer<typeof fraudRuleChange>,
  version: number,
): Promise<FraudRule> {
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const [changed] = await store.orders
    .update(fraudRules)
    .set({ ...set, version: version + 1, updated_at: timestamp(store) })
    .where(and(eq(fraudRules.id, id), eq(fraudRules.version, version)))
    .returning();
  warm.delete("rules");
  if (changed) return changed;
  const [there] = await store.orders.select({ id: fraudRules.id }).from(fraudRules).where(eq(fraudRules.id, id));
  throw there ? changedMeanwhile() : notFound("rule");
}

/** Takes a rule away; orders that it was a reason for keep it as it was. @throws not-found */
export async function dropRule(store: Store, id: string): Promise<void> {
  const gone = await store.orders.delete(fraudRules).where(eq(fraudRules.id, id)).returning({ id: fraudRules.id });
  warm.delete("rules");
  if (gone.length === 0) throw notFound("rule");
}

/** From how many points on orders are held or refused, and the version of that. */
export async function readSettings(store: Store): Promise<FraudSettings & { version: number }> {
  const [row] = await store.orders.select().from(fraudSettingsRow);
  if (!row) throw new Error("The settings of fraud are gone");
  const { review_at, refuse_at, version } = row;
  return { review_at, refuse_at, version };
}

/** @throws changed-meanwhile */
export async function changeSettings(store: Store, settings: FraudSettings, version: number) {
  const changed = await store.orders
    .update(fraudSettingsRow)
    .set({ ...settings, version: version + 1, updated_at: timestamp(store) })
    .where(eq(fraudSettingsRow.version, version))
    .returning({ version: fraudSettingsRow.version });
  warm.delete("rules");
  if (changed.length === 0) throw changedMeanwhile();
  return readSettings(store);
}
