/**
 * A small memory of this isolate for values that are read far more often than they change and may be a few seconds old.
 * It stands in front of a binding, never in place of one: whatever is decided for good (stock, totals at checkout) is
 * checked where it is stored.
 */
export class Warm<Value> {
  readonly #entries = new Map<string, { value: Value; until: number }>();

  /**
   * @param seconds how old a value may get
   * @param most how many are kept; the oldest go first
   */
  constructor(
    readonly seconds: number,
    readonly most: number,
  ) {}

  get(key: string, now: number): Value | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.until > now ? entry.value : undefined;
  }

  set(key: string, value: Value, now: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: now + this.seconds * 1000 });
    if (this.#entries.size > this.most) {
      const oldest = this.#entries.keys().next().value;
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
  }

  /** Corrects what is kept, if it is; it does not get older or younger by that. */
  correct(key: string, change: (value: Value) => Value): void {
    const entry = this.#entries.get(key);
    if (entry) entry.value = change(entry.value);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
