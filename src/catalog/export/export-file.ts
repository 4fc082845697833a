import { notFound } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import { rowOf } from "../import/jobs.ts";

/** The file that a job has written. @throws not-found, also until the job has finished */
export async function openExportFile(store: Store, jobId: string): Promise<{ name: string; object: R2ObjectBody }> {
  const { file_key, file_name, status } = await rowOf(store, "export", jobId);
  const object = status === "finished" ? await store.env.IMPORTS.get(file_key) : null;
  if (!object) throw notFound("file");
  return { name: file_name, object };
}
