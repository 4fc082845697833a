import { Alert, Button, Stack } from "@mui/material";
import { useState } from "react";
import { DeleteWithConfirmButton, EditBase, Form, SaveButton, useEditContext, useNotify } from "react-admin";
import { ApiFailure } from "../failure.ts";
import { SaveBar } from "../forms/form-frame.tsx";
import { Pictures } from "../pictures/pictures.tsx";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { TranslationsPanel } from "../translations/translations-panel.tsx";
import { whole } from "../whole.ts";
import type { ProductDraft } from "./draft.ts";
import { FormerSlugs } from "./former-slugs.tsx";
import { LinksInput } from "./links-input.tsx";
import { ProductFields } from "./product-form.tsx";
import { LinksNotSaved } from "./save-draft.ts";

// What is being edited stays as it was read: a silent reload would take somebody else's version for the one seen here, and
// the store could no longer tell that two people changed it at once.
const readOnce = { ...whole, onError: () => undefined, refetchOnWindowFocus: false, refetchOnReconnect: false };

export default function ProductEdit() {
  const notify = useNotify();
  const [trouble, setTrouble] = useState<string | null>(null);
  const onError = (failure: unknown) => {
    if (failure instanceof ApiFailure && failure.status === 412) setTrouble(overtaken);
    else if (failure instanceof LinksNotSaved) setTrouble(failure.message);
    else if (failure instanceof ApiFailure && failure.body.errors) return;
    else
      notify(failure instanceof Error ? failure.message : String(failure), { type: "error", autoHideDuration: 10_000 });
  };
  const onSuccess = () => {
    setTrouble(null);
    notify("Saved.", { type: "success" });
  };
  return (
    <EditBase
      mutationMode="pessimistic"
      redirect={false}
      queryOptions={readOnce}
      mutationOptions={{ ...whole, onError, onSuccess }}
    >
      <ProductSheet trouble={trouble} onReloaded={() => setTrouble(null)} />
    </EditBase>
  );
}

/** Two people edited the same product, and the other one was first. */
const overtaken =
  "Somebody else saved this product first, so nothing was saved. Copy what you want to keep, load theirs, then make your " +
  "change again.";

function ProductSheet({ trouble, onReloaded }: { trouble: string | null; onReloaded: () => void }) {
  const { record, error, isPending, refetch } = useEditContext<ProductDraft>();
  if (error) {
    return (
      <>
        <PageName name="Product" />
        <FailureNotice failure={error} onRetry={() => void refetch()} />
      </>
    );
  }
  if (isPending || !record) return <Waiting what="Reading the product" />;
  const reload = async () => {
    await refetch();
    onReloaded();
  };
  return (
    <>
      <PageName name={record.title} />
      {trouble && <Trouble told={trouble} onReload={() => void reload()} />}
      <Form warnWhenUnsavedChanges>
        <ProductFields
          pictures={
            <>
              <Pictures productId={record.id} />
              <TranslationsPanel kind="product" id={record.id} />
            </>
          }
          links={<LinksInput />}
          formerSlugs={<FormerSlugs of="products" id={record.id} slug={record.slug} />}
        />
        <SaveBar>
          <SaveButton />
          <DeleteWithConfirmButton
            mutationMode="pessimistic"
            confirmTitle="Remove this product?"
            confirmContent="Where it was ever ordered it is archived instead, so that the orders stay whole."
            sx={{ ml: "auto" }}
          />
        </SaveBar>
      </Form>
    </>
  );
}

/** What is in the form is not what the store has, and only reading it again brings them together. */
function Trouble({ told, onReload }: { told: string; onReload: () => void }) {
  return (
    <Alert
      severity="warning"
      variant="outlined"
      role="alert"
      sx={{ mt: 2 }}
      action={
        <Stack direction="row">
          <Button color="inherit" size="small" onClick={onReload}>
            {told === overtaken ? "Load theirs" : "Load it again"}
          </Button>
        </Stack>
      }
    >
      {told}
    </Alert>
  );
}
