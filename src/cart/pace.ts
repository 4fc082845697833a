import { DomainError } from "../platform/errors.ts";

/** So many of something in so many seconds, and what it is called when there were more. */
export interface PaceRule {
  quota: number;
  window: number;
  what: string;
}

/** How many changes of one cart are taken in a window, and how long that is in seconds. A person makes a handful. */
export const pace = { quota: 600, window: 60, what: "changes of a cart" } as const satisfies PaceRule;

/**
 * Counts what is done to one cart in its object's memory: one object sees all of it, so this is exact where it runs, and a cart
 * that was put to sleep begins anew.
 */
export class Pace {
  #began = 0;
  #count = 0;

  constructor(readonly rule: PaceRule = pace) {}

  /** @throws too-many-requests, with the seconds until the window is over */
  count(now: number): void {
    const { quota, window, what } = this.rule;
    if (now >= this.#began + window * 1000) {
      this.#began = now;
      this.#count = 0;
    }
    if (++this.#count <= quota) return;
    const retry_after = Math.ceil((this.#began + window * 1000 - now) / 1000);
    throw new DomainError("too-many-requests", `At most ${quota} ${what} are taken in ${window} seconds.`, {
      retry_after,
    });
  }
}
