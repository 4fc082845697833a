import { useSettings } from "../settings.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { emptyDraft } from "./collection-draft.ts";
import { CollectionForm } from "./collection-form.tsx";
import { useQuestions } from "./use-questions.ts";

/** A new collection. */
export default function CollectionCreate() {
  const settings = useSettings();
  const { all, error, refetch } = useQuestions();
  return (
    <>
      <PageName name="New collection" />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {settings && all ? (
        <CollectionForm began={emptyDraft} questions={all} currency={settings.currency} />
      ) : (
        <Waiting what="Getting ready" />
      )}
    </>
  );
}
