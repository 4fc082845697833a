import autocannon from "autocannon";

/** What one load did. Latencies in milliseconds. */
export interface Measured {
  per_second: number;
  p50: number;
  p99: number;
}

/** What to send: always the same, or by the number of the request. */
export interface Load {
  url: URL;
  method?: "GET" | "POST";
  path: string | ((request: number) => string);
  headers?: (request: number) => Record<string, string>;
  body?: (request: number) => object;
  /** How many requests there are, where each can be sent only once; as many as fit into the time unless told. */
  amount?: number;
}

/** Of a given amount, how many requests are the rehearsal: what is sent before anything is timed. */
const rehearsed = 1 / 4;

export const connections = 16;

/** Rehearses a load, so that the code is warm, and then times it. @param seconds how long it is timed */
export async function measure(load: Load, seconds: number): Promise<Measured> {
  const rehearsal = Math.floor((load.amount ?? 0) * rehearsed);
  await send(load, 1, 0, rehearsal);
  return send(load, seconds, rehearsal, (load.amount ?? 0) - rehearsal);
}

/**
 * Sends requests over {@link connections} connections, each as soon as the last was answered.
 * @param first the number of the first request
 * @param amount how many there are; 0 for as many as fit into the time
 * @throws Error when an answer was not a good one: a refusal is quick, and would flatter.
 */
async function send(load: Load, seconds: number, first: number, amount: number): Promise<Measured> {
  let sent = first;
  const began = performance.now();
  let finished = began;
  const result = await autocannon({
    url: load.url.origin,
    connections,
    ...(amount > 0 ? { amount } : { duration: seconds }),
    requests: [
      {
        method: load.method ?? "GET",
        onResponse: () => {
          finished = performance.now();
        },
        setupRequest: (request) => {
          const number = sent++;
          const body = load.body?.(number);
          return {
            ...request,
            path: typeof load.path === "string" ? load.path : load.path(number),
            headers: { ...(body ? { "content-type": "application/json" } : {}), ...load.headers?.(number) },
            ...(body ? { body: JSON.stringify(body) } : {}),
          };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0) {
    const codes = Object.entries(result.statusCodeStats ?? {}).map(([code, { count }]) => `${count} times ${code}`);
    throw new Error(`Not every answer was a good one: ${codes.join(", ")}, ${result.errors} without an answer.`);
  }
  // autocannon ends on whole seconds of its own; a given amount of requests is over when the last one is answered.
  const took = amount > 0 ? finished - began : result.duration * 1000;
  return {
    per_second: Math.round((result.requests.total / took) * 10_000) / 10,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
