import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inside } from "./repository.ts";
import { beQuiet } from "./wrangler.ts";

/** Where wrangler keeps the local databases, buckets, objects and queues. */
export const stateFolder = inside(".wrangler", "state");

/** What is read of wrangler.toml. */
interface DatabaseConfig {
  compatibility_date: string;
  d1_databases: { binding: string; migrations_dir: string }[];
}

/**
 * Brings the local databases to the newest migration, all of them in one runtime: `wrangler d1 migrations apply` takes a
 * runtime each. It keeps wrangler's own record of what was applied, so the two can be mixed.
 * @returns how many migrations were applied.
 */
export async function migrate(): Promise<number> {
  beQuiet();
  const { getPlatformProxy, unstable_readConfig: readConfig } = await import("wrangler");
  const config: DatabaseConfig = readConfig({ config: inside("wrangler.toml") }, { hideWarnings: true });
  const { d1_databases, compatibility_date } = config;
  // The proxy binds everything that its config names; the databases are all that is needed here.
  const databasesOnly = inside(".wrangler", "tmp", "databases.json");
  mkdirSync(inside(".wrangler", "tmp"), { recursive: true });
  writeFileSync(databasesOnly, JSON.stringify({ name: "souk-databases", compatibility_date, d1_databases }));
  const proxy = await getPlatformProxy<Record<string, D1Database>>({
    configPath: databasesOnly,
    persist: { path: join(stateFolder, "v3") },
    remoteBindings: false,
  });
  try {
    const counts = d1_databases.map(({ binding, migrations_dir }) => {
      const database = proxy.env[binding];
      if (!database) throw new Error(`The runtime did not open ${binding}.`);
      return migrateOne(database, inside(migrations_dir));
    });
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  } finally {
    await proxy.dispose();
  }
}

/** Brings one database to the newest migration of its folder. @returns how many migrations were applied. */
export async function migrateOne(database: D1Database, folder: string): Promise<number> {
  const { unstable_splitSqlQuery: split } = await import("wrangler");
  await database
    .prepare(
      `create table if not exists d1_migrations (id integer primary key autoincrement, name text unique,
       applied_at timestamp default current_timestamp not null)`,
    )
    .run();
  const { results } = await database.prepare("select name from d1_migrations").all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const waiting = readdirSync(folder)
    .filter((name) => name.endsWith(".sql") && !applied.has(name))
    .sort();
  for (const name of waiting) {
    const statements = split(readFileSync(join(folder, name), "utf8")).map((sql) => database.prepare(sql));
    await database.batch([...statements, database.prepare("insert into d1_migrations (name) values (?)").bind(name)]);
  }
  return waiting.length;
}
