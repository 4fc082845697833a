/** What a clock on the wall of a time zone shows. */
export interface LocalTime {
  /** 1 (Monday) to 7 (Sunday). */
  weekday: number;
  /** `09:30`. */
  time_of_day: string;
}

/** A formatter is dear to make and the answer the same for a minute: both are kept, one of each a zone. */
interface Clock {
  formatter: Intl.DateTimeFormat;
  minute: string | null;
  shows: LocalTime | null;
}

const clocks = new Map<string, Clock | null>();

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/**
 * The time there, with summer time as the zone keeps it.
 * @param at ISO 8601 UTC
 * @param time_zone IANA name
 * @returns null for a zone that nobody knows, or an instant that is none
 */
export function localTime(at: string, time_zone: string): LocalTime | null {
  let clock = clocks.get(time_zone);
  if (clock === undefined) {
    clock = newClock(time_zone);
    clocks.set(time_zone, clock);
  }
  if (clock === null) return null;
  const minute = at.slice(0, 16);
  if (clock.minute !== minute) {
    clock.shows = read(clock.formatter, Date.parse(`${minute}Z`));
    clock.minute = minute;
  }
  return clock.shows;
}

/** Whether there is a time zone of this name. */
export function isTimeZone(name: string): boolean {
  return newClock(name) !== null;
}

function newClock(timeZone: string): Clock | null {
  try {
    const formatter = new Intl.DateTimeFormat("en-US", {
      ...{ timeZone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    });
    return { formatter, minute: null, shows: null };
  } catch (failure) {
    // The only way to ask: a name that is unknown throws.
    if (failure instanceof RangeError) return null;
    throw failure;
  }
}

function read(formatter: Intl.DateTimeFormat, instant: number): LocalTime | null {
  if (Number.isNaN(instant)) return null;
  const parts = new Map(formatter.formatToParts(instant).map(({ type, value }) => [type, value]));
  return {
    weekday: weekdays.indexOf(parts.get("weekday") ?? "") + 1,
    time_of_day: `${parts.get("hour")}:${parts.get("minute")}`,
  };
}
