/** What is gathered is done together after so long. Milliseconds. */
export const gatheringTime = 50;
/** A gathering that nobody took by then was dropped with its call, and the next one takes it along. Milliseconds. */
const gatheringPatience = 5000;

/**
 * Work that calls of one isolate leave for one of them to do together, a moment after their answers: a busy minute then costs a few
 * round trips, not one for each. Losing it must cost time only: something else has to find what was not done.
 */
export class Gathered<Item> {
  #items: Item[] = [];
  /** Until when somebody sees to them; milliseconds since 1970. */
  #seenTo = 0;

  /** @returns whether the caller is the one who waits for {@link gatheringTime}, takes all and does it */
  add(items: readonly Item[], now = Date.now()): boolean {
    this.#items.push(...items);
    if (now < this.#seenTo) return false;
    this.#seenTo = now + gatheringTime + gatheringPatience;
    return true;
  }

  /** Everything that was gathered; it is the taker's now. */
  async takeSoon(): Promise<Item[]> {
    await scheduler.wait(gatheringTime);
    this.#seenTo = 0;
    return this.#items.splice(0);
  }
}
