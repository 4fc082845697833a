import { TextField, type TextFieldProps } from "@mui/material";

/** The zone that the reader lives in, by its IANA name. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface Props extends Pick<TextFieldProps, "label" | "error" | "helperText" | "onBlur"> {
  /** ISO 8601, UTC; null for none. */
  value: string | null;
  onChange: (moment: string | null) => void;
  /** The zone that it is entered in; the reader's own unless another is named. */
  zone?: string;
}

/** A moment, entered as a clock in a time zone shows it, and told in full below. */
export function MomentField({ value, onChange, zone = ownZone, error, helperText, ...field }: Props) {
  return (
    <TextField
      {...field}
      type="datetime-local"
      value={value ? clockIn(zone, value) : ""}
      onChange={({ target }) => onChange(target.value ? momentOf(zone, target.value) : null)}
      error={error === true}
      helperText={helperText ?? (value ? explained(value, zone) : null)}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}

/** As the field wants it, in a zone: `2026-11-21T10:30`. */
function clockIn(timeZone: string, moment: string): string {
  return new Date(new Date(moment).getTime() + offsetOf(timeZone, new Date(moment))).toISOString().slice(0, 16);
}

/** The moment at which a clock in a zone shows that. In the hour that a clock leaves out in spring, the one after it. */
function momentOf(timeZone: string, clock: string): string {
  const asUtc = Date.parse(`${clock}Z`);
  const near = new Date(asUtc - offsetOf(timeZone, new Date(asUtc)));
  return new Date(asUtc - offsetOf(timeZone, near)).toISOString();
}

/** How far a zone's clocks are ahead of UTC then, in milliseconds. */
function offsetOf(timeZone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(at);
  const part = (name: string) => Number(parts.find(({ type }) => type === name)?.value);
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return shown - Math.floor(at.getTime() / 60_000) * 60_000;
}

/** The moment in full, with the name of the zone on that day, and what it is in UTC. */
function explained(moment: string, timeZone: string): string {
  const at = new Date(moment);
  const there = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long", timeZone });
  const inUtc = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return `${there.format(at)} · ${inUtc.format(at)} UTC`;
}
