import type { CartView } from "../../cart/schemas.ts";
import type { Refusal } from "../../promotions/promotion.ts";
import type { Messages } from "../messages/words.ts";
import { Field, type Typed, type Wrong } from "./field.tsx";
import { Money } from "./price.tsx";
import { useShop } from "./shop.tsx";

type Codes = CartView["codes"];

/** Why a code does nothing now, in as many words as a shopper needs. */
const why: Readonly<Record<Refusal, keyof Messages["cart"]["codeWhy"]>> = {
  not_begun: "notBegun",
  over: "gone",
  used_up: "gone",
  gone: "gone",
  unreadable: "gone",
  conditions_not_met: "notMet",
  no_line_meets_it: "notMet",
  other_currency: "notMet",
  nothing_left: "notMet",
  code_needed: "notMet",
  better_one_counts: "otherCounts",
  one_code_counts: "otherCounts",
  dearer_with_it: "dearer",
  shipping_not_chosen: "afterShipping",
};

interface CodeProps {
  codes: Codes;
  typed?: Typed;
  wrong?: Wrong;
}

/** The cart's field for a discount code, and the codes that it has. Plain forms, so that they work without script. */
export function CodeForms({ codes, typed = {}, wrong = {} }: CodeProps) {
  const { words, to } = useShop();
  return (
    <div class="codes" id="codes">
      <form method="post" action={to("/cart/code")} class="code-entry" data-swap="cart">
        <CodeField typed={typed} wrong={wrong} />
        <button class="button quiet" type="submit">
          {words.cart.codeApply}
        </button>
      </form>
      {codes.length > 0 && (
        <ul class="brought">
          {codes.map((code) => (
            <li>
              <Brought code={code} />
              <form method="post" action={to("/cart/code/remove")} data-swap="cart">
                <button class="link" type="submit" name="code" value={code.code} aria-label={removal(words, code.code)}>
                  {words.cart.remove}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The same within the form of the checkout, whose buttons say what is to be done. */
export function CodeFields({ codes, typed = {}, wrong = {} }: CodeProps) {
  const { words } = useShop();
  return (
    <div class="codes" id="codes">
      <div class="code-entry">
        <CodeField typed={typed} wrong={wrong} />
        <button class="button quiet" type="submit" name="do" value="code">
          {words.cart.codeApply}
        </button>
      </div>
      {codes.length > 0 && (
        <ul class="brought">
          {codes.map((code) => (
            <li>
              <Brought code={code} />
              <button
                class="link"
                type="submit"
                name="do"
                value={`without ${code.code}`}
                aria-label={removal(words, code.code)}
              >
                {words.cart.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function CodeField({ typed, wrong }: { typed: Typed; wrong: Wrong }) {
  const { cart: words } = useShop().words;
  return (
    <Field name="code" label={words.code} typed={typed} wrong={wrong} autocomplete="off" maxlength={80} optional />
  );
}

function Brought({ code: { code, reason } }: { code: Codes[number] }) {
  const { cart: words } = useShop().words;
  return (
    <p>
      <bdi class="badge good">{code}</bdi>
      {reason !== null && <span class="note"> {words.codeWhy[why[reason]]}</span>}
    </p>
  );
}

function removal({ cart }: Messages, code: string): string {
  return `${cart.codeRemove} ${code}`;
}

interface SavingsProps {
  currency: string;
  discount_total: number;
  shipping_discount_total?: number;
  promotions: CartView["promotions"];
}

/** What the shopper saves, and by what; nothing where nothing is taken off. */
export function Savings({ currency, discount_total, shipping_discount_total = 0, promotions }: SavingsProps) {
  const { cart: words } = useShop().words;
  const saved = discount_total + shipping_discount_total;
  if (promotions.length === 0) return null;
  return (
    <div class="savings">
      {saved > 0 && (
        <p>
          <b>
            {words.saved} <Money amount={saved} currency={currency} />
          </b>
        </p>
      )}
      <ul>
        {promotions.map(({ title, code, amount }) => (
          <li>
            <span>
              {title}
              {code !== null && (
                <>
                  {" "}
                  (<bdi>{code}</bdi>)
                </>
              )}
            </span>
            <span class="number">
              {amount === 0 ? (
                words.gift
              ) : (
                <>
                  −<Money amount={amount} currency={currency} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
