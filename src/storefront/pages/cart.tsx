import type { Child } from "hono/jsx";
import type { CartView } from "../../cart/schemas.ts";
import { CartLines, SlimLines, Totals } from "../components/cart-lines.tsx";
import { CodeForms, Savings } from "../components/discounts.tsx";
import { Notice } from "../components/field.tsx";
import { Money } from "../components/price.tsx";
import { useShop } from "../components/shop.tsx";
import { EmptyArch } from "../components/sign.tsx";
import { noticeIn } from "../messages/told.ts";
import type { Messages } from "../messages/words.ts";

interface CartProps {
  cart: CartView;
  /** Why the last change did not work. */
  refused?: string | undefined;
  /** Where it was tried: a path of this shop. */
  back?: string | undefined;
  /** A discount code that was typed, and what is wrong with it. */
  code?: TriedCode | undefined;
}

export interface TriedCode {
  typed: string;
  fault: string;
}

/** Whether every line can be bought as it stands. */
function canCheckOut(cart: CartView): boolean {
  return cart.items.every((item) => item.notice === null || item.notice.code === "price-changed");
}

/** Tells one state of a cart from another, for script. */
function stateOf({ version, expires_at }: CartView): string {
  return `${version}@${expires_at ?? ""}`;
}

export function CartPage({ cart, refused, back, code }: CartProps) {
  const refusal = refused && <Refusal refused={refused} back={back} />;
  return (
    <div class="wrap" id="cart" data-cart={stateOf(cart)}>
      {cart.items.length === 0 ? (
        <EmptyCart>{refusal}</EmptyCart>
      ) : (
        <FullCart cart={cart} code={code}>
          {refusal}
        </FullCart>
      )}
    </div>
  );
}

function Refusal({ refused, back }: { refused: string; back: string | undefined }) {
  const { cart: words } = useShop().words;
  return (
    <Notice kind="bad">
      <p>
        {refused} {back && <a href={back}>{words.backToIt}</a>}
      </p>
    </Notice>
  );
}

/** The cart was filled where the visitor no longer shops: it keeps its currency until they say otherwise. */
function InAnother({ cart }: { cart: CartView }) {
  const { words, market, to } = useShop();
  return (
    <Notice kind="warn">
      <p>{words.cart.inAnother(cart.currency, market.currency)}</p>
      <form method="post" action={to("/market")}>
        <input type="hidden" name="back" value={to("/cart")} />
        <input type="hidden" name="market" value={market.code} />
        <button class="button quiet" type="submit">
          {words.cart.moveTo(market.currency)}
        </button>
      </form>
    </Notice>
  );
}

function FullCart({ cart, code, children }: { cart: CartView; code: TriedCode | undefined; children?: Child }) {
  const { words, market, to } = useShop();
  const whole = cart.notices.filter(({ code, line_id }) => line_id === null || code === "removed");
  return (
    <>
      <div class="heading">
        <h1>{words.cart.heading}</h1>
        {cart.expires_in_seconds !== null && cart.expires_in_seconds <= longestCountdown && (
          <Countdown seconds={cart.expires_in_seconds} />
        )}
      </div>
      {children}
      {cart.market !== market.code && <InAnother cart={cart} />}
      {whole.map((notice) => (
        <Notice kind="warn">
          <p>{noticeIn(words, notice)}</p>
        </Notice>
      ))}
      <div class="split">
        <CartLines items={cart.items} currency={cart.currency} />
        <aside class="panel" aria-labelledby="sum">
          <h2 id="sum">{words.cart.sum}</h2>
          <Totals {...cart} shipping_total={cart.shipping_total || null} />
          <Savings {...cart} />
          <CodeForms codes={cart.codes} {...(code && { typed: { code: code.typed }, wrong: { code: code.fault } })} />
          {canCheckOut(cart) ? (
            <a class="button whole" href={to("/checkout")}>
              {words.cart.checkout}
            </a>
          ) : (
            <>
              <button class="button whole" type="button" disabled>
                {words.cart.checkout}
              </button>
              <p class="note">{words.cart.mendFirst}</p>
            </>
          )}
        </aside>
      </div>
    </>
  );
}

/** A cart that is kept for longer is kept, as far as its shopper need know. Seconds. */
const longestCountdown = 24 * 3600;

/** How long the cart is kept; script counts it down. */
function Countdown({ seconds }: { seconds: number }) {
  const { words } = useShop();
  return (
    <p class="note number" data-countdown={seconds} data-warning={words.frame.minuteLeft}>
      {words.cart.kept} <span>{clock(seconds)}</span>
    </p>
  );
}

/** `24:05`, or hours where there are any: `2:00:00`. */
function clock(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function EmptyCart({ children }: { children?: Child }) {
  const { words, to } = useShop();
  return (
    <div class="empty">
      <EmptyArch />
      <h1>{words.cart.empty}</h1>
      {children}
      <p class="lead">{words.cart.emptyMore}</p>
      <p class="row">
        <a class="button" href={to("/search?sort=newest")}>
          {words.frame.seeNew}
        </a>
        <a class="button quiet" href={to("/")}>
          {words.frame.frontDoor}
        </a>
      </p>
    </div>
  );
}

interface CartNewsProps {
  cart: CartView;
  /** Seconds before its end from which the shopper is told how long it is kept. */
  warning: number;
  /** Whether it has just ended. */
  ended: boolean;
}

/** What somebody who is on another page should know of their cart at once. */
export function CartNews({ cart, warning, ended }: CartNewsProps) {
  const { words, to } = useShop();
  const left = cart.expires_in_seconds;
  const ends = cart.items.length > 0 && left !== null && left <= warning;
  if (!ended && !ends && cart.notices.length === 0) return <div class="wrap" id="news" />;
  return (
    <div class="wrap" id="news">
      <Notice kind="warn">
        {ended && <p>{words.cart.ended}</p>}
        {cart.notices.map((notice) => (
          <p>{newsOf(words, notice)}</p>
        ))}
        {ends && <Countdown seconds={left} />}
        {cart.items.length > 0 && (
          <p>
            <a href={to("/cart")}>{words.cart.look}</a>
          </p>
        )}
      </Notice>
    </div>
  );
}

/** A notice by itself: away from its line it says what it is about. */
function newsOf(words: Messages, notice: CartView["notices"][number]): string {
  const told = noticeIn(words, notice);
  return notice.line_id === null || notice.code === "removed" ? told : `${notice.title}: ${told}`;
}

interface MiniCartProps {
  cart: CartView;
  /** The variant that was just added. */
  added: string | null;
  refused?: string | undefined;
}

/** The cart at a glance, for the drawer that opens when something was added. */
export function MiniCart({ cart, added, refused }: MiniCartProps) {
  const { words, to } = useShop();
  const count = cart.items.reduce((sum, item) => sum + item.quantity, 0);
  const line = cart.items.find((item) => item.variant_id === added);
  const said = refused ?? (line ? words.cart.isIn(line.title) : "");
  return (
    <div class="mini" data-count={count} data-said={said} data-cart={stateOf(cart)}>
      <div class="heading">
        <h2 id="drawer-title">{refused ? words.cart.didNotWork : words.cart.heading}</h2>
        <button class="link" type="button" data-close="">
          {words.cart.close}
        </button>
      </div>
      {refused ? (
        <Notice kind="bad">
          <p>{refused}</p>
        </Notice>
      ) : (
        line && (
          <Notice>
            <p>{words.cart.isIn(line.title)}</p>
          </Notice>
        )
      )}
      <SlimLines lines={cart.items} currency={cart.currency} />
      {cart.items.length > 0 && (
        <>
          <p class="sum">
            <span>{words.cart.sum}</span>{" "}
            <Money amount={cart.subtotal - cart.discount_total} currency={cart.currency} />
          </p>
          <Savings {...cart} />
          <a class="button whole" href={to("/checkout")}>
            {words.cart.checkout}
          </a>
          <a class="button quiet whole" href={to("/cart")}>
            {words.cart.look}
          </a>
        </>
      )}
    </div>
  );
}
