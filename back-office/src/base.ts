/** Every path of the API stands under this one, on the back office's own origin. */
export const base = "/api/v1";
