/** Whether a text is a day that exists: `2026-02-28`, not `2026-02-30`. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** What is wrong with a time of which the last day may be open; null when nothing is. @param until the first day after it */
export function faultOfDays(since: string, until: string | null): { field: "since" | "until"; text: string } | null {
  if (!isDay(since)) return { field: "since", text: "A day, as 2026-01-01." };
  if (until !== null && !isDay(until)) return { field: "until", text: "A day, as 2026-01-01." };
  if (until !== null && until <= since) return { field: "until", text: "It ends before it begins." };
  return null;
}
