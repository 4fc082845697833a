import type { TestProject } from "vitest/node";
import { startStore } from "./store.ts";

/** One store for all journeys of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const store = await startStore();
  project.provide("store", store.address);
  return () => store.close();
}
