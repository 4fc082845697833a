import { sql } from "drizzle-orm";
import { addImage } from "../../media/add-image.ts";
import { DomainError } from "../../platform/errors.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { fetchPicture, NotNow } from "./fetch-picture.ts";
import type { JobMessage } from "./jobs.ts";
import { tellAlts } from "./told-pictures.ts";

/** Pictures that are fetched at one time: each may be 20 MB, and a Worker has 128. */
const atOnce = 2;
/** Pictures of one message; the rest have one of their own. */
const perMessage = 20;
/** How often a server that cannot be reached is asked. */
const mostAttempts = 3;
/** The wait before it is asked again. Seconds. */
const wait = 20;

interface WaitingPicture {
  product_id: string;
  url: string;
  alt: string;
  /** By locale. */
  alts: string;
  focal_x: number;
  focal_y: number;
  position: number;
  variant_ids: string;
  attempts: number;
  /** The picture that an earlier try began and did not live to note; null before. */
  image_id: string | null;
}

/** Fetches pictures that an import named, a few of them, and sends itself the rest. */
export async function importPictures(store: Store, jobId: string): Promise<void> {
  const waiting = await store.catalog.all<WaitingPicture>(sql`
    select p.product_id, p.url, p.alt, p.alts, p.focal_x, p.focal_y, p.position, p.variant_ids, p.attempts, p.image_id
    from import_pictures p where p.job_id = ${jobId} and p.status = 'waiting'
    order by p.attempts, p.product_id, p.position limit ${perMessage}
  `);
  const products = [...Map.groupBy(waiting, ({ product_id }) => product_id).values()].values();
  const worker = async (): Promise<void> => {
    // The pictures of one product one after the other: they have an order.
    for (const pictures of products) for (const picture of pictures) await importPicture(store, picture);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const [left] = await store.catalog.all<{ attempts: number }>(sql`
    select attempts from import_pictures where job_id = ${jobId} and status = 'waiting' order by attempts limit 1
  `);
  if (!left) return;
  const message: JobMessage = { kind: "import-pictures", job_id: jobId };
  await store.env.IMPORTS_QUEUE.send(message, { delaySeconds: left.attempts > 0 ? wait : 0 });
}

async function importPicture(store: Store, picture: WaitingPicture): Promise<void> {
  const { product_id, url, alt, position, focal_x, focal_y, attempts } = picture;
  try {
    const bytes = await fetchPicture(store, url);
    const variantIds = await variantsStill(store, picture);
    const focalPoint = { x: focal_x, y: focal_y };
    const id = await begin(store, picture);
    await addImage(store, product_id, { id, bytes, alt: alt.slice(0, 500), position, variantIds, focalPoint });
    await store.catalog.batch([
      note(store, picture, { status: "stored", image_id: id, reason: null }),
      ...tellAlts(store, product_id, id, JSON.parse(picture.alts) as Record<string, string>),
    ]);
  } catch (thrown) {
    if (thrown instanceof NotNow) {
      const status = attempts + 1 < mostAttempts ? "waiting" : "refused";
      await note(store, picture, { status, image_id: null, reason: thrown.message });
    } else if (thrown instanceof DomainError) {
      await note(store, picture, { status: "refused", image_id: null, reason: thrown.detail });
    } else throw thrown;
  }
}

/**
 * Writes down under which id the picture comes in, before it does, and takes away what an earlier try left under another: should this
 * one be cut off as well, the next knows what to take away.
 */
async function begin(store: Store, { product_id, url, image_id }: WaitingPicture): Promise<string> {
  const id = store.newId("img");
  await store.catalog.batch([
    store.catalog.run(sql`delete from images where id = ${image_id}`),
    store.catalog.run(
      sql`update import_pictures set image_id = ${id} where product_id = ${product_id} and url = ${url}`,
    ),
  ]);
  return id;
}

/** Of the variants that the picture shows, those that are there. */
async function variantsStill(store: Store, { product_id, variant_ids }: WaitingPicture): Promise<string[]> {
  const rows = await store.catalog.all<{ id: string }>(sql`
    select v.id from json_each(${variant_ids}) w cross join variants v on v.id = w.value and v.product_id = ${product_id}
  `);
  return rows.map(({ id }) => id);
}

function note(
  store: Store,
  { product_id, url }: WaitingPicture,
  { status, image_id, reason }: { status: string; image_id: string | null; reason: string | null },
) {
  return store.catalog.run(sql`
    update import_pictures set
      status = ${status}, image_id = ${image_id}, reason = ${reason}, attempts = attempts + 1, noted_at = ${timestamp(store)}
    where product_id = ${product_id} and url = ${url}
  `);
}
