import { newRouter } from "../../platform/http/router.ts";

export const importRoutes = newRouter();
