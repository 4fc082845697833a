import { type AnyEvent, readEvent } from "../src/events/envelope.ts";
import { notify } from "../src/notifications/notify.ts";
import { type Consumer, type Failed, giveBack } from "./consumer.ts";

/** Tells people of what happened, a batch at a time. What fails is given back by itself; the others are done. */
export const consumeNotifications: Consumer = async (store, batch) => {
  const failed: Failed[] = [];
  const told: { message: Message; event: AnyEvent }[] = [];
  for (const message of batch.messages) {
    try {
      told.push({ message, event: readEvent(message.body) });
    } catch (thrown) {
      failed.push({ message, thrown });
    }
  }
  const failures = await notify(
    store,
    told.map(({ event }) => event),
  );
  for (const { message, event } of told) {
    if (failures.has(event.id)) failed.push({ message, thrown: failures.get(event.id) });
    else message.ack();
  }
  await giveBack(store, batch.queue, failed);
};
