import { createApp } from "./app.ts";
import { staffCartRoutes } from "./cart/staff-routes.ts";
import { catalogDeskRoutes } from "./catalog/desk-routes.ts";
import { byStaffRoutes } from "./checkout/by-staff/routes.ts";
import { editRoutes } from "./checkout/edits/routes.ts";
import { reviewRoutes } from "./checkout/review-routes.ts";
import { groupRoutes } from "./customers/group-routes.ts";
import { customerRoutes } from "./customers/routes.ts";
import { mailboxRoutes } from "./dev/mailbox-routes.tsx";
import { devRoutes } from "./dev/routes.ts";
import { eventRoutes } from "./events/routes.ts";
import { fraudRoutes } from "./fraud/routes.ts";
import { frontRooms } from "./front-rooms.ts";
import { identityRoutes } from "./identity/routes.ts";
import { locationRoutes } from "./inventory/locations/routes.ts";
import { inventoryRoutes } from "./inventory/routes.ts";
import { stockTakeRoutes } from "./inventory/takes/routes.ts";
import { transferRoutes } from "./inventory/transfers/routes.ts";
import { mediaRoutes } from "./media/routes.ts";
import { notificationRoutes } from "./notifications/routes.ts";
import { serveContract } from "./openapi.ts";
import { orderDeskRoutes } from "./orders/desk/routes.ts";
import { paymentRoutes } from "./payments/routes.ts";
import { codeRoutes } from "./promotions/campaigns/routes.ts";
import { promotionRoutes } from "./promotions/routes.ts";
import { serveReference } from "./reference/page.tsx";
import { searchRoutes } from "./search/routes.ts";
import { settingsRoutes } from "./settings/routes.ts";
import { shippingRoutes } from "./shipping/routes.ts";
import { shippingRuleRoutes } from "./shipping/rules-routes.ts";
import { taxRoutes } from "./tax/routes.ts";

/** Every room of the store, and the contract of all of them. What staff ask for comes first: some of it has names where others take any. */
export const house = createApp([
  settingsRoutes,
  catalogDeskRoutes,
  devRoutes,
  mailboxRoutes,
  searchRoutes,
  mediaRoutes,
  identityRoutes,
  customerRoutes,
  groupRoutes,
  inventoryRoutes,
  locationRoutes,
  transferRoutes,
  stockTakeRoutes,
  byStaffRoutes,
  editRoutes,
  reviewRoutes,
  fraudRoutes,
  orderDeskRoutes,
  paymentRoutes,
  shippingRoutes,
  shippingRuleRoutes,
  taxRoutes,
  promotionRoutes,
  codeRoutes,
  notificationRoutes,
  eventRoutes,
  ...frontRooms,
  // Takes any name of a cart that the shoppers' own routes do not.
  staffCartRoutes,
]);
serveContract(house);
serveReference(house);
