/**
 * What is wrong with a moment that would be kept: moments are compared as texts, and only years of four digits sort as they follow
 * one another. An offset can lead over the edge: `9999-12-31T23:59:59-01:00` lies in the year 10000.
 * @param moment ISO 8601 UTC, as `Date` writes it; null: there is none, and nothing is wrong
 */
export function momentFault(moment: string | null): string | null {
  return moment === null || /^(?!0000)\d{4}-/.test(moment) ? null : "A year from 1 to 9999.";
}
