// Pictures come from the Worker by the same road.
export { onRequest } from "../api/[[path]].ts";
