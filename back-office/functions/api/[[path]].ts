import type { Fetcher, Request, Response } from "@cloudflare/workers-types";

interface Asked {
  request: Request;
  env: { STORE: Pick<Fetcher, "fetch"> };
}

/**
 * Hands the request to the store's Worker as it came: method, headers, body. The Worker decides everything, who may call it
 * included; the pages and the API so share one origin, and no cross-origin rule has to be opened.
 */
export const onRequest = ({ request, env }: Asked): Promise<Response> => env.STORE.fetch(request);
