import { useParams } from "react-router-dom";
import { useRecord } from "../forms/saving.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { NewTransfer } from "./new-transfer.tsx";
import { ReceiveTransfer } from "./receive-transfer.tsx";
import { transfer } from "./stock-api.ts";
import { StockWays } from "./stock-ways.tsx";

/** Goods to be sent, or to be received. */
export default function TransferPage() {
  const { id = "new" } = useParams();
  return (
    <>
      <PageName name={id === "new" ? "Send goods" : "Transfer"} />
      <StockWays here="/stock/transfers" />
      {id === "new" ? <NewTransfer /> : <Known key={id} id={id} />}
    </>
  );
}

function Known({ id }: { id: string }) {
  const { data, error, refetch } = useRecord(["stock-transfer", id], () => transfer(id));
  if (error) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting what="Reading the transfer" />;
  return <ReceiveTransfer key={data.etag} transfer={data} onReload={() => refetch()} />;
}
