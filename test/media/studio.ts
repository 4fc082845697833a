import { env } from "cloudflare:workers";
import { addImage } from "../../src/media/add-image.ts";
import type { PictureFormat } from "../../src/media/negotiate.ts";
import { listPictures } from "../../src/media/pictures.ts";
import { followNotification } from "../../src/media/prepare-picture.ts";
import { mediaRoutes } from "../../src/media/routes.ts";
import type { ObjectNotification, Picture } from "../../src/media/schemas.ts";
import { type SweepMessage, sweepStep } from "../../src/media/sweep.ts";
import { onError } from "../../src/platform/http/failures.ts";
import { newRouter } from "../../src/platform/http/router.ts";
import { makeId } from "../../src/platform/ids.ts";
import { type Actor, openStore, type Store } from "../../src/platform/store.ts";
import { drawPng, fourCorners, readPng } from "./drawing.ts";

export const staff: Actor = { kind: "staff", id: "usr_staff", email: "staff@souk.test", groups: ["admins"] };
export const shopper: Actor = { kind: "shopper", cartId: null };

interface Desk {
  /** What the store would tell the media queue of pictures, and of sweeps; the tests decide when it is delivered. */
  told: ObjectNotification[];
  sweeps: SweepMessage[];
  /** What goes on after the answer. */
  waiting: Promise<unknown>[];
}

export const desk: Desk = { told: [], sweeps: [], waiting: [] };

const quietQueue = {
  send: async (message: ObjectNotification | SweepMessage) => {
    if ("kind" in message) desk.sweeps.push(message);
    else desk.told.push(message);
  },
};

export function open(
  overrides: Partial<Record<"MEDIA_QUEUE" | "IMAGES" | "MEDIA" | "CATALOG", unknown>> = {},
  now?: () => Date,
): Store {
  const doors = { ...env, MEDIA_QUEUE: quietQueue, ...overrides } as Env;
  return openStore(doors, { actor: staff, after: (work) => desk.waiting.push(work), ...(now && { now }) });
}

export const settled = async (): Promise<void> => {
  await Promise.all(desk.waiting.splice(0));
};

/** The media routes as the caller given reaches them. */
export function door(actor: Actor, store = open()) {
  const app = newRouter();
  app.onError(onError);
  app.use(async (c, next) => {
    c.set("store", store.as(actor));
    await next();
  });
  app.route("/", mediaRoutes);
  return (path: string, init?: RequestInit) => Promise.resolve(app.request(`https://souk.test${path}`, init, env));
}

export async function stockProduct(): Promise<string> {
  const id = makeId("prod", Date.now());
  await env.CATALOG.prepare(
    "insert into products (id, slug, title, status, created_at, updated_at) values (?, ?, 'A pan', 'active', '', '')",
  )
    .bind(id, id.replaceAll("_", "-"))
    .run();
  return id;
}

export async function jpegOf(png: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const made = await env.IMAGES.input(new Blob([png]).stream()).output({ format: "image/jpeg" });
  return new Uint8Array(await new Response(made.image()).arrayBuffer());
}

/** What a served picture looks like, made small. */
export async function looks(body: ReadableStream | ArrayBuffer, width: number, height: number) {
  const bytes = await new Response(body).arrayBuffer();
  const made = await env.IMAGES.input(new Blob([bytes]).stream())
    .transform({ width, height, fit: "squeeze" })
    .output({ format: "image/png" });
  return readPng(new Uint8Array(await new Response(made.image()).arrayBuffer()));
}

export async function sizeOf(body: ReadableStream | ArrayBuffer): Promise<[number, number]> {
  const bytes = await new Response(body).arrayBuffer();
  const size = await env.IMAGES.info(new Blob([bytes]).stream());
  if (!("width" in size)) throw new Error("No size");
  return [size.width, size.height];
}

/** All of a picture, in a width and a format. */
export const whole = (width: number, format: PictureFormat) => ({ width, format, square: null });

export const upload = (bytes: Uint8Array<ArrayBuffer>, alt = "") => ({ bytes, alt });

export async function prepareAll(store: Store): Promise<void> {
  while (desk.told.length > 0)
    for (const message of desk.told.splice(0)) await followNotification(store, message, false);
  await settled();
}

/** Delivers what the queue holds of a sweep, to its end. */
export async function sweepAll(store: Store): Promise<void> {
  for (let message = desk.sweeps.shift(); message; message = desk.sweeps.shift())
    await sweepStep(store, message.sweep_id);
  await prepareAll(store);
}

/** Forgets every picture, and what lies in the bucket. */
export async function clearStudio(): Promise<void> {
  Object.assign(desk, { told: [], sweeps: [], waiting: [] });
  await env.CATALOG.batch([
    env.CATALOG.prepare("delete from images"),
    env.CATALOG.prepare("delete from picture_leftovers"),
    env.CATALOG.prepare("delete from picture_sweeps"),
  ]);
  for (const key of await bucketKeys()) await env.MEDIA.delete(key);
}

/** Every key in the bucket. */
export async function bucketKeys(prefix = ""): Promise<string[]> {
  return (await env.MEDIA.list({ prefix })).objects.map(({ key }) => key);
}

/** A request with a JSON body. @param version of what it changes */
export const post = (body: unknown, method = "POST", version?: number) => ({
  method,
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json", ...(version && { "If-Match": `"${version}"` }) },
});

/** How many files of pictures the catalogue knows. */
export const files = async () =>
  (await env.CATALOG.prepare("select count(*) as n from picture_files").first<{ n: number }>())?.n;

/** A picture of a product, prepared: {@link prepareAll} has run. */
export async function shownPicture(productId: string, pixels = fourCorners(400, 300)): Promise<Picture> {
  const store = open();
  const { id } = await addImage(store, productId, upload(await drawPng(pixels)));
  await prepareAll(store);
  const picture = (await listPictures(store, productId)).find((one) => one.id === id);
  if (!picture) throw new Error("The picture is gone");
  return picture;
}

/** Puts a file where uploads lie without the checks of the door: as a program with the bucket's keys could. */
export async function smuggle(store: Store, productId: string, bytes: Uint8Array<ArrayBuffer>): Promise<Picture> {
  const image = await addImage(store, productId, upload(await drawPng(fourCorners(7, 7))));
  await env.MEDIA.put(`originals/${image.id}`, bytes);
  return image;
}

export const eventsOf = (id: string) =>
  env.CATALOG.prepare("select type from outbox where subject = ? order by type").bind(id).all<{ type: string }>();
