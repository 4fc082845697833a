import { useNavigate, useParams } from "react-router-dom";
import { keyed } from "../forms/keyed.ts";
import { useRecord } from "../forms/saving.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { taxZone } from "./tax-api.ts";
import { newZone, TaxZoneForm } from "./tax-zone-form.tsx";

/** A tax zone, new or to be changed. */
export default function TaxZonePage() {
  const { id = "new" } = useParams();
  return id === "new" ? <NewZone /> : <KnownZone key={id} id={id} />;
}

function NewZone() {
  const navigate = useNavigate();
  return (
    <>
      <PageName name="New tax zone" />
      <TaxZoneForm began={newZone} onSaved={({ id }) => navigate(`/taxes/${id}`)} />
    </>
  );
}

function KnownZone({ id }: { id: string }) {
  const { data, error, refetch } = useRecord(["tax-zone", id], () => taxZone(id));
  return (
    <>
      <PageName name={data ? `Taxes: ${data.name}` : "Tax zone"} />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the zone" />}
      {data && (
        <TaxZoneForm
          key={data.etag}
          began={{ ...data, rates: data.rates.map(keyed) }}
          saved={data}
          onSaved={() => refetch()}
        />
      )}
    </>
  );
}
