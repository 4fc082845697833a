/** How commands speak with a running store as staff: the address and the sign-in come from the environment, else from .dev.vars. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, parseEnv } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const store = process.env.SOUK_URL || "http://localhost:8787";

/** How often a call waits where the store says that it comes too fast. */
const patience = 3;

/** What stands behind the command. One that it does not know stops it with the words that it takes. */
export function readOptions(usage, options) {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (thrown) {
    return stop(`${thrown.message}\nIt is called so: ${usage}`);
  }
}

/** Ends the program with what it could not do. */
export function stop(reason) {
  console.error(reason);
  process.exit(1);
}

/**
 * Signs in.
 * @returns a function that calls the API and gives back the answer, or ends the program with what the store said
 */
export async function signIn() {
  const file = join(root, ".dev.vars");
  const kept = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
  const email = process.env.SOUK_STAFF_EMAIL || kept.SOUK_STAFF_EMAIL;
  const password = process.env.SOUK_STAFF_PASSWORD || kept.SOUK_STAFF_PASSWORD;
  if (!email || !password)
    stop("Set SOUK_STAFF_EMAIL and SOUK_STAFF_PASSWORD, or run npm start once, which writes them.");
  let token = null;
  const login = async () => {
    token = null;
    const answer = await call("/api/v1/users/login", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
    token = (await answer.json()).access_token;
  };
  const send = (address, init) => {
    const headers = { ...init.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) };
    return fetch(new URL(address, store), { ...init, headers }).catch(() => null);
  };
  async function call(address, init = {}) {
    let answer = await send(address, init);
    // A long job outlives an access token.
    if (answer?.status === 401 && token) {
      await login();
      answer = await send(address, init);
    }
    // Many files one after the other are more than the store takes at once: it says how long to wait.
    for (let tries = 0; answer?.status === 429 && tries < patience; tries++) {
      const seconds = Number(answer.headers.get("retry-after")) || 10;
      tell(`The store asks to wait ${seconds} s.`);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      answer = await send(address, init);
    }
    if (!answer) stop(`No store answers at ${store}. Start it with npm start, or set SOUK_URL.`);
    if (!answer.ok) {
      const body = await answer.json().catch(() => ({}));
      stop(`${body.title ?? answer.status}. ${body.detail ?? ""}`);
    }
    return answer;
  }
  await login();
  return call;
}

/** Progress, on one line of a terminal; `\n` ends it. */
export function tell(text) {
  if (process.stdout.isTTY) process.stdout.write(text === "\n" ? text : `\r${text}   `);
}

/** One row, two rows. */
export const counted = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;
