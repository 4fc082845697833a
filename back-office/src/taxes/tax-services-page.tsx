import { Stack } from "@mui/material";
import { useRecord } from "../forms/saving.ts";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { Filings } from "./filings.tsx";
import { taxSettings } from "./tax-api.ts";
import { TaxFrame } from "./tax-frame.tsx";
import { TaxServicesForm } from "./tax-services-form.tsx";

/** Which outside services work taxes out or vouch for VAT numbers, and what they were told. */
export default function TaxServicesPage() {
  const { data, error, refetch } = useRecord(["tax-settings"], taxSettings);
  return (
    <>
      <TaxFrame at="/taxes/services" />
      <Stack sx={{ gap: 2, maxWidth: 980 }}>
        {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting what="Reading the settings" />}
        {data && <TaxServicesForm key={data.etag} began={data} onSaved={refetch} />}
        <Filings />
      </Stack>
    </>
  );
}
