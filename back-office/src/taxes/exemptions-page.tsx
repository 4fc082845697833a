import AddIcon from "@mui/icons-material/Add";
import ExemptIcon from "@mui/icons-material/VerifiedOutlined";
import { Box, Button, Chip, Stack, TextField, Typography } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-admin";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { LinkRow, Rows } from "../shell/rows.tsx";
import { useRested } from "../shell/use-rested.ts";
import { type Exemption, exemptionsPage } from "./tax-api.ts";
import { TaxFrame } from "./tax-frame.tsx";
import { placeNames, standing } from "./words.ts";

/** Customers who pay no tax somewhere, and what says so. */
export default function ExemptionsPage() {
  const [sought, setSought] = useState("");
  const customer = useRested(sought.trim(), 300);
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["exemptions", customer],
    queryFn: ({ pageParam }) => exemptionsPage({ limit: 50, cursor: pageParam, customer }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    placeholderData: (before) => before,
  });
  const found = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <TaxFrame at="/taxes/exemptions" />
      <Stack sx={{ gap: 2, maxWidth: 980 }}>
        <Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
          <TextField
            label="Whose"
            placeholder="E-mail address"
            value={sought}
            onChange={({ target }) => setSought(target.value)}
            slotProps={{ inputLabel: { shrink: true } }}
            sx={{ my: 0, flex: 1, minWidth: 180 }}
          />
          <Button variant="contained" startIcon={<AddIcon />} component={Link} to="/taxes/exemptions/new">
            New certificate
          </Button>
        </Stack>
        {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting what="Reading the certificates" />}
        {data && (
          <Rows label="Tax exemptions" nothing={<NoneExempt of={customer} />}>
            {found.map((one) => (
              <OneExemption key={one.id} one={one} />
            ))}
          </Rows>
        )}
        {hasNextPage && <Button onClick={() => void fetchNextPage()}>Show more</Button>}
      </Stack>
    </>
  );
}

function NoneExempt({ of }: { of: string }) {
  return of === "" ? (
    <Nothing icon={<ExemptIcon />} title="Everybody pays their tax">
      A charity or a reseller with a certificate pays none where it holds. Write it down, and it counts as soon as they
      sign in.
    </Nothing>
  ) : (
    <Nothing icon={<ExemptIcon />} title="No certificate of that account">
      Accounts are found by their whole e-mail address or their id.
    </Nothing>
  );
}

const tones = { now: "success", "to come": "info", over: "default" } as const;

function OneExemption({ one }: { one: Exemption }) {
  const { id, email, number, reason, places, since, until } = one;
  const stands = standing(one);
  return (
    <LinkRow to={`/taxes/exemptions/${id}`}>
      <Box sx={{ flex: 1, minWidth: 200, overflowWrap: "anywhere" }}>
        <Box component="strong">{email}</Box>
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {[reason, number].filter(Boolean).join(" · ")}
        </Typography>
      </Box>
      <Chip size="small" variant="outlined" color={tones[stands]} label={stands} />
      <Box sx={{ width: { xs: "100%", sm: 330 } }}>
        {placeNames(places)}
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {until === null ? `from ${since} on` : `from ${since} until ${until}, that day not`}
        </Typography>
      </Box>
    </LinkRow>
  );
}
