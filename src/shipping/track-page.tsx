import { newRouter } from "../platform/http/router.ts";
import type { Store } from "../platform/store.ts";
import type { ParcelStatus } from "./carrier.ts";
import { findTrack, type Track } from "./find-parcel.ts";

const words: Readonly<Record<ParcelStatus, string>> = {
  booked: "Booked with the carrier",
  in_transit: "On its way",
  out_for_delivery: "Out for delivery",
  delivered: "Delivered",
  failed: "Called off",
};

const ahead: readonly ParcelStatus[] = ["in_transit", "out_for_delivery", "delivered"];

/** Where a parcel can be followed by whoever knows its number; it tells nothing of whose it is. */
export const trackPages = newRouter();

trackPages.get("/track/:number", async (c) => {
  const track = await findTrack(c.var.store, c.req.param("number").trim().toUpperCase());
  c.header("Cache-Control", "private, no-cache");
  return c.html(`<!doctype html>${(<TrackPage store={c.var.store} track={track} />).toString()}`);
});

function TrackPage({ store, track }: { store: Store; track: Track }) {
  const { STORE_NAME } = store.env;
  const past = new Set(track.steps.map(({ status }) => status));
  const last = track.steps.at(-1)?.status;
  const over = last === "delivered" || last === "failed";
  return (
    <html lang={store.locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`Parcel ${track.tracking_number} · ${STORE_NAME}`}</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/store.css" />
        {!over && <meta http-equiv="refresh" content="20" />}
      </head>
      <body>
        <header class="top">
          <div class="wrap bar">
            <a class="logo" href="/">
              {STORE_NAME}
            </a>
          </div>
        </header>
        <main>
          <div class="wrap middle">
            <div class="heading">
              <div>
                <p class="eyebrow">
                  {track.carrier}, {track.service}
                </p>
                <h1>{words[track.status]}</h1>
                <p class="note">Parcel {track.tracking_number}</p>
              </div>
            </div>
            <ol class="timeline">
              {track.steps.map(({ status, at }) => (
                <li class={status === "failed" ? "bad" : "done"}>
                  <b>{words[status]}</b>
                  <p class="note">
                    <time datetime={at}>{moment(at, store.locale)}</time>
                  </p>
                </li>
              ))}
              {!over &&
                ahead
                  .filter((status) => !past.has(status))
                  .map((status) => (
                    <li class="todo">
                      <b>{words[status]}</b>
                      <p class="note">Still to come</p>
                    </li>
                  ))}
            </ol>
          </div>
        </main>
      </body>
    </html>
  );
}

/** The server does not know the reader's clock, so the hour is told in UTC and says so. */
function moment(at: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return `${format.format(new Date(at))} UTC`;
}
