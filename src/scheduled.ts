import { forgetEndedCarts } from "./cart/figures.ts";
import { forgetOldEdits } from "./catalog/bulk/edits.ts";
import { followStock, gatherAll } from "./catalog/collections/regather.ts";
import { forgetOldJobs, resumeJobs } from "./catalog/import/jobs.ts";
import { forgetOldUploads } from "./catalog/import/upload-parts.ts";
import { forgetOldSales } from "./catalog/lists/best-sellers.ts";
import { followLists } from "./catalog/price-lists/shelve-prices.ts";
import { noticeTurns } from "./catalog/price-lists/turns.ts";
import { forgetFormerPrices } from "./catalog/prices/history.ts";
import { keepTimetable } from "./catalog/products/publishing.ts";
import { assessForgotten } from "./checkout/assess-order.ts";
import { expireOrder } from "./checkout/expire-order.ts";
import { forgetSent, sweepOutbox } from "./events/outbox.ts";
import { forgetOldFailures } from "./events/queue-failures.ts";
import { forgetExpired } from "./identity/sessions.ts";
import { endPromises } from "./inventory/promised-times.ts";
import { resumeUploads } from "./media/arrive.ts";
import { clearLeftovers } from "./media/leftovers.ts";
import { startSweep } from "./media/sweep.ts";
import { remindOfPayments } from "./notifications/remind-of-payment.ts";
import { auditBooks } from "./orders/audit-books.ts";
import { tellReadyOrders } from "./orders/back-orders.ts";
import { resumeExports } from "./orders/desk/export-orders.ts";
import { dueOrders } from "./orders/due-orders.ts";
import { letGoOfHolds } from "./payments/attempts.ts";
import { sweepHolds } from "./payments/capture.ts";
import { reconcilePayments } from "./payments/reconcile.ts";
import { sweepPayments } from "./payments/sweep.ts";
import { arriveLate } from "./payments/test-gateway.ts";
import { sendGatewayWebhook } from "./payments/test-gateway-page.tsx";
import { forgetOldAnswers } from "./platform/idempotency.ts";
import { openStore, type Store } from "./platform/store.ts";
import { resumeCodeJobs } from "./promotions/campaigns/code-jobs.ts";
import { refreshDictionary } from "./search/dictionary.ts";
import { forgetOldMisses } from "./search/misses.ts";
import { sweepParcels } from "./shipping/walk-parcel.ts";
import { fileTaxes } from "./tax/service/file-taxes.ts";

/** How many due orders one tick looks at; the rest wait a minute. */
const dueAtOnce = 50;

/** What the clock does every minute. Each part asks the data what is due; one that fails does not hold up the others. */
const everyMinute: Record<string, (store: Store) => Promise<unknown>> = {
  "outbox-orders": (store) => emptyOutbox(store, store.orders),
  "outbox-catalog": (store) => emptyOutbox(store, store.catalog),
  "outbox-customers": (store) => emptyOutbox(store, store.customers),
  "late-payments": deliverLatePayments,
  payments: sweepPayments,
  "held-payments": sweepHolds,
  "ended-holds": letGoOfHolds,
  "expired-orders": expireDueOrders,
  "payment-reminders": remindOfPayments,
  "tax-filings": fileTaxes,
  parcels: sweepParcels,
  "waiting-pictures": resumeUploads,
  "removed-pictures": clearLeftovers,
  timetable: keepTimetable,
  "price-lists": noticeTurns,
  "old-answers": forgetOldAnswers,
  "still-jobs": resumeJobs,
  "still-code-jobs": resumeCodeJobs,
  "forgotten-assessments": assessForgotten,
  "still-order-exports": resumeExports,
  dictionary: refreshDictionary,
  "stock-turns": followStock,
  "promised-times": endPromises,
  "back-orders": tellReadyOrders,
};

/** What the clock does once a night, when few shop. */
const everyNight: Record<string, (store: Store) => Promise<unknown>> = {
  audit: tellFindings,
  reconciliation: reconcilePayments,
  "pictures-sweep": startSweep,
  sessions: forgetExpired,
  "bulk-edits": forgetOldEdits,
  collections: gatherAll,
  "shelved-prices": (store) => followLists(store, true),
  "former-prices": forgetFormerPrices,
  "old-sales": forgetOldSales,
  "sent-events": forgetSent,
  "queue-failures": forgetOldFailures,
  "old-jobs": forgetOldJobs,
  "old-uploads": forgetOldUploads,
  "search-misses": forgetOldMisses,
  "ended-carts": forgetEndedCarts,
};

/** The clock's door. */
export async function tick(controller: ScheduledController, env: Env, ctx: ExecutionContext): Promise<void> {
  const store = openStore(env, { after: (work) => ctx.waitUntil(work) });
  await runParts(store, controller.cron === "* * * * *" ? everyMinute : everyNight);
}

async function runParts(store: Store, parts: typeof everyMinute): Promise<void> {
  for (const [part, run] of Object.entries(parts)) {
    await run(store).catch((thrown) => store.log.error("clock.part-failed", thrown, { part }));
  }
}

async function emptyOutbox(store: Store, database: Store["orders"]): Promise<void> {
  while ((await sweepOutbox(store, database)) > 0);
}

async function expireDueOrders(store: Store): Promise<void> {
  for (const orderId of await dueOrders(store, dueAtOnce)) {
    await expireOrder(store, orderId).catch((thrown) =>
      store.log.error("order.expiry-failed", thrown, { order_id: orderId }),
    );
  }
}

/** The test gateway's late money arrives. */
async function deliverLatePayments(store: Store): Promise<void> {
  if (store.env.STORE_MODE !== "local") return;
  for (const session of await arriveLate(store)) await sendGatewayWebhook(store, session);
}

/** A finding is a defect: it is logged as an error, so that somebody is called. */
async function tellFindings(store: Store): Promise<void> {
  const { findings } = await auditBooks(store);
  for (const { rule, broken_by } of findings) {
    store.log.error("audit.finding", new Error(rule), { count: broken_by.length, first: broken_by[0] });
  }
}
