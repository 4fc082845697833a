/**
 * The door to every command of the project: `node scripts/run.mjs <command> [arguments]`. It runs on any Node from 20.19,
 * with nothing installed: it installs the packages that the lock names when they are not there, and then runs
 * the command on the newer Node that comes with them.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const commands = {
  start: "scripts/start.ts",
  test: "scripts/test.ts",
  check: "scripts/check.ts",
  wrangler: "scripts/wrangler.ts",
  bench: "bench/bench.ts",
  "bench:search": "bench/search.ts",
  "bench:import": "bench/import.ts",
  "bench:pricing": "bench/pricing.ts",
  "test:crash": "test/crash/crash.ts",
};
const oldestNode = [22, 18];

const [command = "", ...rest] = process.argv.slice(2);
if (!Object.hasOwn(commands, command)) {
  console.error(`There is no command "${command}". There are: ${Object.keys(commands).join(", ")}.`);
  process.exit(2);
}

const missing = whatIsMissing();
if (missing) install(missing);
await handOver();

/** What keeps node_modules from being what the lock says, in words; null when nothing does. */
function whatIsMissing() {
  const installed = readLock(join(root, "node_modules", ".package-lock.json"));
  if (!installed) return "the first time";
  const wanted = readLock(join(root, "package-lock.json"));
  for (const [path, entry] of Object.entries(wanted ?? {})) {
    if (!path.startsWith("node_modules/") && !path.includes("/node_modules/")) continue;
    const there = installed[path];
    if (!there && entry.optional) continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    if (!there) return `${name} is new`;
    if (there.version !== entry.version) return `${name} is now ${entry.version}`;
  }
  return null;
}

/** @returns {Record<string, { version?: string, optional?: boolean }> | null} */
function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : null;
}

function install(reason) {
  const began = Date.now();
  console.log(`Installing packages (${reason}); this takes about half a minute.`);
  const npm = process.env.npm_execpath;
  const flags = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const ran = npm?.endsWith("js")
    ? spawnSync(process.execPath, [npm, ...flags], { cwd: root, stdio: "inherit" })
    : spawnSync("npm", flags, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (ran.status !== 0) {
    console.error("The packages could not be installed; npm says why above. Mend it and run the same command again.");
    process.exit(1);
  }
  console.log(`Packages installed in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
}

/**
 * The Node that came with the packages, or the one that runs this. Of several packages that bring a `node`, npm 10 throws
 * away the link of the one that fits when it throws away those that do not, so the link is made again for `npm run` and `npx`.
 */
function findNode() {
  const link = join(root, "node_modules", ".bin", "node");
  if (existsSync(link)) return link;
  const { platform, arch } = process;
  const names = [`node-${platform}-${arch}`, `node-bin-${platform}-${arch}`];
  const name = names.find((one) => existsSync(join(root, "node_modules", one, "bin", "node")));
  if (!name) return process.execPath;
  symlinkSync(join("..", name, "bin", "node"), link);
  return link;
}

/** Runs the command on the newer Node, lives as long as it does and ends as it ended. */
async function handOver() {
  const node = findNode();
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (node === process.execPath && (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]))) {
    console.error(
      `This machine needs Node ${oldestNode.join(".")} or newer, and this is ${process.versions.node}: no newer one comes ` +
        `from npm for ${process.platform} ${process.arch}, or optional packages were left out of the installation.`,
    );
    process.exit(1);
  }
  // The channel tells the command when this process is gone, so that nothing it started outlives both.
  const child = spawn(node, ["--no-warnings", join(root, commands[command]), ...rest], {
    cwd: root,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both of us.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  // npm passes signals to a shell, and some shells end without passing them on: then we are somebody else's child.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 250).unref();
  const [code, signal] = await new Promise((resolve) => child.on("exit", (...ended) => resolve(ended)));
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
}
