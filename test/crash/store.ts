import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Order, Reply, ServerSettings } from "./server.ts";

const program = fileURLToPath(new URL("server.ts", import.meta.url));

type Asked = Order extends infer One ? (One extends Order ? Omit<One, "id"> : never) : never;

/** A store that dies without a word whenever it is told to, and comes back with the data that it had. */
export class MortalStore {
  readonly settings: ServerSettings;
  #child: ChildProcess | null = null;
  #asked = 0;

  constructor(settings: ServerSettings) {
    this.settings = settings;
  }

  get url(): string {
    return `http://127.0.0.1:${this.settings.port}`;
  }

  async start(): Promise<void> {
    const child = fork(program, [JSON.stringify(this.settings)], { detached: true, execArgv: ["--no-warnings"] });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.once("message", () => resolve());
      child.once("exit", (code) => reject(new Error(`The store ended with ${code} before it was open.`)));
    });
  }

  /** Ends it and all its processes at once, as a power cut does. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child?.pid) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    process.kill(-child.pid, "SIGKILL");
    await gone;
  }

  /** Asks the process itself. @returns rows, where a database was asked */
  ask(asked: Asked): Promise<Reply["rows"]> {
    const child = this.#child;
    if (!child) throw new Error("The store is down.");
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      const hear = (reply: Reply): void => {
        if (reply.id !== id) return;
        child.off("message", hear);
        resolve(reply.rows);
      };
      child.on("message", hear);
      child.once("exit", () => reject(new Error("The store died before it answered.")));
      child.send({ ...asked, id });
    });
  }

  query(database: string, query: string): Promise<Reply["rows"]> {
    return this.ask({ database, query });
  }
}

/** An answer that did come. */
export interface Heard {
  status: number;
  body: Record<string, unknown>;
  location: string | null;
}

/** How long somebody waits before they try again where nobody answers. Milliseconds. */
const pause = 200;

/** How long an answer may take before it counts as lost. Milliseconds. */
const deadline = 20_000;

let asking = 0;

/** How many requests are on their way at this moment. */
export const underWay = (): number => asking;

/**
 * Asks until there is an answer: the very same request again whenever the connection breaks or the store is in trouble, as a
 * browser, a phone and every client with an Idempotency-Key should.
 * @throws Error when there is none within five minutes
 */
export async function insist(
  url: string,
  init: { method: string; headers?: Record<string, string>; body?: string },
): Promise<Heard> {
  const until = Date.now() + 300_000;
  for (;;) {
    asking++;
    try {
      const answer = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(deadline) });
      const text = await answer.text();
      const retry = answer.status >= 500 || answer.status === 429 || isInFlight(answer.status, text);
      if (!retry) return { status: answer.status, body: readJson(text), location: answer.headers.get("location") };
    } catch (lost) {
      if (Date.now() > until) throw lost;
    } finally {
      asking--;
    }
    if (Date.now() > until) throw new Error(`No good answer within five minutes: ${init.method} ${url}`);
    await sleep(pause * (0.5 + Math.random()));
  }
}

/** The first request with this key, or another of this cart, is still being worked on, or was when the store died. */
function isInFlight(status: number, text: string): boolean {
  return status === 409 && /idempotency-key-in-flight|checkout-in-progress/.test(text);
}

function readJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
