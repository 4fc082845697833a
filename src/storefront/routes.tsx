import { newRouter } from "../platform/http/router.ts";
import { accountRoutes } from "./accounts.tsx";
import { browsingRoutes } from "./browsing.tsx";
import { buyingRoutes } from "./buying.tsx";
import { cartingRoutes } from "./carting.tsx";

/** The shop's pages for people. They are no part of the API's contract. */
export const storefrontRoutes = newRouter()
  .route("/", browsingRoutes)
  .route("/", cartingRoutes)
  .route("/", buyingRoutes)
  .route("/", accountRoutes);
