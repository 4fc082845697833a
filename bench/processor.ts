/** What the runtime costs the machine that it runs on, as Linux tells it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** What the runtime holds in memory; null where there is no /proc. */
export function residentMegabytes(): number | null {
  const kilobytes = ofRuntime("status", (text) => Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0));
  return kilobytes === null ? null : kilobytes / 1024;
}

/** What the runtime has worked since it started; null where there is no /proc. Its clock ticks a hundred times a second. */
export function cpuSeconds(): number | null {
  const ticks = ofRuntime("stat", (text) => {
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  });
  return ticks === null ? null : ticks / 100;
}

/** A number summed over the children of this process, of which the runtime is one. */
function ofRuntime(file: "status" | "stat", read: (text: string) => number): number | null {
  if (!existsSync("/proc")) return null;
  const isChild = (name: string) => Number(/PPid:\s+(\d+)/.exec(proc(name, "status"))?.[1]) === process.pid;
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isChild(name));
  return children.reduce((sum, name) => sum + read(proc(name, file)), 0);
}

/** A process may end between two looks. */
function proc(name: string, file: string): string {
  const path = `/proc/${name}/${file}`;
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
