import { Picked } from "./bill.ts";
import type { BroughtCode, Promotion, Refusal, RefusedPromotion } from "./promotion.ts";
import { type Ready, readyPromotions } from "./ready.ts";
import { codesOf, refusedOf, whyNot } from "./refusal.ts";
import type { Sale } from "./sale.ts";
import { type Outcome, type ShippingCost, Trial } from "./trial.ts";

/** What promotions must be told of the rest of the calculation. */
export interface Costs {
  shipping: ShippingCost;
  /** What there is to pay in the end, taxes and all: it decides between promotions that do not go together. */
  total(outcome: Outcome): number;
}

export interface Applied {
  outcome: Outcome;
  /** Every promotion that does nothing, and every code that is of no use: codes first, in the order in which they were brought. */
  refused: RefusedPromotion[];
}

/**
 * What promotions do to a sale. Deals on pieces are done first, then what is taken off lines, off the order and off shipping,
 * each from what those before have left (docs/decisions/2026-11-21-promotions.md). It is the same for every order of lines and
 * of promotions, and no data of a promotion makes it throw.
 * @param promotions a set that nobody changes afterwards: it is made ready once
 */
export function applyPromotions(
  sale: Sale,
  promotions: readonly Promotion[],
  brought: readonly BroughtCode[],
  costs: Costs,
): Applied {
  const set = readyPromotions(promotions);
  const codes = codesOf(brought);
  const refused = new Map<string, Refusal>();
  const eligible = set.filter((ready) => {
    const why = whyNot(ready, sale, codes);
    if (why !== null) refused.set(ready.promotion.id, why);
    return why === null;
  });
  const picked = new Picked(sale);
  const attempt = (those: readonly Ready[]): Trial => new Trial(picked, those, costs.shipping);
  const strongest = strongestOfGroups(eligible, attempt, refused);
  const best = leastToPay(strongest, attempt, costs, refused);
  return { outcome: best, refused: refusedOf(set, brought, refused) };
}

type Attempt = (those: readonly Ready[]) => Trial;

/** Of each stacking group the one that would take most off if it were the only one. Who is exclusive is compared with all anyway. */
function strongestOfGroups(eligible: readonly Ready[], attempt: Attempt, refused: Map<string, Refusal>): Ready[] {
  const groups = Map.groupBy(eligible, ({ promotion }) => (promotion.exclusive ? null : promotion.stacking_group));
  const losers = new Set<Ready>();
  for (const [group, members] of groups) {
    if (group === null || members.length < 2) continue;
    const tried = members.map((ready) => ({ ready, trial: attempt([ready]) }));
    const [best] = tried.toSorted((a, b) => b.trial.saved - a.trial.saved || preferred(a, b));
    for (const { ready, trial } of tried) {
      if (ready === best?.ready) continue;
      losers.add(ready);
      refused.set(ready.promotion.id, trial.idle.get(ready.promotion.id) ?? "better_one_counts");
    }
  }
  return losers.size === 0 ? [...eligible] : eligible.filter((ready) => !losers.has(ready));
}

/** The one that does more (a gift is more than nothing), the higher priority, the older. */
function preferred(a: { ready: Ready; trial: Trial }, b: { ready: Ready; trial: Trial }): number {
  const [of, to] = [a.ready.promotion, b.ready.promotion];
  return b.trial.applied.length - a.trial.applied.length || to.priority - of.priority || (of.id < to.id ? -1 : 1);
}

/** All that are not exclusive together, or one that is alone: whichever leaves the least to pay, all together where it is the same. */
function leastToPay(eligible: readonly Ready[], attempt: Attempt, costs: Costs, refused: Map<string, Refusal>): Trial {
  const together = attempt(eligible.filter(({ promotion }) => !promotion.exclusive));
  const alone = eligible
    .filter(({ promotion }) => promotion.exclusive)
    .map((ready) => ({ ready, trial: attempt([ready]) }))
    .sort(preferred);
  let best = { trial: together, total: alone.length === 0 ? 0 : costs.total(together) };
  for (const { ready, trial } of alone) {
    const why = trial.idle.get(ready.promotion.id);
    refused.set(ready.promotion.id, why ?? "better_one_counts");
    if (why !== undefined) continue;
    const total = costs.total(trial);
    // A gift is better than nothing; what costs more than nothing is left out below.
    if (total < best.total || best.trial.applied.length === 0) best = { trial, total };
  }
  for (const [id, why] of together.idle) refused.set(id, why);
  for (const { id } of together.applied) refused.set(id, "better_one_counts");
  for (const { id } of best.trial.applied) refused.delete(id);
  return best.trial.shipping_cost ? notDearer(best.trial, attempt([]), costs, refused) : best.trial;
}

/** Nothing at all, where a discount costs the shopper more in shipping (that is free from so much on) than it takes off. */
function notDearer(best: Trial, nothing: Trial, costs: Costs, refused: Map<string, Refusal>): Trial {
  const dearer = (best.shipping_cost ?? 0) > (nothing.shipping_cost ?? 0) && costs.total(best) > costs.total(nothing);
  if (!dearer) return best;
  for (const { id } of best.applied) refused.set(id, "dearer_with_it");
  return nothing;
}
