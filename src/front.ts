import { createApp } from "./app.ts";
import { frontRooms, namesOfTheHouse } from "./front-rooms.ts";

/** What shoppers ask for all day is there at once; the whole house is opened for the first who asks for something else. */
export const front = createApp(frontRooms, {
  paths: namesOfTheHouse,
  answer: async (c) => (await import("./house.ts")).house.fetch(c.req.raw, c.env, c.executionCtx),
});
