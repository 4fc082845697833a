import type { Currency } from "../platform/money.ts";
import { type Fact, lineFactsRead, saleFactsRead, type Value } from "./facts.ts";
import type { Condition, Conditions, LineFact, Operator, SaleFact } from "./promotion.ts";
import type { Sale, SaleLine } from "./sale.ts";

/** @param currency that of the sale */
export type Test<Of> = (of: Of, currency: Currency) => boolean;

const always = (): boolean => true;
const never = (): boolean => false;

/** Conditions on the sale as a whole, ready to be asked. @param time_zone for weekdays and times of day */
export function readSaleConditions(conditions: Conditions<SaleFact>, time_zone: string): Test<Sale> {
  return together(conditions, (condition) => readCondition(condition, saleFactsRead, time_zone));
}

/** Conditions on a line, ready to be asked. */
export function readLineConditions(conditions: Conditions<LineFact>): Test<SaleLine> {
  return together(conditions, (condition) => readCondition(condition, lineFactsRead, "UTC"));
}

function together<Of, Name extends string>(
  { match, conditions }: Conditions<Name>,
  read: (condition: Condition<Name>) => Test<Of>,
): Test<Of> {
  const tests = conditions.map(read);
  const [only] = tests;
  if (!only) return always;
  if (tests.length === 1) return only;
  if (match === "any") return (of, currency) => tests.some((test) => test(of, currency));
  return (of, currency) => tests.every((test) => test(of, currency));
}

/** An attribute or an operator that nobody knows is never met: staff cannot save one, and a shopper gets a price all the same. */
function readCondition<Of, Name extends string>(
  { attribute, operator, values, currency }: Condition<Name>,
  facts: Readonly<Record<Name, Fact<Of>>>,
  time_zone: string,
): Test<Of> {
  if (!Object.hasOwn(facts, attribute)) return never;
  const fact = facts[attribute];
  const compare = readOperator(operator, fact.plain ? values.map(fact.plain) : values);
  const test = (of: Of): boolean => {
    const found = fact.read(of, time_zone);
    return found !== null && compare(found);
  };
  return fact.amount ? (of, sold) => sold === currency && test(of) : test;
}

type Found = Value | readonly Value[];

function readOperator(operator: Operator, values: readonly Value[]): (found: Found) => boolean {
  const wanted = new Set(values);
  const limit = values.length === 1 ? values[0] : undefined;
  switch (operator) {
    case "in":
      return (found) => (isList(found) ? found.some((one) => wanted.has(one)) : wanted.has(found));
    case "not_in":
      return (found) => (isList(found) ? !found.some((one) => wanted.has(one)) : !wanted.has(found));
    case "at_least":
      return (found) => difference(found, limit) >= 0;
    case "below":
      return (found) => difference(found, limit) < 0;
    case "starts_with":
      return (found) => (isList(found) ? found : [found]).some((one) => startsWithAny(one, values));
    default:
      return never;
  }
}

/** Below, at or above zero as one is below, at or above the other; NaN where they cannot be compared. */
function difference(found: Found, limit: Value | undefined): number {
  if (typeof found === "number" && typeof limit === "number") return found - limit;
  if (typeof found === "string" && typeof limit === "string") return found < limit ? -1 : found === limit ? 0 : 1;
  return Number.NaN;
}

function startsWithAny(found: Value, beginnings: readonly Value[]): boolean {
  return typeof found === "string" && beginnings.some((one) => typeof one === "string" && found.startsWith(one));
}

function isList(found: Found): found is readonly Value[] {
  return Array.isArray(found);
}
