import { useNavigate, useParams } from "react-router-dom";
import { withKeys } from "../forms/keyed.ts";
import { useRecord } from "../forms/saving.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { promotion } from "./promotion-api.ts";
import { newPromotion } from "./promotion-draft.ts";
import { PromotionForm } from "./promotion-form.tsx";

/** A promotion, to be changed. */
export default function PromotionPage() {
  const { id = "" } = useParams();
  const { data, error, refetch } = useRecord(["promotion", id], () => promotion(id));
  return (
    <>
      <PageName name={data?.title ?? "Promotion"} />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the promotion" />}
      {data && <PromotionForm key={data.etag} began={withKeys(data)} saved={data} onSaved={() => refetch()} />}
    </>
  );
}

/** A new promotion. */
export function PromotionCreate() {
  const navigate = useNavigate();
  return (
    <>
      <PageName name="New promotion" />
      <PromotionForm began={newPromotion()} onSaved={({ id }) => navigate(`/promotions/${id}`)} />
    </>
  );
}
