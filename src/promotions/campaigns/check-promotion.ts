import { countries } from "../../platform/countries.ts";
import type { FieldError } from "../../platform/errors.ts";
import { type IdPrefix, isId } from "../../platform/ids.ts";
import { canonicalLocale } from "../../platform/locales.ts";
import { momentFault } from "../../platform/moments.ts";
import { isCurrency, largestAmount } from "../../platform/money.ts";
import { wholeNumberFault } from "../../platform/whole-number.ts";
import { plainPostalCode } from "../../tax/postal.ts";
import { readPercent } from "../../tax/rate.ts";
import { isTimeZone } from "../local-time.ts";
import { lineFacts, type Operator, operators, saleFacts } from "../promotion.ts";
import type { NewPromotion } from "./schemas.ts";

/** The most pieces, times or uses that a promotion may speak of. */
const largestCount = 1_000_000_000;
/** In ten-thousandths of a percent, as `readPercent` reads it. */
const wholePercent = 1_000_000;

type Value = string | number | boolean;
type Conditions = NewPromotion["sale"];
type Condition = Conditions["conditions"][number];
type Action = NewPromotion["action"];
type Off = Extract<Action, { kind: "off_order" }>["off"];

const listed: readonly Operator[] = ["in", "not_in"];
const compared: readonly Operator[] = ["at_least", "below"];
const spelled: readonly Operator[] = ["in", "not_in", "starts_with"];

/** What can be asked of an attribute: how it compares, and what is wrong with a value. */
interface Askable {
  operators: readonly Operator[];
  fault: (value: Value) => string | null;
  /** True: its values are amounts, and need a currency. */
  money?: true;
}

const isText = (value: Value) => (typeof value === "string" && value.trim() !== "" ? null : "A text.");
const isYesOrNo = (value: Value) => (typeof value === "boolean" ? null : "true or false.");
const isCount = (value: Value) => wholeNumberFault(value, 0, largestCount);
const isAmount = (value: Value) => wholeNumberFault(value, 0, largestAmount);
const names = (prefix: IdPrefix) => (value: Value) =>
  typeof value === "string" && isId(prefix, value) ? null : `An id: it begins with ${prefix}_.`;

const askable: Readonly<Record<string, Askable>> = {
  "customer.group": { operators: listed, fault: isText },
  "customer.first_order": { operators: ["in"], fault: isYesOrNo },
  "customer.signed_in": { operators: ["in"], fault: isYesOrNo },
  "cart.subtotal": { operators: compared, fault: isAmount, money: true },
  "cart.quantity": { operators: compared, fault: isCount },
  "cart.weight_grams": { operators: compared, fault: isCount },
  "shipping.option": { operators: listed, fault: isText },
  "shipping.country": {
    operators: listed,
    fault: (value) => (countries.has(String(value)) ? null : `${shown(value)} is no country of ISO 3166-1.`),
  },
  "shipping.region": { operators: listed, fault: isText },
  "shipping.postal_code": {
    operators: spelled,
    fault: (value) =>
      /^[A-Z0-9]{1,10}$/.test(plainPostalCode(String(value))) ? null : "A postal code, or how it begins.",
  },
  "time.weekday": { operators: listed, fault: (value) => wholeNumberFault(value, 1, 7) },
  "time.of_day": {
    operators: compared,
    fault: (value) => (/^([01]\d|2[0-3]):[0-5]\d$/.test(String(value)) ? null : "A time of day, as 09:30."),
  },
  market: { operators: listed, fault: isText },
  currency: { operators: listed, fault: (value) => currencyFault(String(value)) },
  "line.product": { operators: listed, fault: names("prod") },
  "line.variant": { operators: listed, fault: names("var") },
  "line.sku": { operators: spelled, fault: isText },
  "line.category": { operators: listed, fault: names("cat") },
  "line.brand": { operators: listed, fault: isText },
  "line.unit_price": { operators: compared, fault: isAmount, money: true },
  "line.quantity": { operators: compared, fault: isCount },
  "line.reduced": { operators: ["in"], fault: isYesOrNo },
};

/** Everything that is wrong with a promotion that staff would keep, each with where; empty when nothing is. */
export function faultsOfPromotion(given: NewPromotion): FieldError[] {
  const faults = new Faults();
  faults.number("/priority", given.priority, -1000, 1000);
  faults.conditions("/sale", given.sale, saleFacts);
  if (given.requires) faults.pieces("/requires", given.requires);
  faults.action("/action", given.action);
  for (const locale of Object.keys(given.titles)) {
    faults.add(
      `/titles/${pointed(locale)}`,
      canonicalLocale(locale) === locale ? null : "A language tag, as de or pt-BR.",
    );
  }
  if (given.time_zone !== undefined) faults.add("/time_zone", zoneFault(given.time_zone));
  faults.moments(given);
  if (given.usage_limit !== null) faults.number("/usage_limit", given.usage_limit, 1, largestCount);
  if (given.per_customer_limit !== null)
    faults.number("/per_customer_limit", given.per_customer_limit, 1, largestCount);
  if (given.budget) {
    faults.add("/budget/currency", currencyFault(given.budget.currency));
    faults.number("/budget/amount", given.budget.amount, 1, largestAmount);
  }
  return faults.found;
}

/** Gathers what is wrong, each fault with its JSON pointer. */
class Faults {
  readonly found: FieldError[] = [];

  add(pointer: string, detail: string | null): void {
    if (detail !== null) this.found.push({ pointer, detail });
  }

  moments({ starts_at, ends_at }: Pick<NewPromotion, "starts_at" | "ends_at">): void {
    const [begins, ends] = [momentFault(starts_at), momentFault(ends_at)];
    this.add("/starts_at", begins);
    this.add("/ends_at", ends);
    if (begins || ends || starts_at === null || ends_at === null) return;
    this.add("/ends_at", ends_at > starts_at ? null : "It ends before it begins.");
  }

  number(pointer: string, value: number, least: number, most: number): void {
    this.add(pointer, wholeNumberFault(value, least, most));
  }

  conditions(at: string, { conditions }: Conditions, facts: readonly string[]): void {
    for (const [index, condition] of conditions.entries())
      this.condition(`${at}/conditions/${index}`, condition, facts);
  }

  private condition(at: string, { attribute, operator, values, currency }: Condition, facts: readonly string[]): void {
    const known = facts.includes(attribute) ? askable[attribute] : undefined;
    if (!known) {
      this.add(`${at}/attribute`, `There is no ${shown(attribute)}. It is one of ${facts.join(", ")}.`);
      return;
    }
    const asked = operators.find((one) => one === operator);
    if (!asked || !known.operators.includes(asked)) {
      this.add(`${at}/operator`, `Of ${attribute} can be asked: ${known.operators.join(", ")}.`);
      return;
    }
    if (values.length === 0) this.add(`${at}/values`, "Say at least one value.");
    if (values.length > 1 && compared.includes(asked)) this.add(`${at}/values`, "One value to compare with.");
    for (const [index, value] of values.entries()) this.add(`${at}/values/${index}`, known.fault(value));
    if (known.money) this.add(`${at}/currency`, currencyFault(currency ?? ""));
    else if (currency !== undefined) this.add(`${at}/currency`, "Only amounts have a currency.");
  }

  off(at: string, off: Off): void {
    if ("amounts" in off) {
      this.amounts(`${at}/amounts`, off.amounts, 1);
      return;
    }
    const percent = readPercent(off.percent);
    if (percent === null) this.add(`${at}/percent`, "A plain number with at most four decimals, as 12.5.");
    else if (percent <= 0) this.add(`${at}/percent`, "It takes something off: above 0 %.");
    else if (percent > wholePercent) this.add(`${at}/percent`, "Nothing costs less than nothing: at most 100 %.");
  }

  private amounts(at: string, amounts: Readonly<Record<string, number>>, least: number): void {
    const entries = Object.entries(amounts);
    if (entries.length === 0) this.add(at, "Say an amount in at least one currency.");
    for (const [currency, amount] of entries) {
      this.add(`${at}/${pointed(currency)}`, currencyFault(currency) ?? wholeNumberFault(amount, least, largestAmount));
    }
  }

  pieces(at: string, { lines, quantity }: Extract<Action, { kind: "buy_get" }>["buy"]): void {
    this.conditions(`${at}/lines`, lines, lineFacts);
    this.number(`${at}/quantity`, quantity, 1, largestCount);
  }

  action(at: string, action: Action): void {
    if ("off" in action) this.off(`${at}/off`, action.off);
    if ("lines" in action) this.conditions(`${at}/lines`, action.lines, lineFacts);
    if ("quantity" in action)
      this.number(`${at}/quantity`, action.quantity, 1, action.kind === "gift" ? 999 : largestCount);
    if ("times" in action && action.times !== null) this.number(`${at}/times`, action.times, 1, largestCount);
    if (action.kind === "off_shipping" && action.options?.length === 0) {
      this.add(`${at}/options`, "Name a way to ship, or null for all.");
    }
    if (action.kind === "bundle_price") {
      if (action.parts.length === 0) this.add(`${at}/parts`, "A bundle has something in it.");
      for (const [index, part] of action.parts.entries()) this.pieces(`${at}/parts/${index}`, part);
      this.amounts(`${at}/price`, action.price, 0);
    }
    if (action.kind === "buy_get") {
      this.pieces(`${at}/buy`, action.buy);
      this.pieces(`${at}/get`, action.get);
    }
    if (action.kind === "gift") this.add(`${at}/variant_id`, names("var")(action.variant_id));
    if (action.kind === "tiers") this.tiers(at, action);
  }

  private tiers(at: string, { currency, steps }: Extract<Action, { kind: "tiers" }>): void {
    this.add(`${at}/currency`, currencyFault(currency));
    if (steps.length === 0) this.add(`${at}/steps`, "Say at least one step.");
    for (const [index, { from, off }] of steps.entries()) {
      const before = steps[index - 1];
      const rises = before === undefined || from > before.from;
      this.add(
        `${at}/steps/${index}/from`,
        wholeNumberFault(from, 0, largestAmount) ?? (rises ? null : "Each step begins above the one before."),
      );
      this.off(`${at}/steps/${index}/off`, off);
      if ("amounts" in off && off.amounts[currency] === undefined) {
        this.add(`${at}/steps/${index}/off/amounts`, `Say the amount in ${currency}, in which the steps are.`);
      }
    }
  }
}

function currencyFault(currency: string): string | null {
  return isCurrency(currency) ? null : `${shown(currency)} is no currency of ISO 4217.`;
}

function zoneFault(zone: string): string | null {
  if (!isTimeZone(zone)) return `There is no time zone ${shown(zone)}. One is called Europe/Berlin.`;
  return /^[+-]/.test(zone) ? "The name of a time zone, as Europe/Berlin." : null;
}

/** What somebody wrote, short enough to be told back. */
function shown(value: Value): string {
  return value === "" ? "An empty text" : String(value).slice(0, 60);
}

function pointed(name: string): string {
  return name.slice(0, 80).replaceAll("~", "~0").replaceAll("/", "~1");
}
