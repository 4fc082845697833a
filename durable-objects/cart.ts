import { DurableObject } from "cloudflare:workers";
import * as lock from "../src/cart/checkout-lock.ts";
import { bringCode, forgetCodes, leaveCode } from "../src/cart/codes.ts";
import {
  addLine,
  type CartPlace,
  type CartState,
  dropAll,
  dropLine,
  type HandedOver,
  type LineOffer,
  later,
  moveCart,
  refuseOtherMarket,
  setQuantity,
  startCart,
} from "../src/cart/contents.ts";
import { countCart, countedAs } from "../src/cart/figures.ts";
import { dueNow, fallAsleep, isOver, nextDue, retryAlarmSeconds, type Watch, warned } from "../src/cart/life.ts";
import { LiveConnections, type LiveRequest, liveHeader } from "../src/cart/live.ts";
import { confirmHandOver, handOver, takeIn } from "../src/cart/merge.ts";
import { Pace } from "../src/cart/pace.ts";
import {
  type AddRequest,
  type CartSnapshot,
  type CartTerms,
  type CodeRequest,
  type EditRequest,
  type EditTerms,
  type Outcome,
  refusal,
  snapshotOf,
} from "../src/cart/requests.ts";
import { loadCart, saveCart } from "../src/cart/storage.ts";
import { hearOfStock, isStale, lookOver, type StockNews, type UpkeepTerms } from "../src/cart/upkeep.ts";
import { changedShards, type Holding, mustTellShards } from "../src/cart/watch.ts";
import { inMarketOf } from "../src/catalog/markets/which-market.ts";
import { findOffers, forgetOffers } from "../src/catalog/prices/offers.ts";
import { changedMeanwhile } from "../src/platform/http/versions.ts";
import { openStore } from "../src/platform/store.ts";

/**
 * One cart. The rules are in `src/cart`; this class keeps the state: read once when the object wakes, written through with
 * each change. It writes lines and nothing of the person, and asks no one while it answers a change; its alarm reads the
 * catalogue. Whoever is connected is told of each change after it is written.
 */
export class Cart extends DurableObject<Env> {
  #cart: CartState | null = null;
  readonly #pace = new Pace();
  #checkout: lock.CheckoutLock | null = null;
  /** What the alarm is set to. */
  #alarm: string | null = null;
  #looking: Promise<void> | null = null;
  readonly #live = new LiveConnections(this.ctx, this.env, () => {
    const cart = this.#living(timeNow());
    return cart && snapshotOf(cart);
  });

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      this.#cart = loadCart(ctx.storage.sql);
      const alarm = await ctx.storage.getAlarm();
      this.#alarm = alarm === null ? null : new Date(alarm).toISOString();
    });
  }

  /** Answers, so that readiness can be told. */
  ping(): "ok" {
    return "ok";
  }

  /** Takes a live connection: the one thing that cannot be asked by a call. */
  override async fetch(request: Request): Promise<Response> {
    const asked = JSON.parse(decodeURIComponent(request.headers.get(liveHeader) ?? "null")) as LiveRequest;
    const now = timeNow();
    try {
      const answer = this.#live.connect(asked, Date.parse(now));
      await this.#beginWatch(now);
      return answer;
    } catch (thrown) {
      return Response.json(refusal(thrown));
    }
  }

  /** Alarms and news come to a cart from when somebody looks on. */
  async #beginWatch(now: string): Promise<void> {
    const cart = this.#living(now);
    if (cart && mustTellShards(cart, now)) {
      this.ctx.waitUntil(this.#tellShards(changedShards(null, cart)));
      await this.#keep({ ...cart, held_at: now });
    }
    await this.#syncAlarm();
    if (cart && isStale(cart, now)) this.ctx.waitUntil(this.#tryToLook());
  }

  /**
   * News of what is inside.
   * @param changed whether the catalogue must be asked
   * @returns false where nobody looks on any more, and none need be brought
   */
  async hear(news: StockNews[], changed: boolean): Promise<boolean> {
    const now = timeNow();
    const cart = this.#living(now);
    if (!cart) return false;
    if (!this.#live.watched) {
      await this.#keep({ ...cart, held_at: null });
      return false;
    }
    await this.#keep(hearOfStock(cart, news, this.#upkeep, now));
    if (!changed) return true;
    forgetOffers(cart.lines.map(({ variant_id }) => variant_id));
    await this.#look();
    return true;
  }

  override webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): void {
    this.#live.hear(socket, frame, Date.now());
  }

  /**
   * The cart as it is; null when there is none. Reading neither writes nor prolongs its life, unless nobody has looked for so long
   * that the catalogue must be asked first.
   */
  async read(): Promise<CartSnapshot | null> {
    const found = this.#living(timeNow());
    if (found && isStale(found, timeNow())) await this.#tryToLook();
    const cart = this.#living(timeNow());
    return cart && snapshotOf(cart);
  }

  add(request: AddRequest): Promise<Outcome> {
    const { terms, offer, quantity } = request;
    return this.#edit(request, (cart, now) => addLine(living(cart, terms, now), offer, terms, quantity, now));
  }

  edit(request: EditRequest): Promise<Outcome> {
    const { line_id, quantity, offer, place } = request;
    return this.#edit(request, (cart, now) => {
      if (cart && offer) refuseOtherMarket(cart, place);
      return setQuantity(cart ?? nothing(now), line_id, quantity, offer, now);
    });
  }

  /** Prices what is inside in another market. @param offersOf what those variants are offered for there */
  async move(
    request: EditTerms & { place: CartPlace },
    offersOf: (variantIds: string[]) => Promise<LineOffer[]>,
  ): Promise<Outcome> {
    const asked = this.#living(timeNow())?.lines.map(({ variant_id }) => variant_id) ?? [];
    const offers = new Map((await offersOf(asked)).map((offer) => [offer.variant_id, offer]));
    return this.#edit(request, (cart, now) => cart && moveCart(cart, request.place, offers, now));
  }

  remove(request: EditTerms & { line_id: string }): Promise<Outcome> {
    return this.#edit(request, (cart, now) => dropLine(cart ?? nothing(now), request.line_id, now));
  }

  clear(request: EditTerms): Promise<Outcome> {
    return this.#edit(request, (cart, now) => cart && dropAll(cart, now));
  }

  addCode(request: CodeRequest): Promise<Outcome> {
    const { terms, code } = request;
    return this.#edit(request, (cart, now) => bringCode(cart ?? start(terms, now), code, now));
  }

  removeCode(request: EditTerms & { code: string }): Promise<Outcome> {
    return this.#edit(request, (cart, now) => leaveCode(cart ?? nothing(now), request.code, now));
  }

  /** Lets codes go that an order found to be of no use any more. */
  async forgetCodes(dead: string[]): Promise<void> {
    const cart = this.#living(timeNow());
    if (cart) await this.#keep(forgetCodes(cart, dead));
  }

  /**
   * Lets one checkout at a time order what is inside; see `src/cart/checkout-lock.ts`. The lock is not written: should this
   * object die, its caller's order stands or falls by the checkout key alone.
   */
  async checkOut(
    idempotencyKey: string,
    place: (filling: lock.Filling) => Promise<string | null>,
  ): Promise<{ outcome: "done" } | lock.CheckoutRefusal> {
    const now = timeNow();
    const cart = this.#living(now);
    if (!cart) return { outcome: "empty" };
    const start = lock.beginCheckout(cart, this.#checkout, idempotencyKey, now);
    if (start.outcome !== "began") return start;
    this.#checkout = start.lock;
    try {
      const orderId = await place(start.filling);
      await this.#afterCheckout(start, orderId);
    } finally {
      if (this.#checkout === start.lock) this.#checkout = null;
    }
    return { outcome: "done" };
  }

  /** Gives this guest's lines away; null when there are none. See `src/cart/merge.ts`. */
  async handOver(): Promise<HandedOver | "busy" | null> {
    const now = timeNow();
    const cart = this.#living(now);
    if (!cart) return null;
    if (this.#checkout && lock.isHeld(this.#checkout, now)) return "busy";
    const given = handOver(cart, now);
    await this.#keep(given);
    if (given !== cart) this.#live.moveOn();
    return given.handed_over;
  }

  async confirmHandOver(from: string): Promise<void> {
    const cart = this.#living(timeNow());
    if (cart) await this.#keep(confirmHandOver(cart, from));
  }

  /** Takes a guest's lines into this account's cart, once. */
  async takeIn(terms: CartTerms, given: HandedOver): Promise<void> {
    const now = timeNow();
    await this.#keep(takeIn(this.#living(now) ?? start(terms, now), given, now));
  }

  /** Does what is due and sets the next alarm. A failure is logged and tried again: the platform gives up after six times. */
  override async alarm(): Promise<void> {
    this.#alarm = null;
    const now = timeNow();
    try {
      await this.#doWhatIsDue(now);
      await this.#syncAlarm();
    } catch (thrown) {
      openStore(this.env).log.error("cart.alarm-failed", thrown);
      await this.#setAlarm(later(now, retryAlarmSeconds));
    }
  }

  async #doWhatIsDue(now: string): Promise<void> {
    const cart = this.#cart;
    if (!cart) return;
    switch (dueNow(cart, this.#watch, now)) {
      case "expire":
        return this.#forget();
      case "warn":
        this.#live.tell("expiring");
        return this.#keep(warned(cart));
      case "sleep":
        return this.#keep(fallAsleep(cart));
      case "look":
        this.#live.endOld(Date.parse(now));
        return this.#look();
    }
  }

  get #watch(): Watch {
    return { watched: this.#live.watched, warning_seconds: Number(this.env.CART_WARNING_SECONDS) };
  }

  get #upkeep(): UpkeepTerms {
    return { watched: this.#live.watched, grace_seconds: Number(this.env.CART_GRACE_SECONDS) };
  }

  /** Asks the catalogue what is inside; whoever changes the cart meanwhile does not wait, and all who ask wait for one answer. */
  #look(): Promise<void> {
    this.#looking ??= this.#lookAtAll().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookAtAll(): Promise<void> {
    const looked = this.#cart;
    if (!looked) return;
    const asked = looked.lines.map(({ variant_id }) => variant_id);
    const offers = await findOffers(await inMarketOf(openStore(this.env), looked), asked);
    const now = timeNow();
    const cart = this.#living(now);
    if (cart) await this.#keep(this.#count(lookOver(cart, { asked: new Set(asked), offers }, this.#upkeep, now)));
  }

  /** The cart as the store's figures know it from now on. They are for looking at: one that is not written is put right later. */
  #count(cart: CartState): CartState {
    const counted = countedAs(cart);
    if (counted === cart.counted) return cart;
    const store = openStore(this.env);
    const writing = countCart(store, this.ctx.id.toString(), counted);
    this.ctx.waitUntil(writing.catch((thrown) => store.log.error("cart.not-counted", thrown)));
    return { ...cart, counted };
  }

  /** A cart is read as it was last seen where the catalogue does not answer: its alarm looks again. */
  async #tryToLook(): Promise<void> {
    await this.#look().catch((thrown) => openStore(this.env).log.error("cart.look-failed", thrown));
  }

  async #afterCheckout(
    { filling, lock: held }: { filling: lock.Filling; lock: lock.CheckoutLock },
    orderId: string | null,
  ): Promise<void> {
    const now = timeNow();
    const cart = this.#living(now);
    if (cart) await this.#keep(lock.finishCheckout(cart, filling.checkout_key, held, orderId, now));
  }

  async #edit(terms: EditTerms, transition: (cart: CartState | null, now: string) => CartState | null) {
    const now = timeNow();
    const before = this.#living(now);
    try {
      this.#pace.count(Date.parse(now));
      if (terms.if_version !== null && terms.if_version !== (before?.version ?? 0)) throw changedMeanwhile();
      const after = transition(before, now);
      if (after) await this.#keep(after);
      return { ok: true, cart: after && snapshotOf(after) } as const;
    } catch (thrown) {
      return refusal(thrown);
    }
  }

  /** The cart unless its life is over, whether or not the alarm has come yet. */
  #living(now: string): CartState | null {
    return this.#cart && isOver(this.#cart, now) ? null : this.#cart;
  }

  async #keep(after: CartState): Promise<void> {
    if (after === this.#cart) return;
    const before = this.#cart;
    const shards = after.held_at || this.#live.watched ? changedShards(before, after) : new Map<string, Holding[]>();
    // What nobody looks at is told to no shard: whoever looks next tells them all.
    const known = shards.size > 0 && !this.#live.watched ? { ...after, held_at: null } : after;
    const cart = known.lines.length === 0 ? this.#count(known) : known;
    saveCart(this.ctx.storage.sql, before, cart);
    this.#cart = cart;
    if (shards.size > 0 && this.#live.watched) this.ctx.waitUntil(this.#tellShards(shards));
    if (before?.version !== cart.version || before.expires_at !== cart.expires_at) this.#live.tell("cart");
    await this.#syncAlarm();
  }

  /** A shard that does not hear brings no news: the cart looks for itself. */
  async #tellShards(shards: ReadonlyMap<string, Holding[]>): Promise<void> {
    const cart = this.ctx.id.toString();
    try {
      await Promise.all([...shards].map(([shard, held]) => this.env.CART_WATCH.getByName(shard).hold(cart, held)));
    } catch (thrown) {
      openStore(this.env).log.error("cart.shards-untold", thrown);
    }
  }

  /** Leaves nothing behind, as if the cart had never been. */
  async #forget(): Promise<void> {
    if (this.#cart) this.#count({ ...this.#cart, lines: [] });
    await this.ctx.storage.deleteAll();
    this.#cart = null;
    this.#live.tell("expired");
  }

  /** An alarm that comes too early finds nothing due and is set anew: cheaper than a write with every touch. */
  async #syncAlarm(): Promise<void> {
    const due = nextDue(this.#cart, this.#watch);
    if (due !== null && (this.#alarm === null || due < this.#alarm)) await this.#setAlarm(due);
  }

  async #setAlarm(time: string): Promise<void> {
    this.#alarm = time;
    await this.ctx.storage.setAlarm(Date.parse(time));
  }
}

function timeNow(): string {
  return new Date().toISOString();
}

function start(terms: CartTerms, now: string): CartState {
  return { ...startCart(terms.id, terms, terms.life_seconds, now), sleeps: terms.sleeps };
}

/** The cart, or a new one, with the life that the store gives carts now. */
function living(cart: CartState | null, terms: CartTerms, now: string): CartState {
  const { life_seconds, sleeps } = terms;
  return cart ? { ...cart, life_seconds, sleeps } : start(terms, now);
}

/** What an edit finds where there is no cart: no line, whichever it names. */
function nothing(now: string): CartState {
  return startCart("", { market: "", currency: "" }, 0, now);
}
