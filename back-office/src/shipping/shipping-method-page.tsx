import { useNavigate, useParams } from "react-router-dom";
import { withKeys } from "../forms/keyed.ts";
import { useRecord } from "../forms/saving.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { MethodForm, newMethod } from "./method-form.tsx";
import { shippingMethod } from "./shipping-api.ts";

/** A way to ship, new or to be changed. */
export default function ShippingMethodPage() {
  const { id = "new" } = useParams();
  return id === "new" ? <NewMethod /> : <KnownMethod key={id} id={id} />;
}

function NewMethod() {
  const navigate = useNavigate();
  return (
    <>
      <PageName name="New way to ship" />
      <MethodForm began={newMethod} onSaved={({ id }) => navigate(`/shipping/methods/${id}`)} />
    </>
  );
}

function KnownMethod({ id }: { id: string }) {
  const { data, error, refetch } = useRecord(["shipping-method", id], () => shippingMethod(id));
  return (
    <>
      <PageName name={data ? `Shipping: ${data.name}` : "Way to ship"} />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the way to ship" />}
      {data && <MethodForm key={data.etag} began={withKeys(data)} saved={data} onSaved={() => refetch()} />}
    </>
  );
}
