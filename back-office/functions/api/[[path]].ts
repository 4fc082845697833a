import type { Fetcher, PagesFunction } from "@cloudflare/workers-types";

/**
 * Hands the request to the store's Worker as it came: method, headers, body. The Worker decides everything, who may call it
 * included; the pages and the API so share one origin, and no cross-origin rule has to be opened.
 */
export const onRequest: PagesFunction<{ STORE: Fetcher }> = ({ request, env }) => env.STORE.fetch(request);
