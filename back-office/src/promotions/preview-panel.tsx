import { Alert, Box, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useStore } from "react-admin";
import { ApiFailure } from "../failure.ts";
import { isUnreadable, unkeyed } from "../forms/keyed.ts";
import { Panel } from "../forms/panel.tsx";
import { money } from "../money.ts";
import { FailureNotice } from "../shell/notices.tsx";
import { useRested } from "../shell/use-rested.ts";
import { type Preview, preview, type Sample } from "./promotion-api.ts";
import { fieldsOf, type PromotionDraft } from "./promotion-draft.ts";
import { SampleCart } from "./sample-cart.tsx";

const nothing: Sample = {
  lines: [],
  country: "",
  shipping_option: "",
  signed_in: false,
  first_order: true,
  groups: [],
  at: null,
  others: true,
};

/** What the promotion does to a sample cart, while it is being written; the cart is kept in this browser. */
export function PreviewPanel({ draft, id }: { draft: PromotionDraft; id: string | null }) {
  const [sample, setSample] = useStore<Sample>("promotions.sample", nothing);
  const isWhole = sample.lines.length > 0 && !isUnreadable(draft) && !isUnreadable(sample);
  const asked = useRested(isWhole ? JSON.stringify([unkeyed(fieldsOf(draft)), id, sample]) : "", 400);
  const { data, error } = useQuery({
    queryKey: ["promotion-preview", asked],
    queryFn: () => preview(unkeyed(fieldsOf(draft)), id, sample),
    enabled: asked !== "",
    placeholderData: (before) => before,
    retry: false,
  });
  const shown = isWhole ? data : undefined;
  return (
    <Panel title="Try it on a cart">
      <SampleCart
        sample={sample}
        nameOf={(variant) => shown?.items.find((item) => item.variant_id === variant)?.title}
        onChange={setSample}
      />
      {error && isWhole && <Unfinished failure={error} />}
      {shown && !error && <Outcome preview={shown} tried={id} />}
    </Panel>
  );
}

/** A draft that could not be saved as it stands, or a cart that cannot be bought. */
function Unfinished({ failure }: { failure: Error }) {
  const told = failure instanceof ApiFailure ? failure.errors : [];
  if (told.length === 0) return <FailureNotice failure={failure} />;
  return (
    <Alert severity="info" variant="outlined" sx={{ my: 1 }}>
      The promotion is not whole yet: {[...new Set(told.map(({ detail }) => detail))].join(" ")}
    </Alert>
  );
}

function Outcome({ preview: found, tried }: { preview: Preview; tried: string | null }) {
  const { currency, items, total, total_before, shipping_total, shipping_discount_total, refused } = found;
  const told = (amount: number) => money(amount, currency);
  const titles = new Map(found.promotions.map(({ promotion_id, title }) => [promotion_id, title]));
  const saved = total_before - total;
  return (
    <Box role="status" aria-label="What it does" sx={{ mt: 1 }}>
      <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {items.map((item) => (
          <Line key={`${item.variant_id} ${item.gift_of}`} item={item} titles={titles} told={told} />
        ))}
      </Box>
      {shipping_total + shipping_discount_total > 0 && (
        <Sum
          name={shipping_discount_total > 0 ? `Shipping, less ${told(shipping_discount_total)}` : "Shipping"}
          value={told(shipping_total)}
        />
      )}
      <Sum name="To pay" value={told(total)} strong />
      <Typography sx={{ mt: 1, fontWeight: 600, color: saved > 0 ? "success.main" : "text.primary" }}>
        {saved > 0 ? `It takes ${told(saved)} off.` : "It takes nothing off."}
      </Typography>
      {refused.map(({ promotion_id, title, message }) => (
        <Typography key={promotion_id} variant="body2" sx={{ color: "text.secondary" }}>
          {isTried(promotion_id, tried) ? message : `${title}: ${message}`}
        </Typography>
      ))}
      {found.missed_gifts.length > 0 && (
        <Typography variant="body2" sx={{ color: "error.main" }}>
          The gift is out of stock, so it is not given.
        </Typography>
      )}
    </Box>
  );
}

/** A draft that was never saved has a name of its own in the answer, behind those of all that were. */
const isTried = (promotion: string, tried: string | null) =>
  tried === null ? promotion.startsWith("promo_zzzz") : promotion === tried;

interface LineProps {
  item: Preview["items"][number];
  /** Of promotions, by id. */
  titles: ReadonlyMap<string, string>;
  told: (amount: number) => string;
}

function Line({ item, titles, told }: LineProps) {
  const { title, quantity, unit_price, discounts, gift_of, total } = item;
  return (
    <Box component="li" sx={{ borderBottom: 1, borderColor: "divider", py: 0.5 }}>
      <Sum
        name={gift_of ? `${quantity} × ${title}, a gift` : `${quantity} × ${title} at ${told(unit_price)}`}
        value={told(total)}
      />
      {discounts.map((discount) => (
        <Typography key={discount.promotion_id} variant="body2" sx={{ color: "success.main" }}>
          −{told(discount.amount)} {titles.get(discount.promotion_id)}
        </Typography>
      ))}
    </Box>
  );
}

function Sum({ name, value, strong = false }: { name: string; value: string; strong?: boolean }) {
  return (
    <Stack direction="row" sx={{ gap: 1, justifyContent: "space-between", fontWeight: strong ? 650 : 400 }}>
      <Box sx={{ minWidth: 0, overflowWrap: "anywhere" }}>{name}</Box>
      <Box sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>{value}</Box>
    </Stack>
  );
}
