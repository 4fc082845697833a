/** An answer of the store, its body read as what it says it is: JSON parsed, anything else as text. */
export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

interface Asked {
  headers?: Record<string, string>;
  /** An object is sent as JSON, a form as a form. */
  body?: object | URLSearchParams | FormData;
}

/**
 * Somebody outside of the store, who knows of it what HTTP tells: a shopper by a cart, a customer or staff by a token.
 * Redirects are answers: they are not followed.
 */
export class Visitor {
  readonly #storeUrl: string;
  readonly #headers: Record<string, string>;

  constructor(storeUrl: string, headers: Record<string, string> = {}) {
    this.#storeUrl = storeUrl;
    this.#headers = headers;
  }

  /** The same visitor, who from now on sends these headers as well. */
  with(headers: Record<string, string>): Visitor {
    return new Visitor(this.#storeUrl, { ...this.#headers, ...headers });
  }

  async ask<Body = unknown>(method: string, path: string, { headers = {}, body }: Asked = {}): Promise<Answer<Body>> {
    const isForm = body instanceof FormData || body instanceof URLSearchParams;
    const response = await fetch(new URL(path, this.#storeUrl), {
      method,
      redirect: "manual",
      headers: { ...this.#headers, ...(body && !isForm ? { "content-type": "application/json" } : {}), ...headers },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text };
  }

  /**
   * Asks the API below /api/v1 and returns the body of a good answer.
   * @throws Error that shows the problem, when the answer is not a good one.
   */
  async api<Body>(method: string, path: string, asked: Asked = {}): Promise<Body> {
    const answer = await this.ask<Body>(method, `/api/v1${path}`, asked);
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw new Error(`${method} ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  get<Body>(path: string): Promise<Body> {
    return this.api("GET", path);
  }

  post<Body>(path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Body> {
    return this.api("POST", path, { body, headers });
  }
}

/**
 * Tries again until `look` no longer throws, for what happens behind an answer: queues, alarms.
 * @throws what `look` threw last, after `within` milliseconds.
 */
export async function eventually<Seen>(look: () => Promise<Seen>, within = 10_000): Promise<Seen> {
  const until = Date.now() + within;
  for (;;) {
    try {
      return await look();
    } catch (missing) {
      if (Date.now() > until) throw missing;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
