import { newRouter } from "../platform/http/router.ts";
import { attributeRoutes } from "./attributes/routes.ts";
import { bulkRoutes } from "./bulk/routes.ts";
import { exportRoutes } from "./export/routes.ts";
import { importRoutes } from "./import/routes.ts";
import { importUploadRoutes } from "./import/upload-routes.ts";
import { marketRoutes } from "./markets/routes.ts";
import { priceListRoutes } from "./price-lists/routes.ts";
import { priceRoutes } from "./prices/routes.ts";
import { translationRoutes } from "./translations/routes.ts";

/** What the catalogue has for staff, and for machines that ask now and then. */
export const catalogDeskRoutes = newRouter()
  .route("/", importUploadRoutes)
  .route("/", importRoutes)
  .route("/", exportRoutes)
  .route("/", translationRoutes)
  .route("/", bulkRoutes)
  .route("/", attributeRoutes)
  .route("/", priceRoutes)
  .route("/", marketRoutes)
  .route("/", priceListRoutes);
