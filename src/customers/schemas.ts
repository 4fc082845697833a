import { z } from "@hono/zod-openapi";
import { locale, personName } from "../identity/schemas.ts";
import { pageOf, pageQuery } from "../platform/http/pages.ts";
import { address, time } from "../platform/schemas.ts";

/** How many addresses a customer keeps. */
const mostAddresses = 20;

const phone = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, "International form, as +4930123456.")
  .nullable()
  .openapi({ description: "E.164", example: "+4930123456" });

const addresses = z
  .array(address)
  .max(mostAddresses, `At most ${mostAddresses} addresses.`)
  .openapi({ description: "The first is offered first" });

export const profile = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    groups: z.array(z.string()),
    confirmed: z.boolean(),
    locale: z.string(),
    phone,
    addresses,
    created_at: time,
  })
  .openapi("Profile");

/** What is left out stays; `addresses` replaces the whole book. */
export const profileChange = z
  .strictObject({
    name: personName.optional(),
    locale: locale.optional(),
    phone: phone.optional(),
    addresses: addresses.optional(),
  })
  .openapi("ProfileChange");

export type Profile = z.infer<typeof profile>;
export type ProfileChange = z.infer<typeof profileChange>;

export const customerQuery = z.strictObject({
  ...pageQuery,
  q: z.string().trim().toLowerCase().max(254).optional().openapi({ description: "How the e-mail address begins" }),
});

export type CustomerQuery = z.infer<typeof customerQuery>;

const foundCustomer = z
  .object({ id: z.string(), email: z.string(), name: z.string(), locale: z.string(), addresses: z.array(address) })
  .openapi("FoundCustomer");

export type FoundCustomer = z.infer<typeof foundCustomer>;

export const customerPage = pageOf(foundCustomer).openapi("CustomerPage");
