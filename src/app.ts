import { knowCaller } from "./caller.ts";
import { knowCart } from "./cart/caller.ts";
import { liveCartRoutes } from "./cart/live-routes.ts";
import { cartRoutes } from "./cart/routes.ts";
import { knowMarket } from "./catalog/markets/caller.ts";
import { catalogRoutes } from "./catalog/routes.ts";
import { byStaffRoutes } from "./checkout/by-staff/routes.ts";
import { editRoutes } from "./checkout/edits/routes.ts";
import { reviewRoutes } from "./checkout/review-routes.ts";
import { checkoutRoutes } from "./checkout/routes.ts";
import { groupRoutes } from "./customers/group-routes.ts";
import { customerRoutes } from "./customers/routes.ts";
import { mailboxRoutes } from "./dev/mailbox-routes.tsx";
import { devRoutes } from "./dev/routes.ts";
import { discoveryRoutes } from "./discovery/routes.ts";
import { eventRoutes } from "./events/routes.ts";
import { fraudRoutes } from "./fraud/routes.ts";
import { healthRoutes } from "./health/routes.ts";
import { identityRoutes } from "./identity/routes.ts";
import { locationRoutes } from "./inventory/locations/routes.ts";
import { inventoryRoutes } from "./inventory/routes.ts";
import { stockTakeRoutes } from "./inventory/takes/routes.ts";
import { transferRoutes } from "./inventory/transfers/routes.ts";
import { mediaRoutes } from "./media/routes.ts";
import { notificationRoutes } from "./notifications/routes.ts";
import { serveContract } from "./openapi.ts";
import { orderDeskRoutes } from "./orders/desk/routes.ts";
import { orderRoutes } from "./orders/routes.ts";
import { paymentRoutes } from "./payments/routes.ts";
import { testGatewayPages } from "./payments/test-gateway-page.tsx";
import { notFound } from "./platform/errors.ts";
import { requestContext } from "./platform/http/context.ts";
import { noteFailure, onError, onNotFound } from "./platform/http/failures.ts";
import { keepAnswers } from "./platform/http/kept.ts";
import { limitWrites } from "./platform/http/limits.ts";
import { knowLocale, pathWithoutLocale } from "./platform/http/locale.ts";
import { replayAnswers } from "./platform/http/replay.ts";
import { newRouter, refuseStrayQueries } from "./platform/http/router.ts";
import { apiBodies, sameOrigin, securityHeaders, unsafeMethods } from "./platform/http/safety.ts";
import { codeRoutes } from "./promotions/campaigns/routes.ts";
import { promotionRoutes } from "./promotions/routes.ts";
import { serveReference } from "./reference/page.tsx";
import { searchRoutes } from "./search/routes.ts";
import { settingsRoutes } from "./settings/routes.ts";
import { shippingRoutes } from "./shipping/routes.ts";
import { shippingRuleRoutes } from "./shipping/rules-routes.ts";
import { trackPages } from "./shipping/track-page.tsx";
import { failurePage, wantsPage } from "./storefront/failures.tsx";
import { keepPages } from "./storefront/kept-pages.tsx";
import { storefrontRoutes } from "./storefront/routes.tsx";
import { taxRoutes } from "./tax/routes.ts";

/** What everybody reads alike: lists, what is in them, what belongs to each, and what the search field offers. */
const keptReads = [
  ...["products", "categories", "collections"].flatMap((list) => [
    `/api/v1/${list}`,
    `/api/v1/${list}/:name`,
    `/api/v1/${list}/:name/:part`,
  ]),
  "/api/v1/search/suggest",
];

/** Pages that are the same for everybody but for what stands around the goods. */
const keptPages = ["/", "/search", "/categories/:slug", "/collections/:slug", "/products/:slug"];

/** Every HTTP door of the store: what holds for all requests first, then one mount for each context. */
export function createApp() {
  const app = newRouter(pathWithoutLocale);
  app.onError((thrown, c) => (wantsPage(c) ? failurePage(c, noteFailure(c, thrown)) : onError(thrown, c)));
  app.notFound((c) => (wantsPage(c) ? failurePage(c, notFound("page")) : onNotFound(c)));
  app.use(requestContext, securityHeaders);
  app.on(unsafeMethods, "*", sameOrigin);
  app.use(knowCaller, knowCart, knowLocale, knowMarket);
  app.use("/api/*", refuseStrayQueries(app));
  app.on(unsafeMethods, "/api/*", apiBodies, limitWrites, replayAnswers);
  app.on("GET", keptReads, keepAnswers());
  app.on("GET", keptPages, ...keepPages);

  app.route("/", healthRoutes);
  app.route("/", settingsRoutes);
  app.route("/", devRoutes);
  app.route("/", mailboxRoutes);
  app.route("/", catalogRoutes);
  app.route("/", searchRoutes);
  app.route("/", mediaRoutes);
  app.route("/", discoveryRoutes);
  app.route("/", cartRoutes);
  app.route("/", liveCartRoutes);
  app.route("/", identityRoutes);
  app.route("/", customerRoutes);
  app.route("/", groupRoutes);
  app.route("/", inventoryRoutes);
  app.route("/", locationRoutes);
  app.route("/", transferRoutes);
  app.route("/", stockTakeRoutes);
  app.route("/", checkoutRoutes);
  app.route("/", byStaffRoutes);
  app.route("/", editRoutes);
  app.route("/", reviewRoutes);
  app.route("/", fraudRoutes);
  app.route("/", orderDeskRoutes);
  app.route("/", orderRoutes);
  app.route("/", paymentRoutes);
  app.route("/", testGatewayPages);
  app.route("/", shippingRoutes);
  app.route("/", shippingRuleRoutes);
  app.route("/", taxRoutes);
  app.route("/", promotionRoutes);
  app.route("/", codeRoutes);
  app.route("/", trackPages);
  app.route("/", notificationRoutes);
  app.route("/", eventRoutes);
  app.route("/", storefrontRoutes);

  serveContract(app);
  serveReference(app);
  return app;
}
