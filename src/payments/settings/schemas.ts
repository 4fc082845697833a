import { z } from "@hono/zod-openapi";
import { currency, optionalText, somethingChanges, time } from "../../platform/schemas.ts";
import { readIban } from "../by-hand/account-number.ts";

const country = z.string().regex(/^[A-Z]{2}$/, "Two capital letters, as DE.");
const countries = z
  .array(country)
  .max(250)
  .openapi({ description: "Where it is offered, by the country that the goods go to; everywhere where none is named" });

const accountNumber = z
  .string()
  .trim()
  .max(42)
  .transform((typed, context) => {
    if (typed === "") return "";
    const iban = readIban(typed);
    if (iban) return iban;
    context.addIssue({ code: "custom", message: "This is no IBAN: its check digits do not fit. Look at it again." });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "DE89370400440532013000" });

const bankTransfer = z
  .strictObject({
    active: z.boolean(),
    countries,
    currencies: z.array(currency).max(20).openapi({ description: "What the account takes" }),
    days: z.int().min(1, "At least 1.").max(30, "At most 30.").openapi({
      description: "How many days an order waits for its transfer; a part that arrives gives it as many again",
    }),
    holder: optionalText(70),
    iban: accountNumber,
    bic: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^$|^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/, "A BIC has 8 or 11 letters and digits, as COBADEFFXXX."),
    bank: optionalText(70),
  })
  .openapi("BankTransferSettings");

const cashOnDelivery = z.strictObject({ active: z.boolean(), countries }).openapi("CashOnDeliverySettings");

export const captureTimes = ["now", "on_shipment"] as const;

const capture = z.enum(captureTimes).openapi({
  description:
    "`on_shipment`: services that can hold the money first, and it is taken when the goods leave. It counts for attempts to pay that begin after it was set",
});

/** How the store is paid beside its payment services, and when it takes the money. */
export const paymentSettings = z
  .object({
    capture,
    bank_transfer: bankTransfer,
    cash_on_delivery: cashOnDelivery,
    version: z.int(),
    updated_at: time,
  })
  .openapi("PaymentSettings");

export type PaymentSettings = z.infer<typeof paymentSettings>;

export const paymentSettingsChange = z
  .strictObject({
    capture: capture.optional(),
    bank_transfer: bankTransfer.optional(),
    cash_on_delivery: cashOnDelivery.optional(),
  })
  .refine(...somethingChanges)
  .openapi("PaymentSettingsChange");

export type PaymentSettingsChange = z.infer<typeof paymentSettingsChange>;
