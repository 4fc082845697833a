import { and, desc, eq, isNull, lt, sql } from "drizzle-orm";
import { type Store, timestamp } from "../platform/store.ts";
import { folderOf, masterKey, originals, prepared, uploads } from "./files.ts";
import { notify } from "./notify.ts";
import type { PictureSweep } from "./schemas.ts";
import { focalPointIn } from "./square.ts";
import { pictureSweeps } from "./tables.ts";

/** What the media queue is told for the next step of a sweep. */
export interface SweepMessage {
  kind: "sweep";
  sweep_id: string;
}

/** The objects that one step looks at: what R2 lists, and removes, in one call. */
const stepSize = 1000;
const lostShown = 100;
const sweepsShown = 30;

const folders = { originals, uploads, pictures: prepared };
type Part = keyof typeof folders;
const nextPart = { originals: "uploads", uploads: "pictures", pictures: "done" } as const;

/** Begins to compare the bucket with the tables, both ways; the queue goes on with it, a thousand objects at a time. */
export async function startSweep(store: Store): Promise<PictureSweep> {
  const started = { id: store.newId("job"), started_at: timestamp(store) };
  const [row] = await store.catalog
    .insert(pictureSweeps)
    .values({ ...started, part: "originals", objects: 0, removed: 0, remade: 0, lost: [] })
    .returning();
  await tell(store, started.id);
  return sweepOf(row ?? { ...started, finished_at: null, objects: 0, removed: 0, remade: 0, lost: [] });
}

/** The latest sweeps, the newest first. */
export async function listSweeps(store: Store): Promise<PictureSweep[]> {
  const rows = await store.catalog
    .select()
    .from(pictureSweeps)
    .orderBy(desc(pictureSweeps.started_at))
    .limit(sweepsShown);
  return rows.map(sweepOf);
}

/** Looks at the next thousand objects, and asks the queue for the step after. A step that is told twice is done once. */
export async function sweepStep(store: Store, sweepId: string): Promise<void> {
  const [sweep] = await store.catalog.select().from(pictureSweeps).where(eq(pictureSweeps.id, sweepId));
  if (!sweep || sweep.part === "done") return;
  const page = await readPage(store, sweep.part, sweep.place);
  const found = await compare(store, sweep.part, page);
  const part = page.last === null ? nextPart[sweep.part] : sweep.part;
  const [stepped] = await store.catalog
    .update(pictureSweeps)
    .set({
      part,
      place: page.last,
      finished_at: part === "done" ? timestamp(store) : null,
      objects: sql`objects + ${page.keys.length}`,
      removed: sql`removed + ${found.removed}`,
      remade: sql`remade + ${found.remade}`,
      lost: [...sweep.lost, ...found.lost].slice(0, lostShown),
    })
    .where(
      and(
        eq(pictureSweeps.id, sweepId),
        eq(pictureSweeps.part, sweep.part),
        sweep.place === null ? isNull(pictureSweeps.place) : eq(pictureSweeps.place, sweep.place),
      ),
    )
    .returning();
  if (!stepped) return;
  if (part !== "done") return tell(store, sweepId);
  if (stepped.lost.length > 0) {
    store.log.error("media.lost", new Error("Originals are missing in the bucket"), { first: stepped.lost[0] });
  }
  store.log.info("media.swept", { objects: stepped.objects, removed: stepped.removed, remade: stepped.remade });
  await forgetOldSweeps(store, stepped.started_at);
}

interface KnownFile {
  id: string;
  /** One of the pictures that show it. */
  image_id: string;
  key: string;
  sha256: string | null;
  status: "processing" | "ready" | "refused";
  /** The points that its pictures are cut around, as "x-y". */
  focal_points: string;
}

interface Page {
  /** Objects, in order, so that those of one file stand together. */
  keys: string[];
  /** The files between where the page begins and ends. */
  files: KnownFile[];
  /** The key after which the next page begins; null after the last. */
  last: string | null;
}

/**
 * A stretch of one part of the bucket and of the rows beside it. The bucket is listed before the rows are read, and a row is
 * there before its objects are; so an object without a row has none any more.
 */
async function readPage(store: Store, part: Part, place: string | null): Promise<Page> {
  const listed = await store.env.MEDIA.list({
    prefix: folders[part],
    limit: stepSize,
    ...(place !== null && { startAfter: place }),
  });
  const page = cutAtFile(
    part,
    listed.objects.map((object) => object.key),
    listed.truncated,
  );
  const files = await readFiles(store, part, place === null ? "" : fileIn(place), page.last && fileIn(page.last));
  const bound = files[stepSize - 1]?.id;
  if (files.length <= stepSize || bound === undefined) return { ...page, files };
  const last = part === "pictures" ? `${folderOf(bound)}~` : folders[part] + bound;
  return { files: files.slice(0, stepSize), keys: page.keys.filter((key) => fileIn(key) <= bound), last };
}

/** A page ends with the last object of a file: what may go on in the next one is looked at there, whole. */
function cutAtFile(part: Part, keys: string[], truncated: boolean): Pick<Page, "keys" | "last"> {
  const last = keys.at(-1);
  if (!truncated || last === undefined) return { keys, last: null };
  if (part !== "pictures") return { keys, last };
  const whole = keys.filter((key) => fileIn(key) !== fileIn(last));
  return whole.length > 0 ? { keys: whole, last: whole.at(-1) ?? last } : { keys, last };
}

const fileIn = (key: string): string => key.split("/")[1] ?? "";

function readFiles(store: Store, part: Part, after: string, until: string | null): Promise<KnownFile[]> {
  return store.catalog.all<KnownFile>(sql`
    select f.id, i.id as image_id, f.key, f.sha256, i.status,
      (select json_group_array(distinct p.focal_x || '-' || p.focal_y) from images p where p.file_id = f.id)
        as focal_points
    from picture_files f join images i on i.id = (select id from images where file_id = f.id limit 1)
    where f.id > ${after} and (${until} is null or f.id <= ${until})
      and (${part} <> 'uploads' or f.key = ${uploads} || f.id)
    order by f.id limit ${stepSize + 1}
  `);
}

interface Found {
  removed: number;
  remade: number;
  lost: string[];
}

/** Removes the objects that no row knows, has made again what is missing, and names what cannot be. */
async function compare(store: Store, part: Part, { keys, files }: Page): Promise<Found> {
  const known = new Map(files.map((file) => [file.id, file]));
  const orphans = keys.filter((key) => !belongs(part, key, known.get(fileIn(key))));
  if (orphans.length > 0) {
    await store.env.MEDIA.delete(orphans);
    store.log.warn("media.orphans", { count: orphans.length, first: orphans[0] });
  }
  const there = new Set(keys);
  const found: Found = { removed: orphans.length, remade: 0, lost: [] };
  for (const file of files) {
    if (file.status !== "ready") continue;
    if (part === "originals") {
      if (!there.has(file.key)) found.lost.push(file.image_id);
      // Bytes that were never read: they may be another file's.
      else if (file.sha256 === null) await notify(store, file.key);
    }
    if (part === "pictures" && store.env.IMAGES && !there.has(masterKey(file.id))) {
      if (await notify(store, file.key)) found.remade += 1;
    }
  }
  return found;
}

/** Whether an object is one that a file has, or may have. */
function belongs(part: Part, key: string, file: KnownFile | undefined): boolean {
  if (!file) return false;
  if (part !== "pictures") return file.key === key;
  const cutAround = focalPointIn(key);
  if (!cutAround) return key.startsWith(folderOf(file.id));
  return (JSON.parse(file.focal_points) as string[]).includes(`${cutAround.x}-${cutAround.y}`);
}

async function tell(store: Store, sweepId: string): Promise<void> {
  const message: SweepMessage = { kind: "sweep", sweep_id: sweepId };
  await store.env.MEDIA_QUEUE.send(message);
}

async function forgetOldSweeps(store: Store, startedAt: string): Promise<void> {
  const kept = sweepsShown * 86_400_000;
  const before = new Date(Date.parse(startedAt) - kept).toISOString();
  await store.catalog.delete(pictureSweeps).where(lt(pictureSweeps.started_at, before));
}

function sweepOf(row: Omit<PictureSweep, "finished_at"> & { finished_at: string | null }): PictureSweep {
  const { id, started_at, finished_at, objects, removed, remade, lost } = row;
  return { id, started_at, finished_at, objects, removed, remade, lost };
}
