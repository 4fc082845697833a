const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** A time for the reader, in the reader's own zone: `21 Nov 2026, 10:30`. */
export function when(time: string): string {
  return moment.format(new Date(time));
}

/** How long ago: `yesterday`, `3 hours ago`; the date itself once it is a week old. */
export function ago(time: string, now = Date.now()): string {
  const past = new Date(time).getTime() - now;
  if (past < -7 * 86_400_000) return when(time);
  const [unit, length] = steps.find(([, step]) => Math.abs(past) >= step) ?? ["minute", 60_000];
  return relative.format(Math.round(past / length), unit);
}
