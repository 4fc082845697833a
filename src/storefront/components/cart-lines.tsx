import type { CartItem, LineNotice } from "../../cart/schemas.ts";
import type { TaxReason } from "../../tax/rules.ts";
import { type ToldTax, taxesByRate } from "../../tax/taxes-by-rate.ts";
import { noticeIn } from "../messages/told.ts";
import { writtenDay } from "../written.ts";
import { Money } from "./price.tsx";
import { useShop } from "./shop.tsx";

interface Line {
  title: string;
  image_url: string | null;
  quantity: number;
  total: number;
  discount_total: number;
  gift_of: string | null;
  waiting: number;
  ships_at: string | null;
  slug?: string;
  notice?: LineNotice | null;
}

/** How many of a line do not leave at once, and when they do. */
function Waiting({ line: { waiting, ships_at } }: { line: Pick<Line, "waiting" | "ships_at"> }) {
  const { words, locale } = useShop();
  const day = ships_at === null ? null : writtenDay(ships_at, locale);
  return day === null ? null : <p class="note">{words.cart.waiting(waiting, day)}</p>;
}

/** What a line comes to, and what it would without its discounts. */
type Summed = Pick<Line, "total" | "discount_total" | "gift_of" | "notice">;

function LineTotal({ line, currency }: { line: Summed; currency: string }) {
  const { words } = useShop();
  if (line.gift_of !== null) return <p class="sum">{words.cart.gift}</p>;
  // What is not counted is not free.
  if (line.notice?.code === "too-dear") return <p class="sum">–</p>;
  return (
    <p class="sum">
      {line.discount_total > 0 && (
        <>
          <s class="soft">
            <Money amount={line.total + line.discount_total} currency={currency} />
          </s>{" "}
        </>
      )}
      <Money amount={line.total} currency={currency} />
    </p>
  );
}

/** A small picture by its address; its bytes are the width that the address names. */
function Thumb({ src }: { src: string | null }) {
  return (
    <div class={src ? "frame" : "frame bare"}>
      {src && <img src={src} alt="" width={160} height={160} loading="lazy" decoding="async" />}
    </div>
  );
}

/** What is bought, to be looked over once more. */
export function SlimLines({ lines, currency }: { lines: readonly Line[]; currency: string }) {
  const { to } = useShop();
  return (
    <ul class="lines slim">
      {lines.map((line) => (
        <li>
          <Thumb src={line.image_url} />
          <div>
            <h3>{line.slug ? <a href={to(`/products/${line.slug}`)}>{line.title}</a> : line.title}</h3>
            <p class="note">{line.quantity} ×</p>
            <Waiting line={line} />
          </div>
          <LineTotal line={line} currency={currency} />
        </li>
      ))}
    </ul>
  );
}

/** The lines of the cart, each with its quantity to change. The steps are buttons of the form, so they work without script. */
export function CartLines({ items, currency }: { items: readonly CartItem[]; currency: string }) {
  const { words, to } = useShop();
  return (
    <ul class="lines">
      {items.map((item) => (
        <li id={item.line_id}>
          <Thumb src={item.image_url} />
          <div>
            <h2>
              <a href={to(`/products/${item.slug}?variant=${item.variant_id}`)}>{item.title}</a>
            </h2>
            <p class="note number">
              {item.gift_of === null ? (
                <>
                  <Money amount={item.unit_price} currency={currency} /> {words.cart.each}
                  {item.price_source.title !== null && ` · ${item.price_source.title}`}
                </>
              ) : (
                `${item.quantity} ×`
              )}
            </p>
            <Waiting line={item} />
          </div>
          <LineTotal line={item} currency={currency} />
          {item.gift_of === null && (
            <div class="handles">
              <QuantityForm item={item} />
              <form method="post" action={to("/cart/remove")} data-swap="cart">
                <input type="hidden" name="line_id" value={item.line_id} />
                <button class="link" type="submit">
                  {words.cart.remove}
                  <span class="unseen"> {item.title}</span>
                </button>
              </form>
            </div>
          )}
          {item.notice && <p class="notice warn">{noticeIn(words, item.notice, item.available)}</p>}
        </li>
      ))}
    </ul>
  );
}

function QuantityForm({ item }: { item: CartItem }) {
  const { words, to } = useShop();
  return (
    <form method="post" action={to("/cart/edit")} data-swap="cart" data-autosend="">
      <input type="hidden" name="line_id" value={item.line_id} />
      {/* First in the form, so that Enter in the field means this one and not a step. */}
      <button class="link unscripted" type="submit">
        {words.cart.update}
      </button>
      <div class="stepper">
        <button
          id={`less-${item.line_id}`}
          type="submit"
          name="step"
          value="-1"
          aria-label={words.cart.oneLessOf(item.title)}
        >
          −
        </button>
        <input
          id={`quantity-${item.line_id}`}
          name="quantity"
          type="number"
          value={String(item.quantity)}
          min="0"
          max="999"
          inputmode="numeric"
          aria-label={words.cart.quantityOf(item.title)}
          required
        />
        <button
          id={`more-${item.line_id}`}
          type="submit"
          name="step"
          value="1"
          aria-label={words.cart.oneMoreOf(item.title)}
        >
          +
        </button>
      </div>
    </form>
  );
}

interface TotalsProps {
  currency: string;
  subtotal: number;
  discount_total: number;
  /** Null while it is not known. */
  shipping_total: number | null;
  /** What the chosen way is called; left out while none is chosen. */
  shipping_name?: string | undefined;
  /** What promotions took off it already. */
  shipping_discount_total?: number;
  tax_total: number;
  tax_included: boolean;
  total: number;
  items: readonly { taxes: readonly ToldTax[]; tax_reason: TaxReason }[];
  /** Left out while shipping is not known. */
  shipping_taxes?: readonly ToldTax[];
}

/** Why a sale that would bear tax bears none: a business accounts for it in its own country, or the buyer need not pay any. */
function reliefIn(items: TotalsProps["items"]): "reverse_charge" | "exempt" | null {
  const reasons = new Set(items.map(({ tax_reason }) => tax_reason));
  if (reasons.has("reverse_charge")) return "reverse_charge";
  return reasons.has("exempt") ? "exempt" : null;
}

/** The amounts that make up a total. */
export function Totals(props: TotalsProps) {
  const { currency } = props;
  const percentages = new Intl.NumberFormat(useShop().locale, { style: "percent", maximumFractionDigits: 6 });
  const parts = taxesByRate(props.items, props.shipping_taxes).map(({ name, percent, amount }) => (
    <>
      <dt class="note">
        {name} {percentages.format(Number(percent) / 100)}
      </dt>
      <dd class="note">
        <Money amount={amount} currency={currency} />
      </dd>
    </>
  ));
  const { cart: words } = useShop().words;
  const relief = props.tax_total === 0 ? reliefIn(props.items) : null;
  return (
    <dl class="totals">
      <dt>{words.goods}</dt>
      <dd>
        <Money amount={props.subtotal} currency={currency} />
      </dd>
      {props.discount_total > 0 && (
        <>
          <dt>{words.reductions}</dt>
          <dd>
            −<Money amount={props.discount_total} currency={currency} />
          </dd>
        </>
      )}
      <dt>
        {words.shipping}
        {props.shipping_name && (
          <span class="note">
            {" "}
            <bdi>{props.shipping_name}</bdi>
          </span>
        )}
      </dt>
      <dd>
        {props.shipping_total === null ? (
          <span class="soft">{words.atCheckout}</span>
        ) : (
          <>
            {(props.shipping_discount_total ?? 0) > 0 && (
              <>
                <s class="soft">
                  <Money amount={props.shipping_total + (props.shipping_discount_total ?? 0)} currency={currency} />
                </s>{" "}
              </>
            )}
            {props.shipping_total === 0 ? words.free : <Money amount={props.shipping_total} currency={currency} />}
          </>
        )}
      </dd>
      {!props.tax_included && (
        <>
          <dt>{words.tax}</dt>
          <dd>
            <Money amount={props.tax_total} currency={currency} />
          </dd>
          {parts}
        </>
      )}
      {relief && (
        <>
          <dt class="note">{relief === "exempt" ? words.taxExempt : words.reverseCharge}</dt>
          <dd />
        </>
      )}
      <div class="grand">
        <dt>{words.total}</dt>
        <dd>
          <Money amount={props.total} currency={currency} />
        </dd>
      </div>
      {props.tax_included && props.tax_total > 0 && (
        <>
          <dt class="note">{words.taxWithin}</dt>
          <dd class="note">
            <Money amount={props.tax_total} currency={currency} />
          </dd>
          {parts}
        </>
      )}
    </dl>
  );
}
