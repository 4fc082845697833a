import { ApiFailure } from "../failure.ts";

/** What the store refused, by the place in what was sent: `/rates/0/percent`. */
export type Faults = ReadonlyMap<string, string>;

export function faultsOf(failure: unknown): Faults {
  const errors = failure instanceof ApiFailure ? failure.errors : [];
  return new Map(errors.map(({ pointer, detail }) => [pointer, detail]));
}

/** How a field shows what is wrong at its place, or else its hint. */
export function faultAt(faults: Faults, pointer: string, hint?: string): { error: boolean; helperText?: string } {
  const told = faults.get(pointer) ?? hint;
  return { error: faults.has(pointer), ...(told ? { helperText: told } : {}) };
}

/** The first fault at a place or below it. */
export function faultWithin(faults: Faults, pointer: string): string | undefined {
  return [...faults].find(([at]) => at === pointer || at.startsWith(`${pointer}/`))?.[1];
}
