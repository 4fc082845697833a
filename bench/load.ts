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
  /** How many requests there are; as many as fit into the time unless told. */
  amount?: number;
}

export const connections = 16;

/**
 * Sends requests over {@link connections} connections, each as soon as the last was answered.
 * @throws Error when an answer was not a good one: a refusal is quick, and would flatter.
 */
export async function measure(load: Load, seconds: number): Promise<Measured> {
  let sent = 0;
  const began = performance.now();
  let finished = began;
  const result = await autocannon({
    url: load.url.origin,
    connections,
    ...(load.amount ? { amount: load.amount } : { duration: seconds }),
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
  const took = load.amount ? finished - began : result.duration * 1000;
  return {
    per_second: Math.round((result.requests.total / took) * 10_000) / 10,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
