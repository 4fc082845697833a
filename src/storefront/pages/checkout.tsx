import type { CartView } from "../../cart/schemas.ts";
import type { Quote } from "../../checkout/schemas.ts";
import type { PickupPoint } from "../../orders/shipping-fields.ts";
import type { AddressFormat } from "../../platform/addresses/formats.ts";
import { type ErrorCode, errorCodes } from "../../platform/error-codes.ts";
import { Breadcrumb } from "../components/breadcrumb.tsx";
import { SlimLines, Totals } from "../components/cart-lines.tsx";
import { countriesIn } from "../components/countries.ts";
import { CodeFields, Savings } from "../components/discounts.tsx";
import { Field, FormErrors, Notice, Select, type Typed, type Wrong } from "../components/field.tsx";
import { Money } from "../components/price.tsx";
import { useShop } from "../components/shop.tsx";
import { refusalIn } from "../messages/told.ts";

interface CheckoutProps {
  cart: CartView;
  quote: Quote;
  /** How addresses are written in the country that is chosen. */
  format: AddressFormat;
  typed: Typed;
  wrong: Wrong;
  /** Names this attempt, so that sending it twice orders once. */
  idempotencyKey: string;
  /** What stopped the last attempt. */
  stopped?: Stopped | undefined;
}

/** Why an order was not placed. */
export interface Stopped {
  code: ErrorCode;
  detail: string;
}

/** Failures that are mended in the cart. */
const mendedInCart: ReadonlySet<ErrorCode> = new Set(["insufficient-stock", "not-available", "quantity-over-limit"]);

function Stop({ code, detail }: Stopped) {
  const { words, to } = useShop();
  // The title is the store's own, in English; elsewhere what to do says all.
  const title = words.refusals === null ? errorCodes[code].title : words.cart.didNotWork;
  return (
    <Notice kind="bad">
      <p>
        <b>{title}</b>
      </p>
      <p>
        {refusalIn(words, { code, detail })}{" "}
        {mendedInCart.has(code) && <a href={to("/cart")}>{words.checkout.changeCart}</a>}
      </p>
    </Notice>
  );
}

/** One page from the address to the payment. */
export function CheckoutPage(props: CheckoutProps) {
  const { cart, quote, typed, wrong, stopped } = props;
  const { words, to } = useShop();
  const { checkout } = words;
  return (
    <div class="wrap" id="checkout">
      <Breadcrumb trail={[]} here={checkout.heading} />
      <div class="heading">
        <h1>{checkout.heading}</h1>
      </div>
      {stopped && <Stop {...stopped} />}
      <FormErrors wrong={wrong} labels={checkout.labels} />
      <form method="post" action={to("/checkout")} class="split" novalidate data-swap="checkout" data-once="">
        <div>
          {/* First in the form, so that Enter in a field orders and does not only recount. */}
          <button class="unseen" type="submit" name="do" value="order" tabindex={-1}>
            {checkout.order}
          </button>
          <input type="hidden" name="idempotency_key" value={props.idempotencyKey} />
          <input type="hidden" name="expected_total" value={String(quote.total)} />
          <Address format={props.format} typed={typed} wrong={wrong} />
          <Shipping quote={quote} typed={typed} wrong={wrong} />
          <Payment quote={quote} typed={typed} wrong={wrong} />
        </div>
        <aside class="panel" aria-labelledby="sum">
          <h2 id="sum">{checkout.yourOrder}</h2>
          <SlimLines
            lines={quote.items.map((item) => ({ ...pictured(cart, item), ...item }))}
            currency={quote.currency}
          />
          <Totals {...quote} shipping_name={chosenWay(quote)?.name} />
          <Savings {...quote} />
          <CodeFields codes={quote.codes} typed={typed} wrong={wrong} />
          <button class="button whole" type="submit" name="do" value="order">
            {checkout.order}
          </button>
          <p class="note">{checkout.next}</p>
        </aside>
      </form>
    </div>
  );
}

/** The way that the quote counts with. */
function chosenWay({ shipping_options, shipping_option }: Quote) {
  return shipping_options.find(({ id }) => id === shipping_option);
}

/** What the cart knows of a line that the quote does not tell. */
function pictured({ items }: CartView, { line_id }: { line_id: string }): { image_url: string | null } {
  const item = items.find((one) => one.line_id === line_id);
  return { image_url: item?.image_url ?? null, ...(item && { slug: item.slug }) };
}

interface PartProps {
  typed: Typed;
  wrong: Wrong;
}

function Address({ format, typed, wrong }: PartProps & { format: AddressFormat }) {
  const { locale, words } = useShop();
  const { checkout } = words;
  const of = (name: keyof typeof checkout.labels) => ({ name, label: checkout.labels[name], typed, wrong });
  return (
    <>
      <fieldset class="step">
        <legend>{checkout.reach}</legend>
        <div class="fields">
          <Field {...of("email")} type="email" autocomplete="email" hint={checkout.emailHint} maxlength={254} />
        </div>
      </fieldset>
      <fieldset class="step">
        <legend>{checkout.goes}</legend>
        <div class="fields">
          <Field {...of("name")} autocomplete="shipping name" maxlength={120} />
          <Field {...of("company")} autocomplete="shipping organization" maxlength={120} optional />
          <Field {...of("vat_id")} hint={checkout.vatHint} maxlength={30} recount optional />
          <Field {...of("line1")} autocomplete="shipping address-line1" maxlength={200} />
          <Field {...of("line2")} autocomplete="shipping address-line2" maxlength={200} optional />
          <Town format={format} typed={typed} wrong={wrong} />
          <Select {...of("country")} options={countriesIn(locale)} autocomplete="shipping country" recount />
          <Field
            {...of("phone")}
            type="tel"
            autocomplete="shipping tel"
            hint={checkout.phoneHint}
            maxlength={20}
            optional
          />
        </div>
      </fieldset>
    </>
  );
}

/** The parts below the street, in the order in which the country writes them; those that it has not are asked for last. */
function Town({ format, typed, wrong }: PartProps & { format: AddressFormat }) {
  const { labels } = useShop().words.checkout;
  const parts = [...new Set([...format.parts, "postal_code", "city", "region"] as const)];
  // Side by side only where the one is written beside the other.
  const paired = Math.abs(parts.indexOf("postal_code") - parts.indexOf("city")) === 1;
  return (
    <>
      {parts.map((name) => {
        const of = { name, label: labels[name], typed, wrong, recount: name === "region" };
        const optional = !format.required.has(name);
        if (name === "postal_code") {
          return (
            <Field
              {...of}
              autocomplete="shipping postal-code"
              maxlength={20}
              {...(paired && { width: "third" })}
              optional={optional}
            />
          );
        }
        if (name === "city") {
          return (
            <Field
              {...of}
              autocomplete="shipping address-level2"
              maxlength={120}
              {...(paired && { width: "rest" })}
              optional={optional}
            />
          );
        }
        if (format.regions.length === 0) {
          return <Field {...of} autocomplete="shipping address-level1" maxlength={120} optional={optional} />;
        }
        const regions = format.regions.map(({ code, name: label }) => ({ value: code, label }));
        return (
          <Select {...of} autocomplete="shipping address-level1" options={[{ value: "", label: "" }, ...regions]} />
        );
      })}
    </>
  );
}

function Shipping({ quote, typed, wrong }: PartProps & { quote: Quote }) {
  const { words } = useShop();
  const { checkout } = words;
  return (
    <fieldset class="step" id="shipping_option" aria-describedby={wrong.shipping_option && "shipping_option-error"}>
      <legend>{checkout.way}</legend>
      <div class="choices">
        {quote.shipping_options.map((option) => (
          <label>
            <input
              id={`ship-${option.id}`}
              type="radio"
              name="shipping_option"
              value={option.id}
              checked={typed.shipping_option === option.id}
              data-recount=""
            />
            <span>{option.name}</span>
            <span class="number">
              {option.discount_total > 0 && (
                <>
                  <s class="soft">
                    <Money amount={option.total + option.discount_total} currency={option.currency} />
                  </s>{" "}
                </>
              )}
              {option.total === 0 ? words.cart.free : <Money amount={option.total} currency={option.currency} />}
            </span>
            <span class="note">
              {option.kind === "delivery" && checkout.toTheDoor(option.min_days, option.max_days)}
              {option.kind === "delivery" && option.description && ". "}
              {option.description}
              {option.pickup && option.description && <br />}
              {option.pickup && <PickupPlace at={option.pickup} />}
            </span>
          </label>
        ))}
      </div>
      {wrong.shipping_option && (
        <p class="error" id="shipping_option-error">
          {wrong.shipping_option}
        </p>
      )}
      <p class="unscripted">
        <button class="link" type="submit" name="do" value="recount">
          {checkout.recount}
        </button>
      </p>
    </fieldset>
  );
}

/** Where things are picked up, and when it is open. */
export function PickupPlace({ at }: { at: PickupPoint }) {
  return (
    <span class="place">
      <bdi>{at.name}</bdi>
      <br />
      <bdi>
        {at.line1}, {at.postal_code} {at.city}
      </bdi>
      {at.hours && (
        <>
          <br />
          <bdi>{at.hours}</bdi>
        </>
      )}
    </span>
  );
}

function Payment({ quote, typed, wrong }: PartProps & { quote: Quote }) {
  const { checkout } = useShop().words;
  const providers: Readonly<Record<string, { label: string; note: string }>> = checkout.providers;
  return (
    <fieldset class="step" id="payment_provider">
      <legend>{checkout.pay}</legend>
      <div class="choices">
        {quote.payment_providers.map((provider) => (
          <label>
            <input
              id={`pay-${provider}`}
              type="radio"
              name="payment_provider"
              value={provider}
              checked={typed.payment_provider === provider}
              required
            />
            <span>{providers[provider]?.label ?? provider}</span>
            <span />
            {providers[provider] && <span class="note">{providers[provider].note}</span>}
          </label>
        ))}
      </div>
      {wrong.payment_provider && <p class="error">{wrong.payment_provider}</p>}
    </fieldset>
  );
}
