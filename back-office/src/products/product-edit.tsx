import { Alert, Button, Stack, Toolbar } from "@mui/material";
import { useState } from "react";
import { DeleteWithConfirmButton, EditBase, Form, SaveButton, useEditContext, useNotify } from "react-admin";
import { ApiFailure } from "../failure.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { whole } from "../whole.ts";
import type { ProductDraft } from "./draft.ts";
import { Pictures } from "./pictures.tsx";
import { ProductFields } from "./product-form.tsx";

// What is being edited stays as it was read: a silent reload would take somebody else's version for the one seen here, and
// the store could no longer tell that two people changed it at once.
const readOnce = { ...whole, onError: () => undefined, refetchOnWindowFocus: false, refetchOnReconnect: false };

export default function ProductEdit() {
  const notify = useNotify();
  const [overtaken, setOvertaken] = useState(false);
  const onError = (failure: unknown) => {
    if (failure instanceof ApiFailure && failure.status === 412) setOvertaken(true);
    else if (failure instanceof ApiFailure && failure.body.errors) return;
    else
      notify(failure instanceof Error ? failure.message : String(failure), { type: "error", autoHideDuration: 10_000 });
  };
  const onSuccess = () => {
    setOvertaken(false);
    notify("Saved.", { type: "success" });
  };
  return (
    <EditBase
      mutationMode="pessimistic"
      redirect={false}
      queryOptions={readOnce}
      mutationOptions={{ ...whole, onError, onSuccess }}
    >
      <ProductSheet overtaken={overtaken} onReloaded={() => setOvertaken(false)} />
    </EditBase>
  );
}

function ProductSheet({ overtaken, onReloaded }: { overtaken: boolean; onReloaded: () => void }) {
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
      {overtaken && <Overtaken onReload={() => void reload()} />}
      <Form warnWhenUnsavedChanges>
        <ProductFields pictures={<Pictures productId={record.id} />} />
        <Toolbar
          variant="dense"
          disableGutters
          sx={{
            position: "sticky",
            bottom: 0,
            mt: 2,
            py: 1,
            gap: 1,
            zIndex: 3,
            bgcolor: "background.default",
            borderTop: 1,
            borderColor: "divider",
          }}
        >
          <SaveButton />
          <DeleteWithConfirmButton
            mutationMode="pessimistic"
            confirmTitle="Remove this product?"
            confirmContent="Where it was ever ordered it is archived instead, so that the orders stay whole."
            sx={{ ml: "auto" }}
          />
        </Toolbar>
      </Form>
    </>
  );
}

/** Two people edited the same product, and the other one was first. */
function Overtaken({ onReload }: { onReload: () => void }) {
  return (
    <Alert
      severity="warning"
      variant="outlined"
      role="alert"
      sx={{ mt: 2 }}
      action={
        <Stack direction="row">
          <Button color="inherit" size="small" onClick={onReload}>
            Load theirs
          </Button>
        </Stack>
      }
    >
      Somebody else saved this product first, so nothing was saved. Copy what you want to keep, load theirs, then make
      your change again.
    </Alert>
  );
}
