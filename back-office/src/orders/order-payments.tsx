import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  TextField,
  Typography,
} from "@mui/material";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNotify, useRefresh } from "react-admin";
import { when } from "../dates.ts";
import { saying } from "../failure.ts";
import { AmountField } from "../forms/number-field.tsx";
import { money } from "../money.ts";
import * as api from "../money-pages/money-api.ts";
import { FailureNotice } from "../shell/notices.tsx";
import { StatusChip } from "../shell/status-chip.tsx";
import type { Versioned } from "../versioned.ts";
import type { Order, Payment } from "../wire.ts";
import { providerName } from "./provider-name.ts";

const byHand = new Set(["bank_transfer", "cash_on_delivery"]);

/** Every attempt to pay an order: what is held, taken and sent back, and what staff can do about it. */
export function OrderPayments({ order }: { order: Versioned<Order> }) {
  const { payments } = order;
  const { data: refunds = [] } = useQuery({
    queryKey: ["refunds", order.id, order.etag],
    queryFn: () => api.refundsOf(order.id),
  });
  if (payments.length === 0) return <Typography sx={{ color: "text.secondary" }}>No payment was begun.</Typography>;
  const toSend = refunds.filter(({ status, by_hand }) => status === "pending" && by_hand);
  return (
    <Stack component="ul" sx={{ gap: 1.5, listStyle: "none", p: 0, m: 0 }}>
      {payments.map((payment) => (
        <PaymentLine key={payment.id} order={order} payment={payment} />
      ))}
      {toSend.map((refund) => (
        <ToSend key={refund.id} refund={refund} />
      ))}
    </Stack>
  );
}

function PaymentLine({ order, payment }: { order: Versioned<Order>; payment: Payment }) {
  const amount = (minor: number) => money(minor, payment.currency);
  const { captured, refunded, provider, status, authorized_until, transfer } = payment;
  return (
    <Box component="li">
      <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", alignItems: "center" }}>
        <Box sx={{ fontWeight: 600 }}>{amount(payment.amount)}</Box>
        <Box sx={{ "&::first-letter": { textTransform: "uppercase" } }}>{providerName(provider)}</Box>
        <StatusChip status={status} />
        <Box sx={{ ml: "auto", display: "flex", gap: 1, flexWrap: "wrap" }}>
          <Actions order={order} payment={payment} />
        </Box>
      </Stack>
      <Typography variant="body2" sx={{ color: "text.secondary", overflowWrap: "anywhere" }}>
        {[
          status === "authorized" && (byHand.has(provider) ? "To be collected at the door" : "Held, not taken yet"),
          authorized_until && `held until ${when(authorized_until)}`,
          captured > 0 && captured !== payment.amount && `${amount(captured)} arrived`,
          refunded > 0 && `${amount(refunded)} sent back`,
          transfer && `reference ${transfer.reference}`,
          !transfer && provider !== "manual" && (payment.reference ?? payment.id),
        ]
          .filter(Boolean)
          .join(" · ")}
      </Typography>
      {payment.failure && <Typography sx={{ color: "error.main" }}>{payment.failure}</Typography>}
    </Box>
  );
}

/** What can be done with a payment. The store decides; a button is only shown where it could say yes. */
function Actions({ order, payment }: { order: Versioned<Order>; payment: Payment }) {
  const { provider, status, captured, refunded } = payment;
  const awaited = byHand.has(provider) && (status === "pending" || status === "authorized");
  return (
    <>
      {awaited && <Received order={order} payment={payment} />}
      {status === "authorized" && !byHand.has(provider) && <Capture order={order} payment={payment} />}
      {captured > refunded && <SendBack order={order} payment={payment} />}
    </>
  );
}

function Capture({ order, payment }: { order: Versioned<Order>; payment: Payment }) {
  const notify = useNotify();
  const refresh = useRefresh();
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.capturePayment(order, payment.id),
    onSuccess: () => {
      notify("The money is taken.", { type: "success" });
      refresh();
    },
    onError: (failure) => {
      notify(saying(failure, "order"), { type: "error", autoHideDuration: 10_000 });
      refresh();
    },
  });
  return (
    <Button size="small" variant="outlined" disabled={isPending} onClick={() => mutate()}>
      {isPending ? "Taking…" : "Take the money now"}
    </Button>
  );
}

function Received({ order, payment }: { order: Versioned<Order>; payment: Payment }) {
  const [asking, setAsking] = useState(false);
  const owed = order.payments.reduce((left, { captured, refunded }) => left - captured + refunded, order.total);
  const [amount, setAmount] = useState<number | null>(Math.max(owed, 0));
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => setAsking(true)}>
        {payment.provider === "bank_transfer" ? "Money has arrived…" : "Collected…"}
      </Button>
      {asking && (
        <AmountDialog
          title="What has arrived?"
          hint={`${money(owed, order.currency)} is owed. Write what really came: a part leaves the order waiting for the rest, and too much is to be sent back.`}
          action="Write it down"
          done="The payment is booked."
          currency={order.currency}
          amount={amount}
          onAmount={setAmount}
          send={(sum) => api.receivePayment(order, payment.id, sum)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function SendBack({ order, payment }: { order: Versioned<Order>; payment: Payment }) {
  const [asking, setAsking] = useState(false);
  const [amount, setAmount] = useState<number | null>(payment.captured - payment.refunded);
  const [reason, setReason] = useState("");
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        Refund…
      </Button>
      {asking && (
        <AmountDialog
          title="Send money back"
          hint={`This payment still holds ${money(payment.captured - payment.refunded, payment.currency)}. ${
            byHand.has(payment.provider)
              ? "You send it yourself, and then say here that you did."
              : "It goes back the way it came."
          }`}
          action="Send it back"
          done="The refund is begun."
          currency={payment.currency}
          amount={amount}
          onAmount={setAmount}
          ready={reason.trim() !== ""}
          send={(sum) => api.refundPayment(order.id, { payment_id: payment.id, amount: sum, reason: reason.trim() })}
          onClose={() => setAsking(false)}
        >
          <TextField
            label="Reason, for the customer"
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            slotProps={{ htmlInput: { maxLength: 300 } }}
            required
          />
        </AmountDialog>
      )}
    </>
  );
}

interface AmountDialogProps {
  title: string;
  hint: string;
  action: string;
  done: string;
  currency: string;
  amount: number | null;
  onAmount: (amount: number | null) => void;
  ready?: boolean;
  send: (amount: number) => Promise<unknown>;
  onClose: () => void;
  children?: React.ReactNode;
}

/** Asks for an amount and does something with it. */
function AmountDialog(props: AmountDialogProps) {
  const { title, hint, action, done, currency, amount, onAmount, ready = true, send, onClose, children } = props;
  const notify = useNotify();
  const refresh = useRefresh();
  const usable = amount !== null && !Number.isNaN(amount) && amount > 0;
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => send(amount ?? 0),
    onSuccess: () => {
      notify(done, { type: "success" });
      refresh();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate();
  };
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="amount-dialog">
      <form onSubmit={submit}>
        <DialogTitle id="amount-dialog">{title}</DialogTitle>
        <DialogContent>
          <Typography sx={{ color: "text.secondary" }}>{hint}</Typography>
          {error && <FailureNotice failure={error} />}
          <AmountField label="Amount" currency={currency} value={amount} onChange={onAmount} autoFocus required />
          {children}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" variant="contained" disabled={isPending || !usable || !ready}>
            {isPending ? "One moment…" : action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Money that staff have to send back themselves. */
function ToSend({ refund }: { refund: api.Refund }) {
  const notify = useNotify();
  const refresh = useRefresh();
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.refundWasSent(refund.id),
    onSuccess: () => {
      notify("Written down. The customer is told that it is on its way.", { type: "success" });
      refresh();
    },
    onError: (failure) => notify(saying(failure, "refund"), { type: "error", autoHideDuration: 10_000 }),
  });
  return (
    <Stack component="li" direction="row" sx={{ gap: 1, flexWrap: "wrap", alignItems: "center" }}>
      <Box sx={{ fontWeight: 600, color: "warning.main" }}>
        {money(refund.amount, refund.currency)} to be sent back by you
      </Box>
      <Box sx={{ color: "text.secondary" }}>{refund.reason}</Box>
      <Button size="small" variant="outlined" sx={{ ml: "auto" }} disabled={isPending} onClick={() => mutate()}>
        {isPending ? "Writing…" : "It is sent"}
      </Button>
    </Stack>
  );
}
