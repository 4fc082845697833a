import { sql } from "drizzle-orm";
import { type FieldError, refuse } from "../../platform/errors.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { Warm } from "../../platform/warm.ts";
import type { PaymentSettings, PaymentSettingsChange } from "./schemas.ts";

/** How old an isolate's copy of the settings may get, in seconds: a change by staff is heard of everywhere by then. */
const freshness = 60;
const warm = new Warm<PaymentSettings>(freshness, 1);
const only = "all";

interface SettingsRow extends Pick<PaymentSettings, "capture" | "version" | "updated_at"> {
  bank_transfer: string;
  cash_on_delivery: string;
}

const columns = sql`capture, bank_transfer, cash_on_delivery, version, updated_at`;

/** How the store is paid; read once a minute in an isolate, however many shoppers ask. */
export async function knownPaymentSettings(store: Store): Promise<PaymentSettings> {
  const now = store.now().getTime();
  const known = warm.get(only, now);
  if (known) return known;
  const read = await readPaymentSettings(store);
  warm.set(only, read, now);
  return read;
}

/** How the store is paid, as it stands now. */
export async function readPaymentSettings(store: Store): Promise<PaymentSettings> {
  const [row] = await store.orders.all<SettingsRow>(sql`select ${columns} from payment_settings`);
  if (!row) throw new Error("The books have no payment settings.");
  return fromRow(row);
}

/**
 * Orders that were placed before keep what their buyers were told.
 * @param version the one that the caller has read
 * @throws changed-meanwhile; invalid-payment-settings pointing at each field
 */
export async function changePaymentSettings(
  store: Store,
  version: number,
  change: PaymentSettingsChange,
): Promise<PaymentSettings> {
  refuse("invalid-payment-settings", faultsOf(change));
  const before = await readPaymentSettings(store);
  if (before.version !== version) throw changedMeanwhile();
  const { capture, bank_transfer, cash_on_delivery } = { ...before, ...change };
  const [changed] = await store.orders.all<SettingsRow>(sql`
    update payment_settings set
      capture = ${capture}, bank_transfer = ${JSON.stringify(bank_transfer)},
      cash_on_delivery = ${JSON.stringify(cash_on_delivery)}, version = version + 1, updated_at = ${timestamp(store)}
    where version = ${version}
    returning ${columns}
  `);
  if (!changed) throw changedMeanwhile();
  warm.delete(only);
  return fromRow(changed);
}

/** A transfer that is offered needs somewhere to go. */
function faultsOf({ bank_transfer: told }: PaymentSettingsChange): FieldError[] {
  if (!told?.active) return [];
  const faults: FieldError[] = [];
  if (!told.holder) faults.push({ pointer: "/bank_transfer/holder", detail: "Say whose account it is." });
  if (!told.iban) faults.push({ pointer: "/bank_transfer/iban", detail: "Say which account it is." });
  if (told.currencies.length === 0) {
    faults.push({ pointer: "/bank_transfer/currencies", detail: "Name at least one currency that the account takes." });
  }
  return faults;
}

function fromRow({ bank_transfer, cash_on_delivery, ...row }: SettingsRow): PaymentSettings {
  return {
    ...row,
    bank_transfer: JSON.parse(bank_transfer) as PaymentSettings["bank_transfer"],
    cash_on_delivery: JSON.parse(cash_on_delivery) as PaymentSettings["cash_on_delivery"],
  };
}
