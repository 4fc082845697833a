import { sql } from "drizzle-orm";
import { type Store, timestamp } from "../../platform/store.ts";
import type { VatCheck } from "../vat-check.ts";
import type { VatRegister } from "./vat-register.ts";
import { askVies } from "./vies.ts";

/** How long an answer is good enough, so that a checkout goes by what its quote was told, and a register is asked seldom. Seconds. */
const goodFor: Record<VatCheck["status"], number> = { valid: 24 * 3600, invalid: 600, unavailable: 300 };

/** Numbers whose answer is too old are forgotten so many at a time, whenever one is learnt. */
const forgottenAtOnce = 20;

/**
 * What the register says of a VAT number: what it said before while that is good, else it is asked now.
 * @param vatId as it is kept, its form checked before
 * @param storeVatId the store's own, in whose name it is asked; null without
 */
export async function checkVatId(
  store: Store,
  vatId: string,
  storeVatId: string | null,
  register: VatRegister = askVies,
): Promise<VatCheck> {
  const now = timestamp(store);
  const [known] = await store.orders.all<VatCheck>(sql`
    select status, name, consultation_number, checked_at from vat_checks where vat_id = ${vatId} and good_until > ${now}
  `);
  if (known) return known;
  const answer = await register(store, vatId, storeVatId);
  const checked_at = timestamp(store);
  const good_until = new Date(store.now().getTime() + goodFor[answer.status] * 1000).toISOString();
  await store.orders.batch([
    store.orders.run(sql`
      delete from vat_checks where vat_id in (
        select vat_id from vat_checks where good_until <= ${now} order by good_until limit ${forgottenAtOnce}
      )
    `),
    store.orders.run(sql`
      insert into vat_checks (vat_id, status, name, consultation_number, checked_at, good_until)
      values (${vatId}, ${answer.status}, ${answer.name}, ${answer.consultation_number}, ${checked_at}, ${good_until})
      on conflict (vat_id) do update set
        status = excluded.status, name = excluded.name, consultation_number = excluded.consultation_number,
        checked_at = excluded.checked_at, good_until = excluded.good_until
    `),
  ]);
  return { ...answer, checked_at };
}
