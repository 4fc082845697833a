import * as api from "../api.ts";
import { ApiFailure } from "../failure.ts";
import type { ImportJob } from "../wire.ts";

/** Above so many bytes a file goes by parts: production takes 100 MB in a request. */
const largestInOne = 50_000_000;
/** How often a part is tried before the connection counts as broken. */
const attempts = 3;

/**
 * Sends a file of products. A large one goes by parts, and where that broke off, the same file goes on from there: parts that
 * the store has already are not sent again.
 * @param onProgress told the share that has been sent, 0 to 1
 */
export async function sendProducts(
  file: File,
  dryRun: boolean,
  onProgress: (share: number) => void,
): Promise<ImportJob> {
  if (file.size <= largestInOne) return api.startImport(file, dryRun, onProgress);
  const { id, part_size, parts_total, parts } = await api.beginImportUpload(file);
  const there = new Map(parts.map(({ part, sha256 }) => [part, sha256]));
  const fingerprints: string[] = [];
  for (let part = 1; part <= parts_total; part++) {
    const begin = (part - 1) * part_size;
    const bytes = new File([file.slice(begin, begin + part_size)], `part-${part}`);
    const sha256 = await fingerprint(bytes);
    fingerprints.push(sha256);
    if (there.get(part) !== sha256) {
      await patiently(() =>
        api.sendImportPart(id, part, bytes, (share) => onProgress((begin + share * bytes.size) / file.size)),
      );
    }
    onProgress((begin + bytes.size) / file.size);
  }
  return api.completeImportUpload(id, dryRun, fingerprints);
}

/** SHA-256, hexadecimal. */
async function fingerprint(bytes: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await bytes.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Tries again what a broken connection kept from arriving; what the store refuses stays refused. */
async function patiently<Result>(send: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (thrown) {
      // A status of 0 is no answer at all.
      if (attempt === attempts || !(thrown instanceof ApiFailure && thrown.status === 0)) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, 1000 * attempt));
    }
  }
}
