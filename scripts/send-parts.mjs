/** Sends a file by parts, for one request may be too small for it; parts that the store has already are not sent again. */
import { createHash } from "node:crypto";
import { openAsBlob, statSync } from "node:fs";
import { basename } from "node:path";
import { tell } from "./staff-call.mjs";

/** Above so many bytes a file goes by parts: production takes 100 MB in a request. */
const largestInOne = 50_000_000;

export const isLarge = (path) => statSync(path).size > largestInOne;

/**
 * @param call speaks with the store as staff; it ends the program where the store refuses a part
 * @returns the job that reads the file
 */
export async function sendByParts(call, path, dryRun) {
  const file = await openAsBlob(path, { type: "text/csv" });
  const post = async (address, body) =>
    (
      await call(`/api/v1/import-uploads${address}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      })
    ).json();
  const upload = await post("", { file_name: basename(path), size: file.size });
  const there = new Map(upload.parts.map(({ part, sha256 }) => [part, sha256]));
  const fingerprints = [];
  for (let part = 1; part <= upload.parts_total; part++) {
    tell(`sending: part ${part} of ${upload.parts_total}`);
    const bytes = file.slice((part - 1) * upload.part_size, part * upload.part_size);
    const sha256 = createHash("sha256")
      .update(Buffer.from(await bytes.arrayBuffer()))
      .digest("hex");
    fingerprints.push(sha256);
    if (there.get(part) === sha256) continue;
    const form = new FormData();
    form.append("file", bytes, `part-${part}`);
    await call(`/api/v1/import-uploads/${upload.id}/parts/${part}`, { method: "POST", body: form });
  }
  return post(`/${upload.id}/complete`, { dry_run: dryRun, sha256: fingerprints });
}
