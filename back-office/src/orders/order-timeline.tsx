import { Box, Typography } from "@mui/material";
import { when } from "../dates.ts";
import { money } from "../money.ts";
import type { TimelineEntry } from "../wire.ts";
import { providerName } from "./provider-name.ts";

const sayings: Record<string, string> = {
  "order.created": "Order placed",
  "order.prepared": "Waiting for payment",
  "order.billed": "Paid in full",
  "order.shipped": "Parcel left",
  "order.partially_shipped": "A part left",
  "order.edited": "Changed by staff",
  "order.cleared": "Looked at and let go",
  "review.begun": "Held for a look",
  "review.refused": "Refused after a look",
  "order.pay-link": "Link to pay sent",
  "order.delivered": "Delivered",
  "order.finished": "Finished",
  "order.cancelled": "Cancelled",
  "order.expired": "Not paid in time; stock released",
  "order.refunded": "Refunded",
  "order.returned": "Came back",
  "order.confirmed": "Accepted; the money is still to be taken",
  "payment.awaited": "Waiting for a bank transfer",
  "payment.part-received": "Part of it received; the rest is awaited",
  "payment.authorized": "Money held or promised",
  "payment.released": "Held money let go",
  "payment.expiring": "The hold on the money ends soon",
  "payment.disputed": "Disputed by the buyer",
  "payment.requested": "Another payment begun",
  "payment.initiated": "Payment begun",
  "payment.captured": "Payment received",
  "payment.failed": "Payment failed",
  "payment.refunded": "Money sent back",
  "refund.requested": "Refund begun",
  "shipment.created": "Parcel booked",
  "shipment.updated": "News of the parcel",
};

/** What of an event's data says something to a reader, and how it is said. */
const remarks: [string, (value: string) => string][] = [
  ["reason", (reason) => reason],
  ["provider", (provider) => (provider === "manual" ? "by hand" : `by ${providerName(provider)}`)],
  ["carrier", (carrier) => `with ${carrier}`],
  ["tracking_number", (number) => `tracking ${number}`],
  ["status", (status) => status.replaceAll("_", " ")],
  ["actor", (actor) => `by ${actor}`],
];

/** The order's story, newest first. */
export function OrderTimeline({ entries, currency }: { entries: TimelineEntry[]; currency: string }) {
  const story = entries.map((entry, step) => ({ ...entry, step })).reverse();
  return (
    <Box component="ol" sx={{ listStyle: "none", m: 0, p: 0 }}>
      {story.map((entry, index) => (
        <Box
          component="li"
          key={entry.step}
          sx={{ position: "relative", pl: 3, pb: index === story.length - 1 ? 0 : 2 }}
        >
          <Rail last={index === story.length - 1} present={index === 0} />
          <Box sx={{ fontWeight: 600 }}>{sayings[entry.type] ?? entry.type.replaceAll(/[._]/g, " ")}</Box>
          <Typography variant="body2" sx={{ color: "text.secondary", overflowWrap: "anywhere" }}>
            <time dateTime={entry.at}>{when(entry.at)}</time>
            {remarksOn(entry, currency).map((remark) => ` · ${remark}`)}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

/** The dot of one event and the line to the one before it. */
function Rail({ last, present }: { last: boolean; present: boolean }) {
  return (
    <Box aria-hidden="true">
      {!last && <Box sx={{ position: "absolute", left: 5, top: 14, bottom: -6, width: 2, bgcolor: "divider" }} />}
      <Box
        sx={{
          position: "absolute",
          left: 0,
          top: 5,
          width: 12,
          height: 12,
          borderRadius: "50%",
          bgcolor: present ? "secondary.main" : "background.paper",
          border: 2,
          borderColor: present ? "secondary.main" : "primary.main",
        }}
      />
    </Box>
  );
}

function remarksOn({ data }: TimelineEntry, currency: string): string[] {
  const { amount, refunded } = data;
  const sum = typeof refunded === "number" ? refunded : amount;
  const parcel = typeof data.parcel === "object" && data.parcel !== null ? data.parcel : {};
  const facts: Record<string, unknown> = { ...data, ...parcel };
  return [
    ...(typeof sum === "number" ? [money(sum, currency)] : []),
    ...remarks.flatMap(([name, say]) => {
      const fact = facts[name];
      return typeof fact === "string" && fact ? [say(fact)] : [];
    }),
  ];
}
