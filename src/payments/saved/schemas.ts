import { z } from "@hono/zod-openapi";

/** A way to pay that a customer saved at the payment service. */
export const savedMethod = z
  .object({
    id: z.string().openapi({ example: "pm_1MqLiJLkdIwHu7ixUEgbFdYF", description: "The service's own name for it" }),
    provider: z.string(),
    brand: z.string().openapi({ example: "visa" }),
    last4: z.string().openapi({ description: "What the service shows of it, so that its owner knows it" }),
    exp_month: z.int(),
    exp_year: z.int(),
  })
  .openapi("SavedPaymentMethod");

export type SavedMethod = z.infer<typeof savedMethod>;

export const savedMethods = z.object({ data: z.array(savedMethod) }).openapi("SavedPaymentMethods");

export const savingBegun = z
  .object({ redirect_url: z.string().openapi({ description: "The service's page, where the card is entered" }) })
  .openapi("SavingPaymentMethod");
