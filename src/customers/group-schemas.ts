import { z } from "@hono/zod-openapi";
import { text, time } from "../platform/schemas.ts";

export const groupCode = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "Lower-case letters and digits, joined by hyphens.")
  .openapi({ example: "wholesale" });

const name = text(80).openapi({ example: "Wholesale" });

export const newGroup = z.strictObject({ code: groupCode, name }).openapi("NewCustomerGroup");
export type NewGroup = z.infer<typeof newGroup>;

export const groupChange = z.strictObject({ name }).openapi("CustomerGroupChange");

export const group = z
  .object({ code: groupCode, name, version: z.int(), created_at: time, updated_at: time })
  .openapi("CustomerGroup");
export type CustomerGroup = z.infer<typeof group>;

export const groups = z.object({ data: z.array(group) }).openapi("CustomerGroups");

/** The store's own groups that a customer is in; what they may do is not set here. */
export const membership = z
  .object({ customer_id: z.string(), groups: z.array(z.string()), version: z.int() })
  .openapi("CustomerGroupMembership");
export type Membership = z.infer<typeof membership>;

export const membershipChange = z
  .strictObject({ groups: z.array(z.string().min(1).max(40)).max(50, "At most 50 groups.") })
  .openapi("CustomerGroupMembershipChange");
