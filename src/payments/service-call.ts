import type { z } from "@hono/zod-openapi";
import type { Store } from "../platform/store.ts";

/** How long a call to a payment service may take. Milliseconds. The sweep asks again about what took longer. */
const deadline = 10_000;

/** A payment service said no, in its own words; nothing of the buyer is in the message. */
export class ServiceRefusal extends Error {
  override readonly name = "ServiceRefusal";

  constructor(
    readonly service: string,
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`${service} answered ${status}.`);
  }
}

interface ServiceCall {
  /** What people call the service. */
  service: string;
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  /** Sent as it is where it is text, else as JSON. */
  body?: unknown;
}

/**
 * Calls a payment service's JSON API.
 * @param shape what the answer must be; more than that is left out
 * @throws ServiceRefusal for an answer that is no success, or is not of that shape; whatever `fetch` throws
 */
export async function callService<Shape extends z.ZodType>(
  store: Store,
  { service, method, url, headers, body }: ServiceCall,
  shape: Shape,
): Promise<z.infer<Shape>> {
  const asText = typeof body === "string";
  const answer = await store.fetch(url, {
    method,
    headers: { ...(body !== undefined && !asText && { "Content-Type": "application/json" }), ...headers },
    ...(body !== undefined && { body: asText ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(deadline),
  });
  const text = await answer.text();
  const told = readJson(text);
  const read = shape.safeParse(told);
  if (!answer.ok || !read.success) throw new ServiceRefusal(service, answer.status, told);
  return read.data;
}

/** A refusal may come as a page of a proxy instead of JSON. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
