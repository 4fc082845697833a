import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { inside } from "../../scripts/repository.ts";
import { beQuiet } from "../../scripts/wrangler.ts";
import { Visitor } from "./visitor.ts";

/** How the store is reached from outside, and the staff sign-in of this run. Only text: it crosses processes. */
export interface Address {
  url: string;
  staffEmail: string;
  staffPassword: string;
}

declare module "vitest" {
  interface ProvidedContext {
    store: Address;
  }
}

/** A store that runs as it is deployed, built from this code, with empty databases of its own. */
class RunningStore {
  readonly address: Address;
  #staff: Promise<Visitor> | undefined;

  constructor(address: Address) {
    this.address = address;
  }

  get url(): string {
    return this.address.url;
  }

  /** Somebody who has not been here before. */
  stranger(): Visitor {
    return new Visitor(this.url);
  }

  /** Signed in as staff; the sign-in is done once. */
  staff(): Promise<Visitor> {
    this.#staff ??= this.signIn(this.address.staffEmail, this.address.staffPassword);
    return this.#staff;
  }

  async signIn(email: string, password: string): Promise<Visitor> {
    const visitor = this.stranger();
    const { access_token } = await visitor.post<{ access_token: string }>("/users/login", { email, password });
    return visitor.with({ authorization: `Bearer ${access_token}` });
  }
}

/** A store that a test has started for itself. */
export function ownStore(address: Address): RunningStore {
  return new RunningStore(address);
}

/** The store that all journeys of a run share. What a journey needs in it, it makes: others shop there too. */
export function sharedStore(): RunningStore {
  return new RunningStore(inject("store"));
}

/** Starts a store, in about three seconds, with settings of its own where some are given. It must be closed. */
export async function startStore(
  settings: Record<string, string> = {},
): Promise<{ address: Address; close: () => Promise<void> }> {
  beQuiet();
  // Not a line for every batch of a queue.
  process.env.WRANGLER_LOG = "warn";
  const { createTestHarness } = await import("wrangler");
  const secret = randomUUID();
  const worker = (vars: Record<string, string>) => ({
    configPath: inside("wrangler.toml"),
    vars: { STORE_MODE: "local", ...settings, ...vars },
    secrets: { AUTH_SECRET: secret },
  });
  const harness = createTestHarness({ workers: [worker({})] });
  try {
    const { url } = await harness.listen();
    for (const database of ["CATALOG", "ORDERS", "CUSTOMERS", "ACTIVITY"]) {
      await harness.getWorker().applyD1Migrations(database);
    }
    // The port is known only now, and the store writes its own address into e-mails and returns from payment.
    await harness.update({ workers: [worker({ STORE_URL: url.origin })] });
    const address = { url: url.origin, staffEmail: "staff@souk.test", staffPassword: randomUUID() };
    await appointStaff(address, secret);
    return { address, close: () => harness.close() };
  } catch (error) {
    harness.debug();
    await harness.close();
    throw error;
  }
}

async function appointStaff({ url, staffEmail, staffPassword }: Address, secret: string): Promise<void> {
  const answer = await new Visitor(url).ask("POST", "/dev/staff", {
    headers: { "x-auth-secret": secret },
    body: { email: staffEmail, password: staffPassword, name: "Staff" },
  });
  if (answer.status !== 204) throw new Error(`The staff account was refused: ${JSON.stringify(answer.body)}`);
}
