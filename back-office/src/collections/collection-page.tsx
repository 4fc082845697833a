import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "react-router-dom";
import { useSettings } from "../settings.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { collection, productsOf } from "./collection-api.ts";
import { toDraft } from "./collection-draft.ts";
import { CollectionForm } from "./collection-form.tsx";
import { useQuestions } from "./use-questions.ts";

/** A collection, to be changed. */
export default function CollectionEdit() {
  const { id = "" } = useParams();
  const settings = useSettings();
  const { all } = useQuestions();
  const cache = useQueryClient();
  const queryKey = ["collection", id];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async () => {
      const read = await collection(id);
      return { read, products: read.rules === null ? await productsOf(id) : new Map() };
    },
    // A silent reload would take somebody else's version for the one that is being changed here.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    gcTime: 0,
  });
  const name = data?.read.title ?? "Collection";
  return (
    <>
      <PageName name={name} />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!error && !(data && settings && all) && <Waiting what="Reading the collection" />}
      {data && settings && all && (
        <CollectionForm
          key={data.read.etag}
          began={toDraft(data.read, data.products, all, settings.currency)}
          saved={data.read}
          questions={all}
          currency={settings.currency}
          onReload={() => cache.invalidateQueries({ queryKey })}
        />
      )}
    </>
  );
}
