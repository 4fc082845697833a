/** Addresses of the static files, each with its version, so that a browser may keep it until it changes. */
export interface AssetAddresses {
  styles: string;
  script: string;
}

/** For a page that must do without knowing the versions. */
export const unversioned: AssetAddresses = { styles: "/store.css?v=0", script: "/store.js?v=0" };

let known: AssetAddresses | undefined;

/** Asks the static files for their ETags once in the life of this isolate; a new deployment is a new isolate. */
export async function assetAddresses(env: Env): Promise<AssetAddresses> {
  if (known) return known;
  const [styles, script] = await Promise.all([versioned(env, "/store.css"), versioned(env, "/store.js")]);
  known = { styles, script };
  return known;
}

async function versioned(env: Env, path: string): Promise<string> {
  const answer = await env.ASSETS.fetch(`https://assets.local${path}`, { method: "HEAD" });
  const version = answer.headers
    .get("ETag")
    ?.replace(/[^a-z0-9]/gi, "")
    .slice(0, 12);
  return `${path}?v=${version || 0}`;
}
