import { z } from "@hono/zod-openapi";
import { catalogue, type EventType, type SoukEvent } from "./catalogue.ts";

/** An event of any type; `type` tells which data it carries. */
export type AnyEvent = { [Type in EventType]: SoukEvent<Type> }[EventType];

/** What came over a queue and is no event; telling it again will not mend it. */
export class NotAnEvent extends Error {
  override readonly name = "NotAnEvent";
}

const envelope = z.object({
  specversion: z.literal("1.0"),
  id: z.string().min(1).max(200),
  source: z.literal("souk"),
  type: z.enum(Object.keys(catalogue) as EventType[]),
  subject: z.string(),
  time: z.iso.datetime(),
  datacontenttype: z.literal("application/json"),
  traceparent: z.string(),
});

/**
 * Reads a message's body as an event whole, its data checked against the catalogue.
 * @throws NotAnEvent saying which field is wrong, without its value
 */
export function readEvent(body: unknown): AnyEvent {
  const frame = readBody(envelope, body);
  const { data } = readBody(z.object({ data: catalogue[frame.type] }), body);
  // One type's frame and that same type's data: what the compiler cannot follow through the catalogue's index.
  return { ...frame, data } as AnyEvent;
}

/**
 * Reads a message's body by a consumer's own schema.
 * @throws NotAnEvent saying which field is wrong, without its value
 */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new NotAnEvent(`/${issue?.path.map(String).join("/") ?? ""}: ${issue?.message ?? "is wrong"}`);
}
