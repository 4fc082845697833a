import { useState } from "react";
import { useNavigate, useParams } from "react-router-dom";
import { withKeys } from "../forms/keyed.ts";
import { useRecord } from "../forms/saving.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { ListPrices } from "./list-prices.tsx";
import { priceList } from "./price-list-api.ts";
import { newPriceList, PriceListForm } from "./price-list-form.tsx";

/** A price list, new or to be changed. */
export default function PriceListPage() {
  const { id = "new" } = useParams();
  return id === "new" ? <NewList /> : <KnownList key={id} id={id} />;
}

function NewList() {
  const navigate = useNavigate();
  return (
    <>
      <PageName name="New price list" />
      <PriceListForm began={newPriceList} onSaved={({ id }) => navigate(`/prices/lists/${id}`)} />
    </>
  );
}

function KnownList({ id }: { id: string }) {
  const { data, error, refetch } = useRecord(["price-list", id], () => priceList(id));
  // Prices raise the list's version, too; what is typed in the form meanwhile is to stay.
  const [round, setRound] = useState(0);
  const reload = async () => {
    await refetch();
    setRound((before) => before + 1);
  };
  return (
    <>
      <PageName name={data ? `Prices: ${data.name}` : "Price list"} />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the price list" />}
      {data && (
        <PriceListForm key={round} began={withKeys(data)} saved={data} onSaved={reload}>
          {data.adjustment.kind === "fixed" && <ListPrices list={data} onChanged={refetch} />}
        </PriceListForm>
      )}
    </>
  );
}
