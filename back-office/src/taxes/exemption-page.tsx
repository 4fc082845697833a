import { useNavigate, useParams } from "react-router-dom";
import { withKeys } from "../forms/keyed.ts";
import { useRecord } from "../forms/saving.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { ExemptionForm, newExemption } from "./exemption-form.tsx";
import { exemption } from "./tax-api.ts";

/** A customer's certificate, new or to be changed. */
export default function ExemptionPage() {
  const { id = "new" } = useParams();
  return id === "new" ? <NewExemption /> : <KnownExemption key={id} id={id} />;
}

function NewExemption() {
  const navigate = useNavigate();
  return (
    <>
      <PageName name="New exemption" />
      <ExemptionForm began={newExemption()} onSaved={({ id }) => navigate(`/taxes/exemptions/${id}`)} />
    </>
  );
}

function KnownExemption({ id }: { id: string }) {
  const { data, error, refetch } = useRecord(["exemption", id], () => exemption(id));
  return (
    <>
      <PageName name={data ? `Exempt: ${data.email}` : "Exemption"} />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the certificate" />}
      {data && (
        <ExemptionForm
          key={data.etag}
          began={withKeys({ ...data, customer: data.email })}
          saved={data}
          onSaved={() => refetch()}
        />
      )}
    </>
  );
}
