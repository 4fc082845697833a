import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { inside } from "./repository.ts";

/** What .dev.vars holds. */
export interface LocalSettings {
  /** Signs tokens and sessions. */
  authSecret: string;
  staffEmail: string;
  staffPassword: string;
  /** What goes to the Worker as it stands: STORE_MODE, and settings that a store may leave out, such as STRIPE_SECRET_KEY. */
  optional: Record<string, string>;
}

const file = inside(".dev.vars");

/**
 * Reads .dev.vars, and writes what it lacks: that the store is local, a random AUTH_SECRET and the demo staff sign-in.
 * SOUK_STAFF_EMAIL and SOUK_STAFF_PASSWORD from the environment win, and are kept, so that the next start prints the same
 * sign-in.
 */
export function readSettings(): LocalSettings {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const kept = parseEnv(text) as Record<string, string>;
  const wanted: Record<string, string> = {
    STORE_MODE: kept.STORE_MODE || "local",
    AUTH_SECRET: kept.AUTH_SECRET || randomBytes(32).toString("base64url"),
    SOUK_STAFF_EMAIL: process.env.SOUK_STAFF_EMAIL || kept.SOUK_STAFF_EMAIL || "staff@souk.test",
    SOUK_STAFF_PASSWORD:
      process.env.SOUK_STAFF_PASSWORD || kept.SOUK_STAFF_PASSWORD || randomBytes(9).toString("base64url"),
  };
  const changed = Object.entries(wanted).filter(([name, value]) => kept[name] !== value);
  if (changed.length > 0) {
    const others = text.split("\n").filter((line) => line && !changed.some(([name]) => line.startsWith(`${name}=`)));
    const lines = changed.map(([name, value]) => `${name}=${quote(value)}`);
    writeFileSync(file, `${[...others, ...lines].join("\n")}\n`, { mode: 0o600 });
  }
  const { AUTH_SECRET, SOUK_STAFF_EMAIL, SOUK_STAFF_PASSWORD, ...optional } = { ...kept, ...wanted };
  return {
    authSecret: AUTH_SECRET ?? "",
    staffEmail: SOUK_STAFF_EMAIL ?? "",
    staffPassword: SOUK_STAFF_PASSWORD ?? "",
    optional: Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== "")),
  };
}

/** As dotenv reads it back: as it is, or in a kind of quote that it does not contain. */
function quote(value: string): string {
  if (/^[\w@.+:/-]*$/.test(value)) return value;
  const mark = ["'", '"', "`"].find((candidate) => !value.includes(candidate));
  if (!mark || value.includes("\n"))
    throw new Error("A setting in .dev.vars cannot hold a line break or every kind of quote.");
  return `${mark}${value}${mark}`;
}
