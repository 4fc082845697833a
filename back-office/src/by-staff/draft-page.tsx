import { Alert, Button } from "@mui/material";
import { useState } from "react";
import { Link } from "react-admin";
import { useParams, useSearchParams } from "react-router-dom";
import { order as readOrder } from "../api.ts";
import { useRecord } from "../forms/saving.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import type { Versioned } from "../versioned.ts";
import * as api from "./draft-api.ts";
import { addressForm, newSale, type Sale, saleOf } from "./sale.ts";
import { SaleForm } from "./sale-form.tsx";

/** A new order for a buyer, one like an order that there was, or a draft that was kept. */
export default function DraftPage() {
  const { id = "new" } = useParams();
  const [search] = useSearchParams();
  const like = search.get("like");
  // A draft that was just kept stays as it stands in its form.
  const [asked] = useState(`${id} ${like ?? ""}`);
  const [count, setCount] = useState(0);
  const fresh = asked.startsWith("new");
  const key = fresh ? asked : id;
  return <Opened key={`${key} ${count}`} id={fresh ? "new" : id} like={like} onReload={() => setCount(count + 1)} />;
}

interface Opening {
  sale: Sale;
  kept: Versioned<api.OrderDraft> | null;
}

function Opened({ id, like, onReload }: { id: string; like: string | null; onReload: () => void }) {
  const { data, error, isPending } = useRecord<Opening>(["order draft", id, like ?? ""], () => open(id, like));
  const name = id === "new" ? "New order" : "Draft of an order";
  if (error) {
    return (
      <>
        <PageName name={name} />
        <FailureNotice failure={error} onRetry={onReload} />
      </>
    );
  }
  if (isPending) return <Waiting what="Reading the draft" />;
  return (
    <>
      <PageName name={name} />
      {data.kept?.order_id ? (
        <Alert
          severity="info"
          sx={{ mt: 2 }}
          action={
            <Button component={Link} to={`/orders/${data.kept.order_id}/show`}>
              See the order
            </Button>
          }
        >
          This draft was ordered already.
        </Alert>
      ) : (
        <SaleForm began={data.sale} kept={data.kept} onReload={onReload} />
      )}
    </>
  );
}

async function open(id: string, like: string | null): Promise<Opening> {
  if (id !== "new") {
    const kept = await api.draft(id);
    const titles = await api.titlesOf(kept.items.map(({ variant_id }) => variant_id));
    return { sale: saleOf(kept, (variant) => titles.get(variant)), kept };
  }
  return { sale: like ? await likeOrder(like) : newSale(), kept: null };
}

/** The same goods for the same buyer, at what they cost now. */
async function likeOrder(id: string): Promise<Sale> {
  const order = await readOrder(id);
  const { email, customer_id, shipping_address, billing_address, shipping_option } = order;
  const same = JSON.stringify(shipping_address) === JSON.stringify(billing_address);
  return {
    ...newSale(),
    ...{ email, shipping_option, customer: customer_id ? { id: customer_id, email } : null },
    to: addressForm(shipping_address),
    bill: same ? null : addressForm(billing_address),
    items: order.items
      .filter(({ gift_of }) => !gift_of)
      .map(({ variant_id, title, quantity }) => ({ variant_id, title, quantity })),
  };
}
