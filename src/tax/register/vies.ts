import { z } from "@hono/zod-openapi";
import type { Store } from "../../platform/store.ts";
import type { VatRegister } from "./vat-register.ts";

/** How long a shopper waits for the register at most. Milliseconds. */
const deadline = 2500;

const address = "https://ec.europa.eu/taxation_customs/vies/rest-api/check-vat-number";

/**
 * A number is known or it is not; anything else is an answer about the service. Errors come with status 200 too, as
 * `{ actionSucceed: false, errorWrappers: [{ error: "MS_UNAVAILABLE" }] }`.
 */
const answered = z.object({
  valid: z.boolean(),
  name: z.string().nullish(),
  requestIdentifier: z.string().nullish(),
});

const failed = z.object({ errorWrappers: z.array(z.object({ error: z.string() })).min(1) });

/**
 * VIES, the European Commission's door to the member states' registers.
 * @see https://ec.europa.eu/taxation_customs/vies/#/technical-information
 */
export const askVies: VatRegister = async (store, vatId, storeVatId) => {
  try {
    const answer = await store.fetch(address, {
      method: "POST",
      signal: AbortSignal.timeout(deadline),
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({
        countryCode: vatId.slice(0, 2),
        vatNumber: vatId.slice(2),
        ...(storeVatId && { requesterMemberStateCode: storeVatId.slice(0, 2), requesterNumber: storeVatId.slice(2) }),
      }),
    });
    const body: unknown = await answer.json();
    const said = answer.ok ? answered.safeParse(body) : null;
    if (!said?.success)
      return unavailable(store, failed.safeParse(body).data?.errorWrappers[0]?.error ?? `status ${answer.status}`);
    const { valid, name, requestIdentifier } = said.data;
    return {
      status: valid ? "valid" : "invalid",
      name: told(name),
      consultation_number: told(requestIdentifier),
    };
  } catch (thrown) {
    return unavailable(store, thrown instanceof Error ? thrown.name : "unknown");
  }
};

/** @param why a code of the service or of the failure; it says nothing of whose number was asked for */
function unavailable(store: Store, why: string) {
  store.log.warn("vat-register.unavailable", { why: why.slice(0, 60) });
  return { status: "unavailable" as const, name: null, consultation_number: null };
}

/** VIES writes `---` for what a member state does not tell. */
function told(text: string | null | undefined): string | null {
  const plain = text?.trim() ?? "";
  return plain === "" || plain === "---" ? null : plain.slice(0, 200);
}
