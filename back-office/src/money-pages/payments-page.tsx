import BalanceIcon from "@mui/icons-material/BalanceOutlined";
import GavelIcon from "@mui/icons-material/GavelOutlined";
import { Box, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-admin";
import { when } from "../dates.ts";
import { Panel } from "../forms/panel.tsx";
import { money } from "../money.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { StatusChip } from "../shell/status-chip.tsx";
import { type Difference, type Dispute, differencesPage, disputesPage, nights } from "./money-api.ts";
import { PaymentChoices } from "./payment-choices.tsx";

/** Money: what buyers dispute, where the books and a payment service differ, and how the store is paid. */
export default function PaymentsPage() {
  return (
    <>
      <PageName name="Payments" />
      <Stack sx={{ gap: 2, my: 2, maxWidth: 980 }}>
        <Typography component={Link} to="/audit" sx={{ color: "primary.main" }}>
          Look through the books
        </Typography>
        <Disputes />
        <Differences />
        <PaymentChoices />
      </Stack>
    </>
  );
}

function Disputes() {
  const { data, error, refetch } = useQuery({ queryKey: ["disputes"], queryFn: () => disputesPage({ limit: 50 }) });
  return (
    <Panel title="Disputes">
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the disputes" />}
      {data?.data.length === 0 && (
        <Nothing icon={<GavelIcon />} title="No disputes">
          A payment that a buyer disputes at the bank appears here, with the day by which to answer.
        </Nothing>
      )}
      {data && data.data.length > 0 && (
        <Stack component="ul" sx={{ gap: 1.5, listStyle: "none", p: 0, m: 0 }}>
          {data.data.map((one) => (
            <DisputeLine key={one.id} dispute={one} />
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function DisputeLine({ dispute }: { dispute: Dispute }) {
  const { amount, currency, provider, reason, status, evidence_due_at, opened_at, order_id, withdrawn } = dispute;
  return (
    <Box component="li">
      <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", alignItems: "center" }}>
        <Box sx={{ fontWeight: 600 }}>{money(amount, currency)}</Box>
        <StatusChip status={status} />
        <Box>{reason.replaceAll("_", " ")}</Box>
        <Box component={Link} to={`/orders/${order_id}/show`} sx={{ color: "primary.main", ml: "auto" }}>
          The order
        </Box>
      </Stack>
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        {[
          `by ${provider} since ${when(opened_at)}`,
          evidence_due_at && `answer there by ${when(evidence_due_at)}`,
          withdrawn && status !== "won" && "the money is taken back",
        ]
          .filter(Boolean)
          .join(" · ")}
      </Typography>
    </Box>
  );
}

const kinds: Record<Difference["kind"], string> = {
  unknown_here: "The service took money that the books do not know",
  unknown_there: "The books have money that the service does not know",
  other_amount: "Another amount",
  other_currency: "Another currency",
  other_refunds: "Other refunds",
};

function Differences() {
  const { data, error, refetch } = useQuery({
    queryKey: ["differences"],
    queryFn: () => Promise.all([differencesPage({ limit: 50 }), nights()]),
  });
  const [page, compared] = data ?? [];
  const last = compared?.[0];
  return (
    <Panel title="The books and the payment services">
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Comparing" />}
      {last && (
        <Typography sx={{ color: "text.secondary", mb: 1 }}>
          {`Last compared: ${last.day}, ${last.provider}, ${last.compared} payments. ${last.failure ?? ""}`}
        </Typography>
      )}
      {page?.data.length === 0 && (
        <Nothing icon={<BalanceIcon />} title="Nothing differs">
          Every night the books are held against what payment services say they took.
        </Nothing>
      )}
      <Stack component="ul" sx={{ gap: 1.5, listStyle: "none", p: 0, m: 0 }}>
        {page?.data.map(({ provider, subject, kind, ours, theirs, currency, day }) => (
          <Box component="li" key={`${provider} ${subject} ${kind}`}>
            <Box sx={{ fontWeight: 600 }}>{kinds[kind]}</Box>
            <Typography variant="body2" sx={{ color: "text.secondary", overflowWrap: "anywhere" }}>
              {`${day} · ${provider} · ours ${ours === null ? "–" : money(ours, currency)}, theirs ${
                theirs === null ? "–" : money(theirs, currency)
              } · ${subject}`}
            </Typography>
          </Box>
        ))}
      </Stack>
    </Panel>
  );
}
