import { DomainError } from "../platform/errors.ts";

/** How many changes of one cart are taken in a window, and how long that is in seconds. A person makes a handful. */
export const pace = { quota: 600, window: 60 } as const;

/**
 * Counts the changes of one cart in its object's memory: one object sees all of a cart's changes, so this is exact where it
 * runs, and a cart that was put to sleep begins anew.
 */
export class Pace {
  #began = 0;
  #count = 0;

  /** @throws too-many-requests, with the seconds until the window is over */
  count(now: number): void {
    if (now >= this.#began + pace.window * 1000) {
      this.#began = now;
      this.#count = 0;
    }
    if (++this.#count <= pace.quota) return;
    const retry_after = Math.ceil((this.#began + pace.window * 1000 - now) / 1000);
    throw new DomainError(
      "too-many-requests",
      `At most ${pace.quota} changes of a cart are taken in ${pace.window} seconds.`,
      {
        retry_after,
      },
    );
  }
}
