import { expect, it } from "vitest";
import type { Priced, PriceInput } from "../../src/pricing/price.ts";
import type { Refusal } from "../../src/promotions/promotion.ts";
import { brokenSums, outcome } from "./sale.ts";

/** A sale whose figures were worked out by hand before the calculation was asked. Amounts in cents. */
export interface Example {
  /** What happens, as a shopkeeper would say it. */
  name: string;
  /** Who published it, or reported it as a defect; where only part of the figures is theirs, that is said. */
  source: string;
  /** The arithmetic, by hand. */
  sum: string;
  sale: PriceInput;
  total: number;
  took?: Record<string, number>;
  lines?: Record<string, number>;
  refused?: Record<string, Refusal>;
  priced?: Partial<Priced>;
}

/** Asks the calculation for each example. */
export function work(examples: readonly Example[]): void {
  it.each(examples.map((example) => [example.name, example.source, example.sum, example] as const))(
    "%s (%s): %s",
    (_name, _source, _sum, { sale, total, took, lines, refused, priced }) => {
      const answer = outcome(sale);
      expect(brokenSums(answer.priced)).toEqual([]);
      expect(answer.total).toBe(total);
      if (took) expect(answer.took).toEqual(took);
      if (lines) expect(answer.lines).toEqual(lines);
      if (refused) expect(answer.refused).toMatchObject(refused);
      if (priced) expect(answer.priced).toMatchObject(priced);
    },
  );
}
