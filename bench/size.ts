import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { inside } from "../scripts/repository.ts";
import { runWrangler } from "../scripts/wrangler.ts";
import { benchFolder } from "./runtime.ts";

const kilobytes = (bytes: number): number => Math.round(bytes / 102.4) / 10;

/** The Worker's bundle as it is deployed, gzipped, in KB. */
export const bundleSize = (bundle: string): number => kilobytes(gzipSync(readFileSync(bundle)).byteLength);

/** CPU of the Worker's start-up, in milliseconds: the middle of three profiles by `wrangler check startup`. */
export async function startUpTime(): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 3; run++) {
    const printed = await runWrangler(["check", "startup", "--outfile", join(benchFolder, "startup.cpuprofile")]);
    const active = /Active: ([\d.]+) ms/.exec(printed)?.[1];
    if (!active) throw new Error(`wrangler did not tell the start-up time:\n${printed}`);
    times.push(Number(active));
  }
  return times.sort((a, b) => a - b)[1] ?? 0;
}

/** What a browser loads for a page, gzipped, in KB, without pictures. */
export interface Weight {
  html: number;
  styles: number;
  scripts: number;
  total: number;
}

/** Weighs a page and the styles and scripts that it names, which lie in public/. */
export async function weigh(store: URL, path: string): Promise<Weight> {
  const answer = await fetch(new URL(path, store), { headers: { accept: "text/html" } });
  const html = await answer.text();
  if (!answer.ok || !html.includes("<html")) throw new Error(`${path} is no page: ${answer.status}`);
  const named = (pattern: RegExp): number =>
    [...html.matchAll(pattern)].reduce((sum, [, address = ""]) => sum + weighFile(new URL(address, store).pathname), 0);
  const styles =
    named(/<link[^>]+rel="stylesheet"[^>]*href="([^"]+)"/g) + named(/<link[^>]+href="([^"]+)"[^>]*rel="stylesheet"/g);
  const scripts = named(/<script[^>]+src="([^"]+)"/g);
  const page = gzipSync(html).byteLength;
  return {
    html: kilobytes(page),
    styles: kilobytes(styles),
    scripts: kilobytes(scripts),
    total: kilobytes(page + styles + scripts),
  };
}

function weighFile(path: string): number {
  const file = inside("public", path);
  if (!existsSync(file)) throw new Error(`The page names ${path}, which is not in public/.`);
  return gzipSync(readFileSync(file)).byteLength;
}
