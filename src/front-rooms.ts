import { liveCartRoutes } from "./cart/live-routes.ts";
import { cartRoutes } from "./cart/routes.ts";
import { catalogRoutes } from "./catalog/routes.ts";
import { checkoutRoutes } from "./checkout/routes.ts";
import { discoveryRoutes } from "./discovery/routes.ts";
import { healthRoutes } from "./health/routes.ts";
import { deliveryRoutes } from "./media/delivery-routes.ts";
import { orderRoutes } from "./orders/routes.ts";
import { testGatewayPages } from "./payments/test-gateway-page.tsx";
import { trackPages } from "./shipping/track-page.tsx";
import { storefrontRoutes } from "./storefront/routes.tsx";

/**
 * The rooms that shoppers ask for all day. They are there when the Worker starts; the others, which staff and machines ask for, are
 * read when somebody first does: what is not read costs a shopper's first page nothing.
 */
export const frontRooms = [
  healthRoutes,
  catalogRoutes,
  deliveryRoutes,
  discoveryRoutes,
  cartRoutes,
  liveCartRoutes,
  checkoutRoutes,
  orderRoutes,
  testGatewayPages,
  trackPages,
  storefrontRoutes,
];

/** Where the house has something of its own, and a room here takes any name. The test of the front names what is missing. */
export const namesOfTheHouse = ["/api/v1/products/import", "/api/v1/products/export", "/api/v1/products/bulk"];
